"""Browsers, as plain HTTP, of people who sign in through the provider."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import requests


class Visitor:
    """A browser that follows nothing by itself, with the dashboard at `url`."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.session = requests.Session()
        self.session.trust_env = False

    def get(self, address: str, **headers: str) -> requests.Response:
        """An address of the dashboard by its path, or any."""
        whole = self.url + address if address.startswith("/") else address
        named = {"Accept": "text/html", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
        return self.session.get(
            whole, headers={**named, **headers}, allow_redirects=False, timeout=120
        )

    def begin(self, way_on: str = "/") -> str:
        """Presses the button, and gives the address of the provider that it leads to."""
        reply = self.get(f"/sign-in/provider?next={way_on}")
        assert reply.status_code == 303, reply.text
        return reply.headers["location"]

    def consent(self, address: str, subject: str, action: str = "authorize") -> str:
        """Signs in at the provider as the one with this mark, and gives the way back."""
        reply = self.session.post(
            address, {"sub": subject, "action": action}, allow_redirects=False, timeout=120
        )
        assert reply.status_code == 302, reply.text
        return reply.headers["location"]

    def sign_in(self, subject: str, way_on: str = "/") -> requests.Response:
        """All of it, up to what the dashboard answers in the end."""
        return self.get(self.consent(self.begin(way_on), subject))

    @property
    def who(self) -> str:
        """Name and role of whoever acts in this browser; empty for nobody."""
        reply = self.get("/who")
        return reply.text if reply.status_code == 200 else ""


def refusal_in(reply: requests.Response) -> str:
    """The sentence on the form."""
    assert reply.status_code == 403, reply.text
    match = re.search(r'role="alert">(.*?)</p>', reply.text)
    assert match is not None, reply.text
    return match[1]


def query_of(address: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
