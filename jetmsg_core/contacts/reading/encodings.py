"""Bytes in any of the encodings people upload to UTF-8, with the reason for the guess.

Excel writes UTF-8 with a byte order mark ("CSV UTF-8"), UTF-16 ("Unicode text") or, in plain "CSV",
Windows-1252; what else has one byte a letter, `single_bytes` tells. Bytes that cannot be decoded
become U+FFFD; a row that holds one is rejected later, so it never reaches a recipient.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from jetmsg_core.contacts.findings.codes import FileFindingCode
from jetmsg_core.contacts.findings.file_finding import GIVEN, FileFinding, Guess
from jetmsg_core.contacts.reading.letters.single_bytes import Doubt, guess_single_bytes
from jetmsg_core.errors import InputError
from jetmsg_core.primitives.characters import quoted

REPLACEMENT = "\ufffd"
_SAMPLE = 4096
_FAR = re.compile("[^\t\n\r -\u0dff\u2000-\u20ff\U0001f000-\U0001ffff]")
_END_OF_FILE = b"\x1a"  # Old programs write it as the last character; it is no row.

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True)
class Decoded:
    """The text as UTF-8 without byte order mark and NUL."""

    utf8: bytes
    encoding: Guess
    warnings: tuple[FileFinding, ...] = ()
    questions: tuple[FileFinding, ...] = ()
    """Where it may be another encoding."""


def decode(data: bytes, *, encoding: str | None) -> Decoded:
    """Gives the text of a file; `encoding` overrides the guess."""
    is_valid = is_utf8(data)
    given = None if encoding is None else Guess(_known(encoding), GIVEN)
    guess, doubt = (given, None) if given else _guess(data, is_valid=is_valid)
    may_stay = is_valid and guess.value in ("utf-8", "utf-8-sig")
    utf8 = data if may_stay else data.decode(guess.value, "replace").encode("utf-8", "replace")
    while utf8.startswith(codecs.BOM_UTF8):  # Files glued together have more than one.
        utf8 = utf8.removeprefix(codecs.BOM_UTF8)
    utf8 = utf8.removesuffix(_END_OF_FILE)
    questions = () if doubt is None else (_asked(doubt),)
    if b"\0" not in utf8:
        return Decoded(utf8, guess, (), questions)
    row = utf8[: utf8.index(b"\0")].count(b"\n") + 1
    warning = FileFinding.of(FileFindingCode.NUL_CHARACTERS, row)
    return Decoded(utf8.replace(b"\0", b""), guess, (warning,), questions)


def _asked(doubt: Doubt) -> FileFinding:
    readings = " or ".join(f"{quoted(cell)} ({encoding})" for encoding, cell in doubt.readings)
    return FileFinding.of(
        FileFindingCode.ASK_ENCODING,
        choices=doubt.readings,
        readings=readings,
    )


def _known(encoding: str) -> str:
    try:
        codec = codecs.lookup(encoding)
        bytes(4).decode(encoding)  # One character or more in any encoding.
    except (LookupError, UnicodeError, ValueError) as error:
        sentence = (
            f"There is no text encoding named {quoted(encoding)}. Try utf-8, utf-16, cp1252, "
            "mac_roman or cp437."
        )
        raise InputError("unknown_encoding", sentence) from error
    return codec.name


def _guess(data: bytes, *, is_valid: bool) -> tuple[Guess, Doubt | None]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            why = "The file begins with the byte order mark of this encoding."
            return Guess(encoding, why), None
    if unmarked := _unmarked_utf16(data):
        why = "It reads as text in UTF-16, though it has no byte order mark."
        return Guess(unmarked, why), None
    if is_valid:
        return Guess("utf-8", "All bytes are valid UTF-8."), None
    if _is_nearly_utf8(data):
        return Guess("utf-8", "Nearly all bytes are valid UTF-8."), None
    return guess_single_bytes(data)


def is_utf8(data: bytes) -> bool:
    """Tells whether bytes are valid UTF-8, as ASCII is, which is seen in half the time. Arrow
    validates a gigabyte in a second; decoding would also copy it."""
    if data.isascii():
        return True
    ends = np.array([0, len(data)], dtype=np.int64)
    text = pa.LargeStringArray.from_buffers(1, pa.py_buffer(ends), pa.py_buffer(data))
    try:
        text.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _is_nearly_utf8(data: bytes) -> bool:
    """Whether most characters beyond ASCII decode: a few broken bytes do not make it CP1252.

    In CP1252 an accented letter is a lone byte, which is always invalid UTF-8.
    """
    broken = data.decode("utf-8", "replace").count(REPLACEMENT)
    leading = int(np.count_nonzero(np.frombuffer(data, dtype=np.uint8) >= 0xC2))
    return leading - broken > 2 * broken


def _unmarked_utf16(data: bytes) -> str | None:
    """The kind of UTF-16 without a byte order mark, if it is one.

    A count of zeros would miss Hindi, where only signs and line ends have one. Read as the wrong
    kind, or as UTF-16 without being it, most characters fall far from the letters of India and
    Europe.
    """
    sample = data[: min(len(data), _SAMPLE) & ~1]
    if b"\0" not in sample:
        return None
    for encoding in ("utf-16-le", "utf-16-be"):
        text = sample.decode(encoding, "replace")
        if "\0" not in text and len(_FAR.findall(text)) * 10 <= len(text):
            return encoding
    return None
