"""The texts of an .ods as its program shows them: cells without a type, and signs that are tags."""

from __future__ import annotations

import pytest
from command_line_check import Check, codes, people
from workbook_files import Cell, Raw, ods

ASHA, RAVI = 919876543210, 919876543211


def untyped(text: str, more: str = "") -> Raw:
    return Raw(f"<table:table-cell{more}><text:p>{text}</text:p></table:table-cell>")


def typed(markup: str, more: str = "") -> Raw:
    return Raw(f'<table:table-cell office:value-type="string"{more}>{markup}</table:table-cell>')


def test_cells_without_a_type_are_the_texts_they_hold(check: Check) -> None:
    rows: list[list[Cell]] = [
        [untyped("Name"), untyped("Mobile"), untyped("City")],
        [untyped("Asha"), untyped("9876543210"), untyped("Pune", ' table:style-name="a"')],
        ["Ravi", 9876543211.0, untyped("Goa")],
    ]
    report = check(ods(rows), name="c.ods")
    assert people(report) == [(2, ASHA), (3, RAVI)]
    assert [(row["Name"], row["City"]) for row in report["good"]] == [
        ("Asha", "Pune"),
        ("Ravi", "Goa"),
    ]
    assert report["warnings"] == []


def test_cells_without_a_type_repeat_and_reach_beyond_the_others(check: Check) -> None:
    repeated = untyped("x", ' table:number-columns-repeated="2"')
    more = (
        '<table:table-row table:number-rows-repeated="2"><table:table-cell/>'
        "<table:table-cell><text:p>9876543211</text:p></table:table-cell></table:table-row>"
    )
    rows: list[list[Cell]] = [
        ["Name", "Mobile"],
        ["Asha", 9876543210.0, repeated, untyped("last")],
    ]
    report = check(ods(rows, more=more), "--column", "Mobile", name="c.ods")
    assert people(report) == [(2, ASHA), (3, RAVI)]
    assert (report["rows"], report["duplicates"]) == (3, 1)
    assert list(report["good"][0].values())[-3:] == ["x", "x", "last"]


def test_a_hidden_row_without_types_is_said(check: Check) -> None:
    hidden = (
        '<table:table-row table:visibility="filter">'
        f"{untyped('Asha').markup}{untyped('9876543210').markup}</table:table-row>"
    )
    report = check(ods([["Name", "Mobile"], ["Ravi", 9876543211.0]], more=hidden), name="c.ods")
    assert people(report) == [(2, RAVI), (3, ASHA)]
    assert [(warning["code"], warning["row"]) for warning in report["warnings"]] == [
        ("hidden_rows", 3)
    ]


def test_an_untyped_cell_far_down_is_at_its_row(check: Check) -> None:
    rows: list[list[Cell]] = [["Name", "Mobile"], *[["Om", 9876500000.0 + n] for n in range(6_000)]]
    rows += [[untyped("Asha"), untyped("9876543210")]]
    report = check(ods(rows), name="c.ods")
    assert people(report)[-1] == (6_002, ASHA)
    assert report["good"][-1]["Name"] == "Asha"


@pytest.mark.parametrize(
    "kind",
    [typed, lambda markup: Raw(typed(markup).markup.replace(' office:value-type="string"', ""))],
    ids=["typed", "untyped"],
)
@pytest.mark.parametrize(
    ("markup", "text"),
    [
        pytest.param("<text:p>12 MG Road<text:line-break/>Pune</text:p>", "12 MG Road\nPune"),
        pytest.param("<text:p>Asha<text:tab/>Rao</text:p>", "Asha\tRao"),
        pytest.param('<text:p>Asha<text:s/>Rao<text:s text:c="2"/>Jr</text:p>', "Asha Rao  Jr"),
        pytest.param("<text:p>Asha</text:p><text:p>Rao</text:p>", "Asha\nRao"),
        pytest.param("<text:p>Asha<text:line-break/><text:span>Rao</text:span></text:p>",
                     "Asha\nRao"),
    ],
    ids=["line", "tab", "blanks", "paragraphs", "span"],
)  # fmt: skip
def test_signs_that_are_tags_do_not_join_words(
    check: Check, markup: str, text: str, kind: type[Raw]
) -> None:
    report = check(
        ods([["Mobile", "Address"], [9876543210.0, kind(markup)]]),
        name="c.ods",
    )
    assert [row["Address"] for row in report["good"]] == [text]
    assert codes(report["warnings"]) == []


def number(value: str, style: str = "") -> Raw:
    attribute = f' table:style-name="{style}"' if style else ""
    return Raw(f'<table:table-cell office:value-type="float" office:value="{value}"{attribute}/>')


STYLES = (
    '<style:style style:name="id" style:family="table-cell" style:data-style-name="N101"/>'
    '<style:style style:name="child" style:parent-style-name="id"/>'
    '<style:style style:name="bold" style:data-style-name="N0"/>'
)


@pytest.mark.parametrize(
    ("cell", "columns", "is_known"),
    [
        pytest.param(number("7", "id"), "", False, id="a format"),
        pytest.param(number("7", "child"), "", False, id="of the parent"),
        pytest.param(number("7"), "id", False, id="of the column"),
        pytest.param(number("7", "bold"), "id", True, id="none"),
        pytest.param(number("7"), "", True, id="no style"),
    ],
)
@pytest.mark.parametrize("index", [0, 1], ids=["the number", "another"])
def test_a_format_of_which_the_file_does_not_say_what_it_shows_is_said(
    check: Check, cell: Raw, columns: str, is_known: bool, index: int
) -> None:
    phone = Raw(cell.markup.replace('value="7"', 'value="9876543210"'))
    cells: list[Cell] = [phone, 5.0] if index == 0 else [9876543210.0, cell]
    of_columns = "<table:table-column/>" * index + (
        f'<table:table-column table:default-cell-style-name="{columns}"/>' if columns else ""
    )
    book = ods([["Mobile", "Due"], cells], styles=STYLES, columns=of_columns, generator="Another/1")
    report = check(book, "--column", "Mobile", name="c.ods")
    assert people(report) == [(2, ASHA)]
    assert codes(report["warnings"]) == ([] if is_known else ["looks_unknown"])
    if not is_known:
        assert repr(["Mobile", "Due"][index]) in report["warnings"][0]["message"]


def test_the_layout_of_the_file_is_no_text(check: Check) -> None:
    lines = "\n   <text:p>Asha</text:p>\n   <text:p>Rao</text:p>\n"
    laid_out = Raw(f"<table:table-cell>{lines}</table:table-cell>")
    report = check(ods([["Mobile", "Name"], [9876543210.0, laid_out]]), name="c.ods")
    assert [row["Name"] for row in report["good"]] == ["Asha\nRao"]


def test_a_remark_is_no_text_of_a_cell_without_a_type(check: Check) -> None:
    remark = Raw(
        "<table:table-cell><office:annotation><text:p>ask<text:tab/>99</text:p>"
        "</office:annotation></table:table-cell>"
    )
    report = check(ods([["Mobile", "Due"], [9876543210.0, remark]]), name="c.ods")
    assert [row["Due"] for row in report["good"]] == [""]


def test_the_value_of_a_text_stands_before_what_is_written(check: Check) -> None:
    cell = typed("<text:p>a<text:tab/>b</text:p>", ' office:string-value="c d"')
    report = check(ods([["Mobile", "Due"], [9876543210.0, cell]]), name="c.ods")
    assert [row["Due"] for row in report["good"]] == ["c d"]


@pytest.mark.parametrize(
    ("value", "text", "is_lost"),
    [
        ("4012888888881881", "4012888888881881", True),
        ("4012888888881881", "4012 8888 8888 1881", True),
        ("4.01288888888188e+15", "4012888888881880", True),
        ("401288888888188", "401288888888188", False),
        ("0.1234567890123456", "0.12", False),
    ],
)
@pytest.mark.parametrize("generator", ["LibreOffice/7.4", "Another/1"])
def test_more_digits_than_a_number_holds_are_those_of_the_text(
    check: Check, value: str, text: str, is_lost: bool, generator: str
) -> None:
    cell = Raw(
        f'<table:table-cell office:value-type="float" office:value="{value}">'
        f"<text:p>{text}</text:p></table:table-cell>"
    )
    rows: list[list[Cell]] = [["Name", "Mobile", "Policy"], ["Asha", 9876543210.0, cell]]
    report = check(ods(rows, generator=generator), "--column", "Mobile", name="c.ods")
    assert [row["Policy"] for row in report["good"]] == [text]
    assert ("digits_lost" in codes(report["warnings"])) is is_lost


def around(name: str, before: str, after: str = "") -> str:
    """Gives a style that shows something around the texts of its cells."""
    texts = [f"<number:text>{text}</number:text>" if text else "" for text in (before, after)]
    return (
        f'<number:text-style style:name="N{name}" '
        'xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0">'
        f"\n {texts[0]}\n <number:text-content/>{texts[1]}</number:text-style>"
        f'<style:style style:name="{name}" style:data-style-name="N{name}"/>'
        f'<style:style style:name="{name}child" style:parent-style-name="{name}"/>'
    )


@pytest.mark.parametrize("style", ["nepal", "nepalchild"])
@pytest.mark.parametrize("generator", ["LibreOffice/7.4", "Another/1"])
def test_what_a_style_shows_around_a_text_is_shown(
    check: Check, style: str, generator: str
) -> None:
    styles = around("nepal", "+977 ") + around("india", "+91 ") + around("shri", "Shri ", " ji")
    rows: list[list[Cell]] = [
        ["Name", "Mobile"],
        [
            typed("<text:p>Ravi</text:p>", ' table:style-name="shri"'),
            typed("<text:p>9841234567</text:p>", f' table:style-name="{style}"'),
        ],
        [
            untyped("Asha", ' table:style-name="shri"'),
            typed("<text:p>9876543210</text:p>", ' table:style-name="india"'),
        ],
        ["Om", typed("<text:p>9876543211</text:p>")],
    ]
    report = check(ods(rows, styles=styles, generator=generator), name="c.ods")
    assert people(report) == [(3, ASHA), (4, RAVI)]
    assert [row["Name"] for row in report["good"]] == ["Shri Asha ji", "Om"]
    (problem,) = report["problems"]
    assert (problem["row"], problem["code"]) == (2, "foreign_or_unknown_country")
    assert "(Nepal)" in problem["message"]


def test_the_style_of_a_column_shows_around_its_texts(check: Check) -> None:
    columns = '<table:table-column/><table:table-column table:default-cell-style-name="nepal"/>'
    rows: list[list[Cell]] = [["Name", "Mobile"], ["Ravi", "9841234567"], ["Asha", 9876543210.0]]
    report = check(ods(rows, styles=around("nepal", "+977 "), columns=columns), name="c.ods")
    assert people(report) == [(3, ASHA)]
