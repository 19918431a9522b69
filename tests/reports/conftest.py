"""A campaign that was sent through the sandbox, for reports to be about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from fixtures import NewCampaign, Send, StartGateway
from read_back import read_recipients

from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.campaigns.lifecycle.control import Status
from jetmsg_core.reports import importing
from jetmsg_core.reports.importing import ImportedReport
from jetmsg_core.settings import Settings
from jetmsg_core.states import RecipientState


@dataclass(frozen=True)
class Sent:
    settings: Settings
    id: int
    url: str

    @property
    def ledger(self) -> list[dict[str, Any]]:
        return read_recipients(self.settings, self.id, limit=10_000)

    @property
    def status(self) -> Status:
        return control.status(self.settings, self.id)

    @property
    def counts(self) -> dict[str, int]:
        """States with anybody in them. They always add up, and are those of the ledger."""
        counts = self.status.recipients
        assert sum(counts.values()) == self.status.campaign.recipients
        by_state = {state.value: count for state, count in counts.items() if count}
        assert by_state == tallied(self.ledger)
        return by_state

    def take(self, data: bytes, **how: Any) -> ImportedReport:
        return importing.import_report(self.settings, data, **how)

    def state_of(self, seq: int) -> RecipientState:
        return RecipientState(self.ledger[seq - 1]["state"])


def tallied(ledger: list[dict[str, Any]]) -> dict[str, int]:
    states = [row["state"] for row in ledger]
    return {state: states.count(state) for state in dict.fromkeys(states)}


@pytest.fixture
def sent(
    settings: Settings, start_gateway: StartGateway, new_campaign: NewCampaign, send: Send
) -> Callable[..., Sent]:
    """Sends to `count` people through a sandbox with these options."""

    def make(count: int = 10, *options: str, **brief: Any) -> Sent:
        url = start_gateway(*options).url
        made = new_campaign(count, "Hello", **brief)
        send(made)
        return Sent(settings, made, url)

    return make
