"""The balance and WhatsApp calls."""

from __future__ import annotations

from typing import Any

import pytest
from sandbox_calls import Caller, Start


def test_the_balance_reply_is_the_documented_one(start: Start) -> None:
    caller = start("--balance", "tranx=2565,promo=9679,otp=10014")
    assert caller.balance() == {
        "success": True,
        "message": "SUCCESS",
        "balance": {"tranx": "2565", "promo": "9679", "otp": "10014"},
    }


def test_a_wrong_or_missing_key_is_a_mismatch(start: Start) -> None:
    caller = start("--auth-key", "right")
    refused = {"success": False, "message": "API Key Mismatch"}
    assert caller.balance("wrong") == refused
    assert caller.balance("") == refused
    assert caller.balance("right")["success"] is True


def test_the_balance_call_meets_no_fault(start: Start) -> None:
    assert start("--fault", "http500=1").balance()["success"] is True


def test_a_whatsapp_message_is_taken_and_journalled(start: Start) -> None:
    caller = start()
    reply = caller.whatsapp(to="447911123456", message="Hello 😀", sandbox="true")
    assert reply.status_code == 200
    data = reply.json()["data"]
    assert reply.json()["message_status"] == "Success"
    assert data == {"from": data["from"], "to": "447911123456", "status_code": 200}
    (line,) = caller.journal()
    assert (line["family"], line["number"], line["text"]) == (
        "whatsapp",
        "447911123456",
        "Hello 😀",
    )
    assert (line["smsId"], line["pool"], line["parts"]) == (None, None, 1)
    assert caller.credits("tranx") == 250_000


@pytest.mark.parametrize(
    ("changes", "status", "body"),
    [
        pytest.param({"appkey": ""}, 401, {"error": "Invalid Auth and AppKey"}, id="appkey"),
        pytest.param({"authkey": None}, 401, {"error": "Invalid Auth and AppKey"}, id="authkey"),
        pytest.param({"to": "+91707030061"}, 401, {"error": "Request Failed"}, id="a plus"),
        pytest.param(
            {"to": None, "message": "x" * 1001},
            200,
            {
                "success": False,
                "message": "Validation errors",
                "data": {
                    "to": ["The to field is required."],
                    "message": ["The message may not be greater than 1000 characters."],
                },
            },
            id="bad fields",
        ),
        pytest.param(
            {"to": "917070300613,917903551534"},
            200,
            {
                "success": False,
                "message": "Validation errors",
                "data": {"to": ["The to may not be greater than 13 characters."]},
            },
            id="a comma list",
        ),
    ],
)
def test_a_whatsapp_refusal_has_the_form_of_its_panels(
    shared: Caller, changes: dict[str, Any], status: int, body: dict[str, Any]
) -> None:
    reply = shared.whatsapp(**changes)
    assert (reply.status_code, reply.json()) == (status, body)
