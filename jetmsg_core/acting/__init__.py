"""Who acts, and what they may do.

actors    an actor: name, role and kind
roles     what each role may do: one table, and `require`, which asks it
current   who acts now, asked at the moment of the act of a source that each program sets

A service asks `require(Permission.…)` before it does anything, and `current().name` for what it
writes down. It is told nothing by its caller: a callback or a live part of a page runs without the
page's first statement, and a role may change between two clicks.

A name or a role is taken for one act only, and never kept.
"""

from __future__ import annotations

from jetmsg_core.acting.actors import WORKER, Actor, ActorKind, Role
from jetmsg_core.acting.current import acting_as, current, own_user, set_source
from jetmsg_core.acting.roles import Permission, may, require

__all__ = [
    "WORKER",
    "Actor",
    "ActorKind",
    "Permission",
    "Role",
    "acting_as",
    "current",
    "may",
    "own_user",
    "require",
    "set_source",
]
