"""The reply of `create-message`. Nothing is documented; these are the forms that panels of this
family answer with."""

from __future__ import annotations

import re
from typing import Any

from jetmsg_core.gateway.replies.outcomes import Outcome, Verdict, parse, refusal_or_unknown
from jetmsg_core.gateway.replies.reasons import classify
from jetmsg_core.gateway.seam import Answer, Failure

_SENT = re.compile(r"\b(success|successfully|sent|submitted|queued|accepted)\b")
_NOT = re.compile(r"\b(not|no|never|fail\w*|error|invalid|unable|un\w*success\w*|exceed\w*)\b")


def read_whatsapp(answer: Answer | Failure) -> Verdict:
    data, verdict = parse(answer)
    if verdict is not None:
        return verdict
    if _is_success(data) or _is_success_of_others(data):
        return Verdict(Outcome.ACCEPTED)
    status = data.get("message_status")
    if isinstance(status, str) and status.lower() in ("failed", "failure", "error"):
        said = data.get("message")
        sentence = said if isinstance(said, str) and said else "The message was not sent."
        return Verdict(Outcome.REFUSED, sentence, classify(sentence))
    return refusal_or_unknown(data)


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
