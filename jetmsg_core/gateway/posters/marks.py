"""Memory that the worker shares with a process of posters: a byte for each slot, in which the
process notes that a call begins, and the moment at which it was last seen running.

The byte is written before anything of the call leaves, and the memory outlives the process. So of
a process that is dead, a call without the note is proved not to have left.
"""

from __future__ import annotations

import mmap
import os
import struct
import time

_BEAT = struct.Struct("d")


class Marks:
    """The shared memory of `slots` slots, over a file without a name. Moments are those of this
    machine's steady clock."""

    def __init__(self, fd: int, slots: int) -> None:
        self._memory = mmap.mmap(fd, _BEAT.size + slots)

    @staticmethod
    def make_room(fd: int, slots: int) -> None:
        """Makes an empty file as large as the memory, all zeros."""
        os.ftruncate(fd, _BEAT.size + slots)

    def clear(self, slot: int) -> None:
        """Notes that the next call of the slot has not begun."""
        self._memory[_BEAT.size + slot] = 0

    def begin(self, slot: int) -> None:
        """Notes that the call of the slot begins."""
        self._memory[_BEAT.size + slot] = 1

    def has_begun(self, slot: int) -> bool:
        """Tells whether the call of the slot was noted to begin."""
        return bool(self._memory[_BEAT.size + slot])

    def beat(self) -> None:
        """Notes that the process runs now."""
        _BEAT.pack_into(self._memory, 0, time.monotonic())

    @property
    def silent_seconds(self) -> float:
        """It says for how long the process was not seen running."""
        (beat,) = _BEAT.unpack_from(self._memory, 0)
        return time.monotonic() - float(beat)

    def close(self) -> None:
        """Lets go of the memory."""
        self._memory.close()
