"""A second person approves a campaign above a size or a cost, exactly as it is frozen.

It is a fact beside the campaign's state: what was approved is a fingerprint of the people, the
texts, the time, the sender ID, the list and the price, and `proof` gives the one that the statement
which starts a campaign looks for. So an approval lapses by itself once any of them is another.

The fingerprint has two halves. That of the facts, which pages show and compare, costs nothing: it
holds how often people and texts were changed, which the database counts. That of the content reads
everybody, for a decision and a start alone, before the transaction that writes; a change in between
is another fact.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from jetmsg_core.acting import Permission, current, requires
from jetmsg_core.audit import Act, record
from jetmsg_core.campaigns.fingerprints import content_of, facts_of, joined
from jetmsg_core.errors import InputError, StateError
from jetmsg_core.names import search_key
from jetmsg_core.primitives.numbers import cost, counted, with_commas
from jetmsg_core.primitives.times import Clock, in_ist, utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.states import CampaignState, Pool
from jetmsg_core.store.accounts import users
from jetmsg_core.store.database import Database, open_database, snapshot, transaction
from jetmsg_core.store.ledger import approvals, campaigns
from jetmsg_core.store.ledger.campaigns import Campaign

LONGEST_REASON = 500
ACTS = {approvals.APPROVED: Act.CAMPAIGN_APPROVED, approvals.REFUSED: Act.CAMPAIGN_REFUSED}


class ApprovalState(StrEnum):
    """Where an approval that is needed stands. A lapsed one was given for something else."""

    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"
    LAPSED = "lapsed"


@dataclass(frozen=True)
class Approval:
    """The approval that a campaign needs before it starts. `why` says so in a sentence; who decided
    last, when (a stamp) and with what reason are empty before anybody has. `fingerprint` is that of
    the facts of the campaign as it is now, which a decision names."""

    state: ApprovalState
    why: str
    fingerprint: str
    decided_by: str = ""
    decided_at: str = ""
    reason: str = ""

    @property
    def allows_start(self) -> bool:
        """Tells whether somebody approved the campaign as it is now."""
        return self.state is ApprovalState.APPROVED


def why_needed(settings: Settings, *, recipients: int, parts: int, pool: Pool) -> str | None:
    """Says why somebody else has to approve a campaign of this size; None where nobody has to, as
    where there are no users."""
    with open_database(settings.database_path) as db:
        return _why(db, settings, recipients, parts, pool)


def approval_of(settings: Settings, campaign_id: int) -> Approval | None:
    """Gives the approval that a campaign needs before it starts; None for one that needs none or
    has begun. Raises NotFoundError."""
    with open_database(settings.database_path) as db, snapshot(db):
        return _read(db, settings, campaigns.existing(db, campaign_id))


def waiting(settings: Settings) -> list[tuple[Campaign, Approval]]:
    """Gives the campaigns that wait for an approval, or for another one, the newest first."""
    with open_database(settings.database_path) as db, snapshot(db):
        ids = approvals.unstarted(
            db,
            recipients_above=settings.approve_recipients,
            parts_above=settings.approve_credits,
        )
        members = [campaigns.existing(db, campaign_id) for campaign_id in ids]
        read = [(campaign, _read(db, settings, campaign)) for campaign in members]
    return [(campaign, state) for campaign, state in read if state and not state.allows_start]


@requires(Permission.APPROVE)
def approve(
    settings: Settings, campaign_id: int, *, seen: str | None = None, clock: Clock = utc_now
) -> Approval:
    """Approves a campaign as it is frozen, for its time where it is scheduled, else for now. `seen`
    is the fingerprint that the person was shown; None is any. Raises StateError for whoever made
    it, where it is not as it was shown, and where nothing is to be approved; NotFoundError."""
    return _decide(settings, campaign_id, approvals.APPROVED, seen, "", clock)


@requires(Permission.APPROVE)
def refuse(
    settings: Settings,
    campaign_id: int,
    reason: str,
    *,
    seen: str | None = None,
    clock: Clock = utc_now,
) -> Approval:
    """Refuses a campaign, with a reason for whoever made it. Raises InputError without one, and as
    `approve`."""
    reason = " ".join(reason.split())
    if not reason:
        raise InputError("no_reason", "Write why, so that whoever made it knows what to change.")
    if len(reason) > LONGEST_REASON:
        raise InputError(
            "reason_too_long", f"The reason has more than {LONGEST_REASON} characters. Shorten it."
        )
    return _decide(settings, campaign_id, approvals.REFUSED, seen, reason, clock)


def may_decide(campaign: Campaign) -> bool:
    """Tells whether whoever acts now is somebody else than the one who made the campaign, however
    the names are written."""
    return not campaign.made_by or search_key(campaign.made_by) != search_key(current().name)


def content_to_start(db: Database, settings: Settings, campaign: Campaign) -> str:
    """Gives what stands for the people and texts of a campaign, read for `proof` before the
    transaction that starts it; empty for one that needs no approval. Of a million it takes a second
    or more."""
    has_begun = campaign.started_at is not None
    why = _why(db, settings, campaign.recipients, campaign.parts, campaign.pool)
    decision = None if has_begun or why is None else approvals.newest(db, campaign.id)
    if decision is None or decision["verdict"] != approvals.APPROVED:
        return ""
    with snapshot(db):
        return content_of(db, campaign.id)


def proof(
    db: Database, settings: Settings, campaign: Campaign, *, at: str | None, content: str
) -> str | None:
    """Gives the fingerprint whose approval lets a campaign start `at` its time, None for now; None
    where it needs no approval. `content` is that of `content_to_start`, read anew where it is of
    other people or texts than those of now. Raises StateError (`not_approved`) where it has
    none."""
    approval = _read(db, settings, campaign, at=at)
    if approval is None:
        return None
    if approval.allows_start:
        if not content.startswith(f"{approvals.content_version(db, campaign.id)}-"):
            content = content_of(db, campaign.id)
        decision = approvals.newest(db, campaign.id)
        approved = joined(approval.fingerprint, content)
        if decision is not None and decision["fingerprint"] == approved:
            return approved
        approval = replace(approval, state=ApprovalState.LAPSED)
    raise StateError("not_approved", why_not(campaign, approval))


def why_not_approved(db: Database, settings: Settings, campaign: Campaign) -> str:
    """Says why a campaign cannot start now for want of an approval; empty where none is wanting.
    A start proves more, that nobody's number or text is another."""
    approval = _read(db, settings, campaign, at=None)
    return "" if approval is None or approval.allows_start else why_not(campaign, approval)


def why_not(campaign: Campaign, approval: Approval) -> str:
    """Says why a campaign cannot start yet."""
    if approval.state is ApprovalState.REFUSED:
        return (
            f"{approval.decided_by} refused campaign {campaign.id}: {approval.reason} Make it "
            "again, or let somebody else approve it."
        )
    if approval.state is ApprovalState.LAPSED:
        return (
            f"{approval.decided_by} approved campaign {campaign.id}, but its time, its list or the "
            "price of a part is another now. Somebody has to approve it again."
        )
    return f"{approval.why} Nobody has approved campaign {campaign.id} yet."


def _decide(
    settings: Settings,
    campaign_id: int,
    verdict: str,
    seen: str | None,
    reason: str,
    clock: Clock,
) -> Approval:
    with open_database(settings.database_path) as db:
        with snapshot(db):
            _decidable(db, settings, campaign_id, seen)
            content = content_of(db, campaign_id)
        with transaction(db):
            campaign, approval = _decidable(db, settings, campaign_id, seen)
            if not content.startswith(f"{approvals.content_version(db, campaign_id)}-"):
                raise _changed(campaign_id)
            has_decided = approvals.decide(
                db,
                campaign_id,
                verdict,
                fingerprint=joined(approval.fingerprint, content),
                reason=reason,
                by=current().name,
                now=clock(),
            )
            if has_decided:
                told = {"reason": reason} if reason else None
                record(db, ACTS[verdict], campaign=campaign_id, subject=campaign.name, after=told)
            decided = _read(db, settings, campaign)
    assert decided is not None
    return decided


def _decidable(
    db: Database, settings: Settings, campaign_id: int, seen: str | None
) -> tuple[Campaign, Approval]:
    campaign = campaigns.existing(db, campaign_id)
    approval = _read(db, settings, campaign)
    if approval is None:
        raise StateError(
            "no_approval_needed", f"Campaign {campaign_id} needs no approval. Nothing was done."
        )
    if not may_decide(campaign):
        raise StateError(
            "own_campaign",
            f"{campaign.made_by} made campaign {campaign_id}, so somebody else has to decide "
            "about it.",
        )
    if seen not in (None, approval.fingerprint):
        raise _changed(campaign_id)
    return campaign, approval


def _changed(campaign_id: int) -> StateError:
    return StateError(
        "changed_since_shown",
        f"Campaign {campaign_id} is not as you saw it any more. Look at it again.",
    )


def _why(db: Database, settings: Settings, recipients: int, parts: int, pool: Pool) -> str | None:
    if not users.exist(db):
        return None
    most, credit = settings.approve_recipients, settings.approve_credits
    if most is not None and recipients > most:
        people = counted(recipients, "person", "people")
        return f"It goes to {people}. Above {with_commas(most)} somebody else has to approve it."
    if credit is not None and pool is not Pool.NONE and parts > credit:
        return (
            f"It costs {cost(parts)}. Above {with_commas(credit)} somebody else has to approve it."
        )
    return None


_AS_IT_IS = "as it is"


def _read(
    db: Database, settings: Settings, campaign: Campaign, *, at: str | None = _AS_IT_IS
) -> Approval | None:
    """The approval for a start at a time, usually the one it is scheduled for."""
    has_begun = campaign.started_at is not None or campaign.state in _OVER
    why = _why(db, settings, campaign.recipients, campaign.parts, campaign.pool)
    if has_begun or why is None:
        return None
    if at == _AS_IT_IS:
        at = campaign.scheduled_at if campaign.state is CampaignState.SCHEDULED else None
    fingerprint = facts_of(db, settings, campaign, at)
    decision = approvals.newest(db, campaign.id)
    if decision is None:
        return Approval(ApprovalState.WAITING, why, fingerprint)
    is_same = decision["fingerprint"].partition(".")[0] == fingerprint
    return Approval(
        _state(decision["verdict"], is_same=is_same),
        why,
        fingerprint,
        decision["decided_by"],
        decision["decided_at"],
        decision["reason"],
    )


_OVER = (CampaignState.FINISHED, CampaignState.STOPPED)


def _state(verdict: str, *, is_same: bool) -> ApprovalState:
    if verdict == approvals.REFUSED:
        return ApprovalState.REFUSED if is_same else ApprovalState.WAITING
    return ApprovalState.APPROVED if is_same else ApprovalState.LAPSED


def decided(approval: Approval) -> str:
    """Says who decided and when; empty before anybody has."""
    if not approval.decided_by:
        return ""
    verdict = "Refused" if approval.state is ApprovalState.REFUSED else "Approved"
    return f"{verdict} by {approval.decided_by} on {in_ist(approval.decided_at)} IST."
