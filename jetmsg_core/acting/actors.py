"""An actor is whoever does something: a person who signed in, whoever runs a program on this
machine, or the worker. Pure."""

from __future__ import annotations

from dataclasses import dataclass
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
    and can read its files anyway. The worker does what people have asked for."""

    PERSON = "person"
    SYSTEM = "system"
    WORKER = "worker"


@dataclass(frozen=True)
class Actor:
    """`name` is written down with what the actor does, as it is: nobody else has it among those of
    the same kind."""

    name: str
    role: Role
    kind: ActorKind


WORKER = Actor("worker", Role.ADMIN, ActorKind.WORKER)
"""It may do all that the program does: whoever asked for it was asked whether they may."""
