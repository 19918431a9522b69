"""What a browser holds of a session: a token that nobody can guess, with a seal by which a forged
one is known before the database is asked.

The key of the seals is `session.key` in the data folder, which only its owner may read. It is in
no backup: a database that was copied somewhere opens nothing here.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from functools import cache
from pathlib import Path

from jetmsg_core.errors import SettingsError
from jetmsg_core.private_files import make_once
from jetmsg_core.settings import Settings

KEY_FILE, KEY_BYTES = "session.key", 32
TOKEN_BYTES = 32


def new_token() -> str:
    """Gives a token of 256 bits."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def hash_of(token: str) -> str:
    """Gives what the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def cookie_name(settings: Settings, *, secure: bool) -> str:
    """Gives the name of the session's cookie. Dashboards at different ports of a machine share
    their cookies, so it is one for each data folder. Behind https the browser itself sees that no
    other page and no plain connection sets it (RFC 6265bis, `__Host-`)."""
    mark = seal(settings, "name", "")[:8]
    return f"{'__Host-' if secure else ''}jetmsg_session_{mark}"


def sealed(settings: Settings, token: str) -> str:
    """Gives the value of the cookie."""
    return f"{token}.{seal(settings, 'session', token)}"


def unsealed(settings: Settings, value: str) -> str | None:
    """Gives the token of a cookie; None where the seal is not ours."""
    token, _, own_seal = value.rpartition(".")
    if not token or not is_seal(settings, "session", token, own_seal):
        return None
    return token


def seal(settings: Settings, purpose: str, text: str) -> str:
    """Gives the seal of a text for one purpose."""
    key = _key(settings.data_dir)
    return hmac.new(key, f"{purpose}\n{text}".encode(), hashlib.sha256).hexdigest()


def name_mark(settings: Settings, name_key: str) -> str:
    """Gives what is kept of a name that somebody typed to sign in: some type a password there."""
    return seal(settings, "name typed", name_key)


def is_seal(settings: Settings, purpose: str, text: str, own_seal: str) -> bool:
    """Tells, in a time that says nothing, whether it is the seal of this text."""
    return hmac.compare_digest(seal(settings, purpose, text).encode(), own_seal.encode())


@cache
def _key(folder: Path) -> bytes:
    """Made when it is asked for the first time; of two programs that make it one wins. Raises
    SettingsError."""
    path = folder / KEY_FILE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            make_once(path, secrets.token_bytes(KEY_BYTES).hex().encode())
        key = bytes.fromhex(path.read_text("ascii").strip())
    except (OSError, ValueError) as error:
        raise _unusable(path, error) from None
    if len(key) < KEY_BYTES:
        raise _unusable(path, ValueError("it is too short"))
    return key


def _unusable(path: Path, error: Exception) -> SettingsError:
    return SettingsError(
        "no_session_key",
        f"{path.name} in the data folder cannot be used ({error}), and without it nobody can sign "
        "in. Remove it: a new one is made, and everybody signs in again.",
    )
