"""Who acts is asked at the moment of the act, and what they may do is in one table."""

from __future__ import annotations

import os
import pwd
import threading
from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest

from jetmsg_core import acting, worker
from jetmsg_core.acting import WORKER, Actor, ActorKind, Permission, Role
from jetmsg_core.acting.current import Source
from jetmsg_core.acting.roles import PERMISSIONS
from jetmsg_core.errors import JetmsgError, NotAllowed, SignedOutError
from jetmsg_core.settings import Settings

ASHA = Actor("Asha", Role.COMPOSER, ActorKind.PERSON)
UP = (Role.VIEWER, Role.COMPOSER, Role.SENDER, Role.ADMIN)


@pytest.fixture
def set_source() -> Iterator[Callable[[Source], None]]:
    yield acting.set_source
    acting.set_source(acting.own_user)


def test_a_program_that_says_nothing_acts_as_its_own_user_who_may_everything() -> None:
    own = acting.current()
    assert own == Actor(pwd.getpwuid(os.getuid()).pw_name, Role.ADMIN, ActorKind.SYSTEM)
    assert all(acting.may(permission) for permission in Permission)


def test_a_system_that_does_not_say_who_it_is_still_has_a_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    nobodys_number = 2**31 - 7
    monkeypatch.setattr(os, "getuid", lambda: nobodys_number)
    assert acting.own_user().name == f"user {nobodys_number}"


def test_nobody_acts_under_the_name_that_they_write_into_their_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    own = acting.own_user()
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "Asha")
    assert acting.own_user() == own


def test_a_role_that_changes_between_two_acts_holds_at_the_second(
    set_source: Callable[..., None],
) -> None:
    roles = iter((Role.SENDER, Role.VIEWER))
    set_source(lambda: Actor("Asha", next(roles), ActorKind.PERSON))
    acting.require(Permission.SEND)
    with pytest.raises(NotAllowed):
        acting.require(Permission.SEND)


def test_nobody_signed_in_may_do_nothing(set_source: Callable[..., None]) -> None:
    def refuse() -> Actor:
        raise SignedOutError("signed_out", "You are signed out. Sign in again.")

    set_source(refuse)
    for ask in (acting.current, lambda: acting.may(Permission.STOP)):
        with pytest.raises(SignedOutError):
            ask()
    with pytest.raises(NotAllowed):
        acting.require(Permission.STOP)


def test_whoever_is_named_acts_inside_and_nobody_after_it_nor_in_another_thread() -> None:
    others: list[Actor] = []
    with acting.acting_as(ASHA):
        assert acting.current() is ASHA
        with acting.acting_as(WORKER):
            assert acting.current() is WORKER
        assert acting.current() is ASHA
        thread = threading.Thread(target=lambda: others.append(acting.current()))
        thread.start()
        thread.join()
    assert others == [acting.own_user()] == [acting.current()]


def test_each_role_may_all_that_the_role_below_it_may_and_more() -> None:
    for below, above in pairwise(UP):
        assert PERMISSIONS[below] < PERMISSIONS[above]
    assert PERMISSIONS[Role.ADMIN] == set(Permission)


@pytest.mark.parametrize(
    ("permission", "who"),
    [
        (Permission.PREPARE, "a composer, a sender or an admin"),
        (Permission.SEND, "a sender or an admin"),
        (Permission.MANAGE_USERS, "an admin"),
    ],
)
def test_a_refusal_says_who_may(permission: Permission, who: str) -> None:
    with (
        acting.acting_as(Actor("Ravi", Role.VIEWER, ActorKind.PERSON)),
        pytest.raises(JetmsgError) as refused,
    ):
        acting.require(permission)
    assert refused.value.code == "not_allowed"
    assert str(refused.value).startswith("Your role is viewer, which may not ")
    assert str(refused.value).endswith(f" Ask {who}.")


def test_what_a_worker_does_beside_its_sending_it_does_as_the_worker(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    stop, seen = threading.Event(), dict[str, Actor]()

    def note(name: str) -> Callable[..., str]:
        def note_actor(*_: object, **__: object) -> str:
            seen.setdefault(name, acting.current())
            if len(seen) == 3:
                stop.set()
            return ""

        return note_actor

    monkeypatch.setattr(worker, "sample_if_due", note("sampler"))
    monkeypatch.setattr(worker, "index_ended", note("indexer"))
    monkeypatch.setattr(worker, "start_due", note("sender"))
    worker.run(settings, stop)
    assert seen == {"sampler": WORKER, "indexer": WORKER, "sender": WORKER}
