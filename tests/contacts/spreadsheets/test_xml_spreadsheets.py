"""SpreadsheetML 2003, which many programs write under a name in .xls; other XML is named."""

from __future__ import annotations

import pytest
from command_line_check import Check, codes, people

ASHA, RAVI = 919876543210, 919876543211
SPACE = "urn:schemas-microsoft-com:office:spreadsheet"


def cell(text: str, kind: str = "String", **attributes: str) -> str:
    said = "".join(f' ss:{name}="{value}"' for name, value in attributes.items())
    return f'<Cell{said}><Data ss:Type="{kind}">{text}</Data></Cell>'


def row(*cells: str, **attributes: str) -> str:
    said = "".join(f' ss:{name}="{value}"' for name, value in attributes.items())
    return f"<Row{said}>{''.join(cells)}</Row>"


def sheet(*rows: str, name: str = "List", after: str = "") -> str:
    return f'<Worksheet ss:Name="{name}"><Table>{"".join(rows)}</Table>{after}</Worksheet>'


def book(*sheets: str, head: str = '<?xml version="1.0"?>') -> str:
    program = '<?mso-application progid="Excel.Sheet"?>'
    return (
        f'{head}{program}<Workbook xmlns="{SPACE}" xmlns:ss="{SPACE}">{"".join(sheets)}</Workbook>'
    )


HEAD = row(cell("Name"), cell("Mobile"), cell("Id"))


def test_sheets_are_read_with_every_digit(check: Check) -> None:
    found = check(
        book(
            sheet(
                HEAD,
                row(cell("Asha"), cell("9876543210", "Number"), cell("007")),
                row(cell("R &amp; S"), cell("+91 98765 43211"), cell("12345678901234567890")),
            )
        ),
        name="list.xls",
    )
    assert people(found) == [(2, ASHA), (3, RAVI)]
    assert [(one["Name"], one["Id"]) for one in found["good"]] == [
        ("Asha", "007"),
        ("R & S", "12345678901234567890"),
    ]
    assert (found["sheet"], found["sheets"]) == ("List", ["List"])
    assert found["warnings"] == []


@pytest.mark.parametrize(
    ("stored", "text"),
    [
        pytest.param("9.8765432100000001E9", "9876543210", id="a long power of ten"),
        pytest.param("1.5E-2", "0.015", id="a small one"),
        pytest.param("1E400", "1E400", id="one too large"),
        pytest.param("1500.50", "1500.50", id="plain digits as they stand"),
    ],
)
def test_a_number_stored_as_a_power_of_ten_has_its_digits(
    check: Check, stored: str, text: str
) -> None:
    rows = [HEAD, row(cell("Asha"), cell("9876543210", "Number"), cell(stored, "Number"))]
    assert check(book(sheet(*rows)), name="list.xls")["good"][0]["Id"] == text


def test_rows_and_cells_that_are_left_out_keep_the_others_in_their_place(check: Check) -> None:
    rows = [
        HEAD,
        row(cell("Asha"), cell("9876543210", "Number"), Index="4"),
        row(cell("9876543211", "Number", Index="2"), cell("9")),
        row(cell("both", MergeAcross="1"), cell("3")),
        row(cell("Meena"), cell("9876543212", "Number"), cell("4")),
    ]
    found = check(book(sheet(*rows)), name="list.xls")
    assert people(found) == [(4, ASHA), (5, RAVI), (7, 919876543212)]
    assert [one["Id"] for one in found["good"]] == ["", "9", "4"]
    assert [one["row"] for one in found["problems"]] == [6]


def test_hidden_rows_errors_and_dates_are_said_as_in_a_workbook(check: Check) -> None:
    rows = [
        row(cell("Name"), cell("Mobile"), cell("Due")),
        row(
            cell("Asha"), cell("9876543210", "Number"), cell("2026-01-05T00:00:00.000", "DateTime")
        ),
        row(cell("Ravi"), cell("9876543211", "Number"), cell("#N/A", "Error"), Hidden="1"),
    ]
    found = check(book(sheet(*rows)), name="list.xls")
    assert [one["Due"] for one in found["good"]] == ["05-01-2026", "#N/A"]
    said = {one["code"]: one["row"] for one in found["warnings"]}
    assert said == {"excel_errors": 3, "hidden_rows": 3, "dates_rewritten": 2}


def test_formats_that_are_not_followed_are_said(check: Check) -> None:
    style = '<Styles><Style ss:ID="p"><NumberFormat ss:Format="{}"/></Style></Styles>'
    rows = [
        HEAD,
        row(cell("Asha"), cell("9876543210", "Number"), cell("0.15", "Number", StyleID="p")),
    ]
    found = check(book(style.format("Percent"), sheet(*rows)), name="list.xls")
    assert [one["Id"] for one in found["good"]] == ["0.15"]
    assert [(one["code"], one["row"]) for one in found["warnings"]] == [("formats_ignored", 2)]
    plain = check(book(style.format("General"), sheet(*rows)), name="list.xls")
    assert plain["warnings"] == []


def test_a_note_on_a_cell_is_no_part_of_it(check: Check) -> None:
    noted = (
        '<Cell><Data ss:Type="String">Asha</Data><Comment><ss:Data>call</ss:Data></Comment></Cell>'
    )
    found = check(book(sheet(HEAD, row(noted, cell("9876543210", "Number")))), name="list.xls")
    assert [one["Name"] for one in found["good"]] == ["Asha"]


def test_the_sheet_with_the_numbers_is_read_and_a_hidden_one_is_not(check: Check) -> None:
    hidden = '<WorksheetOptions xmlns="x"><Visible>SheetHidden</Visible></WorksheetOptions>'
    people_of = [HEAD, row(cell("Asha"), cell("9876543210", "Number"))]
    text = book(
        sheet(*people_of, name="Old", after=hidden),
        sheet(row(cell("Report")), name="Cover"),
        sheet(*people_of, row(cell("Ravi"), cell("9876543211", "Number"))),
    )
    found = check(text, name="list.xml")
    assert (people(found), found["sheet"]) == ([(2, ASHA), (3, RAVI)], "List")
    assert found["sheets"] == ["Cover", "List"]
    assert people(check(text, "--sheet", "Old", name="list.xml")) == [(2, ASHA)]


def test_letters_are_read_as_the_text_declares_them(check: Check) -> None:
    text = book(
        sheet(HEAD, row(cell("Жанна"), cell("9876543210", "Number"))),
        head='<?xml version="1.0" encoding="windows-1251"?>',
    )
    found = check(text.encode("cp1251"), name="list.xls")
    assert ([one["Name"] for one in found["good"]], found["encoding"]) == (["Жанна"], "cp1251")


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(book(sheet(HEAD))[:-9], id="cut off"),
        pytest.param(
            book(sheet(HEAD), head='<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]>'),
            id="entities",
        ),
        pytest.param(book(), id="no sheet"),
    ],
)
def test_a_damaged_one_is_refused(check: Check, text: str) -> None:
    assert codes(check(text, name="list.xls")["blockers"]) == ["unreadable_workbook"]


def test_a_far_cell_does_not_fill_the_memory(check: Check) -> None:
    far = check(book(sheet(HEAD, row(cell("9", Index="900000000")))), name="list.xls")
    assert codes(far["blockers"]) == ["too_many_columns"]
    deep = check(book(sheet(HEAD, row(cell("9"), Index="900000000"))), name="list.xls")
    assert codes(deep["blockers"]) == ["sheet_too_large"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        pytest.param('<?xml version="1.0"?><people><p>9876543210</p></people>', "an XML file"),
        pytest.param(
            '<?xml version="1.0"?><office:document xmlns:office="urn:oasis"/>',
            "a flat OpenDocument file",
        ),
    ],
)
def test_other_xml_is_named_for_what_it_is(check: Check, text: str, kind: str) -> None:
    found = check(text, name="list.xml")
    assert codes(found["blockers"]) == ["not_a_contact_file"]
    assert f"This is {kind}" in found["said"]
