"""A contact file checked as the settings want it: within their limits, without the opt-outs."""

from __future__ import annotations

from collections.abc import Mapping

from jetmsg_core import optouts
from jetmsg_core.contacts.audience import Audience, Duplicates, check_contacts
from jetmsg_core.contacts.mending import recheck
from jetmsg_core.settings import Settings
from jetmsg_core.uploads import limits_of


def check(
    settings: Settings,
    data: bytes,
    *,
    name: str = "",
    column: str | None = None,
    delimiter: str | None = None,
    encoding: str | None = None,
    header: bool | None = None,
    sheet: str | None = None,
    duplicates: Duplicates = Duplicates.FIRST,
    fixes: Mapping[int, str] | None = None,
) -> Audience:
    """As `check_contacts`; `fixes` are rejected rows typed anew, row → new cell."""
    opt_outs = optouts.numbers(settings)
    audience = check_contacts(
        data,
        name=name,
        column=column,
        delimiter=delimiter,
        encoding=encoding,
        header=header,
        sheet=sheet,
        duplicates=duplicates,
        opt_outs=opt_outs,
        limits=limits_of(settings),
    )
    return recheck(audience, fixes or {}, opt_outs=opt_outs)
