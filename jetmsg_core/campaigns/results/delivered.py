"""How many of a campaign are known to be delivered: of those a delivery report has come for."""

from __future__ import annotations

from dataclasses import dataclass

from jetmsg_core.campaigns.lifecycle.control import Status
from jetmsg_core.primitives.numbers import percent, with_commas
from jetmsg_core.reports.rates import delivered_share
from jetmsg_core.states import REACHED


@dataclass(frozen=True)
class Delivered:
    """The people of a campaign a delivery report has come for, and those of them it calls
    delivered."""

    reported: int
    delivered: int

    @property
    def share(self) -> float | None:
        """Delivered of those a report has come for, 0 to 1; None before one has."""
        return delivered_share(self.delivered, self.reported)

    @property
    def words(self) -> str:
        """Says it in words; of nobody else than those a report has come for."""
        if self.share is None:
            return "no delivery report yet"
        counts = f"{with_commas(self.delivered)} delivered of {with_commas(self.reported)} reported"
        return f"{counts} ({percent(self.share)})"


def delivered_of(status: Status) -> Delivered:
    """Gives what the delivery reports of a campaign come to."""
    return Delivered(
        reported=sum(status.reported.values()),
        delivered=sum(status.reported.get(state, 0) for state in REACHED),
    )
