"""The sandbox writes its report in the shapes of other panels, and all of them say the same."""

from __future__ import annotations

import urllib.error
import urllib.request
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fixtures import RunJson

from jetmsg_core.reports.reading.words import read_words
from jetmsg_core.sandbox.panels import PANELS
from jetmsg_core.sandbox.report import FATES, Report, fate
from jetmsg_core.states import RecipientState

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
    own = downloaded(campaign.url, "").decode()
    path = tmp_path / "report.csv"
    path.write_bytes(downloaded(campaign.url, panel))
    done = cli_json("report", "import", path)
    assert (done["matched"], done["changed"], done["unrecognised"]) == (MANY, MANY, {})
    assert (done["without_time"], done["before_sending"]) == (0, 0)
    states = {row["sms_id"]: row["state"] for row in campaign.ledger}
    assert states == states_told(own)
    path.write_text(own)
    again = cli_json("report", "import", path)
    assert again["by_state"] == done["by_state"]
    assert campaign.counts == {state: count for state, count in done["by_state"].items() if count}


@pytest.mark.parametrize("panel", PANELS)
def test_every_ending_has_one_state_in_the_words_of_every_panel(
    sent: Sending, cli_json: RunJson, tmp_path: Path, panel: str
) -> None:
    campaign = sent(MANY)
    report = one_with_every_ending(campaign.ledger)
    path = tmp_path / "report.csv"
    path.write_text("".join(report.pieces_of_panel(PANELS[panel])))
    done = cli_json("report", "import", path)
    assert (done["matched"], done["changed"], done["unrecognised"]) == (MANY, MANY, {})
    states = {row["sms_id"]: row["state"] for row in campaign.ledger}
    assert states == states_told("".join(report.pieces()))
    assert set(states.values()) == {"delivered", "undelivered", "expired", "rejected", "dnd"}


def states_told(report: str) -> dict[str, RecipientState | None]:
    """Gives the states by smsId that a report in the sandbox's own words tells."""
    rows = (line.split(",") for line in report.splitlines()[1:])
    return {sms_id: read_words(status, code).state for sms_id, _, status, code, _ in rows}


def one_with_every_ending(ledger: list[dict[str, Any]]) -> Report:
    """Gives a report of who is in the ledger with a seed under which no ending is missing:
    smsIds come from the clock, so under one seed a rare ending is sometimes nobody's."""
    sms_ids = [int(row["sms_id"]) for row in ledger]
    seed = next(
        seed
        for seed in range(1000)
        if len({fate(sms_id, seed)[:2] for sms_id in sms_ids}) == len(FATES)
    )
    report = Report(seed=seed)
    for row in ledger:
        report.add(int(row["sms_id"]), [str(row["number"])], datetime.now(UTC))
    return report


def test_an_unknown_panel_is_answered_with_the_known_ones(sent: Sending) -> None:
    campaign = sent(1)
    with pytest.raises(urllib.error.HTTPError) as refused:
        downloaded(campaign.url, "nobody")
    assert refused.value.code == 404
    assert "msg91" in refused.value.read().decode()
