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
from typing import NamedTuple
from urllib.parse import parse_qs

from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from jetmsg_core.accounts import sessions, signing_in
from jetmsg_core.accounts.cookies import is_seal, seal
from jetmsg_core.accounts.sessions import Session
from jetmsg_core.errors import JetmsgError
from jetmsg_core.settings import Settings
from jetmsg_core.web.form_answers import (
    browser_of,
    form_cookie,
    fresh_form,
    html,
    safe_way,
    session_of,
    status_of,
    with_session,
)
from jetmsg_core.web.form_pages import password_page
from jetmsg_core.web.waiting_room import WaitingRoom

log = logging.getLogger("jetmsg")

AT_ONCE, MAY_WAIT = 2, 6
"""Passwords that are looked at at once, and those that may wait for it."""
LARGEST_FORM = 8_192
"""Bytes."""
LOWEST_PRIORITY = 19
STALE = "This form was open for too long, or in another tab. Fill it in again."
DIFFERENT = "The new password was typed in two ways. Type it again."


class _Form(NamedTuple):
    """What a browser sent, and whether the token in it is ours."""

    fields: dict[str, str]
    is_ours: bool


class SignIn:
    """The routes, for these settings."""

    def __init__(self, settings: Callable[[], Settings]) -> None:
        self._settings = settings
        self._room = WaitingRoom("passwords", at_once=AT_ONCE, may_wait=MAY_WAIT, begin=_be_patient)

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
            if session_of(request, settings):
                return RedirectResponse(way_on, 303)
            return fresh_form(request, settings, way_on)
        owner = request.cookies.get(form_cookie(settings), "")
        fields, is_ours = await _form_of(request, settings, owner)
        way_on, name = safe_way(fields.get("next", "")), fields.get("name", "")
        if not is_ours:
            return fresh_form(request, settings, way_on, error=STALE, name=name, status=403)
        try:
            cookie = await self._room.do(
                lambda: signing_in.sign_in(
                    settings, name, fields.get("password", ""), browser_of(request)
                )
            )
        except JetmsgError as error:
            return fresh_form(
                request, settings, way_on, error=str(error), name=name, status=status_of(error)
            )
        return await with_session(request, settings, RedirectResponse(way_on, 303), cookie)

    async def _password(self, request: Request) -> Response:
        settings = self._settings()
        session = session_of(request, settings)
        if session is None:
            # Nobody has to sign in, so there is no password: the guard lets nobody else come here.
            return RedirectResponse("/settings", 303)
        if session.is_by_provider:
            return RedirectResponse("/settings", 303)
        if request.method != "POST":
            return _password_form(settings, session)
        fields, is_ours = await _form_of(request, settings, session.token_hash)
        if not is_ours:
            return _password_form(settings, session, error=STALE, status=403)
        if fields.get("wanted") != fields.get("again"):
            return _password_form(settings, session, error=DIFFERENT, status=422)
        try:
            cookie = await self._room.do(
                lambda: signing_in.change_password(
                    settings,
                    session,
                    fields.get("present", ""),
                    fields.get("wanted", ""),
                    browser_of(request),
                )
            )
        except JetmsgError as error:
            return _password_form(settings, session, error=str(error), status=status_of(error))
        return await with_session(request, settings, RedirectResponse("/settings", 303), cookie)


def _password_form(
    settings: Settings, session: Session, *, error: str = "", status: int = 200
) -> Response:
    token = seal(settings, "form", session.token_hash)
    return html(password_page(token=token, name=session.name, error=error), status)


async def _form_of(request: Request, settings: Settings, owner: str) -> _Form:
    """Nothing where it is too large, no form, or of a browser that went away meanwhile."""
    body = b""
    try:
        async for piece in request.stream():
            body += piece
            if len(body) > LARGEST_FORM:
                return _Form({}, False)
    except ClientDisconnect:
        return _Form({}, False)
    try:
        read = parse_qs(body.decode("ascii"), keep_blank_values=True, errors="strict")
    except ValueError:
        return _Form({}, False)
    fields = {name: values[-1] for name, values in read.items()}
    is_ours = bool(owner) and is_seal(settings, "form", owner, fields.get("token", ""))
    return _Form(fields, is_ours)


def _be_patient() -> None:
    """Where the system gives each thread a priority of its own, as Linux does."""
    try:
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), LOWEST_PRIORITY)
    except (AttributeError, OSError) as error:
        log.info("Passwords are looked at with the usual priority. %s", error)
