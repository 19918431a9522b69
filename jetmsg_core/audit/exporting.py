"""All acts as a file, as they are kept and in a sentence each, the oldest first."""

from __future__ import annotations

from jetmsg_core.acting import Permission, requires
from jetmsg_core.audit.kinds import Act
from jetmsg_core.audit.reading import entry_of
from jetmsg_core.audit.recording import record
from jetmsg_core.audit.sentences import came_from, sentence
from jetmsg_core.files.columns import text_column
from jetmsg_core.files.file_format import FileFormat, SheetTitle
from jetmsg_core.files.shields import Shield
from jetmsg_core.files.tables import Table, file_of
from jetmsg_core.primitives.times import second_in_ist
from jetmsg_core.settings import Settings
from jetmsg_core.store.audit import acts
from jetmsg_core.store.audit.acts import EVERYTHING, ActFilter
from jetmsg_core.store.database import open_database, transaction

KEPT = (
    *("at", "actor", "actor_kind", "role", "origin", "action", "campaign_id", "subject"),
    *("before", "after", "previous", "hash"),
)
NAMES = ("act", "at_ist", "sentence", "who_from", *KEPT)


@requires(Permission.SEE_AUDIT)
def export(
    settings: Settings, form: FileFormat = FileFormat.CSV, wanted: ActFilter = EVERYTHING
) -> bytes:
    """Gives a file of the wanted acts (`export_table`)."""
    return file_of(export_table(settings, wanted), form)


@requires(Permission.SEE_AUDIT)
def export_table(settings: Settings, wanted: ActFilter = EVERYTHING) -> Table:
    """Gives the wanted acts for a file, the oldest first; that they are taken is the last of them.
    Of plain CSV each hash can be worked out again. Raises NotAllowed."""
    with open_database(settings.database_path) as db:
        with transaction(db):
            record(db, Act.FILE_TAKEN, subject="the audit")
        rows = acts.page(db, wanted, -1)[::-1]
    entries = [entry_of(row) for row in rows]
    columns = (
        text_column(f"{entry.number}" for entry in entries),
        text_column(second_in_ist(entry.at) for entry in entries),
        text_column(map(sentence, entries)),
        text_column(map(came_from, entries)),
        *(
            text_column("" if row[name] is None else f"{row[name]}" for row in rows)
            for name in KEPT
        ),
    )
    return Table(NAMES, columns, Shield.PERSON, SheetTitle.AUDIT)
