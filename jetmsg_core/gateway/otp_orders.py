"""What a one-time code is ordered with, and the documented limits, checked before the wire.

Pure. A refusal says what does not fit, where, and what to do; it never quotes a code.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum

from jetmsg_core.errors import InputError
from jetmsg_core.gateway.sms import check_sender_id
from jetmsg_core.primitives.characters import quoted
from jetmsg_core.primitives.numbers import with_commas

PLACEHOLDER = "@OTP@"
SHORTEST_MESSAGE, LONGEST_MESSAGE = 24, 100
SHORTEST_CODE, LONGEST_CODE = 4, 10
LONGEST_SECONDS = 86_400
"""A day. The documentation names no maximum, but a code that lives longer protects nobody."""

_EMAIL = re.compile(r"[!-+\--?A-~]{1,64}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z][A-Za-z0-9-]{1,62}")
_SENDER_V3 = re.compile(r"[!-~][ -~]{2,13}[!-~]")


class OtpMethod(StrEnum):
    """The ways in which a code travels, as the gateway spells them."""

    SMS = "SMS"
    VOICE = "VOICE"
    EMAIL = "EMAIL"
    WHATSAPP = "WHATSAPP"


@dataclass(frozen=True)
class OtpOptions:
    """The choices that both interfaces take beside the receiver; None or empty leaves one to the
    gateway."""

    length: int | None = None
    code: str = field(default="", repr=False)
    message: str = ""
    seconds: int | None = None
    template_id: str = ""

    def fields(self) -> dict[str, str]:
        """Gives the fields that are set, under their documented names."""
        given = {
            "len": self.length,
            "otp": self.code,
            "message": self.message,
            "etime": self.seconds,
            "tempid": self.template_id,
        }
        return {name: str(value) for name, value in given.items() if value not in (None, "")}


def check_v1(sender_id: str, mobile: str, options: OtpOptions) -> None:
    """Checks an order of OTP v1: sender, ten digits, template and options. Raises InputError."""
    check_sender_id(sender_id)
    _check_mobile(mobile, "91")
    if not options.template_id.strip():
        raise InputError("template_missing", _TEMPLATE_MISSING)
    check_options(options)


def check_v3_sender(sender_id: str) -> None:
    """Raises InputError for a sender that does not have the 4 to 15 characters of OTP v3."""
    if not _SENDER_V3.fullmatch(sender_id):
        raise InputError(
            "wrong_sender",
            f"The sender ID {quoted(sender_id)} does not fit: OTP v3 takes 4 to 15 characters."
            if sender_id
            else "There is no sender ID. Give one of 4 to 15 characters, or set one on the "
            "Settings page.",
        )


def check_receiver(method: OtpMethod, *, email: str, country_code: str, mobile: str) -> None:
    """Checks that a code by EMAIL goes to an address and to nothing else, any other to a number and
    to nothing else. Raises InputError."""
    if method is OtpMethod.EMAIL:
        if mobile or country_code:
            raise InputError(
                "number_not_allowed", "By EMAIL a code goes to an address. Remove the number."
            )
        _check_email(email)
        return
    if email:
        raise InputError(
            "email_not_allowed",
            f"By {method} a code goes to a mobile number. Remove the e-mail address, or choose "
            "EMAIL.",
        )
    if not re.fullmatch("[1-9][0-9]{0,3}", country_code):
        raise InputError(
            "wrong_country_code",
            f"The country code {quoted(country_code)} does not fit: write 1 to 4 digits without +, "
            "such as 91.",
        )
    _check_mobile(mobile, country_code)


def check_template(method: OtpMethod, template_id: str) -> None:
    """Checks that a DLT template goes with SMS, and only with it. Raises InputError."""
    if method is OtpMethod.SMS and not template_id.strip():
        raise InputError("template_missing", _TEMPLATE_MISSING)
    if method is not OtpMethod.SMS and template_id:
        raise InputError(
            "template_not_allowed",
            f"A DLT template ID is for SMS only, and the method is {method}. Remove it.",
        )


def check_options(options: OtpOptions) -> None:
    """Checks that length, code, message and seconds are within the documented limits. Raises
    InputError."""
    if options.length is not None and not SHORTEST_CODE <= options.length <= LONGEST_CODE:
        raise InputError(
            "wrong_length",
            f"A code of {options.length} digits is not possible: choose from {SHORTEST_CODE} to "
            f"{LONGEST_CODE}.",
        )
    if options.code:
        check_code(options.code)
        _check_same_length(options)
    if options.message:
        _check_message(options.message)
    if options.seconds is not None and not 1 <= options.seconds <= LONGEST_SECONDS:
        raise InputError(
            "wrong_expiry",
            f"A code cannot live for {options.seconds} seconds: choose from 1 to "
            f"{with_commas(LONGEST_SECONDS)}.",
        )


def _check_same_length(options: OtpOptions) -> None:
    if options.length not in (None, len(options.code)):
        raise InputError(
            "wrong_length",
            f"The code has {len(options.code)} digits, and {options.length} are asked for. Leave "
            "the number of digits out, or give a code of that many.",
        )


def check_code(code: str) -> None:
    """Raises InputError for a code that does not have 4 to 10 digits; it never quotes the code."""
    if not re.fullmatch(f"[0-9]{{{SHORTEST_CODE},{LONGEST_CODE}}}", code):
        raise InputError(
            "wrong_code",
            f"The code does not fit: write its {SHORTEST_CODE} to {LONGEST_CODE} digits and "
            "nothing else."
            if code
            else "There is no code. Write the digits that were received.",
        )


def check_message_id(message_id: str) -> None:
    """Raises InputError for a message id that does not have 1 to 100 characters without blanks."""
    if not re.fullmatch(r"[!-~]{1,100}", message_id):
        raise InputError(
            "wrong_message_id",
            "There is no message ID. Give the one that sending returned, or the number or e-mail "
            "address the code went to, without spaces.",
        )


def _check_message(message: str) -> None:
    if not SHORTEST_MESSAGE <= len(message) <= LONGEST_MESSAGE:
        raise InputError(
            "wrong_message_length",
            f"The message has {len(message)} characters; an OTP message has {SHORTEST_MESSAGE} "
            f"to {LONGEST_MESSAGE}.",
        )
    if PLACEHOLDER not in message:
        raise InputError(
            "placeholder_missing",
            f"The message has no {PLACEHOLDER}. Write it where the code goes.",
        )
    if any("\ud800" <= character <= "\udfff" for character in message):
        raise InputError(
            "wrong_message", "The message holds a character that is not text. Type it again."
        )


def _check_mobile(mobile: str, country_code: str) -> None:
    if country_code == "91" and not re.fullmatch("[0-9]{10}", mobile):
        raise InputError(
            "wrong_number",
            f"The mobile number {quoted(mobile)} does not fit: it has exactly 10 digits, without "
            "+91."
            if mobile
            else "There is no mobile number. Give its 10 digits, without +91.",
        )
    if country_code == "91" and mobile[0] not in "6789":
        raise InputError(
            "wrong_number",
            f"The mobile number {quoted(mobile)} does not fit: one of India begins with 6, 7, 8 "
            "or 9.",
        )
    if not re.fullmatch("[0-9]{5,14}", mobile):
        raise InputError(
            "wrong_number",
            f"The mobile number {quoted(mobile)} does not fit: it has 5 to 14 digits, without the "
            "country code.",
        )


def _check_email(email: str) -> None:
    if len(email) > 254 or not _EMAIL.fullmatch(email):
        raise InputError(
            "wrong_email",
            f"The e-mail address {quoted(email)} does not fit: it looks like name@example.com."
            if email
            else "There is no e-mail address. By EMAIL a code needs one.",
        )


_TEMPLATE_MISSING = (
    "There is no DLT template ID. Give that of the approved template the message follows."
)
