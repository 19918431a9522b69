"""The text of a vCard file with one line for each property, and values as they are meant.

A line is folded where it begins with a blank, wherever a letter of several bytes is cut; a value in
quoted-printable goes on where a line ends with `=` (vCard 2.1, 2.1.3). A property may name a
character set of its own (2.1.5), so one file holds several. Every step takes time by the length of
the file and no more.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from jetmsg_core.contacts.reading.encodings import Decoded, decode, is_utf8

_WIDE = (b"\xff\xfe", b"\xfe\xff")
_INDENTED = re.compile(rb"BEGIN[ \t]*:[ \t]*VCARD[ \t]*\n[ \t]", re.IGNORECASE)
_INDENT = re.compile(rb"\n[ \t]+")
_BLANK_BEGIN = re.compile(rb"\n[ \t]+(?=BEGIN[ \t]*:[ \t]*VCARD)", re.IGNORECASE)
_EDGE = re.compile(rb"[ \t]*(?:BEGIN|END)[ \t]*:[ \t]*VCARD", re.IGNORECASE)
_QUOTED = b"quoted-printable"
_HEAD = 4_096
_LONGEST_NAME = 1_000
"""Bytes of a property before its value."""

_BREAKS = re.compile(r"(?:\\[nN]|\r?\n)+")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_COMPONENT = re.compile(r"((?:[^;\\]++|\\.|\\)*+)(?:;|\Z)", re.DOTALL)
_WORD = re.compile(r"[^;,=\":\s]+")
_PREFERENCE = re.compile(r"PREF=\"?([0-9]{1,3})(?![0-9])", re.IGNORECASE)
NOT_PREFERRED = 1_000
_CODED = re.compile(r"(?:=[0-9A-Fa-f]{2}){2,}")
"""A label of an Android phone: `X-CUSTOM(CHARSET=UTF-8,ENCODING=QUOTED-PRINTABLE,=46=61=78)`."""
_CHARSET = re.compile(r"CHARSET=\"?([\w.:-]{1,40})", re.IGNORECASE)
_NAMES_CHARSET = re.compile(
    rb"^([^:\n]{1,1000}?CHARSET=\"?([\w.-]{1,40})[^:\n]{0,1000}:)(.*[\x80-\xFF].*)$",
    re.IGNORECASE | re.MULTILINE,
)
"""A property with letters beyond ASCII in the character set that it names."""
_BASE64 = re.compile(r"(?:^|;)(?:ENCODING=)?\"?(?:BASE64|(?<==)B)\"?(?=;|$)", re.IGNORECASE)


@dataclass(frozen=True)
class Parameters:
    """What stands between the name and the value of a property, in capitals."""

    words: frozenset[str] = frozenset()
    charset: str = "utf-8"
    preference: int = NOT_PREFERRED
    """1 for what is preferred most: `PREF=1` of 4.0 (RFC 6350, 5.3), `PREF` or `TYPE=PREF` before
    it; what does not say so comes last."""
    is_base64: bool = False

    @property
    def is_coded(self) -> bool:
        """Whether the value is quoted-printable or in Base64."""
        return self.is_base64 or "QUOTED-PRINTABLE" in self.words


@lru_cache(maxsize=1_000)
def parameters_of(spelled: str) -> Parameters:
    """Reads parameters: bare words as in 2.1, `TYPE=CELL`, `TYPE="voice,cell"` alike."""
    charset = _CHARSET.search(spelled)
    hidden = [binascii.a2b_qp(code).decode("utf-8", "replace") for code in _CODED.findall(spelled)]
    texts = (spelled, *hidden)
    words = frozenset(word.upper() for text in texts for word in _WORD.findall(text))
    levels = [int(level) for level in _PREFERENCE.findall(spelled)]
    is_preferred = "PREF" in words and not levels
    preference = 1 if is_preferred else min(levels, default=NOT_PREFERRED)
    is_base64 = _BASE64.search(spelled) is not None
    return Parameters(words, charset[1] if charset else "utf-8", preference, is_base64)


def whole_lines(data: bytes, *, encoding: str | None) -> Decoded:
    """Gives the text of a file, in which each property is a line that ends with LF. Raises
    InputError for an encoding nobody knows."""
    if data.startswith(_WIDE) or b"\0" in data[:64]:
        decoded = decode(data, encoding=encoding)
        return Decoded(_unfolded(decoded.utf8), decoded.encoding, decoded.warnings)
    lines = _unfolded(data)
    return decode(lines if encoding else _in_one_encoding(lines), encoding=encoding)


def value_of(value: str, parameters: Parameters) -> str:
    """Gives a value as it is meant, without escapes."""
    return _unescaped(_on_one_line(value, parameters))


def note_of(value: str, parameters: Parameters) -> str:
    """Gives a value of several lines as it is meant, on one line."""
    return _unescaped(_on_one_line(value, parameters, "; "))


def components_of(value: str, parameters: Parameters) -> list[str]:
    """Gives the parts of a value that semicolons divide, such as those of a name."""
    return [_unescaped(part) for part in _COMPONENT.findall(_on_one_line(value, parameters))]


def _unescaped(value: str) -> str:
    if "\\" in value:
        value = _ESCAPED.sub(lambda sign: " " if sign[1] in "nN" else sign[1], value)
    return value.strip()


def _decoded(value: str, parameters: Parameters) -> str:
    """A coded value; one that is no Base64, though it says so, stands as it is."""
    content = value.encode("utf-8", "replace")
    try:
        content = _of_base64(content) if parameters.is_base64 else binascii.a2b_qp(content)
    except binascii.Error:
        return value
    try:
        text = content.decode(parameters.charset, "replace")
    except (LookupError, ValueError):
        text = content.decode("utf-8", "replace")
    return text.replace("\0", "")


def _of_base64(content: bytes) -> bytes:
    """What Base64 stands for, also where it lost the signs that fill its end."""
    digits = b"".join(content.split()).rstrip(b"=")
    return binascii.a2b_base64(digits + b"=" * (-len(digits) % 4), strict_mode=True)


def _on_one_line(value: str, parameters: Parameters, parting: str = "") -> str:
    """A value as it is decoded, with a parting where its lines end if there is one."""
    text = _decoded(value, parameters) if parameters.is_coded else value
    text = _BREAKS.sub(parting, text) if parting else text
    return " ".join(text.split()) if parameters.is_coded else text


def _in_one_encoding(data: bytes) -> bytes:
    """The properties that name a character set in UTF-8, where not all of the file is so."""
    if is_utf8(data):
        return data
    return _NAMES_CHARSET.sub(_in_utf8, data)


def _in_utf8(line: re.Match[bytes]) -> bytes:
    """A property in UTF-8; one that is not in the character set it names, as it is."""
    try:
        return line[1] + line[3].decode(line[2].decode("ascii")).encode("utf-8")
    except (LookupError, ValueError):
        return line[0]


def _unfolded(data: bytes) -> bytes:
    data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    if _INDENTED.search(
        data, 0, _HEAD
    ):  # Nothing is folded behind a begin: the whole file is indented.
        data = _INDENT.sub(b"\n", data)
    if b"=\n" in data and _QUOTED in data.lower():
        data = b"".join(_without_soft_breaks(data))
    if b"\n " in data or b"\n\t" in data:
        data = _BLANK_BEGIN.sub(b"\n", data)
        data = data.replace(b"\n ", b"").replace(b"\n\t", b"")
    return data


def _without_soft_breaks(data: bytes) -> Iterator[bytes]:
    """The pieces between the breaks that belong to values in quoted-printable."""
    done = floor = 0
    at = data.find(b"=\n")
    while at != -1:
        following = at + 2
        is_break = _is_quoted(data, max(data.rfind(b"\n", floor, at) + 1, floor), at)
        while is_break and not _EDGE.match(data, following):
            yield data[done:at]
            done = following
            end = data.find(b"\n", following)
            following = len(data) if end == -1 else end + 1
            is_break = end > done and data[end - 1 : end] == b"="
            at = end - 1
        floor = following
        at = data.find(b"=\n", following)
    yield data[done:]


def _is_quoted(data: bytes, begin: int, end: int) -> bool:
    """Whether the line is a property in quoted-printable."""
    colon = data.find(b":", begin, min(begin + _LONGEST_NAME, end))
    return colon != -1 and _QUOTED in data[begin:colon].lower()
