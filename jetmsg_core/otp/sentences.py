"""What happened, in one sentence for a person. No code is ever part of it."""

from __future__ import annotations

from enum import StrEnum

from jetmsg_core.gateway.client import OtpMethod
from jetmsg_core.gateway.replies import OtpVerdict, Outcome


class Action(StrEnum):
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
    (Action.SEND, Outcome.REFUSED): "The gateway refused to send a code",
    (Action.RESEND, Outcome.REFUSED): "The gateway refused to send the code again",
    (Action.VERIFY, Outcome.REFUSED): "The code is not confirmed",
    (Action.SEND, Outcome.NOT_SENT): "Nothing was sent, so you may try again",
    (Action.RESEND, Outcome.NOT_SENT): "Nothing was sent, so you may try again",
    (Action.VERIFY, Outcome.NOT_SENT): "Nothing was checked, so you may try again",
    (Action.SEND, Outcome.UNKNOWN): "It is unknown whether a code was sent, and it may yet arrive",
    (Action.RESEND, Outcome.UNKNOWN): (
        "It is unknown whether the code was sent again, and it may yet arrive"
    ),
    (Action.VERIFY, Outcome.UNKNOWN): "It is unknown whether the code is right",
}


def tell(action: Action, verdict: OtpVerdict, *, receiver: str, method: OtpMethod | None) -> str:
    if verdict.outcome is Outcome.ACCEPTED:
        return _tell_success(action, verdict.message_id, receiver, method)
    said = verdict.sentence.rstrip(".") or "no reason was given"
    return f"{_BEGINNINGS[action, verdict.outcome]}: {said}."


def _tell_success(action: Action, message_id: str, receiver: str, method: OtpMethod | None) -> str:
    if action is Action.VERIFY:
        return "The code is right."
    if action is Action.RESEND:
        return f"The code was sent again to {receiver}." if receiver else "The code was sent again."
    way = WAYS[method or OtpMethod.SMS]
    return f"A code was sent to {receiver} by {way}; its message ID is {message_id}."
