"""Why somebody did not get a message, in words, and what to do about it. Pure."""

from __future__ import annotations

from typing import NamedTuple

from jetmsg_core.reports.dlt_faults import COMPARE_TEXT, DLT_FAULTS
from jetmsg_core.states import ASSUMED_SENT, RecipientState


class Advice(NamedTuple):
    """The meaning of a state or a code, and what to do about it. `passes`: it may be over by
    itself, so that sending again helps without anything being put right."""

    meaning: str
    todo: str = ""
    passes: bool = False


_ANOTHER_DAY = "Try again on another day."

REASONS = {
    # the gateway's refusals
    "sender": Advice("The gateway refused the sender ID.", "Get it approved, then send again."),
    "template": Advice("The gateway refused the DLT template.", COMPARE_TEXT),
    "credit": Advice("The credits were used up.", "Top up, then send again."),
    "key": Advice("The gateway refused the API key.", "Correct it in the settings."),
    "route": Advice("The gateway refused this route.", "Ask JETMSG about your account."),
    "ip": Advice("The gateway refused this machine's address.", "Ask JETMSG to allow it."),
    "rate": Advice("The gateway wanted fewer calls.", "Send again, with a lower rate."),
    "other": Advice("The gateway refused the call.", "See its words beside each recipient."),
    "worker_died": Advice(
        "The worker stopped while the call was on its way.",
        "Look for them in the delivery report before you decide.",
    ),
    ASSUMED_SENT: Advice(
        "Assumed sent: no clear answer came, and a person decided to count it as sent.",
        "Look for them in the delivery report.",
    ),
    "opted_out": Advice(
        "Opted out after the campaign was made.", "Nothing: they asked for no messages."
    ),
    "reached": Advice(
        "A newer delivery report calls an earlier message to them delivered or on the way.",
        "Nothing: they have it or will get it.",
    ),
    "stopped": Advice("The campaign was stopped before their turn.", "Send to the rest."),
    # operators
    "ABSENTSUB": Advice("The phone was off or out of reach.", _ANOTHER_DAY, passes=True),
    "MOBOFF": Advice("The phone was switched off.", _ANOTHER_DAY, passes=True),
    "HANDSETERR": Advice("The phone could not take it.", _ANOTHER_DAY, passes=True),
    "HANDSETBUSY": Advice("The phone was busy.", _ANOTHER_DAY, passes=True),
    "MEMEXEC": Advice("The phone's memory is full.", _ANOTHER_DAY, passes=True),
    "NETERR": Advice("The operator's network failed.", "Try again later.", passes=True),
    "AUTOFAILED": Advice(
        "The panel gave up on the number: it failed too often.", "Leave it out next time."
    ),
    "BARRED": Advice("The number does not take such messages.", "Leave it out next time."),
    "SPAM": Advice("The operator took it for spam.", "Look at links and wording."),
    "BLACKLIST": Advice("The number is on a blacklist.", "Leave it out next time."),
    "BLOCKED": Advice("The message was blocked.", "Ask JETMSG why."),
    "PROMOBLOCKED": Advice(
        "Promotional messages to the number are blocked.", "Leave it out of promotions."
    ),
    "SERIESBLOCK": Advice("The operator blocks this number series.", "Leave it out next time."),
    "OPTOUT": Advice("The person opted out at the panel.", "Add them to your opt-outs."),
    "NOTOPTIN": Advice("The person did not opt in.", "Leave them out until they do."),
    "REJECTEDMULTIPART": Advice("Long messages are not allowed here.", "Shorten the text."),
    "MAXLENGTH": Advice("The message was too long.", "Shorten the text."),
    "NOTALLOWED": Advice("The panel does not send to this country.", "Ask JETMSG to allow it."),
    "DUPLICATEMESSAGEDROP": Advice(
        "The same message had gone to the number just before.", "Nothing: one is enough."
    ),
    "RECIPIENTNOTONWHATSAPP": Advice("The number is not on WhatsApp.", "Send an SMS instead."),
    "NOCREDITS": Advice("The panel had no credits.", "Top up, then send again."),
    "INVNUMBER": Advice("There is no such number.", "Correct it in your list."),
    "INVALIDSUB": Advice("There is no such subscriber.", "Correct it in your list."),
    "UNKNOWNSUBSCRIBER": Advice("There is no such subscriber.", "Correct it in your list."),
    "NDNC": Advice("The person does not want such messages (DND).", "Leave them out next time."),
    "TIMEOUTPROM": Advice("It came outside promotional hours.", "Send between 10:00 and 20:45."),
    # the DLT check
    **{code: Advice(fault.meaning, fault.todo) for code, fault in DLT_FAULTS.items()},
}

BY_STATE = {
    RecipientState.NOT_ACCEPTED: Advice(
        "The gateway left the number out of its answer.", "Check the number, then send again."
    ),
    RecipientState.REFUSED: REASONS["other"],
    RecipientState.UNDELIVERED: Advice("It did not reach the phone.", _ANOTHER_DAY, passes=True),
    RecipientState.EXPIRED: Advice(
        "The phone was not reached in time.", "Try again later.", passes=True
    ),
    RecipientState.REJECTED: Advice("The operator rejected it.", "Look at template and sender ID."),
    RecipientState.DND: REASONS["NDNC"],
    RecipientState.INVALID_NUMBER: REASONS["INVNUMBER"],
    RecipientState.OUTSIDE_HOURS: REASONS["TIMEOUTPROM"],
    RecipientState.NO_CREDIT: REASONS["NOCREDITS"],
}

_PASSING = (RecipientState.UNDELIVERED, RecipientState.EXPIRED)


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


def passes_by_itself(state: RecipientState, reason: str) -> bool:
    """Tells of somebody whom the message did not reach whether sending it again may help with
    nothing put right before. It never does where DLT refused it: the next would be refused too."""
    return state in _PASSING and advice_on(state, reason).passes
