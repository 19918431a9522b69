"""A name and a password become a session, not too many times; and a session ends."""

from __future__ import annotations

import sqlite3
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from fixtures import RunCommand
from signed_in import HERE, PASSWORD, add_user, cookies_of

from jetmsg_core.accounts import passwords, sessions, signing_in, users, visitors
from jetmsg_core.accounts.signing_in import Browser, TooManyAttempts
from jetmsg_core.acting import Actor, ActorKind, Role, own_user
from jetmsg_core.errors import InputError, NotAllowed, SignedOutError
from jetmsg_core.settings import Settings
from jetmsg_core.store.database import open_database, rows

WRONG = "another lantern quiet mango"
NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


class FixedClock:
    """It shows the time that a test sets."""

    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, **time: float) -> None:
        self.now += timedelta(**time)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def asha(settings: Settings) -> Settings:
    add_user(settings)
    return settings


def fail(settings: Settings, clock: FixedClock, name: str = "Asha", address: str = "::1") -> None:
    with pytest.raises(NotAllowed):
        signing_in.sign_in(settings, name, WRONG, Browser(address, ""), clock)


def test_nobody_has_to_sign_in_before_there_is_a_user(settings: Settings) -> None:
    assert visitors.visitor(settings, {}) == own_user()
    assert not (settings.data_dir / "session.key").exists()
    add_user(settings)
    with pytest.raises(SignedOutError, match="Sign in again"):
        visitors.visitor(settings, {})


def test_a_role_that_is_changed_holds_at_the_next_act(asha: Settings) -> None:
    add_user(asha, "Ravi", Role.SENDER)
    cookies = cookies_of(asha, "Ravi")
    assert visitors.visitor(asha, cookies) == Actor("Ravi", Role.SENDER, ActorKind.PERSON)
    users.set_role(asha, "Ravi", Role.VIEWER)
    assert visitors.visitor(asha, cookies).role is Role.VIEWER


def test_a_session_ends_after_an_hour_without_an_act(asha: Settings, clock: FixedClock) -> None:
    cookies = cookies_of(asha, clock=clock)
    clock.pass_by(minutes=59, seconds=59)
    session = visitors.session_in(asha, cookies, clock)
    assert session is not None
    sessions.used(asha, session, clock)
    clock.pass_by(minutes=59, seconds=59)
    assert visitors.session_in(asha, cookies, clock) is not None
    clock.pass_by(seconds=1)
    assert visitors.session_in(asha, cookies, clock) is None


def test_a_session_ends_after_twelve_hours_in_any_case(asha: Settings, clock: FixedClock) -> None:
    cookies = cookies_of(asha, clock=clock)
    for _ in range(14):
        clock.pass_by(minutes=50)
        session = visitors.session_in(asha, cookies, clock)
        assert session is not None
        sessions.used(asha, session, clock)
    clock.pass_by(minutes=20)
    assert visitors.session_in(asha, cookies, clock) is None


def test_sessions_that_are_over_are_taken_away_at_the_next_sign_in(
    asha: Settings, clock: FixedClock
) -> None:
    cookies_of(asha, clock=clock)
    clock.pass_by(hours=2)
    cookies_of(asha, clock=clock)
    with open_database(asha.database_path) as db:
        assert len(rows(db, "select * from sessions")) == 1


def test_signing_out_ends_one_browser_or_all(asha: Settings) -> None:
    here, there, third = cookies_of(asha), cookies_of(asha), cookies_of(asha)
    session = visitors.session_in(asha, here)
    assert session is not None
    assert len(sessions.of_user(asha, session.user_id)) == 3
    sessions.end(asha, session)
    assert visitors.session_in(asha, here) is None
    other = visitors.session_in(asha, there)
    assert other is not None
    assert sessions.end_everywhere(asha, other) == 2
    assert visitors.session_in(asha, third) is None


@pytest.mark.parametrize(
    "broken", ["", ".", "x", "x.y", "{token}", "{token}.", "{token}.{0}", "{flip}"]
)
def test_a_forged_cookie_opens_nothing(asha: Settings, broken: str) -> None:
    ((name, value),) = cookies_of(asha).items()
    token = value.partition(".")[0]
    flip = ("A" if value[0] != "A" else "B") + value[1:]
    forged = broken.replace("{token}", token).replace("{0}", "0" * 64).replace("{flip}", flip)
    assert visitors.session_in(asha, {name: forged}) is None


def test_five_failures_are_free_and_then_each_waits_twice_as_long(
    asha: Settings, clock: FixedClock
) -> None:
    for _ in range(5):
        fail(asha, clock)
    with pytest.raises(TooManyAttempts, match=r"Try again in 15 seconds\."):
        cookies_of(asha, clock=clock)
    clock.pass_by(seconds=15)
    fail(asha, clock)
    with pytest.raises(TooManyAttempts, match=r"Try again in 30 seconds\."):
        cookies_of(asha, clock=clock)
    clock.pass_by(seconds=30)
    cookies_of(asha, clock=clock)
    fail(asha, clock)
    cookies_of(asha, clock=clock)


def test_nobody_is_locked_out_for_longer_than_a_quarter_of_an_hour(
    asha: Settings, clock: FixedClock
) -> None:
    for _ in range(40):
        fail(asha, clock)
        clock.pass_by(minutes=15)
    cookies_of(asha, clock=clock)


def test_a_name_that_is_nobodys_waits_as_anothers_does(asha: Settings, clock: FixedClock) -> None:
    sentences = []
    for name in ("Asha", "Nobody"):
        for _ in range(6):
            with pytest.raises(NotAllowed) as refused:
                signing_in.sign_in(asha, name, WRONG, Browser(name, ""), clock)
            sentences.append(str(refused.value))
    assert sentences[:6] == sentences[6:]
    assert sentences[0] == signing_in.WRONG


def test_a_name_that_is_nobodys_costs_the_same_work(
    asha: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    verified: list[str] = []
    hasher = passwords._HASHER

    class Watched:
        def verify(self, kept: str, password: str) -> bool:
            verified.append(kept.rpartition("$")[0].rpartition("$")[0])
            return hasher.verify(kept, password)

        def hash(self, password: str) -> str:
            return hasher.hash(password)

    monkeypatch.setattr(passwords, "_HASHER", Watched())
    for name in ("Asha", "Nobody"):
        with pytest.raises(NotAllowed):
            signing_in.sign_in(asha, name, WRONG, HERE)
    assert len(verified) == 2
    assert verified[0] == verified[1]


def test_an_address_that_tries_many_names_waits_and_others_do_not(
    asha: Settings, clock: FixedClock
) -> None:
    for at in range(30):
        fail(asha, clock, f"name{at}", "10.0.0.9")
    with pytest.raises(TooManyAttempts):
        signing_in.sign_in(asha, "Asha", PASSWORD, Browser("10.0.0.9", ""), clock)
    signing_in.sign_in(asha, "Asha", PASSWORD, Browser("10.0.0.8", ""), clock)


def test_attempts_at_once_count_as_many_as_they_are(asha: Settings, clock: FixedClock) -> None:
    codes: list[str] = []

    def attempt() -> None:
        try:
            signing_in.sign_in(asha, "Asha", WRONG, HERE, clock)
        except NotAllowed as error:
            codes.append(error.code)

    threads = [threading.Thread(target=attempt) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert codes.count("wrong_password") == 5
    assert codes.count("too_many_attempts") == 7


def test_no_typed_name_is_kept(asha: Settings, clock: FixedClock) -> None:
    fail(asha, clock, "my secret password by mistake")
    with open_database(asha.database_path) as db:
        assert "secret" not in str(rows(db, "select * from sign_in_attempts"))


def test_ones_own_password_is_changed_and_every_other_browser_is_signed_out(
    asha: Settings,
) -> None:
    here, there = cookies_of(asha), cookies_of(asha)
    session = visitors.session_in(asha, here)
    assert session is not None
    with pytest.raises(NotAllowed, match="present password is another"):
        signing_in.change_password(asha, session, WRONG, "kettle violin sunset tram", HERE)
    with pytest.raises(InputError, match="12 or more"):
        signing_in.change_password(asha, session, PASSWORD, "short", HERE)
    with pytest.raises(InputError, match="is the present one"):
        signing_in.change_password(asha, session, PASSWORD, PASSWORD, HERE)
    value = signing_in.change_password(asha, session, PASSWORD, "kettle violin sunset tram", HERE)
    assert visitors.session_in(asha, here) is None
    assert visitors.session_in(asha, there) is None
    assert visitors.session_in(asha, dict.fromkeys(here, value)) is not None


def test_a_password_of_lesser_costs_is_kept_anew(
    asha: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    dearer = PasswordHasher(time_cost=3, memory_cost=19_456, parallelism=1)
    monkeypatch.setattr(passwords, "_HASHER", dearer)
    cookies_of(asha)
    with open_database(asha.database_path) as db:
        (user,) = rows(db, "select password_hash from users")
    assert "t=3" in user["password_hash"]
    cookies_of(asha)


def test_a_copy_that_is_put_back_brings_no_session_and_nobody_who_was_removed(
    asha: Settings, cli: RunCommand, tmp_path: Path
) -> None:
    add_user(asha, "Ravi", Role.SENDER)
    cookies = cookies_of(asha, "Ravi")
    copy = tmp_path / "copy.db"
    assert cli("backup", copy).returncode == 0
    with sqlite3.connect(copy) as copied:
        assert copied.execute("select count(*) from sessions").fetchone() == (0,)
    users.remove(asha, "Ravi")
    add_user(asha, "Om", Role.VIEWER)
    done = cli("restore", copy)
    assert done.returncode == 0, done.stderr
    assert visitors.session_in(asha, cookies) is None
    assert [user.name for user in users.everyone(asha)] == ["Asha", "Om"]
    assert sessions.sign_in_is_needed(asha)


@pytest.mark.parametrize("change", ["removed", "another password", "added again"])
def test_whoever_an_admin_shuts_out_while_a_password_is_looked_at_stays_out(
    asha: Settings, monkeypatch: pytest.MonkeyPatch, change: str
) -> None:
    add_user(asha, "Ravi", Role.SENDER)
    session = visitors.session_in(asha, cookies_of(asha, "Ravi"))
    assert session is not None
    right = passwords.matches

    def look(password_hash: str | None, password: str) -> bool:
        """The password is right, and an admin acts before anybody is told so."""
        is_right = right(password_hash, password)
        if change == "another password":
            users.set_password(asha, "Ravi", "ginger saffron violet 88")
        else:
            users.remove(asha, "Ravi")
        if change == "added again":
            users.add(asha, "Ravi", Role.VIEWER, "ginger saffron violet 88")
        return is_right

    monkeypatch.setattr(signing_in, "matches", look)
    with pytest.raises(NotAllowed, match="do not go together"):
        signing_in.sign_in(asha, "Ravi", PASSWORD, HERE)
    monkeypatch.undo()
    if change == "removed":
        users.add(asha, "Ravi", Role.SENDER, PASSWORD)
    else:
        users.set_password(asha, "Ravi", PASSWORD)
    monkeypatch.setattr(signing_in, "matches", look)
    with pytest.raises(NotAllowed, match="present password is another"):
        signing_in.change_password(asha, session, PASSWORD, WRONG, HERE)
    assert sessions.everyone(asha) == []
