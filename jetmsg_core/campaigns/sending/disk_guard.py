"""Whether there is room on the disk for what the next calls bring back.

The system is asked how much is free, at most once a second. It does not know of quotas, so what the
database itself met counts too: after a write that found no room nothing is claimed for some
seconds.
"""

from __future__ import annotations

from jetmsg_core.disk import room as disk_room
from jetmsg_core.settings import Settings

LOOK_SECONDS = 1.0
"""Between two questions to the system."""

AFTER_FULL_SECONDS = 5.0
"""Between a write that found no room and the next claim."""

WAS_FULL = "The database could not be written to: its disk was full or failing."


class DiskGuard:
    """What one worker knows of the room on its disk. `now` is of the steady clock."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._look_at = float("-inf")
        self._full_until = float("-inf")
        self._shortage: disk_room.Shortage | None = None

    def why_not(self, now: float) -> str | None:
        """Gives the sentence why nothing may be claimed; None where there is room."""
        if now >= self._look_at:
            self._look_at = now + LOOK_SECONDS
            was_short = self._shortage is not None
            self._shortage = disk_room.shortage(self._settings, was_short=was_short)
        if self._shortage is not None:
            return self._shortage.sentence
        return WAS_FULL if now < self._full_until else None

    def was_full(self, now: float) -> None:
        """Notes a write that found no room."""
        self._full_until = now + AFTER_FULL_SECONDS
