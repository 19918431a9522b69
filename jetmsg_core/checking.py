"""A contact file checked as the settings want it: within their limits, without the opt-outs."""

from __future__ import annotations

from collections.abc import Sequence

from jetmsg_core import optouts
from jetmsg_core.acting import Permission, requires
from jetmsg_core.contacts.audience import Audience, check_contacts
from jetmsg_core.contacts.read_options import GUESSED, ReadOptions
from jetmsg_core.contacts.rows.corrections import Correction
from jetmsg_core.primitives.progress import Tell, nobody_listens
from jetmsg_core.settings import Settings
from jetmsg_core.uploads import limits_of


@requires(Permission.PREPARE)
def check(
    settings: Settings,
    data: bytes,
    *,
    name: str = "",
    options: ReadOptions = GUESSED,
    corrections: Sequence[Correction] = (),
    tell: Tell = nobody_listens,
) -> Audience:
    """Gives the audience of a file, as `check_contacts` does, without those who opted out. `tell`
    hears how far it is. Raises as that does."""
    return check_contacts(
        data,
        name=name,
        options=options,
        corrections=corrections,
        opt_outs=optouts.numbers(settings),
        limits=limits_of(settings),
        tell=tell,
    )
