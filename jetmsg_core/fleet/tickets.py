"""The ticket of a call: whoever has it may make the call, and nobody else ever does.

A ticket is a field of a hash, set once and never taken away while the hash is there; its value is
the token of whoever has it, new for each try. The hash is that of an epoch, and holds the epoch's
marker too: no policy of Redis's can lose the one without the other. One script, which Redis runs
alone, looks in this order:

1. The epoch is another: Redis was started anew (`run_id`), emptied (the marker is gone), or threw
   something away (`evicted_keys`). Nothing is known of tickets then.
2. The ticket is there: the caller's own token means *mine*, any other *taken*. So whoever lost a
   reply asks again with the same token.
3. The deadline is past, by Redis's clock, or by the latest time it was ever seen to show, so that
   a clock that is set back gives no time: *late*. Nothing is taken.
4. The ticket is taken without a time to live: *mine*.

A poster posts after a *mine* that it received, and after nothing else. The worker takes a ticket
back by the same script without a deadline: *mine* proves that nobody made the call and nobody will.
`tests/fleet/test_ticket_model.py` says what breaks when one of these rules is left out.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from redis import Redis

AT_ONCE = 500
"""Tickets in one round trip."""

PREFIX = "jetmsg:"
"""What each key of ours in Redis begins with."""

_EPOCH = """
local function epoch_of(key)
  local info = redis.call('INFO', 'server', 'stats')
  return string.match(info, 'run_id:(%x+)') .. ':' .. string.match(info, 'evicted_keys:(%d+)')
    .. ':' .. (redis.call('HGET', key, 'marker') or '')
end
local function milliseconds()
  local now = redis.call('TIME')
  return now[1] * 1000 + math.floor(now[2] / 1000)
end
"""

# Redis that is full refuses to write, but for scripts that say so: what is on its way must end.
# Asked for are pairs of a call and a token.
_TAKE = f"""#!lua flags=allow-oom
{_EPOCH}
local key, deadline = KEYS[1], ARGV[2]
local is_same = epoch_of(key) == ARGV[1]
local now = milliseconds()
local latest = tonumber(redis.call('HGET', key, 'time') or 0)
if is_same and now > latest then
  redis.call('HSET', key, 'time', string.format('%d', now))
else
  now = math.max(now, latest)
end
local function take(call, token)
  if not is_same then return 'other_epoch' end
  local owner = redis.call('HGET', key, call)
  if owner == token then return 'mine' end
  if owner then return 'taken' end
  if deadline ~= '' and now > tonumber(deadline) then return 'late' end
  redis.call('HSET', key, call, token)
  return 'mine'
end
local replies = {{}}
for place = 3, #ARGV, 2 do table.insert(replies, take(ARGV[place], ARGV[place + 1])) end
return replies
"""

_BEGIN = f"""
{_EPOCH}
redis.call('HSETNX', KEYS[1], 'marker', ARGV[1])
return epoch_of(KEYS[1])
"""

_LOOK = f"""#!lua flags=no-writes
{_EPOCH}
return {{epoch_of(KEYS[1]), milliseconds(), redis.call('HLEN', KEYS[1])}}
"""


class Ticket(StrEnum):
    """What Redis says of a ticket."""

    MINE = "mine"
    TAKEN = "taken"
    LATE = "late"
    OTHER_EPOCH = "other_epoch"


@dataclass(frozen=True)
class Epoch:
    """A time in which Redis forgot nothing: the name of its hash, and what the script compares."""

    name: str
    proof: str

    @property
    def key(self) -> str:
        """The key of the hash with this epoch's tickets."""
        return f"{PREFIX}tickets:{self.name}"


@dataclass(frozen=True)
class EpochLook:
    """What Redis is now: whether `epoch` still is, its clock in milliseconds since 1970, and the
    tickets that were taken in the epoch."""

    is_the_same: bool
    clock: int
    tickets: int


def new_token() -> str:
    """Gives a token for one try at a ticket, which nobody else has."""
    return secrets.token_urlsafe(9)


class Tickets:
    """The tickets in the Redis of `client`. Each method raises one of `NETWORK_ERRORS` where no
    reply came: then nothing is known, and whoever asks again does so with the same token."""

    def __init__(self, client: Redis) -> None:
        self._client = client
        self._take = client.register_script(_TAKE)
        self._begin = client.register_script(_BEGIN)
        self._look = client.register_script(_LOOK)

    def begin(self) -> Epoch:
        """Begins an epoch in which no ticket was ever taken."""
        name, marker = secrets.token_hex(8), secrets.token_hex(8)
        key = Epoch(name, "").key
        return Epoch(name, str(self._begin(keys=[key], args=[marker])))

    def look(self, epoch: Epoch) -> EpochLook:
        """Looks whether the epoch still is, and what time it is."""
        proof, clock, fields = self._look(keys=[epoch.key])
        # The marker and the latest time are fields of the hash too.
        return EpochLook(proof == epoch.proof, int(clock), max(0, int(fields) - 2))

    def take(self, epoch: Epoch, call: str, token: str, *, deadline: int) -> Ticket:
        """Asks for the ticket of `call`, to make it. `deadline` is in milliseconds since 1970."""
        return self._ask(epoch, [(call, token)], str(deadline))[0]

    def take_back(self, epoch: Epoch, call: str, token: str) -> Ticket:
        """Asks for the ticket of `call`, however late it is, so that nobody makes it."""
        return self._ask(epoch, [(call, token)], "")[0]

    def take_all_back(self, epoch: Epoch, tokens: Sequence[tuple[str, str]]) -> list[Ticket]:
        """Takes back as `take_back` does, for pairs of a call and a token, in few round trips."""
        tickets: list[Ticket] = []
        for start in range(0, len(tokens), AT_ONCE):
            tickets += self._ask(epoch, tokens[start : start + AT_ONCE], "")
        return tickets

    def _ask(self, epoch: Epoch, tokens: Sequence[tuple[str, str]], deadline: str) -> list[Ticket]:
        words = [epoch.proof, deadline, *(word for pair in tokens for word in pair)]
        return [Ticket(reply) for reply in self._take(keys=[epoch.key], args=words)]

    def forget(self, epoch: Epoch) -> None:
        """Forgets an epoch: from here on each of its tickets is of another epoch for everybody."""
        self._client.unlink(epoch.key)
