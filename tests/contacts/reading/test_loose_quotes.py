"""Quotes with spaces around them, and of other kinds, are read as meant or their rows set aside."""

from __future__ import annotations

import csv
import io

import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from jetmsg_core.contacts import Audience, Correction, ReadOptions, check_contacts
from jetmsg_core.contacts.reading.loose_quotes import look, made_plain, ways
from jetmsg_core.contacts.reading.mixed import read_rows
from jetmsg_core.contacts.reading.readers import Shape, read_csv_python


def read(text: str, **options: str) -> Audience:
    return check_contacts(text.encode(), name="contacts.csv", options=ReadOptions(**options))


def names(audience: Audience) -> list[str]:
    return list(audience.contacts.iloc[:, 1])


@pytest.mark.parametrize(
    "text",
    [
        pytest.param('9876543210, "Rao, Asha"\n9012345671, "Das, Om"\n', id="no header"),
        pytest.param('Mobile,Name\n9876543210, "Rao, Asha"\n9012345671,"Das, Om"\n', id="one row"),
        pytest.param('Mobile, Name\n9876543210,   "Rao, Asha"\n9012345671, "Das, Om"\n', id="many"),
        pytest.param('Mobile,Name\n9876543210,\t"Rao, Asha"\n9012345671,\t"Das, Om"\n', id="a tab"),
        pytest.param(
            'Mobile,Name\n9876543210,\u00a0"Rao, Asha"\n9012345671,\u00a0"Das, Om"\n', id="NBSP"
        ),
        pytest.param(
            'Mobile,Name\r\n9876543210, "Rao, Asha" \r\n9012345671, "Das, Om" \r\n', id="CRLF"
        ),
        pytest.param(
            '"Mobile" , "Name"\n"9876543210" , "Rao, Asha"\n "9012345671" , "Das, Om"', id="around"
        ),
        pytest.param("Mobile,Name\n9876543210,'Rao, Asha'\n9012345671,'Das, Om'\n", id="single"),
        pytest.param(
            "'Mobile','Name'\n'9876543210', 'Rao, Asha'\n'9012345671', 'Das, Om'\n",
            id="single quotes everywhere",
        ),
        pytest.param("Mobile,Name\n9876543210,“Rao, Asha”\n9012345671,“Das, Om”\n", id="curly"),
        pytest.param("Mobile,Name\n9876543210,‘Rao, Asha’\n9012345671,‘Das, Om’\n", id="curled"),
        pytest.param("9876543210,'Rao, Asha'\n9012345671,'Das, Om'\n", id="single, no header"),
        pytest.param("9876543210,'Rao, Asha'\n9012345671,'Das, Om'", id="up to the end"),
    ],
)
def test_a_cell_in_loose_quotes_is_one_cell(text: str) -> None:
    audience = read(text)
    assert names(audience) == ["Rao, Asha", "Das, Om"]
    assert len(audience.columns) == 2
    assert not audience.report.blockers
    assert not audience.report.warnings


@pytest.mark.parametrize(("sign", "within"), [("\t", "\t"), (";", ";"), ("|", "|"), (",", ", ")])
def test_every_delimiter_may_have_a_space_before_a_quote(sign: str, within: str) -> None:
    rows = [("Mobile", "Name", "City"), ("9876543210", f' "Rao{within}Asha"', ' "Pune"')]
    audience = read("\n".join(map(sign.join, [*rows, ("9012345671", "Om", "Goa")])) + "\n")
    assert audience.contacts["Name"].tolist() == [f"Rao{within}Asha", "Om"]
    assert audience.contacts["City"].tolist() == ["Pune", "Goa"]


def test_a_space_before_quotes_within_a_quoted_cell_is_text() -> None:
    text = 'Mobile,Name\n9876543210,"Rao, ""Asha"", x"\n9012345671, "Das, ""Om"""\n'
    assert names(read(text)) == ['Rao, "Asha", x', 'Das, "Om"']


def test_a_loose_quote_may_span_lines() -> None:
    audience = read('Mobile,Name\n9876543210, "Rao,\nAsha"\n9012345671,Om\n')
    assert names(audience) == ["Rao,\nAsha", "Om"]
    assert audience.rows.tolist() == [2, 3]


@pytest.mark.parametrize(
    "row",
    [
        pytest.param('9876543210, "Rao, Asha', id="after a space"),
        pytest.param('9876543210, "Rao', id="in the last cell"),
        pytest.param("9876543210,'Rao, Asha", id="single"),
        pytest.param("9876543210,“Rao, Asha", id="curly"),
    ],
)
@pytest.mark.parametrize("others", ['9012345671, "Das, Om"\n', "9012345671,Om\n"])
def test_a_row_with_a_quote_left_open_is_set_aside_and_said(row: str, others: str) -> None:
    text = f"Mobile,Name\n{others}{row}\n9123456780,Zed\n"
    audience = read(text)
    assert audience.rows.tolist() == [2, 4]
    assert audience.rejected.index.tolist() == [3]
    warnings = [warning for warning in audience.report.warnings if warning.code == "open_quotes"]
    assert [warning.rows for warning in warnings] == [(3,)]
    typed = Correction(3, None, "Mobile", 0, audience.rejected.loc[3, "Mobile"], "9876543210")
    mended = check_contacts(text.encode(), corrections=[typed])
    assert "correction_not_used" not in {warning.code for warning in mended.report.warnings}
    assert mended.rows.tolist() == [2, 4], "the number was never what is wrong with it"


def test_where_the_columns_leave_both_readings_possible_the_rows_are_set_aside() -> None:
    audience = read('Mobile,Last,First\n9876543210, "Rao, Asha"\n9012345671, "Das, Om"\n')
    assert audience.report.accepted == 0
    assert audience.rejected.index.tolist() == [2, 3]
    fine = read('Mobile,Last,First\n9876543210, "Rao", Asha\n')
    assert fine.contacts["Last"].tolist() == ["Rao"]


@pytest.mark.parametrize(
    ("cell", "kept"),
    [
        pytest.param(' "Bunty" Singh', ' "Bunty" Singh', id="a nickname"),
        pytest.param('5" pipe', '5" pipe', id="inches"),
        pytest.param("O'Brien", "O'Brien", id="an apostrophe"),
        pytest.param("'Asha'", "'Asha'", id="single quotes without a comma"),
        pytest.param(" Asha", " Asha", id="a space alone"),
        pytest.param("\"a, 'b, c', d\"", "a, 'b, c', d", id="single quotes within double ones"),
    ],
)
def test_quotes_that_shift_nothing_stay_as_they_are(cell: str, kept: str) -> None:
    audience = read(f"Mobile,Name\n'9876543210,{cell}\n9012345671,Om\n")
    assert names(audience) == [kept, "Om"]
    assert not audience.report.warnings


@pytest.mark.parametrize(
    ("text", "after_white", "are_loose"),
    [
        pytest.param('a,"b"\n', False, False, id="tidy"),
        pytest.param('a, "b"\n', True, True, id="a space before"),
        pytest.param('a,  \t"b"\n', True, True, id="several"),
        pytest.param(' "a",b', True, True, id="at the begin of the text"),
        pytest.param('a,"b"  ', False, True, id="after, at its end"),
        pytest.param('"a" ,b\n', False, True, id="after"),
        pytest.param('a 5" pipe,b\n', False, False, id="inches"),
        pytest.param('a,say "b" now\n', True, False, id="within a text"),
        pytest.param("a, b\n", False, False, id="none"),
    ],
)
@pytest.mark.parametrize("before", ["", "x" * (1 << 20) + "\n"], ids=["", "in a later block"])
def test_loose_quotes_are_seen_in_one_look(
    text: str, after_white: bool, are_loose: bool, before: str
) -> None:
    seen = look((before + text).encode(), ",")
    assert (seen.after_white, seen.are_loose) == (after_white, are_loose)


def test_an_open_quote_that_swallows_rows_still_blocks() -> None:
    audience = read('Mobile,Name\n9876543210, "Rao\n9012345671,Om"\n9123456780,x\n')
    assert [blocker.code for blocker in audience.report.blockers] == ["unclosed_quote"]


_CELLS = st.text(st.sampled_from("ab ,\"'|\n"), max_size=7)
_SPACES = st.sampled_from(["", " ", "  ", "\t"])


@examples(400)
@given(
    st.lists(
        st.lists(st.tuples(_CELLS, _SPACES, _SPACES), min_size=3, max_size=3),
        min_size=1,
        max_size=6,
    )
)
def test_whatever_white_space_stands_around_quotes_the_cells_are_the_same(
    rows: list[list[tuple[str, str, str]]],
) -> None:
    loose = "".join(
        ",".join(f'{before}"{_doubled(cell)}"{after}' for cell, before, after in row) + "\n"
        for row in rows
    )
    tidy = io.StringIO()
    csv.writer(tidy, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(
        [[cell for cell, _, _ in row] for row in rows]
    )
    assert made_plain(loose.encode(), ",", ('"',)).decode() == tidy.getvalue()


def _doubled(cell: str) -> str:
    return cell.replace('"', '""')


@examples(600)
@given(st.text(st.sampled_from("a1, \"'\n“”\t"), max_size=30), st.sampled_from(",\t"))
def test_however_quotes_are_made_plain_both_readers_agree_and_no_line_is_lost(
    text: str, delimiter: str
) -> None:
    utf8 = text.encode()
    for way in ways(utf8, look(utf8, delimiter), delimiter):
        plain = made_plain(utf8, delimiter, way)
        assert plain.count(b"\n") == utf8.count(b"\n")
        shape = Shape(delimiter, 1, 2, 3)
        quick, careful = read_rows(plain, shape), read_csv_python(plain, shape)
        assert careful.blocker or quick.table.to_pydict() == careful.table.to_pydict()
    assert made_plain(utf8, delimiter, ()) == utf8
