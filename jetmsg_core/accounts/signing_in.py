"""A name and a password become a session, not too many times.

An attempt is written down as failed before the password is looked at, so that a thousand at once
count as a thousand. Whoever has to wait is told so without a look at the password, whether there is
such a user or not; and a password costs the same work for a user who is not there.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from jetmsg_core.accounts import sessions
from jetmsg_core.accounts.attempts import (
    FOR_ADDRESSES,
    FOR_NAMES,
    KEPT,
    counted_address,
    wait_left,
)
from jetmsg_core.accounts.cookies import name_mark
from jetmsg_core.accounts.passwords import check_password, hash_password, is_outdated, matches
from jetmsg_core.accounts.sessions import Session
from jetmsg_core.accounts.users import name_key
from jetmsg_core.acting import Actor, ActorKind, Role, stranger
from jetmsg_core.audit import Act, record
from jetmsg_core.errors import InputError, NotAllowed
from jetmsg_core.primitives.times import Clock, utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.store.accounts import attempts
from jetmsg_core.store.accounts import sessions as kept_sessions
from jetmsg_core.store.accounts import users as kept
from jetmsg_core.store.database import Database, Row, open_database, transaction

NO_PASSWORD = "You sign in without a password here. Change it where you sign in."
ANOTHER = "The present password is another. Type it again."
WRONG = "This name and this password do not go together. Try again, or ask an admin."


@dataclass(frozen=True)
class Browser:
    """Where somebody signs in: the address that the request came from, and what the browser calls
    itself."""

    address: str
    name: str


class TooManyAttempts(NotAllowed):
    """Somebody has to wait before the next attempt."""


def sign_in(
    settings: Settings, name: str, password: str, browser: Browser, clock: Clock = utc_now
) -> str:
    """Returns the value of the cookie of a new session. Raises TooManyAttempts, NotAllowed where
    name and password do not go together, or nobody signs in with a password."""
    if settings.provider is not None and settings.provider.is_only:
        raise NotAllowed("provider_only", f"Sign in with {settings.provider.name}.")
    key = name_key(name)
    failed = partial(_record_failed, browser)
    row = _tried(settings, key, password, browser, clock, failed)
    if row is None:
        raise NotAllowed("wrong_password", WRONG)
    renewed = hash_password(password) if is_outdated(row["password_hash"]) else None
    with open_database(settings.database_path) as db, transaction(db):
        if not _is_still(db, row):
            raise NotAllowed("wrong_password", WRONG)
        if renewed is not None:
            kept.renew_hash(db, row["id"], before=row["password_hash"], after=renewed)
        person = Actor(row["name"], Role(row["role"]), ActorKind.PERSON, browser.address)
        record(db, Act.SIGNED_IN, after={"browser": browser.name}, actor=person)
        return sessions.begin(
            settings, db, row["id"], address=browser.address, browser=browser.name, clock=clock
        )


def change_password(
    settings: Settings,
    session: Session,
    present: str,
    wanted: str,
    browser: Browser,
    clock: Clock = utc_now,
) -> str:
    """Changes the own password, signs the user out in every browser and begins a new session,
    whose cookie's value it returns. Raises TooManyAttempts, NotAllowed where `present` is not the
    password, InputError for what is `wanted`."""
    if session.is_by_provider:
        raise NotAllowed("no_password", NO_PASSWORD)
    wanted = check_password(wanted, session.name)
    person = sessions.person_of(session, browser.address)
    row = _tried(
        settings,
        name_key(session.name),
        present,
        browser,
        clock,
        lambda db, _: record(db, Act.PASSWORD_CHANGE_FAILED, actor=person),
    )
    if row is None or row["id"] != session.user_id:
        raise NotAllowed("wrong_password", ANOTHER)
    if present == wanted:
        raise InputError("password_same", "The new password is the present one. Choose another.")
    password_hash = hash_password(wanted)
    with open_database(settings.database_path) as db, transaction(db):
        if not _is_still(db, row):
            raise NotAllowed("wrong_password", ANOTHER)
        kept.set_password(db, row["id"], password_hash, clock())
        kept_sessions.end_of_user(db, row["id"])
        record(db, Act.PASSWORD_CHANGED, actor=person)
        return sessions.begin(
            settings, db, row["id"], address=browser.address, browser=browser.name, clock=clock
        )


def _tried(
    settings: Settings,
    key: str,
    password: str,
    browser: Browser,
    clock: Clock,
    failed: Callable[[Database, Row | None], None],
) -> Row | None:
    """The user of this name and password; None, once it is written down, where they do not go
    together."""
    mark, address = name_mark(settings, key), counted_address(browser.address)
    with open_database(settings.database_path) as db:
        _refuse_early(db, mark, address, clock)
        with transaction(db):
            _refuse_early(db, mark, address, clock)
            attempt = attempts.note(db, mark, address, clock())
            attempts.forget(db, clock() - KEPT)
        row = kept.by_key(db, key)
        may_sign_in = row is not None and row["removed_at"] is None
        # Whoever signs in through the provider has none, which no password matches.
        if not matches(row["password_hash"] if row and may_sign_in else None, password):
            with transaction(db):
                failed(db, row if may_sign_in else None)
            return None
        attempts.succeeded(db, attempt)
    return row


def _is_still(db: Database, row: Row) -> bool:
    """Whether a user whose password was right a moment ago has it still: looking takes long enough
    for an admin to remove them, or to give them another."""
    now = kept.by_id(db, row["id"])
    is_same = now is not None and now["password_hash"] == row["password_hash"]
    return is_same and now is not None and now["removed_at"] is None


def _record_failed(browser: Browser, db: Database, row: Row | None) -> None:
    """What was typed is not kept, unless it is the name of a user: some type a password there."""
    subject = row["name"] if row else "a name that no user has"
    record(db, Act.SIGN_IN_FAILED, subject=subject, actor=stranger(browser.address))


def _refuse_early(db: Database, mark: str, address: str, clock: Clock) -> None:
    now = clock()
    of_name = attempts.failures_of_name(db, mark, now - FOR_NAMES.window)
    of_address = attempts.failures_of_address(db, address, now - FOR_ADDRESSES.window)
    wait = max(
        wait_left(FOR_NAMES, of_name.count, of_name.last_at, now),
        wait_left(FOR_ADDRESSES, of_address.count, of_address.last_at, now),
    )
    if wait:
        raise TooManyAttempts("too_many_attempts", f"Too many attempts. {_try_again(wait)}")


def _try_again(wait: timedelta) -> str:
    seconds = math.ceil(wait.total_seconds())
    if seconds <= 90:
        return f"Try again in {seconds} {'second' if seconds == 1 else 'seconds'}."
    return f"Try again in {math.ceil(seconds / 60)} minutes."
