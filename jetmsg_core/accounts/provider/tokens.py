"""Whether an ID token is the provider's own, for us, and for this sign-in: OpenID Connect Core 1.0,
3.1.3.7. Pure, but for the keys that are asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from joserfc import jws, jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

ALGORITHMS = (
    *("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"),
    *("EdDSA", "Ed25519"),
)
"""Of signatures that only whoever has the private key can make: no secret is shared with it, and
none is not among them."""
LEEWAY_SECONDS = 60
"""Clocks of two machines may be so far apart."""
LONGEST_TOKEN, LONGEST_HEADER = 100_000, 16_000
"""Characters: a person may be in many groups."""


class NotTrusted(Exception):
    """A token is not what it should be; why is for the log."""


def read(
    token: str,
    keys: Callable[[str | None], KeySet],
    *,
    issuer: str,
    client_id: str,
    nonce: str,
    now: datetime,
) -> Mapping[str, object]:
    """Gives the claims of a token. `keys` gives those of the provider, by the id of the one that is
    needed. Raises NotTrusted for a signature, an issuer, an audience, a time or a nonce that is not
    right."""
    if len(token) > LONGEST_TOKEN:
        raise NotTrusted("The ID token is too long.")
    try:
        key_id = jws.extract_compact(token.encode()).headers().get("kid")
        decoded = jwt.decode(
            token,
            keys(key_id if isinstance(key_id, str) else None),
            algorithms=ALGORITHMS,
            registry=_registry(),
        )
        expected = jwt.JWTClaimsRegistry(
            now=int(now.timestamp()),
            leeway=LEEWAY_SECONDS,
            iss={"essential": True, "value": issuer},
            sub={"essential": True},
            aud={"essential": True, "value": client_id},
            exp={"essential": True},
            iat={"essential": True},
            nonce={"essential": True, "value": nonce},
        )
        expected.validate(decoded.claims)
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise NotTrusted(f"The ID token is not right: {type(error).__name__}, {error}") from None
    claims: Mapping[str, object] = decoded.claims
    audience = claims["aud"]
    is_for_others = isinstance(audience, list) and len(audience) > 1
    if claims.get("azp", None if is_for_others else client_id) != client_id:
        raise NotTrusted("The ID token was made for another client.")
    if not isinstance(claims["sub"], str) or not 0 < len(claims["sub"]) <= 255:
        raise NotTrusted("The ID token names nobody.")
    return claims


def _registry() -> jws.JWSRegistry:
    """What else stands in a header is passed over (RFC 7515, 4), unless it says that it must not
    be; it may be as long as a chain of certificates."""
    registry = jws.JWSRegistry(algorithms=ALGORITHMS, strict_check_header=False)
    registry.max_header_length = LONGEST_HEADER
    return registry
