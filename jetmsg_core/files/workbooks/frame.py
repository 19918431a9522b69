"""What stands around the rows of a workbook: its styles, widths, names of sheets and properties.

xlsxwriter makes an empty workbook of them, and the rows are put into its sheets (`writing`): a
million rows cell by cell would take it two minutes. No text of a person passes through here.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import xlsxwriter

from jetmsg_core.files.workbooks.styles import FORMATS

CREATOR = "JetMsg Campaigns"
_ROWS = re.compile(rb"<sheetData>.*</sheetData>", re.DOTALL)
_STYLED = re.compile(rb'<c r="[A-Z]+1" s="([0-9]+)"')
_EMPTY = b"<sheetData></sheetData>"
_DIMENSION = re.compile(rb"<dimension [^>]*/>")


@dataclass(frozen=True)
class Frame:
    """An empty workbook. `sheets` are, by the name of its member, what stands before and after the
    rows of each; `others` the other members; `styles` the number of each style in a cell."""

    sheets: Mapping[str, tuple[bytes, bytes]]
    others: Mapping[str, bytes]
    styles: Mapping[str, str]


def make_frame(sheets: Sequence[str], widths: Sequence[float], *, notes: str | None) -> Frame:
    """Makes the frame of a workbook with these sheets, all with columns of these widths, and one
    for `notes` behind them."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_urls": False}) as book:
        book.set_properties({"author": CREATOR})
        formats = [book.add_format(dict(look)) for look in FORMATS.values()]
        for name in sheets:
            sheet = book.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            # Ids and phone numbers are texts on purpose: Excel need not mark each of them.
            sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
            for column, width in enumerate(widths):
                sheet.set_column(column, column, width)
            for column, look in enumerate(formats):
                sheet.write_blank(0, column, None, look)
        if notes is not None:
            book.add_worksheet(notes).set_column(0, 0, 100)
    return _taken_apart(out)


def _taken_apart(out: io.BytesIO) -> Frame:
    with zipfile.ZipFile(out) as made:
        members = {name: made.read(name) for name in made.namelist()}
    sheets = {}
    styles: dict[str, str] = {}
    for name in [name for name in members if name.startswith("xl/worksheets/sheet")]:
        # How far the rows reach is not known yet, and need not be said.
        markup = _DIMENSION.sub(b"", members.pop(name)).replace(b"<sheetData/>", _EMPTY)
        if not styles:
            numbers = (number.decode() for number in _STYLED.findall(markup))
            styles = dict(zip(FORMATS, numbers, strict=True))
        before, after = _ROWS.split(markup)
        sheets[name] = (before + b"<sheetData>", b"</sheetData>" + after)
    return Frame(sheets, members, styles)
