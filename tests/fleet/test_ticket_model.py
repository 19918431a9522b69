"""The rules of the ticket, in every order of a small fleet's steps: with all of them nothing
breaks, and each that is left out breaks something."""

from __future__ import annotations

from dataclasses import replace

import pytest
from ticket_model import Rules, is_broken, outcomes


def broken(rules: Rules) -> set[str]:
    return {how for world in outcomes(rules) if (how := is_broken(world))}


def test_with_every_rule_no_order_of_steps_breaks_a_promise() -> None:
    worlds = outcomes(Rules())
    assert not {is_broken(world) for world in worlds} - {""}
    assert {world.verdict for world in worlds} == {"", "answered", "not sent", "unknown"}
    assert any(world.posts == 1 for world in worlds)


@pytest.mark.parametrize(
    ("rule", "breaks"),
    [
        pytest.param("takes_a_ticket", "posted twice", id="a redelivered message posts again"),
        pytest.param(
            "posts_on_received_mine_alone",
            "posted twice",
            id="who lost the reply posts beside the owner",
        ),
        pytest.param("token_of_each_try", "posted twice", id="two tries share a token"),
        pytest.param("has_a_deadline", "began after the deadline", id="a woken poster is late"),
        pytest.param(
            "knows_the_epoch", "posted twice", id="a Redis that forgot gives the ticket again"
        ),
        pytest.param("tickets_stay", "posted twice", id="a ticket with a time to live"),
        pytest.param(
            "worker_asks_the_ticket", "not sent, and posted", id="the worker trusts its clock"
        ),
        pytest.param("keeps_the_latest_time", "began after the deadline", id="a clock is set back"),
    ],
)
def test_each_rule_that_is_left_out_breaks_a_promise(rule: str, breaks: str) -> None:
    assert breaks in broken(replace(Rules(), **{rule: False}))


def test_a_redis_that_forgot_would_make_not_sent_of_something_sent() -> None:
    assert "not sent, and posted" in broken(replace(Rules(), knows_the_epoch=False))
    assert "not sent, and posted" in broken(replace(Rules(), tickets_stay=False))
