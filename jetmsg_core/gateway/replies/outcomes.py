"""What all families share: the four outcomes, and everything that is clear before the form of a
success matters."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from jetmsg_core.gateway.replies.reasons import Reason, classify
from jetmsg_core.gateway.seam import Answer, Failure
from jetmsg_core.masking import mask

LONGEST_SENTENCE = 500
_ID = re.compile(r"[^\s\ud800-\udfff]{1,100}")


class Outcome(StrEnum):
    ACCEPTED = "accepted"
    REFUSED = "refused"
    NOT_SENT = "not_sent"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Verdict:
    """An outcome and what to tell a person. `sentence` is the gateway's own where it had one."""

    outcome: Outcome
    sentence: str = ""
    reason: Reason | None = None
    retry_after: float | None = None


def parse(answer: Answer | Failure) -> tuple[dict[str, Any], Verdict | None]:
    """The reply as an object, or the verdict that is already clear without one."""
    if isinstance(answer, Failure):
        outcome = Outcome.UNKNOWN if answer.sent else Outcome.NOT_SENT
        return {}, Verdict(outcome, answer.text)
    if answer.status in (429, 503) and answer.retry_after is not None:
        sentence = "The gateway asks for a pause."
        return {}, Verdict(Outcome.NOT_SENT, sentence, Reason.RATE, answer.retry_after)
    if answer.status >= 500:
        return {}, unknown(f"The gateway failed (HTTP {answer.status}).")
    if answer.status == 408:
        # Servers say so before they close an idle connection, also when a call is on its way.
        return {}, unknown("The gateway did not wait for the call (HTTP 408).")
    if 300 <= answer.status < 400:
        return {}, unknown("The gateway answered with another address.")
    try:
        # PHP files saved with a byte order mark put it before every reply.
        data = json.loads(answer.body.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        return {}, unknown("The gateway's reply cannot be read.")
    if not isinstance(data, dict):
        return {}, undocumented()
    if answer.status >= 400:
        return data, _refusal(data, Reason.RATE if answer.status == 429 else None)
    return (data, None) if answer.status == 200 else ({}, undocumented())


def refusal_or_unknown(data: dict[str, Any]) -> Verdict:
    """For a reply that is not the family's success form."""
    is_error = data.get("error") not in (None, False, "") and data.get("success") is not True
    says_no = data.get("success") is False or data.get("status") is False
    return _refusal(data) if says_no or is_error else undocumented()


def undocumented() -> Verdict:
    return unknown("The gateway's reply is not of the documented form.")


def unknown(sentence: str) -> Verdict:
    return Verdict(Outcome.UNKNOWN, sentence)


def is_id(value: object) -> bool:
    """A number or a word without spaces: an identifier, and not a sentence in its place. Half a
    character, which JSON can spell and nothing can store, is none."""
    if not isinstance(value, (str, int)) or isinstance(value, bool):
        return False
    return _ID.fullmatch(str(value)) is not None


def _refusal(data: dict[str, Any], reason: Reason | None = None) -> Verdict:
    sentence = _said(data) or "The gateway refused without a reason."
    return Verdict(Outcome.REFUSED, sentence, reason or classify(sentence))


def _said(data: dict[str, Any]) -> str:
    """The sentence, with the objections to single fields where a panel lists them."""
    parts = [_flat(data[name]) for name in ("error", "message") if _is_told(data.get(name))][:1]
    fields = data.get("data")
    if isinstance(fields, dict):
        parts += [_flat(said) for said in fields.values() if isinstance(said, list)]
    # A gateway may quote the key it refuses.
    return mask(" ".join(filter(None, parts)))[:LONGEST_SENTENCE]


def _is_told(said: object) -> bool:
    return said not in (None, True, False, "")


def _flat(said: object, depth: int = 4) -> str:
    """Words on one line, whatever form they came in."""
    if isinstance(said, dict):
        said = list(said.values())
    if isinstance(said, list):
        return " ".join(_flat(item, depth - 1) for item in said if depth)
    return " ".join(str(said).split())
