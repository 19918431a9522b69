"""The words of the ledger: one per concept, the same in code, database and on screen."""

from __future__ import annotations

from enum import StrEnum


class Channel(StrEnum):
    SMS = "sms"
    WHATSAPP = "whatsapp"


class Pool(StrEnum):
    """Which credits a message is paid from. WhatsApp panels have a plan instead of credits."""

    TRANX = "tranx"
    PROMO = "promo"
    NONE = "none"

    @classmethod
    def of(cls, channel: Channel, route: int) -> Pool:
        if channel is Channel.WHATSAPP:
            return cls.NONE
        return cls.TRANX if route == 1 else cls.PROMO


class CampaignState(StrEnum):
    """draft → scheduled | running ⇄ paused → finished | stopped."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    RUNNING = "running"
    PAUSED = "paused"
    FINISHED = "finished"
    STOPPED = "stopped"


class ChunkState(StrEnum):
    """planned → sending → accepted | refused | unknown; planned → cancelled;
    sending → planned only when it is proved that nothing was sent."""

    PLANNED = "planned"
    SENDING = "sending"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"


class RecipientState(StrEnum):
    """The first seven are what sending knows. The others refine *submitted*, and come from an
    imported delivery report only."""

    QUEUED = "queued"
    SENDING = "sending"
    SUBMITTED = "submitted"
    NOT_ACCEPTED = "not_accepted"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    CANCELLED = "cancelled"
    DELIVERED = "delivered"
    UNDELIVERED = "undelivered"
    EXPIRED = "expired"
    REJECTED = "rejected"
    DND = "dnd"
    INVALID_NUMBER = "invalid_number"
    OUTSIDE_HOURS = "outside_hours"
    NO_CREDIT = "no_credit"


REPORTED = tuple(RecipientState)[7:]
"""What only a delivery report says. Each of these recipients was submitted before."""


class Hold(StrEnum):
    """Why a running campaign waits. `SENTENCES` says it to a person."""

    CREDIT = "credit"
    SHORT = "credits_short"
    KEY = "key"
    SENDER = "sender"
    ROUTE = "route"
    IP = "ip"
    FAILURES = "too_many_failures"
    DEVICE = "device_offline"
    UNREACHABLE = "gateway_unreachable"
    HOURS = "promotional_hours"
    SETTINGS = "settings"
    MISSED_START = "missed_start"
    RESTORED = "restored"


HOLD_SENTENCES = {
    Hold.CREDIT: "The gateway says the credits are used up. Top up, then resume.",
    Hold.SHORT: "The credits left do not cover the next call. Top up, then resume.",
    Hold.KEY: "The gateway refused the API key. Correct it in the settings, then resume.",
    Hold.SENDER: "The gateway refused the sender ID. Have it approved, then resume.",
    Hold.ROUTE: "The gateway refused this route for your account. Ask JETMSG, then resume.",
    Hold.IP: "The gateway refused this machine's address. Have it allowed, then resume.",
    Hold.FAILURES: "Too many calls went wrong; at the beginning one is enough. Look at the last "
    "reply, then resume.",
    Hold.DEVICE: "WhatsApp refused many messages in a row: the device may be offline. Connect it, "
    "then resume.",
    Hold.UNREACHABLE: "The gateway cannot be reached. It is tried again by itself.",
    Hold.HOURS: "Promotional messages may not go out at this hour. It resumes by itself at 10:00.",
    Hold.SETTINGS: "The settings do not allow sending. Correct them, then resume.",
    Hold.MISSED_START: "Its time passed while nothing could be sent. Send it now, or choose "
    "another time.",
    Hold.RESTORED: "This database was put back from an earlier time: who waits here may have the "
    "message already. Look at what is known, then resume or stop.",
}

SELF_ENDING = frozenset({Hold.UNREACHABLE, Hold.HOURS})
"""Holds that end when `retry_at` comes; the others wait for a person."""
