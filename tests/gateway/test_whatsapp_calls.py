"""The WhatsApp call, and the replies of panels of its family: its own are not documented."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

import pytest
from gateway_calls import KEY, ODD_KEY, WHATSAPP_SENT, answered, keyed
from misbehaving_server import Server, reply

from jetmsg_core.errors import InputError
from jetmsg_core.gateway.calls import request_of
from jetmsg_core.gateway.client import WhatsappCall, ask
from jetmsg_core.gateway.replies import Outcome, RefusalReason, read_whatsapp
from jetmsg_core.settings import Mode, Settings

ACCEPTED, REFUSED, NOT_SENT, UNKNOWN = Outcome
ASKED = ["917070300613"]
SENT: dict[str, Any] = {
    "message_status": "Success",
    "data": {"from": "919000000000", "to": "917070300613", "status_code": 200},
}

REPLIES = [
    pytest.param(200, SENT, ACCEPTED, None, id="sent"),
    pytest.param(
        200, {"status": 200, "message": "Message sent successfully"}, ACCEPTED, None, id="others"
    ),
    pytest.param(200, {"status": 200, "message": "Message queued"}, ACCEPTED, None, id="queued"),
    pytest.param(
        401, {"error": "Invalid Auth and AppKey"}, REFUSED, RefusalReason.KEY, id="wrong keys"
    ),
    pytest.param(
        401,
        {"message": "Maximum Monthly Messages Limit Exceeded"},
        REFUSED,
        RefusalReason.CREDIT,
        id="monthly limit",
    ),
    pytest.param(
        401, {"error": "Request Failed"}, REFUSED, RefusalReason.OTHER, id="device offline"
    ),
    pytest.param(
        200,
        {
            "success": False,
            "message": "Validation errors",
            "data": {"to": ["The to may not be greater than 13 characters."]},
        },
        REFUSED,
        RefusalReason.OTHER,
        id="bad fields",
    ),
    pytest.param(200, {"message_status": "Failed"}, REFUSED, RefusalReason.OTHER, id="failed"),
    pytest.param(200, SENT | {"success": False}, UNKNOWN, None, id="yes and no"),
    pytest.param(200, SENT | {"error": "Offline"}, UNKNOWN, None, id="yes and an error"),
    pytest.param(400, SENT, UNKNOWN, None, id="sent, with 400"),
    pytest.param(
        401, {"status": 200, "message": "Message sent"}, UNKNOWN, None, id="others, with 401"
    ),
    pytest.param(
        200, {"message_status": "Failed", "success": True}, UNKNOWN, None, id="failed, and success"
    ),
    pytest.param(
        200,
        {"success": False, "data": [{"to": "917070300613", "status": "sent"}]},
        UNKNOWN,
        None,
        id="no, and a list of entries",
    ),
    pytest.param(200, SENT | {"data": {"status_code": 500}}, UNKNOWN, None, id="status 500"),
    pytest.param(200, SENT | {"data": {}}, UNKNOWN, None, id="no status"),
    pytest.param(200, {"message_status": "Success"}, UNKNOWN, None, id="a word alone"),
    pytest.param(200, {"message_status": "Pending"}, UNKNOWN, None, id="pending"),
    pytest.param(200, {"status": 200, "message": "OK"}, UNKNOWN, None, id="says little"),
    pytest.param(200, {"status": 200, "message": "Message not sent"}, UNKNOWN, None, id="not sent"),
    pytest.param(
        200, {"status": 200, "message": "Sent unsuccessfully"}, UNKNOWN, None, id="unsuccessful"
    ),
    pytest.param(200, {"status": 500, "message": "Sent"}, UNKNOWN, None, id="another status"),
    pytest.param(200, {"success": True}, UNKNOWN, None, id="the success of others"),
]


@pytest.mark.parametrize(("status", "body", "outcome", "reason"), REPLIES)
def test_a_reply_has_one_outcome(
    status: int, body: dict[str, Any], outcome: Outcome, reason: RefusalReason | None
) -> None:
    verdict = read_whatsapp(answered(body, status), ASKED)
    assert (verdict.outcome, verdict.reason) == (outcome, reason)


def sent_to(to: Any, **changes: Any) -> dict[str, Any]:
    return SENT | {"data": SENT["data"] | {"to": to}} | changes


WHOM = [
    pytest.param(sent_to("917070300613"), ACCEPTED, id="ours"),
    pytest.param(sent_to(917070300613), ACCEPTED, id="as a number"),
    pytest.param(sent_to("+917070300613"), ACCEPTED, id="with a plus"),
    pytest.param(sent_to("7070300613"), ACCEPTED, id="without its country code"),
    pytest.param(sent_to("917070300613@s.whatsapp.net"), ACCEPTED, id="as an address"),
    pytest.param(sent_to(["917070300613"]), ACCEPTED, id="in a list"),
    pytest.param(sent_to(None), ACCEPTED, id="nobody, as where the field is missing"),
    pytest.param(sent_to("917070300614"), UNKNOWN, id="another"),
    pytest.param(sent_to("447070300613"), UNKNOWN, id="the same digits in another country"),
    pytest.param(sent_to("917070300613,917070300614"), UNKNOWN, id="ours and another"),
    pytest.param(sent_to("917070300613,917070300613"), UNKNOWN, id="ours twice"),
    pytest.param(sent_to([]), UNKNOWN, id="a list of nobody"),
    pytest.param(sent_to(""), UNKNOWN, id="an empty word"),
    pytest.param(sent_to("you"), UNKNOWN, id="no number"),
    pytest.param(
        {"status": 200, "message": "Message sent", "data": {"to": "917070300614"}},
        UNKNOWN,
        id="another, in the words of others",
    ),
    pytest.param(
        sent_to("917070300614", message_status="Failed"), UNKNOWN, id="a no about another"
    ),
    pytest.param(sent_to("917070300613", message_status="Failed"), REFUSED, id="a no about ours"),
]


GONE: dict[str, Any] = {"status": 200, "message": "Message sent"}
OTHER = "919999999999"
ANYWHERE = [
    pytest.param({"to": OTHER}, UNKNOWN, id="beside the message"),
    pytest.param({"data": {"receiver": OTHER}}, UNKNOWN, id="a receiver"),
    pytest.param({"data": [{"to": OTHER}]}, UNKNOWN, id="in a list"),
    pytest.param({"data": {"message": {"phone_number": int(OTHER)}}}, UNKNOWN, id="deep"),
    pytest.param({"receiverNumber": OTHER}, UNKNOWN, id="two words"),
    pytest.param({"MobileNo": OTHER}, UNKNOWN, id="as in an SMS reply"),
    pytest.param({"data": {"to": {"user": OTHER}}}, UNKNOWN, id="an object for a number"),
    pytest.param({"to": f"{ASKED[0]},{OTHER}"}, UNKNOWN, id="ours and another"),
    pytest.param({"to": "9999999999"}, UNKNOWN, id="another without its country code"),
    pytest.param({"to": ASKED[0]}, ACCEPTED, id="ours"),
    pytest.param({"to": "00917070300613"}, ACCEPTED, id="ours with zeros"),
    pytest.param({"to": "+91 70703 00613"}, ACCEPTED, id="ours with a plus and blanks"),
    pytest.param({"phone": "070703-00613"}, ACCEPTED, id="ours as dialled at home"),
    pytest.param({"to": "917070300613:12@s.whatsapp.net"}, ACCEPTED, id="ours with a device"),
    pytest.param({"from": OTHER, "sender_number": OTHER}, ACCEPTED, id="who sends"),
    pytest.param({"device": {"number": OTHER}}, ACCEPTED, id="the number of the device"),
    pytest.param({"number": 5, "phone": "unknown"}, ACCEPTED, id="no whole number"),
]


@pytest.mark.parametrize(("fields", "outcome"), ANYWHERE)
def test_a_number_in_any_field_of_a_receiver_is_whom_the_reply_is_about(
    fields: dict[str, Any], outcome: Outcome
) -> None:
    assert read_whatsapp(answered(GONE | fields), ASKED).outcome is outcome
    refused = read_whatsapp(answered({"error": "Request Failed"} | fields, 401), ASKED)
    assert (refused.outcome is UNKNOWN) is (outcome is UNKNOWN)


def test_ten_digits_that_are_a_whole_number_abroad_are_ours() -> None:
    assert read_whatsapp(answered(sent_to("6500000000")), ["6500000000"]).outcome is ACCEPTED


@pytest.mark.parametrize(("body", "outcome"), WHOM)
def test_a_reply_about_another_number_says_nothing_about_ours(
    body: dict[str, Any], outcome: Outcome
) -> None:
    verdict = read_whatsapp(answered(body), ASKED)
    assert verdict.outcome is outcome
    assert verdict.sentence or outcome is ACCEPTED


def test_a_401_about_another_number_says_nothing_about_ours() -> None:
    body = {"error": "Request Failed", "data": {"to": "917070300614"}}
    assert read_whatsapp(answered(body, 401), ASKED).outcome is UNKNOWN


@pytest.mark.parametrize(
    ("to", "outcome"),
    [
        pytest.param("917070300613,917070300614", ACCEPTED, id="both"),
        pytest.param("917070300614, 917070300613", ACCEPTED, id="in another order"),
        pytest.param("917070300613", UNKNOWN, id="one of them"),
    ],
)
def test_a_comma_list_is_answered_with_all_of_it(to: str, outcome: Outcome) -> None:
    asked = ["917070300613", "917070300614"]
    assert read_whatsapp(answered(sent_to(to)), asked).outcome is outcome


def test_objections_to_fields_are_told() -> None:
    body = {"success": False, "message": "Validation errors", "data": {"to": ["Too long."]}}
    assert read_whatsapp(answered(body), ASKED).sentence == "Validation errors Too long."


def test_a_call_has_the_documented_fields() -> None:
    form = request_of(keyed("http://h"), WhatsappCall(numbers=[917070300613], text="Hi, नमस्ते"))
    assert form.url == "http://h/api/create-message"
    assert form.fields == {
        "appkey": ODD_KEY,
        "authkey": KEY,
        "to": "917070300613",
        "message": "Hi, नमस्ते",
        "sandbox": "false",
    }


def test_several_numbers_are_a_comma_list() -> None:
    form = request_of(
        keyed("http://h"), WhatsappCall(numbers=[917070300613, 14155550123], text="Hi")
    )
    assert form.fields["to"] == "917070300613,14155550123"


def test_in_live_mode_the_documented_address_is_called() -> None:
    settings = Settings(mode=Mode.LIVE, whatsapp_appkey=ODD_KEY, whatsapp_authkey=KEY)
    form = request_of(settings, WhatsappCall(numbers=[917070300613], text="Hi"))
    assert form.url == "https://whatsapp.jetmsg.in/api/create-message"


def test_the_sandbox_takes_a_message_without_keys() -> None:
    form = request_of(
        Settings(sandbox_url="http://h"), WhatsappCall(numbers=[917070300613], text="Hi")
    )
    assert (form.fields["appkey"], form.fields["authkey"]) == ("sandbox", "sandbox")


WRONG = [
    pytest.param([917070300613], "", "empty_message", id="no text"),
    pytest.param([917070300613], " \n", "empty_message", id="blanks"),
    pytest.param([917070300613], "x" * 1001, "message_too_long", id="1001 characters"),
    pytest.param([91707030061312], "Hi", "wrong_number", id="14 digits"),
    pytest.param([7070300], "Hi", "wrong_number", id="7 digits"),
    pytest.param([-917070300613], "Hi", "wrong_number", id="below zero"),
    pytest.param([917070300613, 1], "Hi", "wrong_number", id="the second of two"),
]


@pytest.mark.parametrize(("numbers", "text", "code"), WRONG)
def test_what_does_not_fit_is_refused_in_words(numbers: list[int], text: str, code: str) -> None:
    with pytest.raises(InputError) as refused:
        request_of(keyed("http://h"), WhatsappCall(numbers=numbers, text=text))
    assert refused.value.code == code


@pytest.mark.parametrize(
    ("number", "text"),
    [(9170703006131, "x" * 1000), (10000000, "x")],
    ids=["13 digits and 1000 characters", "8 digits and 1"],
)
def test_the_limits_themselves_fit(number: int, text: str) -> None:
    assert request_of(keyed("http://h"), WhatsappCall(numbers=[number], text=text))


def test_one_message_is_sent_once(serve: Callable[..., Server]) -> None:
    server = serve(reply(WHATSAPP_SENT))
    verdict = ask(keyed(server.url), WhatsappCall([917070300613], "Hello"))
    assert verdict.outcome is ACCEPTED
    [request] = server.requests
    body = dict(parse_qsl(request.partition(b"\r\n\r\n")[2].decode()))
    assert (body["to"], body["sandbox"]) == ("917070300613", "false")
