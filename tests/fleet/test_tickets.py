"""One ticket for each call: whoever has it may make the call, and Redis that forgot proves nothing.
Against a real Redis."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from redis.exceptions import RedisError
from redis_servers import RedisServer

from jetmsg_core.fleet.tickets import Epoch, Ticket, Tickets, new_token

FAR = 2**52
"""A deadline in milliseconds that no clock reaches."""


@pytest.fixture
def tickets(redis_server: RedisServer) -> Tickets:
    return Tickets(redis_server.client())


def test_of_many_who_ask_at_once_one_alone_gets_the_ticket(redis_server: RedisServer) -> None:
    epoch = Tickets(redis_server.client()).begin()
    replies: list[Ticket] = []
    start = threading.Barrier(16)

    def ask() -> None:
        own = Tickets(redis_server.client())
        start.wait()
        replies.append(own.take(epoch, "call", new_token(), deadline=FAR))

    threads = [threading.Thread(target=ask) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(replies) == [Ticket.MINE] + [Ticket.TAKEN] * 15


def test_whoever_has_the_ticket_is_told_so_again(tickets: Tickets) -> None:
    epoch, token = tickets.begin(), new_token()
    assert tickets.take(epoch, "call", token, deadline=FAR) is Ticket.MINE
    assert tickets.take(epoch, "call", token, deadline=FAR) is Ticket.MINE
    assert tickets.take_back(epoch, "call", token) is Ticket.MINE
    assert tickets.take_back(epoch, "call", new_token()) is Ticket.TAKEN


def test_a_ticket_that_is_taken_back_is_had_by_no_poster(tickets: Tickets) -> None:
    epoch = tickets.begin()
    assert tickets.take_back(epoch, "call", new_token()) is Ticket.MINE
    assert tickets.take(epoch, "call", new_token(), deadline=FAR) is Ticket.TAKEN
    assert tickets.take(epoch, "another", new_token(), deadline=FAR) is Ticket.MINE


def test_a_ticket_after_its_deadline_is_late_and_stays_for_the_worker(tickets: Tickets) -> None:
    epoch = tickets.begin()
    clock = tickets.look(epoch).clock
    assert tickets.take(epoch, "call", new_token(), deadline=clock - 1) is Ticket.LATE
    assert tickets.take_back(epoch, "call", new_token()) is Ticket.MINE


def test_a_clock_that_is_set_back_gives_no_more_time(
    tickets: Tickets, redis_server: RedisServer
) -> None:
    epoch = tickets.begin()
    clock = tickets.look(epoch).clock
    # As if Redis had shown a time one hour ahead until now.
    redis_server.client().hset(epoch.key, "time", str(clock + 3_600_000))
    deadline = clock + 1_800_000
    assert tickets.take(epoch, "call", new_token(), deadline=deadline) is Ticket.LATE


def test_many_tickets_are_taken_back_in_one_round_trip(tickets: Tickets) -> None:
    epoch, poster = tickets.begin(), new_token()
    tickets.take(epoch, "begun", poster, deadline=FAR)
    asked = [("begun", new_token()), ("waiting", new_token()), ("begun", poster)]
    assert tickets.take_all_back(epoch, asked) == [Ticket.TAKEN, Ticket.MINE, Ticket.MINE]
    assert tickets.take_all_back(epoch, []) == []


def test_the_tickets_of_an_epoch_are_counted(tickets: Tickets) -> None:
    epoch = tickets.begin()
    assert tickets.look(epoch).tickets == 0
    for call in "abc":
        tickets.take(epoch, call, new_token(), deadline=FAR)
    assert tickets.look(epoch).tickets == 3
    assert tickets.look(epoch).is_the_same


def _restart(redis: RedisServer, epoch: Epoch) -> None:
    redis.kill()
    redis.start()


def _empty(redis: RedisServer, epoch: Epoch) -> None:
    redis.client().flushall()


def _forget(redis: RedisServer, epoch: Epoch) -> None:
    Tickets(redis.client()).forget(epoch)


def _evict(redis: RedisServer, epoch: Epoch) -> None:
    client = redis.client()
    client.config_set("maxmemory-policy", "allkeys-random")
    client.config_set("maxmemory", "1500kb")
    for number in range(10_000):
        client.set(f"other{number}", "x" * 1_000)
        if int(client.info("stats")["evicted_keys"]):
            client.config_set("maxmemory", "0")
            return
    raise AssertionError("nothing was evicted")


@pytest.mark.parametrize(
    "lose",
    [
        pytest.param(_restart, id="restarted"),
        pytest.param(_empty, id="emptied"),
        pytest.param(_forget, id="forgotten by the worker"),
        pytest.param(_evict, id="evicting"),
    ],
)
@pytest.mark.parametrize("options", [(), ("--appendonly", "yes", "--appendfsync", "always")])
def test_a_redis_that_may_have_lost_something_proves_nothing(
    lose: Callable[[RedisServer, Epoch], None],
    options: tuple[str, ...],
    start_redis: Callable[..., RedisServer],
) -> None:
    redis = start_redis(*options)
    tickets = Tickets(redis.client())
    epoch, owner = tickets.begin(), new_token()
    tickets.take(epoch, "begun", owner, deadline=FAR)
    lose(redis, epoch)
    assert tickets.take(epoch, "waiting", new_token(), deadline=FAR) is Ticket.OTHER_EPOCH
    assert tickets.take_back(epoch, "waiting", new_token()) is Ticket.OTHER_EPOCH
    assert tickets.take_back(epoch, "begun", owner) is Ticket.OTHER_EPOCH
    assert not tickets.look(epoch).is_the_same
    assert tickets.take(tickets.begin(), "waiting", new_token(), deadline=FAR) is Ticket.MINE


def test_a_full_redis_still_gives_tickets(redis_server: RedisServer, tickets: Tickets) -> None:
    epoch = tickets.begin()
    client = redis_server.client()
    client.config_set("maxmemory", "1mb")
    with pytest.raises(RedisError, match=r"OOM|memory"):
        client.set("more", "x" * 1_000_000)
    assert tickets.take(epoch, "call", new_token(), deadline=FAR) is Ticket.MINE


def test_a_redis_that_is_away_raises_and_is_not_asked_twice(redis_server: RedisServer) -> None:
    tickets = Tickets(redis_server.client())
    epoch = tickets.begin()
    redis_server.kill()
    with pytest.raises(RedisError):
        tickets.take(epoch, "call", new_token(), deadline=FAR)
