"""People of an identity provider that runs sign in, and end in the same sessions as others."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable

import pytest
from running_provider import TOKEN, Front
from visitors_of_provider import Visitor, query_of, refusal_in

from jetmsg_core import settings as configuration
from jetmsg_core.accounts import sessions, users
from jetmsg_core.acting import Role
from jetmsg_core.gateway import identity
from jetmsg_core.settings import Settings
from jetmsg_core.web.guard import why_not_start

NewVisitor = Callable[[], Visitor]


def test_somebody_of_the_domain_signs_in_with_its_role(visitor: Visitor) -> None:
    reply = visitor.sign_in("asha-1", "/campaign%3Fid%3D7")
    assert (reply.status_code, reply.headers["location"]) == (303, "/campaign?id=7")
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= {*reply.headers["set-cookie"].split("; ")}
    assert visitor.who == "asha@example.in, composer"
    settings = configuration.load()
    (user,) = users.everyone(settings)
    assert (user.name, user.way, user.rule) == (
        "asha@example.in",
        "provider",
        "@example.in=composer",
    )
    (session,) = sessions.everyone(settings)
    assert (session.is_by_provider, session.address) == (True, "127.0.0.1")


def test_nobody_comes_in_without_signing_in_where_there_is_a_provider(visitor: Visitor) -> None:
    assert visitor.who == ""
    form = visitor.get("/sign-in")
    assert 'href="/sign-in/provider?next=%2F">Sign in with Example ID</a>' in form.text
    assert 'name="password"' in form.text
    assert why_not_start(configuration.load, "0.0.0.0") is None


def test_the_way_there_and_back_holds_what_the_protocol_asks_for(
    visitor: Visitor, provider: Front
) -> None:
    address = visitor.begin()
    asked = query_of(address)
    assert asked["redirect_uri"] == f"{visitor.url}/sign-in/callback"
    assert (asked["response_type"], asked["code_challenge_method"]) == ("code", "S256")
    assert asked["scope"] == "openid email"
    assert len({asked["state"], asked["nonce"], asked["code_challenge"]}) == 3
    (cookie,) = visitor.session.cookies
    assert not any(asked[name] in str(cookie.value) for name in ("state", "nonce"))
    visitor.get(visitor.consent(address, "asha-1"))
    (form,) = provider.forms
    digest = hashlib.sha256(form["code_verifier"].encode()).digest()
    assert base64.urlsafe_b64encode(digest).decode().rstrip("=") == asked["code_challenge"]
    assert form["redirect_uri"] == asked["redirect_uri"]
    assert "client_secret" not in form, "it goes in a header where the provider says nothing else"


def test_each_sign_in_has_secrets_of_its_own(new_visitor: NewVisitor) -> None:
    first, second = query_of(new_visitor().begin()), query_of(new_visitor().begin())
    for name in ("state", "nonce", "code_challenge"):
        assert first[name] != second[name], name


def test_a_provider_that_takes_the_secret_in_the_form_gets_it_there(
    visitor: Visitor, provider: Front
) -> None:
    provider.bend_discovery(token_endpoint_auth_methods_supported=["client_secret_post"])
    assert visitor.sign_in("asha-1").status_code == 303
    (form,) = provider.forms
    assert (form["client_id"], form["client_secret"]) == ("dashboard", "not-a-real-client-secret")


def test_an_address_that_the_token_leaves_out_is_asked_for(
    visitor: Visitor, provider: Front
) -> None:
    provider.bend_claims(without=("email", "email_verified"))
    assert visitor.sign_in("asha-1").status_code == 303
    assert provider.asked[-1] == "/userinfo"
    assert visitor.who == "asha@example.in, composer"


def test_an_answer_about_somebody_else_is_not_taken(visitor: Visitor, provider: Front) -> None:
    provider.bend_claims(without=("email", "email_verified"), sub="ravi-2")
    assert "could not be trusted" in refusal_in(visitor.sign_in("asha-1"))


def test_the_name_of_the_way_back_is_the_one_that_browsers_use(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JETMSG_HOSTS", "https://desk.example")
    proxied = visitor.get("/sign-in/provider", Host="desk.example")
    asked = query_of(proxied.headers["location"])
    assert asked["redirect_uri"] == "https://desk.example/sign-in/callback"
    assert proxied.headers["set-cookie"].startswith("__Host-jetmsg_provider_")
    assert "Secure" in proxied.headers["set-cookie"].split("; ")
    assert visitor.get("/sign-in/provider", Host="stranger.example").status_code == 403


@pytest.mark.parametrize(
    "wanted", ["https://stranger.example", "//stranger.example", "/\\stranger", "/sign-in/provider"]
)
def test_whatever_page_was_wanted_the_way_on_is_ours(visitor: Visitor, wanted: str) -> None:
    assert visitor.sign_in("asha-1", wanted).headers["location"] == "/"


def test_whoever_goes_back_after_signing_in_is_led_on(visitor: Visitor, provider: Front) -> None:
    address = visitor.begin()
    way_back = visitor.consent(address, "asha-1")
    visitor.get(way_back)
    again = visitor.get(way_back)
    assert (again.status_code, again.headers["location"]) == (303, "/")
    assert visitor.get(visitor.consent(address, "asha-1")).headers["location"] == "/"
    assert visitor.get("/sign-in/provider").headers["location"] == "/"
    assert provider.asked.count(TOKEN) == 1
    assert visitor.who == "asha@example.in, composer"


def test_a_session_of_the_provider_ends_like_any_other(new_visitor: NewVisitor) -> None:
    here, there = new_visitor(), new_visitor()
    settings = configuration.load()
    here.sign_in("asha-1")
    there.sign_in("asha-1")
    assert (here.who, there.who) == ("asha@example.in, composer",) * 2
    newest, _ = sessions.everyone(settings)
    sessions.end(settings, newest)
    assert sorted((here.who, there.who)) == ["", "asha@example.in, composer"]
    assert users.sign_out(settings, "Asha@Example.in") == 1
    assert (here.who, there.who) == ("", "")


def test_a_role_that_is_given_by_name_holds_at_the_next_act_and_at_the_next_sign_in(
    visitor: Visitor,
) -> None:
    visitor.sign_in("asha-1")
    users.set_role(configuration.load(), "asha@example.in", Role.SENDER)
    assert visitor.who == "asha@example.in, sender"
    visitor.session.cookies.clear()
    visitor.sign_in("asha-1")
    assert visitor.who == "asha@example.in, sender"


def test_local_users_still_sign_in_with_their_password(
    visitor: Visitor, settings: Settings
) -> None:
    users.add(configuration.load(), "Om", Role.ADMIN, "kettle violin sunset tram")
    reply = _send_form(visitor, "Om", "kettle violin sunset tram")
    assert reply == 303
    assert visitor.who == "Om, admin"


def test_the_form_for_passwords_can_be_closed(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    users.add(configuration.load(), "Om", Role.ADMIN, "kettle violin sunset tram")
    token = _token(visitor)
    monkeypatch.setenv("JETMSG_OIDC_ONLY", "yes")
    form = visitor.get("/sign-in")
    assert "password" not in form.text.lower()
    assert "Sign in with Example ID" in form.text
    assert _send_form(visitor, "Om", "kettle violin sunset tram", token) == 403
    assert visitor.who == ""
    assert visitor.sign_in("asha-1").status_code == 303


def test_who_has_no_password_has_none_that_can_be_typed_or_changed(visitor: Visitor) -> None:
    visitor.sign_in("asha-1")
    assert visitor.get("/password").headers["location"] == "/settings"
    visitor.session.cookies.clear()
    for password in ("", "a password that nobody has", "None", "null"):
        assert _send_form(visitor, "asha@example.in", password) == 403, password


def test_a_secret_is_in_no_line_of_the_log(
    visitor: Visitor, provider: Front, caplog: pytest.LogCaptureFixture
) -> None:
    secret = b'{"error": "invalid_client", "error_description": "not-a-real-client-secret"}'
    provider.bends[TOKEN] = lambda status, body: (401, secret)
    assert "could not be trusted" in refusal_in(visitor.sign_in("asha-1"))
    assert "invalid_client" in caplog.text
    assert "not-a-real-client-secret" not in caplog.text
    (form,) = provider.forms
    assert form["code"] not in caplog.text
    assert form["code_verifier"] not in caplog.text


def test_a_provider_that_is_slow_holds_nobody_up_for_long(
    new_visitor: NewVisitor, provider: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(identity, "LONGEST_SECONDS", 0.2)
    provider.is_open.clear()
    visitor = new_visitor()
    reply = visitor.get("/sign-in/provider?next=/contacts")
    assert refusal_in(reply).startswith("Example ID does not answer.")
    assert 'value="/contacts"' in reply.text, "the page that was wanted is not lost"
    assert visitor.get("/sign-in").status_code == 200


def _token(visitor: Visitor) -> str:
    return visitor.get("/sign-in").text.partition('name="token" value="')[2][:64]


def _send_form(visitor: Visitor, name: str, password: str, token: str = "") -> int:
    fields = {"token": token or _token(visitor), "name": name, "password": password, "next": "/"}
    reply = visitor.session.post(
        f"{visitor.url}/sign-in",
        fields,
        headers={"Origin": visitor.url},
        allow_redirects=False,
        timeout=120,
    )
    return reply.status_code
