"""A stream of a compound file, which an .xls is (MS-CFB, 2.2 to 2.6)."""

from __future__ import annotations

import struct
from collections.abc import Iterable

_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER = struct.Struct("<8s16xHHHHH6xLLLLLLLLL")
_LAST_SECTOR = 0xFFFFFFFA
_ENTRY = 128
_STREAM, _ROOT = 2, 5


def stream_of(data: bytes, name: str) -> bytes | None:
    """Gives the stream of this name, None where there is none that could be followed."""
    try:
        return _File(data).stream(name)
    except (struct.error, ValueError, IndexError):
        return None


class _File:
    def __init__(self, data: bytes) -> None:
        header = _HEADER.unpack_from(data)
        if header[0] != _MAGIC:
            raise ValueError
        self._data = data
        self._size, self._small = 1 << header[4], 1 << header[5]
        if self._size not in (512, 4096) or self._small != 64:
            raise ValueError
        self._least = header[10]
        self._table = self._longs(self._table_sectors(header[13], header[14]))
        entries = self._chain(header[8])
        self._entries = [entries[at : at + _ENTRY] for at in range(0, len(entries), _ENTRY)]
        self._small_table = self._longs_of(self._chain(header[11])) if header[12] else ()

    def stream(self, name: str) -> bytes | None:
        """A short stream lies in small sectors within that of the root."""
        root = next((e for e in self._entries if e[66] == _ROOT), None)
        for entry in self._entries:
            if entry[66] != _STREAM or _name(entry).lower() != name.lower():
                continue
            start, size = struct.unpack_from("<LL", entry, 116)
            if size >= self._least or root is None:
                return self._chain(start)[:size]
            held = self._chain(struct.unpack_from("<L", root, 116)[0])
            return b"".join(
                held[at * self._small : (at + 1) * self._small]
                for at in _places(start, self._small_table)
            )[:size]
        return None

    def _table_sectors(self, more: int, count: int) -> list[int]:
        """Where the table of sectors lies: 109 places are in the header, more in a chain."""
        sectors = list(struct.unpack_from("<109L", self._data, 76))
        for _ in range(count):
            if more >= _LAST_SECTOR:
                break
            *further, more = struct.unpack(f"<{self._size // 4}L", self._sector(more))
            sectors += further
        return [sector for sector in sectors if sector < _LAST_SECTOR]

    def _longs(self, sectors: Iterable[int]) -> tuple[int, ...]:
        return self._longs_of(b"".join(map(self._sector, sectors)))

    def _longs_of(self, held: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(held) // 4}L", held[: len(held) // 4 * 4])

    def _chain(self, start: int) -> bytes:
        return b"".join(map(self._sector, _places(start, self._table)))

    def _sector(self, at: int) -> bytes:
        begin = (at + 1) * self._size
        if begin >= len(self._data):
            raise ValueError
        return self._data[begin : begin + self._size].ljust(self._size, b"\0")


def _places(start: int, table: tuple[int, ...]) -> list[int]:
    """The sectors of a chain, of which none comes twice."""
    sectors: list[int] = []
    at = start
    while at < _LAST_SECTOR:
        if len(sectors) > len(table):
            raise ValueError
        sectors.append(at)
        at = table[at]
    return sectors


def _name(entry: bytes) -> str:
    (length,) = struct.unpack_from("<H", entry, 64)
    return entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
