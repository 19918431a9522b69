#!/usr/bin/env bash
# A date of an .xlsb reads as a whole number, if it is stored in the short form of one.
#
# An .xlsb may store a whole number as BrtCellRk, in four bytes, or as BrtCellReal, in eight
# (MS-XLSB, 2.4). Which of them, says nothing about the value: the style of the cell tells whether
# it is a date. Guessed: both cells of the file, 46027 in a style of dates, are
# 5 January 2026. Seen with python-calamine 0.9.1: the long form is that date, the short form the
# number 46027. pyxlsb 1.0.10 reads the same number from both cells, so the file is in order.
# Whoever trusts the types sends "due on 46027". The dashboard follows the style itself.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet python-calamine==0.9.1 pyxlsb==1.0.10
"$folder/venv/bin/python" - "$folder/dates.xlsb" <<'PYTHON'
import struct
import sys
import zipfile

import pyxlsb
import python_calamine

DAY, DATES = 46027, 14  # 5 January 2026 and dd/mm/yyyy, which no file needs to define
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def record(kind, content=b""):
    head = [kind] if kind < 0x80 else [kind & 0x7F | 0x80, kind >> 7]
    return bytes([*head, len(content)]) + content


def text(words):
    return struct.pack("<L", len(words)) + words.encode("utf-16-le")


def style(parent, number):
    return record(47, struct.pack("<HH", parent, number) + bytes(12))


def relation(name, kind, part):
    return f'<Relationship Id="{name}" Type="{OFFICE}/{kind}" Target="{part}"/>'


def relations(*entries):
    listed = "".join(entries)
    return f'<Relationships xmlns="{PACKAGE}/relationships">{listed}</Relationships>'


row = record(0, struct.pack("<LLHBBBL", 0, 0, 300, 0, 0, 0, 0))
long_form = record(5, struct.pack("<LLd", 0, 1, DAY))
short_form = record(2, struct.pack("<LLl", 1, 1, DAY << 2 | 2))
parts = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    + "".join(
        f'<Override PartName="/xl/{part}.bin" ContentType="application/vnd.ms-excel.{kind}"/>'
        for part, kind in (
            ("workbook", "sheet.binary.macroEnabled.main"),
            ("worksheets/sheet1", "worksheet"),
            ("styles", "styles"),
        )
    )
    + "</Types>",
    "_rels/.rels": relations(relation("rId1", "officeDocument", "xl/workbook.bin")),
    "xl/_rels/workbook.bin.rels": relations(
        relation("rId1", "worksheet", "worksheets/sheet1.bin"),
        relation("rId2", "styles", "styles.bin"),
    ),
    "xl/workbook.bin": record(131) + record(153, bytes(8) + text("")) + record(143)
    + record(156, struct.pack("<LL", 0, 1) + text("rId1") + text("Sheet1"))
    + record(144) + record(132),
    "xl/styles.bin": record(278)
    + record(626, struct.pack("<L", 1)) + style(0xFFFF, 0) + record(627)
    + record(617, struct.pack("<L", 2)) + style(0, 0) + style(0, DATES) + record(618)
    + record(279),
    "xl/worksheets/sheet1.bin": record(129) + record(148, struct.pack("<LLLL", 0, 0, 0, 1))
    + record(145) + row + long_form + short_form + record(146) + record(130),
}
with zipfile.ZipFile(sys.argv[1], "w") as archive:
    for name, content in parts.items():
        archive.writestr(name, content)

with pyxlsb.open_workbook(sys.argv[1]) as book, book.get_sheet(1) as sheet:
    held = [cell.v for cell in next(sheet.rows())]
sheet = python_calamine.CalamineWorkbook.from_path(sys.argv[1]).get_sheet_by_index(0)
(seen,) = sheet.to_python()
print(f"pyxlsb, long and short form: {held}")
print(f"calamine, long and short form: {seen}")
if held != [DAY, DAY] or [str(value) for value in seen] != ["2026-01-05", str(DAY)]:
    sys.exit("This has changed: look at it again.")
PYTHON
