"""A contact file checked as the settings want it: within their limits, without the opt-outs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Unpack

from jetmsg_core import optouts
from jetmsg_core.contacts.audience import Audience, Reading, check_contacts
from jetmsg_core.contacts.corrections import Correction
from jetmsg_core.settings import Settings
from jetmsg_core.uploads import limits_of


def check(
    settings: Settings,
    data: bytes,
    *,
    name: str = "",
    corrections: Sequence[Correction] = (),
    **reading: Unpack[Reading],
) -> Audience:
    """As `check_contacts`."""
    return check_contacts(
        data,
        name=name,
        corrections=corrections,
        opt_outs=optouts.numbers(settings),
        limits=limits_of(settings),
        **reading,
    )
