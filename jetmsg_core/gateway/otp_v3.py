"""OTP v3: by SMS, voice, e-mail or WhatsApp. Its Initiate is at another host than the other two,
and its reply holds the code itself, which `replies` takes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from jetmsg_core.gateway.otp_orders import (
    OtpMethod,
    OtpOptions,
    check_code,
    check_message_id,
    check_options,
    check_receiver,
    check_template,
    check_v3_sender,
)
from jetmsg_core.gateway.replies import OtpVerdict, read_initiate, read_resend, read_verify
from jetmsg_core.gateway.seam import Answer, Method, TransportFailure
from jetmsg_core.gateway_addresses import GatewayCall
from jetmsg_core.settings import Settings


@dataclass(frozen=True)
class OtpV3Initiate:
    """A code to an address or a number: `email` where it goes `by` EMAIL, `country_code` and
    `mobile` for the others; a template for SMS only."""

    documented: ClassVar[GatewayCall] = GatewayCall.OTP_V3_INITIATE
    method: ClassVar[Method] = Method.POST

    by: OtpMethod
    sender_id: str
    options: OtpOptions
    email: str = ""
    country_code: str = ""
    mobile: str = ""

    def fields(self, settings: Settings) -> Mapping[str, object]:
        """Gives the documented fields. Raises InputError for a limit that is not kept, and for a
        receiver or a template that the method does not take."""
        self._check()
        receiver = {"country_code": self.country_code, "Mobile": self.mobile}
        if self.by is OtpMethod.EMAIL:
            receiver = {"email_id": self.email}
        fields = {"AuthKey": settings.key(), "method": self.by.value, "SenderId": self.sender_id}
        return fields | receiver | self.options.fields()

    def read(self, answer: Answer | TransportFailure) -> OtpVerdict:
        """Gives the message id, without the code, where the reply is about this receiver."""
        # A number comes back with its country code or, as in the documented example, without.
        whom = (self.email.lower(), self.mobile, f"{self.country_code}{self.mobile}")
        receivers = frozenset(filter(None, whom))
        return read_initiate(answer, code=self.options.code, receivers=receivers)

    def _check(self) -> None:
        check_v3_sender(self.sender_id)
        check_receiver(
            self.by,
            email=self.email,
            country_code=self.country_code,
            mobile=self.mobile,
        )
        check_template(self.by, self.options.template_id)
        check_options(self.options)


@dataclass(frozen=True)
class OtpV3Resend:
    """The same code once more, to whom it was sent under `message_id`. It may not go before 30
    seconds have passed, or the gateway may block the service: the caller sees to that, since only
    it remembers."""

    documented: ClassVar[GatewayCall] = GatewayCall.OTP_V3_RESEND
    method: ClassVar[Method] = Method.POST

    message_id: str

    def fields(self, settings: Settings) -> Mapping[str, object]:
        """Gives the documented fields. Raises InputError for what is no message id."""
        check_message_id(self.message_id)
        return {"AuthKey": settings.key(), "msgid": self.message_id}

    def read(self, answer: Answer | TransportFailure) -> OtpVerdict:
        """Says whether it was sent again."""
        return read_resend(answer)


@dataclass(frozen=True)
class OtpV3Verify:
    """The question whether `code` is the one that was sent under `message_id`."""

    documented: ClassVar[GatewayCall] = GatewayCall.OTP_V3_VERIFY
    method: ClassVar[Method] = Method.POST

    message_id: str
    code: str = field(repr=False)

    def fields(self, settings: Settings) -> Mapping[str, object]:
        """Gives the documented fields. Raises InputError for what is no message id or no code."""
        check_message_id(self.message_id)
        check_code(self.code)
        return {"AuthKey": settings.key(), "msgid": self.message_id, "otp": self.code}

    def read(self, answer: Answer | TransportFailure) -> OtpVerdict:
        """Says whether the code is right."""
        return read_verify(answer, code=self.code)
