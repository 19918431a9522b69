"""Where a request came from is believed of trusted proxies alone."""

from __future__ import annotations

from ipaddress import ip_network
from typing import Any

import pytest

from jetmsg_core import settings as configuration
from jetmsg_core.errors import SettingsError
from jetmsg_core.web.proxies import forwarded

TRUSTED = tuple(map(ip_network, ("127.0.0.1", "10.0.0.0/24")))


def ask(client: str, kind: str = "http", **headers: str) -> tuple[str, str]:
    """The client and the scheme of a request that `client` hands on."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    scope: dict[str, Any] = {
        "type": kind,
        "scheme": {"http": "http", "websocket": "ws"}[kind],
        "client": (client, 1),
        "headers": [(name.encode(), value.encode()) for name, value in named.items()],
    }
    seen = forwarded(scope, TRUSTED)
    return seen["client"][0], seen["scheme"]


@pytest.mark.parametrize(
    ("client", "chain", "expected"),
    [
        ("127.0.0.1", "203.0.113.7", "203.0.113.7"),
        ("127.0.0.1", "198.51.100.1, 203.0.113.7", "203.0.113.7"),
        ("127.0.0.1", "203.0.113.7, 10.0.0.5", "203.0.113.7"),
        ("127.0.0.1", "198.51.100.1, 203.0.113.7, 10.0.0.5", "203.0.113.7"),
        ("127.0.0.1", "2001:db8::7", "2001:db8::7"),
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "unknown", "127.0.0.1"),
        ("127.0.0.1", "203.0.113.7, <script>", "127.0.0.1"),
        ("192.168.1.9", "203.0.113.7", "192.168.1.9"),
        ("10.0.1.5", "203.0.113.7", "10.0.1.5"),
    ],
)
def test_the_last_address_that_is_no_trusted_proxy_counts(
    client: str, chain: str, expected: str
) -> None:
    assert ask(client, x_forwarded_for=chain)[0] == expected


def test_the_scheme_is_that_which_a_trusted_proxy_says() -> None:
    assert ask("127.0.0.1", x_forwarded_proto="https")[1] == "https"
    assert ask("127.0.0.1", "websocket", x_forwarded_proto="http, https")[1] == "wss"
    assert ask("127.0.0.1", x_forwarded_proto="gopher")[1] == "http"
    assert ask("192.168.1.9", x_forwarded_proto="https")[1] == "http"


def test_the_setting_takes_addresses_and_networks(monkeypatch: pytest.MonkeyPatch) -> None:
    assert configuration.load().trusted_proxies == ()
    monkeypatch.setenv("JETMSG_TRUSTED_PROXIES", "127.0.0.1, 10.0.0.0/24,::1")
    assert configuration.load().trusted_proxies == ("127.0.0.1", "10.0.0.0/24", "::1")
    monkeypatch.setenv("JETMSG_TRUSTED_PROXIES", "proxy.example")
    with pytest.raises(SettingsError, match="addresses or networks"):
        configuration.load()
