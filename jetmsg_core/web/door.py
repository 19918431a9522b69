"""Who may speak to the dashboard, decided before anything else looks at a request.

A browser lets any web page reach the dashboard, with the cookies of whoever is signed in: by a name
of its own that points at this machine (DNS rebinding), by a socket, a form or an image from another
local port, or inside a frame. So the door takes a request only

* under a name of an allow-list: `localhost`, `127.0.0.1`, `[::1]` and those of `JETMSG_HOSTS`;
* from its own pages: an `Origin`, which browsers send with every socket and every write and
  scripts cannot change, must be the scheme, name and port that were asked for. A socket without
  one is not a browser's, and nothing else has business there;
* or as a person who follows a link here: what a page elsewhere embeds is refused by the
  `Sec-Fetch-…` headers (W3C Fetch Metadata).

Streamlit's own check takes a socket whose Origin equals Host, whatever the name, and asks a server
on the internet for this machine's address when they differ. It is never reached by a stranger.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketClose

from jetmsg_core.web.policy import content_policy

OWN_NAMES = ("localhost", "127.0.0.1", "[::1]")
HOST = re.compile(r"(?P<name>\[[0-9a-f:]+\]|[a-z0-9._-]+)(?::\d{1,5})?", re.IGNORECASE)
GUARDS = {
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
POLICY = "Content-Security-Policy"
OTHER_NAME = (
    "The dashboard does not answer to this name. Open it as http://localhost or http://127.0.0.1 "
    "with its port, or put the name into JETMSG_HOSTS and start it again.\n"
)
OTHER_PAGE = "The dashboard answers its own pages only. Open it in a tab of its own.\n"


class Door:
    """ASGI middleware in front of every page, socket, file and upload. `hosts` gives the names of
    `JETMSG_HOSTS` as the settings hold them; it is asked once, at the first request.
    `inline_scripts` are those that stand in pages, which may run."""

    def __init__(
        self,
        app: ASGIApp,
        hosts: Callable[[], Sequence[str]],
        inline_scripts: Sequence[str] = (),
    ) -> None:
        self._app = app
        self._policy = content_policy(inline_scripts)
        self._ask_hosts = hosts
        self._hosts: tuple[str, ...] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        if self._hosts is None:
            self._hosts = tuple(self._ask_hosts())
        reason = refusal(scope, self._hosts)
        if reason is None:
            await self._app(scope, receive, self._guarded(send))
        elif scope["type"] == "websocket":
            await WebSocketClose()(scope, receive, send)
        else:
            await PlainTextResponse(reason, 403)(scope, receive, self._guarded(send))

    def _guarded(self, send: Send) -> Send:
        """Adds to every answer what keeps browsers from framing it, guessing its kind, loading
        anything from elsewhere and telling other sites where a click came from."""

        async def send_with_guards(message: Message) -> None:
            """Sends the message on, with the guards among the headers of an answer that begins. An
            answer may have a policy of its own, as the forms do."""
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.setdefault(POLICY, self._policy)
                for name, value in GUARDS.items():
                    headers.setdefault(name, value)
            await send(message)

        return send_with_guards


def refusal(scope: Scope, hosts: Sequence[str]) -> str | None:
    """Gives the sentence with which an HTTP or socket request is refused; None when it may come
    in."""
    headers = Headers(scope=scope)
    asked = headers.getlist("host")
    origins = _origins(asked[0].lower(), scope["scheme"], hosts) if len(asked) == 1 else set()
    if not origins:
        return OTHER_NAME
    given_origins = headers.getlist("origin")
    if set(given_origins) - origins or (scope["type"] == "websocket" and not given_origins):
        return OTHER_PAGE
    return OTHER_PAGE if _is_embedded_elsewhere(scope, headers) else None


def name_asked(scope: Scope) -> str:
    """Gives the name that a request asked for, without its port; empty for none or several."""
    asked = Headers(scope=scope).getlist("host")
    match = HOST.fullmatch(asked[0].lower()) if len(asked) == 1 else None
    return match["name"] if match else ""


def origin_asked(scope: Scope, hosts: Sequence[str]) -> str:
    """Gives the scheme, name and port by which the browser knows us, for a way back to us; empty
    where the name that was asked for is none of ours."""
    asked = Headers(scope=scope).getlist("host")
    origins = _origins(asked[0].lower(), scope["scheme"], hosts) if len(asked) == 1 else set()
    return next(iter(origins), "")


def is_secure(scope: Scope, hosts: Sequence[str]) -> bool:
    """Tells whether the browser came by https: to us, or to the proxy in front of us."""
    asked = Headers(scope=scope).get("host", "").lower()
    names = {f"https://{asked}", f"https://{name_asked(scope)}"}
    return scope.get("scheme") in ("https", "wss") or bool(names & set(hosts))


def names_of(hosts: Sequence[str]) -> list[str]:
    """Gives our own names and those of `JETMSG_HOSTS`, without schemes, ports and brackets."""
    matches = [HOST.fullmatch(host.removeprefix("https://")) for host in (*OWN_NAMES, *hosts)]
    return [host["name"].strip("[]") for host in matches if host]


def _origins(asked: str, scheme: str, hosts: Sequence[str]) -> set[str]:
    """What `Origin` may be for the host that was asked for; nothing when that is not ours. A name
    given as `https://…` stands behind a proxy that speaks TLS to the browser and not to us."""
    match = HOST.fullmatch(asked)
    if match is None:
        return set()
    own, secure = {asked, match["name"]}, {f"https://{asked}", f"https://{match['name']}"}
    if secure & set(hosts):
        return {f"https://{asked}"}
    if own & {*OWN_NAMES, *hosts}:
        return {f"{'https' if scheme in ('https', 'wss') else 'http'}://{asked}"}
    return set()


def _is_embedded_elsewhere(scope: Scope, headers: Headers) -> bool:
    if headers.get("sec-fetch-site", "none") in ("none", "same-origin"):
        return False
    is_followed_link = (
        scope["type"] == "http"
        and scope["method"] in ("GET", "HEAD")
        and headers.get("sec-fetch-mode") == "navigate"
        and headers.get("sec-fetch-dest") == "document"
    )
    return not is_followed_link
