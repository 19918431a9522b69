"""Numbers as lead files, exports of WhatsApp and address books spell them."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from examples import examples
from fixtures import RunCommand, RunJson
from hypothesis import given
from hypothesis import strategies as st

from jetmsg_core.contacts.findings.reasons import Reason, Repair
from jetmsg_core.contacts.numbers.normalize_cell import Number, Rejection, normalize
from jetmsg_core.contacts.rows.split_cells import numbers_in

NUMBER = 919876543210
WRAPPED = [
    "p:+919876543210",
    "p:9876543210",
    "whatsapp:+919876543210",
    "WhatsApp:+91 98765 43210",
    "919876543210@c.us",
    "919876543210@s.whatsapp.net",
    "919876543210:12@s.whatsapp.net",
    "https://wa.me/919876543210",
    "wa.me/919876543210?text=Hi%20there",
    "https://wa.me/+91-98765-43210/",
    "https://api.whatsapp.com/send?phone=919876543210&text=Hi",
    "https://api.whatsapp.com/send/?phone=%2B919876543210&text&type=phone_number&app_absent=0",
    "https://web.whatsapp.com/send?text=9876543211&phone=919876543210",
    "whatsapp://send?phone=919876543210",
    "sms:+919876543210",
    "sms:+919876543210?body=Call 9876543211",
    "smsto:9876543210",
    "tel://+919876543210",
    "9876543210,",
    "9876543210;",
    "9876543210 / ",
    "/9876543210",
    "=9876543210",
    '"9876543210,"',
    *("Mob: 98765 43210", "Mob.9876543210", "Mobile No. 9876543210", "Ph.No. 9876543210"),
    *("WhatsApp: +91 98765 43210", "WA 9876543210", "M: 9876543210", "(M) 9876543210"),
    *("Mo. 9876543210", "मो. 9876543210", "मोबाइल: 9876543210", "📞 9876543210"),
    *("9876543210 (Mobile)", "9876543210(M)", "+91-9876543210 (Mobile, Primary)"),
    *("9876543210 (Father)", "9876543210 - WhatsApp", "Mother: 9876543210"),
]


def as_csv(*rows: tuple[str, ...]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(rows)
    return out.getvalue()


def check(cli_json: RunJson, tmp_path: Path, text: str, *options: str) -> dict[str, Any]:
    path = tmp_path / "contacts.csv"
    path.write_text(text, newline="")
    return cli_json("contacts", "check", path, *options)


def test_what_stands_around_a_number_is_taken_off_and_said(
    cli_json: RunJson, tmp_path: Path
) -> None:
    rows = [("Name", "Mobile"), *((f"P{n}", cell) for n, cell in enumerate(WRAPPED))]
    report = check(cli_json, tmp_path, as_csv(*rows), "--duplicates", "all")
    assert (report["accepted"], report["problems"]) == (len(WRAPPED), [])
    assert {repair["number"] for repair in report["repairs"]} == {NUMBER}
    assert {repair["code"] for repair in report["repairs"]} == {"wrapped"}
    assert len(report["repairs"]) == len(WRAPPED)


@pytest.mark.parametrize("cell", ["＋919876543210", "（98765）43210", "＋91－98765－43210"])
def test_signs_of_full_width_are_those_of_half_width(cell: str) -> None:
    assert normalize(cell) == Number(NUMBER)


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        # Links and addresses always have the country code: these are Singapore and nobody.
        ("6591234567@c.us", Reason.FOREIGN_OR_UNKNOWN_COUNTRY),
        ("https://wa.me/6591234567", Reason.FOREIGN_OR_UNKNOWN_COUNTRY),
        ("https://wa.me/9876543210", Reason.FOREIGN_OR_UNKNOWN_COUNTRY),
        ("https://wa.me/message/ABC4567DEFG89", Reason.CONTAINS_LETTERS),
        ("https://wa.me/919876543210/9876543211", Reason.MULTIPLE_NUMBERS),
        ("919876543210-1600000000@g.us", Reason.CONTAINS_LETTERS),
        ("9876543210@example.com", Reason.CONTAINS_LETTERS),
        ("Viber: 98765 43210", Reason.CONTAINS_LETTERS),
        ("=98765-43210", Reason.BAD_CHARACTER),
        ("98765=9876543210", Reason.BAD_CHARACTER),
        ("=+919876543210", Reason.BAD_CHARACTER),
        ("98765,43210", Reason.MULTIPLE_NUMBERS),
        ("98765:43210", Reason.BAD_CHARACTER),
        ("98765\\43210", Reason.BAD_CHARACTER),
        ("p:+919876543210, p:+919876543211", Reason.MULTIPLE_NUMBERS),
        (",", Reason.EMPTY),
        ("/", Reason.EMPTY),
    ],
)
def test_no_digits_are_joined_that_do_not_belong_to_one_number(cell: str, reason: Reason) -> None:
    assert normalize(cell) == Rejection(reason)


_AROUND = st.sampled_from(["p:", "wa.me/", "@c.us", ",", ";", "/", "=", ":::", "*", "\\", "?", "0"])


@examples(300)
@given(st.lists(st.one_of(_AROUND, st.text("0123456789", max_size=11)), max_size=6))
def test_the_digits_of_a_number_stand_together_in_its_cell(parts: list[str]) -> None:
    cell = "".join(parts)
    read = normalize(cell)
    if isinstance(read, Number):
        assert str(read.value)[2:] in cell


SEVERAL = [
    "9876543210 ::: 9876543211",
    "9876543210:::9876543211",
    "9876543210 : 9876543211",
    "9876543210\\9876543211",
    "9876543210 * 9876543211",
    "p:+919876543210, p:+919876543211",
    "https://wa.me/919876543210, https://wa.me/919876543211",
    "9876543210 / 9876543211 / 022-23456789",
]


def test_several_numbers_in_a_cell_are_split_when_that_is_asked(
    cli_json: RunJson, tmp_path: Path
) -> None:
    rows = [("Name", "Mobile"), *((f"P{n}", cell) for n, cell in enumerate(SEVERAL))]
    report = check(cli_json, tmp_path, as_csv(*rows))
    assert {problem["code"] for problem in report["problems"]} == {"multiple_numbers"}
    assert report["rejected"] == len(SEVERAL)
    split = check(cli_json, tmp_path, as_csv(*rows), "--split", "--duplicates", "all")
    assert (split["accepted"], split["rejected"]) == (2 * len(SEVERAL), 0)
    landlines = [repair for repair in split["repairs"] if repair["code"] == "landline_left_out"]
    assert [repair["row"] for repair in landlines] == [9]


@pytest.mark.parametrize("cell", ["9876543210/11", "98765*43210", "9876543210 : home", "12:30:45"])
def test_what_is_no_list_of_numbers_is_not_split(cell: str) -> None:
    assert numbers_in(cell) == ()


@pytest.mark.parametrize(
    "cell",
    [
        "9876543210 / 022-23456789",
        "022 2345 6789, 98765 43210",
        "98765 43210; 23456789",
        "9876543210 ::: 02223456789",
        "+91 98765 43210 / +91 22 2345 6789",
        "9876543210 - 02223456789",
        # An area code may begin like a mobile number: the series tells.
        "9876543210 / 080-23456789",
    ],
)
def test_a_landline_beside_a_mobile_leaves_the_mobile(cell: str) -> None:
    assert normalize(cell) == Number(NUMBER, Repair.LANDLINE_LEFT_OUT)


@pytest.mark.parametrize(
    "cell",
    [
        pytest.param("9876543210/11", id="a tail"),
        pytest.param("9876543210/543211", id="six digits may replace the last six"),
        pytest.param("9876543210/9876543211", id="two mobiles"),
        pytest.param("9876543210/+14155552671", id="another country's"),
        pytest.param("02223456789/02223456780", id="two landlines"),
    ],
)
def test_what_may_be_a_second_mobile_is_left_to_a_person(cell: str) -> None:
    assert normalize(cell) == Rejection(Reason.MULTIPLE_NUMBERS)


def test_the_landline_that_was_left_out_is_said_in_its_row(
    cli: RunCommand, cli_json: RunJson, tmp_path: Path
) -> None:
    text = as_csv(("Name", "Mobile"), ("Asha", "9876543210 / 022-23456789"))
    (repair,) = check(cli_json, tmp_path, text)["repairs"]
    assert (repair["row"], repair["code"], repair["number"]) == (2, "landline_left_out", NUMBER)
    assert "landline" in repair["message"]
