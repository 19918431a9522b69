"""What a person decides on a campaign's page: before it starts, at its time, about calls without an
answer, about failures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fixtures import Send, StartGateway
from lost_calls import forget_readings
from pages_opened import OpenPage, errors, numbers, said, unescaped
from read_back import read_recipients
from streamlit.testing.v1 import AppTest

from jetmsg_core import lists
from jetmsg_core import settings as configuration
from jetmsg_core.balances import sampling
from jetmsg_core.campaigns.lifecycle import control, retry_offer, schedule
from jetmsg_core.campaigns.lifecycle import retry as retrying
from jetmsg_core.campaigns.unknown_calls import decisions
from jetmsg_core.reports import importing
from jetmsg_core.settings import Settings
from jetmsg_core.states import CampaignState, Hold, RecipientState
from jetmsg_core.store.database import open_database

NewCampaign = Callable[..., int]


@pytest.fixture
def lost(
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    send: Send,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[..., int]:
    """All of its calls, however many in a row; and of none of them the balance says anything."""
    monkeypatch.setenv("JETMSG_FAILURES_IN_A_ROW", "1000")

    def make(recipients: int = 25) -> int:
        start_gateway("--fault", "http500=1")
        made = new_campaign(recipients, "Hello", chunk_size=10)
        send(made)
        forget_readings(settings)
        return made

    return make


def open_campaign(open_page: OpenPage, made: int) -> AppTest:
    return open_page("campaign", id=str(made))


def keys(at: AppTest) -> list[str]:
    return [str(button.key) for button in at.button]


def test_a_draft_shows_what_it_takes_before_it_is_sent(
    open_page: OpenPage, new_campaign: NewCampaign, settings: Settings, start_gateway: StartGateway
) -> None:
    start_gateway("--balance", "tranx=1000,promo=1,otp=1")
    sampling.sample(configuration.load())
    made = new_campaign(5)
    at = open_campaign(open_page, made)
    metrics = numbers(at)
    assert (metrics["People"], metrics["Credits"]) == ("5", "5")
    assert metrics["Transactional after"] == "995"
    at.button(key="campaign.start").click().run()
    assert "**Test** goes to **5 people** from **JETMSG**" in said(at)
    assert "which held 1,000 at the last reading" in said(at)
    assert control.status(settings, made).campaign.state is CampaignState.DRAFT
    at.button(key="typed.yes").click().run()
    assert control.status(settings, made).campaign.state is CampaignState.RUNNING


def test_many_recipients_are_confirmed_by_typing_how_many(
    open_page: OpenPage, new_campaign: NewCampaign, settings: Settings, monkeypatch: Any
) -> None:
    monkeypatch.setenv("JETMSG_CONFIRM_ABOVE", "4")
    made = new_campaign(5)
    at = open_campaign(open_page, made)
    at.button(key="campaign.start").click().run()
    at.text_input(key="typed.word").set_value("6")
    at.button(key="typed.yes").click().run()
    assert control.status(settings, made).campaign.state is CampaignState.DRAFT
    at.button(key="campaign.start").click().run()
    at.text_input(key="typed.word").set_value(" 5 ")
    at.button(key="typed.yes").click().run()
    assert control.status(settings, made).campaign.state is CampaignState.RUNNING


def test_a_draft_over_the_cap_cannot_be_sent_and_says_why(
    open_page: OpenPage, new_campaign: NewCampaign, monkeypatch: Any
) -> None:
    made = new_campaign(5)
    monkeypatch.setenv("JETMSG_MAX_CAMPAIGN_CREDITS", "3")
    at = open_campaign(open_page, made)
    assert "The limit for one campaign is 3" in errors(at)[0]
    assert at.button(key="campaign.start").disabled


def test_a_scheduled_campaign_shows_its_time_and_is_taken_off_again(
    open_page: OpenPage, new_campaign: NewCampaign, settings: Settings
) -> None:
    made = new_campaign(5)
    control.schedule(settings, made, schedule.read_time("2099-11-25 10:30"))
    at = open_campaign(open_page, made)
    assert "Starts by itself on Wed, 25 Nov 2099, 10:30 IST" in said(at)
    assert {"campaign.start", "campaign.later", "campaign.unschedule"} <= set(keys(at))
    assert "starts Wed, 25 Nov 2099, 10:30 IST" in said(open_page("campaigns"))
    at.button(key="campaign.unschedule").click().run()
    assert control.status(settings, made).campaign.state is CampaignState.DRAFT


def test_a_time_is_chosen_on_the_page(
    open_page: OpenPage, new_campaign: NewCampaign, settings: Settings
) -> None:
    made = new_campaign(5)
    at = open_campaign(open_page, made)
    at.button(key="campaign.later").click().run()
    at.button(key="typed.yes").click().run()
    campaign = control.status(settings, made).campaign
    assert campaign.state is CampaignState.SCHEDULED
    assert campaign.scheduled_at is not None
    assert campaign.scheduled_at[11:16] == "05:00", "10:30 in India, tomorrow"


def test_a_missed_start_asks_for_now_or_another_time(
    open_page: OpenPage, new_campaign: NewCampaign, settings: Settings
) -> None:
    made = new_campaign(5)
    now = datetime.now(UTC)
    at = now - timedelta(hours=2)
    control.schedule(settings, made, at, lambda: at - timedelta(hours=1))
    with open_database(settings.database_path) as db:
        schedule.start_due(settings, db, now)
    page = open_campaign(open_page, made)
    assert "Its time passed while nothing could be sent" in said(page)
    assert "campaign.later" in keys(page)
    assert "Its time passed" in said(open_page("overview"))
    page.button(key="campaign.resume").click().run()
    campaign = control.status(settings, made).campaign
    assert (campaign.state, campaign.held) == (CampaignState.RUNNING, None)


def test_unknown_calls_are_cards_with_their_evidence(lost: Any, open_page: OpenPage) -> None:
    made = lost()
    at = open_campaign(open_page, made)
    words = said(at)
    assert "Needs attention" in words
    assert "No clear answer came back for **25 people** in 3 calls" in words
    assert "**Call 1** · 10 people" in words
    assert "**Call 3** · 5 people" in words
    assert "balance" in words
    assert "Needs attention" in said(open_page("overview"))


def test_assuming_a_call_sent_asks_for_the_number_of_people_and_notes_it(
    lost: Any, open_page: OpenPage, settings: Settings
) -> None:
    made = lost()
    at = open_campaign(open_page, made)
    at.button(key="campaign.assume.11").click().run()
    assert "**10 people** in 1 call will count as submitted" in said(at)
    at.text_input(key="typed.word").set_value("11")
    at.button(key="typed.yes").click().run()
    assert control.status(settings, made).recipients[RecipientState.UNKNOWN] == 25
    at.button(key="campaign.assume.11").click().run()
    at.text_input(key="typed.word").set_value("10")
    at.button(key="typed.yes").click().run()
    counts = control.status(settings, made).recipients
    assert (counts[RecipientState.SUBMITTED], counts[RecipientState.UNKNOWN]) == (10, 15)
    at = open_campaign(open_page, made)
    assert "Call 2, 10 people: **assumed sent**" in said(at)
    assert "campaign.assume.11" not in keys(at)


def test_sending_again_asks_for_the_word_and_warns_of_doubles(
    lost: Any, open_page: OpenPage, settings: Settings
) -> None:
    made = lost()
    at = open_campaign(open_page, made)
    at.button(key="campaign.again.no_evidence.balance").click().run()
    assert "Some people may get it twice" in said(at)
    assert "up to 25 people" in said(at)
    assert "It goes out at once" in said(at)
    at.text_input(key="typed.word").set_value("25")
    at.button(key="typed.yes").click().run()
    assert control.status(settings, made).campaign.state is CampaignState.FINISHED
    at.button(key="campaign.again.no_evidence.balance").click().run()
    at.text_input(key="typed.word").set_value("again")
    at.button(key="typed.yes").click().run()
    status = control.status(settings, made)
    assert status.campaign.state is CampaignState.RUNNING
    assert status.recipients[RecipientState.QUEUED] == 25
    assert "3 calls, 25 people: **sent again**" in said(open_campaign(open_page, made))


def test_sending_again_says_what_the_texts_of_these_calls_cost(
    start_gateway: Any, new_campaign: NewCampaign, send: Any, open_page: OpenPage,
    settings: Settings, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Not what a text costs on average: nobody sends one of those."""
    monkeypatch.setenv("JETMSG_FAILURES_IN_A_ROW", "1000")
    start_gateway("--fault", "http500=1")
    made = new_campaign(11, "x" * 155 + "{{name}}")
    send(made)
    forget_readings(settings)
    assert decisions.parts_to_send_again(configuration.load(), made, [11]) == 2
    at = open_campaign(open_page, made)
    at.session_state[f"campaign.calls.{made}.no_evidence.balance"] = True
    at.run()
    for asked, cost in (("no_evidence.balance", 12), (1, 1)):
        at.button(key=f"campaign.again.{asked}").click().run()
        words = "credit" if cost == 1 else "credits"
        assert f"It takes up to **{cost} {words}**" in said(at)
        at.button(key="typed.no").click().run()


def take_report(settings: Settings, made: int, *words: str) -> None:
    """By numbers alone, of the first people of the campaign."""
    people = read_recipients(settings, made, limit=len(words))
    rows = [f"{row['number']},{word}" for row, word in zip(people, words, strict=True)]
    importing.import_report(settings, "\n".join(["Mobile,Status", *rows]).encode())


def test_who_is_in_a_report_is_said_on_the_card_and_left_out_by_the_question(
    lost: Any, open_page: OpenPage, settings: Settings
) -> None:
    made = lost(6)
    take_report(settings, made, *["DELIVRD"] * 5)
    at = open_campaign(open_page, made)
    assert "5 of 6 are reported delivered" in said(at)
    assert "5 of 6 reported" in said(at)
    assert "No evidence" not in said(at)
    at.button(key="campaign.again.1").click().run()
    assert "calls **5 people** delivered or on the way. They are left out" in said(at)
    assert "up to 1 person will get" in said(at)
    assert "It takes up to **1 credit**" in said(at)
    at.text_input(key="typed.word").set_value("AGAIN")
    at.button(key="typed.yes").click().run()
    counts = control.status(settings, made).recipients
    assert (counts[RecipientState.DELIVERED], counts[RecipientState.QUEUED]) == (5, 1)
    assert "**sent again**, without 5 in a delivery report" in said(open_campaign(open_page, made))


def test_when_all_are_in_a_report_the_question_says_that_nobody_is_left(
    lost: Any, open_page: OpenPage, settings: Settings
) -> None:
    made = lost(6)
    take_report(settings, made, *["DELIVRD"] * 6)
    at = open_campaign(open_page, made)
    at.button(key="campaign.again.1").click().run()
    assert "Nobody is left to send to" in said(at)
    assert "may get it twice" not in said(at)
    at.button(key="typed.no").click().run()
    at.button(key="campaign.assume.1").click().run()
    assert "**6 people** are in a delivery report, and will count as it says" in said(at)
    assert "will count as submitted" not in said(at)


def test_who_failed_and_has_it_after_all_is_not_offered_to_be_tried_again(
    open_page: OpenPage, new_campaign: NewCampaign, settings: Settings, start_gateway: StartGateway,
    send: Send,
) -> None:  # fmt: skip
    start_gateway("--fault", "template=1")
    made = new_campaign(5, "Hello")
    send(made)
    take_report(settings, made, "DELIVRD", "PENDING")
    at = open_campaign(open_page, made)
    assert at.button(key="campaign.retry").label == "Try 3 people again"
    assert "**3 people** definitely did not get it" in said(at)
    assert "**2 people** more failed" in said(at)
    take_report(settings, made, *["DELIVRD"] * 5)
    at = open_campaign(open_page, made)
    assert "campaign.retry" not in keys(at)
    assert "did not get it for certain" not in said(at)


def test_what_is_sent_again_from_a_held_campaign_waits_as_the_question_says(
    lost: Any, open_page: OpenPage, settings: Settings
) -> None:
    made = lost(900)
    assert control.status(settings, made).campaign.held is Hold.FAILURES
    at = open_campaign(open_page, made)
    at.button(key="campaign.again.no_evidence.balance").click().run()
    assert "held, so it waits until you resume" in said(at)
    assert "at once" not in said(at)
    at.text_input(key="typed.word").set_value("AGAIN")
    at.button(key="typed.yes").click().run()
    status = control.status(settings, made)
    assert status.campaign.held is Hold.FAILURES
    assert status.recipients[RecipientState.QUEUED] == 900


def test_a_page_that_is_stale_changes_nothing(
    lost: Any, open_page: OpenPage, settings: Settings
) -> None:
    made = lost()
    at = open_campaign(open_page, made)
    at.button(key="campaign.again.1").click().run()
    decisions.assume_sent(settings, made, [1])
    at.text_input(key="typed.word").set_value("AGAIN")
    at.button(key="typed.yes").click().run()
    assert at.session_state["typed.refused"].startswith("This was decided already")
    status = control.status(settings, made)
    assert status.campaign.state is CampaignState.FINISHED
    assert status.recipients[RecipientState.SUBMITTED] == 10


def test_many_calls_of_one_evidence_are_one_decision_and_are_looked_at_five_at_a_time(
    lost: Any, open_page: OpenPage, settings: Settings
) -> None:
    made = lost(75)
    at = open_campaign(open_page, made)
    assert "**All 8 calls: there is no evidence · 75 people**" in said(at)
    assert "**Call 1**" not in said(at)
    at.session_state[f"campaign.calls.{made}.no_evidence.balance"] = True
    at.run()
    assert "**Call 5**" in said(at)
    assert "**Call 6**" not in said(at)
    at.button(key="campaign.attention.no_evidence.balance.next").click().run()
    assert "**Call 6**" in said(at)
    assert "**Call 5**" not in said(at)
    at.button(key="campaign.assume.no_evidence.balance").click().run()
    assert "**75 people** in 8 calls will count as submitted" in said(at)
    at.text_input(key="typed.word").set_value("75")
    at.button(key="typed.yes").click().run()
    assert control.status(settings, made).recipients[RecipientState.SUBMITTED] == 75
    assert [success.value for success in at.success][:1] == [
        "8 calls, 75 people: **assumed sent**."
    ]


def test_a_group_is_decided_as_it_was_shown_and_says_what_had_changed(
    lost: Any, open_page: OpenPage, settings: Settings
) -> None:
    made = lost()
    at = open_campaign(open_page, made)
    decisions.assume_sent(settings, made, [11])
    at.button(key="campaign.again.no_evidence.balance").click().run()
    assert any("sent again already: 1 other call." in info.value for info in at.info)
    assert "up to 15 people" in said(at)
    decisions.assume_sent(settings, made, [1])
    at.text_input(key="typed.word").set_value("AGAIN")
    at.button(key="typed.yes").click().run()
    counts = control.status(settings, made).recipients
    assert (counts[RecipientState.SUBMITTED], counts[RecipientState.QUEUED]) == (20, 5)
    assert any(
        "**sent again**. Decided about meanwhile, or sent again already: 2 other calls." in w.value
        for w in at.warning
    )


def test_failures_are_tried_again_in_a_draft_to_look_at(
    open_page: OpenPage, new_campaign: NewCampaign, settings: Settings, start_gateway: StartGateway,
    send: Send,
) -> None:  # fmt: skip
    start_gateway("--fault", "missing=1")
    made = new_campaign(40, "Hello", chunk_size=10)
    left = send(made).recipients[RecipientState.NOT_ACCEPTED]
    at = open_campaign(open_page, made)
    assert at.button(key="campaign.retry").label == f"Try {left} people again"
    at.button(key="campaign.retry").click().run()
    tally = retrying.failures(settings, control.status(settings, made))
    assert tally is not None
    (retry,) = tally.retries
    assert unescaped(at.title[0].value) == "Retry: Test"
    assert numbers(at)["People"] == str(left)
    assert retry.state is CampaignState.DRAFT
    again = open_campaign(open_page, made)
    assert "campaign.retry" not in keys(again)


def test_the_undelivered_are_sent_to_again_in_a_draft_with_reasons_and_cost_before(
    open_page: OpenPage, new_campaign: NewCampaign, settings: Settings, start_gateway: StartGateway,
    send: Send, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Before the box is opened nothing is computed: the offer is read off all recipients."""
    start_gateway("--balance", "tranx=1000,promo=1,otp=1")
    made = new_campaign(7, "Hello")
    send(made)
    sampling.sample(configuration.load())
    assert "campaign.send_again" not in keys(open_campaign(open_page, made))
    words = ("UNDELIV", "ABSENTSUB", "EXPIRED", "REJECTD", "DELIVRD", "DND")
    people = read_recipients(settings, made, limit=6)
    rows = [f"{row['sms_id']},{word}" for row, word in zip(people, words, strict=True)]
    importing.import_report(settings, "\n".join(["Sms Id,Status", *rows]).encode())
    with monkeypatch.context() as patch:
        patch.setattr(retry_offer, "offer", None)
        at = open_campaign(open_page, made)
    assert "**4 people** did not get it" in said(at)
    assert "Never tried again: 1 person on the DND list" in said(at)
    assert "Cannot be chosen: 1 person whose message still seems to be on the way" in said(at)
    at.session_state[f"campaign.second_try.{made}"] = True
    at.run()
    assert "The phone was off or out of reach. Try again on another day." in said(at)
    assert "goes to **3 people** and takes **3 credits** of Transactional, which held 993" in said(
        at
    )
    assert "fail again" not in said(at)
    at.pills(key=f"campaign.kinds.{made}").set_value(["undelivered", "expired", "rejected"]).run()
    assert any("will fail again unless" in warning.value for warning in at.warning)
    assert at.button(key="campaign.send_again").label == "Send again to those chosen (4)"
    at.pills(key=f"campaign.kinds.{made}").set_value(["undelivered", "expired"]).run()
    assert at.button(key="campaign.send_again").label == "Send again to the undelivered (3)"
    at.button(key="campaign.send_again").click().run()
    assert unescaped(at.title[0].value) == "Retry: Test"
    assert numbers(at)["People"] == "3"
    again = open_campaign(open_page, made)
    again.session_state[f"campaign.second_try.{made}"] = True
    again.run()
    assert "campaign.send_again" not in keys(again)
    assert "Nobody is left to send to again" in said(again)


def test_whom_the_operator_bars_is_chosen_only_by_a_person(
    open_page: OpenPage, new_campaign: NewCampaign, settings: Settings, start_gateway: StartGateway,
    send: Send,
) -> None:  # fmt: skip
    start_gateway()
    made = new_campaign(3, "Hello")
    send(made)
    people = read_recipients(settings, made, limit=3)
    words = ("BARRED", "AUTOFAILED", "UNDELIV")
    rows = [f"{row['sms_id']},{word}" for row, word in zip(people, words, strict=True)]
    importing.import_report(settings, "\n".join(["Sms Id,Status", *rows]).encode())
    at = open_campaign(open_page, made)
    at.session_state[f"campaign.second_try.{made}"] = True
    at.run()
    assert at.button(key="campaign.send_again").label == "Send again to the undelivered (1)"
    assert "will fail again unless" not in said(at)
    box = at.checkbox(key=f"campaign.unfixed.{made}")
    assert "2 people would fail again unless something is corrected first." in said(at)
    box.check().run()
    assert at.button(key="campaign.send_again").label == "Send again to the undelivered (3)"
    assert any("will fail again unless" in warning.value for warning in at.warning)
    at.checkbox(key=f"campaign.unfixed.{made}").uncheck().run()
    at.button(key="campaign.send_again").click().run()
    assert numbers(at)["People"] == "1"


def test_a_stopped_campaign_goes_on_in_a_draft_with_those_not_sent_to(
    open_page: OpenPage, new_campaign: NewCampaign, settings: Settings
) -> None:
    made = new_campaign(3, "Hello")
    control.stop(settings, made)
    at = open_campaign(open_page, made)
    assert "**3 people** got nothing" in said(at)
    assert "goes to **3 people** and takes **3 credits** of Transactional" in said(at)
    assert at.button(key="campaign.continue").label == "Send to the rest (3)"
    at.button(key="campaign.continue").click().run()
    assert unescaped(at.title[0].value) == "Continued: Test"
    assert numbers(at)["People"] == "3"
    assert "campaign.continue" not in keys(open_campaign(open_page, made))


def test_those_in_some_states_become_a_list(
    open_page: OpenPage, new_campaign: NewCampaign, settings: Settings
) -> None:
    made = new_campaign(3, "Hello")
    control.stop(settings, made)
    at = open_campaign(open_page, made)
    assert at.button(key="campaign.list.save").disabled
    at.pills(key=f"campaign.list.states.{made}").set_value(["cancelled"]).run()
    at.button(key="campaign.list.save").click().run()
    (saved,) = lists.newest(settings)
    assert (saved.name, saved.contacts) == ("Cancelled in Test", 3)


def test_a_campaign_without_failures_offers_no_retry(
    open_page: OpenPage, new_campaign: NewCampaign, start_gateway: StartGateway, send: Send
) -> None:
    start_gateway()
    made = new_campaign(5)
    send(made)
    assert "campaign.retry" not in keys(open_campaign(open_page, made))
