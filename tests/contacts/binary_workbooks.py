"""Small .xlsb workbooks written by hand (MS-XLSB), record by record."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from workbook_files import Formatted


@dataclass(frozen=True)
class Whole:
    """A whole number in the short form, which has no room for a format in calamine's answer."""

    value: int
    code: str = ""


@dataclass(frozen=True)
class ErrorCell:
    """A cell that shows an error; `calculated` if a formula gave it."""

    code: int
    calculated: bool = False


@dataclass(frozen=True)
class Result:
    """A cell with a formula, and the result that the file has of it."""

    value: str | float


Cell = str | float | Whole | ErrorCell | Result | None
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


def xlsb(
    sheets: Mapping[str, Sequence[Sequence[Cell]]],
    *,
    hidden_rows: frozenset[int] = frozenset(),
    hidden_columns: frozenset[int] = frozenset(),
    from_1904: bool = False,
    calculates_first: bool = False,
) -> bytes:
    """An .xlsb with text, numbers and errors; None leaves a cell out. Rows and columns, from 1, are
    hidden in all of the sheets. Excel is to find results when it opens one that
    `calculates_first`."""
    codes = list(dict.fromkeys(filter(None, map(_code, _cells(sheets)))))
    names = {f"rId{n}": name for n, name in enumerate(sheets, 1)}
    parts = {
        "xl/workbook.bin": _book(names, from_1904=from_1904, on_load=calculates_first),
        "xl/styles.bin": _styles(codes),
        "xl/_rels/workbook.bin.rels": _relations(list(names)).encode(),
    }
    for n, rows in enumerate(sheets.values(), 1):
        parts[f"xl/worksheets/sheet{n}.bin"] = _sheet(rows, codes, hidden_rows, hidden_columns)
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return sink.getvalue()


def _cells(sheets: Mapping[str, Sequence[Sequence[Cell]]]) -> list[Cell]:
    return [cell for rows in sheets.values() for row in rows for cell in row]


def _code(cell: Cell) -> str:
    return cell.code if isinstance(cell, Formatted | Whole) else ""


def _relations(ids: list[str]) -> str:
    entries = "".join(
        f'<Relationship Id="{name}" Type="{_RELATION}/worksheet" Target="worksheets/sheet{n}.bin"/>'
        for n, name in enumerate(ids, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}">{entries}</Relationships>'


def _record(kind: int, content: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length, sizes = len(content), []
    while True:
        length, low = length >> 7, length & 0x7F
        sizes.append(low | 0x80 if length else low)
        if not length:
            return head + bytes(sizes) + content


def _text(text: str) -> bytes:
    return struct.pack("<L", len(text)) + text.encode("utf-16-le")


def _book(names: dict[str, str], *, from_1904: bool, on_load: bool) -> bytes:
    sheets = b"".join(
        _record(156, struct.pack("<LL", 0, n) + _text(key) + _text(name))
        for n, (key, name) in enumerate(names.items(), 1)
    )
    return (
        _record(131)
        + _record(153, struct.pack("<LL", int(from_1904), 0) + _text(""))
        + _record(143)
        + sheets
        + _record(144)
        + _record(157, bytes(24) + bytes([on_load, 0]))
        + _record(132)
    )


def _styles(codes: list[str]) -> bytes:
    formats = b"".join(
        _record(44, struct.pack("<H", 164 + n) + _text(code)) for n, code in enumerate(codes)
    )
    styles = b"".join(
        _record(47, struct.pack("<HH", 0, number) + bytes(12))
        for number in (0, *range(164, 164 + len(codes)))
    )
    return (
        _record(278)
        + _record(615, struct.pack("<L", len(codes)))
        + formats
        + _record(616)
        + _record(626, struct.pack("<L", 1))
        + _record(47, struct.pack("<HH", 0xFFFF, 9) + bytes(12))
        + _record(627)
        + _record(617, struct.pack("<L", 1 + len(codes)))
        + styles
        + _record(618)
        + _record(279)
    )


def _sheet(
    rows: Sequence[Sequence[Cell]],
    codes: list[str],
    hidden_rows: frozenset[int],
    hidden_columns: frozenset[int],
) -> bytes:
    width = max(map(len, rows))
    columns = b"".join(
        _record(60, struct.pack("<LLLLH", n - 1, n - 1, 2560, 0, 1)) for n in sorted(hidden_columns)
    )
    body = b"".join(
        _record(0, struct.pack("<LLHBBBL", n, 0, 300, 0, 16 if n + 1 in hidden_rows else 0, 0, 0))
        + b"".join(_cell(column, cell, codes) for column, cell in enumerate(row))
        for n, row in enumerate(rows)
    )
    return (
        _record(129)
        + _record(148, struct.pack("<LLLL", 0, len(rows) - 1, 0, width - 1))
        + (_record(390) + columns + _record(391) if columns else b"")
        + _record(145)
        + body
        + _record(146)
        + _record(130)
    )


def _cell(column: int, cell: Cell, codes: list[str]) -> bytes:
    if cell is None:
        return b""
    code = _code(cell)
    position = struct.pack("<LL", column, 1 + codes.index(code) if code else 0)
    match cell:
        case str():
            return _record(6, position + _text(cell))
        case Whole():
            return _record(2, position + struct.pack("<l", cell.value << 2 | 2))
        case ErrorCell():
            kind = 11 if cell.calculated else 3
            return _record(kind, position + bytes([cell.code]))
        case Result(str() as text):
            return _record(8, position + _text(text) + bytes(10))
        case Result(value):
            return _record(9, position + struct.pack("<d", value) + bytes(10))
    return _record(5, position + struct.pack("<d", cell))
