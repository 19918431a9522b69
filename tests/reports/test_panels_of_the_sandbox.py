"""The sandbox writes its report in the shapes of other panels, and all of them say the same."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fixtures import RunJson

from jetmsg_core.reports.reading.words import read_words
from jetmsg_core.sandbox.panels import PANELS
from jetmsg_core.sandbox.report import FATES

Sending = Callable[..., Any]
MANY = 600


def downloaded(url: str, panel: str) -> bytes:
    address = f"{url}/report.csv" + (f"?panel={panel}" if panel else "")
    with urllib.request.urlopen(address, timeout=120) as reply:
        body: bytes = reply.read()
    return body


def test_there_are_eight_panels_at_least_and_each_has_words_for_every_ending() -> None:
    assert len(PANELS) >= 8
    endings = {(status, code) for _, status, code in FATES}
    assert {name: set(panel.words) for name, panel in PANELS.items()} == dict.fromkeys(
        PANELS, endings
    )


@pytest.mark.parametrize("panel", PANELS)
def test_every_panel_leads_to_the_states_of_the_report_of_the_sandbox(
    sent: Sending, cli_json: RunJson, tmp_path: Path, panel: str
) -> None:
    campaign = sent(MANY, "--seed", "3")
    own = downloaded(campaign.url, "").decode().splitlines()[1:]
    expected = {}
    for line in own:
        sms_id, _, status, code, _ = line.split(",")
        expected[sms_id] = read_words(status, code).state
    path = tmp_path / "report.csv"
    path.write_bytes(downloaded(campaign.url, panel))
    done = cli_json("report", "import", path)
    assert (done["matched"], done["changed"], done["unrecognised"]) == (MANY, MANY, {})
    assert (done["without_time"], done["before_sending"]) == (0, 0)
    states = {row["sms_id"]: row["state"] for row in campaign.ledger}
    assert states == expected
    assert set(states.values()) == {"delivered", "undelivered", "expired", "rejected", "dnd"}
    path.write_bytes(downloaded(campaign.url, ""))
    again = cli_json("report", "import", path)
    assert again["by_state"] == done["by_state"]
    assert campaign.counts == {state: count for state, count in done["by_state"].items() if count}


def test_an_unknown_panel_is_answered_with_the_known_ones(sent: Sending) -> None:
    campaign = sent(1)
    with pytest.raises(urllib.error.HTTPError) as refused:
        downloaded(campaign.url, "nobody")
    assert refused.value.code == 404
    assert "msg91" in refused.value.read().decode()
