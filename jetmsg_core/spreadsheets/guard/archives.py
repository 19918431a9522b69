"""The zip archive an .xlsx, .xlsb or .ods is. Everything is inflated in pieces and counted, and
what the archive says of its own sizes is not believed."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator

from jetmsg_core.spreadsheets.bounds import Bounds
from jetmsg_core.spreadsheets.refusals import RefusedWorkbookError, WorkbookRefusal

_PIECE = 1 << 20
_LARGEST_LISTING = 20_000_000
"""Bytes of a part that is held as a whole: relationships, the names of the sheets, styles."""
_LOCAL_HEADER = struct.Struct("<26xHH")
_DAMAGE = (zipfile.BadZipFile, zlib.error, struct.error, ValueError, EOFError, OSError)


class Archive:
    """The members of an archive by name, whatever the case and slashes they are written with, as
    calamine finds them. Raises RefusedWorkbookError, here and when a member is read."""

    def __init__(self, data: bytes, bounds: Bounds) -> None:
        self._data = data
        self._left = bounds.unpacked
        try:
            entries = zipfile.ZipFile(io.BytesIO(data)).infolist()
        except (*_DAMAGE, NotImplementedError):
            raise RefusedWorkbookError(WorkbookRefusal.UNREADABLE) from None
        self._members = {_key(entry.filename): entry for entry in entries}
        if len(self._members) < len(entries) or len(entries) > bounds.entries:
            # Of two members of one name nobody knows which one is read.
            raise RefusedWorkbookError(WorkbookRefusal.UNREADABLE)

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._members

    def whole(self, name: str) -> bytes:
        """Gives the content of a small member. Raises RefusedWorkbookError where it is larger than
        a listing may be."""
        held = bytearray()
        for piece in self.pieces(name):
            held += piece
            if len(held) > _LARGEST_LISTING:
                raise RefusedWorkbookError(WorkbookRefusal.UNPACKS_TOO_LARGE)
        return bytes(held)

    def pieces(self, name: str) -> Iterator[bytes]:
        """Gives the content of a member piece by piece. Raises RefusedWorkbookError where there is
        no such member, where it is damaged, and where the archive unpacks to more than it may."""
        entry = self._members.get(_key(name))
        if entry is None:
            raise RefusedWorkbookError(WorkbookRefusal.UNREADABLE)
        try:
            for piece in _inflated(self._data, entry):
                self._left -= len(piece)
                if self._left < 0:
                    raise RefusedWorkbookError(WorkbookRefusal.UNPACKS_TOO_LARGE)
                yield piece
        except _DAMAGE:
            raise RefusedWorkbookError(WorkbookRefusal.UNREADABLE) from None

    def with_member(self, name: str, content: bytes) -> bytes:
        """Gives the archive's bytes with another content of one member."""
        copy = io.BytesIO(self._data)
        with zipfile.ZipFile(copy, "a", zipfile.ZIP_DEFLATED) as archive:
            entry = next(
                member for member in archive.infolist() if _key(member.filename) == _key(name)
            )
            archive.filelist.remove(entry)
            del archive.NameToInfo[entry.filename]
            archive.writestr(entry.filename, content)
        return copy.getvalue()


def _key(name: str) -> str:
    return name.replace("\\", "/").lower()


def _inflated(data: bytes, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    """A member's real bytes, however many its header promises."""
    name, extra = _LOCAL_HEADER.unpack_from(data, entry.header_offset)
    start = entry.header_offset + 30 + name + extra
    packed = memoryview(data)[start : start + entry.compress_size]
    if entry.compress_type == zipfile.ZIP_STORED:
        yield from (bytes(packed[at : at + _PIECE]) for at in range(0, len(packed), _PIECE))
        return
    if entry.compress_type != zipfile.ZIP_DEFLATED or entry.flag_bits & 1:
        raise RefusedWorkbookError(WorkbookRefusal.UNREADABLE)
    inflating = zlib.decompressobj(-15)
    rest: bytes | memoryview = packed
    while len(rest) and not inflating.eof:
        yield inflating.decompress(rest, _PIECE)
        rest = inflating.unconsumed_tail
