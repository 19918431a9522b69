"""Small workbooks written by hand, so that tests need no package that writes them."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import escape, quoteattr


@dataclass(frozen=True)
class Formula:
    """A calculated cell: what Excel shows, or the error it shows."""

    shown: str


@dataclass(frozen=True)
class Raw:
    """A cell of an .xlsx or .ods as it is written there, in an .xlsx without its place."""

    markup: str


Cell = str | float | Formula | Raw | None
DATE_STYLE, DURATION_STYLE = 1, 2

_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"


class Duration(float):
    """Days, shown by Excel as hours beyond the day (`[h]:mm:ss`)."""


class Date(float):
    """Days since 1899-12-30, shown by Excel as a date."""


class Formatted(float):
    """A number with a format code."""

    code: str

    def __new__(cls, number: float, code: str) -> Formatted:
        made = super().__new__(cls, number)
        made.code = code
        return made


def xlsx(
    sheets: dict[str, list[list[Cell]]],
    *,
    hidden: frozenset[str] = frozenset(),
    hidden_rows: frozenset[int] = frozenset(),
    columns: str = "",
    more: str = "",
) -> bytes:
    """An .xlsx with text, numbers, formulas and dates; None leaves a cell out. `hidden` are sheets,
    `hidden_rows` are hidden in all of them; `columns` are said of columns and `more` of the
    workbook, as markup."""
    codes = _codes(sheets.values())
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _relations({"rId1": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": _workbook(list(sheets), hidden, more),
        "xl/_rels/workbook.xml.rels": _relations(
            {f"rId{n}": ("worksheet", f"worksheets/sheet{n}.xml") for n in _numbers(sheets)}
            | {"rId99": ("styles", "styles.xml")}
        ),
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}">{_formats(codes)}<cellXfs><xf numFmtId="0"/>'
        '<xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="46" applyNumberFormat="1"/>'
        + "".join(f'<xf numFmtId="{_number(codes, code)}"/>' for code in codes)
        + "</cellXfs></styleSheet>",
    }
    for n, rows in zip(_numbers(sheets), sheets.values(), strict=True):
        parts[f"xl/worksheets/sheet{n}.xml"] = _sheet(rows, hidden_rows, codes, columns)
    return _zip(parts)


def _codes(sheets: Iterable[list[list[Any]]]) -> list[str]:
    cells = (cell for rows in sheets for row in rows for cell in row)
    return list(dict.fromkeys(cell.code for cell in cells if isinstance(cell, Formatted)))


def _number(codes: list[str], code: str) -> int:
    """A code of digits alone in braces names a builtin format."""
    return int(code[1:-1]) if code.startswith("{") else 164 + codes.index(code)


def _formats(codes: list[str]) -> str:
    defined = "".join(
        f"<numFmt numFmtId={quoteattr(str(164 + n))} formatCode={quoteattr(code)}/>"
        for n, code in enumerate(codes)
        if not code.startswith("{")
    )
    return f"<numFmts>{defined}</numFmts>"


def xls(sheets: dict[str, list[list[Any]]], *, more: bytes = b"") -> bytes:
    """An .xls as Excel 97 wrote it: BIFF8 records in a compound file of one stream. `more` are
    further records of each sheet."""
    codes = _codes(sheets.values())
    styles = _STYLES + b"".join(_biff_format(codes, code) for code in codes)
    bodies = [_biff_sheet(rows, codes, more) for rows in sheets.values()]
    names = [struct.pack("<HBB", 0, len(name), 0) + name.encode("latin-1") for name in sheets]
    start = 20 + len(styles) + sum(8 + len(name) for name in names) + 4
    listed = b""
    for name, body in zip(names, bodies, strict=True):
        listed += _biff(0x85, struct.pack("<L", start) + name)
        start += len(body)
    return _compound(_biff_begin(0x05) + styles + listed + _biff(0x0A) + b"".join(bodies))


def _biff(kind: int, content: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


_STYLES = b"".join(
    _biff(0xE0, struct.pack("<HH16x", 0, number_format)) for number_format in (0, 46)
)
"""A plain cell's, and that of a duration."""


def _biff_format(codes: list[str], code: str) -> bytes:
    number = _number(codes, code)
    style = _biff(0xE0, struct.pack("<HH16x", 0, number))
    text = struct.pack("<HHB", number, len(code), 1) + code.encode("utf-16-le")
    return style if code.startswith("{") else _biff(0x41E, text) + style


def _biff_begin(part: int) -> bytes:
    """20 bytes: a workbook (5) or a worksheet (16) follows."""
    return _biff(0x809, struct.pack("<HHHHLL", 0x600, part, 0, 1997, 0, 6))


def _biff_sheet(rows: list[list[Any]], codes: list[str], more: bytes) -> bytes:
    cells = more
    for row, record in enumerate(rows):
        for column, cell in enumerate(record):
            style = 2 + codes.index(cell.code) if isinstance(cell, Formatted) else 0
            style = 1 if isinstance(cell, Duration) else style
            position = struct.pack("<HHH", row, column, style)
            if isinstance(cell, bytes):  # a record after its place
                cells += _biff(*struct.unpack("<H", cell[:2]), position + cell[2:])
                continue
            if isinstance(cell, str):
                text = struct.pack("<HB", len(cell), 0) + cell.encode("latin-1")
                cells += _biff(0x204, position + text)
            else:
                cells += _biff(0x203, position + struct.pack("<d", cell))
    return _biff_begin(0x10) + cells + _biff(0x0A)


def _compound(stream: bytes) -> bytes:
    """Sectors of 512 bytes: the table of sectors, the directory, then the stream `Workbook`."""
    size = max(-(-len(stream) // 512) * 512, 4096)
    last, end, free = 1 + size // 512, 0xFFFFFFFE, 0xFFFFFFFF
    table = [0xFFFFFFFD, end, *range(3, last + 1), end]
    header = struct.pack(
        "<8s16xHHHHH6xLLLLLLLLL",
        *(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0x3E, 3, 0xFFFE, 9, 6),
        *(0, 1, 1, 0, 4096, end, 0, end, 0),
    ) + struct.pack("<109L", 0, *[free] * 108)
    entries = _entry("Root Entry", 5, 1, end, 0) + _entry("Workbook", 2, free, 2, size)
    sectors = struct.pack("<128L", *table, *[free] * (128 - len(table)))
    return header + sectors + entries.ljust(512, b"\0") + stream.ljust(size, b"\0")


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    coded = (name + "\0").encode("utf-16-le")
    free = 0xFFFFFFFF
    return struct.pack(
        "<64sHBBLLL36xLQ", coded, len(coded), kind, 1, free, free, child, start, size
    )


def ods(
    rows: list[list[Cell]],
    *,
    more: str = "",
    columns: str = "",
    generator: str = "",
    styles: str = "",
    common: str = "",
) -> bytes:
    """An .ods with one sheet of text and numbers; `more` are further rows as markup, `columns` what
    is said of columns, `styles` of cells; `common` are styles in a part of their own; `generator`
    is the program that is named as its writer."""
    body = "".join(
        "<table:table-row>" + "".join(map(_ods_cell, row)) + "</table:table-row>" for row in rows
    )
    office = "urn:oasis:names:tc:opendocument:xmlns"
    namespaces = "".join(
        f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" '
        for prefix, name in (("style", "style"), ("number", "datastyle"), ("fo", "xsl-fo"))
    )
    content = (
        f'<office:document-content xmlns:office="{office}:office:1.0" '
        f'xmlns:table="{office}:table:1.0" xmlns:text="{office}:text:1.0" '
        'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0" '
        f"{namespaces}>"
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f'<office:spreadsheet><table:table table:name="Sheet1">{columns}{body}{more}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'
    )
    parts = {"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest}
    if common:
        parts["styles.xml"] = f"<styles {namespaces}>{common}</styles>"
    if generator:
        parts["meta.xml"] = f"<meta><generator>{generator}</generator></meta>"
    return _zip(parts)


def _numbers(sheets: dict[str, list[list[Cell]]]) -> range:
    return range(1, len(sheets) + 1)


def _relations(targets: dict[str, tuple[str, str]]) -> str:
    entries = "".join(
        f'<Relationship Id="{name}" Type="{_RELATION}/{kind}" Target="{target}"/>'
        for name, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}">{entries}</Relationships>'


def _workbook(names: list[str], hidden: frozenset[str], more: str) -> str:
    sheets = "".join(
        f'<sheet name="{escape(name)}" sheetId="{n}" r:id="rId{n}"'
        + (' state="hidden"' if name in hidden else "")
        + "/>"
        for n, name in enumerate(names, 1)
    )
    return (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATION}"><sheets>{sheets}</sheets>{more}'
        "</workbook>"
    )


def _sheet(
    rows: list[list[Cell]], hidden_rows: frozenset[int], codes: list[str], columns: str
) -> str:
    body = "".join(
        f'<row r="{n}"'
        + (' hidden="1">' if n in hidden_rows else ">")
        + "".join(_cell(f"{chr(65 + index)}{n}", cell, codes) for index, cell in enumerate(row))
        + "</row>"
        for n, row in enumerate(rows, 1)
    )
    return f'<worksheet xmlns="{_MAIN}">{columns}<sheetData>{body}</sheetData></worksheet>'


def _cell(name: str, cell: Cell, codes: list[str]) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Raw):
        return cell.markup.replace("<c", f'<c r="{name}"', 1)
    if isinstance(cell, str):
        text = escape(cell)
        return f'<c r="{name}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'
    if isinstance(cell, Formula):
        kind = "e" if cell.shown.startswith("#") else "str"
        return f'<c r="{name}" t="{kind}"><f>A1</f><v>{escape(cell.shown)}</v></c>'
    style = ""
    if isinstance(cell, Date | Duration):
        style = f' s="{DATE_STYLE if isinstance(cell, Date) else DURATION_STYLE}"'
    elif isinstance(cell, Formatted):
        style = f' s="{3 + codes.index(cell.code)}"'
    return f'<c r="{name}"{style}><v>{float(cell)!r}</v></c>'


def _ods_cell(cell: Cell) -> str:
    if isinstance(cell, Raw):
        return cell.markup
    if cell is None:
        return "<table:table-cell/>"
    if isinstance(cell, str):
        return (
            '<table:table-cell office:value-type="string">'
            f"<text:p>{escape(cell)}</text:p></table:table-cell>"
        )
    if isinstance(cell, Duration):
        time = f"PT{round(cell * 24)}H00M00S"
        return f'<table:table-cell office:value-type="time" office:time-value="{time}"/>'
    return f'<table:table-cell office:value-type="float" office:value="{cell!r}"/>'


def rewritten(book: bytes, rewrite: Callable[[str, str], tuple[str, str | bytes]]) -> bytes:
    """The workbook with every part's name and text as `rewrite` gives them."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        parts = {name: archive.read(name).decode() for name in archive.namelist()}
    return _zip(dict(rewrite(name, text) for name, text in parts.items()))


def _zip(parts: Mapping[str, str | bytes]) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name, text)
    return sink.getvalue()
