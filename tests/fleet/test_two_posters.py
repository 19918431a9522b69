"""A campaign through posters: real processes, a real Redis, the real sandbox."""

from __future__ import annotations

from collections import Counter

from fixtures import NewCampaign, ReadJournal, Send, StartGateway
from fleet_protocols import ReadRoll, StartPoster

from jetmsg_core.states import RecipientState


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
    cards = [poster.seen.card for poster in roll().posters]
    assert [card.name for card in cards if card] == ["north", "south"]
    assert sum(card.posted for card in cards if card) == 120
    for process in posters:
        process.terminate()
        process.join(60)
        assert process.exitcode == 0
    assert roll().posters == []
