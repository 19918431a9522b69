"""What the balance says about a call of unknown end. Pure, and only ever a suggestion.

Between two readings a pool falls by the parts that were taken. What was accepted in that time is
known, so what it fell beyond that was taken by the calls whose end is unknown, or by somebody else
who uses the account. Calls that overlap a reading may count or not, so there are two bounds.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Suggestion(StrEnum):
    TAKEN = "taken"
    NOT_TAKEN = "not_taken"
    UNCLEAR = "unclear"
    NO_EVIDENCE = "no_evidence"


@dataclass(frozen=True)
class Evidence:
    suggestion: Suggestion
    sentence: str


NO_CREDITS = Evidence(
    Suggestion.NO_EVIDENCE,
    "WhatsApp messages take no credits, so the balance says nothing. Look at the chats of your "
    "device.",
)
NOT_READ_BEFORE = Evidence(
    Suggestion.NO_EVIDENCE, "The balance was not read before this call, so there is no evidence."
)
NOT_READ_AFTER = Evidence(
    Suggestion.NO_EVIDENCE, "The balance was not read since this call, so there is no evidence yet."
)


def weigh(*, before: int, after: int, accepted: int, perhaps: int, lost: int, own: int) -> Evidence:
    """`before` and `after` are the pool's readings; `accepted` parts were certainly taken between
    them, `perhaps` may have been, `lost` are those of all unknown calls, `own` of this one."""
    fell = before - after
    if fell < 0:
        return Evidence(
            Suggestion.NO_EVIDENCE,
            f"The balance rose by {-fell:,} around this call: it was topped up, so there is no "
            "evidence.",
        )
    most, least = fell - accepted, fell - accepted - perhaps
    said = _said(fell, accepted, perhaps)
    if most <= 0:
        return Evidence(Suggestion.NOT_TAKEN, f"{said}: this call was probably not taken.")
    if least > 0 and (lost <= own or least >= lost):
        calls = "was" if lost <= own else "and the others without an answer were"
        return Evidence(Suggestion.TAKEN, f"{said}: this call {calls} probably taken.")
    if lost > own:
        said += f", and {lost:,} parts are of calls with an unknown end"
    return Evidence(Suggestion.UNCLEAR, f"{said}: whether this call was taken cannot be told.")


def _said(fell: int, accepted: int, perhaps: int) -> str:
    if not fell:
        return "The balance did not fall"
    parts = f"{accepted:,}" if not perhaps else f"{accepted:,} to {accepted + perhaps:,}"
    only = "only " if fell > accepted + perhaps else ""
    were = "part was" if parts == "1" else "parts were"
    return f"The balance fell by {fell:,} while {only}{parts} {were} accepted around this call"
