"""The rows of a list's file that had no usable number: why, and as a file to be put right."""

from __future__ import annotations

import numpy as np

from jetmsg_core.acting import Permission, requires
from jetmsg_core.audit import Act, record
from jetmsg_core.contacts.exports import table_of_rejected
from jetmsg_core.contacts.recipients import RejectedRows
from jetmsg_core.errors import NotFoundError
from jetmsg_core.files.file_format import FileFormat
from jetmsg_core.files.tables import file_of
from jetmsg_core.lists.tables import ROW, found_list
from jetmsg_core.settings import Settings
from jetmsg_core.store import arrow_blocks
from jetmsg_core.store.database import open_database, transaction
from jetmsg_core.store.saved import lists


@requires(Permission.SEE_NUMBERS)
def rejected(settings: Settings, list_id: int, limit: int | None = None) -> RejectedRows | None:
    """Gives the rejected rows that are kept with a list, the first `limit` of them; None where none
    are, as with a list that was made from another. Raises NotFoundError."""
    with open_database(settings.database_path) as db:
        found_list(db, list_id)
        blocks = lists.rejected_blocks(db, list_id, 1 if limit else None)
    if not blocks:
        return None
    table = arrow_blocks.unpack_table(blocks).slice(0, limit)
    rows = table.column(ROW).to_numpy().astype(np.int64)
    return RejectedRows(rows, table.drop_columns([ROW]))


@requires(Permission.DOWNLOAD)
def rejected_file(settings: Settings, list_id: int, form: FileFormat) -> bytes:
    """Gives a file of all rejected rows that are kept with a list, which can be uploaded again once
    it is put right. Raises NotFoundError."""
    rows = rejected(settings, list_id)
    if rows is None:
        raise NotFoundError("no_rejected_rows", "No rejected rows are kept with this list.")
    with open_database(settings.database_path) as db, transaction(db):
        name = found_list(db, list_id).name
        record(db, Act.FILE_TAKEN, subject=f"rows of the list {name} without a usable number")
    return file_of(table_of_rejected(rows), form)
