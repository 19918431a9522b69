"""By a number alone a row is about a message that had left when it was written, and only where no
other campaign has one that it may be about as well."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fixtures import NewCampaign
from read_back import read_recipients
from report_helpers import csv_of, rows_of

from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.campaigns.unknown_calls import decisions
from jetmsg_core.reports import importing
from jetmsg_core.reports.importing import ImportedReport
from jetmsg_core.settings import Settings
from jetmsg_core.states import ChunkState
from jetmsg_core.store import processes
from jetmsg_core.store.database import open_database, transaction
from jetmsg_core.store.ledger import chunks

MORNING = datetime(2026, 5, 1, 6, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
HEADER = ("Sms Id", "Mobile No", "Status", "Done Date")


def begun(settings: Settings, new_campaign: NewCampaign, people: int) -> tuple[int, list[str]]:
    """Gives a running campaign and its numbers, the same in each."""
    made = new_campaign(people, "Hello", chunk_size=100)
    control.start(settings, made)
    return made, [str(row["number"]) for row in read_recipients(settings, made, limit=100)]


def lose_the_call(settings: Settings, campaign_id: int, now: datetime) -> None:
    """Its call leaves, and the worker dies before the answer."""
    holder = f"worker of {now}"
    with open_database(settings.database_path) as db, transaction(db):
        processes.announce(
            db, "worker", holder=holder, pid=1, url=None, now=now, mode=settings.mode
        )
        assert chunks.claim(db, campaign_id, worker=holder, limit=1, now=now)
        assert chunks.recover(db, now=now) == 1


def take(
    settings: Settings, data: bytes, now: datetime, campaign_id: int | None = None
) -> ImportedReport:
    return importing.import_report(settings, data, campaign_id=campaign_id, clock=lambda: now)


@pytest.mark.parametrize("is_named_at_first", [False, True])
def test_a_row_without_time_is_about_no_message_that_left_after_it_came(
    settings: Settings, new_campaign: NewCampaign, is_named_at_first: bool
) -> None:
    made, (number,) = begun(settings, new_campaign, 1)
    data = csv_of([["", number, "DELIVRD", ""]], HEADER)
    take(settings, data, MORNING, made if is_named_at_first else None)
    lose_the_call(settings, made, MORNING + HOUR)
    again = take(settings, data, MORNING + 2 * HOUR, made)
    assert again.preview.evidence == 0
    assert again.preview.why_unmatched == {
        "no message of the campaign to the number had left by then": 1
    }


def test_a_row_without_time_is_not_in_doubt_for_a_message_that_left_after_it_came(
    settings: Settings, new_campaign: NewCampaign
) -> None:
    made, (number,) = begun(settings, new_campaign, 1)
    other, same = begun(settings, new_campaign, 1)
    assert same == [number]
    data = csv_of([["4711", number, "DELIVRD", ""]], HEADER)
    lose_the_call(settings, made, MORNING)
    assert take(settings, data, MORNING + HOUR, made).preview.evidence == 1
    lose_the_call(settings, other, MORNING + 2 * HOUR)
    assert take(settings, data, MORNING + 3 * HOUR, made).preview.evidence == 1


def test_a_row_without_time_is_as_old_as_its_bytes_whichever_campaign_is_named(
    sent: Callable[..., Any],
) -> None:
    campaign = sent(1)
    failed = csv_of(rows_of(campaign.ledger, ("UNDELIV", "", "")))
    expired = csv_of(rows_of(campaign.ledger, ("EXPIRED", "", "")))
    take(campaign.settings, failed, MORNING)
    take(campaign.settings, expired, MORNING + HOUR)
    take(campaign.settings, failed, MORNING + 2 * HOUR, campaign.id)
    assert campaign.counts == {"expired": 1}


def test_everybody_in_a_divided_call_of_unknown_end_may_be_meant_by_a_strange_id(
    settings: Settings, new_campaign: NewCampaign
) -> None:
    """Who waits to be sent to again, and who is left out of it since a report speaks of them."""
    divided, numbers = begun(settings, new_campaign, 3)
    lose_the_call(settings, divided, MORNING)
    told = csv_of([["", numbers[1], "DELIVRD", "2026-05-01 12:10:00"]], HEADER)
    take(settings, told, MORNING + HOUR, divided)
    decisions.send_again(settings, divided)
    pieces = control.status(settings, divided).chunks
    assert (pieces[ChunkState.PLANNED], pieces[ChunkState.ACCEPTED]) == (2, 1)

    made, same = begun(settings, new_campaign, 3)
    assert same == numbers
    lose_the_call(settings, made, MORNING)
    strange = [
        [f"471{index}", number, "EXPIRED", "2026-05-01 12:20:00"]
        for index, number in enumerate(numbers)
    ]
    report = take(settings, csv_of(strange, HEADER), MORNING + HOUR, made)
    assert report.preview.why_unmatched == {
        "it may be about another campaign's message to the number": 3
    }
