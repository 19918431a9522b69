"""Delivery reports about calls without an answer: shown where a person decides, and whoever they
call delivered or on the way is never sent to again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from fixtures import NewCampaign, ReadJournal, RunCommand, RunJson, Send, StartGateway

from jetmsg_core import optouts
from jetmsg_core import settings as configuration
from jetmsg_core.campaigns.exports import state_list
from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.campaigns.lifecycle import retry as retrying
from jetmsg_core.campaigns.lifecycle.control import Status
from jetmsg_core.campaigns.sending.sender import Sender
from jetmsg_core.campaigns.unknown_calls import decisions, evidence_groups
from jetmsg_core.campaigns.unknown_calls.balance_evidence import Suggestion
from jetmsg_core.campaigns.unknown_calls.decisions import UnknownCallAction
from jetmsg_core.errors import InputError, StateError
from jetmsg_core.gateway.posters.threads import ThreadPosters
from jetmsg_core.gateway.seam import Request, TransportFailure
from jetmsg_core.primitives.times import IST, utc_now
from jetmsg_core.reports import importing
from jetmsg_core.reports.evidence import Counts
from jetmsg_core.reports.indexing import index_ended
from jetmsg_core.reports.matching import unmatched
from jetmsg_core.settings import Mode, Settings
from jetmsg_core.states import CampaignState, Channel, ChunkState, RecipientState
from jetmsg_core.store import processes
from jetmsg_core.store.database import open_database, rows
from tests.reports.report_helpers import report_of

pytestmark = pytest.mark.usefixtures("never_held")

Ledger = Callable[[int], list[dict[str, Any]]]


@pytest.fixture
def lost(start_gateway: StartGateway, new_campaign: NewCampaign, send: Send) -> Callable[..., int]:
    """A finished campaign of which every call was taken, and none answered."""

    def make(recipients: int = 6, **brief: Any) -> int:
        start_gateway("--fault", "drop=1")
        made: int = new_campaign(recipients, "Hello", **{"chunk_size": 6} | brief)
        send(made)
        return made

    return make


def written(moment: datetime) -> str:
    return moment.astimezone(IST).strftime("%Y-%m-%d %H:%M:%S")


def report(
    people: Iterable[tuple[int, str]], *, at: datetime | None = None, ids: Sequence[str] = ()
) -> bytes:
    """A row for each number and word; without `ids` known by the number alone."""
    moment = written(at or utc_now())
    lines = ["smsId,Mobile,Status,Done Date"]
    for index, (number, word) in enumerate(people):
        lines.append(f"{ids[index] if ids else ''},{number},{word},{moment}")
    return "\n".join(lines).encode()


def some_ids(count: int, first: int = 7000) -> list[str]:
    return [f"55{first + index}" for index in range(count)]


def numbers(ledger: Ledger, made: int) -> list[int]:
    return [row["number"] for row in ledger(made)]


def reports_of(ledger: Ledger, made: int, *words: str) -> list[tuple[int, str]]:
    return list(zip(numbers(ledger, made), words, strict=False))


def states(ledger: Ledger, made: int) -> list[str]:
    return [row["state"] for row in ledger(made)]


def assert_it_adds_up(settings: Settings, ledger: Ledger, made: int) -> None:
    """The counts kept, a recount of the chunks and everybody's own state agree."""
    status = control.status(settings, made)
    own = Counter(states(ledger, made))
    assert {state.value: n for state, n in status.recipients.items() if n} == dict(own)
    with open_database(settings.database_path) as db:
        recount = rows(
            db,
            "select state, count(*) as chunks, sum(hi - lo) as recipients, sum(submitted) as taken,"
            " sum(withheld) as withheld, sum(parts * (hi - lo)) as parts from chunks"
            " where campaign_id = ? group by state",
            made,
        )
    for row in recount:
        tally = status.progress[ChunkState(row["state"])]
        assert (tally.chunks, tally.recipients, tally.submitted, tally.withheld, tally.parts) == (
            *(row["chunks"], row["recipients"], row["taken"], row["withheld"], row["parts"]),
        )
    assert status.campaign.chunks == sum(row["chunks"] for row in recount)


FORMS = [
    pytest.param("of nobody", id="rows with smsIds, no campaign named"),
    pytest.param("numbers", id="numbers alone, no campaign named"),
    pytest.param("named", id="rows with smsIds, this campaign named"),
    pytest.param("named numbers", id="numbers alone, this campaign named"),
]


@pytest.fixture(params=FORMS)
def take(request: pytest.FixtureRequest, settings: Settings) -> Callable[..., Any]:
    """Imports a report of these people in one of the forms in which panels give them."""
    form = request.param

    def take_it(made: int, people: list[tuple[int, str]]) -> Any:
        ids = [] if "numbers" in form else some_ids(len(people))
        named = made if "named" in form else None
        return importing.import_report(settings, report(people, ids=ids), campaign_id=named)

    return take_it


def test_who_is_reported_is_shown_where_the_decision_is_made(
    lost: Any, take: Any, settings: Settings, ledger: Ledger
) -> None:
    made = lost()
    take(made, reports_of(ledger, made, *["DELIVRD"] * 5))
    (call,) = decisions.needs(settings, made)
    assert call.reported == Counts(delivered=5)
    assert (call.evidence.suggestion, call.suggested) == (
        Suggestion.TAKEN,
        UnknownCallAction.ASSUME_SENT,
    )
    assert call.evidence.sentence == (
        "5 of 6 are reported delivered. 1 is in no report. So the gateway took the call: assume it "
        "sent. Sending again leaves out the 5 delivered or on the way."
    )
    assert states(ledger, made) == ["unknown"] * 6, "a report decides nothing by itself"


def test_sending_again_leaves_out_whoever_has_it_or_will(
    lost: Any,
    take: Any,
    settings: Settings,
    ledger: Ledger,
    start_gateway: StartGateway,
    send: Send,
    read_journal: ReadJournal,
) -> None:
    made = lost()
    take(made, reports_of(ledger, made, "DELIVRD", "UNDELIV", "DELIVRD", "PENDING", "WHAT"))
    settled = decisions.send_again(settings, made)
    assert (settled.recipients, settled.left_out) == (6, Counts(delivered=2, on_the_way=1))
    expected = ["delivered", "queued", "delivered", "submitted", "queued", "queued"]
    assert states(ledger, made) == expected
    assert_it_adds_up(settings, ledger, made)
    (decision,) = decisions.decisions(settings, made)
    assert (decision.recipients, decision.left_out, decision.calls) == (6, 3, 1)
    start_gateway()
    done: Status = send(made)
    assert done.campaign.state is CampaignState.FINISHED
    times = Counter(int(entry["number"]) for entry in read_journal())
    assert [times[number] for number in numbers(ledger, made)] == [1, 2, 1, 1, 2, 2]
    assert_it_adds_up(settings, ledger, made)
    index_ended(settings)
    assert_it_adds_up(settings, ledger, made)


def test_when_all_of_them_have_it_nothing_is_sent_and_nothing_runs(
    lost: Any, take: Any, settings: Settings, ledger: Ledger, read_journal: ReadJournal
) -> None:
    made = lost()
    take(made, reports_of(ledger, made, *["DELIVRD"] * 6))
    settled = decisions.send_again(settings, made)
    assert settled.status.campaign.state is CampaignState.FINISHED
    assert states(ledger, made) == ["delivered"] * 6
    assert len(read_journal()) == 6
    assert_it_adds_up(settings, ledger, made)


def test_assuming_it_sent_records_what_the_report_says(
    lost: Any, take: Any, settings: Settings, ledger: Ledger
) -> None:
    made = lost()
    take(made, reports_of(ledger, made, "DELIVRD", "UNDELIV", "PENDING", "WHAT"))
    decisions.assume_sent(settings, made)
    assert states(ledger, made) == ["delivered", "undelivered", *["submitted"] * 4]
    assert_it_adds_up(settings, ledger, made)
    index_ended(settings)
    assert_it_adds_up(settings, ledger, made)


def test_the_report_of_the_panel_itself_keeps_everybody_to_one_message(
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    send: Send,
    settings: Settings,
    ledger: Ledger,
    read_journal: ReadJournal,
) -> None:
    url = start_gateway("--fault", "drop=0.5", "--seed", "4").url
    made = new_campaign(400, "Hello {{city}}", chunk_size=20)
    send(made)
    importing.import_report(settings, report_of(url))
    before = Counter(int(entry["number"]) for entry in read_journal())
    unknown = decisions.needs(settings, made)
    assert len(unknown) > 3
    assert all(call.reported.all == call.recipients for call in unknown)
    decisions.send_again(settings, made)
    assert_it_adds_up(settings, ledger, made)
    has_it = {row["number"] for row in ledger(made) if row["state"] == "delivered"}
    start_gateway()
    control.resume(settings, made)
    send(made)
    after = Counter(int(entry["number"]) for entry in read_journal())
    assert all(after[number] == before[number] == 1 for number in has_it)
    assert sum(after.values()) > sum(before.values()), "who failed goes again"
    assert unmatched.unmatched_count(settings) < 400
    assert_it_adds_up(settings, ledger, made)


def test_a_later_report_goes_on_from_the_first(
    lost: Any, settings: Settings, ledger: Ledger
) -> None:
    """Who was on the way when the call went again is known by the smsId of the report."""
    made = lost()
    ids = some_ids(6)
    importing.import_report(settings, report(reports_of(ledger, made, *["PENDING"] * 6), ids=ids))
    decisions.send_again(settings, made)
    assert states(ledger, made) == ["submitted"] * 6
    importing.import_report(settings, report(reports_of(ledger, made, *["DELIVRD"] * 6), ids=ids))
    assert states(ledger, made) == ["delivered"] * 6
    assert_it_adds_up(settings, ledger, made)


@pytest.mark.parametrize(
    "named", [pytest.param(False, id="nobody's"), pytest.param(True, id="this campaign named")]
)
@pytest.mark.parametrize(
    "with_ids", [pytest.param(True, id="smsIds"), pytest.param(False, id="numbers alone")]
)
def test_a_report_that_is_older_than_the_call_proves_nothing(
    named: bool, with_ids: bool, lost: Any, settings: Settings, ledger: Ledger
) -> None:
    made = lost()
    ids = some_ids(6) if with_ids else []
    older = report(
        reports_of(ledger, made, *["DELIVRD"] * 6), at=utc_now() - timedelta(hours=1), ids=ids
    )
    seen = importing.import_report(settings, older, campaign_id=made if named else None).preview
    assert (seen.matched, seen.unmatched) == (0, 6)
    (call,) = decisions.needs(settings, made)
    assert call.reported == Counts()
    decisions.send_again(settings, made)
    assert states(ledger, made) == ["queued"] * 6


def test_times_that_are_written_to_the_minute_or_the_day_are_not_too_old(
    lost: Any, settings: Settings, ledger: Ledger
) -> None:
    made = lost()
    (sent_at,) = {call.sent_at for call in decisions.needs(settings, made)}
    moment = datetime.fromisoformat(str(sent_at)).astimezone(IST)
    first, second, *_ = numbers(ledger, made)
    lines = [
        "smsId,Mobile,Status,Done Date",
        f"551,{first},DELIVRD,{moment:%Y-%m-%d %H:%M}",
        f"552,{second},DELIVRD,{moment:%Y-%m-%d}",
    ]
    importing.import_report(settings, "\n".join(lines).encode())
    assert decisions.needs(settings, made)[0].reported == Counts(delivered=2)


def test_a_report_about_another_campaign_to_the_same_people_proves_nothing(
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    send: Send,
    lost: Any,
    settings: Settings,
    ledger: Ledger,
) -> None:
    """The other was answered, so the row is known by its smsId."""
    url = start_gateway().url
    other = new_campaign(6, "Another text")
    send(other)
    data = report_of(url)
    made = lost()
    importing.import_report(settings, data, campaign_id=made)
    assert decisions.needs(settings, made)[0].reported == Counts()
    # By numbers alone they may be about either.
    again = report(reports_of(ledger, made, *["DELIVRD"] * 6))
    importing.import_report(settings, again)
    assert decisions.needs(settings, made)[0].reported == Counts()
    decisions.send_again(settings, made)
    assert states(ledger, made) == ["queued"] * 6


def test_of_two_lost_calls_to_the_same_people_one_report_proves_neither_and_two_prove_both(
    lost: Any, settings: Settings, ledger: Ledger
) -> None:
    first, other = lost(), lost()
    people = reports_of(ledger, first, *["DELIVRD"] * 6)
    importing.import_report(settings, report(people, ids=some_ids(6)), campaign_id=first)
    for made in (first, other):
        assert decisions.needs(settings, made)[0].reported == Counts()
    importing.import_report(settings, report(people, ids=some_ids(6, 8000)))
    for made in (first, other):
        assert decisions.needs(settings, made)[0].reported == Counts(delivered=6)


def test_of_two_lost_calls_the_earlier_report_is_about_the_earlier(
    lost: Any, settings: Settings, ledger: Ledger
) -> None:
    first = lost()
    with open_database(settings.database_path) as db:
        left = utc_now() - timedelta(hours=2)
        db.conn.execute(
            "update chunks set sending_at = ?", (left.isoformat(timespec="milliseconds"),)
        )
    other = lost()
    people = reports_of(ledger, first, *["DELIVRD"] * 6)
    between = utc_now() - timedelta(hours=1)
    importing.import_report(settings, report(people, at=between, ids=some_ids(6)))
    assert decisions.needs(settings, first)[0].reported == Counts(delivered=6)
    assert decisions.needs(settings, other)[0].reported == Counts()


def test_a_report_of_the_other_mode_proves_nothing(
    lost: Any, settings: Settings, ledger: Ledger
) -> None:
    made = lost()
    live = replace(settings, mode=Mode.LIVE)
    data = report(reports_of(ledger, made, *["DELIVRD"] * 6), ids=some_ids(6))
    importing.import_report(live, data)
    with pytest.raises(InputError, match="sandbox mode"):
        importing.import_report(live, data, campaign_id=made)
    assert decisions.needs(settings, made)[0].reported == Counts()
    decisions.send_again(settings, made)
    assert states(ledger, made) == ["queued"] * 6


def test_whatsapp_is_reported_only_by_what_was_imported_for_it(
    lost: Any, settings: Settings, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JETMSG_WHATSAPP_RATE", "1000")
    made = lost(2, channel=Channel.WHATSAPP, chunk_size=1)
    data = report(reports_of(ledger, made, *["DELIVRD"] * 2))
    importing.import_report(settings, data)
    assert [call.reported.all for call in decisions.needs(settings, made)] == [0, 0]
    importing.import_report(settings, data, campaign_id=made)
    assert [call.reported.all for call in decisions.needs(settings, made)] == [1, 1]
    decisions.send_again(settings, made)
    assert states(ledger, made) == ["delivered"] * 2
    assert_it_adds_up(settings, ledger, made)


def test_a_report_that_comes_after_the_decision_is_heeded_when_the_call_is_made(
    lost: Any,
    take: Any,
    settings: Settings,
    ledger: Ledger,
    start_gateway: StartGateway,
    send: Send,
    read_journal: ReadJournal,
) -> None:
    made = lost(18)
    decisions.send_again(settings, made)
    assert states(ledger, made) == ["queued"] * 18
    first = reports_of(
        ledger, made, *["DELIVRD"] * 3, "UNDELIV", "PENDING", "DELIVRD", *["DELIVRD"] * 6
    )
    take(made, first)
    start_gateway()
    done: Status = send(made)
    assert done.campaign.state is CampaignState.FINISHED
    received = Counter(int(entry["number"]) for entry in read_journal())
    times = [received[number] for number in numbers(ledger, made)]
    assert times == [1, 1, 1, 2, 1, 1, *[1] * 6, *[2] * 6]
    assert_it_adds_up(settings, ledger, made)
    counts = done.recipients
    assert counts[RecipientState.DELIVERED] == 10
    assert counts[RecipientState.UNKNOWN] == counts[RecipientState.QUEUED] == 0


def test_however_many_have_it_the_sender_goes_on_at_once_to_those_who_have_not(
    lost: Any, settings: Settings, ledger: Ledger
) -> None:
    made = lost(45, chunk_size=1)
    decisions.send_again(settings, made)
    people = numbers(ledger, made)
    importing.import_report(settings, report([(number, "DELIVRD") for number in people[:44]]))
    calls: list[Request] = []

    def post(form: Request) -> TransportFailure:
        calls.append(form)
        return TransportFailure(True, "Lost.", 0.1)

    settings = configuration.load()
    with open_database(settings.database_path) as db:
        processes.announce(db, "worker", holder="a", pid=1, url=None, now=utc_now())
        sender = Sender(settings, db, "a", ThreadPosters(settings.senders, lambda: post))
        turns = 0
        while not sender.busy:
            assert sender.turn(wait=0), "it would wait though there is more to do"
            turns += 1
        while sender.busy:
            sender.turn(wait=0.1)
        sender.close()
    assert turns <= 3
    assert [form.fields["MobileNo"] for form in calls] == [str(people[44])[-10:]]


@pytest.mark.usefixtures("soon_tried_again")
def test_a_call_that_was_never_made_is_not_looked_for_in_reports(
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    send: Send,
    settings: Settings,
    ledger: Ledger,
    read_journal: ReadJournal,
) -> None:
    """A number that is in a report before anything left has the message of somebody else."""
    start_gateway("--fault", "http429=0.5", "--seed", "3")
    made = new_campaign(40, "Hello", chunk_size=10)
    ids = some_ids(40)
    importing.import_report(settings, report(reports_of(ledger, made, *["DELIVRD"] * 40), ids=ids))
    done: Status = send(made)
    assert done.recipients[RecipientState.SUBMITTED] == len(read_journal()) == 40


def test_who_opted_out_is_neither_reported_nor_sent_to(
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    send: Send,
    settings: Settings,
    ledger: Ledger,
) -> None:
    start_gateway("--fault", "drop=1")
    made = new_campaign(6, "Hello", chunk_size=6)
    out = numbers(ledger, made)[2]
    optouts.add(settings, [str(out)], source="test")
    send(made)
    words = ["DELIVRD", "UNDELIV", "DELIVRD", "DELIVRD", "UNDELIV", "DELIVRD"]
    importing.import_report(settings, report(reports_of(ledger, made, *words), ids=some_ids(6)))
    assert decisions.needs(settings, made)[0].reported == Counts(delivered=3, failed=2)
    decisions.send_again(settings, made)
    expected = ["delivered", "queued", "cancelled", "delivered", "queued", "delivered"]
    assert states(ledger, made) == expected
    assert_it_adds_up(settings, ledger, made)


def test_deciding_twice_changes_nothing_the_second_time(
    lost: Any, take: Any, settings: Settings, ledger: Ledger
) -> None:
    made = lost()
    take(made, reports_of(ledger, made, *["DELIVRD"] * 5))
    (group,) = evidence_groups.read(settings, made)
    assert group.is_reported
    decisions.decide(settings, made, UnknownCallAction.SEND_AGAIN, group.calls)
    before = ledger(made)
    with pytest.raises(StateError, match="decided already"):
        decisions.decide(settings, made, UnknownCallAction.SEND_AGAIN, group.calls)
    assert ledger(made) == before
    assert_it_adds_up(settings, ledger, made)


def test_a_few_of_many_in_a_report_are_no_more_than_a_few(
    lost: Any, settings: Settings, ledger: Ledger
) -> None:
    made = lost()
    importing.import_report(settings, report(reports_of(ledger, made, "DELIVRD"), ids=["551"]))
    (call,) = decisions.needs(settings, made)
    assert (call.evidence.suggestion, call.suggested) == (Suggestion.UNCLEAR, None)
    assert "1 of 6 is reported delivered. 5 are in no report." in call.evidence.sentence


def test_who_failed_for_certain_and_has_it_after_all_is_not_tried_again(
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    send: Send,
    take: Any,
    settings: Settings,
    ledger: Ledger,
) -> None:
    start_gateway("--fault", "template=1")
    made = new_campaign(6, "Hello", chunk_size=6)
    send(made)
    assert states(ledger, made) == ["refused"] * 6
    take(made, reports_of(ledger, made, "DELIVRD", "UNDELIV", "PENDING"))
    retry = retrying.retry_failed(settings, made)
    _, undelivered, _, *others = numbers(ledger, made)
    assert numbers(ledger, retry.campaign.id) == [undelivered, *others]
    assert retry.reported == 2
    saved = state_list.save_in_states(settings, made, name="Failed", token="t")
    with open_database(settings.database_path) as db:
        (row,) = rows(db, "select contacts from lists where id = ?", saved)
    assert row["contacts"] == 4


def test_when_all_who_failed_have_it_there_is_nobody_to_try_again(
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    send: Send,
    settings: Settings,
    ledger: Ledger,
) -> None:
    start_gateway("--fault", "template=1")
    made = new_campaign(3, "Hello")
    send(made)
    people = reports_of(ledger, made, *["DELIVRD"] * 3)
    importing.import_report(settings, report(people, ids=some_ids(3)))
    with pytest.raises(StateError, match="call 3 of those who failed"):
        retrying.retry_failed(settings, made)


def test_the_commands_say_it_and_leave_out_alike(
    lost: Any, take: Any, ledger: Ledger, cli: RunCommand, cli_json: RunJson
) -> None:
    made = lost()
    take(made, reports_of(ledger, made, *["DELIVRD"] * 5))
    answer = cli_json("campaign", "unknown", made)
    (call,), (group,) = answer.pop("calls"), answer.pop("groups")
    assert answer == {"campaign": made, "recipients": 6}
    assert (group["chunk"], group["suggested"], group["reported"]) == ("1", "sent", True)
    assert call["reported"] == {"delivered": 5, "on_the_way": 0, "failed": 0, "other": 0}
    assert (call["chunk"], call["suggestion"], call["suggested"]) == (1, "taken", "sent")
    assert call["evidence"].startswith("5 of 6 are reported delivered")
    output = cli("campaign", "unknown", made).stdout
    assert "5 of 6 are reported delivered" in output
    assert "Suggested: --as sent" in output
    done = cli_json("campaign", "settle", made, "--chunk", "all", "--as", "retry")
    assert (done["settled"], done["recipients"], done["state"]) == ([1], 6, "running")
    assert done["left_out"] == {"delivered": 5, "on_the_way": 0}
    status = cli_json("campaign", "status", made)
    assert (status["delivered"], status["queued"], status["unknown"]) == (5, 1, 0)
    assert cli("campaign", "unknown", made).stdout.strip() == (
        "There is no call without a clear answer."
    )
    refused = cli("campaign", "unknown", 99, "--json")
    assert (refused.returncode, refused.stdout) == (1, "")


def test_the_retry_command_says_how_many_have_it_after_all(
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    send: Send,
    settings: Settings,
    ledger: Ledger,
    cli_json: RunJson,
) -> None:
    start_gateway("--fault", "template=1")
    made = new_campaign(5, "Hello")
    send(made)
    importing.import_report(settings, report(reports_of(ledger, made, "DELIVRD"), ids=["551"]))
    answer = cli_json("campaign", "retry", made)
    assert (answer["recipients"], answer["reported"]) == (4, 1)
