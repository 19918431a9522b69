"""What sending a frozen campaign would mean, told once more before it is started."""

from __future__ import annotations

from dataclasses import dataclass

from jetmsg_core.campaigns import approvals
from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.campaigns.lifecycle.promotional_hours import wait_of
from jetmsg_core.campaigns.plan.chunking import estimate_seconds
from jetmsg_core.campaigns.preview.preview import USUAL_CALL_SECONDS, rate_of
from jetmsg_core.errors import JetmsgError
from jetmsg_core.messages.dlt.rules import lapse_warning
from jetmsg_core.primitives.numbers import cost, with_commas
from jetmsg_core.primitives.times import Clock, in_ist, utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.store.balances import samples
from jetmsg_core.store.database import Database, open_database
from jetmsg_core.store.ledger import chunks
from jetmsg_core.store.ledger.campaigns import Campaign
from jetmsg_core.store.restoring import restorations
from jetmsg_core.store.saved import templates


@dataclass(frozen=True)
class Readiness:
    """What a person looks at before a campaign starts. `balance` is the pool's last known one.
    `obstacles` forbid a start, `warnings` do not. `not_approved` says why a start now lacks an
    approval; it is empty where it needs none or has one."""

    balance: int | None
    estimate_seconds: float
    warnings: tuple[str, ...]
    obstacles: tuple[str, ...]
    not_approved: str = ""


def before_sending(settings: Settings, campaign: Campaign, clock: Clock = utc_now) -> Readiness:
    """Gives what is known about a campaign that is about to start."""
    with open_database(settings.database_path) as db:
        sample = samples.latest(db, settings.mode)
        measured = chunks.mean_call_seconds(db)
        obstacles = _obstacles(settings, db, campaign, clock)
        not_approved = approvals.why_not_approved(db, settings, campaign)
        template = templates.of_dlt_id(db, campaign.template_id)
        put_back = restorations.newest_since(db, campaign.created_at)
    balance = sample.credits_of(campaign.pool) if sample else None
    return Readiness(
        balance=balance,
        estimate_seconds=estimate_seconds(
            campaign.chunks,
            senders=settings.senders,
            call_seconds=USUAL_CALL_SECONDS if measured is None else measured,
            rate=rate_of(settings, campaign.channel),
        ),
        warnings=(
            *_warnings(settings, campaign, balance, clock),
            *filter(None, [lapse_warning(template.name, template.lapsed) if template else None]),
            *(() if put_back is None else (_may_be_known(put_back),)),
        ),
        obstacles=obstacles,
        not_approved=not_approved,
    )


def _may_be_known(since: str) -> str:
    return (
        f"The database was restored to how it was on {in_ist(since)} IST. If this was sent after "
        "that, its people have it already."
    )


def _obstacles(
    settings: Settings, db: Database, campaign: Campaign, clock: Clock
) -> tuple[str, ...]:
    try:
        control.require_ready(settings, campaign.id)
        control.refuse_over_caps(db, settings, campaign, clock())
    except JetmsgError as error:
        return (str(error),)
    return ()


def _warnings(
    settings: Settings, campaign: Campaign, balance: int | None, clock: Clock
) -> list[str]:
    warnings = []
    if balance is not None and balance < campaign.parts:
        warnings.append(
            f"It needs {cost(campaign.parts)}, and {with_commas(balance)} were left "
            "at the last reading. The rest waits until you top up; nobody is lost."
        )
    if waits := wait_of(settings, campaign, clock()):
        warnings.append(waits)
    return warnings
