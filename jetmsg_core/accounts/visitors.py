"""Who acts, by the cookie of a browser."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from jetmsg_core.accounts import sessions
from jetmsg_core.accounts.cookies import cookie_name
from jetmsg_core.accounts.sessions import Session
from jetmsg_core.acting import Actor, own_user
from jetmsg_core.errors import SignedOutError
from jetmsg_core.primitives.times import Clock, utc_now
from jetmsg_core.settings import Settings


def own_user_at(address: str) -> Actor:
    """Gives the system's own user in a browser at this address, where nobody has to sign in."""
    return replace(own_user(), origin=address)


def session_in(
    settings: Settings,
    cookies: Mapping[str, str],
    clock: Clock = utc_now,
    *,
    over_https: bool = False,
) -> Session | None:
    """Gives the session of a browser with these cookies, None where it has none that holds. One
    that came `over_https` has to have a cookie that no plain connection can set, or somebody could
    put it into a session of theirs. Raises DatabaseUnusable, SettingsError."""
    for secure in (True,) if over_https else (True, False):
        value = cookies.get(cookie_name(settings, secure=secure))
        if value and (session := sessions.find(settings, value, clock)):
            return session
    return None


def visitor(
    settings: Settings, cookies: Mapping[str, str], address: str = "", clock: Clock = utc_now
) -> Actor:
    """Gives who acts in a browser with these cookies, at this address: the person who is signed
    in, or the system's own user while nobody has to sign in. Raises SignedOutError,
    DatabaseUnusable."""
    if not sessions.sign_in_is_needed(settings):
        return own_user_at(address)
    session = session_in(settings, cookies, clock)
    if session is None:
        raise SignedOutError("signed_out", "You are signed out. Sign in again.")
    return sessions.person_of(session, address)
