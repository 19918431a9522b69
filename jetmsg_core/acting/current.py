"""Who acts now: asked at the moment of the act, and never kept.

Each program says once how to find out. The command line acts as its own user, the worker as the
worker, and the dashboard as whoever has signed in in the browser that clicked.
"""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from jetmsg_core.acting.actors import COMMAND_LINE, Actor, ActorKind, Role

if sys.platform != "win32":
    import pwd

Source = Callable[[], Actor]
_chosen: ContextVar[Actor | None] = ContextVar("actor", default=None)


def own_user() -> Actor:
    """Gives the system's own user, whoever runs this program on this machine, with the role
    admin. A system that does not say who that is gives a number, or `system`."""
    return Actor(_system_name(), Role.ADMIN, ActorKind.SYSTEM, COMMAND_LINE)


def _system_name() -> str:
    """By the number that the system gives the program: `getpass` asks LOGNAME and USER first, in
    which anybody may write another's name."""
    try:
        if sys.platform == "win32":
            return getpass.getuser()
        return pwd.getpwuid(os.getuid()).pw_name
    except (OSError, KeyError):
        return f"user {os.getuid()}" if hasattr(os, "getuid") else "system"


_source: Source = own_user


def set_source(source: Source) -> None:
    """Says how this program finds out who acts. `source` is asked at each act, in the thread that
    acts; it raises SignedOutError where nobody may act."""
    global _source
    _source = source


def current() -> Actor:
    """Gives who acts now. Raises SignedOutError where the dashboard asks for a sign-in and there
    is none, or no longer."""
    return _chosen.get() or _source()


@contextmanager
def acting_as(actor: Actor) -> Iterator[None]:
    """Lets everything inside act as `actor`, whatever the source says: a request that has shown
    its session already, or a test. It holds in this thread and in what it hands on its context."""
    token = _chosen.set(actor)
    try:
        yield
    finally:
        _chosen.reset(token)
