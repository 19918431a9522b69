"""Whom a delivery report calls undelivered or the like, tried again in a campaign of their own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fixtures import NewCampaign, ReadJournal, ReadLedger, RunCommand, Send, StartGateway

from jetmsg_core import optouts
from jetmsg_core import settings as configuration
from jetmsg_core.campaigns.lifecycle import control, retry_candidates, retry_offer, schedule
from jetmsg_core.campaigns.lifecycle import retry as retrying
from jetmsg_core.campaigns.lifecycle.retry_kinds import (
    NEVER_AGAIN,
    NOT_SENT_TO,
    RETRY_KINDS,
    USUAL,
    WHY_NEVER,
    RetryKind,
)
from jetmsg_core.campaigns.results import recipients
from jetmsg_core.campaigns.unknown_calls import decisions
from jetmsg_core.errors import StateError
from jetmsg_core.reports import importing
from jetmsg_core.settings import Settings
from jetmsg_core.states import FAILED, CampaignState, Hold, RecipientState
from jetmsg_core.store.database import open_database

Report = Callable[..., None]
UNDELIVERED = [RetryKind.UNDELIVERED]


@pytest.fixture
def report(settings: Settings, ledger: ReadLedger) -> Report:
    """Imports a report of a campaign by smsId: a word, or a word and an error code, for each of its
    recipients in order; "" is no row."""

    def take(campaign_id: int, *words: str) -> None:
        lines = ["Sms Id,Status,Error Code"]
        for row, word in zip(ledger(campaign_id), words, strict=False):
            if word:
                status, _, error = word.partition(" ")
                lines.append(f"{row['sms_id']},{status},{error}")
        importing.import_report(settings, "\n".join(lines).encode())

    return take


@pytest.fixture
def sent(start_gateway: StartGateway, new_campaign: NewCampaign, send: Send) -> Callable[..., int]:
    def make(count: int = 6, message: str = "Hello {{city}}") -> int:
        start_gateway()
        made = new_campaign(count, message)
        send(made)
        return made

    return make


def numbers(rows: list[dict[str, Any]], *seqs: int) -> set[int]:
    return {row["number"] for row in rows if not seqs or row["seq"] in seqs}


def test_the_undelivered_alone_go_again_each_with_the_text_frozen_for_them(
    sent: Any, report: Report, ledger: ReadLedger, settings: Settings, send: Send,
    read_journal: ReadJournal,
) -> None:  # fmt: skip
    made = sent()
    before = ledger(made)
    report(made, "DELIVRD", "UNDELIV", "EXPIRED", "UNDELIV", "PENDING")
    retry = retrying.retry_failed(settings, made, kinds=UNDELIVERED).campaign
    assert (retry.state, retry.retry_of) == (CampaignState.DRAFT, made)
    assert {(row["number"], row["row"], row["text"]) for row in ledger(retry.id)} == {
        (row["number"], row["row"], row["text"]) for row in before if row["seq"] in (2, 4)
    }
    journal = len(read_journal())
    send(retry.id)
    again = read_journal()[journal:]
    assert {int(entry["number"]) for entry in again} == numbers(before, 2, 4)
    assert len(again) == 2


def test_each_kind_is_chosen_by_itself_and_nobody_delivered_is_in_any(
    sent: Any, report: Report, ledger: ReadLedger, settings: Settings
) -> None:
    made = sent(8)
    report(
        made,
        *("DELIVRD", "UNDELIV", "EXPIRED", "REJECTD", "TIMEOUTPROM", "NOCREDITS", "DND"),
    )
    states = [row["state"] for row in ledger(made)]
    assert states == [
        *("delivered", "undelivered", "expired", "rejected", "outside_hours", "no_credit"),
        *("dnd", "submitted"),
    ]
    for kind, facts in RETRY_KINDS.items():
        offered = retry_offer.offer(settings, made, [kind])
        if kind.value in states:
            assert (offered.recipients, offered.reasons[0].state) == (1, facts.state), kind
        else:
            assert offered.recipients == 0, kind
    everybody = retrying.retry_failed(settings, made, kinds=[*RetryKind]).campaign
    assert numbers(ledger(everybody.id)) == numbers(ledger(made), 2, 3, 4, 5, 6)


def test_every_failure_may_be_tried_again_or_is_said_never_to_be() -> None:
    offered = {facts.state for facts in RETRY_KINDS.values() if not facts.may_double}
    assert offered | {*NEVER_AGAIN} == {*FAILED, RecipientState.CANCELLED}
    assert not offered & {*NEVER_AGAIN}


def test_what_it_takes_is_said_before_and_is_what_the_draft_has(
    sent: Any, report: Report, settings: Settings, ledger: ReadLedger
) -> None:
    made = sent(6, "Hello {{city}} " + "x" * 200)
    report(made, "UNDELIV 27", "UNDELIV", "EXPIRED", "UNDELIV", "DELIVRD")
    optouts.add(settings, [str(ledger(made)[1]["number"])], source="test")
    offered = retry_offer.offer(settings, made, USUAL)
    assert (offered.recipients, offered.parts, offered.opted_out) == (3, 6, 1)
    assert sum(why.recipients for why in offered.reasons) == 3
    assert all(why.advice.meaning for why in offered.reasons)
    made_draft = retrying.retry_failed(settings, made, kinds=USUAL)
    assert (made_draft.campaign.recipients, made_draft.campaign.parts) == (3, 6)
    assert made_draft.opted_out == 1


def test_what_is_offered_is_remembered_until_something_changes(
    sent: Any, report: Report, settings: Settings, ledger: ReadLedger, monkeypatch: Any
) -> None:
    made = sent(6)

    def offered() -> tuple[int, int]:
        """Who is left, and who opted out; asked twice, the second time nobody is looked for."""
        first = retry_offer.offer(settings, made, UNDELIVERED)
        with monkeypatch.context() as patch:
            patch.setattr(retry_candidates, "candidates", None)
            assert retry_offer.offer(settings, made, UNDELIVERED) == first
        return first.recipients, first.opted_out

    report(made, "UNDELIV", "UNDELIV", "UNDELIV", "UNDELIV", "KAPUT")
    assert offered() == (4, 0)
    optouts.add(settings, [str(ledger(made)[0]["number"])], source="test")
    assert offered() == (3, 1)
    report(made, "", "DELIVRD")
    assert offered() == (2, 1)
    words = {"KAPUT": RecipientState.UNDELIVERED}
    importing.import_report(settings, b"Sms Id,Status\n1,KAPUT", words=words)
    assert offered() == (3, 1)
    optouts.remove(settings, [str(ledger(made)[0]["number"])])
    assert offered() == (4, 0)
    retry = retrying.retry_failed(settings, made, kinds=UNDELIVERED).campaign
    assert offered() == (0, 0)
    control.stop(settings, retry.id)
    assert offered() == (4, 0)


def test_nobody_goes_twice_whatever_is_chosen(
    sent: Any, report: Report, settings: Settings, ledger: ReadLedger
) -> None:
    made = sent()
    report(made, "UNDELIV", "UNDELIV", "EXPIRED")
    first = retrying.retry_failed(settings, made, kinds=UNDELIVERED).campaign
    second = retrying.retry_failed(settings, made, kinds=USUAL).campaign
    assert numbers(ledger(second.id)) == numbers(ledger(made), 3), "the others are in the first"
    with pytest.raises(StateError, match=f"in campaign {second.id}"):
        retrying.retry_failed(settings, made, kinds=[*RetryKind])
    control.stop(settings, first.id)
    third = retrying.retry_failed(settings, made, kinds=USUAL).campaign
    assert numbers(ledger(third.id)) == numbers(ledger(made), 1, 2), "nobody got the stopped one"


def test_who_failed_again_is_tried_again_as_the_last_attempt_ended(
    sent: Any, report: Report, settings: Settings, ledger: ReadLedger, send: Send
) -> None:
    made = sent(4)
    report(made, *["UNDELIV"] * 4)
    first = retrying.retry_failed(settings, made, kinds=UNDELIVERED).campaign
    send(first.id)
    with pytest.raises(StateError):
        retrying.retry_failed(settings, made, kinds=UNDELIVERED)
    report(first.id, "DELIVRD", "UNDELIV", "DND", "EXPIRED")
    still = ledger(first.id)
    second = retrying.retry_failed(settings, made, kinds=UNDELIVERED).campaign
    assert numbers(ledger(second.id)) == numbers(still, 2)
    other = retrying.retry_failed(settings, first.id, kinds=[RetryKind.EXPIRED]).campaign
    assert numbers(ledger(other.id)) == numbers(still, 4)


def test_a_late_report_of_the_first_attempt_spares_who_failed_in_the_second(
    sent: Any, report: Report, settings: Settings, send: Send
) -> None:
    made = sent(2)
    report(made, "UNDELIV", "UNDELIV")
    first = retrying.retry_failed(settings, made, kinds=UNDELIVERED).campaign
    send(first.id)
    report(first.id, "UNDELIV", "UNDELIV")
    report(made, "DELIVRD", "DELIVRD")
    with pytest.raises(StateError, match="Nobody who failed"):
        retrying.retry_failed(settings, first.id, kinds=UNDELIVERED)


def test_a_draft_does_not_start_once_a_report_calls_somebody_of_it_delivered(
    sent: Any, report: Report, settings: Settings
) -> None:
    made = sent()
    report(made, "UNDELIV", "UNDELIV", "UNDELIV")
    draft = retrying.retry_failed(settings, made, kinds=UNDELIVERED).campaign
    report(made, "DELIVRD", "", "UNDELIV")
    with pytest.raises(StateError, match=r"calls 1 of campaign 2 delivered.*try again from.* 1:"):
        control.start(settings, draft.id)
    control.stop(settings, draft.id)
    anew = retrying.retry_failed(settings, made, kinds=UNDELIVERED).campaign
    assert anew.recipients == 2
    assert control.start(settings, anew.id).campaign.state is CampaignState.RUNNING


def test_a_report_that_comes_while_it_runs_takes_those_out_who_have_it_or_get_it(
    sent: Any, report: Report, settings: Settings, ledger: ReadLedger, send: Send,
    read_journal: ReadJournal,
) -> None:  # fmt: skip
    made = sent(6, "Hello")
    report(made, *["UNDELIV"] * 6)
    again = retrying.retry_failed(settings, made, kinds=UNDELIVERED).campaign.id
    control.start(settings, again)
    optouts.add(settings, [str(ledger(again)[3]["number"])], source="test")
    report(made, "DELIVRD", "UNDELIV", "READ", "", "PENDING")
    live = [(why.state, why.reason, why.recipients) for why in recipients.reasons(settings, again)]
    journal = len(read_journal())
    send(again)
    assert {int(entry["number"]) for entry in read_journal()[journal:]} == numbers(
        ledger(made), 2, 5, 6
    )
    assert not live
    assert [(row["state"], row["reason"]) for row in ledger(again)] == [
        *[("cancelled", "reached"), ("submitted", None), ("cancelled", "reached")],
        *[("cancelled", "opted_out"), ("submitted", None), ("submitted", None)],
    ]
    whys = {why.reason: why.recipients for why in recipients.reasons(settings, again)}
    assert whys == {"reached": 2, "opted_out": 1}


def test_where_all_of_a_call_have_it_there_is_no_call(
    sent: Any, report: Report, settings: Settings, send: Send, read_journal: ReadJournal
) -> None:
    made = sent(3, "Hello")
    report(made, *["UNDELIV"] * 3)
    again = retrying.retry_failed(settings, made, kinds=UNDELIVERED).campaign.id
    control.start(settings, again)
    report(made, *["DELIVRD"] * 3)
    journal = len(read_journal())
    done = send(again)
    assert (done.campaign.state, done.recipients["cancelled"]) == (CampaignState.FINISHED, 3)
    assert len(read_journal()) == journal


def test_a_scheduled_one_is_held_then(sent: Any, report: Report, settings: Settings) -> None:
    made = sent()
    report(made, "UNDELIV")
    draft = retrying.retry_failed(settings, made, kinds=UNDELIVERED).campaign
    soon = datetime.now(UTC) + timedelta(minutes=5)
    control.schedule(settings, draft.id, soon)
    report(made, "DELIVRD")
    with open_database(settings.database_path) as db:
        schedule.start_due(settings, db, soon + timedelta(minutes=1))
    campaign = control.status(settings, draft.id).campaign
    assert campaign.held is Hold.SETTINGS
    assert "calls 1 of campaign 2 delivered" in campaign.held_detail


def test_whom_it_did_not_reach_was_not_sent_this_very_text(
    sent: Any, report: Report, settings: Settings, new_campaign: NewCampaign
) -> None:
    made = sent(3, "Hello")
    report(made, "UNDELIV", "DELIVRD")
    retry = retrying.retry_failed(settings, made, kinds=UNDELIVERED)
    assert not [warning for warning in retry.warnings if "same text" in warning]


def test_what_fails_alike_is_said_with_what_to_put_right(
    sent: Any, report: Report, settings: Settings
) -> None:
    made = sent()
    report(made, "REJECTD 633", "UNDELIV")
    retry = retrying.retry_failed(settings, made, kinds=[RetryKind.REJECTED, *UNDELIVERED])
    (caution,) = [warning for warning in retry.warnings if "fail again" in warning]
    assert caution.startswith("1 person will fail again unless this is corrected first: ")
    assert "template" in caution


def test_undelivered_whom_another_day_does_not_help_are_told_apart(
    sent: Any, report: Report, settings: Settings
) -> None:
    made = sent()
    report(made, "BARRED", "UNDELIV")
    retry = retrying.retry_failed(settings, made, kinds=UNDELIVERED)
    (caution,) = [warning for warning in retry.warnings if "fail again" in warning]
    assert caution.startswith("1 person will fail again unless this is corrected first: ")


@pytest.mark.usefixtures("never_held")
def test_who_was_counted_as_sent_goes_again_only_when_chosen_and_is_said_to_get_it_twice(
    start_gateway: StartGateway, new_campaign: NewCampaign, send: Send, settings: Settings,
    ledger: ReadLedger,
) -> None:  # fmt: skip
    start_gateway("--fault", "drop=1")
    made = new_campaign(4, "Hello", chunk_size=1)
    send(made)
    with pytest.raises(StateError, match="Nobody is left in campaign 1"):
        retrying.retry_failed(settings, made, kinds=[RetryKind.ASSUMED_SENT])
    decisions.assume_sent(configuration.load(), made)
    people = ledger(made)
    (delivered, on_the_way, unmatched, unreported) = (row["number"] for row in people)
    of_it = f"Mobile,Status\n{delivered},DELIVRD\n{on_the_way},PENDING"
    importing.import_report(settings, of_it.encode(), campaign_id=made)
    importing.import_report(settings, f"Mobile,Status\n{unmatched},DELIVRD".encode())
    with pytest.raises(StateError):
        retrying.retry_failed(settings, made, kinds=[*RETRY_KINDS.keys() - {"assumed_sent"}])
    retry = retrying.retry_failed(settings, made, kinds=[RetryKind.ASSUMED_SENT])
    assert numbers(ledger(retry.campaign.id)) == {unreported}
    assert "1 person counted as sent" in retry.warnings[0]
    assert "some may get it twice" in retry.warnings[0]


def test_of_whom_nobody_failed_so_it_is_a_sentence(
    sent: Any, report: Report, settings: Settings
) -> None:
    made = sent()
    with pytest.raises(StateError, match=r"of the people you chose \(undelivered, expired\)"):
        retrying.retry_failed(settings, made, kinds=USUAL)
    assert retry_offer.reported_failures(settings, control.status(settings, made)).counts == {}


def test_where_nobody_ended_so_another_try_is_not_blamed(
    sent: Any, report: Report, settings: Settings
) -> None:
    made = sent()
    report(made, "UNDELIV", "EXPIRED")
    retrying.retry_failed(settings, made, kinds=UNDELIVERED)
    with pytest.raises(StateError, match="the others are in campaign 2"):
        retrying.retry_failed(settings, made, kinds=UNDELIVERED)
    with pytest.raises(StateError, match="Nobody is left of those in the queue"):
        retrying.retry_failed(settings, made, kinds=NOT_SENT_TO)
    with pytest.raises(StateError, match="was refused or not accepted"):
        retrying.retry_failed(settings, made)
    with pytest.raises(StateError, match=r"of the people you chose \(rejected\)"):
        retrying.retry_failed(settings, made, kinds=[RetryKind.REJECTED])


@pytest.mark.parametrize(
    ("state", "why"),
    [
        ("dnd", "DND list are never tried again"),
        ("invalid_number", "do not exist are never tried again"),
        ("submitted", "on the way, as far as is known"),
        ("delivered", "They have the message."),
        ("unknown", "They may have the message already."),
    ],
)
def test_a_state_that_is_never_tried_again_is_told_why(
    state: str, why: str, cli: RunCommand
) -> None:
    done = cli("campaign", "retry", "1", "--of", state)
    assert (done.returncode, done.stdout) == (2, "")
    told = done.stderr.splitlines()[-1]
    assert told.startswith(f"--of: {state} cannot be chosen.")
    assert why in told


def test_whatever_state_is_named_is_a_kind_or_told_why_not() -> None:
    told = {*WHY_NEVER} | {facts.state for facts in RETRY_KINDS.values()}
    assert told == {*RecipientState}


@pytest.fixture
def sent_twice(
    start_gateway: StartGateway, new_campaign: NewCampaign, send: Send, settings: Settings
) -> Callable[[], int]:
    """A campaign whose calls were sent again after one without an answer."""

    def make() -> int:
        start_gateway("--fault", "drop=1")
        made: int = new_campaign(3, "Hello")
        send(made)
        start_gateway()
        decisions.send_again(settings, made)
        send(made)
        return made

    return make


FIRST_CALLS = [
    pytest.param("5570{},{},DELIVRD", {1}, id="with the smsId of the first call"),
    pytest.param("5570{},{},SUBMITTED", {1}, id="the first call is on the way"),
    pytest.param(",{1},DELIVRD", {1}, id="by the number alone"),
    pytest.param(",{1},SUBMITTED", set(), id="a number alone that may be about the second call"),
    pytest.param("5570{},{},UNDELIV", set(), id="the first call failed too"),
]


@pytest.mark.usefixtures("never_held")
@pytest.mark.parametrize(("line", "spared"), FIRST_CALLS)
def test_a_report_of_a_first_call_without_an_answer_spares_whom_the_second_did_not_reach(
    line: str, spared: set[int], sent_twice: Any, report: Report, settings: Settings,
    ledger: ReadLedger, send: Send, read_journal: ReadJournal,
) -> None:  # fmt: skip
    made = sent_twice()
    report(made, *["UNDELIV"] * 3)
    again = retrying.retry_failed(settings, made, kinds=UNDELIVERED).campaign.id
    control.start(settings, again)
    (number,) = numbers(ledger(made), 1)
    of_it = f"smsId,Mobile,Status\n{line.format(1, number)}"
    importing.import_report(settings, of_it.encode())
    journal = len(read_journal())
    send(again)
    others = {1, 2, 3} - spared
    assert {int(entry["number"]) for entry in read_journal()[journal:]} == numbers(
        ledger(made), *others
    )


@pytest.mark.usefixtures("never_held")
def test_a_first_call_that_a_report_calls_delivered_is_not_tried_again_nor_started(
    sent_twice: Any, report: Report, settings: Settings, ledger: ReadLedger
) -> None:
    made = sent_twice()
    report(made, *["UNDELIV"] * 3)
    draft = retrying.retry_failed(settings, made, kinds=UNDELIVERED).campaign.id
    (number,) = numbers(ledger(made), 1)
    importing.import_report(settings, f"smsId,Mobile,Status\n55701,{number},READ".encode())
    with pytest.raises(StateError, match="calls 1 of campaign 2 delivered"):
        control.start(settings, draft)
    control.stop(settings, draft)
    anew = retrying.retry_failed(settings, made, kinds=UNDELIVERED)
    assert (anew.campaign.recipients, anew.reported) == (2, 1)


@pytest.mark.usefixtures("never_held")
def test_whose_second_call_was_stopped_is_counted_as_perhaps_having_the_first(
    start_gateway: StartGateway, new_campaign: NewCampaign, send: Send, settings: Settings
) -> None:
    start_gateway("--fault", "drop=0.5", "--fault", "template=0.5", "--seed", "4")
    made = new_campaign(6, "Hello {{city}}", chunk_size=1)
    ended = send(made).recipients
    assert ended["unknown"]
    assert ended["refused"]
    decisions.send_again(settings, made)
    control.stop(settings, made)
    retry = retrying.retry_failed(settings, made)
    assert retry.offer
    assert retry.offer.unknown == ended["unknown"]
    assert retry.campaign.recipients == ended["refused"]
    assert any("may have the message already" in warning for warning in retry.warnings)


@pytest.mark.usefixtures("never_held")
def test_who_was_refused_at_a_second_call_is_said_to_have_perhaps_the_first(
    start_gateway: StartGateway, new_campaign: NewCampaign, send: Send, settings: Settings
) -> None:
    start_gateway("--fault", "drop=1")
    made = new_campaign(2, "Hello")
    send(made)
    start_gateway("--fault", "template=1")
    decisions.send_again(settings, made)
    assert send(made).recipients["refused"] == 2
    (warning,) = retrying.retry_failed(settings, made).warnings[:1]
    assert warning == ("For 2 people an earlier call ended unknown: some may get it twice.")
