#!/usr/bin/env bash
# A workbook whose sheet is written in UTF-16 reads as an empty sheet, without an error.
#
# The parts of a workbook are XML, which may be UTF-8 or UTF-16 (ECMA-376 part 2, 9.1.2).
# Guessed: calamine reads it, or refuses it. Seen with python-calamine 0.9.1: the sheet is there
# and has no rows, and nothing is raised. openpyxl 3.1.5 reads the two rows of the same file.
# Whoever trusts the answer tells a person that the file holds nobody. The dashboard refuses a
# part that is not UTF-8 in words before calamine sees it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/python" -m pip install --quiet python-calamine==0.9.1 openpyxl==3.1.5
"$folder/venv/bin/python" - "$folder" <<'PYTHON'
import sys
import zipfile

import openpyxl
import python_calamine

plain, recoded = f"{sys.argv[1]}/plain.xlsx", f"{sys.argv[1]}/recoded.xlsx"
book = openpyxl.Workbook()
for row in (("Name", "Mobile"), ("Asha", "9000000001")):
    book.active.append(row)
book.save(plain)

SHEET = "xl/worksheets/sheet1.xml"
with zipfile.ZipFile(plain) as old, zipfile.ZipFile(recoded, "w") as new:
    for name in old.namelist():
        part = old.read(name)
        if name == SHEET:
            body = part.decode("utf-8").removeprefix('<?xml version="1.0" encoding="UTF-8"?>')
            part = f'<?xml version="1.0" encoding="UTF-16"?>{body.lstrip()}'.encode("utf-16")
        new.writestr(name, part)

def rows_by_calamine(path):
    return len(python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python())

def rows_by_openpyxl(path):
    return openpyxl.load_workbook(path).active.max_row

seen = {
    "calamine, UTF-8": rows_by_calamine(plain),
    "calamine, UTF-16": rows_by_calamine(recoded),
    "openpyxl, UTF-16": rows_by_openpyxl(recoded),
}
for what, count in seen.items():
    print(f"{what}: {count} rows")
if list(seen.values()) != [2, 0, 2]:
    sys.exit("This has changed: look at it again.")
PYTHON
