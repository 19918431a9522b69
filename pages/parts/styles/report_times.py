"""Times of delivery reports, which come in seconds."""

from __future__ import annotations

from datetime import UTC, datetime

from jetmsg_core.primitives.times import in_ist


def seconds_in_ist(seconds: int | None, form: str = "%d %b, %H:%M:%S") -> str:
    """Gives a moment as people in India read it; nothing where a report names none."""
    if seconds is None:
        return ""
    return in_ist(datetime.fromtimestamp(seconds, UTC), form)
