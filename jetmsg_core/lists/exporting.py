"""People of a list as a file: those that its page shows."""

from __future__ import annotations

from jetmsg_core.acting import Permission, requires
from jetmsg_core.audit import Act, record
from jetmsg_core.files.file_format import FileFormat
from jetmsg_core.files.tables import Table, file_of
from jetmsg_core.lists.tables import found_list
from jetmsg_core.settings import Settings
from jetmsg_core.store.database import open_database, transaction


@requires(Permission.EXPORT)
def shown_file(settings: Settings, list_id: int, table: Table, form: FileFormat) -> bytes:
    """Gives a file of the people of a list that a table shows. Raises NotAllowed,
    NotFoundError."""
    with open_database(settings.database_path) as db, transaction(db):
        name = found_list(db, list_id).name
        record(db, Act.FILE_TAKEN, subject=f"people of the list {name}, as shown")
    return file_of(table, form)
