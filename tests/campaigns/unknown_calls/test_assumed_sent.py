"""What is assumed is not told as a fact, and happened at its time, not when somebody decided."""

from __future__ import annotations

import csv
import io
from datetime import datetime, timedelta

import numpy as np
import pytest
from fixtures import BeWorker, NewCampaign, ReadLedger
from lost_calls import ASSUMED, SENT_AT, with_assumed_call

from jetmsg_core.campaigns.exports import recipient_file
from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.campaigns.results import compare, durations, recipients, timeline
from jetmsg_core.campaigns.results.recipients import Wanted
from jetmsg_core.reports import importing, rates
from jetmsg_core.reports.indexing import index_ended
from jetmsg_core.settings import Settings
from jetmsg_core.states import ASSUMED_SENT, RecipientState

GROUP = (RecipientState.SUBMITTED, ASSUMED_SENT)


@pytest.fixture
def assumed(new_campaign: NewCampaign, settings: Settings, be_worker: BeWorker) -> int:
    return with_assumed_call(new_campaign, settings, be_worker)


def report(settings: Settings, ledger: ReadLedger, made: int, seq: int, word: str) -> None:
    row = f"{ledger(made)[seq - 1]['number']},{word}"
    importing.import_report(settings, f"Mobile,Status\n{row}".encode(), campaign_id=made)


def test_it_is_counted_beside_what_the_gateway_took(
    assumed: int, settings: Settings, ledger: ReadLedger
) -> None:
    status = control.status(settings, assumed)
    assert (status.recipients[RecipientState.SUBMITTED], status.submitted, status.taken) == (
        6,
        6,
        4,
    )
    assert (status.assumed.recipients, status.assumed.parts) == (2, 2)
    for _ in range(2):
        (why,) = recipients.reasons(settings, assumed)
        assert ((why.state, why.reason), why.recipients, why.advice.meaning) == (GROUP, 2, ASSUMED)
        page = recipients.page(settings, assumed, Wanted((GROUP[0],), GROUP[1]))
        assert [row["seq"] for row in page.recipients] == [5, 6]
        index_ended(settings)


def test_sums_and_comparisons_count_it_beside_what_the_gateway_took(
    assumed: int, settings: Settings, ledger: ReadLedger, new_campaign: NewCampaign
) -> None:
    week = rates.totals(settings, 7)
    assert (week.sent, week.submitted, week.assumed, week.taken) == (6, 6, 2, 4)
    compared, other = compare.compare(settings, [assumed, new_campaign(1)])
    assert (compared.submitted, compared.assumed_sent, compared.taken) == (6, 2, 4)
    assert (round(compared.taken_share, 3), compared.submitted_share) == (0.667, 1)
    assert (other.assumed_sent, other.taken) == (0, 0)
    report(settings, ledger, assumed, 5, "DELIVRD")
    rated = rates.delivery_rates(settings, 7)
    for rate in (rated.campaigns[-1], *rated.headers, *rated.templates):
        assert (rate.submitted, rate.assumed, rate.taken, rate.reported) == (6, 1, 5, 1)
    assert rates.totals(settings, 7).taken == 5


@pytest.mark.parametrize("word", ["DELIVRD", "PENDING", "UNDELIV"])
def test_whoever_is_in_a_report_is_not_assumed_any_more(
    assumed: int, settings: Settings, ledger: ReadLedger, word: str
) -> None:
    report(settings, ledger, assumed, 5, word)
    index_ended(settings)
    assert control.status(settings, assumed).assumed.recipients == 1
    counts = {(w.state, w.reason): w.recipients for w in recipients.reasons(settings, assumed)}
    assert counts[GROUP] == 1
    reasons = [timeline.reason_of(row) == ASSUMED for row in ledger(assumed)]
    assert reasons == [False] * 5 + [True]


def test_the_export_and_the_timeline_say_assumed_with_the_time_of_the_call(
    assumed: int, settings: Settings, ledger: ReadLedger
) -> None:
    out = io.BytesIO()
    recipient_file.export(settings, assumed, out)
    rows = [*csv.DictReader(io.StringIO(out.getvalue().decode("utf-8-sig")))]
    assert [row["reason"] for row in rows] == [""] * 4 + [ASSUMED] * 2
    assert len({row["time (IST)"] for row in rows}) == 1
    history = timeline.of_number(settings, str(ledger(assumed)[5]["number"]))
    (message,) = history.messages
    assert (message.facts.word, message.reason) == ("Assumed sent", ASSUMED)
    assert datetime.fromisoformat(message.at) < SENT_AT + timedelta(minutes=1)


def test_the_time_it_took_is_that_of_sending(assumed: int, settings: Settings) -> None:
    assert durations.sending_seconds(settings, assumed) == pytest.approx(4, abs=0.01)


@pytest.mark.parametrize(
    ("calls", "milliseconds"),
    [
        pytest.param([(0, 500), (200, 900)], 900, id="side by side"),
        pytest.param([(0, 500), (30_000, 31_000)], 31_000, id="a short break"),
        pytest.param([(0, 500), (90_000, 91_000)], 1_500, id="a pause"),
        pytest.param([(90_000, 91_000), (0, 500)], 1_500, id="in any order"),
        pytest.param([(0, 500), (1_000, 260_000_000)], 31_000, id="an end that was found later"),
    ],
)
def test_breaks_do_not_count(calls: list[tuple[int, int]], milliseconds: int) -> None:
    sent, ended = np.array(calls, np.int64).T
    assert durations.sending_time(sent, ended, 30_000) == milliseconds
