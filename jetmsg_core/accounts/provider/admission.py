"""Who of a provider's people is let in, and as which user.

A user is known again by the provider's own mark of the person, never by the address: addresses are
given to other people. Who comes for the first time is a user that an admin added by this address,
or a new one whom a rule lets in. Who was removed stays out until an admin adds them again.

A role by a rule is looked up anew at each sign-in. A rule that was taken away or changed, or a
domain, ends the sessions of those whom it let in at their next act (`sessions.find`).
"""

from __future__ import annotations

from dataclasses import dataclass

from jetmsg_core.accounts.provider.refusals import (
    HAS_PASSWORD,
    NOT_LET_IN,
    SOMEBODY_ELSE,
    refused,
)
from jetmsg_core.accounts.users import name_key
from jetmsg_core.acting import Actor, ActorKind, Role, stranger
from jetmsg_core.acting.identity_provider import IdentityProvider
from jetmsg_core.audit import Act, record
from jetmsg_core.primitives.times import Clock, utc_now
from jetmsg_core.store.accounts import sessions as kept_sessions
from jetmsg_core.store.accounts import users as kept
from jetmsg_core.store.database import Database, Row


@dataclass(frozen=True)
class Person:
    """Whom the provider says it has: its own mark of them, an address that it has verified, in
    small letters, and the groups they are in."""

    subject: str
    email: str
    groups: tuple[str, ...]


def admit(
    db: Database, provider: IdentityProvider, person: Person, origin: str, clock: Clock = utc_now
) -> tuple[int, Actor] | None:
    """Gives the id of the user that this person is, and who they are at `origin`, the address of
    their browser; made or brought up to date within the transaction of the caller. None where no
    rule lets them in any longer, whose sessions are then ended. Raises Refused, before anything is
    changed."""
    row = _user_of(db, provider, person)
    if row is not None and row["rule"] is None:
        _came(db, row, provider, person, None, row["role"])
        return int(row["id"]), _actor(row["name"], row["role"], origin)
    rule = provider.rule_for(person.email, person.groups)
    if rule is None:
        if row is not None:
            kept_sessions.end_of_user(db, row["id"])
        return None
    actor = _actor(row["name"] if row else person.email, rule.role, origin)
    told = {"role": rule.role, "rule": str(rule)}
    if row is None:
        key = name_key(person.email)
        kept.add(db, person.email, key, role=rule.role, password_hash=None, now=clock())
        row = kept.by_key(db, key) or {}
        record(db, Act.USER_ADDED, subject=person.email, after=told, actor=actor)
    elif row["role"] != rule.role:
        former = {"role": row["role"], "rule": row["rule"]}
        record(
            db, Act.USER_ROLE_CHANGED, subject=row["name"], before=former, after=told, actor=actor
        )
    _came(db, row, provider, person, str(rule), rule.role)
    return int(row["id"]), actor


def tell_refused(db: Database, person: Person, origin: str) -> None:
    """Writes down that somebody was not let in, within the transaction of the caller. An address
    is kept where it is the name of a user."""
    row = kept.by_key(db, name_key(person.email))
    subject = row["name"] if row else "an address that no user has"
    record(db, Act.SIGN_IN_FAILED, subject=subject, actor=stranger(origin))


def _actor(name: str, role: str, origin: str) -> Actor:
    return Actor(name, Role(role), ActorKind.PERSON, origin)


def _user_of(db: Database, provider: IdentityProvider, person: Person) -> Row | None:
    """None for who was never here. Another provider than before is believed about addresses, since
    whoever runs the dashboard chose it."""
    row = kept.by_subject(db, provider.issuer, person.subject)
    if row is None:
        row = kept.by_key(db, name_key(person.email))
        is_other = row is not None and row["issuer"] == provider.issuer
        if row is not None and is_other and row["removed_at"] is None:
            raise refused(SOMEBODY_ELSE, email=person.email)
    if row is not None and row["removed_at"] is not None:
        raise refused(NOT_LET_IN, email=person.email)
    if row is not None and row["password_hash"] is not None:
        raise refused(HAS_PASSWORD, email=person.email)
    return row


def _came(
    db: Database, row: Row, provider: IdentityProvider, person: Person, rule: str | None, role: str
) -> None:
    kept.came(
        db,
        row["id"],
        issuer=provider.issuer,
        subject=person.subject,
        email=person.email,
        rule=rule,
        role=role,
    )
