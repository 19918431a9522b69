"""The routes on which people sign in and change their password.

A form is taken only with a token that this server gave to this browser: sealed, and bound to a
cookie of the form, or to the session. A password is looked at in one of two threads of the lowest
priority, and when too many wait for them the next is told to come again: so a thousand attempts do
not slow whoever is signed in.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

from anyio import CapacityLimiter
from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from jetmsg_core.accounts import sessions, signing_in, visitors
from jetmsg_core.accounts.cookies import cookie_name, is_seal, new_token, seal
from jetmsg_core.accounts.sessions import WHOLE, Session
from jetmsg_core.accounts.signing_in import Browser, TooManyAttempts
from jetmsg_core.errors import JetmsgError
from jetmsg_core.settings import Settings
from jetmsg_core.web.door import is_secure
from jetmsg_core.web.form_pages import POLICY, password_page, sign_in_page

log = logging.getLogger("jetmsg")

AT_ONCE, MAY_WAIT = 2, 6
"""Passwords that are looked at at once, and those that may wait for it."""
LARGEST_FORM = 8_192
"""Bytes."""
FORM_SECONDS = 3600
LOWEST_PRIORITY = 19
STALE = "This form was open for too long, or in another tab. Fill it in again."
BUSY = "Many people sign in just now. Try again in a few seconds."
DIFFERENT = "The new password was typed in two ways. Type it again."


class _Form(NamedTuple):
    """What a browser sent, and whether the token in it is ours."""

    fields: dict[str, str]
    is_ours: bool


class SignIn:
    """The routes, for these settings."""

    def __init__(self, settings: Callable[[], Settings]) -> None:
        self._settings = settings
        self._threads = ThreadPoolExecutor(AT_ONCE, "passwords", initializer=_be_patient)
        self._seats = threading.BoundedSemaphore(AT_ONCE + MAY_WAIT)
        self._limiter: CapacityLimiter | None = None

    def routes(self) -> list[Route]:
        """Gives the routes, which the guard stands before."""
        return [
            Route("/sign-in", self._sign_in, methods=["GET", "POST"]),
            Route("/password", self._password, methods=["GET", "POST"]),
        ]

    async def _sign_in(self, request: Request) -> Response:
        settings = self._settings()
        if not sessions.sign_in_is_needed(settings):
            return RedirectResponse("/", 303)
        if request.method != "POST":
            way_on = safe_way(request.query_params.get("next", ""))
            if visitors.session_in(settings, request.cookies):
                return RedirectResponse(way_on, 303)
            return self._fresh_form(request, way_on)
        owner = request.cookies.get(_form_cookie(settings), "")
        fields, is_ours = await _form_of(request, settings, owner)
        way_on, name = safe_way(fields.get("next", "")), fields.get("name", "")
        if not is_ours:
            return self._fresh_form(request, way_on, error=STALE, name=name, status=403)
        try:
            cookie = await self._patiently(
                lambda: signing_in.sign_in(
                    settings, name, fields.get("password", ""), _browser(request)
                )
            )
        except JetmsgError as error:
            return self._fresh_form(
                request, way_on, error=str(error), name=name, status=_status(error)
            )
        return self._with_session(request, RedirectResponse(way_on, 303), cookie)

    async def _password(self, request: Request) -> Response:
        settings = self._settings()
        session = visitors.session_in(settings, request.cookies)
        if session is None:
            # Nobody has to sign in, so there is no password: the guard lets nobody else come here.
            return RedirectResponse("/settings", 303)
        if request.method != "POST":
            return _password_form(settings, session)
        fields, is_ours = await _form_of(request, settings, session.token_hash)
        if not is_ours:
            return _password_form(settings, session, error=STALE, status=403)
        if fields.get("wanted") != fields.get("again"):
            return _password_form(settings, session, error=DIFFERENT, status=422)
        try:
            cookie = await self._patiently(
                lambda: signing_in.change_password(
                    settings,
                    session,
                    fields.get("present", ""),
                    fields.get("wanted", ""),
                    _browser(request),
                )
            )
        except JetmsgError as error:
            return _password_form(settings, session, error=str(error), status=_status(error))
        return self._with_session(request, RedirectResponse("/settings", 303), cookie)

    async def _patiently(self, work: Callable[[], str]) -> str:
        """Does it in a thread of its own kind. Raises TooManyAttempts where too many wait."""
        if not self._seats.acquire(blocking=False):
            raise TooManyAttempts("busy", BUSY)

        def work_and_leave() -> str:
            """Does the work, and leaves the seat to the next."""
            try:
                return work()
            finally:
                self._seats.release()

        work_done = self._threads.submit(work_and_leave)
        return await run_sync(work_done.result, limiter=self._waiting())

    def _waiting(self) -> CapacityLimiter:
        """Of its own, so that whoever waits keeps no file from being served. Made in the loop."""
        if self._limiter is None:
            self._limiter = CapacityLimiter(AT_ONCE + MAY_WAIT)
        return self._limiter

    def _fresh_form(
        self, request: Request, way_on: str, *, error: str = "", name: str = "", status: int = 200
    ) -> Response:
        settings = self._settings()
        owner = request.cookies.get(_form_cookie(settings)) or new_token()
        page = sign_in_page(
            token=seal(settings, "form", owner), way_on=way_on, name=name, error=error
        )
        answer = _html(page, status)
        answer.set_cookie(
            _form_cookie(settings),
            owner,
            max_age=FORM_SECONDS,
            secure=is_secure(request.scope, settings.hosts),
            httponly=True,
            samesite="strict",
        )
        return answer

    def _with_session(self, request: Request, answer: Response, cookie: str) -> Response:
        settings = self._settings()
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
    parts = urlsplit(asked)
    is_ours = (
        asked.startswith("/")
        and not asked.startswith(("//", "/\\", "/_stcore", "/sign-in"))
        and not parts.scheme
        and not parts.netloc
        and asked.isprintable()
        and "\\" not in asked
    )
    return asked if is_ours else "/"


def _password_form(
    settings: Settings, session: Session, *, error: str = "", status: int = 200
) -> Response:
    token = seal(settings, "form", session.token_hash)
    return _html(password_page(token=token, name=session.name, error=error), status)


async def _form_of(request: Request, settings: Settings, owner: str) -> _Form:
    """Nothing where it is too large or no form."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > LARGEST_FORM:
            return _Form({}, False)
    try:
        read = parse_qs(body.decode("ascii"), keep_blank_values=True, errors="strict")
    except ValueError:
        return _Form({}, False)
    fields = {name: values[-1] for name, values in read.items()}
    is_ours = bool(owner) and is_seal(settings, "form", owner, fields.get("token", ""))
    return _Form(fields, is_ours)


def _form_cookie(settings: Settings) -> str:
    return cookie_name(settings, secure=False).replace("_session_", "_form_")


def _browser(request: Request) -> Browser:
    address = request.client.host if request.client else ""
    name = "".join(filter(str.isprintable, request.headers.get("user-agent", "")))
    return Browser(address, name)


def _status(error: JetmsgError) -> int:
    return 429 if isinstance(error, TooManyAttempts) else 403


def _html(page: str, status: int) -> HTMLResponse:
    headers = {
        "Cache-Control": "no-store",
        "Content-Security-Policy": POLICY,
        # Without any a browser sends a form from nowhere: `Origin: null`, which the door refuses.
        "Referrer-Policy": "same-origin",
    }
    return HTMLResponse(page, status, headers)


def _be_patient() -> None:
    """Where the system gives each thread a priority of its own, as Linux does."""
    try:
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), LOWEST_PRIORITY)
    except (AttributeError, OSError) as error:
        log.info("Passwords are looked at with the usual priority. %s", error)
