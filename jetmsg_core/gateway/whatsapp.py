"""The WhatsApp call, as a form. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from jetmsg_core.errors import InputError
from jetmsg_core.gateway.replies import Verdict, read_whatsapp
from jetmsg_core.gateway.seam import Answer, Method, TransportFailure
from jetmsg_core.gateway_addresses import GatewayCall
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.settings import Settings

LONGEST_NUMBER = 13
LONGEST_TEXT = 1000
"""Characters, by the panels of this family."""


@dataclass(frozen=True)
class WhatsappCall:
    """One text to some numbers: integers with their country code. They go out as a comma list when
    there are several, which the documentation does not promise: by default a campaign sends one a
    call.

    `sandbox=true` may really send on panels of this family, so it is never used."""

    documented: ClassVar[GatewayCall] = GatewayCall.WHATSAPP
    method: ClassVar[Method] = Method.POST

    numbers: Sequence[int]
    text: str

    def fields(self, settings: Settings) -> Mapping[str, object]:
        """Gives the documented fields. Raises InputError for a text or a number that does not
        fit."""
        check_whatsapp_text(self.text)
        for number in self.numbers:
            _check_number(number)
        appkey, authkey = settings.whatsapp_keys()
        return {
            "appkey": appkey,
            "authkey": authkey,
            "to": ",".join(map(str, self.numbers)),
            "message": self.text,
            "sandbox": "false",
        }

    def read(self, answer: Answer | TransportFailure) -> Verdict:
        """Says whether all of them were taken: a reply lists nobody."""
        return read_whatsapp(answer, [str(number) for number in self.numbers])


def check_whatsapp_text(text: str) -> None:
    """Raises InputError for a text that is blank, or longer than `LONGEST_TEXT`."""
    if not text.strip():
        raise InputError("empty_message", "The message is empty. Write what is to be sent.")
    if len(text) > LONGEST_TEXT:
        raise InputError(
            "message_too_long",
            f"The message has {with_commas(len(text))} characters; WhatsApp takes "
            f"{with_commas(LONGEST_TEXT)} at most. Shorten it.",
        )


def _check_number(number: int) -> None:
    if not 8 <= len(str(number)) <= LONGEST_NUMBER or number <= 0:
        raise InputError(
            "wrong_number",
            f"{number} is not a WhatsApp number: it needs its country code, and {LONGEST_NUMBER} "
            "digits at most in all, such as 917070300613.",
        )
