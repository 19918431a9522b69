"""What stands where a number or a text stood that is no longer kept: keyed hashes, by which a
person is known again who is asked for by number, and nobody can be told from them alone.

A number becomes an integer below 0, which no phone number is, so that whatever sends or writes
numbers can tell. A text becomes `TEXT_MARK` and 32 hexadecimal digits. The hash is HMAC-SHA256
under `people.key`, which lies beside the database, is read by its owner alone and is in no backup.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
from sqlite_utils import Database

from jetmsg_core.contacts import partition
from jetmsg_core.errors import SettingsError
from jetmsg_core.primitives.arrays import Booleans, Integers
from jetmsg_core.primitives.masking import TEXT_MARK
from jetmsg_core.private_files import make_once

KEY_FILE, KEY_BYTES = "people.key", 32


def of_number(db: Database, number: int) -> int:
    """Gives what stands in the place of a number, below 0. Raises SettingsError where the key
    cannot be used."""
    return int(of_numbers(db, np.array([number], np.int64))[0])


def of_numbers(db: Database, numbers: Integers) -> Integers:
    """Gives what stands in the place of each of these numbers, in their order; what is below 0
    stays as it is. Raises SettingsError."""
    seed = hmac.new(_key_beside(db), b"number\n", hashlib.sha256)
    return np.array([_below_zero(seed, number) for number in numbers.tolist()], np.int64)


def are_among(db: Database, numbers: Integers, others: Integers) -> Booleans:
    """The mask is true for the numbers that are among the others, of which some may be stand-ins.
    Raises SettingsError."""
    among = partition.are_among(numbers, others)
    hidden = others[others < 0]
    if hidden.size:
        return among | partition.are_among(of_numbers(db, numbers), hidden)
    return among


def known_again(db: Database, numbers: Integers, among: Integers) -> Integers:
    """Gives these numbers, those of people who are only by a stand-in `among` others as that
    stand-in. Raises SettingsError."""
    hidden = among[among < 0]
    if not hidden.size:
        return numbers
    own = of_numbers(db, numbers)
    is_hidden = partition.are_among(own, hidden) & ~partition.are_among(numbers, among)
    return np.where(is_hidden, own, numbers)


def of_texts(db: Database, texts: Sequence[str]) -> list[str]:
    """Gives what stands in the place of each of these texts; what stands there already stays as it
    is. Raises SettingsError."""
    seed = hmac.new(_key_beside(db), b"text\n", hashlib.sha256)
    return [_mark(seed, text) for text in texts]


def _below_zero(seed: hmac.HMAC, number: int) -> int:
    if number < 0:
        return number
    hashed = seed.copy()
    hashed.update(str(number).encode())
    # 62 bits: two people of ten million share one with a chance of one to 90,000.
    return -1 - (int.from_bytes(hashed.digest()[:8]) >> 2)


def _mark(seed: hmac.HMAC, text: str) -> str:
    if text.startswith(TEXT_MARK):
        return text
    hashed = seed.copy()
    hashed.update(text.encode())
    return TEXT_MARK + hashed.hexdigest()[:32]


def _key_beside(db: Database) -> bytes:
    (path,) = db.conn.execute("select file from pragma_database_list where seq = 0").fetchone()
    return _key(Path(path).parent)


@cache
def _key(folder: Path) -> bytes:
    """Made when it is asked for the first time; of two programs that make it one wins. Raises
    SettingsError."""
    path = folder / KEY_FILE
    try:
        if not path.exists():
            make_once(path, secrets.token_bytes(KEY_BYTES).hex().encode())
        key = bytes.fromhex(path.read_text("ascii").strip())
        if len(key) < KEY_BYTES:
            raise ValueError("it is too short")
    except (OSError, ValueError) as error:
        raise SettingsError(
            "no_people_key",
            f"{KEY_FILE} in the data folder cannot be used ({error}). Put it back from a copy. "
            "Without it, people whose numbers are no longer kept are not known again: remove the "
            "file to begin anew.",
        ) from None
    return key
