"""What a verdict makes of a chunk. Pure: the same verdict always settles the same way."""

from __future__ import annotations

from typing import TypeGuard

from jetmsg_core.gateway.replies import REFUSALS, Outcome, SmsVerdict, Verdict
from jetmsg_core.states import ChunkState, RecipientState
from jetmsg_core.store.ledger.chunks import ClaimedChunk
from jetmsg_core.store.ledger.recording import ChunkResult

HOLDS = {reason: kind.hold for reason, kind in REFUSALS.items() if kind.hold}
"""Refusals that would meet every chunk alike. The chunk goes back and the campaign waits."""


def settle(claimed: ClaimedChunk, verdict: Verdict) -> ChunkResult:
    """Gives the chunk's next state, and for an accepted one each recipient's."""
    if verdict.outcome is Outcome.ACCEPTED:
        return _accepted(claimed, verdict)
    return ChunkResult(
        claimed.campaign_id,
        claimed.first_seq,
        claimed.attempt,
        state=_state(claimed, verdict),
        reason=verdict.reason,
        detail=verdict.sentence or None,
        split_at=_middle(claimed) if divides(claimed, verdict) else None,
    )


def _accepted(claimed: ClaimedChunk, verdict: Verdict) -> ChunkResult:
    key = (claimed.campaign_id, claimed.first_seq, claimed.attempt)
    if _is_whole(verdict, claimed):
        return ChunkResult(*key, ChunkState.ACCEPTED, submitted=len(verdict.ids), ids=verdict.ids)
    results = _results(claimed, verdict)
    submitted = sum(state == RecipientState.SUBMITTED for _, state, _ in results)
    return ChunkResult(*key, ChunkState.ACCEPTED, submitted=submitted, results=results)


def _is_whole(verdict: Verdict, claimed: ClaimedChunk) -> TypeGuard[SmsVerdict]:
    """The reply lists everybody, in the order they were sent in."""
    return (
        isinstance(verdict, SmsVerdict)
        and not claimed.withheld
        and list(verdict.numbers) == claimed.locals
    )


def _state(claimed: ClaimedChunk, verdict: Verdict) -> ChunkState:
    if goes_back(verdict) or divides(claimed, verdict):
        return ChunkState.PLANNED
    return ChunkState.REFUSED if verdict.outcome is Outcome.REFUSED else ChunkState.UNKNOWN


def divides(claimed: ClaimedChunk, verdict: Verdict) -> bool:
    """Tells whether a chunk goes again in halves: it was refused because of numbers it names, and
    there are others in it, so it is halved until only the bad ones are left refused. A refusal took
    nobody, so nobody gets it twice; without a number of ours in it, dividing would only repeat
    it."""
    return len(claimed.numbers) > 1 and is_about_numbers(claimed, verdict)


def is_about_numbers(claimed: ClaimedChunk, verdict: Verdict) -> bool:
    """Tells whether a refusal names numbers of this chunk: then nothing is wrong with the gateway
    or with us."""
    if verdict.outcome is not Outcome.REFUSED or not isinstance(verdict, SmsVerdict):
        return False
    if goes_back(verdict) or not verdict.named:
        return False
    return any(number in verdict.named for number in claimed.locals)


def _middle(claimed: ClaimedChunk) -> int:
    return claimed.seqs[len(claimed.numbers) // 2]


def goes_back(verdict: Verdict) -> bool:
    """Tells whether it is proved that nothing was taken, and worth trying again: later, or once a
    person has dealt with the cause."""
    if verdict.outcome is Outcome.NOT_SENT:
        return True
    if verdict.outcome is not Outcome.REFUSED or verdict.reason is None:
        return False
    return REFUSALS[verdict.reason].goes_back


def _results(claimed: ClaimedChunk, verdict: Verdict) -> list[tuple[int, str, str | None]]:
    """A number sent once is submitted when the reply lists it. One sent several times in a call
    takes the listed smsIds in turn. WhatsApp lists nobody and gives no ids: yes is yes to all."""
    if not isinstance(verdict, SmsVerdict):
        return [(seq, RecipientState.SUBMITTED, None) for seq in claimed.seqs]
    left = {number: list(ids) for number, ids in verdict.sms_ids.items()}
    results: list[tuple[int, str, str | None]] = []
    for seq, number in zip(claimed.seqs, claimed.locals, strict=True):
        ids = left.get(number)
        if ids:
            results.append((seq, RecipientState.SUBMITTED, ids.pop(0)))
        else:
            results.append((seq, RecipientState.NOT_ACCEPTED, None))
    return results
