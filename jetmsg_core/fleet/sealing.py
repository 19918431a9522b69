"""What the worker and its posters write to each other, sealed with the secret that they share.

Sealed is AES-256-GCM: nobody without `JETMSG_FLEET_SECRET` reads a number or a text of it, or
makes or changes one. What is vouched for besides is the kind, so that an answer is no bundle. The
keys are made of the secret by HKDF (RFC 5869), one to seal and one for fingerprints.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE = 12
"""Bytes. Drawn by chance, which is safe for 2³² messages of one secret (NIST SP 800-38D, 8.3)."""


class NotSealedByUs(Exception):
    """Something was not sealed with our secret, or was changed since."""


class Seal:
    """The seal of one secret."""

    def __init__(self, secret: str) -> None:
        self._cipher = AESGCM(_derived(secret, b"jetmsg fleet: seal"))
        self._mark = _derived(secret, b"jetmsg fleet: fingerprint")

    def close(self, kind: str, plain: bytes) -> str:
        """Gives `plain` sealed as something of this kind, in letters."""
        nonce = secrets.token_bytes(NONCE)
        sealed = self._cipher.encrypt(nonce, plain, kind.encode())
        return base64.b64encode(nonce + sealed).decode()

    def open(self, kind: str, sealed: str) -> bytes:
        """Gives what was sealed. Raises NotSealedByUs for anything else than what `close` gave for
        this kind and secret."""
        try:
            raw = base64.b64decode(sealed, validate=True)
            return self._cipher.decrypt(raw[:NONCE], raw[NONCE:], kind.encode())
        except (InvalidTag, ValueError) as error:
            raise NotSealedByUs from error

    def fingerprint(self, text: str) -> str:
        """Gives 16 letters by which two who know the secret see whether they hold the same key, and
        nobody else learns it."""
        return hmac.new(self._mark, text.encode(), hashlib.sha256).hexdigest()[:16]


def _derived(secret: str, what_for: bytes) -> bytes:
    kdf = HKDF(algorithm=SHA256(), length=32, salt=None, info=what_for)
    return kdf.derive(secret.encode())
