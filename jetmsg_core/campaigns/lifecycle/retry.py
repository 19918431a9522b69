"""A new campaign from the failures of an old one, for a person to look at and send.

Whoever was refused or not accepted is in it, or whom a delivery report calls undelivered or the
like, or whose turn never came, as a person chooses (`retry_kinds`): unknown never are, nor anybody
whom another retry has reached or still will, nor whom a delivery report calls delivered or on the
way (`retry_candidates`). Everybody gets the text frozen for them.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np

from jetmsg_core.acting import Permission, current, requires
from jetmsg_core.audit import Act, Facts, record
from jetmsg_core.campaigns.checks.findings import BlockedError
from jetmsg_core.campaigns.lifecycle import control, promotional_hours, recipient_cells
from jetmsg_core.campaigns.lifecycle.control import Status
from jetmsg_core.campaigns.lifecycle.frozen_texts import plan_again
from jetmsg_core.campaigns.lifecycle.retry_candidates import (
    CandidateCounts,
    Candidates,
    candidates,
    count_candidates,
)
from jetmsg_core.campaigns.lifecycle.retry_kinds import (
    FROM_GATEWAY,
    NOT_SENT_TO,
    RETRY_KINDS,
    RetryKind,
)
from jetmsg_core.campaigns.lifecycle.retry_offer import RetryOffer, offer_of
from jetmsg_core.campaigns.plan.planned import PlannedCampaign
from jetmsg_core.campaigns.preview.pipeline import check_people
from jetmsg_core.campaigns.preview.preview import preview_of
from jetmsg_core.disk import room as disk_room
from jetmsg_core.errors import StateError
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.primitives.times import Clock, in_ist, stamp, utc_now
from jetmsg_core.reports import in_states
from jetmsg_core.settings import Settings
from jetmsg_core.states import CampaignState, RecipientState
from jetmsg_core.store.database import Database, open_database, snapshot, transaction
from jetmsg_core.store.ledger import campaigns, recipients, retries
from jetmsg_core.store.ledger.campaigns import Campaign
from jetmsg_core.store.people import aged
from jetmsg_core.store.restoring import restorations

RETRY, CONTINUED = "Retry: ", "Continued: "
"""How the names of such campaigns begin."""


@dataclass(frozen=True)
class Retry:
    """A draft made from failures. `opted_out` of them were left out, and `reported`, whom delivery
    reports call delivered or on the way; `warnings` are what the checks found, and `offer` what the
    draft takes. They are empty when the draft had been made before."""

    campaign: Campaign
    opted_out: int
    warnings: tuple[str, ...] = ()
    reported: int = 0
    offer: RetryOffer | None = None


@dataclass(frozen=True)
class FailureTally:
    """The definite failures of a campaign: `failed` who do not have the message, `reported` whom a
    delivery report calls delivered or on the way, and the `retries` made from it, the oldest first.
    `left` are to be tried still."""

    failed: int
    reported: int
    retries: tuple[Campaign, ...]
    left: int


def failures(settings: Settings, status: Status) -> FailureTally | None:
    """Counts whom the gateway did not take. Returns None where nobody failed, or while the campaign
    goes on: more may fail."""
    counts, campaign_id = status.recipients, status.campaign.id
    failed = counts[RecipientState.REFUSED] + counts[RecipientState.NOT_ACCEPTED]
    if not status.is_over or not failed:
        return None
    with open_database(settings.database_path) as db, snapshot(db):
        reported = len(in_states.have_or_get_it(db, campaign_id))
        left = failed - reported
        if left and len(retries.family(db, campaign_id)) > 1:
            left = count_candidates(db, campaign_id, FROM_GATEWAY).recipients
        retries_made = campaigns.retries_of(db, campaign_id)
    return FailureTally(failed - reported, reported, tuple(retries_made), left)


@requires(Permission.SEND)
def retry_failed(
    settings: Settings,
    campaign_id: int,
    *,
    kinds: Collection[RetryKind] = FROM_GATEWAY,
    leave_out_unfixed: bool = False,
    token: str | None = None,
    clock: Clock = utc_now,
) -> Retry:
    """Makes a draft of those whose message ended in one of these ways and who may be tried again,
    without whom `candidates` leaves out. The same token again returns the draft it made before.
    Raises StateError when nobody is left to try again, DiskNearlyFull when there is no room for it,
    and BlockedError when the checks find what must be dealt with first."""
    disk_room.require_room(settings, "The campaign was not made")
    control.require_ready(settings, campaign_id)
    token = f"retry {campaign_id} {token or secrets.token_hex(16)}"
    with open_database(settings.database_path) as db:
        origin = _campaign(db, campaign_id)
        family = retries.family(db, campaign_id)
        _refuse_aged(db, family)
        people = candidates(db, campaign_id, kinds, leave_out_unfixed=leave_out_unfixed)
        # Only now: what another click made in between has taken the failures already.
        if made_before := _of_token(db, token):
            return made_before
        if not len(people.seqs):
            raise StateError("nothing_to_retry", _nobody(origin, people.counts, family, kinds))
        planned = _planned(db, settings, origin, people, _name(origin, kinds))
        checked = check_people(db, settings, planned, clock())
        preview = preview_of(db, settings, checked)
        if preview.blockers:
            raise BlockedError(preview.findings)
        with transaction(db):
            if made_before := _of_token(db, token):
                return made_before
            if retries.family(db, campaign_id) != family:
                raise StateError(
                    "retried_meanwhile",
                    f"Campaign {campaign_id} was tried again in another window just now. Look at "
                    "that one first.",
                )
            _refuse_aged(db, family)
            made = _freeze(db, settings, origin, planned, token, stamp(clock()))
        offer = offer_of(db, settings, origin, people.counts, kinds)
        warnings = (*offer.cautions, *preview.warnings, *_forgotten(db, origin))
        return Retry(
            _campaign(db, made), people.counts.opted_out, warnings, people.counts.reported, offer
        )


def _refuse_aged(db: Database, family: Sequence[int]) -> None:
    """Who of it was reached meanwhile could not be told any more. Raises StateError."""
    if aged.any_aged(db, family):
        raise StateError(
            "no_longer_kept",
            "Numbers or texts of this campaign, or of one tried again from it, are no longer kept, "
            "so nobody of it can be tried again. Make a new campaign of a list instead.",
        )


def _of_token(db: Database, token: str) -> Retry | None:
    made_before = campaigns.id_of_token(db, token)
    return None if made_before is None else Retry(_campaign(db, made_before), 0)


def _campaign(db: Database, campaign_id: int) -> Campaign:
    campaign = campaigns.get(db, campaign_id)
    assert campaign is not None
    return campaign


def _nobody(
    origin: Campaign, people: CandidateCounts, family: list[int], kinds: Collection[RetryKind]
) -> str:
    if people.reported:
        return (
            f"Delivery reports call {with_commas(people.reported)} of those who failed in campaign "
            f"{origin.id} delivered or on the way. Nobody else is left to try again."
        )
    if people.opted_out:
        return f"Everybody who is left of campaign {origin.id} has opted out since."
    if len(family) > 1 and people.ended_so:
        return (
            f"Nobody who failed in campaign {origin.id} is left: the others are in campaign "
            f"{family[-1]} or were tried again before."
        )
    if people.unclear:
        return (
            f"Those left in campaign {origin.id} were stopped before a second try and may have the "
            "message. Look for them in the delivery report."
        )
    if {*kinds} == {*NOT_SENT_TO} and people.unknown:
        return (
            f"Those left in campaign {origin.id} may have the message already, since their call "
            "ended unknown. Decide about them in Needs attention."
        )
    if {*kinds} == {*NOT_SENT_TO}:
        return f"Nobody is left of those in the queue when campaign {origin.id} was stopped."
    if {*kinds} == {*FROM_GATEWAY}:
        return (
            f"Nobody in campaign {origin.id} was refused or not accepted. Decide about unknown "
            "people in Needs attention."
        )
    words = ", ".join(RETRY_KINDS[kind].word.lower() for kind in kinds)
    return (
        f"Nobody is left in campaign {origin.id} of the people you chose ({words}). If you have a "
        "newer delivery report, import it first."
    )


def _forgotten(db: Database, origin: Campaign) -> tuple[str, ...]:
    """A database that was put back does not know who was tried again later."""
    since = restorations.newest_since(db, origin.created_at)
    if since is None:
        return ()
    return (
        f"The database was restored to how it was on {in_ist(since)} IST. People who were tried "
        f"again after that are not known here, and would get the message twice.",
    )


def _name(origin: Campaign, kinds: Collection[RetryKind]) -> str:
    prefix = CONTINUED if {*kinds} == {*NOT_SENT_TO} else RETRY
    return f"{prefix}{origin.name.removeprefix(RETRY).removeprefix(CONTINUED)}"


def _planned(
    db: Database, settings: Settings, origin: Campaign, failures: Candidates, name: str
) -> PlannedCampaign:
    """The failures with their own columns, grouped by the texts frozen for them."""
    text_seqs, text_of = np.unique(failures.text_seqs, return_inverse=True)
    texts = retries.texts(db, origin.id, text_seqs)
    return plan_again(
        db,
        settings,
        origin,
        failures.seqs,
        name=name,
        numbers=failures.numbers,
        rows=failures.rows,
        texts=[texts[first_seq] for first_seq in text_seqs.tolist()],
        text_of=text_of,
        left_out={"opted_out": failures.counts.opted_out},
    )


def _freeze(
    db: Database,
    settings: Settings,
    origin: Campaign,
    planned: PlannedCampaign,
    token: str,
    now: str,
) -> int:
    contacts, plan = planned.contacts, planned.plan
    made = retries.copy_campaign(
        db,
        origin.id,
        token,
        {
            "name": planned.spec.name,
            "recipients": plan.recipients,
            "skipped": sum(contacts.left_out.values()),
            "chunks": plan.chunks,
            "parts": plan.parts,
            "promo_stops": promotional_hours.to_keep(settings, origin.pool),
            "created_at": now,
            "made_by": current().name,
        },
    )
    recipients.insert(db, made, contacts.numbers[plan.order], contacts.rows[plan.order])
    recipients.insert_chunks(db, made, plan.ranges, plan.texts)
    recipients.open_progress(db, made)
    for start in range(0, plan.recipients, recipients.BLOCK):
        block = recipient_cells.packed(contacts, plan.order[start : start + recipients.BLOCK])
        recipients.insert_block(db, made, start + 1, block)
    told: Facts = {"state": CampaignState.DRAFT, "people": plan.recipients, "parts": plan.parts}
    named, again = planned.spec.name, {"again_of_campaign": origin.id}
    record(db, Act.CAMPAIGN_MADE, campaign=made, subject=named, before=again, after=told)
    return made
