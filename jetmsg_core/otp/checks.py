"""What stops an order before its call: another text than the approved one, a number that opted out,
too soon, too often."""

from __future__ import annotations

import math
from datetime import datetime, timedelta

from jetmsg_core.errors import InputError, StateError
from jetmsg_core.gateway.client import OtpMethod
from jetmsg_core.messages.dlt.approved_text import parse_template
from jetmsg_core.messages.dlt.matching import MatchKind, match
from jetmsg_core.messages.dlt.rules import lapse_warning
from jetmsg_core.otp.orders import OtpOrder
from jetmsg_core.otp.receivers import mark_of, plain_number
from jetmsg_core.primitives.characters import quoted
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.primitives.times import parse
from jetmsg_core.settings import Mode, Settings
from jetmsg_core.store.database import Database
from jetmsg_core.store.saved import optouts, otp, templates

RESEND_AFTER_SECONDS = 30.0
"""As documented. Earlier, the gateway may block the service."""
HOUR = timedelta(hours=1)


def rules(settings: Settings) -> str:
    """Says who gets codes, and how many."""
    opted_out = (
        "Numbers that have opted out get codes too: a person asks for theirs."
        if settings.otp_to_opted_out
        else "Numbers that have opted out get no codes."
    )
    return f"{opted_out} One person gets {with_commas(settings.otp_per_hour)} an hour at most."


def refuse_other_text(db: Database, order: OtpOrder) -> None:
    """Raises InputError (`dlt_mismatch`) for a message that is not of its stored DLT template. What
    stands for the code is compared as a value, so the code itself is never quoted."""
    options = order.options
    template = templates.of_dlt_id(db, options.template_id.strip()) if options.message else None
    if template is None or order.method is not OtpMethod.SMS:
        return
    matched = match(parse_template(template.body), options.message)
    if matched.kind is MatchKind.NONE and matched.difference is not None:
        difference = matched.difference.in_words()
        raise InputError(
            "dlt_mismatch",
            f"The message does not match the DLT template {quoted(template.name)}, so the "
            f"operator would refuse it. {difference[:1].upper()}{difference[1:]}.",
        )


def lapse_caution(db: Database, order: OtpOrder) -> str:
    """Says that the stored DLT template of an order is no longer approved; empty where it is."""
    template = templates.of_dlt_id(db, order.options.template_id.strip())
    if template is None or order.method is not OtpMethod.SMS:
        return ""
    return lapse_warning(template.name, template.lapsed) or ""


def refuse_opted_out(db: Database, settings: Settings, order: OtpOrder) -> None:
    """Raises InputError (`opted_out`) for a number that has opted out, where the settings say that
    these get no codes."""
    if settings.otp_to_opted_out or order.method is OtpMethod.EMAIL:
        return
    country_code = order.country_code.strip().removeprefix("+")
    number = country_code + plain_number(order.to.strip(), country_code)
    if number.isdecimal() and optouts.has(db, int(number)):
        raise _opted_out()


def refuse_opted_out_since(db: Database, settings: Settings, *, receiver: str, mark: str) -> None:
    """Raises InputError (`opted_out`) as `refuse_opted_out`, for a receiver of whom only the mask
    and the mark are kept. Of the numbers that opted out, one in 65,000 with the same last digits
    has the mark of another."""
    if settings.otp_to_opted_out or "@" in receiver or not mark:
        return
    alike = optouts.ending_with(db, int(receiver[-4:]))
    if any(mark_of(str(number), settings.key()) == mark for number in alike):
        raise _opted_out()


def _opted_out() -> InputError:
    return InputError(
        "opted_out",
        "This number has opted out, and the settings say that such numbers get no codes.",
    )


def seconds_to_wait(
    db: Database, now: datetime, *, mode: Mode, message_id: str, receiver: str, mark: str
) -> float:
    """Gives the seconds until a code may go to this id or receiver; 0 when it may now."""
    last = otp.last_sent_at(db, mode=mode, message_id=message_id, receiver=receiver, mark=mark)
    if last is None:
        return 0.0
    left = RESEND_AFTER_SECONDS - (now - parse(last)).total_seconds()
    # A clock that was set back must not make anyone wait for longer than the rule says.
    return min(max(0.0, left), RESEND_AFTER_SECONDS)


def refuse_too_early(wait: float, *, again: bool) -> None:
    """Raises StateError (`resend_too_early`) with the seconds to wait, where there are some."""
    if not wait:
        return
    what = "the code is sent again" if again else "another code is sent there"
    raise StateError(
        "resend_too_early",
        f"Wait {math.ceil(wait)} s before {what}: the gateway may block the service when less than "
        f"{RESEND_AFTER_SECONDS:.0f} s have passed.",
    )


def refuse_too_many(
    db: Database, settings: Settings, now: datetime, *, receiver: str, mark: str
) -> None:
    """Raises StateError (`too_many_codes`) for a receiver that got what is allowed in an hour. What
    was tried in the sandbox takes nothing from what may be sent live."""
    sent = otp.sent_since(db, now - HOUR, mode=settings.mode, receiver=receiver, mark=mark)
    if len(sent) < settings.otp_per_hour:
        return
    oldest = parse(sent[-settings.otp_per_hour])
    # As above: a clock that was set back makes nobody wait longer than an hour.
    minutes = math.ceil(min(oldest + HOUR - now, HOUR).total_seconds() / 60)
    raise StateError(
        "too_many_codes",
        f"{receiver} got {with_commas(len(sent))} code{'' if len(sent) == 1 else 's'} in the last "
        f"hour, and {with_commas(settings.otp_per_hour)} are allowed. Wait "
        f"{minutes} min.",
    )
