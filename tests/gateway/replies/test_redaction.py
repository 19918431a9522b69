"""No code is left in a reply that is kept, however the reply is cut or spelled."""

from __future__ import annotations

import json
from typing import Any

import pytest
from gateway_calls import KEY, documented
from hypothesis import given
from hypothesis import strategies as st

from jetmsg_core.gateway.replies.redaction import LONGEST, redact

INITIATED = documented("otp-v3--initiate-otp--success")


@pytest.mark.parametrize("length", range(0, len(INITIATED), 7))
def test_a_reply_cut_anywhere_holds_no_code(length: int) -> None:
    """The message, with the code in it, comes before the field that names the code."""
    assert "52665" not in redact(INITIATED[:length])


FORMS = [
    pytest.param({"data": {"otp": 52665, "message": "It is 52665"}}, id="as a number"),
    pytest.param({"otp": "52665"}, id="at the top"),
    pytest.param({"data": {"OTP": "52665"}}, id="in capitals"),
    pytest.param({"data": [{"message": "52665"}]}, id="in a list"),
    pytest.param({"data": {"message": "X52665Y"}}, id="between letters"),
    pytest.param({"messageid": "52665", "otp": "52665"}, id="as the message id, too"),
    pytest.param({"a": {"b": {"c": {"d": {"e": {"f": {"g": {"h": "52665"}}}}}}}}, id="deep"),
    pytest.param(["52665"], id="a list"),
    pytest.param("52665", id="a word"),
]


@pytest.mark.parametrize("data", FORMS)
def test_a_code_is_found_wherever_it_is(data: Any) -> None:
    assert "52665" not in redact(json.dumps(data), code="52665")


def test_a_code_of_letters_is_found_by_its_field() -> None:
    body = {"data": {"otp": "QWERTY", "message": "Your code is QWERTY."}}
    assert "QWERTY" not in redact(json.dumps(body))
    assert "QWERTY" not in redact('{"data": {"otp": "QWERTY"')


@given(st.from_regex(r"[0-9]{4,10}", fullmatch=True), st.integers(0, 400))
def test_no_code_survives_any_cut(code: str, length: int) -> None:
    body = INITIATED.replace("52665", code)[:length]
    kept = redact(body).replace("421036", "").replace("•", "")
    assert code not in kept


def test_what_is_no_code_is_kept() -> None:
    body = '{"success": true, "messageid": 63385, "error": "Between 24 and 100 characters"}'
    assert json.loads(redact(body)) == json.loads(body)


def test_people_and_keys_go_too() -> None:
    body = {"receiver": "someone@example.com", "to": "7070300613", "error": f"Wrong {KEY}"}
    assert json.loads(redact(json.dumps(body))) == {
        "receiver": "•••",
        "to": "•••",
        "error": "Wrong •••",
    }


def test_a_long_reply_is_cut_after_its_codes_are_gone() -> None:
    body = json.dumps({"pad": "x" * (LONGEST - 12), "otp": "52665"})
    assert len(redact(body)) == LONGEST
    assert "52665" not in redact(body)


@pytest.mark.parametrize("body", ["", "[" * 5000, "\ufeff{}", "9" * 5000, '{"otp":'], ids=len)
def test_no_reply_is_too_odd(body: str) -> None:
    assert isinstance(redact(body), str)
