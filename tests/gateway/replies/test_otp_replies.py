"""What a reply to an OTP call means: the documented bodies, and how far from them one may be."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from gateway_calls import answered, documented

from jetmsg_core.gateway.replies import (
    OtpVerdict,
    Outcome,
    RefusalReason,
    read_initiate,
    read_resend,
    read_send,
    read_verify,
)
from jetmsg_core.gateway.seam import Answer, TransportFailure

Read = Callable[[Answer | TransportFailure], OtpVerdict]

verify = partial(read_verify, code="815162")
v1_forms = pytest.mark.parametrize("form", ["otp-v1-get", "otp-v1-post"])


@v1_forms
def test_the_documented_v1_send(form: str) -> None:
    verdict = read_send(answered(documented(f"{form}--send-otp--success")))
    assert (verdict.outcome, verdict.message_id) == (Outcome.ACCEPTED, "63385")


@v1_forms
def test_the_documented_v1_resend_says_it_where_the_id_would_be(form: str) -> None:
    verdict = read_resend(answered(documented(f"{form}--resend-otp--success")))
    assert (verdict.outcome, verdict.message_id) == (Outcome.ACCEPTED, "")


@v1_forms
def test_the_documented_v1_verification_is_a_success_called_error(form: str) -> None:
    verdict = verify(answered(documented(f"{form}--verify-otp--success")))
    assert verdict.outcome is Outcome.ACCEPTED


REFUSED = [
    pytest.param("send", read_send, "Customize OTP message should between 24 and 100", id="send"),
    pytest.param("resend", read_resend, "Message Id not found", id="resend"),
    pytest.param("verify", verify, "Message Id not found", id="verify"),
]


@v1_forms
@pytest.mark.parametrize(("call", "read", "sentence"), REFUSED)
def test_the_documented_v1_refusals(form: str, call: str, read: Read, sentence: str) -> None:
    verdict = read(answered(documented(f"{form}--{call}-otp--failed")))
    assert (verdict.outcome, verdict.reason) == (Outcome.REFUSED, RefusalReason.OTHER)
    assert verdict.sentence.startswith(sentence)


def test_the_documented_v3_initiate_gives_its_id_and_keeps_the_code_to_itself() -> None:
    body = documented("otp-v3--initiate-otp--success")
    verdict = read_initiate(answered(body))
    assert (verdict.outcome, verdict.message_id) == (Outcome.ACCEPTED, "421036")
    assert "52665" in body
    assert "52665" not in repr(verdict)
    assert json.loads(verdict.raw) == {
        "success": True,
        "messageid": "421036",
        "data": {
            "status": "SENT",
            "receiver": "•••",
            "message": "Your OTP (One time password) is ••• from TESTIN",
            "otp": "•••",
            "sender_details": {
                "sender_email": None,
                "sender_whatsapp": "•••",
                "sender_id": None,
            },
            "method": "WHATSAPP",
        },
    }


def test_the_documented_v3_refusal() -> None:
    verdict = read_initiate(answered(documented("otp-v3--initiate-otp--error")))
    assert (verdict.outcome, verdict.reason) == (Outcome.REFUSED, RefusalReason.KEY)
    assert verdict.sentence == "Invalid API key"


def initiated(**changes: Any) -> dict[str, Any]:
    return {"success": True, "messageid": "421036", "data": {"status": "SENT"}} | changes


ACCEPTED = [
    pytest.param(read_send, {"success": True, "messageid": "63385"}, "63385", id="id as a string"),
    pytest.param(read_send, {"success": True, "messageid": "a-1"}, "a-1", id="id with letters"),
    pytest.param(read_initiate, initiated(messageid=421036), "421036", id="v3 id as a number"),
    pytest.param(read_resend, {"success": True, "messageid": 7}, "7", id="resend gives an id"),
    pytest.param(
        read_resend, {"success": True, "messageid": "OTP resent successfully"}, "", id="resent"
    ),
    pytest.param(verify, {"success": True, "error": "OTP verified"}, "", id="small letters"),
    pytest.param(verify, {"success": True, "message": "OTP Verified"}, "", id="in message"),
    pytest.param(verify, {"success": True, "error": "OTP Verified Successfully."}, "", id="longer"),
]


@pytest.mark.parametrize(("read", "body", "message_id"), ACCEPTED)
def test_an_id_is_a_number_or_a_string(read: Read, body: dict[str, Any], message_id: str) -> None:
    verdict = read(answered(body))
    assert (verdict.outcome, verdict.message_id) == (Outcome.ACCEPTED, message_id)


NOT_QUITE = [
    pytest.param(read_send, {"success": True}, id="send without an id"),
    pytest.param(read_send, {"success": True, "messageid": None}, id="send with no id"),
    pytest.param(read_send, {"success": True, "messageid": ""}, id="send with an empty id"),
    pytest.param(read_send, {"success": True, "messageid": True}, id="send with a yes"),
    pytest.param(read_send, {"success": True, "messageid": [1]}, id="send with a list"),
    pytest.param(
        read_send, {"success": True, "messageid": "OTP could not be sent"}, id="send, a sentence"
    ),
    pytest.param(
        read_send, {"success": True, "messageid": 1, "error": "No"}, id="send, yes and no"
    ),
    pytest.param(read_send, {"messageid": 63385}, id="send without success"),
    pytest.param(read_send, {"success": "true", "messageid": 63385}, id="success as a word"),
    pytest.param(read_initiate, {"success": True, "messageid": "421036"}, id="v3 without data"),
    pytest.param(read_initiate, initiated(data={}), id="v3 without a status"),
    pytest.param(read_initiate, initiated(data={"status": "FAILED"}), id="v3 failed"),
    pytest.param(read_initiate, initiated(data="SENT"), id="v3 with a word for data"),
    pytest.param(read_initiate, initiated(messageid=None), id="v3 without an id"),
    pytest.param(read_resend, {"success": True}, id="resend without a word"),
    pytest.param(
        read_resend, {"success": True, "messageid": "OTP Resend Failed"}, id="resend failed"
    ),
    pytest.param(verify, {"success": True}, id="verify without a word"),
    pytest.param(verify, {"success": True, "error": "OTP not Verified"}, id="not verified"),
    pytest.param(verify, {"success": True, "error": "OTP Expired"}, id="expired"),
    pytest.param(
        verify,
        {"success": True, "error": "OTP Expired", "message": "OTP Verified"},
        id="verified and expired",
    ),
    pytest.param(verify, {"success": True, "error": True}, id="verified as a yes"),
    pytest.param(verify, {"success": True, "messageid": 63385}, id="the success of a send"),
]


@pytest.mark.parametrize(("read", "body"), NOT_QUITE)
def test_what_is_not_exactly_the_success_form_is_unknown(read: Read, body: dict[str, Any]) -> None:
    verdict = read(answered(body))
    assert verdict.outcome is Outcome.UNKNOWN
    assert verdict.message_id == ""
    assert verdict.raw == json.dumps(body), "what it said is kept"


@pytest.mark.parametrize("read", [read_send, read_initiate, read_resend, verify])
def test_a_failure_is_unknown_unless_nothing_left(read: Read) -> None:
    assert read(TransportFailure(True, "Lost.", 0.1)).outcome is Outcome.UNKNOWN
    assert read(TransportFailure(False, "Unreachable.", 0.1)).outcome is Outcome.NOT_SENT


def test_a_refusal_that_quotes_the_code_is_told_without_it() -> None:
    verdict = verify(answered({"success": False, "error": "OTP 815162 is wrong for 7070300613"}))
    assert verdict.sentence == "OTP ••• is wrong for •••"
    assert "815162" not in verdict.raw
