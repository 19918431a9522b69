"""Numbers and addresses as they are typed, as they are called, and as they are shown."""

from __future__ import annotations

import hashlib
import hmac
import re

from jetmsg_core.contacts import Number, normalize
from jetmsg_core.contacts.numbers.countries import with_code
from jetmsg_core.primitives.masking import MASK


def plain_number(typed: str, country_code: str) -> str:
    """Gives the digits after the country code; an Indian number is read as in a contact file, one
    of another country by its numbering plan, so that the code in front is not called twice. What
    does not fit stays as it is, to be refused."""
    if country_code != "91":
        digits = re.sub(r"\D", "", typed).removeprefix("00")
        whole = with_code(country_code, digits) if re.fullmatch(r"[+\d\s().-]+", typed) else None
        if whole is not None:
            return whole.removeprefix(country_code)
    reading = normalize(typed) if country_code == "91" else None
    if isinstance(reading, Number):
        return str(reading.value)[-10:]
    number = re.sub(r"[\s().-]", "", typed).removeprefix("+" + country_code)
    is_indian = country_code == "91" and re.fullmatch("(?:(?:00|0)?91|0)[0-9]{10}", number)
    return number[-10:] if is_indian else number


def called_by(message_id: str) -> str:
    """Gives a message id, or the number or address in place of one, as the gateway knows it: an
    Indian number by its ten digits, whatever way it was typed."""
    reading = normalize(message_id)
    return str(reading.value)[-10:] if isinstance(reading, Number) else message_id.strip()


def is_receiver(message_id: str) -> bool:
    """Returns whether it is a number or an address, which the gateway takes in place of a message
    id. Its ids are shorter."""
    return "@" in message_id or bool(re.fullmatch(r"\+?[0-9]{10,15}", message_id))


def masked(receiver: str) -> str:
    """Gives the receiver as it is kept: enough to recognise one's own, too little to reach a
    stranger. The last four digits remain, or the first letter and the host."""
    name, at, host = receiver.strip().lower().rpartition("@")
    return f"{name[:1]}{MASK}@{host}" if at else MASK + re.sub(r"\D", "", receiver)[-4:]


def mark_of(receiver: str, key: str) -> str:
    """Gives what tells one receiver from another of the same mask, as long as the key stays: four
    signs, which fit thousands of numbers and so give none away. An address counts in small letters,
    a number by its last ten digits."""
    plain = receiver.strip().lower()
    plain = plain if "@" in plain else re.sub(r"\D", "", plain)[-10:]
    return hmac.new(key.encode(), plain.encode(), hashlib.sha256).hexdigest()[:4]
