"""The reply of `create-message`. Nothing is documented; these are the forms that panels of this
family answer with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from jetmsg_core.gateway.replies.outcomes import (
    Outcome,
    Verdict,
    parse,
    refusal_or_unknown,
    unknown,
)
from jetmsg_core.gateway.replies.reasons import classify
from jetmsg_core.gateway.seam import Answer, Failure

_ADDRESSED = re.compile(r"\+?([0-9]{8,15})(?:@[a-z.]+)?")
"""A number, also as the address WhatsApp makes of it."""

_SENT = re.compile(r"\b(success|successfully|sent|submitted|queued|accepted)\b")
_NOT = re.compile(r"\b(not|no|never|fail\w*|error|invalid|unable|un\w*success\w*|exceed\w*)\b")


def read_whatsapp(answer: Answer | Failure, asked: Sequence[str]) -> Verdict:
    """`asked` holds the numbers of the call, with country code. A reply whose `to` names others is
    about them; one that names nobody, as some panels' do, is believed."""
    data, verdict = parse(answer)
    verdict = verdict or _read(data)
    if _is_about_others(data, asked, verdict.outcome):
        return unknown("The reply is about another number than the call was for.")
    return verdict


def _read(data: dict[str, Any]) -> Verdict:
    if _is_success(data) or _is_success_of_others(data):
        return Verdict(Outcome.ACCEPTED)
    status = data.get("message_status")
    if isinstance(status, str) and status.lower() in ("failed", "failure", "error"):
        said = data.get("message")
        sentence = said if isinstance(said, str) and said else "The message was not sent."
        return Verdict(Outcome.REFUSED, sentence, classify(sentence))
    return refusal_or_unknown(data)


def _is_about_others(data: dict[str, Any], asked: Sequence[str], outcome: Outcome) -> bool:
    details = data.get("data")
    told = details.get("to") if isinstance(details, dict) else None
    if told is None:
        return False
    named = [_number(one) for one in (told if isinstance(told, list) else str(told).split(","))]
    if outcome is Outcome.ACCEPTED:
        return sorted(named) != sorted(asked)
    # A refusal puts its objections to the number here.
    return outcome is Outcome.REFUSED and any(number and number not in asked for number in named)


def _number(said: object) -> str:
    """With country code; empty when it is none."""
    found = _ADDRESSED.fullmatch(str(said).strip())
    if found is None:
        return ""
    return f"91{found[1]}" if len(found[1]) == 10 else found[1]


def _is_success(data: dict[str, Any]) -> bool:
    details = data.get("data")
    return (
        data.get("message_status") == "Success"
        and isinstance(details, dict)
        and details.get("status_code") == 200
        and _is_no_refusal(data)
    )


def _is_success_of_others(data: dict[str, Any]) -> bool:
    """`{"status": 200, "message": …}` says little: the sentence must say that it was sent."""
    said = data.get("message")
    if data.get("status") != 200 or not isinstance(said, str) or not _is_no_refusal(data):
        return False
    return bool(_SENT.search(said.lower())) and not _NOT.search(said.lower())


def _is_no_refusal(data: dict[str, Any]) -> bool:
    return data.get("success") is not False and not data.get("error")
