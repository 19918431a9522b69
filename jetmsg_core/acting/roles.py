"""What each role may do: one table, and the one question to it.

A role may all that the role below it may. A permission is added as a member of `Permission`, in
`PERMISSIONS` where it begins, and in `DEEDS`, the words for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import wraps
from types import MappingProxyType
from typing import ParamSpec, TypeVar

from jetmsg_core.acting.actors import Role
from jetmsg_core.acting.current import current
from jetmsg_core.errors import NotAllowed

P = ParamSpec("P")
R = TypeVar("R")


class Permission(StrEnum):
    """One thing that not everybody may do. Whoever is signed in may look at everything else."""

    SEE_NUMBERS = "see_numbers"
    PREPARE = "prepare"
    DOWNLOAD = "download"
    READ_BALANCE = "read_balance"
    IMPORT_REPORTS = "import_reports"
    STOP = "stop"
    EXPORT = "export"
    SEND = "send"
    APPROVE = "approve"
    SETTLE = "settle"
    REMOVE_OPT_OUTS = "remove_opt_outs"
    CHANGE_SETTINGS = "change_settings"
    MANAGE_USERS = "manage_users"
    MANAGE_RETENTION = "manage_retention"
    RESTORE = "restore"
    SEE_AUDIT = "see_audit"
    SEE_SERVER = "see_server"


DEEDS: Mapping[Permission, str] = MappingProxyType(
    {
        Permission.SEE_NUMBERS: "see whole phone numbers",
        # lists, contacts, corrections, templates, drafts, opt-outs that are added
        Permission.PREPARE: "prepare lists, texts and drafts",
        # without people: balances, templates; and rows of one's own that could not be used
        Permission.DOWNLOAD: "download files",
        Permission.READ_BALANCE: "read the balance from the gateway",
        Permission.IMPORT_REPORTS: "import delivery reports",
        # pause, stop, take off the schedule: whoever sees a mistake may stop it
        Permission.STOP: "pause or stop campaigns",
        Permission.EXPORT: "download files with phone numbers",
        # start, schedule, resume, try again, test messages, one-time codes
        Permission.SEND: "send messages",
        Permission.APPROVE: "approve campaigns",
        Permission.SETTLE: "decide about calls without a clear answer",
        Permission.REMOVE_OPT_OUTS: "remove opt-outs",
        Permission.CHANGE_SETTINGS: "change settings",
        Permission.MANAGE_USERS: "manage users",
        Permission.MANAGE_RETENTION: "say how long data is kept, or erase a person",
        Permission.RESTORE: "back up and restore the database",
        Permission.SEE_AUDIT: "see who did what",
        Permission.SEE_SERVER: "see how the server is",
    }
)
"""What each lets somebody do, as it follows `may` in a sentence."""

_COMPOSER = frozenset(
    {
        *(Permission.SEE_NUMBERS, Permission.PREPARE, Permission.DOWNLOAD),
        *(Permission.READ_BALANCE, Permission.IMPORT_REPORTS, Permission.STOP),
    }
)
_SENDER = _COMPOSER | {Permission.EXPORT, Permission.SEND, Permission.APPROVE}
PERMISSIONS: Mapping[Role, frozenset[Permission]] = MappingProxyType(
    {
        Role.VIEWER: frozenset(),
        Role.COMPOSER: _COMPOSER,
        Role.SENDER: _SENDER,
        Role.ADMIN: frozenset(Permission),
    }
)

REQUIRED = "required_permission"
"""The name under which a service that is marked by `requires` holds its permission."""


def may(permission: Permission) -> bool:
    """Tells whether whoever acts now may do it, for what is shown or greyed. Raises
    SignedOutError."""
    return permission in PERMISSIONS[current().role]


def require(permission: Permission) -> None:
    """A service calls it before it does anything. Raises NotAllowed, with who may, where the one
    who acts now may not; SignedOutError where nobody may act."""
    role = current().role
    if permission not in PERMISSIONS[role]:
        raise NotAllowed(
            "not_allowed",
            f"Your role is {role}, which may not {DEEDS[permission]}. Ask {_who_may(permission)}.",
        )


def requires(permission: Permission) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Says above a service what whoever calls it must be allowed. It is asked before anything else
    is done, at each call, and raises as `require`."""

    def mark(service: Callable[P, R]) -> Callable[P, R]:
        @wraps(service)
        def asked(*args: P.args, **kwargs: P.kwargs) -> R:
            require(permission)
            return service(*args, **kwargs)

        setattr(asked, REQUIRED, permission)
        return asked

    return mark


def _who_may(permission: Permission) -> str:
    roles = [role for role in Role if permission in PERMISSIONS[role]]
    names = [f"{'an' if role is Role.ADMIN else 'a'} {role}" for role in roles]
    return ", ".join(names[:-1]) + " or " + names[-1] if names[1:] else names[0]
