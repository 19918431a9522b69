"""A column called by a channel alone may hold numbers, texts or answers: a plain no in it is heard
for that channel, whatever stands in a few other cells."""

from __future__ import annotations

from pathlib import Path

import pytest
from fixtures import RunJson

FIRST = 9876543210
SMS, WHATSAPP = "sms", "whatsapp"


def check(cli_json: RunJson, tmp_path: Path, name: str, channel: str, *cells: str) -> list[str]:
    """The cells for which rows are left out of messages through the channel."""
    path = tmp_path / "contacts.csv"
    rows = [f'{FIRST + index},"{cell}"' for index, cell in enumerate(cells)]
    path.write_text("\n".join([f"Mobile,{name}", *rows, ""]), encoding="utf-8")
    report = cli_json("contacts", "check", path, "--column", "Mobile", "--channel", channel)
    assert report["accepted"] + report["declined"] == len(cells)
    return [row["value"] for row in report["declined_rows"]]


@pytest.mark.parametrize("name", ["SMS", "WhatsApp", "WhatsApp Messages"])
@pytest.mark.parametrize(
    ("cells", "refused"),
    [
        pytest.param(("yes", "no", "yes", "no", "9876543299"), ["no", "no"], id="a number"),
        pytest.param(("yes", "no", "later", "ask her", "moved"), ["no"], id="odd words"),
        pytest.param(("allow", "deny", "allow"), ["deny"], id="allow and deny"),
        pytest.param(("enabled", "disabled"), ["disabled"], id="enabled and disabled"),
        pytest.param(("yes", "no", "3"), ["no"], id="a count"),
        pytest.param(("9876543299", "9876543298", "no"), [], id="numbers, and one without"),
        pytest.param(("0", "3", "1"), [], id="counts"),
        pytest.param(("Sent", "Delivered", "Failed"), [], id="reports"),
    ],
)
def test_a_plain_no_is_heard_beside_odd_cells(
    cli_json: RunJson, tmp_path: Path, name: str, cells: tuple[str, ...], refused: list[str]
) -> None:
    channel = SMS if name == "SMS" else WHATSAPP
    assert check(cli_json, tmp_path, name, channel, *cells) == refused
    other = WHATSAPP if name == "SMS" else SMS
    assert check(cli_json, tmp_path, name, other, *cells) == []


@pytest.mark.parametrize(
    "name", ["SMS Preference", "WhatsApp Preference", "SMS Status", "SMS Pref"]
)
@pytest.mark.parametrize(
    ("cells", "refused"),
    [
        pytest.param(("Yes", "No"), ["No"], id="a plain no"),
        pytest.param(("1", "0"), ["0"], id="0 where all are answers"),
        pytest.param(("0", "3", "1"), [], id="codes"),
        pytest.param(("Yes", "No - told us 2021", "2"), ["No - told us 2021"], id="explained"),
        pytest.param(("Active", "unsub"), ["unsub"], id="in words"),
        pytest.param(("Sent", "Rejected", "No. 5"), [], id="reports"),
    ],
)
def test_a_plain_no_is_heard_in_a_preference_or_a_status_of_a_channel(
    cli_json: RunJson, tmp_path: Path, name: str, cells: tuple[str, ...], refused: list[str]
) -> None:
    channel = SMS if "SMS" in name else WHATSAPP
    assert check(cli_json, tmp_path, name, channel, *cells) == refused
    other = WHATSAPP if channel == SMS else SMS
    assert check(cli_json, tmp_path, name, other, *cells) == []


@pytest.mark.parametrize(
    ("name", "cells", "refused"),
    [
        pytest.param("Permission", ("Yes", "No"), ["No"], id="a permission"),
        pytest.param("Permission", ("Granted", "Denied"), ["Denied"], id="one in words"),
        pytest.param("hs_whatsapp_opt_in", ("yes", "no"), ["no"], id="HubSpot"),
        pytest.param("preferences.whatsapp", ("yes", "no"), ["no"], id="in JSON"),
        pytest.param("Communication Preference", ("Yes", "No"), ["No"], id="of communication"),
        pytest.param("Payment preference", ("Yes", "No"), [], id="of something else"),
        pytest.param("Status", ("Yes", "No"), [], id="a status of anything"),
    ],
)
def test_a_no_is_heard_where_the_name_speaks_of_messages(
    cli_json: RunJson, tmp_path: Path, name: str, cells: tuple[str, ...], refused: list[str]
) -> None:
    assert check(cli_json, tmp_path, name, WHATSAPP, *cells) == refused


def test_preferences_of_a_json_list_are_heard(cli_json: RunJson, tmp_path: Path) -> None:
    path = tmp_path / "contacts.json"
    path.write_text(
        '[{"name": "A", "mobile": "9876543210", "preferences": {"sms": false, "whatsapp": true}},'
        ' {"name": "B", "mobile": "9876543211", "preferences": {"sms": true, "whatsapp": true}}]'
    )
    report = cli_json("contacts", "check", path, "--channel", SMS)
    assert [row["row"] for row in report["declined_rows"]] == [2]
    assert cli_json("contacts", "check", path, "--channel", WHATSAPP)["declined"] == 0
