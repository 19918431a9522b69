"""A disk that is nearly full: what runs is held before it is full, what would grow is refused with
a sentence, nothing half made is left, and all of it goes on by itself when there is room."""

from __future__ import annotations

import io
import os
import resource
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from fixtures import (
    NewCampaign,
    ReadJournal,
    RunCommand,
    Send,
    StartGatedGateway,
    StartGateway,
    WorkUntil,
)
from nursery import fork

from jetmsg_core import settings as configuration
from jetmsg_core import uploads
from jetmsg_core.backup import back_up
from jetmsg_core.campaigns.draft.spec import CampaignSpec
from jetmsg_core.campaigns.exports import jobs, make_files
from jetmsg_core.campaigns.exports.jobs import JobState
from jetmsg_core.campaigns.exports.recipient_file import Only
from jetmsg_core.campaigns.lifecycle import control, create
from jetmsg_core.campaigns.sending import disk_guard
from jetmsg_core.campaigns.sending.disk_guard import WAS_FULL, DiskGuard
from jetmsg_core.contacts.audience import check_contacts
from jetmsg_core.disk import room
from jetmsg_core.disk.room import MEGABYTE, DiskNearlyFull
from jetmsg_core.lists import contacts_of, saving
from jetmsg_core.processes import health
from jetmsg_core.reports import importing
from jetmsg_core.settings import Settings
from jetmsg_core.states import HOLDS, SELF_ENDING, CampaignState, Hold, RecipientState
from jetmsg_core.store.errors import is_full

CONTACTS = b"name,mobile\nAsha,9876543210"


class Disk:
    """A disk whose free megabytes the test says."""

    def __init__(self) -> None:
        self.free_mb = 5_000

    def free_bytes(self, folder: Path) -> int:
        return self.free_mb * MEGABYTE


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Disk:
    disk = Disk()
    monkeypatch.setattr(room, "free_bytes", disk.free_bytes)
    monkeypatch.setattr(disk_guard, "LOOK_SECONDS", 0.0)
    monkeypatch.setenv("JETMSG_MIN_FREE_MB", "200")
    return disk


@pytest.fixture
def limited(disk: Disk) -> Settings:
    """The settings with a limit of 200 MB, on that disk."""
    return configuration.load()


def test_a_campaign_is_held_before_the_disk_is_full_and_goes_on_when_there_is_room(
    disk: Disk,
    limited: Settings,
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    work_until: WorkUntil,
    read_journal: ReadJournal,
) -> None:
    start_gateway()
    made = new_campaign(20, "Hello", chunk_size=2)
    control.start(limited, made)
    disk.free_mb = 199

    def is_held() -> bool:
        return control.status(limited, made).campaign.held is Hold.DISK

    held = work_until(is_held, made)
    assert held.recipients[RecipientState.QUEUED] == 20
    assert read_journal() == []
    assert held.campaign.held_detail == (
        "The disk of the data folder is nearly full: 199 MB are free, and 200 MB should be."
    )

    disk.free_mb = 220
    done = work_until(lambda: control.status(limited, made).is_over, made)
    assert done.recipients[RecipientState.SUBMITTED] == 20
    assert len(read_journal()) == 20


def test_calls_on_their_way_when_the_disk_fills_are_written_down_and_the_rest_waits(
    disk: Disk,
    limited: Settings,
    start_gated_gateway: StartGatedGateway,
    new_campaign: NewCampaign,
    work_until: WorkUntil,
    read_journal: ReadJournal,
) -> None:
    gate = start_gated_gateway(passing=3)
    made = new_campaign(40, "Hello", chunk_size=1)
    control.start(limited, made)

    def fill_up_while_calls_are_on_their_way() -> bool:
        status = control.status(limited, made)
        if disk.free_mb > 200 and status.recipients[RecipientState.SENDING]:
            disk.free_mb = 10
        if status.campaign.held is Hold.DISK:
            gate.open()
        return status.campaign.held is Hold.DISK and not status.recipients[RecipientState.SENDING]

    held = work_until(fill_up_while_calls_are_on_their_way, made)
    sent = len(read_journal())
    assert 0 < sent < 40
    assert held.recipients[RecipientState.SUBMITTED] == sent
    assert held.recipients[RecipientState.QUEUED] == 40 - sent


def test_the_hold_ends_by_itself_and_by_no_button() -> None:
    assert Hold.DISK in SELF_ENDING
    assert HOLDS[Hold.DISK].button is None


def test_what_waits_goes_on_a_little_above_the_limit(disk: Disk, limited: Settings) -> None:
    """Else what is written next would hold it again at once."""
    guard = DiskGuard(limited)
    disk.free_mb = 200
    assert guard.why_not(1.0) is None
    disk.free_mb = 199
    assert guard.why_not(2.0) is not None
    disk.free_mb = 219
    assert guard.why_not(3.0) is not None
    disk.free_mb = 220
    assert guard.why_not(4.0) is None


def test_a_write_that_found_no_room_counts_whatever_the_system_says_is_free(
    disk: Disk, limited: Settings
) -> None:
    """As with a quota of a user, of which the system tells only the one who meets it."""
    guard = DiskGuard(limited)
    assert guard.why_not(100.0) is None
    guard.was_full(100.0)
    assert guard.why_not(104.9) == WAS_FULL
    assert guard.why_not(105.0) is None


@pytest.mark.parametrize(
    ("code", "full"),
    [
        pytest.param(sqlite3.SQLITE_FULL, True, id="full"),
        pytest.param(sqlite3.SQLITE_IOERR_WRITE, True, id="a quota"),
        pytest.param(sqlite3.SQLITE_IOERR_READ, False, id="a disk that fails"),
        pytest.param(sqlite3.SQLITE_BUSY, False, id="locked"),
    ],
)
def test_a_database_without_room_is_told_from_one_that_does_not_answer(
    code: int, full: bool
) -> None:
    error = sqlite3.OperationalError("as SQLite says it")
    error.sqlite_errorcode = code
    assert is_full(error) is full


def make_campaign(settings: Settings, tmp_path: Path) -> None:
    contacts = contacts_of(check_contacts(CONTACTS), "contacts.csv")
    create.create(settings, contacts, CampaignSpec(name="T", message="Hi", sender_id="JETMSG"))


def keep_upload(settings: Settings, tmp_path: Path) -> None:
    uploads.keep(settings, io.BytesIO(CONTACTS))


def save_list(settings: Settings, tmp_path: Path) -> None:
    contacts = contacts_of(check_contacts(CONTACTS), "contacts.csv")
    saving.save(settings, contacts, name="L", token="t")


def copy_database(settings: Settings, tmp_path: Path) -> None:
    back_up(settings, tmp_path / "copy.db")


def ask_for_file(settings: Settings, tmp_path: Path) -> None:
    jobs.ask(settings, 1, only=Only.ALL, name="c.csv")


def take_report(settings: Settings, tmp_path: Path) -> None:
    importing.import_report(settings, b"smsId,status\n1,DELIVRD")


@pytest.mark.parametrize(
    ("deed", "sentence"),
    [
        pytest.param(make_campaign, "The campaign was not made", id="campaign"),
        pytest.param(keep_upload, "The file was not stored", id="upload"),
        pytest.param(save_list, "The list was not saved", id="list"),
        pytest.param(copy_database, "No copy was made", id="backup"),
        pytest.param(ask_for_file, "No file is made", id="export"),
        pytest.param(take_report, "The report was not imported", id="report"),
    ],
)
def test_what_would_grow_is_refused_before_anything_is_written(
    deed: Callable[[Settings, Path], None],
    sentence: str,
    disk: Disk,
    limited: Settings,
    new_campaign: NewCampaign,
    tmp_path: Path,
) -> None:
    new_campaign(3)
    before = sorted(tmp_path.rglob("*"))
    disk.free_mb = 150
    with pytest.raises(DiskNearlyFull) as refused:
        deed(limited, tmp_path)
    assert str(refused.value).startswith(f"{sentence}: the disk of ")
    assert "150 MB are free" in str(refused.value)
    assert "Free some space, then try again." in str(refused.value)
    assert sorted(tmp_path.rglob("*")) == before


def test_a_copy_needs_its_own_room_beside_what_stays_free(
    disk: Disk, limited: Settings, new_campaign: NewCampaign, tmp_path: Path
) -> None:
    new_campaign(3)
    disk.free_mb = 200
    with pytest.raises(DiskNearlyFull, match="201 MB are needed"):
        back_up(limited, tmp_path / "copy.db")
    disk.free_mb = 201
    assert back_up(limited, tmp_path / "copy.db") > 0


def test_a_file_that_was_asked_for_before_is_not_begun_and_says_why(
    disk: Disk, limited: Settings, new_campaign: NewCampaign
) -> None:
    made = new_campaign(3)
    jobs.ask(limited, made, only=Only.ALL, name="c.csv")
    disk.free_mb = 10
    make_files.make_asked(limited, maker="w")
    (job,) = jobs.jobs(limited, made)
    assert job.state is JobState.FAILED
    assert job.problem.startswith("The file was not made: the disk of the data folder is nearly")
    assert list(jobs.folder_of(limited).glob("*")) == []


def test_with_a_limit_of_nothing_the_disk_may_become_full(
    disk: Disk, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("JETMSG_MIN_FREE_MB", "0")
    disk.free_mb = 0
    settings = configuration.load()
    make_campaign(settings, tmp_path)
    assert not health(settings).disk_is_short


def test_a_disk_that_does_not_say_how_full_it_is_holds_nobody(
    limited: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fail(folder: Path) -> int:
        raise OSError(38, "Function not implemented")

    monkeypatch.setattr(room, "free_bytes", fail)
    assert room.shortage(limited) is None
    make_campaign(limited, tmp_path)


def test_the_room_of_a_folder_that_is_not_made_yet_is_that_of_its_disk(tmp_path: Path) -> None:
    assert room.free_bytes(tmp_path / "not" / "made") > 0


def test_the_command_line_says_it_in_a_sentence(cli: RunCommand, tmp_path: Path) -> None:
    """No disk has a terabyte free for a test."""
    refused = cli("backup", tmp_path / "copy.db", JETMSG_MIN_FREE_MB="1000000")
    assert refused.returncode == 1
    assert refused.stderr.startswith("No copy was made: the disk of ")
    assert "Traceback" not in refused.stderr


def test_a_file_that_runs_out_of_room_while_it_is_written_leaves_nothing_behind(
    new_campaign: NewCampaign, settings: Settings
) -> None:
    """The process may write files of 128 kB at most: the system refuses the next byte."""
    made = new_campaign(20_000, "Hello {{name}} of {{city}}")
    jobs.ask(settings, made, only=Only.ALL, name="c.csv")
    child = fork(_make_with_little_room, dict(os.environ))
    child.join(240)
    assert child.exitcode == 0
    (job,) = jobs.jobs(settings, made)
    assert job.state is JobState.FAILED
    assert "could not be written to the data folder" in job.problem
    assert list(jobs.folder_of(settings).iterdir()) == []
    assert jobs.ready_file(settings, job.token) is None


def _make_with_little_room(environment: dict[str, str]) -> None:
    os.environ.clear()
    os.environ.update(environment)
    resource.setrlimit(resource.RLIMIT_FSIZE, (128 << 10, 128 << 10))
    make_files.make_asked(configuration.load(), maker="w")


def test_a_file_on_a_disk_without_room_is_told_as_that(
    new_campaign: NewCampaign, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is written goes to the device that is always full: the reason is the system's own."""
    made = new_campaign(3)
    job = jobs.ask(settings, made, only=Only.ALL, name="c.csv")
    path = jobs.path_of(settings, job.token)
    take = make_files.exports.take

    def take_and_fill(*arguments: object) -> bool:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.with_suffix(".part").symlink_to("/dev/full")
        return take(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(make_files.exports, "take", take_and_fill)
    make_files.make_asked(settings, maker="w")
    (job,) = jobs.jobs(settings, made)
    assert (job.state, job.problem) == (
        JobState.FAILED,
        "The disk is full. Free some space, then make the file again.",
    )
    assert list(path.parent.iterdir()) == []


def test_enough_room_changes_nothing(
    disk: Disk,
    limited: Settings,
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    send: Send,
) -> None:
    start_gateway()
    disk.free_mb = 200
    done = send(new_campaign(5))
    assert done.campaign.state is CampaignState.FINISHED
    assert not health(limited).disk_is_short
