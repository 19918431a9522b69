"""Whoever opts out between planning and sending is left out of their call, and counted."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from fixtures import NewCampaign, ReadJournal, ReadLedger, Send, StartGateway

from jetmsg_core.campaigns.lifecycle.control import Status
from jetmsg_core.settings import Settings
from jetmsg_core.states import CampaignState, ChunkState, RecipientState
from jetmsg_core.store.database import open_database

FIRST = 919_000_000_000


@pytest.fixture
def opt_out(settings: Settings) -> Any:
    def add(positions: Iterable[int]) -> set[str]:
        numbers = {FIRST + position * 7919 for position in positions}
        with open_database(settings.database_path) as db:
            db.conn.executemany(
                "insert into opt_outs (number, source, added_at) values (?, 'test', '')",
                [(number,) for number in numbers],
            )
        return {str(number) for number in numbers}

    return add


def test_only_the_others_in_the_chunk_are_sent_to(
    new_campaign: NewCampaign,
    opt_out: Any,
    send: Send,
    start_gateway: StartGateway,
    read_journal: ReadJournal,
    ledger: ReadLedger,
) -> None:
    start_gateway()
    made = new_campaign(100, "Hello", chunk_size=10)
    out = opt_out([3, 17, 18, 99])
    done: Status = send(made)
    journal = {entry["number"] for entry in read_journal()}
    assert len(journal) == 96
    assert not journal & out
    assert done.recipients[RecipientState.CANCELLED] == 4
    assert done.recipients[RecipientState.SUBMITTED] == 96
    assert sum(done.recipients.values()) == 100
    assert {str(r["number"]) for r in ledger(made) if r["state"] == "cancelled"} == out


def test_a_chunk_with_nobody_left_is_no_call(
    new_campaign: NewCampaign,
    opt_out: Any,
    send: Send,
    start_gateway: StartGateway,
    read_journal: ReadJournal,
) -> None:
    start_gateway()
    made = new_campaign(30, "Hello", chunk_size=10)
    opt_out(range(10, 20))
    done: Status = send(made)
    assert done.campaign.state is CampaignState.FINISHED
    assert done.chunks[ChunkState.CANCELLED] == 1
    assert len({entry["call_number"] for entry in read_journal()}) == 2


def test_everybody_opted_out_finishes_without_a_call(
    new_campaign: NewCampaign,
    opt_out: Any,
    send: Send,
    start_gateway: StartGateway,
    read_journal: ReadJournal,
) -> None:
    start_gateway()
    made = new_campaign(20, "Hello", chunk_size=10)
    opt_out(range(20))
    done: Status = send(made)
    assert done.recipients[RecipientState.CANCELLED] == 20
    assert not read_journal()


@pytest.mark.usefixtures("soon_tried_again")
def test_they_stay_left_out_when_the_chunk_has_to_be_tried_again(
    new_campaign: NewCampaign,
    opt_out: Any,
    send: Send,
    start_gateway: StartGateway,
    read_journal: ReadJournal,
) -> None:
    start_gateway("--fault", "http429=0.5", "--seed", "3")
    made = new_campaign(40, "Hello", chunk_size=10)
    opt_out([0, 1, 25])
    done: Status = send(made)
    assert done.recipients[RecipientState.CANCELLED] == 3
    assert done.recipients[RecipientState.SUBMITTED] == len(read_journal()) == 37
