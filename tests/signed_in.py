"""People who may sign in, and the cookies of their browsers."""

from __future__ import annotations

from jetmsg_core.accounts import signing_in, users
from jetmsg_core.accounts.cookies import cookie_name
from jetmsg_core.accounts.signing_in import Browser
from jetmsg_core.acting import Role
from jetmsg_core.primitives.times import Clock, utc_now
from jetmsg_core.settings import Settings

PASSWORD = "harbour lantern quiet mango"
HERE = Browser("127.0.0.1", "a browser")


def add_user(settings: Settings, name: str = "Asha", role: Role = Role.ADMIN) -> None:
    users.add(settings, name, role, PASSWORD)


def cookies_of(settings: Settings, name: str = "Asha", *, clock: Clock = utc_now) -> dict[str, str]:
    """Of a new browser in which this person signs in."""
    value = signing_in.sign_in(settings, name, PASSWORD, HERE, clock)
    return {cookie_name(settings, secure=False): value}


def header_of(cookies: dict[str, str]) -> str:
    return "; ".join(f"{name}={value}" for name, value in cookies.items())
