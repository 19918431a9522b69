"""Why a running campaign waits, and what belongs to each reason. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import NamedTuple


class Hold(StrEnum):
    """The reason why a running campaign waits. `HOLDS` says it to a person."""

    CREDIT = "credit"
    SHORT = "credits_short"
    KEY = "key"
    SENDER = "sender"
    ROUTE = "route"
    IP = "ip"
    FAILURES = "too_many_failures"
    DEVICE = "device_offline"
    UNREACHABLE = "gateway_unreachable"
    PAUSE_ASKED = "gateway_asks_pause"
    HOURS = "promotional_hours"
    DISK = "disk_nearly_full"
    POSTERS = "no_posters"
    SETTINGS = "settings"
    MISSED_START = "missed_start"
    APPROVAL = "approval"
    RESTORED = "restored"


class DetailSource(StrEnum):
    """The source of a hold's detail: a sentence of our own, what the gateway answered, or either
    about the last call."""

    OURS = "ours"
    GATEWAY = "gateway"
    LAST_CALL = "last_call"


class HoldFacts(NamedTuple):
    """The facts of a reason: what happened and what a person does about it, a sentence each; whose
    words the detail are; the button by which a person ends the hold; and whether it ends by itself,
    when `retry_at` comes. `button` None: no button ends it."""

    what: str
    to_do: str
    detail: DetailSource
    button: str | None = "Resume"
    ends_by_itself: bool = False

    @property
    def sentence(self) -> str:
        """What is said to a person: what happened, then what to do."""
        return f"{self.what} {self.to_do}"


HOLDS: Mapping[Hold, HoldFacts] = {
    Hold.CREDIT: HoldFacts(
        "The gateway says the credits are used up.",
        "Top up, then resume.",
        DetailSource.GATEWAY,
        button="I have topped up: resume",
    ),
    Hold.SHORT: HoldFacts(
        "The credits left do not cover the next call.",
        "Top up, then resume.",
        DetailSource.OURS,
        button="I have topped up: resume",
    ),
    Hold.KEY: HoldFacts(
        "The gateway refused the API key.",
        "Correct it in the settings, then resume.",
        DetailSource.GATEWAY,
    ),
    Hold.SENDER: HoldFacts(
        "The gateway refused the sender ID.",
        "Get it approved, then resume.",
        DetailSource.GATEWAY,
    ),
    Hold.ROUTE: HoldFacts(
        "The gateway refused this route for your account.",
        "Ask JETMSG, then resume.",
        DetailSource.GATEWAY,
    ),
    Hold.IP: HoldFacts(
        "The gateway refused this machine's address.",
        "Ask JETMSG to allow it, then resume.",
        DetailSource.GATEWAY,
    ),
    Hold.FAILURES: HoldFacts(
        "Too many calls failed. At the beginning, one is enough.",
        "Look at the last reply, then resume.",
        DetailSource.LAST_CALL,
    ),
    Hold.DEVICE: HoldFacts(
        "WhatsApp refused many messages in a row: the device may be offline.",
        "Connect it, then resume.",
        DetailSource.GATEWAY,
    ),
    Hold.UNREACHABLE: HoldFacts(
        "The gateway cannot be reached.",
        "It tries again by itself.",
        DetailSource.LAST_CALL,
        button="Try now",
        ends_by_itself=True,
    ),
    # It was reached, and said so.
    Hold.PAUSE_ASKED: HoldFacts(
        "The gateway asks for a pause.",
        "It continues by itself.",
        DetailSource.LAST_CALL,
        button="Try now",
        ends_by_itself=True,
    ),
    # Promotional hours are the law's: nobody can end them.
    Hold.HOURS: HoldFacts(
        "Promotional messages may not go out at this hour.",
        "It resumes by itself at 10:00.",
        DetailSource.OURS,
        button=None,
        ends_by_itself=True,
    ),
    # Nobody can end it but by making room: what is sent then could not be written down.
    Hold.DISK: HoldFacts(
        "The disk of the data folder is nearly full.",
        "Free some space: it continues by itself then.",
        DetailSource.OURS,
        button=None,
        ends_by_itself=True,
    ),
    # Nobody can end it but by bringing them back: there is nobody to make the calls.
    Hold.POSTERS: HoldFacts(
        "The posters, which make the calls, cannot be used.",
        "Whoever looks after them has to see: it continues by itself then.",
        DetailSource.OURS,
        button=None,
        ends_by_itself=True,
    ),
    Hold.SETTINGS: HoldFacts(
        "The settings do not allow sending.",
        "Correct them, then resume.",
        DetailSource.OURS,
    ),
    Hold.MISSED_START: HoldFacts(
        "Its time passed while nothing could be sent.",
        "Send it now, or choose another time.",
        DetailSource.OURS,
        button="Send it now",
    ),
    Hold.APPROVAL: HoldFacts(
        "Its time came, and nobody else had approved it.",
        "Let somebody approve it, then send it, or choose another time.",
        DetailSource.OURS,
        button="Send it now",
    ),
    # Asked about first: whoever waits may have the message already.
    Hold.RESTORED: HoldFacts(
        "This database was restored from an earlier copy: the people who wait here may have the "
        "message already.",
        "Look at what is known, then resume or stop.",
        DetailSource.OURS,
        button=None,
    ),
}

CIRCUIT_OPEN = frozenset({Hold.FAILURES, Hold.DEVICE, Hold.UNREACHABLE})
"""Holds that say that the gateway, or the way to it, does not work."""

SELF_ENDING = frozenset(hold for hold, facts in HOLDS.items() if facts.ends_by_itself)
"""Holds that end when `retry_at` comes; the others wait for a person."""
