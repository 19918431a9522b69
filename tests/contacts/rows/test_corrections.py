"""Rejected cells typed anew give what a check of the mended file would have given."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from jetmsg_core import checking, optouts
from jetmsg_core.contacts import Correction, ReadOptions
from jetmsg_core.contacts.audience import Audience, Duplicates, check_contacts
from jetmsg_core.settings import Settings

COLUMN = "Mobile"


def typed(row: int, before: str, after: str) -> Correction:
    return Correction(row, None, COLUMN, 1, before, after)


def checked(*rows: str, corrections: tuple[Correction, ...] = ()) -> Audience:
    data = "\n".join([f"Name,{COLUMN}", *rows]).encode()
    return check_contacts(data, options=ReadOptions(column=COLUMN), corrections=corrections)


def test_a_mended_cell_is_accepted_at_its_place_and_the_others_stay() -> None:
    rows = ("A,9876543210", "B,98765", "C,9876543212", "D,bad")
    after = checked(*rows, corrections=(typed(3, "98765", "98765 43211"),))
    assert after.rows.tolist() == [2, 3, 4]
    assert after.numbers.tolist() == [919876543210, 919876543211, 919876543212]
    assert after.contacts[COLUMN].tolist() == ["9876543210", "98765 43211", "9876543212"]
    assert after.contacts["Name"].tolist() == ["A", "B", "C"]
    assert [problem["row"] for problem in after.report.problems] == [5]
    assert (after.report.accepted, after.report.rejected, after.report.rows) == (3, 1, 4)
    assert not after.report.warnings


def test_a_cell_that_is_still_wrong_says_its_new_reason() -> None:
    after = checked(
        "A,9876543210", "B,98765", corrections=(typed(3, "98765", "9876543210 / 9876543211"),)
    )
    (problem,) = after.report.problems
    assert (problem["value"], problem["code"]) == ("9876543210 / 9876543211", "multiple_numbers")
    assert after.rejected["code"].tolist() == ["multiple_numbers"]


def test_repeats_are_decided_again_by_row() -> None:
    rows = ("A,bad", "B,9876543210", "C,worse", "D,9876543210")
    later = checked(*rows, corrections=(typed(4, "worse", "9876543210"),))
    assert later.duplicates.to_dict("list") == {
        "row": [4, 5],
        "number": [919876543210] * 2,
        "first_row": [3, 3],
    }
    earlier = checked(*rows, corrections=(typed(2, "bad", "9876543210"),))
    assert earlier.rows.tolist() == [2]
    assert earlier.contacts["Name"].tolist() == ["A"]
    assert earlier.duplicates["first_row"].tolist() == [2, 2]


def test_a_mended_number_that_opted_out_is_left_out(settings: Settings) -> None:
    optouts.add(settings, ["9876543210"], source="x")
    after = checking.check(
        settings,
        f"Name,{COLUMN}\nA,98765\nB,9876543211\n".encode(),
        corrections=(typed(2, "98765", "9876543210"),),
    )
    assert (after.report.accepted, after.report.opted_out, after.report.rejected) == (1, 1, 0)


def test_a_row_with_broken_letters_is_not_mended_by_its_number() -> None:
    rows = ("Jos\ufffd,9876543210", "B,98\ufffd65", "C,9876543212")
    mended = (typed(2, "9876543210", "9876543219"), typed(3, "98\ufffd65", "9876543211"))
    after = checked(*rows, corrections=mended)
    assert after.rows.tolist() == [3, 4]
    assert [problem["code"] for problem in after.report.problems] == ["bad_character"]


@pytest.mark.parametrize("text", ["98765\ufffd3210", "\ud800", "98765\0bad", "", "x" * 5000])
def test_anything_may_be_typed(text: str) -> None:
    after = checked("A,9876543210", "B,1", corrections=(typed(3, "1", text),))
    assert after.report.rejected == 1


GOOD = typed(3, "1", "9876543211")


@pytest.mark.parametrize(
    ("correction", "is_used"),
    [
        pytest.param(GOOD, True, id="the cell it was typed for"),
        pytest.param(replace(GOOD, column="Column 2"), True, id="the first row is no header now"),
        pytest.param(replace(GOOD, column_index=4), True, id="columns before it are gone"),
        pytest.param(replace(GOOD, before="12"), False, id="another cell stands there"),
        pytest.param(replace(GOOD, column="Other", column_index=2), False, id="another column"),
        pytest.param(replace(GOOD, sheet="July"), False, id="another sheet"),
        pytest.param(replace(GOOD, row=2), False, id="another row"),
        pytest.param(replace(GOOD, row=9), False, id="no such row"),
    ],
)
def test_a_correction_that_does_not_fit_is_said_and_not_used(
    correction: Correction, is_used: bool
) -> None:
    after = checked("A,9876543210", "B,1", corrections=(correction,))
    assert after.report.accepted == 1 + is_used
    warnings = [(warning.code, warning.row) for warning in after.report.warnings]
    assert warnings == ([] if is_used else [("correction_not_used", correction.row)])


_CELLS = st.one_of(
    st.sampled_from(["9876543210", "+91 98765 43210", "9876543211.0", "9876500000", "6110212345"]),
    st.sampled_from(["9.19876543E+11", "9876543219", "'9876543210"]),
    st.sampled_from(["", "98765", "x", "9876543211/12", "9876543210, 9876543217"]),
)


@examples(150)
@given(
    rows=st.lists(st.tuples(_CELLS, _CELLS), min_size=1, max_size=9),
    duplicates=st.sampled_from(list(Duplicates)),
    split=st.booleans(),
    chosen=st.integers(0, 511),
)
def test_mending_is_the_same_as_checking_the_mended_file(
    rows: list[tuple[str, str]], duplicates: Duplicates, split: bool, chosen: int
) -> None:
    opt_outs = np.array([919876543219], dtype=np.int64)

    def check(cells: list[str], corrections: tuple[Correction, ...] = ()) -> Audience:
        frame = pd.DataFrame({"code": [str(n) for n in range(len(cells))], COLUMN: cells})
        return check_contacts(
            frame.to_csv(index=False).encode(),
            options=ReadOptions(column=COLUMN, duplicates=duplicates, split=split),
            corrections=corrections,
            opt_outs=opt_outs,
        )

    before = check([cell for cell, _ in rows])
    mended = {row for row in before.rejected.index if chosen >> (row - 2) & 1}
    report = check(
        [cell for cell, _ in rows], tuple(typed(row, *rows[row - 2]) for row in sorted(mended))
    )
    wanted = check([new if row in mended else old for row, (old, new) in enumerate(rows, 2)])
    assert report.report.as_dict() == wanted.report.as_dict()
    assert report.numbers.tolist() == wanted.numbers.tolist()
    assert report.rows.tolist() == wanted.rows.tolist()
    for name in ("contacts", "rejected", "duplicates", "opted_out"):
        actual, other = getattr(report, name), getattr(wanted, name)
        assert (
            actual.reset_index().astype(str).to_dict() == other.reset_index().astype(str).to_dict()
        )
