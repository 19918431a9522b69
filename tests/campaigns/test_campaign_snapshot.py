"""All numbers on a campaign's page are of one moment, whatever happens while they are read."""

from __future__ import annotations

from typing import Any

import pytest
from fixtures import BeWorker, NewCampaign

from jetmsg_core.campaigns import campaign_snapshot
from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.campaigns.results import recipients
from jetmsg_core.campaigns.unknown_calls import decisions
from jetmsg_core.primitives.times import utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.states import ChunkState, RecipientState
from jetmsg_core.store.database import open_database
from jetmsg_core.store.ledger import chunks


def test_a_decision_in_between_is_in_all_of_it_or_in_none(
    new_campaign: NewCampaign,
    settings: Settings,
    be_worker: BeWorker,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = new_campaign(6, "Hello", chunk_size=2)
    control.start(settings, made)
    with open_database(settings.database_path) as db:
        be_worker(db)
        chunks.claim(db, made, worker="w", limit=3, now=utc_now())
        chunks.recover(db, now=utc_now())
    plain = recipients.reasons_from

    def meanwhile(*asked: Any) -> Any:
        decisions.assume_sent(settings, made, [1])
        return plain(*asked)

    monkeypatch.setattr(recipients, "reasons_from", meanwhile)
    now = campaign_snapshot.read(settings, made)
    assert now.status.chunks[ChunkState.UNKNOWN] == 3
    assert [(why.state, why.recipients) for why in now.reasons] == [(RecipientState.UNKNOWN, 6)]
    assert [len(group.calls) for group in now.groups] == [3]
    assert now.decisions == []
    then = campaign_snapshot.read(settings, made)
    assert (then.status.chunks[ChunkState.UNKNOWN], len(then.decisions)) == (2, 1)
