"""Channels, and which credits a message is paid from. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Channel(StrEnum):
    """The way a message goes out."""

    SMS = "sms"
    WHATSAPP = "whatsapp"


CHANNEL_NAMES: Mapping[Channel, str] = {Channel.SMS: "SMS", Channel.WHATSAPP: "WhatsApp"}
"""What each channel is called."""


class Pool(StrEnum):
    """The credits a message is paid from. WhatsApp panels have a plan instead of credits, and
    one-time codes are no campaigns."""

    TRANX = "tranx"
    PROMO = "promo"
    OTP = "otp"
    NONE = "none"

    @classmethod
    def of(cls, channel: Channel, route: int) -> Pool:
        """Gives the pool of a campaign by this channel and route, 1 or 2."""
        if channel is Channel.WHATSAPP:
            return cls.NONE
        return cls.TRANX if route == 1 else cls.PROMO


POOL_NAMES: Mapping[Pool, str] = {
    Pool.TRANX: "Transactional",
    Pool.PROMO: "Promotional",
    Pool.OTP: "One-time codes",
    Pool.NONE: "No credits",
}
"""What each pool is called."""

CREDIT_POOLS = (Pool.TRANX, Pool.PROMO, Pool.OTP)
"""The pools with a balance, in the order in which a sample holds them."""

CAMPAIGN_POOLS = frozenset({Pool.TRANX, Pool.PROMO, Pool.NONE})
"""The pools that a campaign may have."""
