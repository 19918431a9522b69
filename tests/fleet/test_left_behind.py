"""A worker that comes back after a crash: what posters reported meanwhile is judged as if it had
come in time, what nobody began goes again, and only the rest is unknown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fixtures import BeWorker, NewCampaign, ReadLedger, StartGateway
from redis_servers import RedisServer

from jetmsg_core import settings as configuration
from jetmsg_core import worker
from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.campaigns.sending.distant import fleet_calls
from jetmsg_core.fleet.answers import STREAM, Answers
from jetmsg_core.fleet.payloads import Report, ReportKind, write_report
from jetmsg_core.fleet.sealing import Seal
from jetmsg_core.fleet.tickets import Epoch, Ticket, Tickets, new_token
from jetmsg_core.gateway.seam import Answer, TransportFailure
from jetmsg_core.primitives.times import utc_now
from jetmsg_core.states import ChunkState
from jetmsg_core.store.database import connect, transaction
from jetmsg_core.store.ledger import chunks, fleet_epochs
from jetmsg_core.store.ledger.fleet_epochs import KeptEpoch

FAR = 2**52


class DeadWorker:
    """A worker that handed the four calls of a campaign out, and died."""

    def __init__(self, redis: RedisServer, made: int, be_worker: BeWorker) -> None:
        self.settings = configuration.load()
        self.redis, self.made = redis, made
        self.tickets, self.answers = Tickets(redis.client()), Answers(redis.client())
        self.seal = Seal(self.settings.fleet_secret)
        self.epoch: Epoch = self.tickets.begin()
        db = connect(self.settings.database_path)
        control.start(self.settings, made)
        be_worker(db)
        with transaction(db):
            kept = KeptEpoch(self.epoch.name, self.epoch.proof)
            fleet_epochs.keep(db, "w", kept, now=utc_now())
            self.claimed = chunks.claim(db, made, worker="w", limit=10, now=utc_now())
        db.close()

    def name(self, call: int) -> str:
        chunk = self.claimed[call]
        return f"w:{self.made}:{chunk.first_seq}:{chunk.attempt}"

    def report(self, call: int, kind: ReportKind, raw: Any, token: str = "") -> None:
        report = Report(self.name(call), kind, raw, "north", token)
        self.answers.add([write_report(report, self.seal)])

    def come_back(self) -> dict[str, int]:
        """Another worker begins. Gives the states of the calls then."""
        db = connect(self.settings.database_path)
        left = fleet_calls.find_left_behind(self.settings, db, lambda: False)
        worker.begin(self.settings, db, "new", left=left)
        fleet_calls.forget_left_behind(self.settings, db, left, "new")
        db.close()
        status = control.status(self.settings, self.made)
        return {state.value: count for state, count in status.chunks.items() if count}


@pytest.fixture
def dead_worker(
    fleet_redis: RedisServer,
    start_gateway: StartGateway,
    monkeypatch: pytest.MonkeyPatch,
    new_campaign: NewCampaign,
    be_worker: BeWorker,
) -> DeadWorker:
    monkeypatch.setenv("JETMSG_TIMEOUT", "0.1")
    monkeypatch.setattr("jetmsg_core.fleet.dispatch.left_behind.ANSWER_SECONDS", 0.5)
    monkeypatch.setattr("jetmsg_core.fleet.dispatch.left_behind.BEGIN_SECONDS", 0.5)
    start_gateway()
    return DeadWorker(fleet_redis, new_campaign(4, "Hello {{name}}"), be_worker)


def test_calls_that_nobody_began_go_again(dead_worker: DeadWorker) -> None:
    assert dead_worker.come_back() == {"planned": 4}
    late = dead_worker.tickets.take(dead_worker.epoch, dead_worker.name(0), "t", deadline=FAR)
    assert late is not Ticket.MINE


def test_a_refusal_that_came_meanwhile_is_recorded_and_taken_out_of_redis(
    dead_worker: DeadWorker,
) -> None:
    refusal = '{"success": false, "message": "Invalid Template ID"}'
    for call in range(4):
        dead_worker.tickets.take(dead_worker.epoch, dead_worker.name(call), "t", deadline=FAR)
        dead_worker.report(call, ReportKind.CAME, Answer(200, refusal, 0.1))
    states = dead_worker.come_back()
    assert "unknown" not in states
    assert "sending" not in states
    assert dead_worker.redis.client().xlen(STREAM) == 0


def test_a_call_that_somebody_began_and_did_not_report_is_unknown(dead_worker: DeadWorker) -> None:
    dead_worker.tickets.take(dead_worker.epoch, dead_worker.name(1), new_token(), deadline=FAR)
    assert dead_worker.come_back() == {"planned": 3, "unknown": 1}


def test_a_call_that_its_poster_disclaims_goes_again(dead_worker: DeadWorker) -> None:
    dead_worker.tickets.take(dead_worker.epoch, dead_worker.name(1), "lost", deadline=FAR)
    refused = TransportFailure(False, "Redis did not say.", 0.0)
    dead_worker.report(1, ReportKind.DISCLAIMED, refused, "lost")
    assert dead_worker.come_back() == {"planned": 4}


def test_a_disclaimer_proves_nothing_where_another_has_the_ticket(dead_worker: DeadWorker) -> None:
    dead_worker.tickets.take(dead_worker.epoch, dead_worker.name(1), "owner", deadline=FAR)
    refused = TransportFailure(False, "Redis did not say.", 0.0)
    dead_worker.report(1, ReportKind.DISCLAIMED, refused, "another")
    assert dead_worker.come_back() == {"planned": 3, "unknown": 1}


def _empty(redis: RedisServer) -> None:
    redis.client().flushall()


def _restart(redis: RedisServer) -> None:
    redis.kill()
    redis.start()


@pytest.mark.parametrize("lose", [_empty, _restart])
def test_a_redis_that_forgot_makes_nothing_not_sent(
    lose: Callable[[RedisServer], None], dead_worker: DeadWorker
) -> None:
    lose(dead_worker.redis)
    assert dead_worker.come_back() == {"unknown": 4}


def test_a_redis_that_is_away_makes_nothing_not_sent(dead_worker: DeadWorker) -> None:
    dead_worker.redis.kill()
    assert dead_worker.come_back() == {"unknown": 4}


def test_an_answer_is_recorded_though_redis_was_started_anew(
    dead_worker: DeadWorker, ledger: ReadLedger
) -> None:
    _restart(dead_worker.redis)
    dead_worker.report(2, ReportKind.CAME, TransportFailure(False, "Not reached.", 0.1))
    assert dead_worker.come_back() == {"unknown": 3, ChunkState.PLANNED.value: 1}
    assert [row["state"] for row in ledger(dead_worker.made)].count("unknown") == 3
