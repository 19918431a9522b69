"""The reply of `create-message`. Nothing is documented; these are the forms that panels of this
family answer with."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from jetmsg_core.gateway.replies.outcomes import (
    Outcome,
    Verdict,
    contradiction,
    parse,
    refusal_or_unknown,
    says_yes,
    unknown,
)
from jetmsg_core.gateway.replies.people import has_entries, named_numbers, number_in
from jetmsg_core.gateway.replies.reasons import classify
from jetmsg_core.gateway.seam import Answer, TransportFailure

_SENT = re.compile(r"\b(success|successfully|sent|submitted|queued|accepted)\b")
_NOT = re.compile(r"\b(not|no|never|fail\w*|error|invalid|unable|un\w*success\w*|exceed\w*)\b")


def read_whatsapp(answer: Answer | TransportFailure, asked: Sequence[str]) -> Verdict:
    """Reads the reply to a WhatsApp call. `asked` holds the numbers of the call, with country code.
    A reply that names another, in any field named after a receiver, is about them; one that names
    nobody, as some panels' do, is believed. A no that says yes elsewhere, or tells of people one by
    one, is none."""
    data, verdict = parse(answer)
    verdict = verdict or _read(data)
    if verdict.outcome is Outcome.UNKNOWN:
        return verdict
    if _is_about_others(data, asked, verdict.outcome):
        return unknown("The reply is about another number than the call was for.")
    is_yes = _has_gone(data) or says_yes(data) or has_entries(data)
    return contradiction() if is_yes and verdict.outcome is not Outcome.ACCEPTED else verdict


def _read(data: dict[str, Any]) -> Verdict:
    if _has_gone(data):
        return Verdict(Outcome.ACCEPTED) if _is_no_refusal(data) else contradiction()
    status = data.get("message_status")
    if isinstance(status, str) and status.lower() in ("failed", "failure", "error"):
        message = data.get("message")
        sentence = message if isinstance(message, str) and message else "The message was not sent."
        return Verdict(Outcome.REFUSED, sentence, classify(sentence))
    return refusal_or_unknown(data)


def _is_about_others(data: dict[str, Any], asked: Sequence[str], outcome: Outcome) -> bool:
    if any(number not in asked for number in named_numbers(data, asked)):
        return True
    details = data.get("data")
    receivers = details.get("to") if isinstance(details, dict) else None
    # A refusal puts its objections to the number here.
    if receivers is None or outcome is not Outcome.ACCEPTED:
        return False
    named = receivers if isinstance(receivers, list) else str(receivers).split(",")
    return sorted(number_in(receiver, asked) for receiver in named) != sorted(asked)


def _has_gone(data: dict[str, Any]) -> bool:
    """In the words of these panels; whether they also say no is not looked at."""
    return _is_success(data) or _is_success_of_others(data)


def _is_success(data: dict[str, Any]) -> bool:
    details = data.get("data")
    return (
        data.get("message_status") == "Success"
        and isinstance(details, dict)
        and details.get("status_code") == 200
    )


def _is_success_of_others(data: dict[str, Any]) -> bool:
    """`{"status": 200, "message": …}` says little: the sentence must say that it was sent."""
    message = data.get("message")
    if data.get("status") != 200 or not isinstance(message, str):
        return False
    return bool(_SENT.search(message.lower())) and not _NOT.search(message.lower())


def _is_no_refusal(data: dict[str, Any]) -> bool:
    return data.get("success") is not False and not data.get("error")
