"""Files too large to be made while a page waits: one for one wish, never half of one, and whatever
happens to whoever makes it, the list says so."""

from __future__ import annotations

import csv
import errno
import sqlite3
import threading
from datetime import timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from fixtures import NewCampaign, Send, StartGateway, WorkUntil
from read_back import read_recipients

from jetmsg_core import worker
from jetmsg_core.campaigns.exports import jobs, make_files, recipient_file
from jetmsg_core.campaigns.exports.jobs import GONE, INTERRUPTED, KEPT, Job, JobState
from jetmsg_core.campaigns.exports.recipient_file import Only
from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.files.file_format import FileFormat
from jetmsg_core.files.tables import Written
from jetmsg_core.primitives.times import utc_now
from jetmsg_core.reports import importing
from jetmsg_core.settings import Settings
from jetmsg_core.store import processes
from jetmsg_core.store.database import open_database
from jetmsg_core.store.saved import exports
from jetmsg_core.store.schema.steps.from_m021.m021_export_jobs import EXPORT_JOBS

MAKER = "w"


@pytest.fixture
def campaign(new_campaign: NewCampaign) -> int:
    made: int = new_campaign(5)
    return made


@pytest.fixture(autouse=True)
def _worker(settings: Settings, seems_alive: None) -> None:
    """One that beats, as far as the ledger knows."""
    announce(settings, MAKER)


def announce(settings: Settings, holder: str) -> None:
    with open_database(settings.database_path) as db:
        processes.announce(db, "worker", holder=holder, pid=1, url=None, now=utc_now())


def ask(settings: Settings, campaign: int, only: Only = Only.ALL) -> Job:
    return jobs.ask(settings, campaign, only=only, name="c.csv")


def make(settings: Settings, maker: str = MAKER, **how: Any) -> int:
    return make_files.make_asked(settings, maker=maker, **how)


def only_job(settings: Settings, campaign: int) -> Job:
    (job,) = jobs.jobs(settings, campaign)
    return job


def files(settings: Settings) -> list[str]:
    folder = jobs.folder_of(settings)
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def begun(settings: Settings, campaign: int, maker: str) -> Job:
    """A file that a worker has begun, with half of it written."""
    job = ask(settings, campaign)
    with open_database(settings.database_path) as db:
        assert exports.take(db, job.token, maker)
        exports.advance(db, job.token, maker, done=2, total=5)
    jobs.folder_of(settings).mkdir(exist_ok=True)
    jobs.path_of(settings, job.token).with_suffix(".part").write_text("half")
    return job


def test_a_file_is_asked_for_made_and_listed_with_all_that_is_known(
    settings: Settings, campaign: int
) -> None:
    before = utc_now()
    asked = ask(settings, campaign)
    assert (asked.state, asked.done, asked.total, asked.waits) == (JobState.ASKED, 0, 0, False)
    assert make(settings) == 1
    job = only_job(settings, campaign)
    ready = jobs.ready_file(settings, job.token)
    assert ready is not None
    path, name = ready
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert (job.token, job.state, name) == (asked.token, JobState.READY, "c.csv")
    assert (len(rows), job.done, job.total, job.size) == (5, 5, 5, path.stat().st_size)
    assert job.as_of is not None
    assert job.made_at is not None
    assert job.asked_at <= job.as_of <= job.made_at
    assert before + KEPT <= job.kept_until <= utc_now() + KEPT


def test_two_clicks_two_tabs_and_a_third_while_it_is_made_are_one_file(
    settings: Settings, campaign: int
) -> None:
    asked: list[Job] = []
    gate = threading.Barrier(6)

    def click() -> None:
        gate.wait()
        asked.append(ask(settings, campaign))

    clicks = [threading.Thread(target=click) for _ in range(6)]
    for thread in clicks:
        thread.start()
    for thread in clicks:
        thread.join()
    assert len({job.token for job in asked}) == 1
    with open_database(settings.database_path) as db:
        assert exports.take(db, asked[0].token, MAKER)
    assert ask(settings, campaign).token == asked[0].token


def test_asked_again_while_nothing_has_changed_it_is_the_same_file(
    settings: Settings, campaign: int
) -> None:
    first = ask(settings, campaign)
    make(settings)
    written = jobs.path_of(settings, first.token).stat().st_mtime_ns
    again = ask(settings, campaign)
    assert (again.token, again.state) == (first.token, JobState.READY)
    assert make(settings) == 0
    assert jobs.path_of(settings, first.token).stat().st_mtime_ns == written
    assert ask(settings, campaign, Only.FAILED).token != first.token


def test_a_workbook_of_the_same_recipients_is_a_wish_of_its_own(
    settings: Settings, campaign: int
) -> None:
    as_csv = ask(settings, campaign)
    as_workbook = jobs.ask(settings, campaign, only=Only.ALL, form=FileFormat.XLSX, name="c.xlsx")
    assert as_csv.token != as_workbook.token
    again = jobs.ask(settings, campaign, only=Only.ALL, form=FileFormat.XLSX, name="c.xlsx")
    assert again.token == as_workbook.token
    assert make(settings) == 2
    assert files(settings) == sorted([f"{as_csv.token}.csv", f"{as_workbook.token}.xlsx"])
    forms = {job.token: (job.only, job.form) for job in jobs.jobs(settings, campaign)}
    assert forms == {
        as_csv.token: (Only.ALL, FileFormat.CSV),
        as_workbook.token: (Only.ALL, FileFormat.XLSX),
    }
    ready = jobs.ready_file(settings, as_workbook.token)
    assert ready is not None
    assert ready[1] == "c.xlsx"
    (sheet,) = openpyxl.load_workbook(ready[0]).worksheets
    assert sheet.max_row == 1 + 5


def test_a_workbook_broken_off_leaves_nothing_and_is_made_by_the_next_worker(
    settings: Settings, campaign: int
) -> None:
    job = jobs.ask(settings, campaign, only=Only.ALL, form=FileFormat.XLSX, name="c.xlsx")
    answers = iter([False, True])
    make(settings, stopped=lambda: next(answers))
    assert (only_job(settings, campaign).state, files(settings)) == (JobState.ASKED, [])
    make(settings, maker="next")
    assert files(settings) == [f"{job.token}.xlsx"]


@pytest.mark.parametrize("change", ["started", "report imported"])
def test_asked_again_after_a_change_it_is_another_file(
    settings: Settings, campaign: int, start_gateway: StartGateway, send: Send, change: str
) -> None:
    start_gateway()
    if change != "started":
        send(campaign)
        announce(settings, MAKER)
    first = ask(settings, campaign)
    make(settings)
    if change == "started":
        control.start(settings, campaign)
    else:
        row = read_recipients(settings, campaign, limit=1)[0]
        report = f"Sms Id,Mobile No,Status\n{row['sms_id']},{row['number']},DELIVRD\n"
        importing.import_report(settings, report.encode())
    second = ask(settings, campaign)
    assert second.token != first.token
    make(settings)
    assert [job.state for job in jobs.jobs(settings, campaign)] == [JobState.READY] * 2


def test_rows_done_of_rows_are_seen_while_it_is_made(
    settings: Settings, new_campaign: NewCampaign, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(make_files, "TELL_SECONDS", 0)
    large = new_campaign(120_000, "Hello")
    ask(settings, large)
    seen: list[Job] = []

    def look() -> bool:
        seen.extend(job for job in jobs.jobs(settings, large) if job.done)
        return False

    make(settings, stopped=look)
    assert [(job.state, job.done, job.total) for job in seen] == [
        (JobState.MAKING, 50_000, 120_000),
        (JobState.MAKING, 100_000, 120_000),
    ]


def test_told_to_stop_the_worker_leaves_it_to_the_next(settings: Settings, campaign: int) -> None:
    job = ask(settings, campaign)
    answers = iter([False, True])
    assert make(settings, stopped=lambda: next(answers)) == 1
    assert only_job(settings, campaign).state is JobState.ASKED
    assert files(settings) == []
    assert make(settings, maker="next") == 1
    assert only_job(settings, campaign).state is JobState.READY
    assert files(settings) == [f"{job.token}.csv"]


@pytest.mark.parametrize("now", ["another", "silent", "gone"])
def test_whoever_made_it_died_and_the_list_says_so(
    settings: Settings, campaign: int, now: str
) -> None:
    announce(settings, "dead")
    job = begun(settings, campaign, "dead")
    assert only_job(settings, campaign).state is JobState.MAKING
    later = utc_now() + timedelta(hours=2 if now == "silent" else 0)
    if now == "another":
        announce(settings, "another")
    if now == "gone":
        with open_database(settings.database_path) as db:
            processes.withdraw(db, "worker", holder="dead")
    (job,) = jobs.jobs(settings, campaign, lambda: later)
    assert (job.state, job.problem) == (JobState.INTERRUPTED, INTERRUPTED)
    assert job.unsettled, "a worker that was only starved goes on"
    assert jobs.ready_file(settings, job.token) is None

    again = jobs.ask(settings, campaign, only=Only.ALL, name="c.csv", clock=lambda: later)
    assert (again.token != job.token, again.state) == (True, JobState.ASKED)
    make(settings, maker="another")
    states = {listed.token: listed.state for listed in jobs.jobs(settings, campaign)}
    assert states == {job.token: JobState.INTERRUPTED, again.token: JobState.READY}
    assert files(settings) == [f"{again.token}.csv"]


def test_the_next_worker_ends_what_a_dead_one_left_though_nobody_asks_again(
    settings: Settings, campaign: int
) -> None:
    begun(settings, campaign, "dead")
    assert make(settings) == 0
    assert only_job(settings, campaign).state is JobState.INTERRUPTED
    assert not only_job(settings, campaign).unsettled
    assert files(settings) == []


def test_one_that_came_back_late_changes_nothing(settings: Settings, campaign: int) -> None:
    """A worker that was frozen, taken for dead, and goes on when another has taken over."""
    job = begun(settings, campaign, "frozen")
    make(settings)
    with open_database(settings.database_path) as db:
        late = exports.Made(rows=5, mark="", as_of="")
        assert not exports.settle_ready(db, job.token, "frozen", late, now="2026-05-01")
        exports.put_back(db, job.token, "frozen")
    assert only_job(settings, campaign).state is JobState.INTERRUPTED


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        pytest.param(OSError(errno.ENOSPC, "No space left"), "The disk is full.", id="full"),
        pytest.param(PermissionError(errno.EACCES, "Denied"), "(Denied)", id="not writable"),
        pytest.param(MemoryError(), "could not be made", id="what nobody thought of"),
    ],
)
def test_a_file_that_cannot_be_written_leaves_a_sentence_and_nothing_else(
    settings: Settings,
    campaign: int,
    monkeypatch: pytest.MonkeyPatch,
    error: Exception,
    expected: str,
) -> None:
    first = ask(settings, campaign)
    other = ask(settings, campaign, Only.FAILED)
    write = recipient_file.write

    def break_off(db: Any, campaign_id: int, out: Any, *, only: Only, **how: Any) -> Written:
        out.write(b"half")
        if only is Only.ALL:
            raise error
        return write(db, campaign_id, out, only=only, **how)

    monkeypatch.setattr(recipient_file, "write", break_off)
    assert make(settings) == 2
    jobs_by_token = {job.token: job for job in jobs.jobs(settings, campaign)}
    assert jobs_by_token[first.token].state is JobState.FAILED
    assert expected in jobs_by_token[first.token].problem
    assert jobs_by_token[other.token].state is JobState.READY, "one must not keep the other from it"
    assert files(settings) == [f"{other.token}.csv"]
    assert ask(settings, campaign).token != first.token


def test_a_file_that_somebody_removed_is_made_again(settings: Settings, campaign: int) -> None:
    first = ask(settings, campaign)
    make(settings)
    jobs.path_of(settings, first.token).unlink()
    assert (only_job(settings, campaign).state, only_job(settings, campaign).problem) == (
        JobState.FAILED,
        GONE,
    )
    assert ask(settings, campaign).token != first.token


def test_without_a_worker_the_wish_waits_and_says_so(settings: Settings, campaign: int) -> None:
    with open_database(settings.database_path) as db:
        processes.withdraw(db, "worker", holder=MAKER)
    assert ask(settings, campaign).waits
    announce(settings, "next")
    assert not only_job(settings, campaign).waits


def test_after_a_day_it_is_offered_no_more_though_no_worker_cleans(
    settings: Settings, campaign: int
) -> None:
    job = ask(settings, campaign)
    make(settings)
    later = utc_now() + KEPT + timedelta(seconds=1)
    assert jobs.jobs(settings, campaign, lambda: later) == ()
    assert jobs.ready_file(settings, job.token, lambda: later) is None
    assert jobs.ready_file(settings, job.token) is not None


def test_files_of_nobody_go_after_a_day_and_halves_at_once(
    settings: Settings, campaign: int
) -> None:
    """As when a copy of the database was put back."""
    folder: Path = jobs.folder_of(settings)
    folder.mkdir()
    for name in ("stray.csv", "stray.part"):
        (folder / name).write_text("x")
    make(settings)
    assert files(settings) == ["stray.csv"]
    make(settings, clock=lambda: utc_now() + KEPT + make_files.LINGER + timedelta(seconds=5))
    assert files(settings) == []


def test_the_worker_makes_it_beside_its_sending(
    settings: Settings, campaign: int, start_gateway: StartGateway, work_until: WorkUntil
) -> None:
    start_gateway()
    ask(settings, campaign)
    work_until(lambda: only_job(settings, campaign).state is JobState.READY, campaign)


def test_another_chore_that_fails_keeps_no_file_from_being_made(
    settings: Settings,
    campaign: int,
    start_gateway: StartGateway,
    work_until: WorkUntil,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*_: object) -> None:
        raise ValueError

    start_gateway()
    monkeypatch.setattr(worker, "index_ended", fail)
    ask(settings, campaign)
    work_until(lambda: only_job(settings, campaign).state is JobState.READY, campaign)


def test_files_of_a_database_from_before_jobs_are_still_there() -> None:
    """Those ready and those asked for; of several wishes for the same, the newest."""
    db = sqlite3.connect(":memory:")
    db.execute("create table campaigns (id integer primary key)")
    db.execute(
        "create table exports (token text primary key, campaign_id integer, only text, name text,"
        " state text, rows integer, asked_at text)"
    )
    old = [
        ("a", 1, "all", "n", "ready", 7, "1"),
        ("b", 1, "all", "n", "asked", 0, "2"),
        ("c", 1, "all", "n", "asked", 0, "3"),
        ("d", 1, "failed", "n", "failed", 0, "4"),
    ]
    db.executemany("insert into exports values (?, ?, ?, ?, ?, ?, ?)", old)
    for statement in EXPORT_JOBS:
        db.execute(statement)
    jobs_kept = db.execute(
        "select token, state, done, total, made_at from export_jobs order by token"
    )
    assert jobs_kept.fetchall() == [("a", "ready", 7, 7, "1"), ("c", "asked", 0, 0, None)]
    db.close()
