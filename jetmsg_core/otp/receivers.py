"""Numbers and addresses as they are typed, as they are called, and as they are shown."""

from __future__ import annotations

import re

from jetmsg_core.primitives.masking import MASK


def plain_number(typed: str, country_code: str) -> str:
    """Gives the digits after the country code. What does not fit stays as it is, to be refused."""
    number = re.sub(r"[\s().-]", "", typed).removeprefix("+" + country_code)
    is_indian_with_code = country_code == "91" and re.fullmatch("(?:00|0)?91[0-9]{10}", number)
    return number[-10:] if is_indian_with_code else number


def is_receiver(message_id: str) -> bool:
    """Returns whether it is a number or an address, which the gateway takes in place of a message
    id. Its ids are shorter."""
    return "@" in message_id or bool(re.fullmatch(r"\+?[0-9]{10,15}", message_id))


def masked(receiver: str) -> str:
    """Gives the receiver as it is kept: enough to recognise one's own, too little to reach a
    stranger. The last four digits remain, or the first letter and the host."""
    name, at, host = receiver.strip().lower().rpartition("@")
    return f"{name[:1]}{MASK}@{host}" if at else MASK + re.sub(r"\D", "", receiver)[-4:]
