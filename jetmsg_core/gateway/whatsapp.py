"""The WhatsApp call, as a form. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from jetmsg_core.errors import InputError
from jetmsg_core.gateway.seam import Request
from jetmsg_core.settings import GatewayCall, Settings

LONGEST_NUMBER = 13
LONGEST_TEXT = 1000
"""Characters, by the panels of this family."""


def whatsapp_form(settings: Settings, *, numbers: Sequence[int], text: str) -> Request:
    """Numbers are integers with their country code, and go out as a comma list when there are
    several, which the documentation does not promise: by default a campaign sends one a call.

    `sandbox=true` may really send on panels of this family, so it is never used."""
    check_whatsapp_text(text)
    for number in numbers:
        _check_number(number)
    appkey, authkey = settings.whatsapp_keys()
    return Request(
        settings.url(GatewayCall.WHATSAPP),
        {
            "appkey": appkey,
            "authkey": authkey,
            "to": ",".join(map(str, numbers)),
            "message": text,
            "sandbox": "false",
        },
    )


def check_whatsapp_text(text: str) -> None:
    if not text.strip():
        raise InputError("empty_message", "The message is empty. Write what is to be sent.")
    if len(text) > LONGEST_TEXT:
        raise InputError(
            "message_too_long",
            f"The message has {len(text):,} characters; WhatsApp takes {LONGEST_TEXT:,} at most. "
            "Shorten it.",
        )


def _check_number(number: int) -> None:
    if not 8 <= len(str(number)) <= LONGEST_NUMBER or number <= 0:
        raise InputError(
            "wrong_number",
            f"{number} is no WhatsApp number: it needs its country code, and {LONGEST_NUMBER} "
            "digits at most in all, such as 917070300613.",
        )
