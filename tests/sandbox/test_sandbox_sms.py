"""SMS: the documented replies field by field, what is taken, and what it costs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests
from sandbox_calls import SMS, Caller, Start

DOCUMENTED_BULK = {
    "success": True,
    "message": [
        {"smsId": "51245245557", "MobileNo": "917070300613", "Status": "SUBMITTED"},
        {"smsId": "51245254124", "MobileNo": "917903551534", "Status": "SUBMITTED"},
        {"smsId": "51245257452", "MobileNo": "914521452145", "Status": "SUBMITTED"},
    ],
}
DOCUMENTED_SINGLE = {
    "success": True,
    "message": [{"smsId": "51245241258", "MobileNo": "917070300613", "Status": "SUBMITTED"}],
}
DOCUMENTED_REFUSAL = {"success": False, "message": "Invalid or Unapproved Sender Name"}


def without_ids(reply: Any) -> Any:
    items = [{k: v for k, v in item.items() if k != "smsId"} for item in reply["message"]]
    return reply | {"message": items}


def test_the_documented_bulk_call_gets_the_documented_reply(shared: Caller) -> None:
    reply = shared.sms(MobileNo="7070300613,7903551534,4521452145,14521478")
    assert reply.status_code == 200
    assert reply.headers["content-type"] == "application/json"
    assert without_ids(reply.json()) == without_ids(DOCUMENTED_BULK)
    assert [list(item) for item in reply.json()["message"]] == [
        ["smsId", "MobileNo", "Status"] for _ in range(3)
    ]


def test_a_single_number_gets_the_documented_reply(shared: Caller) -> None:
    assert without_ids(shared.sms().json()) == without_ids(DOCUMENTED_SINGLE)


def test_a_sender_of_the_wrong_length_gets_the_documented_refusal(shared: Caller) -> None:
    reply = shared.sms(SenderId="TEST")
    assert (reply.status_code, reply.json()) == (200, DOCUMENTED_REFUSAL)


def test_sms_ids_are_strings_of_eleven_digits_or_more_and_never_repeat(start: Start) -> None:
    ids: list[str] = []
    for _ in range(2):
        caller = start()
        for _ in range(3):
            reply = caller.sms(MobileNo=",".join(str(7_000_000_000 + n) for n in range(50)))
            ids += [item["smsId"] for item in reply.json()["message"]]
        caller.sandbox.stop()
    assert len(set(ids)) == len(ids) == 300
    assert all(isinstance(i, str) and i.isdigit() and len(i) >= 11 for i in ids)


@pytest.mark.parametrize(
    ("sent", "accepted"),
    [
        pytest.param("917070300613", ["917070300613"], id="twelve digits with 91"),
        pytest.param("9191234567", ["919191234567"], id="91 of ten digits stays"),
        pytest.param("7070300613, 7903551534", ["917070300613", "917903551534"], id="a space"),
        pytest.param("7070300613,7070300613", ["917070300613"] * 2, id="a repeat is sent twice"),
        pytest.param("7070300613,,", ["917070300613"], id="empty cells"),
        pytest.param("+917070300613", [], id="a plus"),
        pytest.param("07070300613", [], id="a leading zero"),
        pytest.param("447070300613", [], id="another country"),
        pytest.param("७०७०३००६१३", [], id="Devanagari digits"),
        pytest.param("70703006133", [], id="eleven digits"),
    ],
)
def test_a_bad_number_is_silently_missing(shared: Caller, sent: str, accepted: list[str]) -> None:
    reply = shared.sms(MobileNo=sent).json()
    assert reply["success"] is True
    assert [item["MobileNo"] for item in reply["message"]] == accepted


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        pytest.param({"AuthKey": ""}, "Invalid AuthKey", id="no key"),
        pytest.param({"AuthKey": None}, "Invalid AuthKey", id="key field missing"),
        pytest.param({"SenderId": None}, "Invalid or Unapproved Sender Name", id="no sender"),
        pytest.param({"Message": ""}, "Message is required", id="empty message"),
        pytest.param({"MobileNo": ""}, "Mobile Number is required", id="no number"),
        pytest.param({"route": "3"}, "Invalid Route", id="route"),
        pytest.param({"route": None}, "Invalid Route", id="no route"),
        pytest.param({"type": "flash"}, "Invalid Message Type", id="type"),
    ],
)
def test_a_bad_field_refuses_the_whole_call(
    shared: Caller, changes: dict[str, Any], sentence: str
) -> None:
    before = shared.journal(), shared.balance()
    reply = shared.sms(**changes)
    assert (reply.status_code, reply.json()) == (200, {"success": False, "message": sentence})
    assert (shared.journal(), shared.balance()) == before


def test_only_the_given_key_is_accepted(start: Start) -> None:
    caller = start("--auth-key", "abc123-abc123")
    assert caller.sms().json() == {"success": False, "message": "Invalid AuthKey"}
    assert caller.sms(AuthKey="abc123-abc123").json()["success"] is True


def test_every_number_costs_its_parts_from_the_pool_of_its_route(start: Start) -> None:
    caller = start("--balance", "tranx=100,promo=50")
    caller.sms(MobileNo="7070300613,7903551534,123", Message="x" * 161)
    assert [caller.credits(pool) for pool in ("tranx", "promo", "otp")] == [96, 50, 10_000]
    caller.sms(route="2", Message="हिन्दी", type="unicode")
    assert [caller.credits(pool) for pool in ("tranx", "promo", "otp")] == [96, 49, 10_000]


def test_a_balance_that_is_too_small_refuses_all_and_takes_nothing(start: Start) -> None:
    caller = start("--balance", "tranx=3")
    reply = caller.sms(MobileNo="7070300613,7903551534", Message="x" * 161)
    assert reply.json() == {"success": False, "message": "Insufficient credit balance"}
    assert (caller.credits("tranx"), caller.journal()) == (3, [])
    assert caller.sms(MobileNo="7070300613,7903551534,9876543210").json()["success"] is True
    assert caller.credits("tranx") == 0


def test_text_typed_wrongly_is_taken_and_journalled_as_typed(start: Start) -> None:
    caller = start()
    assert caller.sms(Message="₹500", type="text").json()["success"] is True
    assert caller.sms(Message="x" * 71, type="unicode").json()["success"] is True
    lines = caller.journal()
    assert [(line["type"], line["parts"]) for line in lines] == [("text", 1), ("unicode", 2)]


def test_the_journal_has_a_line_for_each_number_taken(start: Start) -> None:
    caller = start()
    text = 'Hi "you" \\ ₹5 😀\u2028line\r\nend'
    reply = caller.sms(MobileNo="7070300613,1,917903551534", Message=text)
    caller.sms(route="2", tempid=None)
    first, second, third = caller.journal()
    assert first.pop("time") == second.pop("time")
    ids = [item["smsId"] for item in reply.json()["message"]]
    common = {
        "call_number": 1,
        "text": text,
        "parts": 1,
        "family": "sms",
        "route": "1",
        "pool": "tranx",
        "type": "text",
        "tempid": "1107161234567890123",
        "sender": "TESTIN",
    }
    assert first == common | {"number": "917070300613", "smsId": ids[0]}
    assert second == common | {"number": "917903551534", "smsId": ids[1]}
    assert (third["call_number"], third["pool"], third["tempid"]) == (2, "promo", None)
    written = datetime.fromisoformat(third["time"])
    assert written.utcoffset() == timedelta(0)
    assert abs(datetime.now(UTC) - written) < timedelta(minutes=1)


def test_the_journal_never_holds_a_key(start: Start) -> None:
    caller = start()
    caller.sms(AuthKey="0a1b2c-0a1b2c")
    caller.whatsapp(appkey="0a1b2c-0a1b2c", authkey="0a1b2c-0a1b2c")
    assert len(caller.journal()) == 2
    assert "0a1b2c" not in caller.journal_file.read_text()


def test_a_multipart_form_is_read_as_well(shared: Caller) -> None:
    fields = {name: (None, value) for name, value in SMS.items()}
    reply = requests.post(shared.sandbox.url + "/api/v1/sendsms.php", files=fields, timeout=60)
    assert without_ids(reply.json()) == without_ids(DOCUMENTED_SINGLE)


def test_the_sms_call_is_post_only(shared: Caller) -> None:
    assert shared.get("/api/v1/sendsms.php", SMS).status_code == 405
