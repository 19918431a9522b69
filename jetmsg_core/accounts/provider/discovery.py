"""What an identity provider says of itself, and its keys: OpenID Connect Discovery 1.0.

Both are kept for an hour. A token under a key that is not among them has the keys fetched anew, at
most once a minute: providers change theirs.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from joserfc.errors import JoseError
from joserfc.jwk import KeySet, KeySetSerialization

from jetmsg_core.acting.identity_provider import IdentityProvider, is_safe
from jetmsg_core.gateway.identity import NoReply, fetch
from jetmsg_core.settings import Mode, Settings

KEPT_SECONDS, KEYS_AGAIN_SECONDS = 3600.0, 60.0
WELL_KNOWN = "/.well-known/openid-configuration"


@dataclass(frozen=True)
class Metadata:
    """`issuer` is as tokens have it. `userinfo` is empty where there is no such address;
    `takes_body` tells whether the secret may go in the form, else in a header; `scopes` are those
    that the provider names."""

    issuer: str
    authorization: str
    token: str
    keys: str
    userinfo: str
    takes_body: bool
    scopes: frozenset[str]


@dataclass(frozen=True)
class _Kept:
    metadata: Metadata
    keys: KeySet
    at: float


_kept: dict[str, _Kept] = {}
_lock = threading.Lock()


def metadata_of(settings: Settings, provider: IdentityProvider) -> Metadata:
    """Gives what the provider says of itself. Raises NoReply where it does not, or not as it
    should."""
    return _known(settings, provider).metadata


def keys_of(settings: Settings, provider: IdentityProvider, key_id: str | None) -> KeySet:
    """Gives the provider's keys, fetched anew where none has this id. Raises NoReply."""
    kept = _known(settings, provider)
    is_old = time.monotonic() - kept.at >= KEYS_AGAIN_SECONDS
    if key_id is not None and is_old and key_id not in {key.kid for key in kept.keys}:
        kept = _Kept(kept.metadata, _fetched_keys(settings, kept.metadata), time.monotonic())
        with _lock:
            _kept[provider.issuer] = kept
    return kept.keys


def forget() -> None:
    """Has everything fetched anew."""
    with _lock:
        _kept.clear()


def _known(settings: Settings, provider: IdentityProvider) -> _Kept:
    """The calls are made outside of the lock: a provider that is slow holds nobody else up."""
    with _lock:
        kept = _kept.get(provider.issuer)
    if kept is None or time.monotonic() - kept.at >= KEPT_SECONDS:
        metadata = _read(settings, provider, fetch(settings, provider.issuer + WELL_KNOWN))
        kept = _Kept(metadata, _fetched_keys(settings, metadata), time.monotonic())
        with _lock:
            _kept[provider.issuer] = kept
    return kept


def _read(settings: Settings, provider: IdentityProvider, values: Mapping[str, object]) -> Metadata:
    """Another issuer than was asked is none of ours (Discovery 1.0, 4.3); a slash at its end is
    taken either way, since the setting is kept without."""
    issuer = values.get("issuer")
    if not isinstance(issuer, str) or issuer.rstrip("/") != provider.issuer:
        raise NoReply("no_reply", f"{provider.issuer} says that it is another issuer.")
    ways = values.get("token_endpoint_auth_methods_supported")
    return Metadata(
        issuer,
        _address(settings, values, "authorization_endpoint"),
        _address(settings, values, "token_endpoint"),
        _address(settings, values, "jwks_uri"),
        _address(settings, values, "userinfo_endpoint") if "userinfo_endpoint" in values else "",
        isinstance(ways, list) and "client_secret_post" in ways,
        frozenset(map(str, _listed(values.get("scopes_supported")))),
    )


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else []


def _address(settings: Settings, values: Mapping[str, object], name: str) -> str:
    address = values.get(name)
    in_sandbox = settings.mode is Mode.SANDBOX
    if not isinstance(address, str) or not is_safe(address, in_sandbox=in_sandbox):
        raise NoReply("no_reply", f"The identity provider names no {name} that begins with https.")
    return address


def _fetched_keys(settings: Settings, metadata: Metadata) -> KeySet:
    try:
        return KeySet.import_key_set(
            cast(KeySetSerialization, dict(fetch(settings, metadata.keys)))
        )
    except (JoseError, ValueError, TypeError, KeyError, AttributeError):
        raise NoReply("no_reply", "The identity provider has no keys that can be read.") from None
