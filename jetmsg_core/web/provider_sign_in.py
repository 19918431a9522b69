"""The routes of the identity provider: to it, and back from it.

Both are links that a person follows, as the door sees it. The first sends the browser away with a
cookie; the second is asked by the provider's page, so that the cookie is one that browsers send
along with a link from elsewhere (`SameSite=Lax`). The way back is built of the name that the door
let in, and the page that was wanted is in the cookie, sealed: neither can be given in an address.
"""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from jetmsg_core.accounts.cookies import cookie_name
from jetmsg_core.accounts.provider import flow
from jetmsg_core.errors import JetmsgError
from jetmsg_core.settings import Settings
from jetmsg_core.web.door import is_secure, origin_asked
from jetmsg_core.web.form_answers import (
    browser_of,
    fresh_form,
    safe_way,
    session_of,
    status_of,
    with_session,
)
from jetmsg_core.web.waiting_room import WaitingRoom

AT_ONCE, MAY_WAIT = 4, 12
"""Sign-ins that wait for the provider, and those that may wait for them."""
LONGEST_ANSWER = 8_192
"""Characters of what comes back."""


class ProviderSignIn:
    """The routes, for these settings."""

    def __init__(self, settings: Callable[[], Settings]) -> None:
        self._settings = settings
        self._room = WaitingRoom("provider", at_once=AT_ONCE, may_wait=MAY_WAIT)

    def routes(self) -> list[Route]:
        """Gives the routes, which the guard leaves open."""
        return [
            Route("/sign-in/provider", self._begin, methods=["GET"]),
            Route(flow.CALLBACK, self._finish, methods=["GET"]),
        ]

    async def _begin(self, request: Request) -> Response:
        settings = self._settings()
        way_on = safe_way(request.query_params.get("next", ""))
        if settings.provider is None or session_of(request, settings):
            return _away(way_on)
        origin = origin_asked(request.scope, settings.hosts)
        try:
            begun = await self._room.do(lambda: flow.begin(settings, origin, way_on))
        except JetmsgError as error:
            return fresh_form(request, settings, way_on, error=str(error), status=status_of(error))
        answer = _away(begun.address)
        answer.set_cookie(
            _flow_cookie(request, settings),
            begun.cookie,
            max_age=int(flow.LONGEST.total_seconds()),
            secure=is_secure(request.scope, settings.hosts),
            httponly=True,
            samesite="lax",
        )
        return answer

    async def _finish(self, request: Request) -> Response:
        settings = self._settings()
        name = _flow_cookie(request, settings)
        cookie = request.cookies.get(name, "")
        is_in = session_of(request, settings) is not None
        if settings.provider is None or (is_in and not cookie):
            # Back, or a reload: whoever is signed in already goes on.
            return _away("/")
        answered = dict(request.query_params) if len(request.url.query) <= LONGEST_ANSWER else {}
        origin = origin_asked(request.scope, settings.hosts)
        try:
            session, way_on = await self._room.do(
                lambda: flow.finish(
                    settings, cookie, answered, origin=origin, browser=browser_of(request)
                )
            )
        except JetmsgError as error:
            answer = fresh_form(request, settings, "/", error=str(error), status=status_of(error))
        else:
            answer = await with_session(request, settings, _away(safe_way(way_on)), session)
        answer.delete_cookie(
            name,
            secure=is_secure(request.scope, settings.hosts),
            httponly=True,
            samesite="lax",
        )
        return answer


def _away(address: str) -> Response:
    return RedirectResponse(address, 303, {"Cache-Control": "no-store"})


def _flow_cookie(request: Request, settings: Settings) -> str:
    secure = is_secure(request.scope, settings.hosts)
    return cookie_name(settings, secure=secure).replace("_session_", "_provider_")
