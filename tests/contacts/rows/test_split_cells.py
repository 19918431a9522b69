"""Cells with several numbers, split into a row for each of them."""

from __future__ import annotations

import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from jetmsg_core.contacts import Correction, Duplicates, ReadOptions, check_contacts
from jetmsg_core.contacts.limits import Limits
from jetmsg_core.contacts.rows.split_cells import numbers_in


@pytest.mark.parametrize(
    ("cell", "pieces"),
    [
        ("98765 43210; 98765 43211 or 9876543212", ("98765 43210", "98765 43211", "9876543212")),
        ("9876543210\n9876543211", ("9876543210", "9876543211")),
        ("9876543210 - 9876543211", ("9876543210", "9876543211")),
        # Ten digits beginning with 91 are a number, not a prefix.
        ("9191234567 9876543210", ("9191234567", "9876543210")),
        ("९८७६५४३२१०, 9876543211", ("९८७६५४३२१०", "9876543211")),
        ("9876543210/11", ()),
        ("+91, 9876543210", ()),
        ("9,876,543,214", ()),
        ("98765 43210 98765 43211", ()),
        ("91987654321019876543211", ()),
        ("9876543210 / home", ()),
        ("9876543210", ()),
        ("", ()),
    ],
)
def test_a_cell_is_split_only_into_good_numbers(cell: str, pieces: tuple[str, ...]) -> None:
    assert numbers_in(cell) == pieces


_SPELLED = st.integers(6 * 10**9, 10**10 - 1).flatmap(
    lambda n: st.sampled_from([f"{n}", f"+91 {n}", f"0{n}", f"{n}.0", f"91-{n}"])
)


@examples(60)
@given(
    cells=st.lists(st.lists(_SPELLED, min_size=1, max_size=3), min_size=1, max_size=5),
    divider=st.sampled_from([", ", ";", " / ", "|", " & ", " or ", " and "]),
)
def test_split_rows_hold_every_number_of_their_cell_in_order(
    cells: list[list[str]], divider: str
) -> None:
    rows = [f'P{n},"{divider.join(pieces)}"' for n, pieces in enumerate(cells)]
    data = "\n".join(["Name,Mobile", *rows]).encode()
    audience = check_contacts(
        data, options=ReadOptions(column="Mobile", duplicates=Duplicates.ALL, split=True)
    )
    expected = [
        (row, check_contacts(f"Mobile\n{piece}".encode()).numbers[0])
        for row, pieces in enumerate(cells, 2)
        for piece in pieces
    ]
    assert list(zip(audience.rows.tolist(), audience.numbers.tolist(), strict=True)) == expected
    assert audience.contacts["Name"].tolist() == [f"P{row - 2}" for row, _ in expected]


DATA = b'Name,Mobile\nA,"9876543210, 9876543211"\nB,12\nC,9876543211\n'


def test_a_repeat_made_by_a_split_names_the_row_it_came_from() -> None:
    audience = check_contacts(DATA, options=ReadOptions(split=True))
    assert audience.numbers.tolist() == [919876543210, 919876543211]
    assert audience.duplicates.to_dict("records") == [
        {"row": 4, "number": 919876543211, "first_row": 2}
    ]


def test_another_row_can_be_mended_beside_a_split() -> None:
    typed = Correction(3, None, "Mobile", 1, "12", "9012345671")
    audience = check_contacts(DATA, options=ReadOptions(split=True), corrections=[typed])
    assert audience.rows.tolist() == [2, 2, 3]
    assert audience.contacts["Name"].tolist() == ["A", "A", "B"]
    assert audience.report.rows == 4


def test_a_row_with_broken_letters_stays_whole_and_rejected() -> None:
    data = 'Name,Mobile\nJos\ufffd,"9876543210, 9876543211"\nB,9012345671\n'.encode()
    audience = check_contacts(data, options=ReadOptions(split=True))
    assert (audience.rows.tolist(), audience.rejected.index.tolist()) == ([3], [2])


def test_rows_made_by_a_split_count_for_the_limit() -> None:
    report = check_contacts(DATA, options=ReadOptions(split=True), limits=Limits(rows=3)).report
    assert [blocker.code for blocker in report.blockers] == ["too_many_rows"]
    assert not check_contacts(DATA, limits=Limits(rows=3)).report.blockers
