"""Every kind of file people upload, and the row numbers they see in Excel."""

from __future__ import annotations

import io
import zipfile

import pytest

from jetmsg_core.contacts import ReadOptions
from jetmsg_core.contacts.audience import Audience, check_contacts
from jetmsg_core.contacts.contact_file import ContactFile
from jetmsg_core.contacts.files import read_contacts
from jetmsg_core.errors import InputError

ONE = "Name,Mobile\nRavi,9876543210\n"


def codes(file: ContactFile) -> list[str]:
    return [finding.code for finding in (*file.blockers, *file.warnings)]


def rows_of(audience: Audience) -> list[int]:
    return audience.rows.tolist()


@pytest.mark.parametrize(
    ("data", "encoding", "name"),
    [
        pytest.param(b"Name,Mobile\nRavi,9876543210\n", "utf-8", "Ravi", id="ascii"),
        pytest.param("Name,Mobile\nरवि,9876543210\n".encode(), "utf-8", "रवि", id="utf-8"),
        pytest.param(
            "Name,Mobile\nरवि,9876543210\n".encode("utf-8-sig"), "utf-8-sig", "रवि", id="bom"
        ),
        pytest.param(
            "Name\tMobile\nरवि\t9876543210\n".encode("utf-16"), "utf-16", "रवि", id="utf-16"
        ),
        pytest.param(
            b"\xfe\xff" + "Name\tMobile\nरवि\t9876543210\n".encode("utf-16-be"),
            "utf-16",
            "रवि",
            id="utf-16 big end first",
        ),
        pytest.param(
            "Name\tMobile\nRavi\t9876543210\n".encode("utf-16-le"),
            "utf-16-le",
            "Ravi",
            id="utf-16 without bom",
        ),
        pytest.param(
            "Name,Mobile\nJosé,9876543210\n".encode("cp1252"), "cp1252", "José", id="cp1252"
        ),
        pytest.param(
            "Name,Mobile\nD’Souza,9876543210\n".encode("cp1252"),
            "cp1252",
            "D’Souza",
            id="cp1252 quote",
        ),
    ],
)
def test_the_encoding_is_guessed_with_a_reason(data: bytes, encoding: str, name: str) -> None:
    file = read_contacts(data)
    assert file.encoding == encoding
    assert file.guesses["encoding"]
    assert file.columns == ("Name", "Mobile")
    assert file.cells["Name"].tolist() == [name]


def test_the_encoding_can_be_overridden() -> None:
    data = "Name,Mobile\nЖанна,9876543210\n".encode("cp1251")
    assert read_contacts(data, options=ReadOptions(encoding="cp1251")).cells["Name"].tolist() == [
        "Жанна"
    ]
    assert read_contacts(data).cells["Name"].tolist() != ["Жанна"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-32"])
def test_an_encoding_of_several_bytes_a_character_can_be_named(encoding: str) -> None:
    file = read_contacts(ONE.encode(encoding), options=ReadOptions(encoding=encoding))
    assert (file.columns, file.encoding) == (("Name", "Mobile"), encoding)


@pytest.mark.parametrize("encoding", ["no-such", "base64", "", "utf-8\0"])
def test_an_unknown_encoding_is_refused(encoding: str) -> None:
    with pytest.raises(InputError) as refused:
        check_contacts(ONE.encode(), options=ReadOptions(encoding=encoding))
    assert refused.value.code == "unknown_encoding"


def test_a_row_with_broken_bytes_is_rejected_and_the_others_keep_their_letters() -> None:
    text = "Name,Mobile\n" + "रवि,9876543210\nआशा,9876543211\n"
    data = text.encode() + b"\xffRavi,9876543212\n" + "मीना,9876543213\n".encode()
    audience = check_contacts(data)
    assert audience.report.encoding == "utf-8"
    assert rows_of(audience) == [2, 3, 5]
    assert [problem["row"] for problem in audience.report.problems] == [4]
    assert audience.report.problems[0]["code"] == "bad_character"
    assert not audience.contacts.map(lambda cell: "\ufffd" in cell).any(axis=None)


def test_a_replacement_character_in_the_file_itself_never_enters() -> None:
    audience = check_contacts("Name,Mobile\nJos\ufffd,9876543210\nAsha,9876543211\n".encode())
    assert audience.contacts["Name"].tolist() == ["Asha"]


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"], ids=["comma", "semicolon", "tab", "pipe"])
def test_the_delimiter_is_guessed(sign: str) -> None:
    file = read_contacts(f"Name{sign}Mobile{sign}City\nRavi{sign}9876543210{sign}Pune\n".encode())
    assert file.delimiter == sign
    assert file.cells.iloc[0].tolist() == ["Ravi", "9876543210", "Pune"]


def test_amounts_with_a_decimal_comma_do_not_hide_the_semicolon() -> None:
    file = read_contacts(
        b"Name;Mobile;Amount\nA;9876543210;1,5\nB;9876543211;2,5\nC;9876543212;3\n"
    )
    assert file.delimiter == ";"


def test_the_delimiter_can_be_overridden_by_sign_or_name() -> None:
    data = b"Name,Mobile;City\nA,9876543210;Pune\n"
    assert read_contacts(data, options=ReadOptions(delimiter=";")).columns == (
        "Name,Mobile",
        "City",
    )
    assert read_contacts(data, options=ReadOptions(delimiter="semicolon")).columns == (
        "Name,Mobile",
        "City",
    )
    assert read_contacts(
        b"Name^Mobile\nA^9876543210\n", options=ReadOptions(delimiter="^")
    ).columns == (
        "Name",
        "Mobile",
    )


@pytest.mark.parametrize("delimiter", ["", ",,", "a", "1", '"', "\n", "é"])
def test_an_impossible_delimiter_is_refused(delimiter: str) -> None:
    with pytest.raises(InputError) as refused:
        check_contacts(ONE.encode(), options=ReadOptions(delimiter=delimiter))
    assert refused.value.code == "unknown_delimiter"


@pytest.mark.parametrize("first", ["sep=;", "SEP=;", '"sep=;"'])
def test_a_sep_line_names_the_delimiter_and_is_no_row(first: str) -> None:
    audience = check_contacts(f"{first}\r\nName;Mobile\r\nRavi, K;9876543210\r\n".encode())
    assert audience.report.delimiter == ";"
    assert audience.report.header_row == 1
    assert rows_of(audience) == [2]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Name,Mobile\nA,9876543210\n\nB,9876543211\n", id="lf"),
        pytest.param("Name,Mobile\r\nA,9876543210\r\n\r\nB,9876543211\r\n", id="crlf"),
        pytest.param("Name,Mobile\rA,9876543210\r\rB,9876543211\r", id="cr"),
        pytest.param("Name,Mobile\r\nA,9876543210\r\n\nB,9876543211", id="mixed"),
        pytest.param("Name,Mobile\nA,9876543210\r\r\nB,9876543211\r\n", id="all three"),
        pytest.param('Name,Mobile\r\n"A",9876543210\r\n\r\n"B",9876543211\r\n', id="quoted"),
    ],
)
def test_all_line_ends_give_the_rows_seen_in_excel(text: str) -> None:
    audience = check_contacts(text.encode())
    assert rows_of(audience) == [2, 4]
    assert audience.report.blank_rows == 1
    assert audience.contacts["Name"].tolist() == ["A", "B"]


def test_a_cell_of_several_lines_is_one_row() -> None:
    text = 'Name,Address,Mobile\nA,"12, MG Road\r\nPune",9876543210\nB,x,9876543211\n'
    audience = check_contacts(text.encode())
    assert rows_of(audience) == [2, 3]
    assert audience.contacts["Address"].tolist() == ["12, MG Road\nPune", "x"]


def test_blank_and_comma_only_rows_are_skipped_and_counted() -> None:
    text = "Name,Mobile,City\n\nA,9876543210,Pune\n,,\n ,  ,\nB,9876543211,Pune\n" + ",,\n" * 3000
    audience = check_contacts(text.encode())
    assert rows_of(audience) == [3, 6]
    assert audience.report.blank_rows == 3003
    assert audience.report.rows == 2
    assert audience.report.warnings == ()


def test_empty_columns_at_the_right_are_dropped() -> None:
    text = "Name,Mobile" + "," * 500 + "\nA,9876543210" + "," * 500 + "\n"
    assert read_contacts(text.encode()).columns == ("Name", "Mobile")
    filled = "Name,Mobile,,\nA,9876543210,,x\n"
    assert read_contacts(filled.encode()).columns == ("Name", "Mobile", "Column 4")


def test_title_rows_above_the_header_are_left_out_with_a_warning() -> None:
    text = "Diwali campaign,,\nPrinted 01/02/2026,,\n\nName,Mobile,City\nA,9876543210,Pune\n"
    audience = check_contacts(text.encode())
    assert audience.report.header_row == 4
    assert rows_of(audience) == [5]
    assert [(w.code, w.row) for w in audience.report.warnings] == [("title_rows", 1)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Ravi,9876543210\nAsha,9876543211\n", id="numbers from the first row"),
        pytest.param("Ravi,98765\nAsha,9876543211\n", id="a short number first"),
        pytest.param("Ravi,\nAsha,9876543211\n", id="no number first"),
        pytest.param("Ravi,n/a\nAsha,9876543211\n", id="n/a first"),
    ],
)
def test_without_a_header_the_first_row_is_kept(text: str) -> None:
    audience = check_contacts(text.encode())
    assert audience.report.header_row is None
    assert audience.columns == ("Column 1", "Column 2")
    assert audience.column == "Column 2"
    assert audience.report.rows == 2


def test_a_single_column_without_a_header_is_read() -> None:
    assert rows_of(check_contacts(b"9876543210\n9876543211")) == [1, 2]
    assert rows_of(check_contacts(b"Mobile\n9876543211")) == [2]


def test_a_doubtful_header_is_shown() -> None:
    audience = check_contacts(b"Naam,Sampark\nRavi,9876543210\n")
    assert audience.report.header_row == 1
    assert [w.code for w in audience.report.warnings] == ["header_guessed"]
    assert "Naam, Sampark" in audience.report.warnings[0].message


def test_the_header_can_be_overridden() -> None:
    assert check_contacts(ONE.encode(), options=ReadOptions(header=False)).report.rows == 2
    forced = check_contacts(b"9876543210,x\n9876543211,y\n", options=ReadOptions(header=True))
    assert forced.columns == ("9876543210", "x")
    assert rows_of(forced) == [2]


def test_duplicate_headers_are_numbered_with_a_warning() -> None:
    file = read_contacts(b"Name,City,City,City (2),Mobile\nA,x,y,z,9876543210\n")
    assert file.columns == ("Name", "City", "City (3)", "City (2)", "Mobile")
    assert codes(file) == ["duplicate_headers"]


def test_line_breaks_and_spaces_in_headers_become_single_spaces() -> None:
    file = read_contacts(b'"Customer \n Name", Mobile  No \nA,9876543210\n')
    assert file.columns == ("Customer Name", "Mobile No")


def test_short_rows_are_read_and_long_ones_set_aside_with_warnings() -> None:
    text = "Name,Mobile,City\nA,9876543210\nB,9876543211,Pune,extra\nC,9876543212,Pune,,,\n"
    audience = check_contacts((text + "D,9876543213,Agra\n").encode())
    assert audience.contacts["City"].tolist() == ["", "Pune", "Agra"]
    assert audience.rejected.index.tolist() == [3]
    warnings = [(w.code, w.row) for w in audience.report.warnings]
    assert warnings == [("short_rows", 2), ("long_rows", 3)]


def test_stray_quotes_are_kept_as_they_are() -> None:
    text = 'Order,Mobile\n5" pizza,9876543210\n"5"" pizza",9876543211\n"Large" pizza,9876543212\n'
    audience = check_contacts(text.encode())
    assert audience.contacts["Order"].tolist() == ['5" pizza', '5" pizza', "Large pizza"]
    assert audience.report.blockers == ()


@pytest.mark.parametrize(
    "tail",
    [
        pytest.param("B,9876543212\nC,9876543213\n", id="to the end"),
        pytest.param('"B",9876543212\nC,9876543213\n', id="to the next quote"),
        pytest.param('B,9876543212\nC",9876543213\n', id="to a stray quote at the end of a cell"),
        pytest.param("", id="in the last row"),
    ],
)
def test_an_unclosed_quote_blocks_and_names_the_row_where_it_opened(tail: str) -> None:
    text = 'Name,Mobile\nA,9876543210\n\n"Ravi,9876543211\n' + tail
    audience = check_contacts(text.encode())
    (blocker,) = audience.report.blockers
    assert (blocker.code, blocker.row) == ("unclosed_quote", 4)
    assert rows_of(audience) == [2]


def test_nul_characters_are_left_out_with_a_warning() -> None:
    file = read_contacts(b"Name,Mobile,City\nRa\0vi,9876543210,Pune\n")
    assert file.cells["Name"].tolist() == ["Ravi"]
    assert [(w.code, w.row) for w in file.warnings] == [("nul_characters", 2)]


def _zipped(*names: str) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return sink.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(b"", "empty_file", id="nothing"),
        pytest.param(b"\xef\xbb\xbf", "empty_file", id="only a byte order mark"),
        pytest.param(b"\r\n \r\n", "empty_file", id="only line ends"),
        pytest.param(b",,\n,,\n", "no_contacts", id="only commas"),
        pytest.param(b"Name,Mobile\n", "no_contacts", id="only a header"),
        pytest.param(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "not_a_contact_file", id="png"),
        pytest.param(b"\xff\xd8\xff\xe0\0\x10JFIF", "not_a_contact_file", id="jpeg"),
        pytest.param(b"%PDF-1.7\n", "not_a_contact_file", id="pdf"),
        pytest.param(b"<!DOCTYPE html><html>", "web_page", id="html"),
        pytest.param(b"\xef\xbb\xbf\n <table><tr><td>1", "web_page", id="a table from a panel"),
        pytest.param(_zipped("word/document.xml"), "not_a_contact_file", id="docx"),
        pytest.param(_zipped("xl/workbook.xml"), "workbook_named_as_text", id="xlsx"),
        pytest.param(
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "workbook_named_as_text", id="xls"
        ),
        pytest.param(bytes(range(1, 32)) * 50, "not_a_contact_file", id="binary"),
    ],
)
def test_what_is_no_contact_file_blocks_with_a_sentence(data: bytes, code: str) -> None:
    audience = check_contacts(data, name="contacts.csv")
    (blocker,) = audience.report.blockers
    assert blocker.code == code
    assert blocker.message.endswith(".")
    assert audience.report.accepted == len(audience.numbers) == len(audience.contacts) == 0


def test_everything_stays_text() -> None:
    text = "Name,Mobile,Pin,Amount,Note\nNA,9876543210,007,1e5,nan\n,9876543211,,,NULL\n"
    file = read_contacts(text.encode())
    assert file.cells.to_numpy().tolist() == [
        ["NA", "9876543210", "007", "1e5", "nan"],
        ["", "9876543211", "", "", "NULL"],
    ]
    assert {str(dtype) for dtype in file.cells.dtypes} == {"str"}
    assert file.cells.index.tolist() == [2, 3]


def test_a_file_of_endless_columns_blocks_before_it_is_laid_out() -> None:
    wide = "Mobile" + ",x" * 50_000
    (blocker,) = check_contacts(f"{wide}\n9876543210{',x' * 50_000}\n".encode()).report.blockers
    assert blocker.code == "too_many_columns"
    assert "50,001" in blocker.message
