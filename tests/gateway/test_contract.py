"""The sandbox answers as the gateway is documented to: field by field, every documented reply.

Types and names are compared for successes, whose values differ from call to call, and the whole
text for refusals. The documentation has no WhatsApp reply; there the panels of its family count.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from gateway_calls import CODE, DOCUMENTED, KEY, MOBILE, V1, V3, WHATSAPP_SENT, documented
from sandboxes import running_sandbox

from jetmsg_core.gateway.calls import request_of
from jetmsg_core.gateway.client import (
    BalanceCall,
    OtpV1Resend,
    OtpV1Verify,
    OtpV3Resend,
    OtpV3Verify,
    SmsCall,
    SmsOrder,
    WhatsappCall,
    prepare,
)
from jetmsg_core.gateway.seam import Answer, Method, Request
from jetmsg_core.gateway.transport import HttpTransport
from jetmsg_core.settings import Settings

Make = Callable[[Settings], Request]
BULK = ["7070300613", "7903551534", "4521452145", "14521478"]
ORDER = SmsOrder("TESTIN", 1, "1107")


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Settings]:
    """Settings that lead to a sandbox which knows one key and does not make anyone wait."""
    with running_sandbox("--auth-key", KEY, "--resend-after", "0") as running:
        settings = Settings(
            sandbox_url=running.url,
            auth_key=KEY,
            whatsapp_appkey="any",
            whatsapp_authkey=KEY,
        )
        yield settings


def ask(form: Request) -> Any:
    transport = HttpTransport(timeout=60)
    answered = transport(form)
    transport.close()
    assert isinstance(answered, Answer), answered
    return answered.status, json.loads(answered.body)


def shape(value: Any) -> Any:
    """Names and types; of a list, the shapes that occur in it."""
    if isinstance(value, dict):
        return {name: shape(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return sorted({json.dumps(shape(item), sort_keys=True) for item in value})
    return type(value).__name__


def changed(form: Request, **fields: str) -> Request:
    return replace(form, fields={**form.fields, **fields})


def sms(settings: Settings, numbers: list[int], sender: str = "TESTIN") -> Request:
    order = replace(ORDER, sender_id=sender)
    form = request_of(settings, SmsCall(order, numbers=numbers, text="Hello", unicode=False))
    # As typed in the documented example: the last one is too short.
    return changed(form, MobileNo=",".join(map(str, numbers)))


def v1_send(method: Method, message: str = "") -> Make:
    def make(settings: Settings) -> Request:
        form = prepare(settings, replace(V1, method=method)).request
        return changed(form, message=message) if message else form

    return make


def v1_resend(method: Method) -> Make:
    return lambda settings: prepare(settings, OtpV1Resend(MOBILE, method)).request


def v1_verify(method: Method) -> Make:
    return lambda settings: prepare(settings, OtpV1Verify(MOBILE, CODE, method)).request


def wrong_key(settings: Settings) -> Settings:
    return replace(settings, auth_key="another key")


def of_v1(method: Method) -> dict[str, tuple[Make, bool]]:
    """Each documented reply of the form, the call that gets it, and whether a code must be out."""
    name = f"otp-v1-{method.lower()}"
    return {
        f"{name}--send-otp--success": (v1_send(method), False),
        f"{name}--send-otp--failed": (v1_send(method, "@OTP@"), False),
        f"{name}--resend-otp--success": (v1_resend(method), True),
        f"{name}--resend-otp--failed": (
            lambda settings: prepare(settings, OtpV1Resend("1", method)).request,
            False,
        ),
        f"{name}--verify-otp--success": (v1_verify(method), True),
        f"{name}--verify-otp--failed": (
            lambda settings: prepare(settings, OtpV1Verify("1", CODE, method)).request,
            False,
        ),
    }


CALLS: dict[str, tuple[Make, bool]] = {
    "sms--single-sms-submit-success-response": (lambda s: sms(s, BULK[:1]), False),
    "sms--bulk-sms-submit-success-response": (lambda s: sms(s, BULK), False),
    "sms--other-error-response": (lambda s: sms(s, BULK[:1], sender="X"), False),
    "balance--fetch-balances-success": (lambda s: request_of(s, BalanceCall()), False),
    "balance--fetch-balances-failed": (lambda s: request_of(wrong_key(s), BalanceCall()), False),
    "otp-v3--initiate-otp--success": (lambda s: prepare(s, V3).request, False),
    "otp-v3--initiate-otp--error": (lambda s: prepare(wrong_key(s), V3).request, False),
    **of_v1(Method.GET),
    **of_v1(Method.POST),
}


def test_every_documented_reply_is_compared() -> None:
    assert {path.stem for path in DOCUMENTED.glob("*.json")} == set(CALLS)


@pytest.mark.parametrize("name", CALLS)
def test_the_sandbox_answers_as_documented(sandbox: Settings, name: str) -> None:
    make, needs_code = CALLS[name]
    if needs_code:
        ask(prepare(sandbox, V1).request)
    status, body = ask(make(sandbox))
    expected = json.loads(documented(name))
    assert status == 200, "also when it fails"
    assert shape(body) == shape(expected)
    assert body["success"] is expected["success"]
    if not expected["success"]:
        assert body == expected


def test_the_bulk_example_comes_back_without_its_bad_number(sandbox: Settings) -> None:
    _, body = ask(sms(sandbox, BULK))
    expected = json.loads(documented("sms--bulk-sms-submit-success-response"))
    numbers = [entry["MobileNo"] for entry in expected["message"]]
    assert [entry["MobileNo"] for entry in body["message"]] == numbers
    assert {entry["Status"] for entry in body["message"]} == {"SUBMITTED"}


def test_resend_and_verify_have_their_documented_sentences(sandbox: Settings) -> None:
    ask(prepare(sandbox, V1).request)
    for call, name in (
        (prepare(sandbox, OtpV1Resend(MOBILE)), "otp-v1-post--resend-otp--success"),
        (prepare(sandbox, OtpV1Verify(MOBILE, CODE)), "otp-v1-post--verify-otp--success"),
    ):
        assert ask(call.request)[1] == json.loads(documented(name))


def test_v3_resend_and_verify_answer_like_v1_since_theirs_are_not_documented(
    sandbox: Settings,
) -> None:
    _, started = ask(prepare(sandbox, V3).request)
    message_id = started["messageid"]
    assert ask(prepare(sandbox, OtpV3Resend(message_id)).request)[1] == json.loads(
        documented("otp-v1-post--resend-otp--success")
    )
    assert ask(prepare(sandbox, OtpV3Verify(message_id, CODE)).request)[1] == json.loads(
        documented("otp-v1-post--verify-otp--success")
    )


def test_v3_hands_the_code_back_as_documented(sandbox: Settings) -> None:
    _, body = ask(prepare(sandbox, V3).request)
    assert body["data"]["otp"] == CODE
    assert body["data"]["message"] == f"Your OTP (One time password) is {CODE} from TESTIN"


def whatsapp(settings: Settings, **fields: str) -> Request:
    call = WhatsappCall(numbers=[917070300613], text="Hello")
    return changed(request_of(settings, call), **fields)


def test_whatsapp_answers_like_the_panels_of_its_family(sandbox: Settings) -> None:
    status, body = ask(whatsapp(sandbox))
    assert (status, shape(body)) == (200, shape(json.loads(WHATSAPP_SENT)))
    assert ask(whatsapp(sandbox, authkey="another")) == (401, {"error": "Invalid Auth and AppKey"})
    status, body = ask(whatsapp(sandbox, to="91" * 10))
    assert (status, body["success"], body["message"]) == (200, False, "Validation errors")
    assert shape(body["data"]) == {"to": ['"str"']}
