"""Every documented call has one shape, and one door posts those that are made one at a time."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from jetmsg_core.gateway import client
from jetmsg_core.settings import DOCUMENTED_URLS, GatewayCall

CORE = Path(__file__).parent.parent.parent / "jetmsg_core"
POSTING = {
    "gateway/transport.py",
    "gateway/client.py",
    # Servers that are not the gateway.
    "gateway/webhook.py",
    "gateway/identity.py",
}

CALLS = [made for made in vars(client).values() if hasattr(made, "documented")]


@pytest.mark.parametrize("call", GatewayCall)
def test_every_documented_call_is_behind_the_door_once_with_an_address(call: GatewayCall) -> None:
    named = [made.__name__ for made in CALLS if made.documented is call]
    assert len(named) == 1, f"jetmsg_core/gateway/client.py names {named} for {call.name}: one call"
    assert named[0] in client.__all__
    assert DOCUMENTED_URLS[call].startswith("https://")


def test_nothing_but_the_door_posts_a_single_call() -> None:
    users = set()
    for path in CORE.rglob("*.py"):
        names = {
            node.id
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.Name)
        }
        if "call_once" in names:
            users.add(path.relative_to(CORE).as_posix())
    assert users <= POSTING
