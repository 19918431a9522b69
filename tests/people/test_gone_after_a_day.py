"""Uploads, files made for download and what a kill left are gone after a day, and what is deleted
leaves the file."""

from __future__ import annotations

import io
from datetime import timedelta
from pathlib import Path

import pytest
from fixtures import NewCampaign
from whole_store import bytes_of

from jetmsg_core import lists, uploads
from jetmsg_core.acting import WORKER, acting_as
from jetmsg_core.campaigns.exports import jobs, make_files
from jetmsg_core.campaigns.exports.recipient_file import Only
from jetmsg_core.contacts.audience import check_contacts
from jetmsg_core.errors import NotFoundError
from jetmsg_core.lists import contacts_of
from jetmsg_core.people import aging
from jetmsg_core.primitives.times import Clock, utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.store.database import open_database
from jetmsg_core.store.people import wiping


def in_days(days: int) -> Clock:
    return lambda: utc_now() + timedelta(days=days)


def test_an_upload_is_gone_after_a_day_though_no_worker_runs(settings: Settings) -> None:
    token = uploads.keep(settings, io.BytesIO(b"mobile\n9000000000\n"))
    uploads.write_note(settings, token, "read")
    assert uploads.read(settings, token, in_days(0))
    with pytest.raises(NotFoundError, match="no longer kept"):
        uploads.read(settings, token, in_days(2))
    uploads.forget_old(settings, in_days(2))
    assert list((settings.data_dir / "uploads").iterdir()) == []


def test_a_file_made_for_download_is_gone_after_a_day_with_its_halves(
    new_campaign: NewCampaign, settings: Settings
) -> None:
    campaign_id = new_campaign(3)
    job = jobs.ask(settings, campaign_id, only=Only.ALL, name="a.csv")
    with acting_as(WORKER):
        make_files.make_asked(settings, maker="w")
    folder = settings.data_dir / "exports"
    (folder / "left.part").write_bytes(b"9000000000")
    assert jobs.ready_file(settings, job.token) is not None
    assert jobs.ready_file(settings, job.token, in_days(2)) is None
    make_files.remove_old(settings, in_days(2))
    assert list(folder.iterdir()) == []


def test_what_a_kill_left_of_a_copy_goes_after_a_day(settings: Settings) -> None:
    settings.data_dir.mkdir()
    left = settings.data_dir / ".jetmsg-0123456789abcdef.part"
    left.write_bytes(b"SQLite format 3")
    aging.forget_drafts(settings)
    assert left.exists()
    aging.forget_drafts(settings, in_days(2))
    assert not left.exists()


def test_the_bytes_of_a_list_that_was_deleted_leave_the_file(
    settings: Settings, tmp_path: Path
) -> None:
    rows = b"".join(b"Kumaraswamy%d,9%09d\n" % (i, i * 7919) for i in range(200))
    contacts = contacts_of(check_contacts(b"name,mobile\n" + rows), "a.csv")
    list_id = lists.save(settings, contacts, name="People", token="people")
    with open_database(settings.database_path) as db:
        (packed,) = db.conn.execute("select contacts from list_blocks").fetchone()
    piece = packed[len(packed) // 2 :][:64]
    assert piece in bytes_of(settings.database_path)
    lists.delete(settings, list_id)
    with open_database(settings.database_path) as db:
        assert wiping.cut_log(db)
    assert piece not in bytes_of(settings.database_path)
