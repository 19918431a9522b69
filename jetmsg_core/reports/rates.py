"""How much of what was sent reached a phone, as far as reports have come."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import timedelta

from jetmsg_core.primitives.times import Clock, stamp, utc_now
from jetmsg_core.reports.reasons import advice_on
from jetmsg_core.settings import Settings
from jetmsg_core.states import REACHED, REPORTED, RecipientState
from jetmsg_core.store.database import Row, open_database, snapshot
from jetmsg_core.store.reports import rates

MOST_CAMPAIGNS = 1_000
FAILURES = tuple(state.value for state in REPORTED if state not in REACHED)


def delivered_share(delivered: int, reported: int) -> float | None:
    """Gives the share of those delivered among those a report has come for, 0 to 1; None before
    one has."""
    return delivered / reported if reported else None


@dataclass(frozen=True)
class Rate:
    """The rate of one group: messages `submitted`, of these `reported`, of these `delivered`;
    `assumed` of the submitted are only assumed to be sent. `key` is the campaign's id, the
    template, the header or the hour."""

    key: str
    name: str
    submitted: int
    reported: int
    delivered: int
    assumed: int = 0

    @property
    def taken(self) -> int:
        """The messages that the gateway said it took, or a report tells of."""
        return self.submitted - self.assumed

    @property
    def share(self) -> float | None:
        """Delivered of those a report has come for; None before one has."""
        return delivered_share(self.delivered, self.reported)


@dataclass(frozen=True)
class FailureReason:
    """A state and reason for which messages failed, with how many people it was."""

    state: RecipientState
    reason: str
    meaning: str
    recipients: int


@dataclass(frozen=True)
class Rates:
    """The rates at which messages reached the phones: by campaign, template, header and hour of the
    day; and why the rest did not."""

    campaigns: tuple[Rate, ...]
    templates: tuple[Rate, ...]
    headers: tuple[Rate, ...]
    hours: tuple[Rate, ...]
    failures: tuple[FailureReason, ...]


@dataclass(frozen=True)
class Totals:
    """Messages handed to the gateway, of these `submitted`, of these `reported`, of these
    `delivered`; `assumed` of the submitted are only assumed to be sent."""

    sent: int
    submitted: int
    reported: int
    delivered: int
    assumed: int = 0

    @property
    def taken(self) -> int:
        """The messages that the gateway said it took, or a report tells of."""
        return self.submitted - self.assumed


def totals(settings: Settings, days: int, clock: Clock = utc_now) -> Totals:
    """Gives the totals of all campaigns begun in the last `days`."""
    with open_database(settings.database_path) as db, snapshot(db):
        counts = rates.totals(db, settings.mode, stamp(clock() - timedelta(days=days)))
    return Totals(**counts)


def delivery_rates(settings: Settings, days: int | None, clock: Clock = utc_now) -> Rates:
    """Gives the rates of the campaigns begun in the last `days`, None for all. Hours and failures
    are those of campaigns that are over."""
    since = stamp(clock() - timedelta(days=days)) if days else ""
    with open_database(settings.database_path) as db, snapshot(db):
        campaigns = rates.campaigns(db, settings.mode, since, MOST_CAMPAIGNS)
        hours = rates.hours(db, settings.mode, since)
        failures = rates.reasons(db, settings.mode, since, FAILURES)
    with_reports = [row for row in campaigns if row["reported"]]
    return Rates(
        campaigns=tuple(_rate(str(row["id"]), row["name"], [row]) for row in campaigns),
        templates=_grouped(with_reports, lambda row: row["template_id"], "No template"),
        headers=_grouped(with_reports, lambda row: row["sender_id"], "WhatsApp"),
        hours=tuple(
            Rate(str(row["hour"]), f"{row['hour']:02}:00", 0, row["reported"], row["delivered"])
            for row in hours
        ),
        failures=tuple(_failure(row) for row in failures),
    )


def _grouped(
    campaigns: Iterable[Row], key_of: Callable[[Row], str], unnamed: str
) -> tuple[Rate, ...]:
    groups: dict[str, list[Row]] = {}
    for row in campaigns:
        groups.setdefault(key_of(row), []).append(row)
    made = [_rate(key, key or unnamed, members) for key, members in groups.items()]
    return tuple(sorted(made, key=lambda rate: -rate.reported))


def _rate(key: str, name: str, members: list[Row]) -> Rate:
    counts = {
        column: sum(row[column] or 0 for row in members)
        for column in ("submitted", "reported", "delivered", "assumed")
    }
    return Rate(key, name, **counts)


def _failure(row: Row) -> FailureReason:
    state = RecipientState(row["state"])
    return FailureReason(
        state, row["reason"], advice_on(state, row["reason"]).meaning, row["recipients"]
    )
