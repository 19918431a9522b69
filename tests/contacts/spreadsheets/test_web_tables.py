"""HTML tables that panels name .xls, pages saved by Excel, and pages that hold no list at all."""

from __future__ import annotations

from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest
from command_line_check import Check, codes, people

from jetmsg_core.spreadsheets.bounds import Bounds
from jetmsg_core.spreadsheets.document_kinds import DocumentKind
from jetmsg_core.spreadsheets.reader.documents.opening import open_document
from jetmsg_core.spreadsheets.refusals import RefusedWorkbookError

ASHA, RAVI = 919876543210, 919876543211
HEAD = "<tr><th>Name</th><th>Mobile</th><th>Id</th></tr>"


def page(*rows: str, head: str = HEAD) -> str:
    return f"<html><body><table border=1>{head}{''.join(rows)}</table></body></html>"


def row(*cells: str, tag: str = "<tr>") -> str:
    return tag + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


LIST = page(row("Asha", "9876543210", "007"), row("Ravi", "9876543211", "12345678901234567890"))


def test_a_table_named_xls_is_read_with_every_digit_and_zero(check: Check) -> None:
    report = check(LIST, name="contacts.xls")
    assert people(report) == [(2, ASHA), (3, RAVI)]
    assert [row["Id"] for row in report["good"]] == ["007", "12345678901234567890"]
    assert (report["sheet"], report["header_row"], report["encoding"]) == ("Table 1", 1, "utf-8")
    assert report["warnings"] == report["blockers"] == []


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        pytest.param('<td x:num="9876543210">9.87654E+09</td>', ASHA, id="a power of ten"),
        pytest.param('<td x:num="919876543210">9.19877E+11</td>', ASHA, id="with 91"),
        pytest.param('<td x:num="9876543210">####</td>', ASHA, id="too narrow"),
        pytest.param("<td x:num>9876543210</td>", ASHA, id="the text is the number"),
        pytest.param("<td x:num='1'>98765 43210</td>", ASHA, id="what is shown"),
        pytest.param("<td>98765&nbsp;43210</td>", ASHA, id="a hard space"),
        pytest.param("<td>&#43;91&#57;876543210</td>", ASHA, id="entities"),
        pytest.param("<td><b>98765</b>43210<br></td>", ASHA, id="bold"),
        pytest.param("<td style='display:none'>9876543210</td>", ASHA, id="a hidden cell"),
        pytest.param(
            "<td><span style='display: none'>111</span>9876543210</td>", ASHA, id="a hidden part"
        ),
        pytest.param("<td title='a > b' class=x>9876543210</td>", ASHA, id="> in a value"),
        pytest.param('<td title="a <b> b">9876543210</td>', ASHA, id="< in a value"),
        pytest.param('<td title=">9876543210</td>', ASHA, id="a quote left open"),
        pytest.param("<td><!-- <td>1</td> -->9876543210</td>", ASHA, id="a comment"),
        pytest.param("<td><![if !x]>9876543210<![endif]></td>", ASHA, id="Excel's conditions"),
        pytest.param("<td><?xml:namespace prefix=o /><o:p>9876543210</o:p></td>", ASHA, id="Word"),
        pytest.param("<td><script>if (a<b) c('</td>')</script>9876543210", ASHA, id="a script"),
        pytest.param("<TD>9876543210", ASHA, id="no end, in capitals"),
        pytest.param("<td>9.19877E+11</td>", None, id="digits that are lost stay lost"),
        pytest.param('<td x:num="9.19877E+11">9.19877E+11</td>', None, id="in both places"),
        pytest.param("<td>9876543210<br>9876543211</td>", None, id="two numbers are two"),
        pytest.param("<td><p>98765</p><p>43210</p></td>", None, id="nor are two lines one"),
    ],
)
def test_a_number_is_read_as_it_is_meant(check: Check, cell: str, number: int | None) -> None:
    report = check(page("<tr><td>Asha</td>" + cell, row("Ravi", "9876543211")), name="list.xls")
    expected = [(3, RAVI)] if number is None else [(2, number), (3, RAVI)]
    assert people(report) == expected
    assert report["rows"] == 2


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        pytest.param("Rao &amp; Sons", "Rao & Sons", id="an ampersand"),
        pytest.param("Asha\n   Rao", "Asha Rao", id="a line end in the page"),
        pytest.param("Asha &lt;3", "Asha <3", id="a sign that looks like a tag"),
        pytest.param("Rao < Sons", "Rao < Sons", id="and one that is not escaped"),
        pytest.param("Asha<br>Rao", "Asha\nRao", id="a line end that is shown"),
        pytest.param("&#2310;&#x936;&#2366;", "आशा", id="Hindi in entities"),
    ],
)
def test_a_text_is_what_the_page_shows(check: Check, markup: str, text: str) -> None:
    report = check(page(row(markup, "9876543210")), name="list.xls")
    assert [row["Name"] for row in report["good"]] == [text]


def test_cells_over_several_columns_and_rows_keep_the_others_in_their_place(check: Check) -> None:
    rows = [
        "<tr><td rowspan=2>Asha</td><td>9876543210</td><td>1</td></tr>",
        "<tr><td>9876543211</td><td>2</td></tr>",
        "<tr><td colspan=2>no number</td><td>3</td></tr>",
    ]
    report = check(page(*rows, row("Meena", "9876543212", "4")), name="list.xls")
    assert people(report) == [(2, ASHA), (3, RAVI), (5, 919876543212)]
    assert [(row["Name"], row["Id"]) for row in report["good"]] == [
        ("Asha", "1"),
        ("", "2"),
        ("Meena", "4"),
    ]


def test_hidden_rows_are_read_and_said(check: Check) -> None:
    hidden = row("Ravi", "9876543211", "2", tag="<tr style='display:none'>")
    report = check(page(row("Asha", "9876543210", "1"), hidden), name="list.xls")
    assert people(report) == [(2, ASHA), (3, RAVI)]
    assert [(warning["code"], warning["row"]) for warning in report["warnings"]] == [
        ("hidden_rows", 3)
    ]


def test_of_several_tables_the_one_with_the_numbers_is_read(check: Check) -> None:
    text = "<table><tr><td>Report</td></tr><tr><td>March</td></tr></table>" + LIST
    report = check(text, name="list.xls")
    assert (people(report), report["sheet"]) == ([(2, ASHA), (3, RAVI)], "Table 2")
    assert codes(report["warnings"]) == ["other_sheets"]
    chosen = check(text, "--sheet", "Table 1", name="list.xls")
    assert codes(chosen["blockers"]) == ["no_number_column"]


def test_a_table_within_a_layout_is_read_once(check: Check) -> None:
    report = check(f"<table><tr><td>Menu</td><td>{LIST}</td></tr></table>", name="list.xls")
    assert people(report) == [(2, ASHA), (3, RAVI)]


def test_a_table_within_a_cell_is_the_text_of_the_cell(check: Check) -> None:
    inner = "<table><tr><td>9876543210</td></tr></table>"
    report = check(page(row("Asha", inner, "1"), row("Ravi", "9876543211", "2")), name="list.xls")
    assert people(report) == [(2, ASHA), (3, RAVI)]


@pytest.mark.parametrize(
    ("content", "encoding", "name"),
    [
        pytest.param(page(row("आशा", "9876543210")).encode(), "utf-8", "आशा", id="Hindi, unsaid"),
        pytest.param(
            ('<meta charset="windows-1252">' + page(row("आशा", "9876543210"))).encode(),
            "utf-8",
            "आशा",
            id="said wrongly",
        ),
        pytest.param(
            (b"<meta http-equiv=Content-Type content='text/html; charset=windows-1251'>")
            + page(row("Жанна", "9876543210")).encode("cp1251"),
            "cp1251",
            "Жанна",
            id="said in a meta tag",
        ),
        pytest.param(
            page(row("José", "9876543210")).encode("cp1252"), "cp1252", "José", id="Windows, unsaid"
        ),
        pytest.param(page(row("आशा", "9876543210")).encode("utf-16"), "utf-16", "आशा", id="UTF-16"),
        pytest.param(
            page(row("आशा", "9876543210")).encode("utf-8-sig"), "utf-8-sig", "आशा", id="a mark"
        ),
    ],
)
def test_letters_are_read_as_the_page_stores_them(
    check: Check, content: bytes, encoding: str, name: str
) -> None:
    report = check(content, name="list.xls")
    assert ([row["Name"] for row in report["good"]], report["encoding"]) == ([name], encoding)


def test_an_encoding_can_be_chosen(check: Check) -> None:
    report = check(
        page(row("Жанна", "9876543210")).encode("cp1251"), "--encoding", "cp1251", name="list.xls"
    )
    assert [row["Name"] for row in report["good"]] == ["Жанна"]


def archive(*pages: tuple[str, str], first: str = "") -> bytes:
    letter = MIMEMultipart("related", boundary="PART")
    for text, charset in pages:
        letter.attach(MIMEText(text, "html", charset))
    return first.encode() + letter.as_bytes()


def test_a_single_file_web_page_is_read(check: Check) -> None:
    report = check(archive((LIST, "utf-8")), name="list.mht")
    assert people(report) == [(2, ASHA), (3, RAVI)]
    named_so = check(archive((LIST, "utf-8"), first="From: <Saved>\nSubject: list\n"), name="l.xls")
    assert people(named_so) == [(2, ASHA), (3, RAVI)]


def test_the_pages_of_a_web_archive_are_sheets_in_their_own_encodings(check: Check) -> None:
    menu = "<html><frameset><frame src=a></frameset></html>"
    hindi = page(row("José", "9876543210"))
    report = check(archive((menu, "utf-8"), (hindi, "iso-8859-1")), name="list.mhtml")
    assert [row["Name"] for row in report["good"]] == ["José"]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("<!DOCTYPE html><html><body>Please sign in</body></html>", id="no table"),
        pytest.param(
            "<html><table><tr><td>Session expired</td></tr></table>", id="a notice in a table"
        ),
        pytest.param("<html><table></table></html>", id="an empty table"),
        pytest.param(archive(("<p>hello</p>", "utf-8")), id="an archive without a table"),
    ],
)
def test_a_page_without_a_list_is_said_to_be_a_web_page(check: Check, content: bytes | str) -> None:
    report = check(content, name="contacts.xls")
    assert (codes(report["blockers"]), report["rows"]) == (["web_page"], 0)
    assert "This is a web page" in report["said"]


def laid_out(text: str, bounds: Bounds) -> list[int]:
    tables = open_document(text.encode(), DocumentKind.WEB_PAGE, bounds)
    return [table.columns(bounds).rows for table in tables]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("<table>" * 1_000, id="tables in tables"),
        pytest.param("<table><tr>" + "<td>9" * 1_000, id="too many columns"),
        pytest.param("<table>" + "<tr><td>9" * 2_000, id="too many cells"),
    ],
)
def test_what_would_not_fit_into_memory_is_refused(text: str) -> None:
    bounds = Bounds(columns=500, rows=1_000, cells=100_000)
    with pytest.raises(RefusedWorkbookError):
        laid_out(text, bounds)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("<!--" * 200_000, id="comments"),
        pytest.param('<td a="' * 100_000, id="quotes"),
        pytest.param("<script>" * 200_000, id="scripts"),
        pytest.param("<" * 400_000, id="tags"),
        pytest.param("<table>" + "<tr><td colspan=999999>9" * 600, id="wide cells"),
        pytest.param("<a " + "b=" * 200_000, id="attributes"),
        pytest.param("<table><tr><td>" + "<span style=display:none>" * 100_000, id="hidden parts"),
    ],
)
@pytest.mark.timeout(60)
def test_broken_markup_takes_time_by_its_length_only(text: str) -> None:
    assert laid_out(f"{text}{LIST}", Bounds())
