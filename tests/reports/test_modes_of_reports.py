"""Messages of the sandbox are none of live mode's, nor the other way round: a report of one never
says anything of the other, now or later."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from fixtures import NewCampaign
from report_helpers import csv_of, rows_of
from sqlite_utils import Database

from jetmsg_core.errors import InputError
from jetmsg_core.reports import importing
from jetmsg_core.reports.indexing import index_ended
from jetmsg_core.reports.matching import unmatched
from jetmsg_core.settings import Mode, Settings
from jetmsg_core.store.database import open_database, rows
from jetmsg_core.store.schema.migrations import migrations
from jetmsg_core.store.schema.steps.to_m020.m010_reports import REPORTS

GOOD = ("DELIVRD", "000", "2026-05-01 12:00:00")

Sending = Callable[..., Any]


def live(settings: Settings) -> Settings:
    return replace(settings, mode=Mode.LIVE)


@pytest.mark.parametrize("is_indexed", [True, False], ids=["looked up", "read through"])
def test_a_report_about_the_other_mode_is_said_and_taken_nowhere(
    sent: Sending, is_indexed: bool
) -> None:
    campaign = sent(4)
    if is_indexed:
        index_ended(campaign.settings)
    data = csv_of([*rows_of(campaign.ledger, GOOD), ["555", "", *GOOD]])
    seen = importing.preview(live(campaign.settings), data)
    assert (seen.matched, seen.unmatched, seen.skipped) == (0, 1, 4)
    assert (seen.by_campaign, seen.other_mode) == ({}, {campaign.id: 4})
    assert seen.campaign_names == {campaign.id: "Test"}
    assert seen.why_skipped == {"about a message that was sent in the other mode": 4}
    done = importing.import_report(live(campaign.settings), data)
    assert done.changed == 0
    assert campaign.counts == {"submitted": 4}
    assert unmatched.unmatched_count(live(campaign.settings)) == 1
    assert unmatched.unmatched_count(campaign.settings) == 0


def test_a_file_is_new_in_the_other_mode(sent: Sending) -> None:
    campaign = sent(2)
    data = csv_of(rows_of(campaign.ledger, GOOD))
    importing.import_report(live(campaign.settings), data)
    assert campaign.take(data).again is False
    assert (campaign.take(data).again, campaign.counts) == (True, {"delivered": 2})
    assert len(importing.files(campaign.settings)) == 1


def test_a_campaign_of_the_other_mode_is_refused_by_name(sent: Sending) -> None:
    campaign = sent(1)
    data = csv_of([["", str(campaign.ledger[0]["number"]), *GOOD]])
    with pytest.raises(InputError, match="was sent in sandbox mode, and this is live mode"):
        importing.import_report(live(campaign.settings), data, campaign_id=campaign.id)
    assert campaign.counts == {"submitted": 1}


def test_the_number_of_a_row_about_the_other_mode_finds_nobody(
    sent: Sending, new_campaign: NewCampaign
) -> None:
    """The person is in a campaign of this mode too, and has no smsId there."""
    practice = sent(1)
    (row,) = practice.ledger
    theirs = live(practice.settings)
    real = new_campaign(1, "Hello", settings=theirs)
    with open_database(theirs.database_path) as db:
        db.conn.execute("update campaigns set state = 'running', started_at = '2026-05-01'")
    data = csv_of([[str(row["sms_id"]), str(row["number"]), *GOOD]])
    seen = importing.preview(theirs, data, campaign_id=real)
    assert (seen.matched, seen.other_mode) == (0, {practice.id: 1})


def test_a_parked_row_is_never_given_to_a_campaign_of_the_other_mode(
    sent: Sending, new_campaign: NewCampaign
) -> None:
    """The same smsId in both modes: the row waits for its own."""
    campaign = sent(1)
    sms_id = str(campaign.ledger[0]["sms_id"])
    with open_database(campaign.settings.database_path) as db:
        # As if nothing had been sent yet.
        (result,) = rows(db, "delete from results returning *")
        importing.import_report(live(campaign.settings), csv_of([[sms_id, "", *GOOD]]))
        db.conn.execute(
            "insert into results values (:campaign_id, :seq, :state, :sms_id, :reason)", result
        )
    index_ended(campaign.settings)
    assert campaign.counts == {"submitted": 1}
    assert unmatched.unmatched_count(live(campaign.settings)) == 1


@pytest.mark.parametrize(
    ("modes", "kept"),
    [
        pytest.param(("live",), "live", id="all campaigns were live"),
        pytest.param(("sandbox", "sandbox"), "sandbox", id="all in the sandbox"),
        pytest.param(("sandbox", "live"), "", id="both: of neither, and given to nobody"),
        pytest.param((), "", id="none"),
    ],
)
def test_parked_rows_of_an_older_database_keep_to_the_mode_there_was(
    settings: Settings, new_campaign: NewCampaign, modes: tuple[str, ...], kept: str
) -> None:
    for mode in modes:
        new_campaign(1, "Hello", settings=replace(settings, mode=Mode(mode)))
    with open_database(settings.database_path) as db:
        _back_to_before_modes(db)
        db.conn.execute("insert into report_words values (1, 'delivered', 'DELIVRD', '', '')")
        db.conn.execute(
            "insert into report_files (id, sha256, campaign_id, name, parked, imported_at)"
            " values (1, 'abc', 0, 'may.csv', 2, '2026-05-01')"
        )
        db.conn.execute(
            "insert into parked_reports values ('77', 0, 1, 5, 1, 'x'), ('', 0, 1, 5, 1, 'x')"
        )
        migrations.apply(db)
        assert rows(db, "select mode, sms_id from parked_reports") == [
            {"mode": kept, "sms_id": "77"}
        ]
        assert rows(db, "select mode, name from report_files") == [
            {"mode": kept, "name": "may.csv"}
        ]
    listed = {mode: unmatched.unmatched_count(replace(settings, mode=mode)) for mode in Mode}
    assert listed == {mode: int(kept in (mode, "")) for mode in Mode}


def _back_to_before_modes(db: Database) -> None:

    for name in ("parked_reports", "report_files"):
        db.conn.execute(f"drop table {name}")
        (made,) = [sql for sql in REPORTS if f"create table {name} (" in sql]
        db.conn.execute(made)
    db.conn.execute("create index parked_numbers on parked_reports (number)")
    db.conn.execute("delete from _sqlite_migrations where name = 'm014_modes_of_reports'")
