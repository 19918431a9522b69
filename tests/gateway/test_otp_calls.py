"""What goes over the wire for one-time codes, and what is refused before it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import parse_qsl, urlsplit

import pytest
from gateway_calls import CODE, KEY, MOBILE, V1, V3, answered, documented, keyed
from misbehaving_server import Server, answer, drip, reply, reset

from jetmsg_core.errors import InputError
from jetmsg_core.gateway.client import (
    OtpMethod,
    OtpOptions,
    OtpV1Resend,
    OtpV1Send,
    OtpV1Verify,
    OtpV3Initiate,
    OtpV3Resend,
    OtpV3Verify,
    PreparedCall,
    prepare,
)
from jetmsg_core.gateway.replies import OtpVerdict, Outcome
from jetmsg_core.gateway.seam import Method
from jetmsg_core.settings import GatewayCall, Mode, Settings

SETTINGS = keyed("http://h")
LIVE = Settings(mode=Mode.LIVE, auth_key=KEY)
MESSAGE = "Use @OTP@ to sign in to Testin."
ALL_WISHES = OtpOptions(length=6, code=CODE, message=MESSAGE, seconds=600, template_id="1107")
SHORT = "Hi @OTP@"

methods = pytest.mark.parametrize("method", list(Method))


@methods
def test_a_v1_send_has_the_documented_fields(method: Method) -> None:
    form = prepare(
        SETTINGS, replace(OtpV1Send("TESTIN", MOBILE, ALL_WISHES), method=method)
    ).request
    assert (form.url, form.method) == ("http://h/api/v1/otp/", method)
    assert form.fields == {
        "AuthKey": KEY,
        "SenderId": "TESTIN",
        "Mobile": MOBILE,
        "len": "6",
        "otp": CODE,
        "message": MESSAGE,
        "etime": "600",
        "tempid": "1107",
    }


def test_what_is_left_to_the_gateway_is_not_sent() -> None:
    order = OtpV1Send("TESTIN", MOBILE, OtpOptions(template_id="1107"))
    fields = prepare(SETTINGS, order).request.fields
    assert set(fields) == {"AuthKey", "SenderId", "Mobile", "tempid"}


@methods
def test_v1_resend_and_verify_have_the_documented_fields(method: Method) -> None:
    resend = prepare(SETTINGS, OtpV1Resend("63385", method)).request
    verify = prepare(SETTINGS, OtpV1Verify("63385", CODE, method)).request
    assert (resend.url, resend.method) == ("http://h/api/v1/otp/Resend.php", method)
    assert (verify.url, verify.method) == ("http://h/api/v1/otp/verify.php", method)
    assert resend.fields == {"AuthKey": KEY, "msgid": "63385"}
    assert verify.fields == {"AuthKey": KEY, "msgid": "63385", "otp": CODE}


RECEIVERS = [
    pytest.param(OtpMethod.SMS, {"country_code": "91", "Mobile": MOBILE, "tempid": "1107"}),
    pytest.param(OtpMethod.VOICE, {"country_code": "91", "Mobile": MOBILE}),
    pytest.param(OtpMethod.WHATSAPP, {"country_code": "91", "Mobile": MOBILE}),
    pytest.param(OtpMethod.EMAIL, {"email_id": "a.b+c@mail.example.com"}),
]


@pytest.mark.parametrize(("method", "receiver"), RECEIVERS)
def test_a_v3_initiate_has_the_fields_of_its_method(
    method: OtpMethod, receiver: dict[str, str]
) -> None:
    form = prepare(SETTINGS, good(method)).request
    assert form.url == "http://h/app/api/v3/otp/Initiate"
    assert form.fields == {
        "AuthKey": KEY,
        "method": method.value,
        "SenderId": "TESTIN",
        "otp": CODE,
        **receiver,
    }


def good(method: OtpMethod) -> OtpV3Initiate:
    options = OtpOptions(code=CODE, template_id="1107" if method is OtpMethod.SMS else "")
    if method is OtpMethod.EMAIL:
        return OtpV3Initiate(method, "TESTIN", options, email="a.b+c@mail.example.com")
    return OtpV3Initiate(method, "TESTIN", options, country_code="91", mobile=MOBILE)


def test_v3_resend_and_verify_have_the_documented_fields() -> None:
    resend = prepare(SETTINGS, OtpV3Resend("421036")).request
    verify = prepare(SETTINGS, OtpV3Verify("421036", CODE)).request
    assert (resend.url, resend.fields) == (
        "http://h/api/v3/otp/Resend",
        {"AuthKey": KEY, "msgid": "421036"},
    )
    assert (verify.url, verify.fields) == (
        "http://h/api/v3/otp/Verify",
        {"AuthKey": KEY, "msgid": "421036", "otp": CODE},
    )


ADDRESSES = [
    pytest.param(prepare(LIVE, V1), "https://app.jetmsg.in/api/v1/otp/"),
    pytest.param(prepare(LIVE, OtpV1Resend("1")), "https://app.jetmsg.in/api/v1/otp/Resend.php"),
    pytest.param(
        prepare(LIVE, OtpV1Verify("1", CODE)), "https://app.jetmsg.in/api/v1/otp/verify.php"
    ),
    pytest.param(prepare(LIVE, V3), "https://jetmsg.in/app/api/v3/otp/Initiate"),
    pytest.param(prepare(LIVE, OtpV3Resend("1")), "https://app.jetmsg.in/api/v3/otp/Resend"),
    pytest.param(prepare(LIVE, OtpV3Verify("1", CODE)), "https://app.jetmsg.in/api/v3/otp/Verify"),
]


@pytest.mark.parametrize(("call", "address"), ADDRESSES, ids=lambda value: str(value)[-12:])
def test_in_live_mode_the_documented_addresses_are_called(
    call: PreparedCall[OtpVerdict], address: str
) -> None:
    assert call.request.url == address


def test_the_address_of_one_call_can_be_set_alone() -> None:
    settings = replace(
        LIVE, urls={**LIVE.urls, GatewayCall.OTP_V3_INITIATE: "https://new.example/x"}
    )
    assert prepare(settings, V3).request.url == "https://new.example/x"
    assert (
        prepare(settings, OtpV3Resend("1")).request.url == "https://app.jetmsg.in/api/v3/otp/Resend"
    )


V1_WRONG = [
    pytest.param({"sender_id": ""}, "wrong_sender", id="no sender"),
    pytest.param({"sender_id": "TEST"}, "wrong_sender", id="a sender of 4"),
    pytest.param({"sender_id": "TESTINGS"}, "wrong_sender", id="a sender of 8"),
    pytest.param({"mobile": ""}, "wrong_number", id="no number"),
    pytest.param({"mobile": "707030061"}, "wrong_number", id="9 digits"),
    pytest.param({"mobile": "917070300613"}, "wrong_number", id="12 digits"),
    pytest.param({"mobile": "7070300613,7070300614"}, "wrong_number", id="two numbers"),
    pytest.param({"mobile": "७०७०३००६१३"}, "wrong_number", id="digits of another script"),
    pytest.param({"mobile": "7070300613\n"}, "wrong_number", id="a line end"),
    pytest.param({"options": OtpOptions()}, "template_missing", id="no template"),
    pytest.param({"options": OtpOptions(template_id=" ")}, "template_missing", id="blank template"),
]


@pytest.mark.parametrize(("change", "code"), V1_WRONG)
def test_v1_refuses_what_does_not_fit_in_words(change: dict[str, object], code: str) -> None:
    with pytest.raises(InputError) as refused:
        prepare(SETTINGS, replace(V1, **change))  # type: ignore[arg-type]
    assert refused.value.code == code
    assert str(refused.value).endswith(".")


SMS, VOICE, EMAIL, WHATSAPP = (good(method) for method in OtpMethod)
TEMPLATE = OtpOptions(template_id="1107")
V3_WRONG = [
    pytest.param(replace(SMS, sender_id="ABC"), "wrong_sender", id="a sender of 3"),
    pytest.param(replace(SMS, sender_id="A" * 16), "wrong_sender", id="a sender of 16"),
    pytest.param(replace(SMS, sender_id=""), "wrong_sender", id="no sender"),
    pytest.param(replace(SMS, options=OtpOptions()), "template_missing", id="SMS, no template"),
    pytest.param(replace(VOICE, options=TEMPLATE), "template_not_allowed", id="VOICE, template"),
    pytest.param(replace(EMAIL, options=TEMPLATE), "template_not_allowed", id="EMAIL, template"),
    pytest.param(
        replace(WHATSAPP, options=TEMPLATE), "template_not_allowed", id="WHATSAPP, template"
    ),
    pytest.param(replace(SMS, email="a@example.com"), "email_not_allowed", id="SMS, address"),
    pytest.param(replace(VOICE, email="a@example.com"), "email_not_allowed", id="VOICE, address"),
    pytest.param(replace(EMAIL, mobile=MOBILE), "number_not_allowed", id="EMAIL, number"),
    pytest.param(replace(EMAIL, country_code="91"), "number_not_allowed", id="EMAIL, country"),
    pytest.param(replace(EMAIL, email=""), "wrong_email", id="EMAIL, no address"),
    pytest.param(replace(SMS, mobile=""), "wrong_number", id="SMS, no number"),
    pytest.param(replace(SMS, mobile="123456789"), "wrong_number", id="9 Indian digits"),
    pytest.param(
        replace(VOICE, country_code="1", mobile="1234"), "wrong_number", id="4 foreign digits"
    ),
    pytest.param(replace(SMS, country_code=""), "wrong_country_code", id="no country"),
    pytest.param(replace(SMS, country_code="+91"), "wrong_country_code", id="a plus"),
    pytest.param(replace(SMS, country_code="12345"), "wrong_country_code", id="5 digits"),
]


@pytest.mark.parametrize(("order", "code"), V3_WRONG)
def test_v3_refuses_what_its_method_forbids_or_misses(order: OtpV3Initiate, code: str) -> None:
    with pytest.raises(InputError) as refused:
        prepare(SETTINGS, order)
    assert refused.value.code == code


@pytest.mark.parametrize("sender", ["TEST", "Testin Health", "A" * 15, "test-in_1"])
def test_a_v3_sender_has_4_to_15_characters(sender: str) -> None:
    assert prepare(SETTINGS, replace(VOICE, sender_id=sender))


def test_a_foreign_number_has_its_own_length() -> None:
    order = replace(VOICE, country_code="65", mobile="81234567")
    assert prepare(SETTINGS, order).request.fields["Mobile"] == "81234567"


@pytest.mark.parametrize(
    "email",
    [
        "plain",
        "@example.com",
        "a@",
        "a@example",
        "a b@example.com",
        "a@@example.com",
        "a@example.com\n",
        "a@example..com",
        "a@example.com,b@example.com",
        "a" * 65 + "@example.com",
        "ä@example.com",
    ],
)
def test_an_address_that_is_none_is_refused(email: str) -> None:
    with pytest.raises(InputError, match="e-mail"):
        prepare(SETTINGS, replace(EMAIL, email=email))


WISHES_WRONG = [
    pytest.param(OtpOptions(length=3), "wrong_length", id="3 digits"),
    pytest.param(OtpOptions(length=11), "wrong_length", id="11 digits"),
    pytest.param(OtpOptions(length=0), "wrong_length", id="0 digits"),
    pytest.param(OtpOptions(code="123"), "wrong_code", id="a code of 3"),
    pytest.param(OtpOptions(code="12345678901"), "wrong_code", id="a code of 11"),
    pytest.param(OtpOptions(code="12a4"), "wrong_code", id="a code with a letter"),
    pytest.param(OtpOptions(message=SHORT), "wrong_message_length", id="8 characters"),
    pytest.param(OtpOptions(message=SHORT + "x" * 15), "wrong_message_length", id="23 characters"),
    pytest.param(OtpOptions(message=SHORT + "x" * 93), "wrong_message_length", id="101 characters"),
    pytest.param(OtpOptions(message="x" * 50), "placeholder_missing", id="no @OTP@"),
    pytest.param(OtpOptions(message="@otp@" + "x" * 30), "placeholder_missing", id="small @otp@"),
    pytest.param(OtpOptions(message="@OTP@ \udcff" + "x" * 30), "wrong_message", id="no text"),
    pytest.param(OtpOptions(seconds=0), "wrong_expiry", id="0 seconds"),
    pytest.param(OtpOptions(seconds=-1), "wrong_expiry", id="-1 second"),
    pytest.param(OtpOptions(seconds=86_401), "wrong_expiry", id="more than a day"),
]


@pytest.mark.parametrize(("options", "code"), WISHES_WRONG)
def test_both_refuse_the_same_wishes(options: OtpOptions, code: str) -> None:
    for make in (
        lambda: prepare(SETTINGS, replace(V1, options=replace(options, template_id="1"))),
        lambda: prepare(SETTINGS, replace(VOICE, options=options)),
    ):
        with pytest.raises(InputError) as refused:
            make()
        assert refused.value.code == code
        assert options.code == "" or options.code not in str(refused.value)


@pytest.mark.parametrize(
    "options",
    [
        pytest.param(OtpOptions(length=4), id="4 digits"),
        pytest.param(OtpOptions(length=10), id="10 digits"),
        pytest.param(OtpOptions(code="0000"), id="a code of 4"),
        pytest.param(OtpOptions(code="0123456789"), id="a code of 10"),
        pytest.param(OtpOptions(message=SHORT + "x" * 16), id="24 characters"),
        pytest.param(OtpOptions(message=SHORT + "x" * 92), id="100 characters"),
        pytest.param(OtpOptions(seconds=1), id="1 second"),
        pytest.param(OtpOptions(seconds=86_400), id="a day"),
    ],
)
def test_the_limits_themselves_fit(options: OtpOptions) -> None:
    assert prepare(SETTINGS, replace(VOICE, options=options))


@pytest.mark.parametrize("message_id", ["", "two words", "line\n", "x" * 101, "é"])
def test_a_message_id_that_is_none_is_refused(message_id: str) -> None:
    for make in (
        lambda: prepare(SETTINGS, OtpV1Resend(message_id)),
        lambda: prepare(SETTINGS, OtpV1Verify(message_id, CODE)),
        lambda: prepare(SETTINGS, OtpV3Resend(message_id)),
        lambda: prepare(SETTINGS, OtpV3Verify(message_id, CODE)),
    ):
        with pytest.raises(InputError, match="message ID"):
            make()


@pytest.mark.parametrize("message_id", ["63385", MOBILE, "a@example.com"])
def test_a_receiver_stands_for_its_message_id(message_id: str) -> None:
    assert prepare(SETTINGS, OtpV3Resend(message_id)).request.fields["msgid"] == message_id


@pytest.mark.parametrize("code", ["", "123", "12 34", "abcd"])
def test_a_code_that_is_none_is_not_asked_about(code: str) -> None:
    with pytest.raises(InputError) as refused:
        prepare(SETTINGS, OtpV3Verify("421036", code))
    assert refused.value.code == "wrong_code"


@methods
def test_a_call_is_made_once_in_the_documented_way(
    serve: Callable[..., Server], method: Method
) -> None:
    server = serve(reply(documented("otp-v1-get--send-otp--success")))
    settings = keyed(server.url)
    verdict = prepare(settings, replace(V1, method=method)).make(settings)
    assert (verdict.outcome, verdict.message_id) == (Outcome.ACCEPTED, "63385")
    [request] = server.requests
    head, _, body = request.decode().partition("\r\n\r\n")
    verb, target, _ = head.split("\r\n")[0].split()
    sent = urlsplit(target).query if method is Method.GET else body
    assert (verb, urlsplit(target).path) == (method, "/api/v1/otp/")
    assert dict(parse_qsl(sent)) == {
        "AuthKey": KEY,
        "SenderId": "TESTIN",
        "Mobile": MOBILE,
        "otp": CODE,
        "tempid": "1107161234567890123",
    }


@methods
def test_a_lost_call_is_not_made_again(serve: Callable[..., Server], method: Method) -> None:
    server = serve(reset)
    settings = keyed(server.url)
    assert prepare(settings, replace(V1, method=method)).make(settings).outcome is Outcome.UNKNOWN
    assert len(server.requests) == 1


def test_a_call_ends_in_time_also_when_the_headers_drip(serve: Callable[..., Server]) -> None:
    server = serve(drip(answer(documented("otp-v3--initiate-otp--success").encode())))
    settings = replace(keyed(server.url), timeout=0.2)
    verdict = prepare(settings, V3).make(settings)
    assert verdict.outcome is Outcome.UNKNOWN


def test_no_repr_of_an_order_or_a_call_holds_the_code_or_the_key() -> None:
    call = prepare(SETTINGS, OtpV3Verify("421036", CODE))
    for text in (repr(V1), repr(V3), repr(ALL_WISHES), repr(call.request)):
        assert CODE not in text
        assert KEY not in text
    assert CODE not in repr(call)


RECEIVED_BY = [
    pytest.param(V3, MOBILE, Outcome.ACCEPTED, id="the number, as documented"),
    pytest.param(V3, f"91{MOBILE}", Outcome.ACCEPTED, id="with its country code"),
    pytest.param(V3, f"+91{MOBILE}", Outcome.ACCEPTED, id="with a plus"),
    pytest.param(V3, int(MOBILE), Outcome.ACCEPTED, id="as a number"),
    pytest.param(V3, None, Outcome.ACCEPTED, id="nobody is named"),
    pytest.param(V3, "7070300614", Outcome.UNKNOWN, id="another number"),
    pytest.param(V3, MOBILE[1:], Outcome.UNKNOWN, id="part of it"),
    pytest.param(V3, "", Outcome.UNKNOWN, id="an empty word"),
    pytest.param(EMAIL, "A.B+C@Mail.Example.com", Outcome.ACCEPTED, id="the address"),
    pytest.param(EMAIL, "b@example.com", Outcome.UNKNOWN, id="another address"),
    pytest.param(EMAIL, MOBILE, Outcome.UNKNOWN, id="a number instead of an address"),
]


@pytest.mark.parametrize(("order", "receiver", "outcome"), RECEIVED_BY)
def test_a_reply_about_another_receiver_is_none_to_this_call(
    order: OtpV3Initiate, receiver: object, outcome: Outcome
) -> None:
    body = json.loads(documented("otp-v3--initiate-otp--success"))
    body["data"]["receiver"] = receiver
    verdict = prepare(SETTINGS, order).read(answered(body))
    assert verdict.outcome is outcome
    assert verdict.message_id == ("421036" if outcome is Outcome.ACCEPTED else "")
    assert verdict.sentence or outcome is Outcome.ACCEPTED
    assert "52665" not in repr(verdict)
