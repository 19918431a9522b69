"""One bad number never takes its neighbours with it, nor makes them go again."""

from __future__ import annotations

import random
import time
from collections import Counter
from typing import Any

import pytest
from crash_witness import assert_nobody_twice_and_nobody_lost, wait_until
from fixtures import NewCampaign, ReadLedger, Send
from naming_gateway import NamingGateway, naming_gateway

from jetmsg_core import optouts
from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.campaigns.lifecycle.control import Status
from jetmsg_core.settings import Settings
from jetmsg_core.states import CampaignState, RecipientState

KILLS = 15


def bad_ones(*indices: int) -> set[str]:
    """The numbers that stand at these places of a test campaign."""
    return {str(9_000_000_000 + index * 7919) for index in indices}


def states_by_number(rows: list[dict[str, Any]]) -> dict[str, str]:
    return {str(row["number"])[2:]: row["state"] for row in rows}


def test_only_the_numbers_that_were_named_stay_refused(
    new_campaign: NewCampaign,
    send: Send,
    settings: Settings,
    ledger: ReadLedger,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Ten bad ones in a row are no trouble of the gateway's, and hold nothing."""
    bad = bad_ones(3, *range(40, 50), 99)
    with naming_gateway(bad) as gateway:
        monkeypatch.setenv("JETMSG_SANDBOX_URL", gateway.url)
        made = new_campaign(100, "Hello", chunk_size=50)
        done: Status = send(made)
        _assert_all_but_the_bad_were_taken(settings, made, gateway, done)
    assert states_by_number(ledger(made)) == {
        number: "refused" if number in bad else "submitted"
        for number in states_by_number(ledger(made))
    }


def test_who_opted_out_stays_out_of_both_halves(
    new_campaign: NewCampaign,
    send: Send,
    settings: Settings,
    ledger: ReadLedger,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with naming_gateway(bad_ones(5, 20)) as gateway:
        monkeypatch.setenv("JETMSG_SANDBOX_URL", gateway.url)
        made = new_campaign(30, "Hello", chunk_size=30)
        out = [f"91{number}" for number in sorted(bad_ones(4, 25))]
        optouts.add(settings, out, source="test")
        done: Status = send(made)
        assert_nobody_twice_and_nobody_lost(settings, made, gateway.taken)
    assert Counter(states_by_number(ledger(made)).values()) == Counter(
        submitted=26, refused=2, cancelled=2
    )
    assert done.recipients[RecipientState.CANCELLED] == 2


def test_a_refusal_that_names_a_number_of_nobody_in_the_call_is_not_repeated(
    new_campaign: NewCampaign, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    with naming_gateway(set()) as gateway:
        gateway.answer = lambda path, fields: (  # type: ignore[method-assign]
            {"success": False, "message": "Call 9812345678 for support"}
        )
        monkeypatch.setenv("JETMSG_SANDBOX_URL", gateway.url)
        done: Status = send(new_campaign(30, "Hello", chunk_size=30))
    assert done.recipients[RecipientState.UNKNOWN] == 30, "it may be about another call"
    assert sum(done.chunks.values()) == 1


@pytest.mark.slow
def test_a_worker_killed_between_the_halves_doubles_and_loses_nobody(
    new_campaign: NewCampaign,
    settings: Settings,
    fork_worker: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    chance = random.Random(8)
    bad = bad_ones(*chance.sample(range(3_000), 120))
    with naming_gateway(bad, latency=0.03) as gateway:
        monkeypatch.setenv("JETMSG_SANDBOX_URL", gateway.url)
        made = new_campaign(3_000, "Hello", chunk_size=50)
        control.start(settings, made)
        for _ in range(KILLS):
            before = gateway.calls
            worker = fork_worker(JETMSG_SENDERS="3")
            wait_until(lambda before=before: gateway.calls > before)  # type: ignore[misc]
            time.sleep(chance.uniform(0, 0.15))
            worker.kill()
            worker.join()
            counts = control.status(settings, made).recipients
            assert sum(counts.values()) == 3_000
        assert control.status(settings, made).campaign.state is CampaignState.RUNNING
        worker = fork_worker(JETMSG_SENDERS="3")
        wait_until(lambda: control.status(settings, made).is_over, 180)
        worker.terminate()
        worker.join(20)
        done = assert_nobody_twice_and_nobody_lost(settings, made, gateway.taken)
    counts = done.recipients
    assert 0 < counts[RecipientState.REFUSED] <= 120
    assert counts[RecipientState.SUBMITTED] > 0


def _assert_all_but_the_bad_were_taken(
    settings: Settings, made: int, gateway: NamingGateway, done: Status
) -> None:
    assert_nobody_twice_and_nobody_lost(settings, made, gateway.taken)
    assert done.campaign.state is CampaignState.FINISHED
    assert done.recipients[RecipientState.REFUSED] == len(gateway.bad)
    assert len(gateway.taken) == done.campaign.recipients - len(gateway.bad)
