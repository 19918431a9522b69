"""The quick and the careful reader of delimited text give the same rows."""

from __future__ import annotations

import csv
import io

import numpy as np
import pytest
from examples import examples
from hypothesis import example, given
from hypothesis import strategies as st

from jetmsg_core.contacts.reading.mixed import read_mixed, read_rows
from jetmsg_core.contacts.reading.quoting.quotes import swallows_rows, untidy_lines
from jetmsg_core.contacts.reading.readers import Rows, Shape, read_csv_arrow, read_csv_python


def same(quick: Rows | None, careful: Rows) -> bool:
    assert quick is not None
    assert quick.table.to_pydict() == careful.table.to_pydict()
    assert quick.rows.tolist() == careful.rows.tolist()
    assert (quick.blank_lines, quick.uneven) == (careful.blank_lines, careful.uneven)
    return careful.blocker is None


_WORDS = st.text(
    st.characters(exclude_characters='"\r\n\x00', exclude_categories=["Cs"]), max_size=8
)
_CELLS = st.one_of(_WORDS, st.sampled_from(["", " ", "9876543210", "\u2028", "\v", "\x1c", "José"]))
_LINES = st.lists(_CELLS, max_size=5).map(",".join)


@examples(250)
@given(
    lines=st.lists(st.tuples(_LINES, st.sampled_from(["\n", "\r\n"])), max_size=12),
    ended=st.booleans(),
    first_row=st.integers(1, 4),
    usual=st.integers(1, 4),
    more=st.integers(0, 2),
)
def test_both_readers_agree_on_files_without_quotes(
    lines: list[tuple[str, str]], ended: bool, first_row: int, usual: int, more: int
) -> None:
    text = "".join(line + end for line, end in lines)
    utf8 = (text if ended else text.rstrip("\r\n")).encode()
    shape = Shape(",", first_row, usual, usual + more)
    assert same(read_csv_arrow(utf8, shape), read_csv_python(utf8, shape))


_QUOTED = st.text(st.sampled_from('ab,"; |x'), max_size=6)


@examples(250)
@given(
    rows=st.lists(st.lists(st.one_of(_CELLS, _QUOTED), min_size=1, max_size=4), max_size=8),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    end=st.sampled_from(["\n", "\r\n"]),
    usual=st.integers(1, 4),
)
@example(rows=[['", ', ""]], quoting=csv.QUOTE_ALL, end="\n", usual=1)
def test_both_readers_agree_on_files_with_tidy_quotes(
    rows: list[list[str]], quoting: int, end: str, usual: int
) -> None:
    text = io.StringIO()
    csv.writer(text, quoting=quoting, lineterminator=end).writerows(rows)
    utf8 = text.getvalue().encode()
    assert not untidy_lines(utf8, ",").size
    assert same(
        read_csv_arrow(utf8, Shape(",", 1, usual, 4)),
        read_csv_python(utf8, Shape(",", 1, usual, 4)),
    )


@examples(400)
@given(st.text(st.sampled_from('a,"\n '), max_size=24))
def test_whatever_is_called_tidy_reads_the_same_both_ways(text: str) -> None:
    utf8 = text.encode()
    shape = Shape(",", 1, 2, 3)
    if not untidy_lines(utf8, ",").size:
        assert same(read_csv_arrow(utf8, shape), read_csv_python(utf8, shape))


_ODDLY_QUOTED = st.one_of(
    _LINES,
    st.sampled_from(
        [
            '5" pizza,9876543210',
            'Ravi,"12, MG Road,\r\nPune, 411001",9876543210',
            '"two\nlines",9876543210',
            '"a ""b""\n\nc",x,y,z,w',
            '"Rao, K",9876543210',
            '"a" b,"c"',
            '"never closed,9876543210',
            "",
        ]
    ),
)


@examples(600)
@given(
    lines=st.lists(st.tuples(_ODDLY_QUOTED, st.sampled_from(["\n", "\r\n"])), max_size=9),
    ended=st.booleans(),
    first_row=st.integers(1, 3),
    usual=st.integers(1, 4),
)
def test_untidy_lines_read_apart_give_the_rows_of_the_careful_reader(
    lines: list[tuple[str, str]], ended: bool, first_row: int, usual: int
) -> None:
    text = "".join(line + end for line, end in lines)
    utf8 = (text if ended else text.rstrip("\r\n")).encode()
    shape = Shape(",", first_row, usual, usual + 1)
    careful = read_csv_python(utf8, shape)
    mixed = read_mixed(utf8, shape, untidy_lines(utf8, ","))
    assert mixed is None if careful.blocker else same(mixed, careful)


@examples(600)
@given(text=st.text(st.sampled_from('a1,"\n '), max_size=30), usual=st.integers(1, 3))
def test_however_a_text_is_read_the_rows_are_those_of_the_careful_reader(
    text: str, usual: int
) -> None:
    utf8 = text.encode()
    shape = Shape(",", 1, usual, 3)
    careful = read_csv_python(utf8, shape)
    mixed = read_mixed(utf8, shape, untidy_lines(utf8, ","))
    assert mixed is None if careful.blocker else same(mixed, careful)
    assert same(read_rows(utf8, shape), careful) or careful.blocker


def test_both_readers_agree_beyond_one_block_of_arrow() -> None:
    lines = [f"name {index},98765{index:05d},{'x' * 200}\n" for index in range(12_000)]
    lines[7_000] = "short,9876543210\n"
    lines[9_000] = "\n"
    lines[11_000] = "long,9876543210,a,b\r\n"
    utf8 = "".join(lines).encode()
    shape = Shape(",", 1, 3, 3)
    assert same(read_csv_arrow(utf8, shape), read_csv_python(utf8, shape))
    assert read_csv_python(utf8, shape).uneven == ((7_001, 2), (11_001, 4))


def test_arrow_gives_up_on_a_row_longer_than_its_block_and_the_careful_reader_takes_over() -> None:
    utf8 = b"a,9876543210\n" + b"b," + b"x" * (3 << 20) + b"\n"
    quick = read_csv_arrow(utf8, Shape(",", 1, 2, 2))
    assert quick is None or quick.rows.tolist() == [1, 2]


@pytest.mark.parametrize(
    ("text", "tidy"),
    [
        pytest.param('"a","b"\n"c","d"\n', True, id="all quoted"),
        pytest.param('"Rao, K",x\n', True, id="a quoted comma"),
        pytest.param('"5"" pizza",x\n', True, id="a doubled quote"),
        pytest.param('"",x\n', True, id="an empty quoted cell"),
        pytest.param('5" pizza,x\n', False, id="a stray quote"),
        pytest.param('"a" b,x\n', False, id="text after the quote"),
        pytest.param('"a\nb",x\n', False, id="two lines"),
        pytest.param('"a,x\n', False, id="unclosed"),
        pytest.param('"a,x\n"b,y\n', False, id="two unclosed"),
    ],
)
def test_quotes_are_tidy_around_whole_cells_of_one_line(text: str, tidy: bool) -> None:
    assert (untidy_lines(text.encode(), ",").size == 0) is tidy


@pytest.mark.parametrize(
    ("record", "swallows"),
    [
        pytest.param('Ravi,"12, MG Road,\nPune, 411001",9876543210\n', False, id="an address"),
        pytest.param('Ravi,"a ""b""\nc",9876543210\n', False, id="doubled quotes"),
        pytest.param('Ravi,5" pizza,9876543210\n', False, id="a stray quote"),
        pytest.param('"Ravi,9876543210\nAsha,9876543211\n', True, id="to the end of the file"),
        pytest.param('"Ravi,9876543210\n"Asha",9876543211\n', True, id="to the next quote"),
        pytest.param('"Ravi,9876543210\nAsha,9876543211\nX",1\n', True, id="whole rows inside"),
        pytest.param('"Ravi\nAsha,nothing\nX",1\n', False, id="a comma, but no number"),
    ],
)
def test_an_unclosed_quote_is_told_from_a_cell_of_several_lines(
    record: str, swallows: bool
) -> None:
    assert swallows_rows(record, ",") is swallows


def test_rows_without_text_have_columns_all_the_same() -> None:
    for read in (read_csv_arrow, read_csv_python):
        rows = read(b"Name,Mobile\n", Shape(",", 2, 2, 3))
        assert rows is not None
        assert rows.table.column_names == ["0", "1", "2"]
        assert rows.rows.dtype == np.int64
