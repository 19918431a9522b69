"""The hours of promotional messages, said wherever they matter on the way to a campaign."""

from __future__ import annotations

from datetime import datetime

from jetmsg_core.campaigns.draft.choices import Choices
from jetmsg_core.campaigns.lifecycle import promotional_hours
from jetmsg_core.campaigns.sending.rate_limit import promotional_opening
from jetmsg_core.campaigns.sending.words import promotional_hours as rule
from jetmsg_core.primitives.times import in_ist, utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.states import Channel, Pool


def is_promotional(choices: Choices) -> bool:
    return choices.channel is Channel.SMS and choices.route == 2


def hours(settings: Settings) -> str:
    """A sentence says the rule, and what it means now."""
    opening = promotional_opening(utc_now(), settings.promo_stops)
    if opening is None:
        return f"{rule(settings.promo_stops)} What is not sent by then waits for the next morning."
    return f"{rule(settings.promo_stops)} If you send now, it waits until **{in_ist(opening)}**."


def wait(settings: Settings, choices: Choices, at: datetime) -> str | None:
    """A sentence says what becomes of a start at a time outside the hours; None where nothing
    does."""
    return promotional_hours.wait(settings, Pool.of(choices.channel, choices.route or 1), at)
