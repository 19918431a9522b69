"""A good call of every family, the replies the gateway documents, and keys to look for."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jetmsg_core.gateway.client import SmsOrder, balance_form, sms_form
from jetmsg_core.gateway.replies import Verdict, read_balance, read_sms
from jetmsg_core.gateway.seam import Answer, Failure, Form
from jetmsg_core.settings import Settings

KEY = "a1b2c3-d4e5f6-a7b8c9-d0e1f2-a3b4c5"
ODD_KEY = "odd key/with+signs=&%"
"""Not of the usual shape, and different when it is part of an address."""

DOCUMENTED = Path(__file__).parent / "documented"


def documented(name: str) -> str:
    """A reply, byte for byte as the gateway's documentation has it."""
    return (DOCUMENTED / f"{name}.json").read_text("utf-8")


def answered(body: str | dict[str, Any], status: int = 200, pause: float | None = None) -> Answer:
    text = body if isinstance(body, str) else json.dumps(body)
    return Answer(status, text, elapsed=0.1, retry_after=pause)


def keyed(url: str, auth_key: str = KEY) -> Settings:
    """Settings that lead to a server of ours, with keys."""
    return Settings(
        sandbox_url=url, auth_key=auth_key, whatsapp_appkey=ODD_KEY, whatsapp_authkey=KEY
    )


@dataclass(frozen=True)
class Family:
    """How a call of it is made and read, and the documented reply that accepts it."""

    name: str
    form: Callable[[Settings], Form]
    read: Callable[[Answer | Failure], Verdict]
    accepted: str


def _sms(settings: Settings) -> Form:
    order = SmsOrder("TESTIN", 1, "1107161234567890123")
    return sms_form(settings, order, numbers=[917070300613], text="Hello", unicode=False)


FAMILIES = (
    Family("sms", _sms, read_sms, documented("sms--single-sms-submit-success-response")),
    Family("balance", balance_form, read_balance, documented("balance--fetch-balances-success")),
)
