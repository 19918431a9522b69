"""A file encrypted with a passphrase, a piece at a time: what is in memory is one piece, however
large the file is.

The file begins with a header: `MAGIC`, the three costs of scrypt (RFC 7914), a salt, and 32 bytes
that tell whether a passphrase is right. Of the 64 bytes that scrypt makes of the passphrase the
first half encrypts, the second half makes those 32 bytes (HMAC-SHA256 of what stands before them).

Pieces of `PIECE` bytes follow, each by AES-256-GCM with the header as what is vouched for too. The
nonce counts the pieces in 11 bytes, and its last byte is 1 for the last piece alone (the STREAM
construction, Hoang, Reyhanitabar, Rogaway and Vizár 2015): a file that was cut, joined or put in
another order is found out.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import struct
import unicodedata
from collections.abc import Callable
from typing import IO, Any

from jetmsg_core.errors import InputError

MAGIC = b"JETMSG-BACKUP-1\n"
PIECE = 1 << 20
"""Bytes of the plain file in one piece."""
TAG = 16
COSTS = (1 << 17, 8, 1)
"""n, r and p of scrypt: 128 MB and about half a second, as OWASP's Password Storage Cheat Sheet
asks for."""
_FIXED = struct.Struct(">16sIII16s")
_CHECK = 32
HEADER = _FIXED.size + _CHECK
"""Bytes."""
_MOST_MEMORY = 1 << 30
SHORTEST = 12
"""Characters of a passphrase."""

Hear = Callable[[int], object]


def is_encrypted(beginning: bytes) -> bool:
    """Tells whether a file that begins so was encrypted here."""
    return beginning.startswith(MAGIC)


def check_passphrase(passphrase: str) -> None:
    """Raises InputError for a passphrase that could be tried out."""
    if len(passphrase) < SHORTEST:
        raise InputError(
            "passphrase_too_short",
            f"The passphrase has fewer than {SHORTEST} characters. Choose a longer one, such as "
            "four words, and keep it where you find it: without it nobody can read the copy.",
        )


def encrypt(plain: IO[bytes], out: IO[bytes], passphrase: str, hear: Hear) -> None:
    """Writes what `plain` has from here on to `out`. `hear` is told bytes read. Raises InputError
    for a passphrase that is too short, OSError."""
    check_passphrase(passphrase)
    fixed = _FIXED.pack(MAGIC, *COSTS, secrets.token_bytes(16))
    key, vouching = _keys(passphrase, fixed)
    header = fixed + hmac.digest(vouching, fixed, "sha256")
    out.write(header)
    cipher, count, done = _cipher(key), 0, 0
    piece = plain.read(PIECE)
    while True:
        following = plain.read(PIECE) if len(piece) == PIECE else b""
        out.write(cipher.encrypt(_nonce(count, is_last=not following), piece, header))
        done += len(piece)
        hear(done)
        if not following:
            return
        piece, count = following, count + 1


def decrypt(sealed: IO[bytes], out: IO[bytes], passphrase: str, *, name: str) -> None:
    """Writes the plain file to `out`; `name` is said in what is refused. Raises InputError for a
    wrong passphrase (`wrong_passphrase`), and for a file that was cut or changed (`copy_cut`); what
    was written by then is not to be used. Raises OSError."""
    header = sealed.read(HEADER)
    if len(header) < HEADER:
        raise _cut(name)
    fixed = header[: _FIXED.size]
    key, vouching = _keys(passphrase, fixed, name)
    if not hmac.compare_digest(hmac.digest(vouching, fixed, "sha256"), header[_FIXED.size :]):
        raise InputError(
            "wrong_passphrase",
            f"The passphrase is not that of {name}, or the beginning of the file was changed. "
            "Nothing was changed here. Try again.",
        )
    cipher, count = _cipher(key), 0
    piece = sealed.read(PIECE + TAG)
    while True:
        following = sealed.read(PIECE + TAG) if len(piece) == PIECE + TAG else b""
        out.write(_opened(cipher, _nonce(count, is_last=not following), piece, header, name))
        if not following:
            return
        piece, count = following, count + 1


def _opened(cipher: Any, nonce: bytes, piece: bytes, header: bytes, name: str) -> bytes:
    # It is loaded where it is needed: no other command pays for it.
    from cryptography.exceptions import InvalidTag

    try:
        plain: bytes = cipher.decrypt(nonce, piece, header)
    except (InvalidTag, ValueError):
        raise _cut(name) from None
    return plain


def _cipher(key: bytes) -> Any:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(key)


def _keys(passphrase: str, fixed: bytes, name: str = "") -> tuple[bytes, bytes]:
    """Characters that look the same count as the same, however a keyboard makes them."""
    _, n, r, p, salt = _FIXED.unpack(fixed)
    typed = unicodedata.normalize("NFC", passphrase).encode()
    try:
        made = hashlib.scrypt(typed, salt=salt, n=n, r=r, p=p, maxmem=_MOST_MEMORY, dklen=64)
    except ValueError:
        raise _cut(name) from None
    return made[:32], made[32:]


def _nonce(count: int, *, is_last: bool) -> bytes:
    return count.to_bytes(11) + bytes([is_last])


def _cut(name: str) -> InputError:
    return InputError(
        "copy_cut",
        f"{name} is not whole: it was cut short or changed. Nothing was changed here. Use another "
        "copy.",
    )
