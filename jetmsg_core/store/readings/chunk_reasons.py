"""Why the recipients of a chunk are where they are, as SQL over `chunks`. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from jetmsg_core.states import ASSUMED_SENT, CHUNK_STATES, RECIPIENT_STATES, ChunkState

CHUNK_REASONS: Mapping[ChunkState, str] = {
    ChunkState.PLANNED: "''",
    ChunkState.SENDING: "''",
    ChunkState.ACCEPTED: f"iif(reason = '{ASSUMED_SENT}', reason, '')",
    ChunkState.REFUSED: "coalesce(reason, 'other')",
    ChunkState.UNKNOWN: "coalesce(reason, detail, '')",
    ChunkState.CANCELLED: "coalesce(reason, 'stopped')",
}

WITH_REASON = tuple(
    state
    for state, facts in CHUNK_STATES.items()
    if RECIPIENT_STATES[facts.recipient_state].needs_reason
)
"""The states whose recipients are told why."""

REASON_OF_CHUNK = (
    "case state"
    + "".join(
        f" when '{state}' then {CHUNK_REASONS[state]}"
        for state in (*WITH_REASON, ChunkState.ACCEPTED)
    )
    + " else '' end"
)
"""The reason of any chunk, whatever its state."""
