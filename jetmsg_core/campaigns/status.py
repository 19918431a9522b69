"""A campaign and the counts of all who are in it, as of one moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from jetmsg_core.states import CHUNK_STATES, OVER, ChunkState, RecipientState
from jetmsg_core.store.database import Database, snapshot
from jetmsg_core.store.ledger import campaigns
from jetmsg_core.store.ledger.campaigns import Campaign, Progress, Tally
from jetmsg_core.store.readings import live_counts
from jetmsg_core.store.readings.live_counts import AssumedSent
from jetmsg_core.store.reports import deliveries


@dataclass(frozen=True)
class Status:
    """A campaign and the counts of its recipients and chunks by state."""

    campaign: Campaign
    progress: Progress
    reported: Mapping[RecipientState, int] = field(default_factory=dict)
    """How many of the submitted a delivery report has told more of, by what it told."""
    assumed: AssumedSent = field(default_factory=AssumedSent)
    """Those of the submitted of whom nothing is known but that a person decided so."""

    @property
    def recipients(self) -> dict[RecipientState, int]:
        """Gives every state with its count; they add up to the campaign's recipients."""
        return people_by_state(self.progress, self.reported)

    @property
    def taken(self) -> int:
        """The recipients whose message the gateway said it took, or a report tells of."""
        return self.submitted - self.assumed.recipients

    @property
    def submitted(self) -> int:
        """The recipients whose message the gateway took, or is assumed to have, whatever a report
        said since."""
        return self.tally(ChunkState.ACCEPTED).submitted

    @property
    def chunks(self) -> dict[ChunkState, int]:
        """Gives every state with its number of chunks."""
        return {state: self.tally(state).chunks for state in ChunkState}

    @property
    def parts_submitted(self) -> int:
        """The parts of the messages that the gateway took."""
        return self.tally(ChunkState.ACCEPTED).submitted_parts

    @property
    def settled(self) -> int:
        """The number of recipients that need no more calls."""
        still_open = (state for state, facts in CHUNK_STATES.items() if facts.is_open)
        return self.campaign.recipients - sum(self.tally(state).addressed for state in still_open)

    @property
    def is_over(self) -> bool:
        """Tells whether it is finished or stopped."""
        return self.campaign.state in OVER

    def tally(self, state: ChunkState) -> Tally:
        """Gives what is counted of the chunks in a state."""
        return self.progress.get(state, Tally())


def people_by_state(
    progress: Progress, reported: Mapping[RecipientState, int]
) -> dict[RecipientState, int]:
    """Gives every state with its count of recipients, of one campaign or of many together."""
    counts = dict.fromkeys(RecipientState, 0)
    for state, facts in CHUNK_STATES.items():
        counts[facts.recipient_state] += progress.get(state, Tally()).addressed
    accepted = progress.get(ChunkState.ACCEPTED, Tally())
    counts[RecipientState.NOT_ACCEPTED] = accepted.addressed - accepted.submitted
    counts[RecipientState.SUBMITTED] -= counts[RecipientState.NOT_ACCEPTED]
    # Those who opted out after planning.
    counts[RecipientState.CANCELLED] += sum(tally.withheld for tally in progress.values())
    for reported_state, people in reported.items():
        counts[reported_state] += people
        counts[RecipientState.SUBMITTED] -= people
    return counts


def status_from(db: Database, campaign_id: int) -> Status:
    """Gives a campaign as `status` does, from a database that is open."""
    return with_counts(db, campaigns.existing(db, campaign_id))


def with_counts(db: Database, campaign: Campaign) -> Status:
    """Gives a campaign with its counts, all as of one moment: a report imported between them would
    take a recipient away from *submitted* who is not there yet."""
    if db.conn.in_transaction:
        return _counted(db, campaign)
    with snapshot(db):
        return _counted(db, campaign)


def _counted(db: Database, campaign: Campaign) -> Status:
    reported = deliveries.counts(db, campaign.id)
    assumed = live_counts.assumed_sent(db, campaign.id)
    return Status(campaign, campaigns.progress(db, campaign.id), reported, assumed)
