"""OTP v1 and v3: documented replies, the life of a code, and that no code is ever written."""

from __future__ import annotations

import time
from typing import Any

import pytest
import requests
from sandbox_calls import OTP_V1, Caller, Start

LENGTH_REFUSAL = {
    "success": False,
    "error": "Customize OTP message should between 24 and 100 characters only",
}
NOT_FOUND = {"success": False, "error": "Message Id not found"}
RESENT = {"success": True, "messageid": "OTP Resend Successfully"}
VERIFIED = {"success": True, "error": "OTP Verified"}
DOCUMENTED_V3 = {
    "success": True,
    "messageid": "421036",
    "data": {
        "status": "SENT",
        "receiver": "7070300613",
        "message": "Your OTP (One time password) is 52665 from TESTIN",
        "otp": "52665",
        "sender_details": {
            "sender_email": None,
            "sender_whatsapp": "13129404954",
            "sender_id": None,
        },
        "method": "WHATSAPP",
    },
}


def ask(caller: Caller, method: str, path: str, fields: dict[str, Any]) -> requests.Response:
    return caller.get(path, fields) if method == "GET" else caller.post(path, fields)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_v1_sends_resends_and_verifies_as_documented(shared: Caller, method: str) -> None:
    sent = ask(shared, method, "/api/v1/otp/", OTP_V1 | {"otp": "481516"}).json()
    assert sent == {"success": True, "messageid": sent["messageid"]}
    assert type(sent["messageid"]) is int
    reference = {"AuthKey": "any", "msgid": str(sent["messageid"])}
    assert ask(shared, method, "/api/v1/otp/Resend.php", reference).json() == RESENT
    verify = reference | {"otp": "481516"}
    assert ask(shared, method, "/api/v1/otp/verify.php", verify).json() == VERIFIED


@pytest.mark.parametrize("path", ["/api/v1/otp/Resend.php", "/api/v1/otp/verify.php"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_unknown_id_is_not_found(shared: Caller, method: str, path: str) -> None:
    fields = {"AuthKey": "any", "msgid": "1", "otp": "1234"}
    assert ask(shared, method, path, fields).json() == NOT_FOUND


def test_v3_initiate_answers_as_documented(shared: Caller) -> None:
    reply = shared.otp_v3(otp="52665").json()
    assert reply["messageid"].isdigit()
    assert reply | {"messageid": "421036"} == DOCUMENTED_V3


def test_v3_refuses_a_missing_key_as_documented(shared: Caller) -> None:
    reply = shared.otp_v3(AuthKey="")
    assert (reply.status_code, reply.json()) == (
        200,
        {"success": False, "error": "Invalid API key"},
    )


@pytest.mark.parametrize(
    ("method", "details"),
    [
        pytest.param("SMS", [None, None, "TESTIN"], id="SMS"),
        pytest.param("VOICE", [None, None, "TESTIN"], id="VOICE"),
        pytest.param("EMAIL", ["otp@jetmsg.invalid", None, None], id="EMAIL"),
    ],
)
def test_v3_names_the_sender_of_the_method(
    shared: Caller, method: str, details: list[str | None]
) -> None:
    data = shared.otp_v3(method=method, tempid="1107", email_id="a@b.in").json()["data"]
    assert list(data["sender_details"].values()) == details
    assert data["receiver"] == ("a@b.in" if method == "EMAIL" else "7070300613")
    assert len(data["otp"]) == 4


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        pytest.param({"SenderId": "TEST"}, "Invalid or Unapproved Sender Name", id="sender"),
        pytest.param({"tempid": None}, "Template Id is required", id="template"),
        pytest.param({"Mobile": "917070300613"}, "Invalid Mobile Number", id="mobile"),
        pytest.param({"len": "3"}, "OTP length should between 4 and 10 only", id="short code"),
        pytest.param({"len": "11"}, "OTP length should between 4 and 10 only", id="long code"),
        pytest.param({"otp": "12a4"}, "Invalid OTP", id="letters in the code"),
        pytest.param({"etime": "soon"}, "Invalid etime", id="etime"),
        pytest.param({"message": "x" * 23}, LENGTH_REFUSAL["error"], id="23 characters"),
        pytest.param({"message": "x" * 101}, LENGTH_REFUSAL["error"], id="101 characters"),
    ],
)
def test_v1_refuses_a_bad_field(shared: Caller, changes: dict[str, Any], sentence: str) -> None:
    reply = shared.otp_v1(**changes)
    assert (reply.status_code, reply.json()) == (200, {"success": False, "error": sentence})


@pytest.mark.parametrize("length", [24, 100])
def test_a_message_of_24_to_100_characters_is_taken(shared: Caller, length: int) -> None:
    assert shared.otp_v1(message="@OTP@".ljust(length, ".")).json()["success"] is True


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        pytest.param({"method": "PIGEON"}, "Invalid method", id="method"),
        pytest.param({"method": "SMS"}, "Template Id is required", id="SMS without tempid"),
        pytest.param({"SenderId": "ABC"}, "Invalid or Unapproved Sender Name", id="short sender"),
        pytest.param({"method": "EMAIL"}, "Invalid Email Id", id="EMAIL without address"),
        pytest.param({"country_code": None}, "Invalid Country Code", id="no country"),
        pytest.param({"Mobile": "707030"}, "Invalid Mobile Number", id="short Indian number"),
    ],
)
def test_v3_refuses_a_bad_field(shared: Caller, changes: dict[str, Any], sentence: str) -> None:
    assert shared.otp_v3(**changes).json() == {"success": False, "error": sentence}


def test_a_code_is_good_once_and_only_the_right_one(shared: Caller) -> None:
    sent = shared.otp_v3().json()
    reference = {"AuthKey": "any", "msgid": sent["messageid"]}
    code = sent["data"]["otp"]
    wrong = "0000" if code != "0000" else "1111"

    def verify(otp: str) -> Any:
        return shared.post("/api/v3/otp/Verify", reference | {"otp": otp}).json()

    assert verify(wrong) == {"success": False, "error": "Invalid OTP"}
    assert verify(code) == VERIFIED
    assert verify(code) == {"success": False, "error": "OTP already verified"}


def test_a_code_is_found_by_mobile_number_too_but_not_across_versions(shared: Caller) -> None:
    shared.otp_v1(Mobile="6000000001", otp="9753")
    fields = {"AuthKey": "any", "msgid": "6000000001", "otp": "9753"}
    assert shared.post("/api/v3/otp/Verify", fields).json() == NOT_FOUND
    assert shared.post("/api/v1/otp/verify.php", fields).json() == VERIFIED


def test_an_expired_code_is_refused(shared: Caller) -> None:
    shared.otp_v1(Mobile="6000000002", otp="9753", etime="1")
    time.sleep(1.05)
    fields = {"AuthKey": "any", "msgid": "6000000002", "otp": "9753"}
    reply = shared.post("/api/v1/otp/verify.php", fields).json()
    assert reply == {"success": False, "error": "OTP Expired"}


def test_a_resend_before_thirty_seconds_is_refused(start: Start) -> None:
    caller = start()
    sent = caller.otp_v3().json()
    fields = {"AuthKey": "any", "msgid": sent["messageid"]}
    assert caller.post("/api/v3/otp/Resend", fields).json() == {
        "success": False,
        "error": "Too many requests, resend OTP after 30 seconds",
    }
    assert len(caller.journal()) == 1


def test_a_send_and_a_resend_each_cost_an_otp_credit(start: Start) -> None:
    caller = start("--balance", "otp=2", "--resend-after", "0")
    sent = caller.otp_v3().json()
    fields = {"AuthKey": "any", "msgid": sent["messageid"]}
    assert caller.post("/api/v3/otp/Resend", fields).json() == RESENT
    assert caller.credits("otp") == 0
    refusal = {"success": False, "error": "Insufficient OTP credit balance"}
    assert caller.post("/api/v3/otp/Resend", fields).json() == refusal
    assert caller.otp_v1().json() == refusal
    assert [line["family"] for line in caller.journal()] == ["otp-v3", "otp-v3"]


def test_no_code_is_written_anywhere(start: Start, tmp_path: Any) -> None:
    state = tmp_path / "state.json"
    caller = start("--state", state)
    caller.otp_v1(otp="73519", message="Your code is @OTP@, keep it to yourself")
    caller.otp_v1(otp="73519", message="Your code is 73519, keep it to yourself")
    caller.otp_v3(otp="73519")
    texts = [line["text"] for line in caller.journal()]
    assert texts[:2] == ["Your code is @OTP@, keep it to yourself"] * 2
    page = caller.get("/").text
    for written in (caller.journal_file.read_text(), state.read_text(), page):
        assert "73519" not in written
    assert "@OTP@" in page
