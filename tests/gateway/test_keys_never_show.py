"""After runs with every fault, no key stands in the database, a log, an export or a message."""

from __future__ import annotations

import logging
import random
from pathlib import Path
from typing import Any

import pytest
from fixtures import NewCampaign, Send, StartGateway

from jetmsg_core import settings as configuration
from jetmsg_core.balances import sampling
from jetmsg_core.campaigns.exports import recipient_file
from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.campaigns.unknown_calls import decisions
from jetmsg_core.errors import JetmsgError
from jetmsg_core.otp import console
from jetmsg_core.otp.console import Api, OtpOptions, OtpOrder
from jetmsg_core.states import Channel

FAULTS = (
    *("hang", "drop", "reset", "half", "html", "http500", "http429", "redirect", "drip"),
    *("missing", "sender", "template", "credit", "key", "refuse"),
)
NAMES = ("JETMSG_AUTH_KEY", "JETMSG_WHATSAPP_APPKEY", "JETMSG_WHATSAPP_AUTHKEY")


@pytest.fixture
def keys(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Keys of the documented shape, made up for this run."""
    chance = random.Random()
    made = []
    for name in NAMES:
        key = "-".join(f"{chance.randrange(16**6):06x}" for _ in range(5))
        monkeypatch.setenv(name, key)
        made.append(key)
    monkeypatch.setenv("JETMSG_TIMEOUT", "0.5")
    monkeypatch.setenv("JETMSG_WHATSAPP_RATE", "500")
    return made


@pytest.mark.slow
@pytest.mark.parametrize("fault", FAULTS)
def test_no_key_is_anywhere_after_a_run_with_a_fault(
    fault: str,
    keys: list[str],
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    send: Send,
    caplog: pytest.LogCaptureFixture,
    tmp_path: Path,
) -> None:
    caplog.set_level(logging.DEBUG)
    start_gateway("--fault", f"{fault}=1", "--resend-after", "0")
    settings = configuration.load()
    texts = [repr(settings)]
    for made in (
        new_campaign(6, "Hello", chunk_size=3),
        new_campaign(3, "Hello", channel=Channel.WHATSAPP),
    ):
        try:
            status = send(made, seconds=2)
        except AssertionError:
            status = control.status(settings, made)
        texts.append(repr(status) + repr(decisions.needs(settings, made)))
        with (tmp_path / f"export-{made}.csv").open("wb") as out:
            recipient_file.export(settings, made, out)
    texts.append(repr(sampling.sample(settings)))
    texts += [_otp(settings, api) for api in Api]
    kept = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert len(kept) > 3
    for key in keys:
        assert key not in "".join(texts)
        assert key not in caplog.text
        assert not [1 for content in kept if key.encode() in content]


def _otp(settings: Any, api: Api) -> str:
    """What sending, resending and verifying say."""
    order = OtpOrder(
        api=api,
        to="9876543210",
        sender_id="JETMSG",
        options=OtpOptions(template_id="1107160000012345678"),
    )
    texts = []
    for ask in (
        lambda: console.send(settings, order),
        lambda: console.resend(settings, api=api, message_id="12345"),
        lambda: console.verify(settings, api=api, message_id="12345", code="1234"),
    ):
        try:
            texts.append(repr(ask()))
        except JetmsgError as error:
            texts.append(repr(error))
    return "".join(texts) + repr(console.history(settings))
