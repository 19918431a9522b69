"""A chunk's states, and what belongs to each. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple

from jetmsg_core.states.recipient import RecipientState


class ChunkState(StrEnum):
    """The usual way is planned → sending → accepted | refused | unknown.

    planned → cancelled            the campaign was stopped
    planned → unknown              it was stopped before a second call: the first may have arrived
    sending → planned              only when it is proved that nothing was taken
    sending → cancelled            before the call: all of it opted out
    unknown → accepted | planned   a person decides
    planned → accepted             a report told of all before they were called again
    """

    PLANNED = "planned"
    SENDING = "sending"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"


class ChunkStateFacts(NamedTuple):
    """The state of a chunk's recipients, but for those of whom there is a result of their own; and
    whether the chunk still needs a call or has one on its way."""

    recipient_state: RecipientState
    is_open: bool


CHUNK_STATES: Mapping[ChunkState, ChunkStateFacts] = {
    ChunkState.PLANNED: ChunkStateFacts(RecipientState.QUEUED, is_open=True),
    ChunkState.SENDING: ChunkStateFacts(RecipientState.SENDING, is_open=True),
    ChunkState.ACCEPTED: ChunkStateFacts(RecipientState.SUBMITTED, is_open=False),
    ChunkState.REFUSED: ChunkStateFacts(RecipientState.REFUSED, is_open=False),
    ChunkState.UNKNOWN: ChunkStateFacts(RecipientState.UNKNOWN, is_open=False),
    ChunkState.CANCELLED: ChunkStateFacts(RecipientState.CANCELLED, is_open=False),
}
