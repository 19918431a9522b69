"""A new campaign from the definite failures of an old one."""

from __future__ import annotations

import csv
import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from fixtures import NewCampaign, ReadJournal, Send, StartGateway

from jetmsg_core import optouts
from jetmsg_core import settings as configuration
from jetmsg_core.campaigns.checks.findings import BlockedError
from jetmsg_core.campaigns.exports import recipient_file
from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.campaigns.lifecycle import retry as retrying
from jetmsg_core.campaigns.lifecycle.control import Status
from jetmsg_core.errors import NotFoundError, StateError
from jetmsg_core.settings import Settings
from jetmsg_core.states import CampaignState, Channel, RecipientState

Ledger = Callable[[int], list[dict[str, Any]]]
FAILED = ("refused", "not_accepted")
FAULTS = ("--fault", "missing=0.3", "--fault", "template=0.2", "--fault", "drop=0.1")


@pytest.fixture
def failed(
    start_gateway: StartGateway, new_campaign: NewCampaign, send: Send
) -> Callable[..., int]:
    """A campaign with failures of every kind among those who got it. Several people are in a call,
    since a reply that lists nobody leaves nobody out for certain."""

    def make(message: str = "Hello {{city}}", count: int = 120, **brief: Any) -> int:
        start_gateway(*FAULTS, "--seed", "7")
        made = new_campaign(count, message, **{"chunk_size": 3} | brief)
        status: Status = send(made)
        while status.campaign.state is CampaignState.RUNNING:
            control.resume(configuration.load(), made)
            status = send(made)
        return made

    return make


def by_state(rows: list[dict[str, Any]], *states: str) -> set[tuple[Any, ...]]:
    return {(row["number"], row["row"], row["text"]) for row in rows if row["state"] in states}


def tally_of(settings: Settings, made: int) -> retrying.FailureTally:
    tally = retrying.failures(settings, control.status(settings, made))
    assert tally is not None
    return tally


def retries_of(settings: Settings, made: int) -> tuple[control.Campaign, ...]:
    return tally_of(settings, made).retries


def test_who_failed_is_counted_until_a_retry_has_them(
    failed: Any, settings: Settings, new_campaign: Any, ledger: Ledger
) -> None:
    made = failed()
    count = len(by_state(ledger(made), *FAILED))
    before = tally_of(settings, made)
    assert (before.failed, before.reported, before.left) == (count, 0, count)
    first = retrying.retry_failed(settings, made).campaign
    assert tally_of(settings, made).left == 0
    control.stop(settings, first.id)
    assert tally_of(settings, made).left == count, "nobody got the stopped one"
    assert retrying.failures(settings, control.status(settings, new_campaign(3))) is None


def test_the_failures_alone_go_again_each_with_the_text_frozen_for_them(
    failed: Any, settings: Settings, ledger: Ledger, start_gateway: StartGateway, send: Send,
    read_journal: ReadJournal,
) -> None:  # fmt: skip
    made = failed()
    before = ledger(made)
    kinds = Counter(row["state"] for row in before)
    assert kinds["refused"]
    assert kinds["not_accepted"]
    assert kinds["unknown"]
    assert kinds["submitted"]
    sent_once = len(read_journal())
    retry = retrying.retry_failed(settings, made).campaign
    assert (retry.state, retry.retry_of) == (CampaignState.DRAFT, made)
    assert retry.name == "Retry: Test"
    assert by_state(ledger(retry.id), "queued") == by_state(before, *FAILED)
    start_gateway()
    done: Status = send(retry.id)
    assert done.recipients[RecipientState.SUBMITTED] == retry.recipients
    again = read_journal()[sent_once:]
    assert {(int(e["number"]), e["text"]) for e in again} == {
        (number, text) for number, _, text in by_state(before, *FAILED)
    }
    assert len(again) == retry.recipients
    assert ledger(made) == before, "the old campaign stays as it was"


def test_nobody_unknown_submitted_or_cancelled_is_ever_in_it(
    failed: Any, settings: Settings, ledger: Ledger
) -> None:
    made = failed("One text for all", chunk_size=5)
    retry = retrying.retry_failed(settings, made).campaign
    others = by_state(ledger(made), "unknown", "submitted", "cancelled", "queued")
    assert not others & by_state(ledger(retry.id), "queued")


def test_the_original_columns_are_kept(
    failed: Any, settings: Settings, ledger: Ledger, tmp_path: Any
) -> None:
    retry = retrying.retry_failed(settings, failed()).campaign
    with (tmp_path / "out.csv").open("wb") as out:
        recipient_file.export(settings, retry.id, out)
    with (tmp_path / "out.csv").open(encoding="utf-8-sig", newline="") as kept:
        rows = list(csv.DictReader(kept))
    assert list(rows[0])[:3] == ["name", "mobile", "city"]
    for row in rows:
        assert row["sent to"] == f'="91{row["mobile"]}"'
        assert row["text"] == f"Hello {row['city']}"


def test_who_opted_out_is_left_out_and_counted(
    failed: Any, settings: Settings, ledger: Ledger
) -> None:
    made = failed()
    out = next(row["number"] for row in ledger(made) if row["state"] == "refused")
    optouts.add(settings, [str(out)], source="test")
    retry = retrying.retry_failed(settings, made)
    assert retry.opted_out == retry.campaign.skipped == 1
    assert out not in {row["number"] for row in ledger(retry.campaign.id)}


def test_a_double_click_makes_one(failed: Any, settings: Settings) -> None:
    made = failed()
    tries: list[int] = []

    def click() -> None:
        tries.append(retrying.retry_failed(settings, made, token="t").campaign.id)

    threads = [threading.Thread(target=click) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(tries)) == 1
    assert len(tries) == 4
    assert [retry.id for retry in retries_of(settings, made)] == tries[:1]


def test_two_windows_do_not_try_anybody_twice(failed: Any, settings: Settings) -> None:
    made = failed()
    first = retrying.retry_failed(settings, made).campaign
    with pytest.raises(StateError, match=f"in campaign {first.id}"):
        retrying.retry_failed(settings, made)
    control.stop(settings, first.id)
    second = retrying.retry_failed(settings, made).campaign
    assert second.recipients == first.recipients, "nobody got the stopped one"


@pytest.mark.usefixtures("never_held")
def test_who_failed_again_is_tried_again_once_whichever_campaign_it_is_asked_of(
    failed: Any, settings: Settings, ledger: Ledger, start_gateway: StartGateway, send: Send,
    read_journal: ReadJournal,
) -> None:  # fmt: skip
    made = failed("Hello", 60)
    first = retrying.retry_failed(settings, made).campaign
    start_gateway("--fault", "missing=0.5", "--seed", "3")
    send(first.id)
    still = by_state(ledger(first.id), *FAILED)
    assert still
    second = retrying.retry_failed(settings, made).campaign
    assert by_state(ledger(second.id), "queued") == still
    with pytest.raises(StateError):
        retrying.retry_failed(settings, first.id)
    start_gateway()
    send(second.id)
    times = Counter((entry["number"], entry["text"]) for entry in read_journal())
    assert max(times.values()) == 1


def test_a_campaign_without_failures_says_so(
    start_gateway: StartGateway, new_campaign: NewCampaign, send: Send, settings: Settings
) -> None:
    start_gateway("--fault", "drop=1")
    made = new_campaign(5, "Hello")
    send(made)
    with pytest.raises(StateError, match="Needs attention"):
        retrying.retry_failed(settings, made)
    with pytest.raises(NotFoundError):
        retrying.retry_failed(settings, 99)


def test_caps_hold_for_a_retry_too(
    failed: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = failed()
    monkeypatch.setenv("JETMSG_MAX_CAMPAIGN_CREDITS", "3")
    with pytest.raises(BlockedError, match="limit for one campaign is 3"):
        retrying.retry_failed(configuration.load(), made)
    assert not retries_of(settings, made)


def test_those_left_out_of_a_reply_were_not_sent_this_text_before(
    failed: Any, settings: Settings
) -> None:
    retry = retrying.retry_failed(settings, failed())
    assert not [warning for warning in retry.warnings if "same text" in warning]


def test_whatsapp_failures_are_tried_again_alike(
    failed: Any, settings: Settings, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JETMSG_WHATSAPP_RATE", "1000")
    made = failed("Hello {{name}}", 30, channel=Channel.WHATSAPP)
    retry = retrying.retry_failed(settings, made).campaign
    assert retry.channel is Channel.WHATSAPP
    assert by_state(ledger(retry.id), "queued") == by_state(ledger(made), *FAILED)
