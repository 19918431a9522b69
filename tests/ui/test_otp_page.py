"""The page of one-time codes: every way, the cool-down, right and wrong codes, the history."""

from __future__ import annotations

import pytest
from fixtures import ReadJournal, StartGateway
from pages_opened import OpenPage, said
from streamlit.testing.v1 import AppTest

from pages.parts.otp import results

TEMPLATE = "1107160000012345678"


def send(at: AppTest, *, code: str = "4321", template: str = TEMPLATE) -> AppTest:
    at.text_input(key="otp.own").set_value(code)
    if template:
        at.text_input(key="otp.template").set_value(template)
    return at.button(key="otp.send").click().run()


def check(at: AppTest, code: str) -> AppTest:
    at.text_input(key="otp.code").set_value(code)
    return at.button[[b.label for b in at.button].index("Check")].click().run()


def test_a_code_is_sent_and_the_right_one_confirmed(
    open_page: OpenPage, start_gateway: StartGateway, read_journal: ReadJournal
) -> None:
    start_gateway()
    at = open_page("otp")
    at.text_input(key="otp.mobile").set_value("9876543210")
    sent = send(at)
    assert "A code was sent to •••3210 by SMS" in said(sent)
    assert len(read_journal()) == 1
    assert "not confirmed" in said(check(sent, "9999"))
    assert "The code is right" in said(check(sent, "4321"))
    assert "otp.resend" not in [button.key for button in sent.button], "nothing is left to check"
    assert "For another check, send a new code." in said(sent)
    assert "9876543210" not in str(sent.dataframe[0].value.to_dict())
    assert "4321" not in str(sent.dataframe[0].value.to_dict())


@pytest.mark.parametrize("method", ["VOICE", "WHATSAPP", "EMAIL"])
def test_the_other_ways_need_no_template(
    method: str, open_page: OpenPage, start_gateway: StartGateway, read_journal: ReadJournal
) -> None:
    start_gateway()
    at = open_page("otp")
    at.segmented_control(key="otp.method").set_value(method).run()
    if method == "EMAIL":
        at.text_input(key="otp.email").set_value("asha@example.com")
    else:
        at.text_input(key="otp.mobile").set_value("9876543210")
    assert "A code was sent" in said(send(at, template=""))
    assert len(read_journal()) == 1


@pytest.mark.parametrize("api", ["v1-post", "v1-get"])
def test_version_one_sends_by_sms_in_both_forms(
    api: str, open_page: OpenPage, start_gateway: StartGateway, read_journal: ReadJournal
) -> None:
    start_gateway()
    at = open_page("otp")
    at.segmented_control(key="otp.api").set_value(api).run()
    at.text_input(key="otp.mobile").set_value("9876543210")
    sent = send(at)
    assert "A code was sent to •••3210 by SMS" in said(sent)
    assert "The code is right" in said(check(sent, "4321"))
    assert len(read_journal()) == 1


def test_what_was_typed_outlives_a_look_at_another_page(open_page: OpenPage) -> None:
    at = open_page("otp")
    at.text_input(key="otp.mobile").set_value("9876543210")
    at.text_input(key="otp.template").set_value(TEMPLATE)
    at.number_input(key="otp.length").set_value(6).run()
    at.segmented_control(key="otp.method").set_value("EMAIL").run()
    at.text_input(key="otp.email").set_value("asha@example.com").run()
    at.switch_page("overview.py").run()
    at.switch_page("otp.py").run()
    assert at.text_input(key="otp.email").value == "asha@example.com"
    assert at.number_input(key="otp.length").value == 6
    at.segmented_control(key="otp.method").set_value("SMS").run()
    assert at.text_input(key="otp.mobile").value == "9876543210"
    assert at.text_input(key="otp.template").value == TEMPLATE


def test_sending_again_waits_for_the_cool_down(
    open_page: OpenPage, start_gateway: StartGateway
) -> None:
    start_gateway()
    at = open_page("otp")
    at.text_input(key="otp.mobile").set_value("9876543210")
    sent = send(at)
    again = sent.button(key="otp.resend")
    assert again.disabled
    assert again.label.startswith("Send again in ")


@pytest.mark.parametrize(
    ("number", "template", "sentence"),
    [
        pytest.param("98765", TEMPLATE, "ten digits", id="short number"),
        pytest.param("9876543210", "", "template", id="no template"),
        pytest.param("", TEMPLATE, "ten digits", id="no number"),
    ],
)
def test_what_cannot_be_ordered_is_a_sentence_and_nothing_is_sent(
    number: str,
    template: str,
    sentence: str,
    open_page: OpenPage,
    start_gateway: StartGateway,
    read_journal: ReadJournal,
) -> None:
    start_gateway()
    at = open_page("otp")
    at.text_input(key="otp.mobile").set_value(number)
    refused = send(at, template=template)
    assert sentence in " ".join(error.value for error in refused.error).lower().replace("10", "ten")
    assert not read_journal()


def test_a_gateway_that_is_down_says_that_nothing_was_sent(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JETMSG_SANDBOX_URL", "http://127.0.0.1:9")
    at = open_page("otp")
    at.text_input(key="otp.mobile").set_value("9876543210")
    assert "Nothing was sent, so you may try again" in said(send(at))


def test_an_empty_history_says_what_will_be_there(open_page: OpenPage) -> None:
    assert "Every code sent" in said(open_page("otp"))


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ("yes", "Numbers that have opted out get codes too: a person asks for theirs."),
        ("no", "Numbers that have opted out get no codes."),
    ],
)
def test_the_page_says_who_gets_codes(
    answer: str, sentence: str, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JETMSG_OTP_TO_OPTED_OUT", answer)
    monkeypatch.setenv("JETMSG_OTP_PER_HOUR", "3")
    assert f"{sentence} One person gets 3 an hour at most." in said(open_page("otp"))


def test_a_second_sending_waits_on_the_page_too(
    open_page: OpenPage,
    start_gateway: StartGateway,
    read_journal: ReadJournal,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    start_gateway()
    at = open_page("otp")
    at.text_input(key="otp.mobile").set_value("09876543210")
    monkeypatch.setattr(results, "SECONDS", 0)
    again = send(send(at))
    assert "before another code is sent there: the gateway may block the service" in said(again)
    assert not again.success, "what the first call came to is not said beside it"
    assert len(read_journal()) == 1


def test_the_second_half_of_a_double_click_does_not_hide_what_the_first_came_to(
    open_page: OpenPage,
    start_gateway: StartGateway,
    read_journal: ReadJournal,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    start_gateway()
    monkeypatch.setattr(results, "SECONDS", 3600)
    at = open_page("otp")
    at.text_input(key="otp.mobile").set_value("9876543210")
    again = send(send(at))
    assert "A code was sent to •••3210 by SMS" in said(again)
    assert not again.error
    assert "not confirmed" in said(check(check(again, "9999"), ""))
    assert "The code is right" in said(check(again, "4321"))
    assert len(read_journal()) == 1
