"""The SMS call, and what can be a sender ID."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from jetmsg_core.errors import InputError
from jetmsg_core.gateway.replies import SmsVerdict, read_sms
from jetmsg_core.gateway.seam import Answer, Method, TransportFailure
from jetmsg_core.gateway_addresses import GatewayCall
from jetmsg_core.primitives.characters import quoted
from jetmsg_core.settings import Settings

SENDER_ID = re.compile(r"[A-Za-z0-9]{6}")
_LISTED = re.compile(r"(?:(?:[0-9]+,)*[0-9]+)?")


@dataclass(frozen=True)
class SmsOrder:
    """The values that all chunks of an SMS campaign have in common."""

    sender_id: str
    route: int
    template_id: str = ""


def check_sender_id(sender_id: str) -> None:
    """Raises InputError for a sender ID that does not have six letters or digits, case kept, as the
    header registered with DLT."""
    if not SENDER_ID.fullmatch(sender_id):
        raise InputError(
            "wrong_sender",
            f"The sender ID {quoted(sender_id)} does not fit: it has exactly 6 letters or digits, "
            "as registered with DLT, without -P, -S, -T or -G."
            if sender_id
            else "There is no sender ID. Give the 6 characters registered with DLT, or set one on "
            "the Settings page.",
        )


@dataclass(frozen=True)
class SmsCall:
    """One bulk call: one text to some numbers. Nothing but digits and our commas can be in the
    list; the last ten digits of each number go out, as in the documentation."""

    documented: ClassVar[GatewayCall] = GatewayCall.SMS
    method: ClassVar[Method] = Method.POST

    order: SmsOrder
    numbers: Sequence[str]
    text: str
    unicode: bool

    def fields(self, settings: Settings) -> Mapping[str, object]:
        """Gives the documented fields; without a template id there is no `tempid`, since an empty
        one is no id. Raises InputError for a number that is not made of digits."""
        fields = {
            "AuthKey": settings.key(),
            "SenderId": self.order.sender_id,
            "MobileNo": _comma_list(self.numbers),
            "Message": self.text,
            "route": str(self.order.route),
            "type": "unicode" if self.unicode else "text",
        }
        template_id = self.order.template_id.strip()
        return fields | {"tempid": template_id} if template_id else fields

    def read(self, answer: Answer | TransportFailure) -> SmsVerdict:
        """Says whom the reply lists, by the last ten digits of each number."""
        return read_sms(answer, [number[-10:] for number in self.numbers])


def _comma_list(numbers: Sequence[str]) -> str:
    listed = ",".join([number[-10:] for number in numbers])
    # The whole at once, since a call may have a thousand; an extra comma would be a recipient.
    if not _LISTED.fullmatch(listed) or listed.count(",") != max(0, len(numbers) - 1):
        raise InputError("wrong_number", "One of the numbers is not made of digits alone.")
    return listed
