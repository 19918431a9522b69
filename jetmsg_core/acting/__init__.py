"""Who acts, and what they may do.

actors    an actor: name, role, kind, and where they act from
roles     what each role may do: one table, and `requires` and `require`, which ask it
personal  what whoever acts may see of people
current   who acts now, asked at the moment of the act of a source that each program sets

A service that changes something names above itself what whoever calls it must be allowed,
`@requires(Permission.…)`, which is asked before anything is done; for what it writes down it asks
`current().name`. It is told nothing by its caller: a callback or a live part of a page runs without
the page's first statement, and a role may change between two clicks.

A name or a role is taken for one act only, and never kept.
"""

from __future__ import annotations

from jetmsg_core.acting.actors import WORKER, Actor, ActorKind, Role, stranger
from jetmsg_core.acting.current import acting_as, current, own_user, set_source
from jetmsg_core.acting.roles import Permission, may, require, requires

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
    "requires",
    "set_source",
    "stranger",
]
