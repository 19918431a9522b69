"""Ids, headers, opt-out wording; links and call-back numbers outside the whitelist."""

from __future__ import annotations

import pytest

from jetmsg_core.messages.arrow import strings_of
from jetmsg_core.messages.dlt.rules import header_warning, id_problem, id_warning, offers_opt_out
from jetmsg_core.messages.links import first_unlisted, unlisted

GOOD = "1107160123456789012"


@pytest.mark.parametrize(
    ("dlt_id", "words"),
    [
        pytest.param(GOOD, None, id="19 digits"),
        pytest.param("", None, id="none at all"),
        pytest.param("1107160123456780000", "Excel", id="zeroed by Excel"),
        pytest.param("110716012345678901", "18 digits", id="a digit lost"),
    ],
)
def test_a_doubtful_id_warns(dlt_id: str, words: str | None) -> None:
    assert id_problem(dlt_id) is None
    warning = id_warning(dlt_id)
    assert (words in (warning or "")) if words else warning is None


@pytest.mark.parametrize("dlt_id", ["1.10716E+18", "11O7160123456789012", "१२३", "-1", " 1", "1\n"])
def test_an_id_of_anything_but_digits_cannot_be_used(dlt_id: str) -> None:
    assert "other than digits" in (id_problem(dlt_id) or "")


@pytest.mark.parametrize(
    ("header", "route", "words"),
    [
        pytest.param("JETMSG", 1, None, id="letters, transactional"),
        pytest.param("620123", 2, None, id="digits, promotional"),
        pytest.param("JETMSG", 2, "promotional route", id="letters, promotional"),
        pytest.param("620123", 1, "promotional one", id="digits, transactional"),
        pytest.param("JET620", 1, None, id="letters and digits, transactional"),
    ],
)
def test_a_header_goes_with_its_route(header: str, route: int, words: str | None) -> None:
    warning = header_warning(header, route)
    assert (words in (warning or "")) if words else warning is None


def test_wordings_of_an_opt_out_are_known() -> None:
    texts = ["Reply STOP 12", "To opt out call", "opt-out: x", "Unsubscribe at", "बंद करें"]
    assert offers_opt_out(strings_of(texts)).all()
    assert not offers_opt_out(strings_of(["Buy now", "Non-stopping sale", ""])).any()


ALLOWED = ("jetmsg.in", "98765 43210", "https://www.bit.ly/jet/")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Nothing at 9.30 p.m. today.In case", None, id="no link"),
        pytest.param("See https://jetmsg.in/a?b=1.", None, id="a listed domain"),
        pytest.param("www.JetMsg.in", None, id="in other letters"),
        pytest.param("see shop.jetmsg.in", None, id="its subdomain"),
        pytest.param("https://bit.ly/jet/1", None, id="a listed beginning"),
        pytest.param("https://bit.ly/other", "https://bit.ly/other", id="another beginning"),
        pytest.param("go to evil.com now", "evil.com", id="a bare domain"),
        pytest.param("http://10.0.0.1/x", "http://10.0.0.1/x", id="an address of digits"),
        pytest.param("(see evil.com/x).", "evil.com/x", id="in brackets"),
        pytest.param("notjetmsg.in", "notjetmsg.in", id="a longer name"),
        pytest.param("my-jetmsg.in", "my-jetmsg.in", id="a name with a hyphen"),
        pytest.param("jetmsg.info", "jetmsg.info", id="a longer ending"),
        pytest.param("jetmsg.in.evil.com", "evil.com", id="a listed domain in front"),
        pytest.param("Mail a@evil.com", None, id="an e-mail address is none"),
        pytest.param("Call +91 98765-43210", None, id="a listed number"),
        pytest.param("Call 09876543210 now", None, id="a listed number with 0"),
        pytest.param("Call 9876543211", "9876543211", id="another number"),
        pytest.param("Call 1800 123 4567", "1800 123 4567", id="toll-free"),
        pytest.param("Call 022-28765432", "022-28765432", id="a landline"),
        pytest.param("Order 98765432101234", None, id="a longer number is none"),
    ],
)
def test_what_is_not_on_the_whitelist_is_found(text: str, expected: str | None) -> None:
    assert first_unlisted(text, ALLOWED) == expected
    assert unlisted(strings_of([text, ""]), ALLOWED).tolist() == [expected is not None, False]


def test_without_a_whitelist_every_link_is_found() -> None:
    assert unlisted(strings_of(["see jetmsg.in", "call 9876543210", "hi"]), ()).tolist() == [
        True,
        True,
        False,
    ]
