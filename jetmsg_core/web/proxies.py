"""Where a request came from, behind a proxy.

A proxy says in `X-Forwarded-For` whom it speaks for, and in `X-Forwarded-Proto` how they came. Any
client can write these headers too. So they are believed only from the addresses of
`JETMSG_TRUSTED_PROXIES`, and of the chain of addresses the last one counts that is no such proxy.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

Network = IPv4Network | IPv6Network


class Proxies:
    """ASGI middleware in front of everything else. `trusted` gives the addresses and networks of
    the settings; it is asked once, at the first request."""

    def __init__(self, app: ASGIApp, trusted: Callable[[], Sequence[str]]) -> None:
        self._app = app
        self._ask_trusted = trusted
        self._trusted: tuple[Network, ...] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] in ("http", "websocket"):
            if self._trusted is None:
                self._trusted = tuple(map(ip_network, self._ask_trusted()))
            scope = forwarded(scope, self._trusted)
        await self._app(scope, receive, send)


def forwarded(scope: Scope, trusted: Sequence[Network]) -> Scope:
    """Gives the request as it came to the first proxy that is trusted."""
    client = scope.get("client")
    if not client or not _is_in(client[0], trusted):
        return scope
    headers = Headers(scope=scope)
    addresses = ",".join(headers.getlist("x-forwarded-for")).split(",")
    changed = dict(scope)
    for address in reversed([address.strip() for address in addresses if address.strip()]):
        if not _is_address(address):
            break
        changed["client"] = (address, 0)
        if not _is_in(address, trusted):
            break
    ways = [way.strip().lower() for way in headers.get("x-forwarded-proto", "").split(",")]
    if ways[-1] in ("http", "https"):
        sockets = scope["type"] == "websocket"
        changed["scheme"] = ways[-1].replace("http", "ws") if sockets else ways[-1]
    return changed


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _is_in(text: str, networks: Sequence[Network]) -> bool:
    return _is_address(text) and any(ip_address(text) in network for network in networks)
