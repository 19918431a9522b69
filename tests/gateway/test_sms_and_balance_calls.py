"""What goes over the wire for SMS and balance, and who refuses to send it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from urllib.parse import parse_qsl

import pytest
from gateway_calls import KEY, documented, keyed
from misbehaving_server import Server, answer, drip, reply

from jetmsg_core.errors import InputError, SettingsError
from jetmsg_core.gateway.calls import request_of
from jetmsg_core.gateway.client import SmsCall, SmsOrder, fetch_balance
from jetmsg_core.gateway.replies import Outcome
from jetmsg_core.gateway.sms import check_sender_id
from jetmsg_core.settings import Mode, Settings

ORDER = SmsOrder("TESTIN", 2, "1107161234567890123")


def test_an_sms_call_has_the_documented_fields() -> None:
    numbers = ["917070300613", "917903551534"]
    form = request_of(
        keyed("http://h"), SmsCall(ORDER, numbers=numbers, text="Hi, नमस्ते", unicode=True)
    )
    assert form.url == "http://h/api/v1/sendsms.php"
    assert form.fields == {
        "AuthKey": KEY,
        "SenderId": "TESTIN",
        "MobileNo": "7070300613,7903551534",
        "Message": "Hi, नमस्ते",
        "route": "2",
        "type": "unicode",
        "tempid": "1107161234567890123",
    }


@pytest.mark.parametrize("template_id", ["", " "])
def test_without_a_template_id_there_is_no_field_for_it(template_id: str) -> None:
    order = SmsOrder("TESTIN", 1, template_id)
    call = SmsCall(order, numbers=["917070300613"], text="Hi", unicode=False)
    assert "tempid" not in request_of(keyed("http://h"), call).fields


def test_a_plain_text_is_sent_as_text() -> None:
    form = request_of(
        keyed("http://h"), SmsCall(ORDER, numbers=["917070300613"], text="Hi", unicode=False)
    )
    assert form.fields["type"] == "text"


@pytest.mark.parametrize(
    "number", ["9170703,0061", "+917070300613&", "919876543210\n", "९८७६५४३२१०", "98765 43210", ""]
)
def test_a_number_that_is_not_digits_alone_is_never_sent(number: str) -> None:
    numbers = ["917070300613", number]
    with pytest.raises(InputError, match="digits alone"):
        request_of(keyed("http://h"), SmsCall(ORDER, numbers=numbers, text="Hi", unicode=False))


def test_in_live_mode_the_documented_address_is_called() -> None:
    settings = Settings(mode=Mode.LIVE, auth_key=KEY)
    form = request_of(settings, SmsCall(ORDER, numbers=["917070300613"], text="Hi", unicode=False))
    assert form.url == "https://app.jetmsg.in/api/v1/sendsms.php"


def test_without_a_gateway_no_form_is_made() -> None:
    with pytest.raises(SettingsError, match="sandbox gateway is not running"):
        request_of(Settings(), SmsCall(ORDER, numbers=["917070300613"], text="Hi", unicode=False))


@pytest.mark.parametrize("sender", ["TESTIN", "testin", "123456", "Jet001"])
def test_a_sender_id_has_six_letters_or_digits(sender: str) -> None:
    check_sender_id(sender)


@pytest.mark.parametrize(
    "sender", ["", "TEST", "TESTIN-P", "TEST N", "TÉSTIN", "TESTIN\n", "१२३४५६"]
)
def test_another_sender_id_is_refused_in_words(sender: str) -> None:
    with pytest.raises(InputError, match="sender ID") as refused:
        check_sender_id(sender)
    assert refused.value.code == "wrong_sender"


def test_a_balance_call_asks_once_with_the_documented_field(
    serve: Callable[..., Server],
) -> None:
    server = serve(reply(documented("balance--fetch-balances-success")))
    verdict = fetch_balance(keyed(server.url))
    assert (verdict.outcome, verdict.pools["promo"]) == (Outcome.ACCEPTED, 9679)
    [request] = server.requests
    head, _, body = request.partition(b"\r\n\r\n")
    assert head.startswith(b"POST /api/v1/balance.php ")
    assert dict(parse_qsl(body.decode())) == {"api_key": KEY}


def test_a_balance_call_ends_in_time_also_when_the_headers_drip(
    serve: Callable[..., Server],
) -> None:
    server = serve(drip(answer(documented("balance--fetch-balances-success").encode())))
    verdict = fetch_balance(replace(keyed(server.url), timeout=0.2))
    assert verdict.outcome is Outcome.UNKNOWN
    assert verdict.sentence == "No complete answer within the time allowed."
