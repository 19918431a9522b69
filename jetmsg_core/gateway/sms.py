"""The SMS call, as a form. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from jetmsg_core.errors import InputError
from jetmsg_core.gateway.seam import Request
from jetmsg_core.settings import GatewayCall, Settings

SENDER_ID = re.compile(r"[A-Za-z0-9]{6}")
_LISTED = re.compile(r"(?:(?:[0-9]+,)*[0-9]+)?")


@dataclass(frozen=True)
class SmsOrder:
    """What all chunks of an SMS campaign have in common."""

    sender_id: str
    route: int
    template_id: str = ""


def check_sender_id(sender_id: str) -> None:
    """Six letters or digits, case kept: the header registered with DLT."""
    if not SENDER_ID.fullmatch(sender_id):
        raise InputError(
            "wrong_sender",
            f"The sender ID {sender_id!r} does not fit: it has exactly 6 letters or digits, as "
            "registered with DLT, without -P, -S, -T or -G."
            if sender_id
            else "There is no sender ID. Give the 6 characters registered with DLT, or set "
            "JETMSG_SENDER_ID.",
        )


def sms_form(
    settings: Settings, order: SmsOrder, *, numbers: Sequence[str], text: str, unicode: bool
) -> Request:
    """One bulk call. Nothing but digits and our commas can be in the list; the last ten digits of
    each number go out, as in the documentation."""
    return Request(
        settings.url(GatewayCall.SMS),
        {
            "AuthKey": settings.key(),
            "SenderId": order.sender_id,
            "MobileNo": _comma_list(numbers),
            "Message": text,
            "route": str(order.route),
            "type": "unicode" if unicode else "text",
            "tempid": order.template_id,
        },
    )


def _comma_list(numbers: Sequence[str]) -> str:
    listed = ",".join([number[-10:] for number in numbers])
    # The whole at once, since a call may have a thousand; an extra comma would be a recipient.
    if not _LISTED.fullmatch(listed) or listed.count(",") != max(0, len(numbers) - 1):
        raise InputError("wrong_number", "One of the numbers is not made of digits alone.")
    return listed
