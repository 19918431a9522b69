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
    rows = [f'{FIRST + place},"{cell}"' for place, cell in enumerate(cells)]
    path.write_text("\n".join([f"Mobile,{name}", *rows, ""]), encoding="utf-8")
    found = cli_json("contacts", "check", path, "--column", "Mobile", "--channel", channel)
    assert found["accepted"] + found["declined"] == len(cells)
    return [row["value"] for row in found["declined_rows"]]


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
