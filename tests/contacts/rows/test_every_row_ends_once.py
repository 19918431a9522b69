"""Every filled row of a file ends in one place, and the report's sums say so.

A row is the header, a title, accepted, rejected (set aside among them), a duplicate, opted out or
declined; what stands below a list, such as *Total: 45*, is rejected with a sentence.
"""

from __future__ import annotations

import csv
import io
from collections import Counter

import numpy as np
import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st
from workbook_files import Cell, xlsx

from jetmsg_core.contacts import Audience, Duplicates, ReadOptions, check_contacts
from jetmsg_core.contacts.findings.reasons import SHIFTED

Table = list[list[str]]
OPT_OUTS = np.array([919812345678], dtype=np.int64)

_HEADERS = [
    "Name",
    "Mobile",
    "Phone",
    "DND",
    "City",
    "Accepts SMS marketing",
    "",
    "Father",
    "Class",
    "SMS",
    "WhatsApp opt-in",
    "Father DND",
    "DND Category",
]
_WORDS = [
    "",
    "",
    "Asha",
    "Ravi",
    "Pune",
    "yes",
    "no",
    "Y",
    "N",
    "n/a",
    "#N/A",
    "0",
    "Total: 45",
    "Mobile",
    " ",
]
_NUMBERS = [
    *("9876543210", "+91 98123 45678", "9012345671", "98765", "9012345672 / 9012345673"),
    *("Ph: 98765 43210", "+1 202 555 0104", "9.19877E+11"),
]
_ROWS = st.lists(st.sampled_from(_WORDS + _NUMBERS), max_size=5)
_TABLES = st.tuples(
    st.lists(_ROWS, max_size=2),
    st.lists(st.lists(st.sampled_from(_HEADERS), min_size=1, max_size=5), max_size=2),
    st.lists(_ROWS, max_size=9),
).map(lambda parts: [row for part in parts for row in part])


def text_of(table: Table) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(table)
    return out.getvalue().encode()


def filled_rows(table: Table) -> list[int]:
    return [row for row, cells in enumerate(table, 1) if any(map(str.strip, cells))]


def ends_of(audience: Audience) -> list[int]:
    """The rows below the header, once for each end."""
    return [
        *audience.rows.tolist(),
        *audience.rejected.index.tolist(),
        *(
            int(row)
            for part in ("duplicates", "opted_out", "declined")
            for row in (getattr(audience, part)["row"].tolist())
        ),
    ]


def assert_sums(audience: Audience, filled: list[int]) -> None:
    report = audience.report
    last = report.header_row or 0
    assert report.rows == (
        report.accepted + report.rejected + report.duplicates + report.opted_out + report.declined
    )
    assert report.set_aside == int((audience.rejected["message"] == SHIFTED).sum())
    above = [row for row in filled if row <= last]
    assert len(above) == len(report.header_rows) + report.title_rows
    assert set(report.header_rows) <= set(above)
    assert len(ends_of(audience)) == report.rows


@examples(150)
@given(_TABLES, st.sampled_from([None, False, True]), st.booleans(), st.sampled_from(Duplicates))
def test_every_filled_row_ends_in_exactly_one_place(
    table: Table, header: bool | None, keep: bool, duplicates: Duplicates
) -> None:
    options = ReadOptions(delimiter=",", header=header, keep_declined=keep, duplicates=duplicates)
    filled = filled_rows(table)
    audience = check_contacts(text_of(table), options=options, opt_outs=OPT_OUTS)
    if not filled:
        assert audience.report.blockers
        return
    assert_sums(audience, filled)
    below = [row for row in filled if row > (audience.report.header_row or 0)]
    assert sorted(ends_of(audience)) == below
    assert not (keep and audience.report.declined)


@examples(80)
@given(_TABLES, st.sampled_from(["split", "else", "each"]))
def test_a_row_that_is_repeated_on_purpose_is_never_lost(table: Table, way: str) -> None:
    table = [["Name", "Mobile", "Phone", "DND"], *table]
    options = {
        "split": ReadOptions(delimiter=",", header=1, column="Mobile", split=True),
        "else": ReadOptions(delimiter=",", header=1, column="Mobile", else_columns=("Phone",)),
        "each": ReadOptions(delimiter=",", header=1, each_columns=("Mobile", "Phone")),
    }[way]
    audience = check_contacts(text_of(table), options=options, opt_outs=OPT_OUTS)
    filled = filled_rows(table)
    assert_sums(audience, filled)
    times = Counter(ends_of(audience))
    assert set(times) == set(filled[1:]) - set(audience.report.header_rows)
    if way == "else":
        assert set(times.values()) <= {1}


@pytest.mark.parametrize("columns", [3, 4])
def test_the_rows_of_a_workbook_end_once_too(columns: int) -> None:
    rows: list[list[Cell]] = [
        ["ABC Tuitions", "Ph: 98765 43210"],
        [],
        ["", "Parent", "", "Student"],
        ["Name", "Mobile", "DND", "Mobile"],
        ["Asha", 9876543210, "Y", 9876543211],
        ["Ravi", 9812345678, "N", ""],
        ["Om", 9012345671, "N", ""],
        ["Om", 9012345671, "", ""],
        ["Lata", "", "", 9012345672],
        ["Total: 5"],
    ]
    data = xlsx({"S": [row[:columns] for row in rows]})
    audience = check_contacts(data, options=ReadOptions(), opt_outs=OPT_OUTS)
    report = audience.report
    assert_sums(audience, [1, 3, 4, *range(5, 11)])
    assert (report.accepted, report.declined, report.opted_out) == (1, 1, 1)
    assert (report.duplicates, report.rejected, report.title_rows) == (
        1,
        2,
        2 if columns == 3 else 1,
    )


def test_what_stands_below_a_list_is_rejected_with_a_sentence() -> None:
    data = b"Name,Mobile\nAsha,9876543210\n\nTotal: 45,\nPrinted on 01-01-2026\n"
    audience = check_contacts(data)
    assert audience.rejected.index.tolist() == [4, 5]
    assert all(audience.rejected["message"].str.contains("no number in this row"))
