"""Why somebody did not get a message, in words, and what to do about it. Pure."""

from __future__ import annotations

from typing import NamedTuple

from jetmsg_core.states import RecipientState


class Advice(NamedTuple):
    """The meaning of a state or a code, and what to do about it."""

    meaning: str
    todo: str = ""


_HEADER = "Have the sender ID checked in your DLT panel, then send again."
_TEMPLATE = "Compare the message with the template in your DLT panel, then send again."

REASONS = {
    # the gateway's refusals
    "sender": Advice("The gateway refused the sender ID.", "Have it approved, then send again."),
    "template": Advice("The gateway refused the DLT template.", _TEMPLATE),
    "credit": Advice("The credits were used up.", "Top up, then send again."),
    "key": Advice("The gateway refused the API key.", "Correct it in the settings."),
    "route": Advice("The gateway refused this route.", "Ask JETMSG about your account."),
    "ip": Advice("The gateway refused this machine's address.", "Have it allowed at JETMSG."),
    "rate": Advice("The gateway wanted fewer calls.", "Send again, with a lower rate."),
    "other": Advice("The gateway refused the call.", "Its own words are beside each recipient."),
    "worker_died": Advice(
        "The worker stopped while the call was on its way.",
        "Look for them in the delivery report before you decide.",
    ),
    "opted_out": Advice("Opted out after the campaign was made.", "Nothing: they asked for it."),
    "stopped": Advice("The campaign was stopped before their turn."),
    # operators
    "ABSENTSUB": Advice("The phone was off or out of reach.", "Try again on another day."),
    "MOBOFF": Advice("The phone was switched off.", "Try again on another day."),
    "HANDSETERR": Advice("The phone could not take it.", "Try again on another day."),
    "MEMEXEC": Advice("The phone's memory is full.", "Try again on another day."),
    "NETERR": Advice("The operator's network failed.", "Try again later."),
    "BARRED": Advice("The number does not take such messages.", "Leave it out next time."),
    "SPAM": Advice("The operator took it for spam.", "Look at links and wording."),
    "BLACKLIST": Advice("The number is on a blacklist.", "Leave it out next time."),
    "BLOCKED": Advice("The message was blocked.", "Ask JETMSG why."),
    "NOCREDITS": Advice("The panel had no credits.", "Top up, then send again."),
    "INVNUMBER": Advice("There is no such number.", "Correct it in your list."),
    "INVALIDSUB": Advice("There is no such subscriber.", "Correct it in your list."),
    "UNKNOWNSUBSCRIBER": Advice("There is no such subscriber.", "Correct it in your list."),
    "TIMEOUTPROM": Advice("It came outside promotional hours.", "Send between 10:00 and 20:45."),
    # DLT scrubbing
    **{
        str(code): Advice("The sender ID is not valid with DLT.", _HEADER)
        for code in range(620, 626)
    },
    "630": Advice("The DLT template was not found.", _TEMPLATE),
    "631": Advice("The DLT template is inactive.", "Activate it in your DLT panel."),
    "632": Advice("The DLT template is blacklisted.", "Register another template."),
    "633": Advice("The text does not match the DLT template.", _TEMPLATE),
    "634": Advice(
        "The sender ID is not linked to the DLT template.", "Link them in the DLT panel."
    ),
    "635": Advice("A variable is longer than DLT allows.", "Shorten the values, then send again."),
    "636": Advice("DLT refused the template.", _TEMPLATE),
    "637": Advice("The DLT template or entity ID is not valid.", "Correct it, then send again."),
    "650": Advice("The person does not want such messages (DND).", "Leave them out next time."),
    "651": Advice("It came outside promotional hours.", "Send between 10:00 and 20:45."),
    "670": Advice("DLT scrubbing failed.", "Send again later."),
}

BY_STATE = {
    RecipientState.NOT_ACCEPTED: Advice(
        "The gateway left the number out of its answer.", "Check the number, then send again."
    ),
    RecipientState.REFUSED: REASONS["other"],
    RecipientState.UNDELIVERED: Advice("It did not reach the phone.", "Try again on another day."),
    RecipientState.EXPIRED: Advice("The phone was not reached in time.", "Try again later."),
    RecipientState.REJECTED: Advice("The operator rejected it.", "Look at template and sender ID."),
    RecipientState.DND: REASONS["650"],
    RecipientState.INVALID_NUMBER: REASONS["INVNUMBER"],
    RecipientState.OUTSIDE_HOURS: REASONS["651"],
    RecipientState.NO_CREDIT: REASONS["NOCREDITS"],
}


def advice_on(state: RecipientState, reason: str) -> Advice:
    """Says what stands behind a recipient's state and reason; the reason itself where it is no code
    of ours: an unknown call says in its own words what happened."""
    advice = REASONS.get(reason)
    if advice is not None:
        return advice
    if state is RecipientState.UNKNOWN:
        todo = "Look for them in the delivery report before you decide."
        return Advice(reason or "No clear answer came back.", todo)
    return BY_STATE.get(state, Advice(reason))
