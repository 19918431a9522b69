"""A contact file checked as the settings want it: within their limits, without the opt-outs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Unpack

from jetmsg_core import optouts
from jetmsg_core.contacts.audience import Audience, Reading, check_contacts
from jetmsg_core.contacts.mending import recheck
from jetmsg_core.settings import Settings
from jetmsg_core.uploads import limits_of


def check(
    settings: Settings,
    data: bytes,
    *,
    name: str = "",
    fixes: Mapping[int, str] | None = None,
    **reading: Unpack[Reading],
) -> Audience:
    """As `check_contacts`; `fixes` are rejected rows typed anew, row → new cell."""
    opt_outs = optouts.numbers(settings)
    audience = check_contacts(
        data, name=name, opt_outs=opt_outs, limits=limits_of(settings), **reading
    )
    return recheck(audience, fixes or {}, opt_outs=opt_outs)
