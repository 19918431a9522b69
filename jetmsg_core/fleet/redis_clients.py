"""How this program speaks to Redis. Nothing is tried again below: a command whose reply is lost may
have run, and only whoever sent it knows whether it may run twice.

`Redis()` of redis-py 8 tries ten times by itself, time-outs included; `from_url` does not, and is
told so once more.
"""

from __future__ import annotations

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

NETWORK_ERRORS = (RedisError, OSError)
"""What a command can end in: whether it ran is not known then."""

TIMEOUT_SECONDS = 3.0
"""For the reply to a command. Redis answers in less than a millisecond, or is in trouble."""

CONNECT_SECONDS = 2.0

MOST_BLOCKED_SECONDS = 1.0
"""For which a read may wait at Redis: well under the time-out."""


def client_of(url: str, *, connections: int = 4) -> Redis:
    """Gives a client for up to `connections` threads at once, whose replies are texts. It connects
    with the first command, which raises one of `NETWORK_ERRORS` where that fails."""
    return Redis.from_url(
        url,
        retry=Retry(NoBackoff(), 0),
        socket_timeout=TIMEOUT_SECONDS,
        socket_connect_timeout=CONNECT_SECONDS,
        max_connections=connections + 2,
        decode_responses=True,
    )
