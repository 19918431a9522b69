"""What a marketer may change, in words that the page and the command line share. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from jetmsg_core.primitives.numbers import Grouping


@dataclass(frozen=True)
class OwnedSetting:
    """`label` is its name for people, `about` what it does and how its value is written, `usual`
    what holds where nobody has set it."""

    label: str
    about: str
    usual: str


GROUPINGS = {Grouping.INDIAN: "12,34,567", Grouping.INTERNATIONAL: "1,234,567"}

_WARNS = "Every page warns you below this many credits."
OWNED_SETTINGS: Mapping[str, OwnedSetting] = MappingProxyType(
    {
        "JETMSG_SENDER_ID": OwnedSetting(
            "Sender ID", "The six characters registered with DLT. New messages begin with it.", ""
        ),
        "JETMSG_TEST_NUMBER": OwnedSetting(
            "Test number", "The mobile number that a test message goes to at first.", ""
        ),
        "JETMSG_PART_PRICE": OwnedSetting(
            "Price of a part in rupees",
            "Such as 0.18. Costs in credits then show rupees too, at this price.",
            "no rupees shown",
        ),
        "JETMSG_LOW_TRANX": OwnedSetting("Transactional credits are low under", _WARNS, "never"),
        "JETMSG_LOW_PROMO": OwnedSetting("Promotional credits are low under", _WARNS, "never"),
        "JETMSG_LOW_OTP": OwnedSetting("One-time code credits are low under", _WARNS, "never"),
        "JETMSG_APPROVE_RECIPIENTS": OwnedSetting(
            "Approval above this many people",
            "Somebody else then approves a campaign before it starts. It needs users.",
            "never",
        ),
        "JETMSG_APPROVE_CREDITS": OwnedSetting(
            "Approval above this many credits",
            "Somebody else then approves a campaign before it starts. It needs users.",
            "never",
        ),
        "JETMSG_KEEP_NUMBERS_DAYS": OwnedSetting(
            "Days that numbers of campaigns are kept",
            "Of a campaign that is over, 7 or more. Then hashes take their place, cells go, and "
            "nobody of it can be tried again. Counts and delivery rates stay.",
            "for good",
        ),
        "JETMSG_KEEP_TEXTS_DAYS": OwnedSetting(
            "Days that filled texts of campaigns are kept",
            "Of a campaign that is over, 7 or more. Then only the message before it was filled "
            "stays, and nobody of it can be tried again.",
            "for good",
        ),
        "JETMSG_PROMO_STOPS": OwnedSetting(
            "Promotional messages stop at",
            "Indian time, from 10:00 to 21:00. Campaigns that are made already keep their hours.",
            "20:45",
        ),
        "JETMSG_WHITELIST": OwnedSetting(
            "Links and call-back numbers allowed",
            "As registered with DLT, with commas between. A text with any other gets a warning.",
            "none",
        ),
        "JETMSG_GROUPING": OwnedSetting(
            "Long numbers",
            "Write indian for 12,34,567 or international for 1,234,567.",
            Grouping.INDIAN.value,
        ),
    }
)
"""By its name in the environment, in the order in which it is shown."""
