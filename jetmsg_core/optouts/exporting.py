"""All opt-outs as a file, which can be imported again."""

from __future__ import annotations

import numpy as np

from jetmsg_core.acting import Permission, requires
from jetmsg_core.audit import Act, record
from jetmsg_core.contacts.numbers.written import written
from jetmsg_core.files.columns import Column, Kind, moments, text_column
from jetmsg_core.files.file_format import FileFormat, SheetTitle
from jetmsg_core.files.shields import Shield
from jetmsg_core.files.tables import Table, file_of
from jetmsg_core.optouts.columns import EXPORTED, EXPORTED_TO_WORKBOOK
from jetmsg_core.primitives.times import parse
from jetmsg_core.settings import Settings
from jetmsg_core.store.database import open_database, transaction
from jetmsg_core.store.saved import optouts


@requires(Permission.EXPORT)
def export(settings: Settings, form: FileFormat = FileFormat.CSV) -> bytes:
    """Gives a file of all opt-outs (`export_table`)."""
    return file_of(export_table(settings, form), form)


@requires(Permission.EXPORT)
def export_table(settings: Settings, form: FileFormat) -> Table:
    """Gives all opt-outs for a file of this format, the newest first; `import_file` takes it back
    with its reasons and dates."""
    with open_database(settings.database_path) as db:
        with transaction(db):
            record(db, Act.FILE_TAKEN, subject="all opt-outs")
        newest = optouts.newest(db, None, after=None, limit=-1)
    stamps = [opt_out.added_at for opt_out in newest]
    added_at = text_column(stamps)
    if form is FileFormat.XLSX:
        seconds = [int(parse(added).timestamp()) for added in stamps]
        added_at = Column(Kind.TIME, moments(np.array(seconds, np.int64)))
    columns = (
        Column(Kind.PHONE, written(np.array([opt_out.number for opt_out in newest], np.int64))),
        text_column(opt_out.source for opt_out in newest),
        added_at,
        text_column(opt_out.reason for opt_out in newest),
    )
    names = EXPORTED_TO_WORKBOOK if form is FileFormat.XLSX else EXPORTED
    return Table(names, columns, Shield.UPLOAD, SheetTitle.OPT_OUTS)
