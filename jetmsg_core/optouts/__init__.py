"""Opt-outs: people who do not want messages. They are left out of every check, of every list that
is sent to, and again when a chunk is claimed (`store.ledger.withholding`).

typed_numbers  numbers added and removed by hand
importing      those of a file or of pasted lines: looked at first, then taken in
columns        which columns of a file say why and when
listing        who opted out, a page at a time; all numbers, for a check
exporting      a file of all, which can be imported again
"""

from __future__ import annotations

from jetmsg_core.optouts.columns import OptOutColumns
from jetmsg_core.optouts.exporting import export, export_table
from jetmsg_core.optouts.importing import (
    ImportedOptOuts,
    OptOutPreview,
    SeenOptOut,
    UnreadDate,
    add_lines,
    import_file,
    look,
)
from jetmsg_core.optouts.listing import OptOutPage, count, edition, listing, numbers
from jetmsg_core.optouts.typed_numbers import Added, Refused, Removed, add, remove
from jetmsg_core.store.saved.optouts import Key, OptOut

__all__ = [
    "Added",
    "ImportedOptOuts",
    "Key",
    "OptOut",
    "OptOutColumns",
    "OptOutPage",
    "OptOutPreview",
    "Refused",
    "Removed",
    "SeenOptOut",
    "UnreadDate",
    "add",
    "add_lines",
    "count",
    "edition",
    "export",
    "export_table",
    "import_file",
    "listing",
    "look",
    "numbers",
    "remove",
]
