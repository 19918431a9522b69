"""From the button to the provider and back: the code flow of OpenID Connect Core 1.0, with PKCE
(RFC 7636).

What belongs to one sign-in is a sealed cookie of the browser that began it. State, nonce and
verifier come of its token, each by a seal of its own, so the address that a browser is sent to
holds nothing by which anybody else could end this sign-in. It is ended once: what was used is
remembered for as long as it would hold.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import logging
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from urllib.parse import quote, urlencode

from jetmsg_core.accounts import sessions
from jetmsg_core.accounts.cookies import hash_of, is_seal, new_token, seal
from jetmsg_core.accounts.provider import tokens
from jetmsg_core.accounts.provider.admission import Person, admit, tell_refused
from jetmsg_core.accounts.provider.discovery import Metadata, keys_of, metadata_of
from jetmsg_core.accounts.provider.refusals import (
    AWAY,
    DENIED,
    FAILED,
    NO_ADDRESS,
    NOT_LET_IN,
    NOT_TRUSTED,
    NOT_VERIFIED,
    STALE,
    Refused,
    refused,
)
from jetmsg_core.accounts.provider.tokens import NotTrusted
from jetmsg_core.accounts.signing_in import Browser
from jetmsg_core.acting.identity_provider import ADDRESS, IdentityProvider
from jetmsg_core.audit import Act, record
from jetmsg_core.gateway.identity import NoReply, fetch, submit
from jetmsg_core.primitives.masking import mask
from jetmsg_core.primitives.times import Clock, parse, stamp, utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.store.database import open_database, transaction

log = logging.getLogger("jetmsg")

CALLBACK = "/sign-in/callback"
LONGEST = timedelta(minutes=10)
"""A sign-in may take so long."""
MOST_REMEMBERED = 10_000
GROUP_CLAIMS = ("groups", "roles")
_used: dict[str, datetime] = {}
_lock = threading.Lock()


@dataclass(frozen=True)
class Begun:
    """Where the browser goes, and the value of the cookie that it takes along."""

    address: str
    cookie: str


@dataclass(frozen=True)
class _Flow:
    """`token` is the secret of this sign-in, `way_on` the page that was wanted."""

    token: str
    way_on: str
    began_at: datetime


def begin(settings: Settings, origin: str, way_on: str, clock: Clock = utc_now) -> Begun:
    """Begins to sign in, for a browser that knows the dashboard as `origin`. Raises Refused where
    the provider does not answer."""
    provider = _provider(settings)
    try:
        metadata = metadata_of(settings, provider)
    except NoReply as error:
        log.warning("Nobody can sign in through the identity provider. %s", error)
        raise refused(AWAY, name=provider.name) from None
    token = new_token()
    query = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": origin + CALLBACK,
        "scope": " ".join(("openid", "email", *sorted({*GROUP_CLAIMS} & metadata.scopes))),
        "state": seal(settings, "provider state", token),
        "nonce": seal(settings, "provider nonce", token),
        "code_challenge": _challenge(_verifier(settings, token)),
        "code_challenge_method": "S256",
    }
    joint = "&" if "?" in metadata.authorization else "?"
    flow = _Flow(token, way_on, clock())
    return Begun(f"{metadata.authorization}{joint}{urlencode(query)}", _as_cookie(settings, flow))


def finish(
    settings: Settings,
    cookie: str,
    answer: Mapping[str, str],
    *,
    origin: str,
    browser: Browser,
    clock: Clock = utc_now,
) -> tuple[str, str]:
    """Ends a sign-in with what the provider sent back with the browser; returns the value of the
    cookie of a new session, and the page that was wanted. Raises Refused."""
    provider = _provider(settings)
    flow = _flow_of(settings, cookie, answer.get("state", ""), clock)
    if "error" in answer:
        log.warning("The identity provider refused a sign-in: %.60r", answer["error"])
        is_denied = answer["error"] == "access_denied"
        raise refused(DENIED if is_denied else FAILED, name=provider.name)
    try:
        metadata = metadata_of(settings, provider)
        if answer.get("iss", metadata.issuer) != metadata.issuer:
            raise NotTrusted("The answer came from another issuer (RFC 9207).")
        claims = _claims(settings, provider, metadata, flow, answer, origin, clock)
    except NoReply as error:
        log.warning("A sign-in through the identity provider failed. %s", error)
        raise refused(AWAY, name=provider.name) from None
    except NotTrusted as error:
        log.warning("A sign-in was refused. %s", mask(str(error), settings.secrets))
        raise refused(NOT_TRUSTED, name=provider.name) from None
    person = _person(provider, claims)
    return _session_of(settings, provider, person, browser, clock), flow.way_on


def _session_of(
    settings: Settings,
    provider: IdentityProvider,
    person: Person,
    browser: Browser,
    clock: Clock,
) -> str:
    """The cookie of a new session, once it is written down who signed in, or was not let in."""
    try:
        with open_database(settings.database_path) as db, transaction(db):
            if admitted := admit(db, provider, person, browser.address, clock):
                user_id, actor = admitted
                record(db, Act.SIGNED_IN, after={"browser": browser.name}, actor=actor)
                return sessions.begin(
                    *(settings, db, user_id),
                    address=browser.address,
                    browser=browser.name,
                    clock=clock,
                )
        raise refused(NOT_LET_IN, email=person.email)
    except Refused:
        with open_database(settings.database_path) as db, transaction(db):
            tell_refused(db, person, browser.address)
        raise


def _claims(
    settings: Settings,
    provider: IdentityProvider,
    metadata: Metadata,
    flow: _Flow,
    answer: Mapping[str, str],
    origin: str,
    clock: Clock,
) -> Mapping[str, object]:
    """What the provider says of whoever came. What the token does not say of them is asked for
    (Core 1.0, 5.3), and is of the same person."""
    given = _exchanged(settings, provider, metadata, flow, answer.get("code", ""), origin)
    claims = tokens.read(
        str(given.get("id_token", "")),
        partial(keys_of, settings, provider),
        issuer=metadata.issuer,
        client_id=provider.client_id,
        nonce=seal(settings, "provider nonce", flow.token),
        now=clock(),
    )
    access = given.get("access_token")
    if "email" in claims or not metadata.userinfo or not isinstance(access, str):
        return claims
    if not access.isascii() or not access.isprintable():
        raise NotTrusted("The access token is none.")
    more = fetch(settings, metadata.userinfo, bearer=access)
    if more.get("sub") != claims["sub"]:
        raise NotTrusted("What was asked about a person is about another.")
    return {**more, **claims}


def _exchanged(
    settings: Settings,
    provider: IdentityProvider,
    metadata: Metadata,
    flow: _Flow,
    code: str,
    origin: str,
) -> Mapping[str, object]:
    """The tokens for a code. The secret goes in a header unless the provider says that it takes it
    in the form (RFC 6749, 2.3.1)."""
    fields = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": origin + CALLBACK,
        "code_verifier": _verifier(settings, flow.token),
    }
    authorization = ""
    if metadata.takes_body:
        fields |= {"client_id": provider.client_id, "client_secret": provider.client_secret}
    else:
        pair = f"{quote(provider.client_id, safe='')}:{quote(provider.client_secret, safe='')}"
        authorization = f"Basic {base64.b64encode(pair.encode()).decode()}"
    reply = submit(settings, metadata.token, fields, authorization=authorization)
    if reply.status != 200:
        error = str(reply.values.get("error", ""))[:60]
        raise NotTrusted(f"A code was refused with status {reply.status}: {error!r}")
    return reply.values


def _person(provider: IdentityProvider, claims: Mapping[str, object]) -> Person:
    email = claims.get("email")
    address = email.strip().lower() if isinstance(email, str) else ""
    if not ADDRESS.fullmatch(address):
        raise refused(NO_ADDRESS, name=provider.name)
    # Some providers write it as a text.
    if claims.get("email_verified") not in (True, "true"):
        raise refused(NOT_VERIFIED, name=provider.name)
    groups = [group for name in GROUP_CLAIMS for group in _listed(claims.get(name))]
    return Person(str(claims["sub"]), address, tuple(groups))


def _listed(value: object) -> list[str]:
    values = value if isinstance(value, list) else [value]
    return [each for each in values if isinstance(each, str)]


def _provider(settings: Settings) -> IdentityProvider:
    """The routes ask whether there is one."""
    if settings.provider is None:
        raise refused(STALE)
    return settings.provider


def _as_cookie(settings: Settings, flow: _Flow) -> str:
    values = [flow.token, flow.way_on, stamp(flow.began_at)]
    body = base64.urlsafe_b64encode(json.dumps(values).encode()).decode()
    return f"{body}.{seal(settings, 'provider flow', body)}"


def _flow_of(settings: Settings, cookie: str, state: str, clock: Clock) -> _Flow:
    """The sign-in that this browser began, once. Raises Refused for another one, or too late."""
    body, _, own_seal = cookie.rpartition(".")
    if not is_seal(settings, "provider flow", body, own_seal):
        raise refused(STALE)
    token, way_on, began_at = json.loads(base64.urlsafe_b64decode(body))
    flow = _Flow(token, way_on, parse(began_at))
    is_right = hmac.compare_digest(seal(settings, "provider state", token).encode(), state.encode())
    if not is_right or clock() >= flow.began_at + LONGEST or _was_used(flow, clock()):
        raise refused(STALE)
    return flow


def _was_used(flow: _Flow, now: datetime) -> bool:
    """Remembers it as used, and tells whether it was before."""
    mark = hash_of(flow.token)
    with _lock:
        for other in [other for other, at in _used.items() if now >= at + LONGEST]:
            del _used[other]
        while len(_used) >= MOST_REMEMBERED:
            del _used[next(iter(_used))]
        was_used = mark in _used
        _used[mark] = flow.began_at
        return was_used


def _verifier(settings: Settings, token: str) -> str:
    """64 characters, as many as RFC 7636, 4.1 asks for at least."""
    return seal(settings, "provider verifier", token)


def _challenge(verifier: str) -> str:
    digest = hashlib.sha256(verifier.encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
