"""A browser that is signed in: found by its cookie at each act, and ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path

from jetmsg_core.accounts import cookies
from jetmsg_core.acting import Actor, ActorKind, Permission, Role, current, requires
from jetmsg_core.audit import Act, record
from jetmsg_core.errors import SignedOutError
from jetmsg_core.primitives.times import Clock, parse, utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.store.accounts import sessions as kept
from jetmsg_core.store.accounts.reader import SessionReader
from jetmsg_core.store.database import Database, open_database, transaction

IDLE, WHOLE = timedelta(minutes=60), timedelta(hours=12)
"""A session ends after so long without an act of a person, and after so long in any case."""
SEEN_AGAIN = timedelta(minutes=1)
"""Acts closer together than this are noted once."""
LONGEST_BROWSER = 200


@dataclass(frozen=True)
class Session:
    """A browser that is signed in. `name` and `role` are those that the user has now. `address`
    and `browser` are where it began, empty where that was not asked for; `is_by_provider` tells
    that the user has no password here."""

    id: int
    user_id: int
    name: str
    role: Role
    token_hash: str
    began_at: datetime
    seen_at: datetime
    ends_at: datetime
    address: str = ""
    browser: str = ""
    is_by_provider: bool = False

    def is_over(self, now: datetime) -> bool:
        """Tells whether its time is over."""
        return now >= self.ends_at or now >= self.seen_at + IDLE


def person_of(session: Session, address: str = "") -> Actor:
    """Gives the person of a session, with the role that they have now, in a browser at this
    address; for none, where the session began."""
    return Actor(session.name, session.role, ActorKind.PERSON, address or session.address)


def _person_here(session: Session) -> Actor:
    """The person of a session, where they act now."""
    try:
        actor = current()
    except SignedOutError:
        return person_of(session)
    return person_of(session, actor.origin if actor.kind is ActorKind.PERSON else "")


def begin(
    settings: Settings,
    db: Database,
    user_id: int,
    *,
    address: str,
    browser: str,
    clock: Clock = utc_now,
) -> str:
    """Begins a session, within the transaction of the caller, and returns the value of its
    cookie. Sessions that are over are taken away."""
    token, now = cookies.new_token(), clock()
    kept.forget_over(db, now, now - IDLE)
    kept.begin(
        db,
        cookies.hash_of(token),
        user_id,
        now=now,
        ends_at=now + WHOLE,
        address=address,
        browser=browser[:LONGEST_BROWSER],
    )
    return cookies.sealed(settings, token)


def find(settings: Settings, cookie: str, clock: Clock = utc_now) -> Session | None:
    """Gives the session of a cookie; None where it is over, forged or was never there. It costs
    some microseconds. Raises DatabaseUnusable, SettingsError."""
    token = cookies.unsealed(settings, cookie)
    if token is None:
        return None
    token_hash = cookies.hash_of(token)
    row = _reader(settings.database_path).session(token_hash)
    if row is None:
        return None
    session = Session(
        row.id,
        row.user_id,
        row.name,
        Role(row.role),
        token_hash,
        *(parse(row.began_at), parse(row.seen_at), parse(row.ends_at)),
        is_by_provider=row.is_by_provider,
    )
    if row.is_by_provider and not _still_let_in(settings, row.issuer, row.email, row.rule):
        return None
    return None if session.is_over(clock()) else session


def sign_in_is_needed(settings: Settings) -> bool:
    """Tells whether the dashboard asks people to sign in: as soon as there is or was a user, or an
    identity provider. Raises DatabaseUnusable."""
    return settings.provider is not None or _reader(settings.database_path).any_users()


def _still_let_in(
    settings: Settings, issuer: str | None, email: str | None, rule: str | None
) -> bool:
    """Whether the provider is still the one they came by, and the rule that let them in stands."""
    provider = settings.provider
    if provider is None or issuer != provider.issuer:
        return False
    return rule is None or provider.still_lets_in(email or "", rule)


@cache
def _reader(path: Path) -> SessionReader:
    return SessionReader(path)


def used(settings: Settings, session: Session, clock: Clock = utc_now) -> None:
    """Notes that a person did something in the session, so that it does not end for idleness."""
    now = clock()
    if now - session.seen_at >= SEEN_AGAIN:
        with open_database(settings.database_path) as db:
            kept.touch(db, session.id, now)


def end(settings: Settings, session: Session) -> None:
    """Signs this browser out."""
    with open_database(settings.database_path) as db, transaction(db):
        kept.end(db, session.token_hash)
        record(db, Act.SIGNED_OUT, actor=_person_here(session))


def end_everywhere(settings: Settings, session: Session) -> int:
    """Signs the user of this session out in every browser; returns in how many."""
    with open_database(settings.database_path) as db, transaction(db):
        ended = kept.end_of_user(db, session.user_id)
        browsers = {"browsers": ended}
        record(db, Act.SIGNED_OUT_EVERYWHERE, before=browsers, actor=_person_here(session))
        return ended


def of_user(settings: Settings, user_id: int, clock: Clock = utc_now) -> list[Session]:
    """Gives where a user is signed in, the browser that was used last first."""
    with open_database(settings.database_path) as db:
        return _that_hold(settings, db, clock(), user_id)


@requires(Permission.MANAGE_USERS)
def everyone(settings: Settings, clock: Clock = utc_now) -> list[Session]:
    """Gives who is signed in where, the browser that was used last first. Raises NotAllowed."""
    with open_database(settings.database_path) as db:
        return _that_hold(settings, db, clock())


@requires(Permission.MANAGE_USERS)
def end_all(settings: Settings) -> int:
    """Signs everybody out, and returns how many browsers that were. Raises NotAllowed."""
    with open_database(settings.database_path) as db, transaction(db):
        ended = kept.end_all(db)
        record(db, Act.EVERYBODY_SIGNED_OUT, before={"browsers": ended})
        return ended


def _that_hold(
    settings: Settings, db: Database, now: datetime, user_id: int | None = None
) -> list[Session]:
    sessions = [
        Session(
            row["id"],
            row["user_id"],
            row["name"],
            Role(row["role"]),
            row["token_hash"],
            *(parse(row["began_at"]), parse(row["seen_at"]), parse(row["ends_at"])),
            row["address"],
            row["browser"],
            bool(row["is_by_provider"]),
        )
        for row in kept.listing(db, user_id)
        if not row["is_by_provider"]
        or _still_let_in(settings, row["issuer"], row["email"], row["rule"])
    ]
    return [session for session in sessions if not session.is_over(now)]
