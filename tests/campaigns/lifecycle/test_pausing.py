"""A campaign under a person's hands, or two persons': pauses, starts, stops; the journal counts."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from fixtures import NewCampaign, ReadJournal, Send, StartGatedGateway, StartGateway, WorkUntil

from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.campaigns.lifecycle.control import Status
from jetmsg_core.settings import Settings
from jetmsg_core.states import CampaignState, RecipientState


@pytest.fixture
def few_senders(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JETMSG_SENDERS", "4")


@pytest.mark.usefixtures("few_senders")
def test_fifty_quick_pauses_and_resumes_neither_lose_nor_double_a_message(
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    settings: Settings,
    work_until: WorkUntil,
    read_journal: ReadJournal,
) -> None:
    start_gateway("--latency-ms", "30")
    made = new_campaign(900, "Hello", chunk_size=3)
    control.start(settings, made)
    dice = random.Random(1)

    def fiddle() -> None:
        for _ in range(50):
            for change in (control.pause, control.resume):
                time.sleep(dice.random() / 50)
                assert sum(change(settings, made).recipients.values()) == 900

    fiddler = threading.Thread(target=fiddle)
    fiddler.start()
    done = work_until(
        lambda: not fiddler.is_alive() and control.status(settings, made).is_over, made
    )
    times = Counter(entry["number"] for entry in read_journal())
    assert len(times) == 900
    assert set(times.values()) == {1}
    assert done.recipients[RecipientState.SUBMITTED] == 900


@pytest.mark.usefixtures("few_senders")
def test_a_pause_is_kept_within_the_calls_in_flight(
    start_gated_gateway: StartGatedGateway,
    new_campaign: NewCampaign,
    settings: Settings,
    work_until: WorkUntil,
    read_journal: ReadJournal,
) -> None:
    gate = start_gated_gateway(passing=8)
    made = new_campaign(100, "Hello", chunk_size=1)
    control.start(settings, made)

    def pause() -> None:
        gate.wait_for_calls(8 + 4)
        control.pause(settings, made)
        gate.open()

    with ThreadPoolExecutor(1) as person:
        pausing = person.submit(pause)
        paused = work_until(lambda: pausing.done() and _in_flight(settings, made) == 0, made)
        pausing.result()
    assert paused.campaign.state is CampaignState.PAUSED
    assert paused.recipients[RecipientState.SUBMITTED] == len(read_journal()) == 8 + 4


def test_starting_from_two_windows_at_once_sends_once(
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    settings: Settings,
    send: Send,
    read_journal: ReadJournal,
) -> None:
    start_gateway()
    made = new_campaign(50, "Hello", chunk_size=1)
    gate = threading.Barrier(6)

    def start() -> None:
        gate.wait()
        control.start(settings, made)

    windows = [threading.Thread(target=start) for _ in range(6)]
    for window in windows:
        window.start()
    for window in windows:
        window.join()
    send(made)
    assert Counter(Counter(e["number"] for e in read_journal()).values()) == {1: 50}


@pytest.mark.usefixtures("few_senders")
def test_stopping_during_calls_lets_them_finish_and_tells_what_became_of_them(
    start_gated_gateway: StartGatedGateway,
    new_campaign: NewCampaign,
    settings: Settings,
    work_until: WorkUntil,
    read_journal: ReadJournal,
) -> None:
    gate = start_gated_gateway(passing=4)
    made = new_campaign(40, "Hello", chunk_size=2)
    control.start(settings, made)

    def stop() -> Status:
        gate.wait_for_calls(4 + 4)
        try:
            return control.stop(settings, made)
        finally:
            gate.open()

    with ThreadPoolExecutor(1) as person:
        stopping = person.submit(stop)
        done = work_until(lambda: stopping.done() and _in_flight(settings, made) == 0, made)
        at_stop = stopping.result()
    assert at_stop.recipients[RecipientState.SENDING] >= 4 * 2
    assert sum(at_stop.recipients.values()) == 40
    assert done.campaign.state is CampaignState.STOPPED
    assert done.recipients[RecipientState.SUBMITTED] == len(read_journal()) == 8 * 2
    assert sum(done.recipients.values()) == 40


def _in_flight(settings: Settings, made: int) -> int:
    return control.status(settings, made).recipients[RecipientState.SENDING]
