"""The words of the ledger: one per concept, the same in code, database and on screen. Pure.

pool       channels, and which credits a message is paid from
campaign   a campaign's states, and which may follow which
chunk      a chunk's states: one call of the gateway each
recipient  what became of each recipient; assumed, of those that a person counts as sent
hold       why a running campaign waits

Each enum has one table of all that belongs to its members, in the order in which people see them:
words, colours, what is final, what to do. `tests/house/test_tables_cover_enums.py` sees that the
table knows every member. Colours are Streamlit's names for badges and hex codes for charts; icons
are names of Material symbols.
"""

from jetmsg_core.states.assumed import ASSUMED, ASSUMED_SENT, facts_of
from jetmsg_core.states.campaign import (
    AT_REST,
    CAMPAIGN_STATES,
    CAMPAIGN_TRANSITIONS,
    OVER,
    UNDER_WAY,
    UNSTARTED,
    CampaignState,
    CampaignStateFacts,
    states_before,
)
from jetmsg_core.states.chunk import CHUNK_STATES, ChunkState, ChunkStateFacts
from jetmsg_core.states.hold import CIRCUIT_OPEN, HOLDS, SELF_ENDING, DetailSource, Hold, HoldFacts
from jetmsg_core.states.pool import (
    CAMPAIGN_POOLS,
    CHANNEL_NAMES,
    CREDIT_POOLS,
    POOL_NAMES,
    Channel,
    Pool,
)
from jetmsg_core.states.recipient import (
    FAILED,
    HAVE_OR_GET,
    NEVER_SENT,
    NOT_SUBMITTED,
    REACHED,
    RECIPIENT_STATES,
    REPORTED,
    WITHOUT_REASON,
    RecipientState,
    RecipientStateFacts,
)

__all__ = [
    "ASSUMED",
    "ASSUMED_SENT",
    "AT_REST",
    "CAMPAIGN_POOLS",
    "CAMPAIGN_STATES",
    "CAMPAIGN_TRANSITIONS",
    "CHANNEL_NAMES",
    "CHUNK_STATES",
    "CIRCUIT_OPEN",
    "CREDIT_POOLS",
    "FAILED",
    "HAVE_OR_GET",
    "HOLDS",
    "NEVER_SENT",
    "NOT_SUBMITTED",
    "OVER",
    "POOL_NAMES",
    "REACHED",
    "RECIPIENT_STATES",
    "REPORTED",
    "SELF_ENDING",
    "UNDER_WAY",
    "UNSTARTED",
    "WITHOUT_REASON",
    "CampaignState",
    "CampaignStateFacts",
    "Channel",
    "ChunkState",
    "ChunkStateFacts",
    "DetailSource",
    "Hold",
    "HoldFacts",
    "Pool",
    "RecipientState",
    "RecipientStateFacts",
    "facts_of",
    "states_before",
]
