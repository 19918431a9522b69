"""Times of delivery reports, which come in seconds."""

from __future__ import annotations

from datetime import UTC, datetime

from jetmsg_core.primitives.times import in_ist


def seconds_in_ist(seconds: int, form: str = "%d %b, %H:%M:%S") -> str:
    return in_ist(datetime.fromtimestamp(seconds, UTC), form)
