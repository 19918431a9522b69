"""What is said of the hours in which promotional messages leave. Pure."""

from __future__ import annotations

from datetime import datetime, time

from jetmsg_core.primitives.times import in_ist, time_of_day


def promotional_hours(stops: time) -> str:
    """Gives the sentence that says the hours, which end at `stops` IST."""
    return f"Promotional messages leave from 10:00 to {time_of_day(stops)} IST only."


def would_wait(stops: time, opening: datetime) -> str:
    """Gives the hours, and that a start outside of them waits until `opening`."""
    return f"{promotional_hours(stops)} It would wait until {in_ist(opening)}."
