"""Whatever the bytes: no traceback, no lost row, no number its cell does not contain."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from examples import examples
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from workbook_files import ods, xls, xlsx

from jetmsg_core.contacts import Audience, ReadOptions, accepted_file, check_contacts, rejected_file
from jetmsg_core.contacts.check_report import CheckReport

SAMPLE = (Path(__file__).parents[2] / "data" / "sample_contacts.csv").read_text("utf-8")
ROWS = list(csv.reader(io.StringIO(SAMPLE, newline="")))
FEW = ROWS[0:1] + ROWS[20:34]
OPT_OUTS = np.array([919_000_000_124, 919_876_543_210])
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252")

USUAL = examples(100)
MANY = settings(max_examples=1_100, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def in_encoding(encoding: str) -> bytes:
    text = SAMPLE.replace("९०००००० १३२", "9000000132") if encoding == "cp1252" else SAMPLE
    return text.encode(encoding)


TEXTS = [in_encoding(encoding) for encoding in ENCODINGS]
UNQUOTED = "".join(line for line in SAMPLE.splitlines(keepends=True) if '"' not in line)
PLAIN = [UNQUOTED.encode(), UNQUOTED.replace("\n", "\r\n").encode("utf-8-sig")]
"""Whose lines are rows, so that a lost one is seen."""
BOOKS = [xlsx({"Sheet1": [*map(list, FEW)]}), ods([*map(list, FEW)])]
OLD_BOOK = xls({"Sheet1": [list(row) for row in FEW if "".join(map(str, row)).isascii()]})

Damage = Callable[[bytes], bytes]


def cut(data: bytes, at: float, length: float) -> bytes:
    return data[: int(at * len(data))]


def drop(data: bytes, at: float, length: float) -> bytes:
    start = int(at * len(data))
    return data[:start] + data[start + int(length * 64) :]


def flip(data: bytes, at: float, length: float) -> bytes:
    position = int(at * (len(data) - 1)) if data else 0
    return (
        data[:position]
        + bytes(b ^ 1 << int(length * 7) for b in data[position : position + 1])
        + data[position + 1 :]
    )


def splice(data: bytes, at: float, length: float) -> bytes:
    start = int(at * len(data))
    piece = data[start : start + int(length * 200)]
    back = int(length * len(data))
    return data[:back] + piece + data[back:]


_SHARES = st.floats(0, 1, exclude_max=True)
_PIECES = st.one_of(
    st.sampled_from([b'"', b"\n", b"\r", b",", b"\0", b"\xff", b"\xef\xbf\xbd", b"\xef\xbb\xbf"]),
    st.sampled_from([b'"\n', b'""', b";", b"\t", b"9", b".0", b"E+11", b"PK\x03\x04", b"sep=;\n"]),
    st.binary(min_size=1, max_size=4),
)


@st.composite
def damaged(draw: st.DrawFn, whole: list[bytes]) -> bytes:
    data = draw(st.sampled_from(whole))
    for _ in range(draw(st.integers(0, 4))):
        at, length = draw(_SHARES), draw(_SHARES)
        how = draw(st.sampled_from([cut, drop, flip, splice, None, None]))
        if how is None:
            position = int(at * len(data))
            data = data[:position] + draw(_PIECES) + data[position:]
        else:
            data = how(data, at, length)
    return data


_SPLINTERS = st.lists(
    st.one_of(
        st.sampled_from(["Name,Mobile\n", "9876543210", "+91 98765 43210", "9876543211.0", '"']),
        st.sampled_from(
            [",", "\n", "\r\n", ";", "\t", "'", "९८७६५४३२१०", "9.87654321E9", "\ufffd"]
        ),
        st.text(max_size=4),
    ),
    max_size=20,
)
ANYTHING = st.one_of(
    st.binary(max_size=200),
    st.tuples(_SPLINTERS, st.sampled_from(["utf-8", "utf-16", "cp1252"])).map(
        lambda made: "".join(made[0]).encode(made[1], "replace")
    ),
)


def is_contained(number: int, cell: str) -> bool:
    """Whether the ten digits stand in the cell, by means of our own: not the code's."""
    ten = str(number)[2:]
    kept = [sign for sign in cell if unicodedata.decimal(sign, None) is not None or sign == "."]
    plain = "".join("." if sign == "." else str(unicodedata.decimal(sign)) for sign in kept)
    digits = re.sub(r"\.+0+[.0]*$", "", plain).replace(".", "")
    power = re.search(r"[0-9.]+[eE]\+?[0-9]+", cell)
    return ten in digits or (power is not None and str(int(Decimal(power[0]))).endswith(ten))


def rows_seen(data: bytes, report: CheckReport) -> int | None:
    """The lines below the header, counted by means of our own; None where lines are not rows
    (quotes may hold a line break) or where the file was not read."""
    if report.blockers or report.encoding not in ("utf-8", "utf-8-sig", "cp1252"):
        return None
    if any(sign in data for sign in (b'"', b"\0", b"\x1a")):
        return None
    lines = re.split(rb"\r\n|\r|\n", data.removesuffix(b"\n").removesuffix(b"\r"))
    is_sep = re.match(rb"(\xef\xbb\xbf)*sep=", lines[0], re.IGNORECASE) is not None
    return len(lines) - is_sep - (report.header_row or 0)


def holds_the_promises(data: bytes, *, split: bool = False) -> None:
    audience = check_contacts(data, options=ReadOptions(split=split), opt_outs=OPT_OUTS)
    report = audience.report
    assert report.rows == report.accepted + report.rejected + report.duplicates + report.opted_out
    rows = [*audience.rows.tolist(), *audience.rejected.index.tolist()]
    rows += audience.duplicates["row"].tolist() + audience.opted_out["row"].tolist()
    assert len(rows) == report.rows
    seen = None if split else rows_seen(data, report)
    assert seen is None or seen == report.rows + report.blank_rows
    assert not set(OPT_OUTS.tolist()) & set(audience.numbers.tolist())
    assert split or len(rows) == len(set(rows))
    assert len(audience.contacts) == len(audience.numbers) == report.accepted
    for number, cell in _cells(audience):
        assert 916_000_000_000 <= number <= 919_999_999_999
        assert is_contained(number, cell), (number, cell)
    assert not any("\ufffd" in cell for cell in audience.contacts.to_numpy().ravel().tolist())
    assert "\ufffd" not in accepted_file(audience).decode("utf-8")
    rejected_file(audience)
    json.dumps(report.as_dict(), ensure_ascii=False).encode("utf-8")


def _cells(audience: Audience) -> list[tuple[int, str]]:
    if audience.column is None:
        return []
    cells = audience.contacts[audience.column].tolist()
    return list(zip(audience.numbers.tolist(), cells, strict=True))


@USUAL
@given(damaged([*TEXTS, *PLAIN]), st.booleans())
def test_a_damaged_text_file_keeps_the_promises(data: bytes, split: bool) -> None:
    holds_the_promises(data, split=split)


@USUAL
@given(damaged(BOOKS))
def test_a_damaged_workbook_keeps_the_promises(data: bytes) -> None:
    holds_the_promises(data)


@USUAL
@given(ANYTHING)
def test_any_bytes_keep_the_promises(data: bytes) -> None:
    holds_the_promises(data)


@pytest.mark.slow
@pytest.mark.timeout(1200)
@MANY
@given(damaged([*TEXTS, *PLAIN]), st.booleans())
def test_thousands_of_damaged_text_files_keep_the_promises(data: bytes, split: bool) -> None:
    holds_the_promises(data, split=split)


@pytest.mark.slow
@pytest.mark.timeout(1200)
@MANY
@given(damaged(BOOKS))
def test_thousands_of_damaged_workbooks_keep_the_promises(data: bytes) -> None:
    holds_the_promises(data)


@pytest.mark.slow
@pytest.mark.timeout(1200)
@settings(MANY, max_examples=150)
@given(damaged([OLD_BOOK]))
def test_damaged_workbooks_of_excel_97_keep_the_promises(data: bytes) -> None:
    """Fewer, since each is read in a process of its own."""
    holds_the_promises(data)


@pytest.mark.slow
@pytest.mark.timeout(1200)
@MANY
@given(ANYTHING)
def test_thousands_of_any_bytes_keep_the_promises(data: bytes) -> None:
    holds_the_promises(data)


@pytest.mark.parametrize("data", [*TEXTS, *BOOKS])
def test_undamaged_files_are_read_in_full(data: bytes) -> None:
    report = check_contacts(data).report
    assert not report.blockers
    assert (report.rows, report.accepted > 8) == (
        len(ROWS) - 1 if data in TEXTS else len(FEW) - 1,
        True,
    )


@pytest.mark.parametrize("data", PLAIN)
def test_the_oracle_sees_a_lost_row(data: bytes) -> None:
    audience = check_contacts(data, opt_outs=OPT_OUTS)
    assert audience.report.opted_out == 1
    assert rows_seen(data, audience.report) == audience.report.rows
    assert rows_seen(data + b"\n,,\n9876543210\n", audience.report) == audience.report.rows + 3


def test_the_oracle_sees_a_forged_number() -> None:
    assert not is_contained(919876543210, "987654321.0")
    assert not is_contained(919876543210, "⑨876543210")
    assert is_contained(919876543210, "9.87654321E9")
    assert is_contained(919876543210, "०९८७६५-४३२१०")
