"""Several campaigns at once share the senders: none starves, and none takes what another needs."""

from __future__ import annotations

from collections import Counter
from itertools import accumulate
from typing import Any

import pytest
from fixtures import NewCampaign, ReadJournal, StartGateway, WorkUntil
from hypothesis import given
from hypothesis import strategies as st

from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.campaigns.sending.rate_limit import fair_shares
from jetmsg_core.settings import Settings
from jetmsg_core.states import Channel


@given(st.dictionaries(st.integers(1, 9), st.integers(0, 20), max_size=6), st.integers(0, 40))
def test_every_idle_sender_is_given_away_and_no_one_has_two_more_than_who_was_given_less(
    in_flight: dict[int, int], idle: int
) -> None:
    shares = fair_shares(in_flight, idle)
    assert shares.total() == (idle if in_flight else 0)
    after = {flying: in_flight[flying] + shares[flying] for flying in in_flight}
    for campaign_id, share in shares.items():
        assert share == 0 or all(after[campaign_id] <= other + 1 for other in after.values())


def order_of_calls(journal: list[dict[str, Any]]) -> list[str]:
    """The text of each call, one a call, as the gateway took them."""
    calls = {entry["call_number"]: entry["text"] for entry in journal}
    return [calls[number] for number in sorted(calls)]


@pytest.mark.parametrize("senders", ["1", "4"])
def test_a_small_campaign_beside_a_large_one_on_a_slow_gateway_gets_half_the_calls(
    senders: str,
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    work_until: WorkUntil,
    settings: Settings,
    read_journal: ReadJournal,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The large one began first and has calls enough for minutes."""
    start_gateway("--latency-ms", "40")
    monkeypatch.setenv("JETMSG_SENDERS", senders)
    large, small = (
        new_campaign(count, text, chunk_size=1) for count, text in ((4_000, "Large"), (40, "Small"))
    )
    control.start(settings, large)
    control.start(settings, small)
    work_until(lambda: control.status(settings, small).is_over, small)
    calls = order_of_calls(read_journal())
    while_both = calls[calls.index("Small") : len(calls) - calls[::-1].index("Small")]
    counted = Counter(while_both)
    assert counted["Small"] == 40
    assert 20 <= counted["Large"] <= 60
    assert not control.status(settings, large).is_over
    gaps = accumulate(while_both, lambda gap, text: 0 if text == "Large" else gap + 1, initial=0)
    assert max(gaps) <= 4 * int(senders), "the large one stood still"


def test_of_three_campaigns_on_one_sender_each_gets_a_third(
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    work_until: WorkUntil,
    settings: Settings,
    read_journal: ReadJournal,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    start_gateway("--latency-ms", "20")
    monkeypatch.setenv("JETMSG_SENDERS", "1")
    texts = ("One", "Two", "Three")
    made = [new_campaign(500, text, chunk_size=1) for text in texts]
    for campaign in made:
        control.start(settings, campaign)
    work_until(lambda: len(read_journal()) >= 60, made[0])
    counted = Counter(order_of_calls(read_journal())[:60])
    assert all(15 <= counted[text] <= 25 for text in texts), counted


def test_what_a_held_campaign_cannot_use_goes_to_the_other(
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    work_until: WorkUntil,
    settings: Settings,
    read_journal: ReadJournal,
) -> None:
    """The first has no credits in its pool, and waits for a person."""
    start_gateway("--balance", "tranx=0,promo=0,otp=0", "--latency-ms", "20")
    held = new_campaign(50, "Held", chunk_size=1)
    control.start(settings, held)
    whatsapp = new_campaign(3, "WhatsApp", channel=Channel.WHATSAPP)
    control.start(settings, whatsapp)
    work_until(lambda: control.status(settings, whatsapp).is_over, whatsapp)
    assert control.status(settings, held).campaign.held is not None
    assert Counter(order_of_calls(read_journal())) == {"WhatsApp": 3}
