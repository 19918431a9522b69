"""The list of campaigns, and one of them while and after it runs."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
import streamlit as st
from fixtures import WorkUntil
from pages_opened import OpenPage, errors, numbers, said

from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.primitives.times import utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.states import HOLDS, SELF_ENDING, CampaignState, Hold
from jetmsg_core.store import processes
from jetmsg_core.store.database import open_database
from jetmsg_core.store.ledger import chunks, transitions

NewCampaign = Callable[..., int]
Gateway = Callable[..., object]
Send = Callable[[int], control.Status]
Ledger = Callable[[int], list[dict[str, object]]]


def test_a_finished_campaign_shows_every_smsid(
    open_page: OpenPage, new_campaign: NewCampaign, start_gateway: Gateway, send: Send,
    ledger: Ledger,
) -> None:  # fmt: skip
    start_gateway()
    made = new_campaign(40)
    send(made)
    at = open_page("campaign", id=str(made))
    table = at.dataframe[0].value
    assert table["smsId"].tolist() == [row["sms_id"] for row in ledger(made)]
    assert set(table["State"]) == {"Submitted"}
    assert "Done: the gateway took all 40 messages" in said(at)
    assert numbers(at)["Submitted"] == "40"


def test_a_reason_can_be_read_without_scrolling(
    open_page: OpenPage, new_campaign: NewCampaign, start_gateway: Gateway, send: Send
) -> None:
    """It stands beside the state, and is wide enough for a sentence also where it comes late."""
    start_gateway("--fault", "missing=1")
    made = new_campaign(60, "Hello")
    send(made)
    at = open_page("campaign", id=str(made))
    assert list(at.dataframe[0].value)[:3] == ["Number", "State", "Reason"]
    widths = {
        name: column.get("width")
        for name, column in json.loads(at.dataframe[0].proto.columns).items()
    }
    assert widths["Reason"] >= 250
    assert sum(widths[name] for name in ("Number", "State", "Reason")) < 900


def test_who_may_not_have_it_is_counted_with_the_reason_and_what_to_do(
    open_page: OpenPage, new_campaign: NewCampaign, start_gateway: Gateway, send: Send
) -> None:
    start_gateway("--fault", "missing=1")
    made = new_campaign(6, "Hello")
    send(made)
    tables = [table.value for table in open_page("campaign", id=str(made)).table]
    (reasons,) = [table for table in tables if "What to do" in table]
    assert list(reasons) == ["State", "Reason", "What to do"]
    assert reasons["State"].tolist() == ["Not accepted"]


def test_nobody_who_is_queued_has_a_time_or_an_smsid_yet(
    open_page: OpenPage, new_campaign: NewCampaign, start_gateway: Gateway, send: Send,
    ledger: Ledger,
) -> None:  # fmt: skip
    """Their call was refused for want of credits, and went back."""
    start_gateway("--fault", "credit=1")
    made = new_campaign(3, "Hello")
    send(made)
    table = open_page("campaign", id=str(made)).dataframe[0].value
    assert table["Time (IST)"].tolist() == ["", "", ""]
    assert "smsId" not in table
    assert [row["settled_at"] for row in ledger(made)] == [None] * 3


def test_the_counts_on_the_page_add_up_to_the_recipients(
    open_page: OpenPage, new_campaign: NewCampaign, start_gateway: Gateway, send: Send
) -> None:
    start_gateway("--fault", "missing=0.5", "--fault", "template=0.2", "--seed", "3")
    made = new_campaign(60, "Hello {{name}}")
    send(made)
    metrics = numbers(open_page("campaign", id=str(made)))
    metrics.pop("Credits used")
    assert sum(int(count.replace(",", "")) for count in metrics.values()) == 60
    assert len(metrics) > 1


def test_a_held_campaign_says_why_in_our_words_and_the_gateways(
    open_page: OpenPage, new_campaign: NewCampaign, start_gateway: Gateway, send: Send
) -> None:
    start_gateway("--fault", "credit=1")
    made = new_campaign(5)
    status = send(made)
    at = open_page("campaign", id=str(made))
    assert "The gateway says the credits are used up" in said(at)
    assert status.campaign.held_detail in said(at)
    assert "I have topped up: resume" in said(at)
    assert "credits are used up" in said(open_page("overview"))


@pytest.mark.parametrize(
    ("why", "detail", "sentence"),
    [
        (Hold.CREDIT, "Insufficient credit", "The gateway said: “Insufficient credit”."),
        (Hold.KEY, "Invalid AuthKey.", "The gateway said: “Invalid AuthKey”."),
        (Hold.SENDER, "Unapproved Sender", "The gateway said: “Unapproved Sender”."),
        (Hold.ROUTE, "Invalid Route", "The gateway said: “Invalid Route”."),
        (Hold.IP, "Whitelist your IP", "The gateway said: “Whitelist your IP”."),
        (Hold.DEVICE, "Request Failed", "The gateway said: “Request Failed”."),
        (Hold.FAILURES, "The gateway failed (HTTP 500).", "The last call: The gateway failed"),
        (Hold.UNREACHABLE, "It could not be reached.", "The last call: It could not be reached."),
        (Hold.PAUSE_ASKED, "Too many calls.", "The last call: Too many calls."),
        (Hold.PAUSE_ASKED, "The gateway asks for a pause.", "It continues by itself."),
        (Hold.SHORT, "45 credits were left.", "45 credits were left."),
        (Hold.SETTINGS, "JETMSG-AUTH-KEY is not set.", "JETMSG-AUTH-KEY is not set."),
        (Hold.MISSED_START, "It was due 17:40 IST.", "It was due 17:40 IST."),
    ],
)
def test_every_hold_says_why_and_has_the_button_that_ends_it(
    why: Hold, detail: str, sentence: str, open_page: OpenPage, new_campaign: NewCampaign,
    settings: Settings,
) -> None:  # fmt: skip
    made = new_campaign(5)
    control.start(settings, made)
    _hold(settings, made, why, detail)
    at = open_page("campaign", id=str(made))
    assert HOLDS[why].sentence in said(at)
    assert sentence in said(at)
    at.button(key="campaign.resume").click().run()
    campaign = control.status(settings, made).campaign
    assert (campaign.state, campaign.held) == (CampaignState.RUNNING, None)


def test_promotional_hours_cannot_be_ended_but_the_campaign_can_be_kept_from_going_on(
    open_page: OpenPage, new_campaign: NewCampaign, settings: Settings
) -> None:
    made = new_campaign(5, route=2)
    control.start(settings, made)
    _hold(settings, made, Hold.HOURS, "")
    at = open_page("campaign", id=str(made))
    assert "It continues at" in said(at)
    assert not [button for button in at.button if button.key == "campaign.resume"]
    at.button(key="campaign.pause").click().run()
    campaign = control.status(settings, made).campaign
    assert (campaign.state, campaign.held) == (CampaignState.PAUSED, None)


def test_while_it_runs_the_page_says_how_far_how_fast_how_long_and_what_is_in_flight(
    open_page: OpenPage, new_campaign: NewCampaign, start_gateway: Gateway, settings: Settings,
    work_until: WorkUntil,
) -> None:  # fmt: skip
    start_gateway("--latency-ms", "50")
    made = new_campaign(3_000, "Hello", chunk_size=1)  # 8 at once: 19 seconds at the very least
    control.start(settings, made)

    def work() -> None:
        wanted = control.status(settings, made).settled + 20
        work_until(lambda: control.status(settings, made).settled >= wanted, made)

    work()
    at = open_page("campaign", id=str(made))
    assert re.search(r"\*\*\d+\*\* of \*\*3,000 recipients\*\*", said(at))
    assert "a second" not in said(at), "the first look knows no pace"
    work()
    time.sleep(0.6)
    at.run()
    assert re.search(r"[\d.]+ a second · about [\w ]+ left", said(at))

    with open_database(settings.database_path) as db:
        processes.announce(db, "worker", holder="w", pid=1, url=None, now=utc_now())
        chunks.claim(db, made, worker="w", limit=3, now=utc_now())
    assert "· 3 calls on their way" in said(at.run())
    assert numbers(at)["Sending"] == "3"

    control.pause(settings, made)
    assert "a second" not in said(at.run())
    control.resume(settings, made)
    assert "a second" not in said(at.run()), "the pause is no part of the pace"


@pytest.mark.parametrize("senders", ["auto", "8"])
def test_while_it_runs_the_page_says_how_many_calls_at_once_were_found_where_they_are_looked_for(
    senders: str,
    open_page: OpenPage,
    new_campaign: NewCampaign,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("JETMSG_SENDERS", senders)
    made = new_campaign(3, "Hello")
    control.start(settings, made)
    with open_database(settings.database_path) as db:
        processes.announce(db, "worker", holder="w", pid=1, url=None, now=utc_now())
        processes.beat(db, "worker", holder="w", now=utc_now(), calls_at_once=12)
    facts = said(open_page("campaign", id=str(made)))
    assert ("· up to 12 calls at once, as found" in facts) is (senders == "auto")


def _hold(settings: Settings, made: int, why: Hold, detail: str) -> None:
    until = datetime(2099, 1, 1, tzinfo=UTC) if why in SELF_ENDING else None
    with open_database(settings.database_path) as db:
        transitions.hold(db, made, why, detail, until)


def test_pausing_and_resuming_are_buttons(
    open_page: OpenPage, new_campaign: NewCampaign, settings: Settings
) -> None:
    made = new_campaign(5)
    control.start(settings, made)
    at = open_page("campaign", id=str(made))
    at.button(key="campaign.pause").click().run()
    assert control.status(settings, made).campaign.state is CampaignState.PAUSED
    at.button(key="campaign.resume").click().run()
    assert control.status(settings, made).campaign.state is CampaignState.RUNNING


def test_stopping_asks_first(
    open_page: OpenPage, new_campaign: NewCampaign, settings: Settings
) -> None:
    made = new_campaign(5)
    control.start(settings, made)
    at = open_page("campaign", id=str(made))
    at.button(key="campaign.stop").click().run()
    assert "5 people still in the queue will not get the message" in said(at)
    assert control.status(settings, made).campaign.state is CampaignState.RUNNING


def test_a_stopped_campaign_says_what_was_not_sent(
    open_page: OpenPage, new_campaign: NewCampaign, settings: Settings
) -> None:
    made = new_campaign(5)
    control.stop(settings, made)
    assert "5 cancelled before their turn" in said(open_page("campaign", id=str(made)))


@pytest.mark.parametrize("asked", ["99", "9" * 15])
def test_an_unknown_campaign_is_a_sentence_with_a_way_out(open_page: OpenPage, asked: str) -> None:
    at = open_page("campaign", id=asked)
    assert errors(at) == [f"There is no campaign {asked}."]
    assert [title.value for title in at.title] == ["Campaign"]
    assert "Campaigns" in [link.proto.label for link in at.get("page_link")]


@pytest.mark.parametrize("asked", ["", "abc", "-1", "1; drop table campaigns", "²", "9" * 30])
def test_an_address_without_a_campaign_leads_to_the_list(open_page: OpenPage, asked: str) -> None:
    assert "Choose a campaign" in said(open_page("campaign", id=asked))


def test_recipients_are_turned_fifty_at_a_time(
    open_page: OpenPage, new_campaign: NewCampaign, ledger: Ledger
) -> None:
    made = new_campaign(120, "Hello")
    at = open_page("campaign", id=str(made))
    assert "1 to 50 of 120" in said(at)
    assert "Page 1 of 3" in said(at)
    assert at.button(key=f"campaign.page.{made}.back").help == "This is the first page."
    at.button(key=f"campaign.page.{made}.last").click().run()
    assert "Page 3 of 3" in said(at)
    assert "101 to 120 of 120" in said(at)
    assert at.dataframe[0].value["Number"].tolist()[-1] == f"+{ledger(made)[-1]['number']}"


def test_campaigns_are_listed_newest_first_and_paged(
    open_page: OpenPage, new_campaign: NewCampaign
) -> None:
    made = [new_campaign(1, f"Text {n}") for n in range(23)]
    at = open_page("campaigns")
    assert len(_opened(at)) == 20
    at.button(key="campaigns.older").click().run()
    assert len(_opened(at)) == 3
    assert _opened(at)[-1].endswith(f"campaign {made[0]}")
    at.button(key="campaigns.newer").click().run()
    assert _opened(at)[0].endswith(f"campaign {made[-1]}")


@pytest.mark.parametrize("page", ["campaigns", "campaign"])
def test_a_campaign_of_the_other_mode_says_in_which_it_was_made(
    page: str, open_page: OpenPage, new_campaign: NewCampaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = new_campaign(5)
    assert "Made in the sandbox" not in said(open_page(page, id=str(made)))
    monkeypatch.setenv("JETMSG_MODE", "live")
    st.cache_resource.clear()
    assert "Made in the sandbox" in said(open_page(page, id=str(made)))


def _opened(at: object) -> list[str]:
    links = at.get("page_link")  # type: ignore[attr-defined]
    return [link.help for link in links if link.label == "Open"]


def test_without_a_campaign_the_way_to_one_is_shown(open_page: OpenPage) -> None:
    at = open_page("campaigns")
    assert "No campaign yet" in said(at)
    assert "campaigns.sample" in [button.key for button in at.button]


def test_a_scheduled_promotional_campaign_says_when_it_really_goes(
    open_page: OpenPage, new_campaign: NewCampaign, settings: Settings
) -> None:
    made = new_campaign(2, "Sale! STOP to 56161", route=2)
    control.schedule(settings, made, datetime(2099, 11, 25, 16, 30, tzinfo=UTC))
    sentence = (
        "Promotional messages leave from 10:00 to 20:45 IST only. It would wait until "
        "26 Nov 2099, 10:00."
    )
    assert sentence in said(open_page("campaign", id=str(made)))
    control.schedule(settings, made, datetime(2099, 11, 25, 5, 0, tzinfo=UTC))
    assert "Nov 2099, 10:00" not in said(open_page("campaign", id=str(made)))
