"""A good call of every family, the replies the gateway documents, and keys to look for."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from jetmsg_core.gateway.calls import request_of
from jetmsg_core.gateway.client import (
    BalanceCall,
    OtpMethod,
    OtpOptions,
    OtpV1Resend,
    OtpV1Send,
    OtpV1Verify,
    OtpV3Initiate,
    OtpV3Resend,
    OtpV3Verify,
    PreparedCall,
    SmsCall,
    SmsOrder,
    WhatsappCall,
    prepare,
)
from jetmsg_core.gateway.replies import Verdict, read_balance, read_sms, read_whatsapp
from jetmsg_core.gateway.seam import Answer, Method, Request, TransportFailure
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
    form: Callable[[Settings], Request]
    read: Callable[[Answer | TransportFailure], Verdict]
    accepted: str


def _sms(settings: Settings) -> Request:
    order = SmsOrder("TESTIN", 1, "1107161234567890123")
    call = SmsCall(order, numbers=["917070300613"], text="Hello", unicode=False)
    return request_of(settings, call)


def _whatsapp(settings: Settings) -> Request:
    return request_of(settings, WhatsappCall(numbers=[917070300613], text="Hello"))


CODE = "815162"
MOBILE = "7070300613"
V1 = OtpV1Send("TESTIN", MOBILE, OtpOptions(code=CODE, template_id="1107161234567890123"))
V3 = OtpV3Initiate(
    OtpMethod.WHATSAPP, "TESTIN", OtpOptions(code=CODE), country_code="91", mobile=MOBILE
)
WHATSAPP_SENT = json.dumps(
    {
        "message_status": "Success",
        "data": {"from": "919000000000", "to": "917070300613", "status_code": 200},
    }
)


def _otp(name: str, accepted: str, call: Callable[[Settings], PreparedCall[Any]]) -> Family:
    """The reader does not depend on the settings, so any will do to get at it."""
    read = call(keyed("http://h")).read
    return Family(name, lambda settings: call(settings).request, read, documented(accepted))


def _otp_families() -> tuple[Family, ...]:
    v1 = [
        _otp(f"otp-v1-{m.lower()}-{name}", f"otp-v1-{m.lower()}--{name}-otp--success", call)
        for m in Method
        for name, call in {
            "send": lambda settings, m=m: prepare(settings, replace(V1, method=m)),
            "resend": lambda settings, m=m: prepare(settings, OtpV1Resend("63385", m)),
            "verify": lambda settings, m=m: prepare(settings, OtpV1Verify("63385", CODE, m)),
        }.items()
    ]
    # What v3 answers to a resend and a verification is not documented: like v1.
    v3 = [
        _otp("otp-v3-initiate", "otp-v3--initiate-otp--success", lambda s: prepare(s, V3)),
        _otp(
            "otp-v3-resend",
            "otp-v1-post--resend-otp--success",
            lambda s: prepare(s, OtpV3Resend("421036")),
        ),
        _otp(
            "otp-v3-verify",
            "otp-v1-post--verify-otp--success",
            lambda s: prepare(s, OtpV3Verify("421036", CODE)),
        ),
    ]
    return (*v1, *v3)


FAMILIES = (
    Family(
        "sms",
        _sms,
        partial(read_sms, asked=["7070300613"]),
        documented("sms--single-sms-submit-success-response"),
    ),
    Family("whatsapp", _whatsapp, partial(read_whatsapp, asked=["917070300613"]), WHATSAPP_SENT),
    Family(
        "balance",
        lambda settings: request_of(settings, BalanceCall()),
        read_balance,
        documented("balance--fetch-balances-success"),
    ),
    *_otp_families(),
)
