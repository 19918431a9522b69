"""OTP v1: by SMS, to an Indian number. Each call is documented as GET and as POST; a GET shows
the key to every log on its way, so POST is the better one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

from jetmsg_core.gateway.otp_orders import OtpOptions, check_code, check_message_id, check_v1
from jetmsg_core.gateway.replies import OtpVerdict, read_resend, read_send, read_verify
from jetmsg_core.gateway.seam import Answer, Method, TransportFailure
from jetmsg_core.gateway_addresses import GatewayCall
from jetmsg_core.settings import Settings


@dataclass(frozen=True)
class OtpV1Send:
    """A code to a number. `mobile` is ten digits; `template_id` of the `options` is required."""

    documented: ClassVar[GatewayCall] = GatewayCall.OTP_V1_SEND

    sender_id: str
    mobile: str
    options: OtpOptions
    method: Method = Method.POST

    def fields(self, settings: Settings) -> Mapping[str, object]:
        """Gives the documented fields. Raises InputError for a limit that is not kept."""
        check_v1(self.sender_id, self.mobile, self.options)
        receiver = {"SenderId": self.sender_id, "Mobile": self.mobile}
        return {"AuthKey": settings.key(), **receiver, **self.options.fields()}

    def read(self, answer: Answer | TransportFailure) -> OtpVerdict:
        """Gives the message id, without the code."""
        return read_send(answer, code=self.options.code)


@dataclass(frozen=True)
class OtpV1Resend:
    """The same code once more, to whom it was sent under `message_id`."""

    documented: ClassVar[GatewayCall] = GatewayCall.OTP_V1_RESEND

    message_id: str
    method: Method = Method.POST

    def fields(self, settings: Settings) -> Mapping[str, object]:
        """Gives the documented fields. Raises InputError for what is no message id."""
        check_message_id(self.message_id)
        return {"AuthKey": settings.key(), "msgid": self.message_id}

    def read(self, answer: Answer | TransportFailure) -> OtpVerdict:
        """Says whether it was sent again."""
        return read_resend(answer)


@dataclass(frozen=True)
class OtpV1Verify:
    """The question whether `code` is the one that was sent under `message_id`."""

    documented: ClassVar[GatewayCall] = GatewayCall.OTP_V1_VERIFY

    message_id: str
    code: str = field(repr=False)
    method: Method = Method.POST

    def fields(self, settings: Settings) -> Mapping[str, object]:
        """Gives the documented fields. Raises InputError for what is no message id or no code."""
        check_message_id(self.message_id)
        check_code(self.code)
        return {"AuthKey": settings.key(), "msgid": self.message_id, "otp": self.code}

    def read(self, answer: Answer | TransportFailure) -> OtpVerdict:
        """Says whether the code is right."""
        return read_verify(answer, code=self.code)
