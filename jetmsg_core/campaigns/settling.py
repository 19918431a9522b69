"""What a verdict makes of a chunk. Pure: the same verdict always settles the same way."""

from __future__ import annotations

from jetmsg_core.gateway.replies import Outcome, Reason, SmsVerdict, Verdict
from jetmsg_core.states import ChunkState, Hold, RecipientState
from jetmsg_core.store.chunks import Claimed, Settled

HOLDS = {
    Reason.CREDIT: Hold.CREDIT,
    Reason.KEY: Hold.KEY,
    Reason.SENDER: Hold.SENDER,
    Reason.ROUTE: Hold.ROUTE,
    Reason.IP: Hold.IP,
}
"""Refusals that would meet every chunk alike. The chunk goes back and the campaign waits."""


def settle(claimed: Claimed, verdict: Verdict) -> Settled:
    """The chunk's next state, and for an accepted one each recipient's."""
    results = _results(claimed, verdict) if verdict.outcome is Outcome.ACCEPTED else []
    return Settled(
        claimed.campaign_id,
        claimed.lo,
        claimed.attempt,
        state=_state(verdict),
        reason=verdict.reason,
        detail=verdict.sentence or None,
        submitted=sum(state == RecipientState.SUBMITTED for _, state, _ in results),
        results=results,
    )


def _state(verdict: Verdict) -> ChunkState:
    if goes_back(verdict):
        return ChunkState.PLANNED
    return {
        Outcome.ACCEPTED: ChunkState.ACCEPTED,
        Outcome.REFUSED: ChunkState.REFUSED,
        Outcome.UNKNOWN: ChunkState.UNKNOWN,
    }[verdict.outcome]


def goes_back(verdict: Verdict) -> bool:
    """Proved that nothing was taken, and worth trying again: later, or once a person has dealt
    with the cause."""
    if verdict.outcome is Outcome.NOT_SENT:
        return True
    repeatable = verdict.reason in HOLDS or verdict.reason is Reason.RATE
    return verdict.outcome is Outcome.REFUSED and repeatable


def _results(claimed: Claimed, verdict: Verdict) -> list[tuple[int, str, str | None]]:
    """A number sent once is submitted when the reply lists it. One sent several times in a call
    takes the listed smsIds in turn. WhatsApp lists nobody and gives no ids: yes is yes to all."""
    if not isinstance(verdict, SmsVerdict):
        return [(seq, RecipientState.SUBMITTED, None) for seq, _ in claimed.recipients]
    left = {number: list(ids) for number, ids in verdict.sms_ids.items()}
    results: list[tuple[int, str, str | None]] = []
    for seq, number in claimed.recipients:
        ids = left.get(f"{number % 10**10:010d}")
        if ids:
            results.append((seq, RecipientState.SUBMITTED, ids.pop(0)))
        else:
            results.append((seq, RecipientState.NOT_ACCEPTED, None))
    return results
