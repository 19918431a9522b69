"""SpreadsheetML 2003, which many programs write under a name in .xls; other XML is named."""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

import pytest
from command_line_check import Check, Report, codes, people

ASHA, RAVI = 919876543210, 919876543211
SPACE = "urn:schemas-microsoft-com:office:spreadsheet"


def cell(text: str, kind: str = "String", **attributes: str) -> str:
    written = "".join(f' ss:{name}="{value}"' for name, value in attributes.items())
    return f'<Cell{written}><Data ss:Type="{kind}">{text}</Data></Cell>'


def row(*cells: str, **attributes: str) -> str:
    written = "".join(f' ss:{name}="{value}"' for name, value in attributes.items())
    return f"<Row{written}>{''.join(cells)}</Row>"


def sheet(*rows: str, name: str = "List", after: str = "") -> str:
    return f'<Worksheet ss:Name="{name}"><Table>{"".join(rows)}</Table>{after}</Worksheet>'


def book(*sheets: str, head: str = '<?xml version="1.0"?>') -> str:
    program = '<?mso-application progid="Excel.Sheet"?>'
    return (
        f'{head}{program}<Workbook xmlns="{SPACE}" xmlns:ss="{SPACE}">{"".join(sheets)}</Workbook>'
    )


HEAD = row(cell("Name"), cell("Mobile"), cell("Id"))


def test_sheets_are_read_with_every_digit(check: Check) -> None:
    report = check(
        book(
            sheet(
                HEAD,
                row(cell("Asha"), cell("9876543210", "Number"), cell("007")),
                row(cell("R &amp; S"), cell("+91 98765 43211"), cell("12345678901234567890")),
            )
        ),
        name="list.xls",
    )
    assert people(report) == [(2, ASHA), (3, RAVI)]
    assert [(row["Name"], row["Id"]) for row in report["good"]] == [
        ("Asha", "007"),
        ("R & S", "12345678901234567890"),
    ]
    assert (report["sheet"], report["sheets"]) == ("List", ["List"])
    assert report["warnings"] == []


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
    report = check(book(sheet(*rows)), name="list.xls")
    assert people(report) == [(4, ASHA), (5, RAVI), (7, 919876543212)]
    assert [row["Id"] for row in report["good"]] == ["", "9", "4"]
    assert [row["row"] for row in report["problems"]] == [6]


def test_hidden_rows_errors_and_dates_are_said_as_in_a_workbook(check: Check) -> None:
    rows = [
        row(cell("Name"), cell("Mobile"), cell("Due")),
        row(
            cell("Asha"), cell("9876543210", "Number"), cell("2026-01-05T00:00:00.000", "DateTime")
        ),
        row(cell("Ravi"), cell("9876543211", "Number"), cell("#N/A", "Error"), Hidden="1"),
    ]
    report = check(book(sheet(*rows)), name="list.xls")
    assert [row["Due"] for row in report["good"]] == ["05-01-2026", "#N/A"]
    rows_of = {warning["code"]: warning["row"] for warning in report["warnings"]}
    assert rows_of == {"excel_errors": 3, "hidden_rows": 3, "dates_rewritten": 2}


def styles(**formats: str) -> str:
    written = (
        f'<Style ss:ID="{name}"><NumberFormat ss:Format={quoteattr(code)}/></Style>'
        for name, code in formats.items()
    )
    return f"<Styles>{''.join(written)}</Styles>"


def asha(third: str, number: str = "9876543210") -> str:
    return row(cell("Asha"), cell(number, "Number"), third)


def codes_and_rows(report: Report) -> list[tuple[str, int | None]]:
    return [(warning["code"], warning["row"]) for warning in report["warnings"]]


@pytest.mark.parametrize(
    ("code", "kind", "stored", "text"),
    [
        pytest.param("Percent", "Number", "0.15", "15.00%"),
        pytest.param("0%", "Number", "0.15", "15%"),
        pytest.param("Fixed", "Number", "1500.5", "1500.50"),
        pytest.param("Standard", "Number", "1500.5", "1,500.50"),
        pytest.param('"₹"#,##0.00', "Number", "1500.5", "₹1,500.50"),
        pytest.param("[$€-2] #,##0.00", "Number", "5", "€ 5.00"),
        pytest.param("000000", "Number", "1234", "001234"),
        pytest.param('"LIC-"00000', "Number", "7", "LIC-00007"),
        pytest.param("Yes/No", "Number", "1", "Yes"),
        pytest.param("True/False", "Number", "0", "False"),
        pytest.param("General", "Number", "9", "9"),
        pytest.param("General", "Number", "007", "007"),
        pytest.param("General", "Number", "1500.4000000000001", "1500.4"),
        pytest.param("General", "Number", "0.33333333333333331", "0.333333333"),
        pytest.param("0", "Number", "12345678901234567890", "12345678901234567890"),
        pytest.param("dd/mm/yyyy", "DateTime", "2026-01-05T00:00:00.000", "05/01/2026"),
        pytest.param("d mmm yyyy h:mm", "DateTime", "2026-01-05T17:30:00", "5 Jan 2026 17:30"),
        pytest.param("dd/mm/yyyy", "Number", "46027", "05/01/2026"),
        pytest.param("Medium Date", "DateTime", "2026-01-05", "5-Jan-26"),
        pytest.param("Medium Time", "DateTime", "1899-12-31T17:30:00.000", "5:30 PM"),
        pytest.param("Long Time", "DateTime", "1899-12-31T17:30:09.000", "5:30:09 PM"),
        pytest.param("Short Time", "DateTime", "1899-12-30T17:30:00.000", "17:30"),
        pytest.param("h:mm AM/PM", "Number", "0.729166666666667", "5:30 PM"),
        pytest.param("[h]:mm", "DateTime", "1900-01-01T12:00:00.000", "36:00"),
        pytest.param("[h]:mm:ss", "DateTime", "1899-12-31T00:45:10.000", "0:45:10"),
        pytest.param("[h]:mm", "DateTime", "1900-03-01T06:00:00.000", "1470:00"),
        pytest.param("[h]:mm", "Number", "1.5", "36:00"),
        pytest.param('"M/s "@', "String", "Rao", "M/s Rao"),
        pytest.param("0%", "String", "15", "15"),
    ],
)
def test_a_message_says_what_the_sheet_shows(
    check: Check, code: str, kind: str, stored: str, text: str
) -> None:
    rows = [HEAD, asha(cell(stored, kind, StyleID="s"))]
    report = check(book(styles(s=code), sheet(*rows)), "--column", "Mobile", name="list.xls")
    assert [row["Id"] for row in report["good"]] == [text]
    assert codes_and_rows(report) == []


@pytest.mark.parametrize(
    ("code", "kind", "stored", "text", "doubt"),
    [
        pytest.param(
            "General", "Number", "1.23456789012346E+15", "1234567890123460", "digits_lost"
        ),
        pytest.param("0", "Number", "1.2345678901234599E16", "12345678901234600", "digits_lost"),
        pytest.param("General", "Number", "919876543211", "919876543211", "look_shortened"),
        pytest.param("Scientific", "Number", "9.19876543211E11", "919876543211", "look_shortened"),
        pytest.param("#,##0", "Number", "123456", "1,23,456", "look_indian"),
        pytest.param("Currency", "Number", "5", "₹5.00", "look_indian"),
        pytest.param("# ?/?", "Number", "0.5", "0.5", "look_not_shown"),
        pytest.param("0.00", "Number", "1.005", "1.01", "look_disputed"),
        pytest.param("Short Date", "DateTime", "2026-01-05", "05-01-2026", "dates_rewritten"),
        pytest.param("Long Date", "DateTime", "2026-01-05", "05 January 2026", "dates_rewritten"),
        pytest.param("dd/mm/yyyy", "Number", "0", "30/12/1899", "look_disputed"),
        pytest.param(
            "dd/mm/yyyy", "DateTime", "1899-12-31T00:00:00.000", "30/12/1899", "look_disputed"
        ),
        pytest.param(
            "#,##0", "Number", "12345678901234567890", "12345678901234567890", "formats_ignored"
        ),
    ],
)
def test_what_may_be_shown_otherwise_is_said(
    check: Check, code: str, kind: str, stored: str, text: str, doubt: str
) -> None:
    rows = [HEAD, asha(cell(stored, kind, StyleID="s"))]
    report = check(book(styles(s=code), sheet(*rows)), "--column", "Mobile", name="list.xls")
    assert [row["Id"] for row in report["good"]] == [text]
    assert codes_and_rows(report) == [(doubt, 2)]


def test_a_style_comes_from_the_cell_its_row_its_column_or_its_parent(check: Check) -> None:
    named = styles(Default="0.0", percent="0%", money='"₹"0').replace(
        "</Styles>",
        '<Style ss:ID="child" ss:Parent="percent"><Font/></Style><Style ss:ID="bare"/></Styles>',
    )
    third = [
        asha(cell("0.5", "Number", StyleID="money"), "9876543210"),
        asha(cell("0.5", "Number", StyleID="child"), "9876543211"),
        asha(cell("0.5", "Number", StyleID="bare"), "9876543212"),
        asha(cell("0.5", "Number"), "9876543213"),
        row(cell("Om"), cell("9876543214", "Number"), cell("2", "Number"), StyleID="money"),
    ]
    column = '<Column ss:Index="3" ss:StyleID="percent"/>'
    report = check(book(named, sheet(column, HEAD, *third)), name="list.xls")
    assert [row["Id"] for row in report["good"]] == ["₹1", "50%", "0.5", "50%", "₹2"]
    assert [row["Mobile"] for row in report["good"][:4]] == [f"987654321{n}" for n in range(4)]


def test_a_number_is_read_from_what_its_cell_holds_unless_another_country_is_shown(
    check: Check,
) -> None:
    codes_shown = styles(uae='"+971 "0', india='"+91 "00000" "00000')
    rows = [
        HEAD,
        row(cell("Asha"), cell("9876543210", "Number", StyleID="india")),
        row(cell("Om"), cell("501234567", "Number", StyleID="uae")),
        row(cell("Jo"), cell("7185550123", "Number", StyleID="uae")),
    ]
    report = check(book(codes_shown, sheet(*rows)), name="list.xls")
    assert people(report) == [(2, ASHA)]
    assert report["good"][0]["Mobile"] == "9876543210"
    assert [row["code"] for row in report["problems"]] == ["foreign_or_unknown_country"] * 2
    assert "'+971 501234567'" in report["problems"][0]["message"]


@pytest.mark.parametrize(
    ("formula", "told"),
    [
        pytest.param('<Cell ss:Formula="=1+1"/>', True, id="no value"),
        pytest.param('<Cell ss:Formula="=1+1"><Data ss:Type="Number"/></Cell>', True, id="empty"),
        pytest.param(cell("0", "Number", Formula="=1-1"), False, id="0"),
        pytest.param(cell("", "String", Formula="=T(1)"), False, id="a text of no letters"),
    ],
)
def test_formulas_that_nobody_calculated_are_said(check: Check, formula: str, told: bool) -> None:
    report = check(book(sheet(HEAD, asha(formula), asha(formula, "9876543211"))), name="list.xls")
    assert codes_and_rows(report) == ([("formulas_without_results", 2)] if told else [])
    if told:
        assert "'Id' without a result in the file: 2." in report["warnings"][0]["message"]


def test_a_consent_that_nobody_calculated_is_known_of_nobody(check: Check) -> None:
    rows = [row(cell("Name"), cell("Mobile"), cell("DND")), asha('<Cell ss:Formula="=A1"/>')]
    report = check(book(sheet(*rows)), name="list.xls")
    assert codes(report["blockers"]) == ["consent_not_calculated"]


def test_hidden_columns_are_said(check: Check) -> None:
    columns = '<Column/><Column ss:Index="3" ss:Hidden="1" ss:Span="4"/>'
    report = check(book(sheet(columns, HEAD, asha(cell("1", "Number")))), name="list.xls")
    assert codes(report["warnings"]) == ["hidden_columns"]
    assert "Columns hidden in Excel: 'Id'." in report["warnings"][0]["message"]


def test_a_0_in_a_hidden_row_and_at_the_end_of_one_is_a_value(check: Check) -> None:
    rows = [HEAD, asha(cell("0", "Number")), row(cell("0", "Number", Index="3"), Hidden="1")]
    report = check(book(sheet(*rows)), "--column", "Mobile", name="list.xls")
    assert [row["Id"] for row in report["good"]] == ["0"]
    assert (report["rows"], codes_and_rows(report)[-1]) == (2, ("hidden_rows", 3))


def test_a_note_on_a_cell_is_no_part_of_it(check: Check) -> None:
    noted = (
        '<Cell><Data ss:Type="String">Asha</Data><Comment><ss:Data>call</ss:Data></Comment></Cell>'
    )
    report = check(book(sheet(HEAD, row(noted, cell("9876543210", "Number")))), name="list.xls")
    assert [row["Name"] for row in report["good"]] == ["Asha"]


def test_the_sheet_with_the_numbers_is_read_and_a_hidden_one_is_not(check: Check) -> None:
    hidden = '<WorksheetOptions xmlns="x"><Visible>SheetHidden</Visible></WorksheetOptions>'
    people_of = [HEAD, row(cell("Asha"), cell("9876543210", "Number"))]
    text = book(
        sheet(*people_of, name="Old", after=hidden),
        sheet(row(cell("Report")), name="Cover"),
        sheet(*people_of, row(cell("Ravi"), cell("9876543211", "Number"))),
    )
    report = check(text, name="list.xml")
    assert (people(report), report["sheet"]) == ([(2, ASHA), (3, RAVI)], "List")
    assert report["sheets"] == ["Cover", "List"]
    assert people(check(text, "--sheet", "Old", name="list.xml")) == [(2, ASHA)]


def test_letters_are_read_as_the_text_declares_them(check: Check) -> None:
    text = book(
        sheet(HEAD, row(cell("Жанна"), cell("9876543210", "Number"))),
        head='<?xml version="1.0" encoding="windows-1251"?>',
    )
    report = check(text.encode("cp1251"), name="list.xls")
    assert ([row["Name"] for row in report["good"]], report["encoding"]) == (["Жанна"], "cp1251")


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
    report = check(text, name="list.xml")
    assert codes(report["blockers"]) == ["not_a_contact_file"]
    assert f"This is {kind}" in report["said"]
