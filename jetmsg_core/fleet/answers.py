"""The stream in which posters leave what came of their calls, until the worker has it on disk.

A report whose writing was not confirmed is written again, so some are there twice: who reads drops
those of calls that it no longer waits for. Nothing is cut off by length. The worker takes away what
it has recorded; what nobody took away for a week is of a worker that is no more.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, cast

from redis import Redis

from jetmsg_core.fleet.tickets import PREFIX

STREAM = f"{PREFIX}reports"
KEPT = timedelta(days=7)
AT_ONCE = 500
"""Reports that are read in one round trip."""

# Written although Redis is full: an answer that is lost makes a call unknown.
_ADD = """#!lua flags=allow-oom
for _, report in ipairs(ARGV) do redis.call('XADD', KEYS[1], '*', 'report', report) end
return #ARGV
"""

Entry = tuple[str, str]
"""The id of a report in the stream, and the report as it travels."""


class Answers:
    """The stream in the Redis of `client`. Each method raises one of `NETWORK_ERRORS` where no
    reply came."""

    def __init__(self, client: Redis) -> None:
        self._client = client
        self._add = client.register_script(_ADD)

    def add(self, reports: Sequence[str]) -> None:
        """Leaves reports for the worker."""
        self._add(keys=[STREAM], args=list(reports))

    def after(self, last: str, *, wait: float = 0.0) -> list[Entry]:
        """Gives up to `AT_ONCE` reports that came after the one with the id `last` ("0": the first
        that is there), in order; waits up to `wait` seconds for one."""
        block = max(1, round(wait * 1000)) if wait else None
        streams = self._client.xread({STREAM: last}, count=AT_ONCE, block=block)
        if not streams:
            return []
        entries = cast("list[tuple[str, dict[str, str]]]", _entries(streams))
        return [(stream_id, fields["report"]) for stream_id, fields in entries if fields]

    def remove(self, ids: Sequence[str]) -> None:
        """Takes away reports that are on disk."""
        if ids:
            self._client.xdel(STREAM, *ids)

    def forget_old(self, now: int) -> None:
        """Takes away what is older than `KEPT`; `now` is in milliseconds since 1970."""
        oldest = now - round(KEPT.total_seconds() * 1000)
        self._client.xtrim(STREAM, minid=str(oldest), approximate=True)


def _entries(streams: Any) -> Any:
    """Those of the one stream: a list of pairs, or with RESP3 a mapping."""
    if isinstance(streams, dict):
        entries = streams[STREAM]
        # Some releases wrap the entries of a stream in one more list.
        return entries[0] if entries and isinstance(entries[0], list) else entries
    return streams[0][1]
