"""The people of a stopped campaign whose turn never came, in a campaign of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import pytest
from fixtures import (
    NewCampaign,
    ReadJournal,
    ReadLedger,
    Send,
    StartGatedGateway,
    StartGateway,
    WorkUntil,
)

from jetmsg_core import optouts
from jetmsg_core.campaigns.lifecycle import control, retry_offer
from jetmsg_core.campaigns.lifecycle import retry as retrying
from jetmsg_core.campaigns.lifecycle.retry_kinds import NOT_SENT_TO
from jetmsg_core.campaigns.unknown_calls import decisions
from jetmsg_core.errors import StateError
from jetmsg_core.settings import Settings
from jetmsg_core.states import CampaignState


@pytest.fixture
def stopped(
    start_gated_gateway: StartGatedGateway,
    new_campaign: NewCampaign,
    settings: Settings,
    work_until: WorkUntil,
) -> Callable[[int], int]:
    """A campaign of which some calls had left when it was stopped."""

    def make(count: int) -> int:
        gate = start_gated_gateway(passing=2)
        made = new_campaign(count, "Hello {{name}}")
        control.start(settings, made)

        def stop_on_the_way() -> bool:
            gate.wait_for_calls(3)
            control.stop(settings, made)
            return True

        work_until(stop_on_the_way, made, stopping=gate.open)
        return made

    return make


def test_those_not_sent_to_go_out_each_with_their_own_text_and_nobody_twice(
    stopped: Callable[[int], int], settings: Settings, ledger: ReadLedger, send: Send,
    read_journal: ReadJournal, start_gateway: StartGateway,
) -> None:  # fmt: skip
    made = stopped(40)
    rest = {(row["number"], row["text"]) for row in ledger(made) if row["state"] == "cancelled"}
    assert 0 < len(rest) < 40
    offer = retry_offer.offer(settings, made, NOT_SENT_TO)
    assert (offer.recipients, offer.parts, offer.cautions) == (len(rest), len(rest), ())
    again = retrying.retry_failed(settings, made, kinds=NOT_SENT_TO).campaign
    assert (again.state, again.name) == (CampaignState.DRAFT, "Continued: Test")
    assert {(row["number"], row["text"]) for row in ledger(again.id)} == rest
    start_gateway()
    send(again.id)
    times = Counter(entry["number"] for entry in read_journal())
    assert (len(times), max(times.values())) == (40, 1)


def test_they_are_taken_over_once_until_that_campaign_is_stopped_too(
    new_campaign: NewCampaign, settings: Settings
) -> None:
    made = new_campaign(3, "Hello")
    control.stop(settings, made)
    first = retrying.retry_failed(settings, made, kinds=NOT_SENT_TO).campaign
    with pytest.raises(StateError, match=f"in campaign {first.id}"):
        retrying.retry_failed(settings, made, kinds=NOT_SENT_TO)
    control.stop(settings, first.id)
    second = retrying.retry_failed(settings, first.id, kinds=NOT_SENT_TO).campaign
    assert (second.recipients, second.name) == (3, "Continued: Test")


def test_who_opted_out_is_left_out(
    new_campaign: NewCampaign, settings: Settings, ledger: ReadLedger
) -> None:
    made = new_campaign(3, "Hello")
    optouts.add(settings, [str(ledger(made)[0]["number"])], source="test")
    control.stop(settings, made)
    again = retrying.retry_failed(settings, made, kinds=NOT_SENT_TO)
    assert (again.campaign.recipients, again.opted_out) == (2, 1)


def test_a_campaign_that_went_through_has_nobody_left(
    new_campaign: NewCampaign, settings: Settings, send: Send, start_gateway: StartGateway
) -> None:
    start_gateway()
    sent = new_campaign(2, "Hello")
    send(sent)
    with pytest.raises(StateError, match="Nobody is left of those in the queue"):
        retrying.retry_failed(settings, sent, kinds=NOT_SENT_TO)


@pytest.mark.usefixtures("never_held")
def test_whose_second_call_was_stopped_may_have_the_first_and_is_left_out(
    new_campaign: NewCampaign, settings: Settings, send: Send, start_gateway: StartGateway
) -> None:
    start_gateway("--fault", "drop=1")
    made = new_campaign(2, "Hello")
    send(made)
    decisions.send_again(settings, made)
    control.stop(settings, made)
    offer = retry_offer.offer(settings, made, NOT_SENT_TO)
    assert (offer.recipients, offer.unknown) == (0, 2)
    assert "2 people may have the message already" in offer.cautions[0]
    with pytest.raises(StateError, match="may have the message"):
        retrying.retry_failed(settings, made, kinds=NOT_SENT_TO)
