"""What happened, in one sentence for a person. No code is ever part of it."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from jetmsg_core.gateway.client import OtpMethod
from jetmsg_core.gateway.replies import OtpVerdict, Outcome


class OtpAction(StrEnum):
    """The actions that are possible with a code."""

    SEND = "send"
    RESEND = "resend"
    VERIFY = "verify"


WAYS = {
    OtpMethod.SMS: "SMS",
    OtpMethod.VOICE: "voice call",
    OtpMethod.EMAIL: "e-mail",
    OtpMethod.WHATSAPP: "WhatsApp",
}

UNFINISHED = (
    "It is unknown what became of this call. It is still on its way, or the program ended before "
    "the answer came."
)

BEGINNINGS: Mapping[OtpAction, Mapping[Outcome, str]] = {
    OtpAction.SEND: {
        Outcome.REFUSED: "The gateway refused to send a code",
        Outcome.NOT_SENT: "Nothing was sent, so you may try again",
        Outcome.UNKNOWN: "It is unknown whether a code was sent, and it may still arrive",
    },
    OtpAction.RESEND: {
        Outcome.REFUSED: "The gateway refused to send the code again",
        Outcome.NOT_SENT: "Nothing was sent, so you may try again",
        Outcome.UNKNOWN: "It is unknown whether the code was sent again, and it may still arrive",
    },
    OtpAction.VERIFY: {
        Outcome.REFUSED: "The code is not confirmed",
        Outcome.NOT_SENT: "Nothing was checked, so you may try again",
        Outcome.UNKNOWN: "It is unknown whether the code is right",
    },
}
"""How the sentence begins when it was no success."""


def outcome_sentence(
    action: OtpAction, verdict: OtpVerdict, *, receiver: str, method: OtpMethod | None
) -> str:
    """Says what became of a call for a code that went to `receiver`, which is masked, by `method`,
    None where that is not known."""
    if verdict.outcome is Outcome.ACCEPTED:
        return _tell_success(action, verdict.message_id, receiver, method)
    why = verdict.sentence.rstrip(".") or "no reason was given"
    return f"{BEGINNINGS[action][verdict.outcome]}: {why}."


def _tell_success(
    action: OtpAction, message_id: str, receiver: str, method: OtpMethod | None
) -> str:
    if action is OtpAction.VERIFY:
        return "The code is right."
    if action is OtpAction.RESEND:
        return f"The code was sent again to {receiver}." if receiver else "The code was sent again."
    way = WAYS[method or OtpMethod.SMS]
    return f"A code was sent to {receiver} by {way}; its message ID is {message_id}."
