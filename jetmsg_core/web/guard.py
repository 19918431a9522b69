"""The guard: whoever is not signed in gets past it nowhere.

It stands behind the door, in front of every page, socket, file, upload and export, whatever route
they have: a new one is guarded without a word. Open are only the form to sign in, the way to an
identity provider and back, the looks whether the server runs and is well, and `/metrics`, which a
token of its own opens. The second guard is the first statement of each page, and the third each
service that asks `acting`.

A socket lives as long as the session it was opened with. Each message that comes through it is
looked at, so a click after the end does nothing; and the guard itself looks every second or two, so
that a page which only ticks closes too.

While there is no user nobody has to sign in. Then the dashboard is for the machine it runs on, and
the guard lets nothing in from elsewhere.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from ipaddress import ip_address

import anyio
from anyio.abc import TaskGroup
from anyio.to_thread import run_sync
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from jetmsg_core.accounts import sessions, visitors
from jetmsg_core.accounts.sessions import Session
from jetmsg_core.acting import Actor, Permission, acting_as
from jetmsg_core.acting.roles import PERMISSIONS
from jetmsg_core.errors import JetmsgError, SettingsError
from jetmsg_core.primitives.times import utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.web.door import OWN_NAMES, name_asked
from jetmsg_core.web.form_answers import SIGN_IN, session_of, to_the_form, wrong_settings
from jetmsg_core.web.monitoring import HEALTH, METRICS, has_token

log = logging.getLogger("jetmsg")

LOOPBACK = ("127.0.0.1", "localhost", "::1")
PROBES = ("/_stcore/health", HEALTH)
OPEN = {SIGN_IN, f"{SIGN_IN}/provider", f"{SIGN_IN}/callback", *PROBES}
"""Probes are told one word, and most of all where the database cannot be read."""
OF_THE_SERVER = ("/_stcore/metrics", "/_stcore/script-health-check", "/_stcore/agent/")
"""How the server is, and ways in that no page uses."""
LOOK_SECONDS = 2.0
NOT_FOR_YOU = "Your role does not let you see this. Ask an admin.\n"
UNREADABLE = "The dashboard cannot read who may sign in. The reason is where it was started.\n"
NO_USERS = (
    "The dashboard has no users yet, so it answers on the machine it runs on and nowhere else. Add "
    "the first with `python -m jetmsg_core user add NAME --role admin`.\n"
)
NOT_STARTED = (
    "The dashboard was not started: it has no users yet, so nobody would have to sign in, and "
    "{why}. Add the first user with `python -m jetmsg_core user add NAME --role admin`, or let it "
    "listen on 127.0.0.1 without JETMSG_HOSTS."
)


class Guard:
    """ASGI middleware behind the door. `settings` gives the settings, and raises SettingsError
    where they are wrong; `address` where the server listens; `is_by_itself` tells whether a
    message of a page's socket was sent by a timer and not by a person."""

    def __init__(
        self,
        app: ASGIApp,
        settings: Callable[[], Settings],
        address: Callable[[], str],
        is_by_itself: Callable[[bytes], bool],
    ) -> None:
        self._app = app
        self._settings = settings
        self._address = address
        self._is_by_itself = is_by_itself

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._begin(scope, receive, send)
        elif scope["type"] == "http":
            await self._http(scope, receive, send)
        else:
            await self._websocket(scope, receive, send)

    async def _begin(self, scope: Scope, receive: Receive, send: Send) -> None:
        sentence = why_not_start(self._settings, self._address())
        if sentence is None:
            await self._app(scope, receive, send)
            return
        await receive()
        log.error(sentence)
        await send({"type": "lifespan.startup.failed", "message": sentence})

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer, actor = self._decide(scope)
        if answer is not None:
            await answer(scope, receive, send)
            return
        try:
            if actor is None:
                await self._app(scope, receive, send)
            else:
                with acting_as(actor):
                    await self._app(scope, receive, _not_kept(send))
        except SettingsError as error:
            # A route asks for the settings before it answers anything.
            await wrong_settings(error)(scope, receive, send)

    def _decide(self, scope: Scope) -> tuple[Response | None, Actor | None]:
        """What is answered in place of the program, and who acts in it else."""
        try:
            is_needed = _is_needed(self._settings)
            if not is_needed and not _is_from_here(scope):
                return self._not_from_here(), None
            if scope["path"] in OPEN or (is_needed and self._has_token(scope)):
                return None, None
            session = self._session(scope) if is_needed else None
        except JetmsgError as error:
            log.error("Nobody is let in. %s", error)
            is_probe = scope["path"] in PROBES
            return None if is_probe else PlainTextResponse(UNREADABLE, 503), None
        if is_needed and session is None:
            return to_the_form(scope), None
        address = scope["client"][0] if scope.get("client") else ""
        actor = sessions.person_of(session, address) if session else visitors.own_user_at(address)
        may_see = Permission.SEE_SERVER in PERMISSIONS[actor.role]
        if scope["path"].startswith(OF_THE_SERVER) and not may_see:
            return PlainTextResponse(NOT_FOR_YOU, 403), None
        return None, actor

    def _not_from_here(self) -> Response:
        """With settings that are wrong nobody has to sign in either, whoever the users are."""
        try:
            self._settings()
        except SettingsError as error:
            return wrong_settings(error)
        return PlainTextResponse(NO_USERS, 403)

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            is_needed = _is_needed(self._settings)
            session = self._session(scope) if is_needed else None
            may_enter = session is not None if is_needed else _is_from_here(scope)
        except JetmsgError as error:
            log.error("Nobody is let in. %s", error)
            may_enter = False
        if not may_enter:
            await WebSocketClose()(scope, receive, send)
            return
        await _Socket(self, scope, receive, send).run()

    async def run_app(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hands a socket on to the program."""
        await self._app(scope, receive, send)

    def still(self, scope: Scope) -> tuple[bool, Session | None]:
        """Tells whether a socket that was let in may stay, and its session if it needs one."""
        try:
            if not _is_needed(self._settings):
                return True, None
            session = self._session(scope)
        except JetmsgError as error:
            log.error("A page was closed. %s", error)
            return False, None
        return session is not None, session

    async def note_use(self, session: Session, message: bytes) -> None:
        """Keeps the session from ending for idleness, where a person did something."""
        is_due = utc_now() - session.seen_at >= sessions.SEEN_AGAIN
        if is_due and not self._is_by_itself(message):
            try:
                await run_sync(sessions.used, self._settings(), session)
            except JetmsgError as error:
                log.warning("It could not be noted that a session is used. %s", error)

    def _has_token(self, scope: Scope) -> bool:
        return scope["path"] == METRICS and has_token(scope, self._settings())

    def _session(self, scope: Scope) -> Session | None:
        return session_of(HTTPConnection(scope), self._settings())


class _Socket:
    """One socket from its opening to its end, with a look at each message and now and then."""

    def __init__(self, guard: Guard, scope: Scope, receive: Receive, send: Send) -> None:
        self._guard = guard
        self._scope = scope
        self._receive = receive
        self._send = send
        self._is_closed = False
        self._sending, self._receiving = anyio.create_memory_object_stream[Message](0)

    async def run(self) -> None:
        """Runs the program with this socket, until either side ends it or the session does."""
        async with self._sending, self._receiving, anyio.create_task_group() as tasks:
            tasks.start_soon(self._pass_on, tasks)
            tasks.start_soon(self._look)
            await self._guard.run_app(self._scope, self._receiving.receive, self._send_on)
            self._is_closed = True
            tasks.cancel_scope.cancel()

    async def _pass_on(self, tasks: TaskGroup) -> None:
        while True:
            message = await self._receive()
            if message["type"] == "websocket.receive":
                may_stay, session = self._guard.still(self._scope)
                if not may_stay:
                    break
                if session is not None:
                    # Nobody's click waits for it.
                    tasks.start_soon(self._guard.note_use, session, message.get("bytes") or b"")
            await self._sending.send(message)
            if message["type"] == "websocket.disconnect":
                return
        await self._close()

    async def _look(self) -> None:
        while self._guard.still(self._scope)[0]:
            await anyio.sleep(LOOK_SECONDS)
        await self._close()

    async def _close(self) -> None:
        """The browser and the program each hear that the other has gone."""
        if not self._is_closed:
            self._is_closed = True
            await self._send({"type": "websocket.close", "code": 1008})
            await self._sending.send({"type": "websocket.disconnect", "code": 1008})

    async def _send_on(self, message: Message) -> None:
        if not self._is_closed:
            await self._send(message)


def why_not_start(settings: Callable[[], Settings], address: str) -> str | None:
    """Gives the sentence with which a server is refused that others could reach without a sign-in;
    None when it may start."""
    try:
        hosts = settings().hosts
        if _is_needed(settings):
            return None
    except JetmsgError:
        hosts = ()
    if address not in LOOPBACK:
        return NOT_STARTED.format(
            why="it would listen on every address"
            if not address
            else f"it would listen on {address}"
        )
    names = [name for name in hosts if name.removeprefix("https://").split(":")[0] not in LOOPBACK]
    return NOT_STARTED.format(why=f"JETMSG_HOSTS has {names[0]}") if names else None


def _is_needed(settings: Callable[[], Settings]) -> bool:
    """With settings that are wrong no page shows anything but that."""
    try:
        loaded = settings()
    except SettingsError:
        return False
    return sessions.sign_in_is_needed(loaded)


def _is_from_here(scope: Scope) -> bool:
    """The request came over the machine's own line, under its own names, and for nobody else."""
    headers = Headers(scope=scope)
    if "x-forwarded-for" in headers or "forwarded" in headers:
        return False
    ends = [end[0] for end in (scope.get("client"), scope.get("server")) if end]
    return name_asked(scope) in OWN_NAMES and all(map(_is_loopback, ends))


def _not_kept(send: Send) -> Send:
    """A browser keeps no page: *Back* after the end of a session would show it, cut off from the
    server. Scripts and pictures are nobody's secret, and are kept."""

    async def send_pages_unkept(message: Message) -> None:
        """Sends the message on, with the header where a page begins."""
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            if headers.get("content-type", "").startswith("text/html"):
                headers["Cache-Control"] = "no-store"
        await send(message)

    return send_pages_unkept


def _is_loopback(address: str) -> bool:
    try:
        return ip_address(address).is_loopback
    except ValueError:
        return address in LOOPBACK
