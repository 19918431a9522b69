"""Rejected cells typed anew give what a check of the mended file would have given."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jetmsg_core import checking, optouts
from jetmsg_core.contacts.audience import Audience, Duplicates, check_contacts
from jetmsg_core.contacts.mending import recheck
from jetmsg_core.errors import InputError
from jetmsg_core.settings import Settings


def checked(*rows: str, header: str = "Name,Mobile") -> Audience:
    return check_contacts("\n".join([header, *rows]).encode(), column="Mobile")


def test_a_mended_cell_is_accepted_at_its_place_and_the_others_stay() -> None:
    before = checked("A,9876543210", "B,98765", "C,9876543212", "D,bad")
    after = recheck(before, {3: "98765 43211"})
    assert after.rows.tolist() == [2, 3, 4]
    assert after.numbers.tolist() == [919876543210, 919876543211, 919876543212]
    assert after.contacts["Mobile"].tolist() == ["9876543210", "98765 43211", "9876543212"]
    assert after.contacts["Name"].tolist() == ["A", "B", "C"]
    assert [problem["row"] for problem in after.report.problems] == [5]
    assert (after.report.accepted, after.report.rejected, after.report.rows) == (3, 1, 4)
    assert before.report.accepted == 2


def test_a_cell_that_is_still_wrong_says_its_new_reason() -> None:
    after = recheck(checked("A,9876543210", "B,98765"), {3: "9876543210 / 9876543211"})
    (problem,) = after.report.problems
    assert (problem["value"], problem["code"]) == ("9876543210 / 9876543211", "multiple_numbers")
    assert after.rejected["code"].tolist() == ["multiple_numbers"]


def test_repeats_are_decided_again_by_row() -> None:
    before = checked("A,bad", "B,9876543210", "C,worse", "D,9876543210")
    later = recheck(before, {4: "9876543210"})
    assert later.duplicates.to_dict("list") == {
        "row": [4, 5],
        "number": [919876543210] * 2,
        "first_row": [3, 3],
    }
    earlier = recheck(before, {2: "9876543210"})
    assert earlier.rows.tolist() == [2]
    assert earlier.contacts["Name"].tolist() == ["A"]
    assert earlier.duplicates["first_row"].tolist() == [2, 2]


def test_a_mended_number_that_opted_out_is_left_out(settings: Settings) -> None:
    optouts.add(settings, ["9876543210"], source="x")
    after = checking.check(
        settings, b"Name,Mobile\nA,98765\nB,9876543211\n", fixes={2: "9876543210"}
    )
    assert (after.report.accepted, after.report.opted_out, after.report.rejected) == (1, 1, 0)


def test_a_row_with_broken_letters_is_not_mended_by_its_number() -> None:
    before = checked("Jos\ufffd,9876543210", "B,98\ufffd65", "C,9876543212")
    after = recheck(before, {2: "9876543210", 3: "9876543211"})
    assert after.rows.tolist() == [3, 4]
    assert [problem["code"] for problem in after.report.problems] == ["bad_character"]


@pytest.mark.parametrize("text", ["98765\ufffd3210", "\ud800", "98765\0bad", "", "x" * 5000])
def test_anything_may_be_typed(text: str) -> None:
    after = recheck(checked("A,9876543210", "B,1"), {3: text})
    assert after.report.rejected == 1


@pytest.mark.parametrize("row", [2, 9, 0])
def test_only_rejected_rows_can_be_mended(row: int) -> None:
    with pytest.raises(InputError, match=f"Row {row} was not rejected"):
        recheck(checked("A,9876543210", "B,1"), {row: "9876543211"})


_CELLS = st.one_of(
    st.sampled_from(["9876543210", "+91 98765 43210", "9876543211.0", "9876500000", "6110212345"]),
    st.sampled_from(["9.19876543E+11", "9876543219", "'9876543210"]),
    st.sampled_from(["", "98765", "x", "9876543211/12"]),
)


@settings(max_examples=150, deadline=None)
@given(
    rows=st.lists(st.tuples(_CELLS, _CELLS), min_size=1, max_size=9),
    duplicates=st.sampled_from(list(Duplicates)),
    chosen=st.integers(0, 511),
)
def test_mending_is_the_same_as_checking_the_mended_file(
    rows: list[tuple[str, str]], duplicates: Duplicates, chosen: int
) -> None:
    opt_outs = np.array([919876543219], dtype=np.int64)

    def check(cells: list[str]) -> Audience:
        frame = pd.DataFrame({"code": [str(n) for n in range(len(cells))], "Mobile": cells})
        data = frame.to_csv(index=False).encode()
        return check_contacts(data, column="Mobile", duplicates=duplicates, opt_outs=opt_outs)

    before = check([cell for cell, _ in rows])
    fixes = {row: rows[row - 2][1] for row in before.rejected.index if chosen >> (row - 2) & 1}
    found = recheck(before, fixes, opt_outs=opt_outs)
    wanted = check([fixes.get(row, cell) for row, (cell, _) in enumerate(rows, 2)])
    assert found.report.as_dict() == wanted.report.as_dict()
    assert found.numbers.tolist() == wanted.numbers.tolist()
    assert found.rows.tolist() == wanted.rows.tolist()
    for name in ("contacts", "rejected", "duplicates", "opted_out"):
        one, other = getattr(found, name), getattr(wanted, name)
        assert one.reset_index().astype(str).to_dict() == other.reset_index().astype(str).to_dict()
