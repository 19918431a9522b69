"""How whoever has to sign in is answered: with the way to the form, the form, or the cookie of a
session."""

from __future__ import annotations

import logging
from urllib.parse import quote, urlsplit

from anyio.to_thread import run_sync
from starlette.datastructures import Headers
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import Scope

from jetmsg_core.accounts import sessions, visitors
from jetmsg_core.accounts.cookies import cookie_name, new_token, seal
from jetmsg_core.accounts.sessions import WHOLE, Session
from jetmsg_core.accounts.signing_in import Browser, TooManyAttempts
from jetmsg_core.errors import JetmsgError, SettingsError
from jetmsg_core.settings import Settings
from jetmsg_core.web.door import is_secure
from jetmsg_core.web.form_pages import POLICY, sign_in_page

log = logging.getLogger("jetmsg")

SIGN_IN = "/sign-in"
FORM_SECONDS = 3600
SIGNED_OUT = "Sign in first.\n"
WRONG_SETTINGS = (
    "The settings of the dashboard are wrong, so nobody can sign in. On the machine it runs on its "
    "pages say why, and so does its log.\n"
)


def to_the_form(scope: Scope) -> Response:
    """Gives the answer to whoever is signed out: a person is led to the form, a program is told."""
    headers = Headers(scope=scope)
    is_person = scope["method"] in ("GET", "HEAD") and (
        headers.get("sec-fetch-mode") == "navigate"
        or ("sec-fetch-mode" not in headers and "text/html" in headers.get("accept", ""))
    )
    if not is_person:
        return PlainTextResponse(SIGNED_OUT, 401, {"Cache-Control": "no-store"})
    query = scope["query_string"].decode("latin-1")
    asked = scope["path"] + (f"?{query}" if query else "")
    way = SIGN_IN if asked == "/" else f"{SIGN_IN}?next={quote(asked, safe='')}"
    return RedirectResponse(way, 303, {"Cache-Control": "no-store"})


def wrong_settings(error: SettingsError) -> Response:
    """Gives the answer of what cannot be done with settings that are wrong."""
    log.error("A request was refused. %s", error)
    return PlainTextResponse(WRONG_SETTINGS, 503, {"Cache-Control": "no-store"})


def fresh_form(
    request: Request,
    settings: Settings,
    way_on: str,
    *,
    error: str = "",
    name: str = "",
    status: int = 200,
) -> Response:
    """Gives the form to sign in, with a token for this browser and the sentence why it did not
    work."""
    owner = request.cookies.get(form_cookie(settings)) or new_token()
    token = seal(settings, "form", owner)
    page = sign_in_page(
        token=token, way_on=way_on, name=name, error=error, provider=settings.provider
    )
    answer = html(page, status)
    answer.set_cookie(
        form_cookie(settings),
        owner,
        max_age=FORM_SECONDS,
        secure=is_secure(request.scope, settings.hosts),
        httponly=True,
        samesite="strict",
    )
    return answer


def session_of(connection: HTTPConnection, settings: Settings) -> Session | None:
    """Gives the session of the browser that asks. Raises DatabaseUnusable, SettingsError."""
    over_https = is_secure(connection.scope, settings.hosts)
    return visitors.session_in(settings, connection.cookies, over_https=over_https)


async def with_session(
    request: Request, settings: Settings, answer: Response, cookie: str
) -> Response:
    """Gives the answer with the cookie of a session that has begun. The one that this browser had
    until now ends: nobody has its cookie any more, but for whoever took it."""
    try:
        if former := session_of(request, settings):
            await run_sync(sessions.end, settings, former)
    except JetmsgError as error:
        log.warning("The former session of a browser goes on. %s", error)
    secure = is_secure(request.scope, settings.hosts)
    answer.set_cookie(
        cookie_name(settings, secure=secure),
        cookie,
        max_age=int(WHOLE.total_seconds()),
        secure=secure,
        httponly=True,
        samesite="lax",
    )
    answer.headers["Cache-Control"] = "no-store"
    return answer


def safe_way(asked: str) -> str:
    """Gives the page of ours that somebody wanted before they had to sign in: never an address
    elsewhere, however it is written."""
    try:
        parts = urlsplit(asked)
    except ValueError:  # as of a bracket that is not closed
        return "/"
    is_ours = (
        asked.startswith("/")
        and not asked.startswith(("//", "/\\", "/_stcore", "/sign-in"))
        and not parts.scheme
        and not parts.netloc
        and asked.isprintable()
        and "\\" not in asked
    )
    return asked if is_ours else "/"


def form_cookie(settings: Settings) -> str:
    """Gives the name of the cookie that a form is bound to."""
    return cookie_name(settings, secure=False).replace("_session_", "_form_")


def browser_of(request: Request) -> Browser:
    """Gives where the request came from."""
    address = request.client.host if request.client else ""
    name = "".join(filter(str.isprintable, request.headers.get("user-agent", "")))
    return Browser(address, name)


def status_of(error: JetmsgError) -> int:
    """Gives the status of HTTP with which a refusal is told."""
    return 429 if isinstance(error, TooManyAttempts) else 403


def html(page: str, status: int) -> HTMLResponse:
    """Gives a page of ours that is nothing but a form, and is kept nowhere."""
    headers = {
        "Cache-Control": "no-store",
        "Content-Security-Policy": POLICY,
        # Without any a browser sends a form from nowhere: `Origin: null`, which the door refuses.
        "Referrer-Policy": "same-origin",
    }
    return HTMLResponse(page, status, headers)
