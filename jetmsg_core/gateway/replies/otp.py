"""The replies of both OTP interfaces. A code never gets past here: `raw` and `sentence` are
redacted, and no verdict holds one.

v1 answers a resend in `messageid` and a verification in `error`, success included. What v3
answers to those two is not documented; it is read like v1's.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace
from typing import Any

from jetmsg_core.gateway.replies.outcomes import (
    Outcome,
    Verdict,
    is_id,
    parse,
    refusal_or_unknown,
    unknown,
)
from jetmsg_core.gateway.replies.redaction import redact, redact_text
from jetmsg_core.gateway.seam import Answer, TransportFailure

ABOUT_ANOTHER = "The reply is about another person than the code was for."

_RESENT = re.compile(r"\b(resend|resent|sent)\b.*\bsuccessfully|\bsuccessfully (resent|sent)\b")
_VERIFIED = re.compile(r"otp verified( successfully)?\.?")


@dataclass(frozen=True)
class OtpVerdict(Verdict):
    """The meaning of a reply about a code. `message_id` names the code that was sent. `raw` is the
    reply without codes."""

    message_id: str = ""
    raw: str = ""


def read_send(answer: Answer | TransportFailure, *, code: str = "") -> OtpVerdict:
    """Reads the reply of v1 to an order: success has a message id, a number as documented. `code`
    is the one sent along, to be redacted."""
    data, verdict = _begin(answer, code)
    if verdict.outcome is Outcome.ACCEPTED and _has_id(data):
        return replace(verdict, message_id=str(data["messageid"]))
    return _otherwise(data, verdict)


def read_initiate(
    answer: Answer | TransportFailure, *, code: str = "", receivers: Collection[str] = ()
) -> OtpVerdict:
    """Reads the reply of v3 to an order: success has a message id, a string as documented, and
    `data` whose status is SENT. `receivers` are the spellings of who the code was for: a reply
    about another is none to this call."""
    data, verdict = _begin(answer, code)
    details = data.get("data")
    is_sent = isinstance(details, dict) and details.get("status") == "SENT"
    if isinstance(details, dict) and not _is_for(receivers, details.get("receiver")):
        return OtpVerdict(**vars(unknown(ABOUT_ANOTHER)), raw=verdict.raw)
    if verdict.outcome is Outcome.ACCEPTED and is_sent and _has_id(data):
        return replace(verdict, message_id=str(data["messageid"]))
    return _otherwise(data, verdict)


def read_resend(answer: Answer | TransportFailure) -> OtpVerdict:
    """Reads the reply to a resend, which has a sentence where the message id would be; one that
    gives an id again is as good."""
    data, verdict = _begin(answer, "")
    id_or_sentence = data.get("messageid")
    if verdict.outcome is Outcome.ACCEPTED and _has_id(data):
        return replace(verdict, message_id=str(id_or_sentence))
    if verdict.outcome is Outcome.ACCEPTED and _says(_RESENT.search, id_or_sentence):
        return verdict
    return _otherwise(data, verdict)


def read_verify(answer: Answer | TransportFailure, *, code: str) -> OtpVerdict:
    """Reads the reply to a check. Success comes in a field called `error`; any other sentence there
    is no success."""
    data, verdict = _begin(answer, code)
    sentence = data.get("error", data.get("message"))
    if verdict.outcome is Outcome.ACCEPTED and _says(_VERIFIED.fullmatch, sentence):
        return verdict
    return _otherwise(data, verdict)


def _begin(answer: Answer | TransportFailure, code: str) -> tuple[dict[str, Any], OtpVerdict]:
    """Accepted where the reply says so at all; the caller looks whether its form does too."""
    data, verdict = parse(answer)
    if verdict is None:
        is_yes = data.get("success") is True
        verdict = Verdict(Outcome.ACCEPTED) if is_yes else refusal_or_unknown(data)
    sentence = redact_text(verdict.sentence, code)
    fields = vars(verdict) | {"sentence": sentence, "raw": redact(answer.body, code)}
    return data, OtpVerdict(**fields)


def _otherwise(data: dict[str, Any], verdict: OtpVerdict) -> OtpVerdict:
    """A yes that is not of the family's form is unknown; everything else stays as it was."""
    if verdict.outcome is not Outcome.ACCEPTED:
        return verdict
    return OtpVerdict(**vars(refusal_or_unknown(data)), raw=verdict.raw)


def _has_id(data: dict[str, Any]) -> bool:
    return is_id(data.get("messageid")) and not data.get("error")


def _is_for(receivers: Collection[str], named: object) -> bool:
    """Nobody named is nobody else."""
    receiver = str(named).strip().removeprefix("+").lower()
    return not receivers or named is None or receiver in receivers


def _says(matches: Any, sentence: object) -> bool:
    return isinstance(sentence, str) and bool(matches(sentence.strip().lower()))
