"""Whatever is not right about an answer of the provider signs nobody in, and says so in a
sentence."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from running_provider import (
    ANOTHER_KEY,
    DISCOVERY,
    KEYS,
    OWN_KEY,
    SHARED_KEY,
    TOKEN,
    Front,
)
from visitors_of_provider import Visitor, refusal_in

from jetmsg_core import settings as configuration
from jetmsg_core.accounts import sessions, users
from jetmsg_core.accounts.provider import discovery, flow

NewVisitor = Callable[[], Visitor]
NOT_TRUSTED = "The answer of Example ID could not be trusted, so nobody was signed in."
AWAY = "Example ID does not answer. Try again in a minute"
STALE = "This sign-in began too long ago, or in another tab. Try again."


def in_seconds(seconds: int) -> Callable[[], int]:
    """A time as tokens have it, so long after the token is made."""
    return lambda: int(time.time()) + seconds


def nobody_is_in(visitor: Visitor) -> None:
    settings = configuration.load()
    assert visitor.who == ""
    assert (users.everyone(settings), sessions.everyone(settings)) == ([], [])


@pytest.mark.parametrize(
    "bent",
    [
        pytest.param({"nonce": "another"}, id="nonce of another sign-in"),
        pytest.param({"without": ("nonce",)}, id="no nonce"),
        pytest.param({"aud": "another-client"}, id="for another client"),
        pytest.param({"aud": ["dashboard", "another-client"]}, id="for others too"),
        pytest.param({"azp": "another-client"}, id="asked for by another client"),
        pytest.param({"without": ("aud",)}, id="for nobody"),
        pytest.param({"iss": "https://another.example"}, id="another issuer"),
        pytest.param({"without": ("iss",)}, id="no issuer"),
        pytest.param({"exp": in_seconds(-120)}, id="over"),
        pytest.param({"without": ("exp",)}, id="never over"),
        pytest.param({"exp": "never"}, id="over at no time"),
        pytest.param({"iat": in_seconds(3_600)}, id="of the future"),
        pytest.param({"nbf": in_seconds(3_600)}, id="not yet"),
        pytest.param({"without": ("sub",)}, id="about nobody"),
        pytest.param({"sub": ""}, id="about an empty name"),
        pytest.param({"key": ANOTHER_KEY}, id="signed by another key"),
        pytest.param({"listed": ANOTHER_KEY}, id="signed by a key that is not shown"),
        pytest.param(
            {"header": {"alg": "ES256", "kid": "unheard"}}, id="signed by a key nobody has"
        ),
        pytest.param(
            {"key": SHARED_KEY, "listed": SHARED_KEY, "header": {"alg": "HS256", "kid": "own"}},
            id="signed with a secret that both have",
        ),
        pytest.param({"header": {"alg": "none"}}, id="not signed"),
    ],
)
def test_a_token_that_is_not_right_is_not_believed(
    visitor: Visitor, provider: Front, bent: dict[str, Any]
) -> None:
    provider.bend_claims(**bent)
    assert refusal_in(visitor.sign_in("asha-1")).startswith(NOT_TRUSTED)
    nobody_is_in(visitor)


def test_a_token_that_is_right_is_believed_by_another_signature_too(
    visitor: Visitor, provider: Front
) -> None:
    provider.bend_claims(exp=in_seconds(-20), aud=["dashboard"], azp="dashboard")
    assert visitor.sign_in("asha-1").status_code == 303, "clocks may be a minute apart"


@pytest.mark.parametrize("token", ["", "x", "a.b.c", "..", "é.é.é", "x" * 200_000, None, {}])
def test_what_is_no_token_is_not_believed(visitor: Visitor, provider: Front, token: object) -> None:
    provider.bends[TOKEN] = lambda *_: (200, json.dumps({"id_token": token}).encode())
    assert refusal_in(visitor.sign_in("asha-1")).startswith(NOT_TRUSTED)
    nobody_is_in(visitor)


@pytest.mark.parametrize(
    ("claims", "sentence"),
    [
        ({"email_verified": False}, "Example ID has not verified your e-mail address."),
        ({"email_verified": "yes"}, "Example ID has not verified your e-mail address."),
        ({}, "Example ID has not verified your e-mail address."),
        ({"email": None, "email_verified": True}, "Example ID gave no e-mail address"),
        ({"email": "asha", "email_verified": True}, "Example ID gave no e-mail address"),
        ({"email": "аsha@example.in", "email_verified": True}, "Example ID gave no e-mail"),
        (
            {"email": "asha@another.example", "email_verified": True},
            "asha@another.example may not sign in here. Ask the admin of your team.",
        ),
        ({"email": "asha@sub.example.in", "email_verified": True}, "asha@sub.example.in may not"),
        ({"email": "asha@notexample.in", "email_verified": True}, "asha@notexample.in may not"),
    ],
)
def test_who_is_not_let_in_is_told_why(
    visitor: Visitor, provider: Front, claims: dict[str, object], sentence: str
) -> None:
    provider.set_user("asha-1", **{"email": "asha@example.in"} | claims)
    assert refusal_in(visitor.sign_in("asha-1")).startswith(sentence)
    nobody_is_in(visitor)


def test_a_way_back_works_only_in_the_browser_that_began_and_once(
    new_visitor: NewVisitor,
) -> None:
    visitor, other = new_visitor(), new_visitor()
    way_back = visitor.consent(visitor.begin(), "asha-1")
    assert refusal_in(other.get(way_back)) == STALE
    other.begin()
    assert refusal_in(other.get(way_back)) == STALE
    kept = visitor.session.cookies.copy()
    assert visitor.get(way_back).status_code == 303
    replay = new_visitor()
    replay.session.cookies.update(kept)
    assert refusal_in(replay.get(way_back)) == STALE, "the cookie and the address were copied"
    assert (other.who, replay.who) == ("", "")
    assert visitor.who == "asha@example.in, composer"


@pytest.mark.parametrize("query", ["", "?code=x", "?state=&code=x", "?state=%C3%A9&code=x"])
def test_a_way_back_without_its_state_is_none(visitor: Visitor, query: str) -> None:
    visitor.begin()
    assert refusal_in(visitor.get(f"/sign-in/callback{query}")) == STALE


def test_a_cookie_that_was_changed_is_none(visitor: Visitor) -> None:
    way_back = visitor.consent(visitor.begin(), "asha-1")
    ((name, value),) = visitor.session.cookies.items()
    for changed in (f"x{value}", f"{value}x", value.partition(".")[0], ".", ""):
        visitor.session.cookies.clear()
        reply = visitor.get(way_back, Cookie=f"{name}={changed}")
        assert refusal_in(reply) == STALE, changed
    assert visitor.get(way_back, Cookie=f"{name}={value}").status_code == 303


def test_a_sign_in_that_took_too_long_is_over(
    visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    way_back = visitor.consent(visitor.begin(), "asha-1")
    monkeypatch.setattr(flow, "LONGEST", timedelta())
    assert refusal_in(visitor.get(way_back)) == STALE


def test_a_code_that_the_provider_does_not_know_signs_nobody_in(visitor: Visitor) -> None:
    way_back = visitor.consent(visitor.begin(), "asha-1")
    head, _, state = way_back.partition("&")
    assert state.startswith("state=")
    changed = f"{head.partition('?')[0]}?code=made-up&{state}"
    assert refusal_in(visitor.get(changed)).startswith(NOT_TRUSTED)
    nobody_is_in(visitor)


def test_whoever_says_no_at_the_provider_is_back_at_the_form(visitor: Visitor) -> None:
    address = visitor.begin()
    state = address.partition("&state=")[2].partition("&")[0]
    denied = visitor.get(f"/sign-in/callback?error=access_denied&state={state}")
    assert refusal_in(denied).startswith("Example ID did not let you in.")
    state = visitor.begin().partition("&state=")[2].partition("&")[0]
    failed = visitor.get(f"/sign-in/callback?error=server_error%0Aforged&state={state}")
    assert refusal_in(failed).startswith("Example ID answered with an error.")


def test_an_answer_of_another_issuer_is_not_taken(visitor: Visitor) -> None:
    way_back = visitor.consent(visitor.begin(), "asha-1")
    assert refusal_in(visitor.get(f"{way_back}&iss=https://another.example")).startswith(
        NOT_TRUSTED
    )


@pytest.mark.parametrize(
    "change",
    [
        {"issuer": "https://another.example"},
        {"token_endpoint": "http://another.example/token"},
        {"authorization_endpoint": "javascript:alert(1)"},
        {"jwks_uri": None},
        {"userinfo_endpoint": "http://another.example/me"},
    ],
)
def test_a_provider_that_says_something_odd_of_itself_is_not_used(
    visitor: Visitor, provider: Front, change: dict[str, object]
) -> None:
    provider.bend_discovery(**change)
    assert refusal_in(visitor.get("/sign-in/provider")).startswith(AWAY)


@pytest.mark.parametrize(
    ("path", "status", "body"),
    [
        (DISCOVERY, 500, b"{}"),
        (DISCOVERY, 200, b"<html>"),
        (DISCOVERY, 200, b"[]"),
        (DISCOVERY, 302, b"{}"),
        (KEYS, 200, b'{"keys": []}'),
        (KEYS, 200, b'{"keys": [1]}'),
        (KEYS, 200, b"{}"),
    ],
)
def test_a_provider_that_does_not_answer_as_it_should_is_away(
    visitor: Visitor, provider: Front, path: str, status: int, body: bytes
) -> None:
    provider.bends[path] = lambda *_: (status, body)
    assert refusal_in(visitor.get("/sign-in/provider")).startswith(AWAY)
    provider.bends.clear()
    assert visitor.sign_in("asha-1").status_code == 303, "once it does, it is used"


def test_a_provider_that_goes_away_on_the_way_signs_nobody_in(
    visitor: Visitor, provider: Front
) -> None:
    way_back = visitor.consent(visitor.begin(), "asha-1")
    provider.bends[TOKEN] = lambda *_: (502, b"<html>Bad gateway")
    assert refusal_in(visitor.get(way_back)).startswith(AWAY)
    way_back = visitor.consent(visitor.begin(), "asha-1")
    provider.server.server_close()
    assert refusal_in(visitor.get(way_back)).startswith(AWAY)
    nobody_is_in(visitor)


def test_a_key_that_the_provider_changed_is_fetched(
    visitor: Visitor, provider: Front, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitor.begin()
    provider.bend_claims(key=OWN_KEY)
    assert refusal_in(visitor.sign_in("asha-1")).startswith(NOT_TRUSTED), "at most once a minute"
    monkeypatch.setattr(discovery, "KEYS_AGAIN_SECONDS", 0.0)
    assert visitor.sign_in("asha-1").status_code == 303
