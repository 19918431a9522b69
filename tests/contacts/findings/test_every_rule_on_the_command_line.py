"""Each rule for numbers and files through `contacts check --json`, with what must not happen."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fixtures import RunCommand, RunJson
from workbook_files import Cell, Formula, ods, xls, xlsx

from jetmsg_core.contacts import SENTENCES, Caution, Reason, Repair

Report = dict[str, Any]
Check = Callable[..., Report]
NUMBER = 919876543210
OTHER = "9012345671"


@pytest.fixture
def check(cli: RunCommand, tmp_path: Path) -> Check:
    """What `contacts check FILE --json` prints, with the rows it wrote as `good` and `bad`."""

    def run(content: bytes | str, *options: str, name: str = "contacts.csv") -> Report:
        path, good, bad = (tmp_path / part for part in (name, "good.out", "bad.out"))
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        done = cli(
            "contacts", "check", path, "--json", *options, "--accepted", good, "--rejected", bad
        )
        report: Report = json.loads(done.stdout)
        assert done.returncode == (1 if report["blockers"] else 0), done.stderr
        assert "Traceback" not in done.stderr
        ends = ("accepted", "rejected", "duplicates", "opted_out", "declined")
        assert report["rows"] == sum(report[end] for end in ends)
        for part, out in (("good", good), ("bad", bad)):
            report[part] = list(csv.DictReader(io.StringIO(out.read_text("utf-8-sig"), newline="")))
        assert len(report["good"]) == report["accepted"]
        assert len(report["bad"]) == report["rejected"] == len(report["problems"])
        assert "\ufffd" not in good.read_text("utf-8")
        return report

    return run


def one_cell(cell: str) -> str:
    """A file with one good row, then one with this cell."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([("Name", "Mobile"), ("Asha", OTHER), ("Ravi", cell)])
    return out.getvalue()


def numbers(report: Report) -> list[int]:
    return [int(row["number"]) for row in report["good"]]


def codes(findings: list[dict[str, Any]]) -> list[str]:
    return [finding["code"] for finding in findings]


# 1. Indian mobile numbers


@pytest.mark.parametrize("first", "6789")
def test_ten_digits_beginning_with_6_to_9_are_a_number(check: Check, first: str) -> None:
    assert numbers(check(one_cell(f"{first}876543210")))[1:] == [int(f"91{first}876543210")]


@pytest.mark.parametrize("first", "012345")
def test_ten_digits_beginning_otherwise_are_not(check: Check, first: str) -> None:
    assert codes(check(one_cell(f"{first}876543210"))["problems"]) == ["not_mobile_series"]


_SPELLINGS = [
    *[(prefix, f"{prefix}9876543210") for prefix in ("", "0", "91", "+91", "091", "0091", "+910")],
    ("91 0", "91 09876543210"),
    *[
        (f"U+{ord(sign):04X}", f"98765{sign}43210")
        for sign in " -._\t\u00a0\u2009\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
    ],
    ("brackets", "(+91) 98765 43210"),
    ("several at once", "+91-(0)-98765 - 43210"),
]


@pytest.mark.parametrize("cell", [pytest.param(c, id=name or "plain") for name, c in _SPELLINGS])
def test_an_accepted_spelling_is_read_without_remark(check: Check, cell: str) -> None:
    report = check(one_cell(cell))
    assert numbers(report) == [910000000000 + int(OTHER), NUMBER]
    assert not report["repairs"]
    assert not report["warnings"]


@pytest.mark.parametrize(
    ("cell", "repair"),
    [
        pytest.param('"9876543210"', "wrapped", id="quotes"),
        pytest.param("'9876543210", "wrapped", id="a leading apostrophe"),
        pytest.param('="9876543210"', "wrapped", id="an Excel text formula"),
        pytest.param("tel:+91-98765-43210", "wrapped", id="tel:"),
        *(
            pytest.param(f"98765{sign}43210", "invisible_characters", id=f"U+{ord(sign):04X}")
            for sign in "\u200b\u200c\u200d\u2060\u200e\u202a\ufeff"
        ),
        pytest.param("९८७६५४३२१०", "other_digits", id="Devanagari"),
        pytest.param("௯௮௭௬௫௪௩௨௧௦", "other_digits", id="Tamil"),
        pytest.param("٩٨٧٦٥٤٣٢١٠", "other_digits", id="Arabic-Indic"),
        pytest.param("９８７６５４３２１０", "other_digits", id="full-width"),
        pytest.param("9876543210.0", "decimal_tail", id=".0"),
        pytest.param("9876543210.00", "decimal_tail", id=".00"),
        pytest.param("9.87654321E9", "scientific_notation", id="nine exact digits"),
        pytest.param("9.19876543210E+11", "scientific_notation", id="twelve exact digits"),
    ],
)
def test_a_damaged_spelling_is_read_and_the_repair_is_shown(
    check: Check, cell: str, repair: str
) -> None:
    report = check(one_cell(cell))
    assert numbers(report)[1] == NUMBER
    (repaired,) = report["repairs"]
    assert (repaired["row"], repaired["value"], repaired["number"]) == (3, cell, NUMBER)
    assert (repaired["code"], repaired["message"]) == (repair, SENTENCES[Repair(repair)])


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        pytest.param("98765²3210", "bad_character", id="NFKC would make a digit of ²"),
        pytest.param("⑨876543210", "bad_character", id="and of ⑨"),
        pytest.param("987654321.0", "too_short", id="a .0 tail forges no digit"),
        pytest.param("98765432.00", "too_short", id="nor does .00"),
        *(
            pytest.param(f"9876543210{sign}9876543211", "multiple_numbers", id=f"two by {sign!r}")
            for sign in [", ", ";", "/", "|", "&", "\n", " or ", " and ", " ", " - "]
        ),
        pytest.param("9876543210/11", "multiple_numbers", id="the first of a pair is not taken"),
        pytest.param("98765O3210", "contains_letters", id="the letter O"),
        pytest.param("98765FLOWR", "contains_letters", id="a vanity number"),
        pytest.param("9876543210 x5", "contains_letters", id="an extension"),
        pytest.param("91987654321", "wrong_length", id="91 and nine digits"),
        pytest.param("98765", "too_short", id="five digits"),
        pytest.param("98765432101", "too_long", id="eleven digits"),
        pytest.param("02240000128", "not_mobile_series", id="a landline with 0"),
        pytest.param("4521452145", "not_mobile_series", id="the gateway's own sample"),
        pytest.param("98765*43210", "bad_character", id="a star"),
        pytest.param("-9876543119", "bad_character", id="a number Excel has calculated"),
        pytest.param("+1 415 555 2671", "foreign_or_unknown_country", id="an American number"),
        pytest.param("00447911123456", "foreign_or_unknown_country", id="a British one"),
        pytest.param("9.19877E+11", "scientific_notation_lossy", id="Excel has lost digits"),
        pytest.param("9.8765432E9", "scientific_notation_lossy", id="eight digits are left"),
        *(
            pytest.param(cell, "excel_error_value", id=cell)
            for cell in ("#N/A", "#REF!", "#ERROR!", "#NAME?", "#EXTERNAL!", "Err:508", "########")
        ),
        *(
            pytest.param(cell, "empty", id=f"empty: {cell!r}")
            for cell in ("", "  ", "-", "n/a", "N/A", "null", "NaN", "\u200b")
        ),
    ],
)
def test_anything_else_is_rejected_with_row_cell_code_and_sentence(
    check: Check, cell: str, code: str
) -> None:
    report = check(one_cell(cell))
    assert numbers(report) == [910000000000 + int(OTHER)]
    (problem,) = report["problems"]
    assert (problem["row"], problem["column"], problem["value"]) == (3, "Mobile", cell)
    assert problem["code"] == code
    if code != "foreign_or_unknown_country":  # which names the country
        assert problem["message"] == SENTENCES[Reason(code)]


def test_91_is_never_taken_from_a_ten_digit_number(check: Check) -> None:
    report = check("Mobile\n9191234567\n919191234567\n91912345678\n")
    assert numbers(report) == [919191234567]
    assert report["repeats"] == [{"row": 3, "number": 919191234567, "first_row": 2}]
    assert codes(report["problems"]) == ["wrong_length"]


@pytest.mark.parametrize(
    ("cell", "caution"),
    [
        pytest.param("9876500000", Caution.TRAILING_ZEROS, id="five zeros at the end"),
        pytest.param("9877777771", Caution.REPEATED_DIGITS, id="seven digits alike"),
        pytest.param("9.19876543E+11", Caution.ROUNDED_BY_EXCEL, id="zeros Excel assumed"),
        pytest.param("6110212345", Caution.POSSIBLE_LANDLINE, id="a series of landlines"),
        pytest.param("9876510000", None, id="four zeros are ordinary"),
        pytest.param("9877777761", None, id="six alike are ordinary"),
        pytest.param("6110112345", Caution.UNASSIGNED_SERIES, id="a series nobody has"),
        pytest.param("6200012345", None, id="a series of mobiles"),
    ],
)
def test_a_doubtful_number_is_warned_about_and_never_dropped(
    check: Check, cell: str, caution: Caution | None
) -> None:
    report = check(one_cell(cell))
    assert report["accepted"] == 2
    expected = [] if caution is None else [(caution.value, 3)]
    assert [(warning["code"], warning["row"]) for warning in report["warnings"]] == expected


def test_a_lossy_cell_says_how_to_mend_it(check: Check) -> None:
    (problem,) = check(one_cell("9.19877E+11"))["problems"]
    assert "Text" in problem["message"]
    assert ".xlsx" in problem["message"]


def test_cells_of_several_numbers_are_split_when_asked_and_only_if_all_are_good(
    check: Check,
) -> None:
    text = 'Name,Mobile\nA,"9876543210, 98765 43211"\nB,9876543212/13\nC,9012345671\n'
    report = check(text)
    assert codes(report["problems"]) == ["multiple_numbers", "multiple_numbers"]
    split = check(text, "--split")
    assert [(row["row"], row["Name"], row["number"]) for row in split["good"]] == [
        ("2", "A", "919876543210"),
        ("2", "A", "919876543211"),
        ("4", "C", "919012345671"),
    ]
    assert [(p["row"], p["value"]) for p in split["problems"]] == [(3, "9876543212/13")]
    assert [(w["code"], w["row"]) for w in split["warnings"]] == [("cells_split", 2)]


@pytest.mark.parametrize("channel", ["sms", "whatsapp"])
def test_foreign_numbers_are_rejected_on_every_channel(check: Check, channel: str) -> None:
    report = check(one_cell("+14155552671"), "--channel", channel)
    assert codes(report["problems"]) == ["foreign_or_unknown_country"]


def test_repeats_are_found_on_the_canonical_number_and_name_the_row_kept(check: Check) -> None:
    text = "Name,Mobile\nA,9876543210\nB,bad\nC,+91 98765 43210\nD,09876543210\nE,9876543211\n"
    report = check(text)
    assert [row["row"] for row in report["good"]] == ["2", "6"]
    assert [(r["row"], r["first_row"]) for r in report["repeats"]] == [(4, 2), (5, 2)]
    every = check(text, "--duplicates", "all")
    assert (every["accepted"], every["duplicates"], every["repeats"]) == (4, 0, [])


def test_opted_out_people_are_left_out_and_listed(check: Check, cli_json: RunJson) -> None:
    cli_json("optout", "add", "98765-43210")
    report = check("Name,Mobile\nA,+919876543210\nB,9876543211\nC,9876543210\n")
    assert numbers(report) == [919876543211]
    assert [entry["row"] for entry in report["suppressed"]] == [2, 4]
    assert (report["opted_out"], report["duplicates"]) == (2, 0)


# 2. Contact files

ROWS = [("Name", "Mobile", "City"), ("José", "9876543210", "Pune"), ("Asha", OTHER, "Goa")]


def joined(delimiter: str = ",", end: str = "\n") -> str:
    return end.join(delimiter.join(row) for row in ROWS) + end


@pytest.mark.parametrize(
    ("content", "encoding"),
    [
        pytest.param(joined().encode(), "utf-8", id="UTF-8"),
        pytest.param(joined().encode("utf-8-sig"), "utf-8-sig", id="with BOM"),
        pytest.param(joined("\t").encode("utf-16"), "utf-16", id="Excel's Unicode text"),
        pytest.param(joined("\t").encode("utf-16-be"), "utf-16-be", id="UTF-16 without BOM"),
        pytest.param(joined("\t").encode("utf-16-le"), "utf-16-le", id="the other way round"),
        pytest.param(joined().encode("cp1252"), "cp1252", id="CP1252"),
    ],
)
def test_every_encoding_is_read_with_a_reason(check: Check, content: bytes, encoding: str) -> None:
    report = check(content)
    assert report["encoding"] == encoding
    assert report["guesses"]["encoding"]
    assert [row["Name"] for row in report["good"]] == ["José", "Asha"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_hindi_in_utf16_without_a_mark_is_known_by_its_letters(check: Check, encoding: str) -> None:
    """Its bytes hold few zeros; read as UTF-8 without them, the names would be rubbish."""
    report = check("नाम,मोबाइल\nरवि कुमार शर्मा,९८७६५४३२१०\nसीता देवी,9012345671\n".encode(encoding))
    assert report["encoding"] == encoding
    assert [row["नाम"] for row in report["good"]] == ["रवि कुमार शर्मा", "सीता देवी"]


def test_marks_at_both_ends_of_a_file_are_no_text(check: Check) -> None:
    report = check(b"\xef\xbb\xbf\xef\xbb\xbfMobile,Name\n9876543210,A\n\x1a")
    assert report["columns"] == ["Mobile", "Name"]
    assert (report["rows"], report["warnings"]) == (1, [])


def test_a_curly_quote_of_windows_is_kept(check: Check) -> None:
    report = check("Name,Mobile\nD’Souza,9876543210\n".encode("cp1252"))
    assert report["good"][0]["Name"] == "D’Souza"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r", "\r\n"], ids=["LF", "CR", "CRLF"])
def test_every_delimiter_and_line_end_is_read(check: Check, delimiter: str, end: str) -> None:
    report = check(joined(delimiter, end))
    assert report["delimiter"] == delimiter
    assert report["guesses"]["delimiter"]
    assert [row["City"] for row in report["good"]] == ["Pune", "Goa"]


def test_mixed_line_ends_keep_the_row_numbers(check: Check) -> None:
    report = check("Name,Mobile\r\nA,9876543210\n\rB,9012345671\r")
    assert [row["row"] for row in report["good"]] == ["2", "4"]


def test_a_sep_line_names_the_delimiter_and_is_no_row(check: Check) -> None:
    report = check("sep=;\nName;Mobile\nA, B;9876543210\n")
    assert (report["delimiter"], report["header_row"]) == (";", 1)
    assert report["good"][0]["Name"] == "A, B"


def test_guesses_can_be_overridden(check: Check) -> None:
    cyrillic = "Name,Mobile\nЖанна,9876543210\n".encode("cp1251")
    assert check(cyrillic, "--encoding", "cp1251")["good"][0]["Name"] == "Жанна"
    assert check("a^b\n1^9876543210\n", "--delimiter", "^")["columns"] == ["a", "b"]
    assert check(joined(), "--no-header")["header_row"] is None
    two = "Name,Mobile,Alternate\nA,9876543210,9012345671\n"
    assert numbers(check(two, "--column", "alternate")) == [919012345671]


def test_quoted_commas_and_line_breaks_are_one_cell(check: Check) -> None:
    report = check('Name,Address,Mobile\n"Rao, K","12 MG Road\nPune",9876543210\nB,x,bad\n')
    assert (
        report["good"][0] | {"Name": "Rao, K", "Address": "12 MG Road\nPune"} == report["good"][0]
    )
    assert report["problems"][0]["row"] == 3


def test_blank_and_comma_only_rows_are_skipped_and_counted(check: Check) -> None:
    report = check("Name,Mobile\n\nA,9876543210\n,\n , \nB,9012345671\n" + ",\n" * 3000)
    assert (report["rows"], report["blank_rows"]) == (2, 3003)
    assert [row["row"] for row in report["good"]] == ["3", "6"]


def test_thousands_of_empty_columns_are_left_out(check: Check) -> None:
    tail = "," * 3000
    report = check(f"Name,Mobile{tail}\nA,9876543210{tail}\n")
    assert report["columns"] == ["Name", "Mobile"]
    assert not report["blockers"]


def test_title_rows_above_the_header_are_left_out_and_said(check: Check) -> None:
    report = check("Diwali list,,\n,,\nName,Mobile,City\nA,9876543210,Pune\n")
    assert (report["header_row"], report["rows"]) == (3, 1)
    assert codes(report["warnings"]) == ["title_rows"]


@pytest.mark.parametrize("first", ["Asha,9012345671", "Asha,98765", "Asha,", "Asha,n/a"])
def test_without_a_header_the_first_row_is_a_contact(check: Check, first: str) -> None:
    report = check(f"{first}\nRavi,9876543210\n")
    assert (report["header_row"], report["rows"]) == (None, 2)
    assert report["guesses"]["header_row"]


def test_a_doubtful_header_is_shown_and_can_be_denied(check: Check) -> None:
    text = "Naam,Sampark\nRavi,9876543210\n"
    assert codes(check(text)["warnings"]) == ["header_guessed"]
    assert check(text, "--no-header")["rows"] == 2


@pytest.mark.parametrize("header", ["MOBILE_NO", "mobile no", "Mobile-No", '"Mobile\nNo"'])
def test_a_column_is_named_ignoring_case_spaces_and_hyphens(check: Check, header: str) -> None:
    report = check(f"Other,{header}\n9012345671,9876543210\n", "--column", "Mobile No")
    assert numbers(report) == [NUMBER]


def test_what_cannot_be_seen_in_a_header_does_not_count(check: Check) -> None:
    report = check("Name\u200b,\ufeffMobile No\nA,9876543210\n", "--column", "mobile no")
    assert report["columns"] == ["Name", "Mobile No"]


def test_duplicate_headers_are_numbered_and_said(check: Check) -> None:
    report = check("Name,City,City,Mobile\nA,x,y,9876543210\n")
    assert report["columns"] == ["Name", "City", "City (2)", "Mobile"]
    assert codes(report["warnings"]) == ["duplicate_headers"]


def test_two_number_columns_are_asked_about(check: Check) -> None:
    report = check("Name,Mobile,WhatsApp\nA,9876543210,9012345671\n")
    assert codes(report["warnings"]) == ["rival_number_columns"]
    assert report["warnings"][0]["columns"] == ["Mobile", "WhatsApp"], "the guess first"
    assert report["column"] == "Mobile"
    assert report["guesses"]["column"]
    assert not check("Name,Mobile,Pin\nA,9876543210,411001\n")["warnings"]


def test_short_rows_are_read_and_long_ones_set_aside_and_said(check: Check) -> None:
    report = check("Name,Mobile,City\nA,9876543210\nB,9012345671,Pune,x\nC,9012345672,Goa\n")
    assert [row["City"] for row in report["good"]] == ["", "Goa"]
    assert [row["Name"] for row in report["bad"]] == ["B"]
    assert [(w["code"], w["row"]) for w in report["warnings"]] == [
        ("short_rows", 2),
        ("long_rows", 3),
    ]


def test_a_stray_quote_is_part_of_its_cell(check: Check) -> None:
    report = check('Order,Mobile\n5" pizza,9876543210\nplain,9012345671\n')
    assert [row["Order"] for row in report["good"]] == ['5" pizza', "plain"]


def test_an_unclosed_quote_blocks_and_names_its_row(check: Check) -> None:
    report = check('Name,Mobile\nA,9876543210\n\n"B,9012345671\nC,9012345672\n"D",9012345673\n')
    (blocker,) = report["blockers"]
    assert (blocker["code"], blocker["row"]) == ("unclosed_quote", 4)
    assert not check('Name,Mobile\n"A\nB",9876543210\n')["blockers"]


def test_nul_characters_are_left_out_and_said(check: Check) -> None:
    report = check(b"Name,Mobile\nRa\0vi,98765\x0043210\n")
    assert (report["good"][0]["Name"], numbers(report)) == ("Ravi", [NUMBER])
    assert codes(report["warnings"]) == ["nul_characters"]


def test_a_formula_in_a_text_file_stays_text(check: Check) -> None:
    report = check("Name,Mobile\n=1+1,9876543210\nB,=98765-43210\n")
    assert report["good"][0]["Name"] == "'=1+1"
    assert codes(report["problems"]) == ["bad_character"]


def _zip_of(name: str) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        archive.writestr(name, "x")
    return sink.getvalue()


@pytest.mark.parametrize(
    ("content", "code"),
    [
        pytest.param(b"\x89PNG\r\n\x1a\n", "not_a_contact_file", id="a picture"),
        pytest.param(b"%PDF-1.7", "not_a_contact_file", id="a PDF"),
        pytest.param(b"<html><table>", "web_page", id="a web page"),
        pytest.param(_zip_of("word/document.xml"), "not_a_contact_file", id="a document"),
        pytest.param(xlsx({"S": [["Mobile"]]}), "workbook_named_as_text", id="a workbook"),
        pytest.param(b"", "empty_file", id="nothing"),
        pytest.param(b"Name,Mobile\n", "no_contacts", id="only a header"),
        pytest.param(b"Name,City\nA,Pune\n", "no_number_column", id="no numbers"),
    ],
)
def test_what_is_no_contact_file_blocks_with_a_sentence(
    check: Check, content: bytes, code: str
) -> None:
    report = check(content, name="contacts.csv")
    assert codes(report["blockers"]) == [code]
    assert report["accepted"] == 0


SHEET: list[list[Cell]] = [["Name", "Mobile"], ["A", 9876543210.0]]


def test_a_workbook_is_known_by_its_bytes_not_its_name(check: Check) -> None:
    assert numbers(check(xlsx({"S": SHEET}), name="contacts")) == [NUMBER]
    assert numbers(check(ods(SHEET), name="contacts.xlsx")) == [NUMBER]
    old = xls({"S": [["Name", "Mobile"], ["A", 9876543210.0]]})
    assert numbers(check(old, name="contacts.xlsx")) == [NUMBER]


def test_numbers_in_a_workbook_are_exact_and_apostrophes_are_undone(check: Check) -> None:
    book = xlsx({"S": [*SHEET, ["B", 919012345671.0], ["C", "'+91 90123 45672"]]})
    assert numbers(check(book, name="c.xlsx")) == [NUMBER, 919012345671, 919012345672]


def test_formula_cells_give_what_excel_shows(check: Check) -> None:
    rows: list[list[Cell]] = [*SHEET, ["B", Formula("9012345671")], ["C", Formula("#N/A")]]
    report = check(xlsx({"S": rows}), name="c.xlsx")
    assert numbers(report) == [NUMBER, 919012345671]
    assert codes(report["problems"]) == ["excel_error_value"]
    assert codes(report["warnings"]) == ["excel_errors"]


def test_one_of_several_sheets_is_read_and_the_others_are_named(check: Check) -> None:
    other: list[list[Cell]] = [["Name", "Mobile"], ["B", 9012345671.0]]
    book = xlsx({"Notes": [["Hello"]], "May": SHEET, "June": other})
    report = check(book, name="c.xlsx")
    assert numbers(report) == [NUMBER]
    assert codes(report["warnings"]) == ["other_sheets"]
    assert (report["sheet"], report["sheets"]) == ("May", ["Notes", "May", "June"])
    assert report["guesses"]["sheet"] == "It is the first sheet with mobile numbers."
    june = check(book, "--sheet", "June", name="c.xlsx")
    assert (numbers(june), june["sheet"]) == ([919012345671], "June")


def test_a_text_file_has_no_sheets(check: Check) -> None:
    report = check(one_cell(OTHER))
    assert (report["sheet"], report["sheets"]) == (None, [])


def test_an_unknown_sheet_is_a_sentence(cli: RunCommand, tmp_path: Path) -> None:
    path = tmp_path / "c.xlsx"
    path.write_bytes(xlsx({"May": SHEET}))
    done = cli("contacts", "check", path, "--sheet", "June")
    assert (done.returncode, "May" in done.stderr) == (1, True)


def test_hidden_rows_are_read_and_said(check: Check) -> None:
    book = xlsx({"S": [*SHEET, ["B", 9012345671.0]]}, hidden_rows=frozenset({3}))
    report = check(book, name="c.xlsx")
    assert report["accepted"] == 2
    assert [(w["code"], w["row"]) for w in report["warnings"]] == [("hidden_rows", 3)]


def test_everything_stays_text(check: Check) -> None:
    report = check("Name,Mobile,Pin,Note\nNA,9876543210,007,1e5\nnan,9012345671,,NULL\n")
    kept = [(row["Name"], row["Pin"], row["Note"]) for row in report["good"]]
    assert kept == [("NA", "007", "1e5"), ("nan", "", "NULL")]


def test_every_finding_comes_in_one_pass_with_its_own_row(check: Check) -> None:
    report = check('Name,Mobile\nA,bad\n\n"B\nB",123\nC,9876543210.0\nD,9876500000\nE,9876543210\n')
    assert [(p["row"], p["code"]) for p in report["problems"]] == [
        (2, "contains_letters"),
        (4, "too_short"),
    ]
    assert report["repairs"][0]["row"] == 5
    assert report["warnings"][0]["row"] == 6
    assert report["repeats"] == [{"row": 7, "number": NUMBER, "first_row": 5}]


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("Name,Mobile\nJos\ufffd,9876543210\nB,9012345671\n".encode(), id="the sign"),
        pytest.param("Name,Mobile\nरवि,9012345671\n".encode() + b"\xff,9876543210\n", id="bytes"),
    ],
)
def test_a_replacement_character_never_enters(check: Check, content: bytes) -> None:
    report = check(content)
    assert numbers(report) == [919012345671]
    assert codes(report["problems"]) == ["bad_character"]


def test_rejected_rows_download_with_a_reason_and_upload_again_as_they_are(
    check: Check, tmp_path: Path
) -> None:
    check('Name,Mobile,Pin\nA,9876543210,1\n=B,12,007\n"C, D",+1 415 555 2671,\n')
    rejected = (tmp_path / "bad.out").read_bytes()
    assert rejected.startswith(b"\xef\xbb\xbf")
    first = check(rejected, name="again.csv")
    assert codes(first["problems"]) == ["too_short", "foreign_or_unknown_country"]
    assert all(row["Why it was not accepted"] for row in first["bad"])
    assert first["bad"][0]["Name"] == "'=B"
    mended = rejected.replace(b'"12"', b"9012345671")
    good = check(mended, name="mended.csv")["good"]
    assert [(row["Name"], row["Pin"]) for row in good] == [("'=B", "007")]


def test_placeholders_match_headers_loosely_and_values_are_never_expanded_again(
    cli_json: RunJson, cli: RunCommand, tmp_path: Path
) -> None:
    path, out = tmp_path / "c.csv", tmp_path / "out.csv"
    path.write_text("First_Name,Mobile,City\n(city),9876543210,Pune\nB,9012345671,\n")
    message = ("--name", "N", "--message", "Hi {{first name}} of {{CITY}}")
    made = cli_json("campaign", "create", path, *message)
    assert (made["recipients"], made["skipped_by_reason"]) == (1, {"missing_value": 1})
    assert cli("campaign", "export", str(made["campaign"]), out).returncode == 0
    assert "Hi (city) of Pune" in out.read_text("utf-8-sig")
    made = cli_json("campaign", "create", path, *message, "--missing", "default=India")
    assert made["recipients"] == 2


@pytest.mark.parametrize("cell", ["{{city}}", "{city}", "##CITY##"])
def test_a_placeholder_that_stands_in_a_cell_is_neither_filled_nor_sent(
    cli: RunCommand, tmp_path: Path, cell: str
) -> None:
    path = tmp_path / "c.csv"
    path.write_text(f"name,mobile,city\n{cell},9876543210,Pune\nB,9012345671,Goa\n")
    done = cli("campaign", "create", path, "--name", "N", "--message", "Hi {{name}}", "--json")
    assert done.returncode == 1
    assert f"In row 2 the sheet itself says {cell}" in done.stderr


@pytest.mark.parametrize(
    ("setting", "value", "code"),
    [
        pytest.param("JETMSG_MAX_FILE_MB", "1", "file_too_large", id="size"),
        pytest.param("JETMSG_MAX_ROWS", "2", "too_many_rows", id="rows"),
        pytest.param("JETMSG_MAX_COLUMNS", "2", "too_many_columns", id="columns"),
    ],
)
def test_a_file_beyond_a_limit_is_refused_with_who_can_raise_it(
    check: Check, monkeypatch: pytest.MonkeyPatch, setting: str, value: str, code: str
) -> None:
    row = "A,9876543210," + "x" * 100_000 + "\n"
    text = "Name,Mobile,Note\n" + row * (12 if code == "file_too_large" else 3)
    assert not check(text)["blockers"]
    monkeypatch.setenv(setting, value)
    (blocker,) = check(text)["blockers"]
    assert blocker["code"] == code
    assert "ask your administrator to raise the limit" in blocker["message"]
