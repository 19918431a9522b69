"""Low pools: what is low, and who is told of it, once for each fall."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from fixtures import NewCampaign, Send, StartGateway

from jetmsg_core import settings as configuration
from jetmsg_core import worker
from jetmsg_core.balances import low_balance, sampling
from jetmsg_core.configuration import changing
from jetmsg_core.gateway.connections import LOGGERS
from jetmsg_core.primitives.times import stamp
from jetmsg_core.settings import Settings
from jetmsg_core.store.balances import samples
from jetmsg_core.store.balances.samples import Sample
from jetmsg_core.store.database import open_database

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
SECRET = "T0000-not-a-real-secret"


@dataclass
class Webhook:
    """Takes JSON and answers with `status`."""

    status: int = 200
    bodies: list[dict[str, Any]] = field(default_factory=list)
    url: str = ""
    is_told: threading.Event = field(default_factory=threading.Event)


@pytest.fixture
def webhook(monkeypatch: pytest.MonkeyPatch) -> Iterator[Webhook]:
    hook = Webhook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.headers["Content-Type"] == "application/json"
            length = int(self.headers["Content-Length"])
            hook.bodies.append(json.loads(self.rfile.read(length)))
            hook.is_told.set()
            self.send_response(hook.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    hook.url = f"http://127.0.0.1:{server.server_port}/services/{SECRET}"
    monkeypatch.setenv("JETMSG_LOW_WEBHOOK_URL", hook.url)
    monkeypatch.setenv("JETMSG_LOW_TRANX", "100")
    yield hook
    server.shutdown()
    server.server_close()


def read(settings: Settings, tranx: int | None, minute: int) -> None:
    taken_at = stamp(NOON + timedelta(minutes=minute))
    sample = (
        Sample(taken_at, None, None, None, "No answer.")
        if tranx is None
        else Sample(taken_at, tranx, 5, 5)
    )
    with open_database(settings.database_path) as db:
        samples.insert(db, settings.mode, sample)


def test_a_pool_is_low_under_its_threshold_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JETMSG_LOW_TRANX", "100")
    settings = configuration.load()
    assert low_balance.low_pools(settings) == [], "no reading"
    read(settings, 100, 0)
    assert low_balance.low_pools(settings) == []
    read(settings, 99, 1)
    (low,) = low_balance.low_pools(settings)
    assert (low.pool, low.credits, low.threshold) == ("tranx", 99, 100)


def test_without_a_threshold_nothing_is_low(settings: Settings) -> None:
    read(settings, 0, 0)
    assert low_balance.low_pools(settings) == []


def test_the_webhook_is_told_once_for_each_fall(webhook: Webhook) -> None:
    settings = configuration.load()
    for minute, credits in enumerate([500, 99, 50, None, 20]):
        read(settings, credits, minute)
        for _ in range(3):
            low_balance.notify(settings)
    (body,) = webhook.bodies
    assert body["event"] == "low_balance"
    assert (body["pool"], body["credits"], body["threshold"]) == ("tranx", 99, 100)
    assert "transactional credits left: 99" in body["text"]
    read(settings, 1000, 10)
    low_balance.notify(settings)
    read(settings, 42, 11)
    low_balance.notify(settings)
    assert [told_body["credits"] for told_body in webhook.bodies] == [99, 42]


def test_a_webhook_that_refused_is_told_again_at_the_next_reading_only(
    webhook: Webhook, caplog: pytest.LogCaptureFixture
) -> None:
    settings = configuration.load()
    webhook.status = 503
    read(settings, 50, 0)
    for _ in range(3):
        low_balance.notify(settings)
    assert len(webhook.bodies) == 1
    assert "It answered 503." in caplog.text
    webhook.status = 204
    for minute in (1, 2):
        read(settings, 40, minute)
        low_balance.notify(settings)
    assert [body["credits"] for body in webhook.bodies] == [50, 40]


def test_the_webhooks_address_is_in_no_log_and_no_setting_shown(
    webhook: Webhook, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("", "urllib3", *LOGGERS):
        caplog.set_level(logging.DEBUG, logger=name)
    settings = configuration.load()
    read(settings, 50, 0)
    low_balance.notify(settings)
    assert caplog.records
    monkeypatch.setenv("JETMSG_LOW_WEBHOOK_URL", f"http://127.0.0.1:9/{SECRET}")
    unheard = configuration.load()
    read(unheard, 200, 1)
    low_balance.notify(unheard)
    read(unheard, 50, 2)
    low_balance.notify(unheard)
    assert "was not told that tranx is low" in caplog.text
    assert "The webhook could not be reached" in caplog.text
    assert SECRET not in caplog.text + repr(settings) + repr(unheard)


def test_the_worker_tells_when_a_campaign_made_a_pool_low(
    webhook: Webhook, start_gateway: StartGateway, new_campaign: NewCampaign, send: Send
) -> None:
    start_gateway("--balance", "tranx=102,promo=0,otp=0")
    settings = configuration.load()
    sampling.sample(settings)
    send(new_campaign(5))
    (body,) = webhook.bodies
    assert 97 <= body["credits"] < 100, "as it was read, perhaps on the way"


def test_a_running_worker_takes_a_new_level_up(
    webhook: Webhook, start_gateway: StartGateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    start_gateway("--balance", "tranx=50,promo=0,otp=0")
    monkeypatch.delenv("JETMSG_LOW_TRANX")
    settings = configuration.load()
    sampling.sample(settings)
    stop = threading.Event()
    running = threading.Thread(target=worker.run, args=(settings, stop))
    running.start()
    try:
        changing.change(settings, {"JETMSG_LOW_TRANX": "60"}, by="Asha")
        assert webhook.is_told.wait(60)
    finally:
        stop.set()
        running.join()
    (body,) = webhook.bodies
    assert body["threshold"] == 60


def test_no_webhook_does_not_keep_from_sending(
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    send: Send,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("JETMSG_LOW_WEBHOOK_URL", "http://127.0.0.1:9/hook")
    monkeypatch.setenv("JETMSG_LOW_TRANX", "1000000")
    start_gateway("--balance", "tranx=102,promo=0,otp=0")
    assert send(new_campaign(5)).parts_submitted == 5
