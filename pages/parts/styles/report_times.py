"""Times of delivery reports, which come in seconds."""

from __future__ import annotations

from datetime import UTC, datetime

from jetmsg_core.primitives.times import second_in_ist


def seconds_in_ist(seconds: int | None) -> str:
    """Gives a moment as people in India read it; nothing where a report names none."""
    if seconds is None:
        return ""
    return second_in_ist(datetime.fromtimestamp(seconds, UTC))
