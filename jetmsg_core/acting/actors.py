"""An actor is whoever does something: a person who signed in, whoever runs a program on this
machine, or the worker. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Role(StrEnum):
    """What somebody is in the team, from the least that they may do to the most. What each may do
    is in `roles.PERMISSIONS`."""

    VIEWER = "viewer"
    COMPOSER = "composer"
    SENDER = "sender"
    ADMIN = "admin"


class ActorKind(StrEnum):
    """A person signed in to the dashboard. The system is whoever runs a program on this machine,
    and can read its files anyway. The worker does what people have asked for. A stranger is whoever
    has not signed in, and may do nothing but try."""

    PERSON = "person"
    SYSTEM = "system"
    WORKER = "worker"
    STRANGER = "stranger"


@dataclass(frozen=True)
class Actor:
    """`name` is written down with what the actor does, as it is: nobody else has it among those of
    the same kind. `origin` is where they act from, the address of a browser or one of the words
    below; the same actor is the same from anywhere."""

    name: str
    role: Role
    kind: ActorKind
    origin: str = field(default="", compare=False)


COMMAND_LINE, BY_WORKER = "command line", "worker"
"""Where one acts from who uses no browser."""

WORKER = Actor("worker", Role.ADMIN, ActorKind.WORKER, BY_WORKER)
"""It may do all that the program does: whoever asked for it was asked whether they may."""


def stranger(address: str) -> Actor:
    """Gives whoever has not signed in, in a browser at this address."""
    return Actor("somebody", Role.VIEWER, ActorKind.STRANGER, address)
