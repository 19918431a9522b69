"""People who may sign in: added, changed and removed by an admin, on the command line."""

from __future__ import annotations

from dataclasses import dataclass

from jetmsg_core.accounts.cookies import name_mark
from jetmsg_core.accounts.passwords import check_password, hash_password
from jetmsg_core.acting import Permission, Role, requires
from jetmsg_core.acting.identity_provider import ADDRESS
from jetmsg_core.audit import Act, record
from jetmsg_core.errors import InputError, NotFoundError, StateError
from jetmsg_core.names import search_key
from jetmsg_core.primitives.characters import quoted
from jetmsg_core.primitives.times import Clock, utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.store.accounts import attempts
from jetmsg_core.store.accounts import sessions as kept_sessions
from jetmsg_core.store.accounts import users as kept
from jetmsg_core.store.database import Database, Row, open_database, transaction

LONGEST_NAME = 40
PASSWORD, PROVIDER = "password", "provider"
"""How somebody signs in."""


@dataclass(frozen=True)
class User:
    """A person who may sign in, with a password or through the identity provider. Times are stamps
    in UTC; `password_at` is None without a password. `rule` let them in, None where an admin gave
    them the role by name."""

    name: str
    role: Role
    added_at: str
    password_at: str | None
    rule: str | None = None

    @property
    def way(self) -> str:
        """How they sign in."""
        return PASSWORD if self.password_at is not None else PROVIDER


def name_key(name: str) -> str:
    """Gives what makes two spellings of a name one user."""
    return search_key(" ".join(name.split()))


@requires(Permission.MANAGE_USERS)
def add(settings: Settings, name: str, role: Role, password: str, clock: Clock = utc_now) -> User:
    """Adds a person, or somebody who was removed once more. From the first on, everybody has to
    sign in. Raises NotAllowed, InputError for the name or the password, StateError where there is
    such a user."""
    name = _checked_name(name)
    password_hash = hash_password(check_password(password, name))
    return _added(settings, name, role, password_hash, clock)


@requires(Permission.MANAGE_USERS)
def add_with_provider(settings: Settings, email: str, role: Role, clock: Clock = utc_now) -> User:
    """Adds a person who signs in through the identity provider with this address, whatever its
    domain and groups. Raises NotAllowed, InputError for the address, StateError where there is no
    provider, or such a user."""
    _require_provider(settings)
    return _added(settings, checked_address(email), role, None, clock)


def _added(
    settings: Settings, name: str, role: Role, password_hash: str | None, clock: Clock
) -> User:
    with open_database(settings.database_path) as db, transaction(db):
        row = kept.by_key(db, name_key(name))
        if row is not None and row["removed_at"] is None:
            raise StateError(
                "user_exists",
                f"There is a user {row['name']} already. Change the password with `user password`.",
            )
        if settings.provider is None:
            _refuse_first_without_admin(db, role)
        kept.add(db, name, name_key(name), role=role, password_hash=password_hash, now=clock())
        attempts.forgive(db, name_mark(settings, name_key(name)))
        record(db, Act.USER_ADDED, subject=name, after={"role": role})
        return _user(_existing(db, name))


@requires(Permission.MANAGE_USERS)
def everyone(settings: Settings) -> list[User]:
    """Gives everybody who may sign in, in the order of their names. Raises NotAllowed."""
    with open_database(settings.database_path) as db:
        return [_user(row) for row in kept.everyone(db)]


@requires(Permission.MANAGE_USERS)
def set_role(settings: Settings, name: str, role: Role) -> User:
    """Gives a person another role, which holds from their next click. Raises NotAllowed,
    NotFoundError, StateError where no admin would be left."""
    with open_database(settings.database_path) as db, transaction(db):
        row = _existing(db, name)
        if role is not Role.ADMIN:
            _refuse_without_admin(db, row)
        kept.set_role(db, row["id"], role)
        former, told = {"role": row["role"]}, {"role": role}
        record(db, Act.USER_ROLE_CHANGED, subject=row["name"], before=former, after=told)
        return _user(_existing(db, name))


@requires(Permission.MANAGE_USERS)
def set_password(settings: Settings, name: str, password: str, clock: Clock = utc_now) -> int:
    """Gives a person another password and signs them out everywhere; returns in how many
    browsers. Raises NotAllowed, NotFoundError, InputError for the password."""
    with open_database(settings.database_path) as db:
        row = _existing(db, name)
    password_hash = hash_password(check_password(password, row["name"]))
    with open_database(settings.database_path) as db, transaction(db):
        kept.set_password(db, row["id"], password_hash, clock())
        attempts.forgive(db, name_mark(settings, name_key(name)))
        record(db, Act.USER_PASSWORD_SET, subject=row["name"])
        return kept_sessions.end_of_user(db, row["id"])


@requires(Permission.MANAGE_USERS)
def set_provider(settings: Settings, name: str) -> int:
    """Takes a person's password away, whose name is an address of e-mail, and signs them out
    everywhere: they sign in through the identity provider. Returns in how many browsers. Raises
    NotAllowed, NotFoundError, InputError for another name, StateError where there is no
    provider."""
    _require_provider(settings)
    with open_database(settings.database_path) as db, transaction(db):
        row = _existing(db, name)
        checked_address(row["name"])
        kept.take_password(db, row["id"])
        record(db, Act.USER_PASSWORD_TAKEN, subject=row["name"])
        return kept_sessions.end_of_user(db, row["id"])


@requires(Permission.MANAGE_USERS)
def remove(settings: Settings, name: str, clock: Clock = utc_now) -> int:
    """Removes a person and signs them out everywhere; returns in how many browsers. What they did
    keeps their name. Raises NotAllowed, NotFoundError, StateError where no admin would be left."""
    with open_database(settings.database_path) as db, transaction(db):
        row = _existing(db, name)
        _refuse_without_admin(db, row)
        kept.remove(db, row["id"], clock())
        record(db, Act.USER_REMOVED, subject=row["name"], before={"role": row["role"]})
        return kept_sessions.end_of_user(db, row["id"])


@requires(Permission.MANAGE_USERS)
def sign_out(settings: Settings, name: str) -> int:
    """Signs a person out everywhere; returns in how many browsers. Raises NotAllowed,
    NotFoundError."""
    with open_database(settings.database_path) as db, transaction(db):
        row = _existing(db, name)
        ended = kept_sessions.end_of_user(db, row["id"])
        record(db, Act.USER_SIGNED_OUT, subject=row["name"], before={"browsers": ended})
        return ended


def _existing(db: Database, name: str) -> Row:
    row = kept.by_key(db, name_key(name))
    if row is None or row["removed_at"] is not None:
        raise NotFoundError("no_such_user", f"There is no user {name!r}. See `user list`.")
    return row


def _user(row: Row) -> User:
    return User(row["name"], Role(row["role"]), row["added_at"], row["password_at"], row["rule"])


def _require_provider(settings: Settings) -> None:
    if settings.provider is None:
        raise StateError(
            "no_provider", "There is no identity provider to sign in with: set JETMSG_OIDC_ISSUER."
        )


def checked_address(text: str) -> str:
    """Gives an address of e-mail in small letters. Raises InputError for anything else."""
    address = text.strip().lower()
    if not ADDRESS.fullmatch(address):
        raise InputError(
            "wrong_address",
            f"{quoted(text)} is no e-mail address in plain letters. Whoever signs in with an "
            "identity provider is named by one, as asha@example.in.",
        )
    return address


def _checked_name(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise InputError("no_name", "Give the user a name, with which they sign in.")
    if len(name) > LONGEST_NAME or not name.isprintable():
        raise InputError(
            "wrong_name", f"A user's name is up to {LONGEST_NAME} characters that can be seen."
        )
    return name


def _refuse_first_without_admin(db: Database, role: Role) -> None:
    if role is not Role.ADMIN and not kept.everyone(db):
        raise StateError(
            "no_admin", "The first user has to be an admin, who may do everything: --role admin."
        )


def _refuse_without_admin(db: Database, row: Row) -> None:
    others = [user for user in kept.everyone(db) if user["id"] != row["id"]]
    if row["role"] == Role.ADMIN and not any(user["role"] == Role.ADMIN for user in others):
        raise StateError(
            "no_admin",
            f"{row['name']} is the only admin. Make somebody else one first: `user role NAME "
            "admin`.",
        )
