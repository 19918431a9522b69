"""Which cells are Indian mobile numbers, and why the others are not."""

from __future__ import annotations

import time

import pandas as pd
import pyarrow as pa
import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from jetmsg_core.contacts.findings.reasons import SENTENCES, Caution, Reason, Repair
from jetmsg_core.contacts.numbers.normalize import normalize_column
from jetmsg_core.contacts.numbers.normalize_cell import Number, Rejection, normalize
from jetmsg_core.contacts.numbers.vectorized_numbers import read_plain

CANONICAL = 919876543210


@pytest.mark.parametrize(
    "cell",
    [
        pytest.param("9876543210", id="ten digits"),
        pytest.param("09876543210", id="0"),
        pytest.param("919876543210", id="91"),
        pytest.param("+919876543210", id="+91"),
        pytest.param("0919876543210", id="091"),  # phonenumbers refuses this one
        pytest.param("00919876543210", id="0091"),
        pytest.param("+9109876543210", id="+910"),
        pytest.param("91 09876543210", id="91 0"),
        pytest.param("+91 98765 43210", id="spaces"),
        pytest.param("98765-43210", id="hyphen"),
        pytest.param("98765.43210", id="dot"),
        pytest.param("(98765) 43210", id="brackets"),
        pytest.param("+91 (0) 98765 43210", id="a bracketed zero"),
        pytest.param("98765_43210", id="underscore"),
        pytest.param("98765\u00a043210", id="no-break space"),
        pytest.param("98765\u200943210", id="thin space"),
        pytest.param("98765\u201043210", id="unicode hyphen"),
        pytest.param("98765\u201343210", id="en dash"),
        pytest.param("98765\u221243210", id="minus sign"),
        pytest.param("98765\t43210", id="tab"),
        pytest.param("  9876543210 ", id="spaces around"),
    ],
)
def test_an_accepted_spelling_is_read_without_a_repair(cell: str) -> None:
    assert normalize(cell) == Number(CANONICAL)


@pytest.mark.parametrize(
    ("cell", "repair"),
    [
        pytest.param('"9876543210"', Repair.WRAPPED, id="quotes"),
        pytest.param("'9876543210", Repair.WRAPPED, id="leading apostrophe"),
        pytest.param("’9876543210", Repair.WRAPPED, id="curly apostrophe"),
        pytest.param('="9876543210"', Repair.WRAPPED, id="excel text formula"),
        pytest.param("tel:+91-98765-43210", Repair.WRAPPED, id="tel"),
        pytest.param("TEL: 9876543210", Repair.WRAPPED, id="TEL in capitals"),
        pytest.param("9876543210.0", Repair.DECIMAL_TAIL, id="float"),
        pytest.param("919876543210.00", Repair.DECIMAL_TAIL, id="float with two zeros"),
        pytest.param("9.87654321E9", Repair.SCIENTIFIC_NOTATION, id="nine exact digits"),
        pytest.param("9.19876543210E+11", Repair.SCIENTIFIC_NOTATION, id="twelve exact digits"),
        pytest.param("९८७६५४३२१०", Repair.OTHER_DIGITS, id="devanagari"),
        pytest.param("௯௮௭௬௫௪௩௨௧௦", Repair.OTHER_DIGITS, id="tamil"),
        pytest.param("٩٨٧٦٥٤٣٢١٠", Repair.OTHER_DIGITS, id="arabic-indic"),
        pytest.param(
            "\uff19\uff18\uff17\uff16\uff15\uff14\uff13\uff12\uff11\uff10",
            Repair.OTHER_DIGITS,
            id="full-width",
        ),
        pytest.param("98765\u200b43210", Repair.INVISIBLE_CHARACTERS, id="zero-width space"),
        pytest.param("\u202a+919876543210\u202c", Repair.INVISIBLE_CHARACTERS, id="bidi marks"),
        pytest.param("\ufeff9876543210", Repair.INVISIBLE_CHARACTERS, id="byte order mark"),
    ],
)
def test_a_damaged_spelling_is_read_and_marked_as_repaired(cell: str, repair: Repair) -> None:
    assert normalize(cell) == Number(CANONICAL, repair)


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        *(
            pytest.param(cell, Reason.EMPTY, id=f"empty: {cell!r}")
            for cell in ["", "  ", "-", "--", "n/a", "N/A", "null", "NaN", "'", "\u200b"]
        ),
        pytest.param("98765", Reason.TOO_SHORT, id="five digits"),
        pytest.param("987654321", Reason.TOO_SHORT, id="nine digits"),
        pytest.param("+91 987654321", Reason.TOO_SHORT, id="nine digits after +91"),
        pytest.param("0091 987654321", Reason.TOO_SHORT, id="nine digits after 0091"),
        pytest.param("987654321.0", Reason.TOO_SHORT, id="a .0 tail must not make ten digits"),
        pytest.param("987654321. 0", Reason.TOO_SHORT, id="nor with a space"),
        pytest.param("(987654321.0)", Reason.TOO_SHORT, id="nor in brackets"),
        pytest.param("98765432.0.0", Reason.TOO_SHORT, id="nor twice"),
        pytest.param("9876543.000", Reason.TOO_SHORT, id="nor with three zeros"),
        pytest.param("98765432101", Reason.TOO_LONG, id="eleven digits"),
        pytest.param("+91 98765432101", Reason.TOO_LONG, id="eleven digits after +91"),
        pytest.param("91 98765432101", Reason.TOO_LONG, id="eleven digits after 91"),
        pytest.param("1" * 40, Reason.TOO_LONG, id="forty digits"),
        pytest.param("9" * 5000, Reason.TOO_LONG, id="five thousand digits"),
        pytest.param("91987654321", Reason.WRONG_LENGTH, id="91 and nine digits"),
        pytest.param("1234567890", Reason.NOT_MOBILE_SERIES, id="begins with 1"),
        pytest.param("4521452145", Reason.NOT_MOBILE_SERIES, id="the gateway's own sample"),
        pytest.param("02212345678", Reason.NOT_MOBILE_SERIES, id="landline with 0"),
        pytest.param("+91 5876543210", Reason.NOT_MOBILE_SERIES, id="+91 and 5"),
        pytest.param("0987654321", Reason.NOT_MOBILE_SERIES, id="ten digits that begin with 0"),
        *(
            pytest.param(
                f"9876543210{sign}9876543211", Reason.MULTIPLE_NUMBERS, id=f"two: {sign!r}"
            )
            for sign in [",", ";", "/", "|", "&", "\n", " or ", " and ", " OR ", " ", " - ", "+"]
        ),
        pytest.param("9876543210/11", Reason.MULTIPLE_NUMBERS, id="a range of two"),
        pytest.param("98765O3210", Reason.CONTAINS_LETTERS, id="letter O"),
        pytest.param("98765FLOWR", Reason.CONTAINS_LETTERS, id="vanity"),
        pytest.param("Rao: 9876543210", Reason.CONTAINS_LETTERS, id="a word in front"),
        pytest.param("9876543210 (wrong)", Reason.CONTAINS_LETTERS, id="a word behind"),
        pytest.param("O9876543210", Reason.CONTAINS_LETTERS, id="a letter for a zero"),
        pytest.param("Mobile 987654321", Reason.TOO_SHORT, id="a digit missing behind a word"),
        pytest.param("9876543210 (WhatsApp 9823456712)", Reason.CONTAINS_LETTERS, id="two numbers"),
        pytest.param("9876543210 ext 5", Reason.CONTAINS_LETTERS, id="extension"),
        pytest.param("राम 9876543210", Reason.CONTAINS_LETTERS, id="hindi letters"),
        pytest.param("98765²3210", Reason.BAD_CHARACTER, id="superscript is no digit"),
        pytest.param("⑨876543210", Reason.BAD_CHARACTER, id="circled digit is no digit"),
        pytest.param("98765*43210", Reason.BAD_CHARACTER, id="star"),
        pytest.param("98765\ufffd43210", Reason.BAD_CHARACTER, id="replacement character"),
        pytest.param("98765\x0043210", Reason.BAD_CHARACTER, id="NUL"),
        pytest.param("++919876543210", Reason.BAD_CHARACTER, id="two plus signs"),
        pytest.param("9876543210+", Reason.BAD_CHARACTER, id="plus behind"),
        pytest.param("-9876543119", Reason.BAD_CHARACTER, id="+91-9876543210 as Excel computes it"),
        pytest.param("=+919876543210", Reason.BAD_CHARACTER, id="a formula"),
        pytest.param("9.19877E+11", Reason.SCIENTIFIC_NOTATION_LOSSY, id="six digits are left"),
        pytest.param("9.8765432E9", Reason.SCIENTIFIC_NOTATION_LOSSY, id="eight digits are left"),
        pytest.param("9e9", Reason.SCIENTIFIC_NOTATION_LOSSY, id="one digit is left"),
        pytest.param("1.23456789E400", Reason.TOO_LONG, id="an absurd exponent"),
        pytest.param("9.876543210123E9", Reason.BAD_CHARACTER, id="a fraction remains"),
        *(
            pytest.param(cell, Reason.EXCEL_ERROR_VALUE, id=f"excel: {cell}")
            for cell in ["#N/A", "#VALUE!", "#REF!", "#NAME?", "#DIV/0!", "#NUM!", "########"]
        ),
        pytest.param("+1 415 555 2671", Reason.FOREIGN_OR_UNKNOWN_COUNTRY, id="+1"),
        pytest.param("+9876543210", Reason.FOREIGN_OR_UNKNOWN_COUNTRY, id="+98 is Iran"),
        pytest.param("0044 7911 123456", Reason.FOREIGN_OR_UNKNOWN_COUNTRY, id="0044"),
        pytest.param("447911123456", Reason.FOREIGN_OR_UNKNOWN_COUNTRY, id="44 without +"),
        pytest.param("+0919876543210", Reason.FOREIGN_OR_UNKNOWN_COUNTRY, id="+091"),
    ],
)
def test_anything_else_is_rejected_with_its_reason(cell: str, reason: Reason) -> None:
    assert normalize(cell) == Rejection(reason)


def test_91_is_never_taken_from_a_ten_digit_number() -> None:
    assert normalize("9191234567") == Number(919191234567)
    assert normalize("919191234567") == Number(919191234567)


@pytest.mark.parametrize(
    ("cell", "cautions"),
    [
        pytest.param("9876500000", (Caution.TRAILING_ZEROS,), id="five zeros"),
        pytest.param("9876510000", (), id="four zeros are ordinary"),
        pytest.param("9999999999", (Caution.REPEATED_DIGITS,), id="all alike"),
        pytest.param("9877777771", (Caution.REPEATED_DIGITS,), id="seven alike"),
        pytest.param("9877777761", (), id="six alike are ordinary"),
        pytest.param(
            "9000000000", (Caution.TRAILING_ZEROS, Caution.REPEATED_DIGITS), id="both at once"
        ),
        pytest.param("9.19876543E+11", (Caution.ROUNDED_BY_EXCEL,), id="three zeros assumed"),
    ],
)
def test_a_doubtful_number_is_accepted_with_a_caution(
    cell: str, cautions: tuple[Caution, ...]
) -> None:
    number = normalize(cell)
    assert isinstance(number, Number)
    assert number.cautions == cautions
    column = normalize_column([cell])
    assert {code for code, positions in column.cautions.items() if len(positions)} == set(cautions)


def test_every_code_has_a_sentence() -> None:
    assert set(SENTENCES) == {*Reason, *Repair, *Caution}


def test_the_reason_codes_are_those_promised() -> None:
    assert " ".join(Reason) == (
        "empty too_short too_long wrong_length not_mobile_series multiple_numbers "
        "contains_letters bad_character scientific_notation_lossy excel_error_value "
        "foreign_or_unknown_country"
    )


def test_an_empty_column_is_read() -> None:
    assert normalize_column([]).numbers.shape == (0,)
    assert normalize_column(pd.Series([], dtype="str")).numbers.shape == (0,)


def test_a_sliced_column_is_read_from_its_own_place() -> None:
    column = pd.Series(["9876543210", "+91 98765 43211", "", "98765-43212"], dtype="str")
    assert normalize_column(column.iloc[1:]).numbers.tolist() == [919876543211, 0, 919876543212]


def test_ordinary_spellings_take_the_quick_way() -> None:
    cells = ["9876543210", "+91 98765-43210", "0 98765.43210", "(98765) 43210", " 91_9876543210 "]
    assert read_plain(pa.array(cells, pa.large_string())).tolist() == [CANONICAL] * 5
    odd = ["9876543210.0", "-9876543210", "", "98765", "+9876543210", "९८७६५४३२१०"]
    assert read_plain(pa.array(odd, pa.large_string())).tolist() == [0] * 6


def test_an_empty_last_cell_changes_nothing_of_the_cell_before_it() -> None:
    for cells in (["9876543210+", ""], ["9876543210+", "", ""], ["9876543210+", " "]):
        assert read_plain(pa.array(cells, pa.large_string())).tolist() == [0] * len(cells)


_TENS = st.sampled_from(["9876543210", "6000000000", "5876543210", "9999999999", "987654321"])
_PIECES = st.one_of(
    _TENS,
    st.sampled_from(["98765", "43210", "0", "91", "+", "+91", "00", ".0", ".", "-", " ", "(", ")"]),
    st.sampled_from([".0", ".00", "+919876543210.0", "09876543210.000", "987654321.0"]),
    st.sampled_from(["_", "[", "]", "\t", "\n", "\u00a0", "\u200b", "e", "E+9", "'", '"', ","]),
    st.sampled_from(["=", "tel:", "or", "०", "७", "\ufffd", "\x00", "\v", "/", "#", "   "]),
    st.sampled_from(["p:", "p:+", "@c.us", "wa.me/", ":::", "*", "\\", ";", "022-23456789", "="]),
    st.sampled_from(["+971501234567", "96550123456", "0065", "6591234567", "+1", "4155552671"]),
    st.text("0123456789 -+.()", max_size=6),
)
_CELLS = st.one_of(st.lists(_PIECES, max_size=7).map("".join), st.text(max_size=20))


@examples(400)
@given(st.lists(_CELLS, max_size=25), st.booleans())
def test_a_column_is_read_exactly_as_its_cells_one_by_one(
    cells: list[str], international: bool
) -> None:
    column = normalize_column(cells, international=international)
    results = [normalize(cell, international=international) for cell in cells]
    outcomes = list(enumerate(results))
    assert column.numbers.tolist() == [
        result.value if isinstance(result, Number) else 0 for result in results
    ]
    assert list(
        zip(column.rejections.positions.tolist(), column.rejections.codes, strict=True)
    ) == [(index, result.reason) for index, result in outcomes if isinstance(result, Rejection)]
    assert list(zip(column.repairs.positions.tolist(), column.repairs.codes, strict=True)) == [
        (index, result.repair)
        for index, result in outcomes
        if isinstance(result, Number) and result.repair
    ]
    for caution, positions in column.cautions.items():
        assert positions.tolist() == [
            index
            for index, result in outcomes
            if isinstance(result, Number) and caution in result.cautions
        ]
    assert set(column.cautions) == set(Caution)


@examples(300)
@given(_CELLS)
def test_a_number_has_twelve_digits_and_all_of_them_stood_in_the_cell(cell: str) -> None:
    result = normalize(cell)
    if isinstance(result, Rejection):
        return
    assert 916_000_000_000 <= result.value <= 919_999_999_999
    if result.repair is None:
        digits = "".join(character for character in cell if character.isdecimal())
        assert digits.endswith(str(result.value)[2:])
        assert normalize(str(result.value)) == Number(result.value, None, result.cautions)


@pytest.mark.parametrize(
    ("around", "cell"),
    [
        pytest.param("tel:", "{}9876543210", id="schemes"),
        pytest.param('tel:"', "{}9876543210", id="schemes and quotes"),
        pytest.param('="', "{}9876543210", id="formulas"),
        pytest.param('",', "9876543210{}", id="quotes and commas behind it"),
    ],
)
def test_a_number_wrapped_many_times_is_read_at_once(around: str, cell: str) -> None:
    begun = time.process_time()
    read = normalize(cell.format(around * 20_000))
    assert read == Number(CANONICAL, Repair.WRAPPED)
    assert time.process_time() - begun < 1  # 0.01 s on a quiet machine; one by one 80 s


def test_a_formula_of_an_empty_text_is_empty() -> None:
    assert normalize('=""') == Rejection(Reason.EMPTY)
