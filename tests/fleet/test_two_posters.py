"""A campaign through posters: real processes, a real Redis, the real sandbox."""

from __future__ import annotations

from collections import Counter

from crash_witness import wait_until
from fixtures import NewCampaign, ReadJournal, Send, StartGateway
from fleet_protocols import ReadRoll, StartPoster

from jetmsg_core.fleet.status import FleetStatus
from jetmsg_core.states import RecipientState


def posted(roll: FleetStatus) -> int:
    return sum(poster.seen.card.posted for poster in roll.posters if poster.seen.card)


def test_a_campaign_goes_out_through_two_posters_each_message_once(
    start_gateway: StartGateway,
    start_poster: StartPoster,
    roll: ReadRoll,
    new_campaign: NewCampaign,
    send: Send,
    read_journal: ReadJournal,
) -> None:
    start_gateway()
    posters = [start_poster("north"), start_poster("south")]
    status = send(new_campaign(120, "Hello {{name}}"))
    assert status.recipients[RecipientState.SUBMITTED] == 120
    assert set(Counter(entry["number"] for entry in read_journal()).values()) == {1}
    names = [poster.seen.card.name for poster in roll().posters if poster.seen.card]
    assert names == ["north", "south"]
    wait_until(lambda: posted(roll()) == 120)  # each says it once a second
    for process in posters:
        process.terminate()
        process.join(60)
        assert process.exitcode == 0
    assert roll().posters == []
