"""Campaigns side by side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.campaigns.lifecycle.control import Status
from jetmsg_core.campaigns.results import durations
from jetmsg_core.campaigns.results.delivered import delivered_of
from jetmsg_core.errors import InputError
from jetmsg_core.reports import rates
from jetmsg_core.settings import Settings
from jetmsg_core.states import ChunkState, Pool

FEWEST, MOST = 2, 4
NOT_ALL_REPORTED = (
    "Credits per delivered message are shown once a delivery report has come for every message "
    "of the campaign. The share delivered is of the people a report has come for."
)


@dataclass(frozen=True)
class Compared:
    """One campaign beside others. Shares are of 1, None where there is nothing to divide by.
    `assumed_sent` of the submitted are so because a person said so, and no report speaks of them.
    Credits are of submitted parts; None for a campaign without credits."""

    campaign: int
    name: str
    recipients: int
    submitted: int
    reported: int
    delivered: int
    unknown: int
    credits: int | None
    seconds: float | None
    assumed_sent: int

    @property
    def taken(self) -> int:
        """The recipients whose message the gateway said it took, or a report tells of."""
        return self.submitted - self.assumed_sent

    @property
    def taken_share(self) -> float:
        """The share of the recipients whose message the gateway said it took, 0 to 1."""
        return self.taken / self.recipients

    @property
    def submitted_share(self) -> float:
        """The share of the recipients whose message the gateway took, or is assumed to have, 0 to
        1."""
        return self.submitted / self.recipients

    @property
    def delivered_share(self) -> float | None:
        """The share of those delivered among those a report has come for."""
        return rates.delivered_share(self.delivered, self.reported)

    @property
    def credits_per_delivered(self) -> float | None:
        """The credits that one delivered message cost; None before the reports of all are there:
        the cost of some over all would mislead."""
        if self.credits is None or not self.delivered or self.reported < self.submitted:
            return None
        return self.credits / self.delivered


def compare(settings: Settings, campaign_ids: Sequence[int]) -> list[Compared]:
    """Gives the campaigns side by side, in the order asked. Raises InputError for too few or too
    many."""
    chosen = list(dict.fromkeys(campaign_ids))
    if not FEWEST <= len(chosen) <= MOST:
        raise InputError("wrong_count", f"Choose {FEWEST} to {MOST} campaigns to compare.")
    return [_compared(settings, control.status(settings, campaign_id)) for campaign_id in chosen]


def _compared(settings: Settings, status: Status) -> Compared:
    campaign, reports = status.campaign, delivered_of(status)
    return Compared(
        campaign=campaign.id,
        name=campaign.name,
        recipients=campaign.recipients,
        submitted=status.submitted,
        reported=reports.reported,
        delivered=reports.delivered,
        unknown=status.tally(ChunkState.UNKNOWN).addressed,
        credits=None if campaign.pool is Pool.NONE else status.parts_submitted,
        seconds=durations.sending_seconds(settings, campaign.id) if status.is_over else None,
        assumed_sent=status.assumed.recipients,
    )
