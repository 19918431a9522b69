"""What happened, in one sentence for a person. No code is ever part of it."""

from __future__ import annotations

from enum import StrEnum

from jetmsg_core.gateway.client import OtpMethod
from jetmsg_core.gateway.replies import OtpVerdict, Outcome


class OtpAction(StrEnum):
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
    "It is unknown what became of this call: it is still under way, or the program ended before "
    "it was answered."
)

_BEGINNINGS = {
    (OtpAction.SEND, Outcome.REFUSED): "The gateway refused to send a code",
    (OtpAction.RESEND, Outcome.REFUSED): "The gateway refused to send the code again",
    (OtpAction.VERIFY, Outcome.REFUSED): "The code is not confirmed",
    (OtpAction.SEND, Outcome.NOT_SENT): "Nothing was sent, so you may try again",
    (OtpAction.RESEND, Outcome.NOT_SENT): "Nothing was sent, so you may try again",
    (OtpAction.VERIFY, Outcome.NOT_SENT): "Nothing was checked, so you may try again",
    (
        OtpAction.SEND,
        Outcome.UNKNOWN,
    ): "It is unknown whether a code was sent, and it may yet arrive",
    (OtpAction.RESEND, Outcome.UNKNOWN): (
        "It is unknown whether the code was sent again, and it may yet arrive"
    ),
    (OtpAction.VERIFY, Outcome.UNKNOWN): "It is unknown whether the code is right",
}


def outcome_sentence(
    action: OtpAction, verdict: OtpVerdict, *, receiver: str, method: OtpMethod | None
) -> str:
    if verdict.outcome is Outcome.ACCEPTED:
        return _tell_success(action, verdict.message_id, receiver, method)
    said = verdict.sentence.rstrip(".") or "no reason was given"
    return f"{_BEGINNINGS[action, verdict.outcome]}: {said}."


def _tell_success(
    action: OtpAction, message_id: str, receiver: str, method: OtpMethod | None
) -> str:
    if action is OtpAction.VERIFY:
        return "The code is right."
    if action is OtpAction.RESEND:
        return f"The code was sent again to {receiver}." if receiver else "The code was sent again."
    way = WAYS[method or OtpMethod.SMS]
    return f"A code was sent to {receiver} by {way}; its message ID is {message_id}."
