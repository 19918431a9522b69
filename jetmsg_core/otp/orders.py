"""From what a person asks for to a call of the interface that was chosen."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from jetmsg_core.errors import InputError
from jetmsg_core.gateway.calls import FamilyCall
from jetmsg_core.gateway.client import (
    OtpMethod,
    OtpOptions,
    OtpV1Resend,
    OtpV1Send,
    OtpV1Verify,
    OtpV3Initiate,
    OtpV3Resend,
    OtpV3Verify,
)
from jetmsg_core.gateway.replies import OtpVerdict
from jetmsg_core.gateway.seam import Method
from jetmsg_core.otp.receivers import plain_number
from jetmsg_core.settings import Settings


class Api(StrEnum):
    """The interfaces of the gateway. OTP v1 is documented as GET and as POST."""

    V1_GET = "v1-get"
    V1_POST = "v1-post"
    V3 = "v3"

    @property
    def http(self) -> Method:
        """The method with which its calls travel."""
        return Method.GET if self is Api.V1_GET else Method.POST


@dataclass(frozen=True)
class OtpOrder:
    """The wish of a person for a code. `to` is a number, or for EMAIL an address. An empty sender
    is the setting's."""

    api: Api
    to: str
    method: OtpMethod = OtpMethod.SMS
    country_code: str = "91"
    sender_id: str = ""
    options: OtpOptions = field(default_factory=OtpOptions)


def send_call(settings: Settings, order: OtpOrder) -> FamilyCall[OtpVerdict]:
    """Gives the call that orders a code. Raises InputError for what the interface does not do; its
    fields are checked when it is prepared."""
    order = replace(
        order,
        to=order.to.strip(),
        country_code=order.country_code.strip().removeprefix("+"),
        sender_id=order.sender_id.strip() or settings.sender_id,
    )
    return _v3(order) if order.api is Api.V3 else _v1(order)


def resend_call(api: Api, message_id: str) -> FamilyCall[OtpVerdict]:
    """Gives the call that sends the same code again."""
    if api is Api.V3:
        return OtpV3Resend(message_id)
    return OtpV1Resend(message_id, api.http)


def verify_call(api: Api, message_id: str, code: str) -> FamilyCall[OtpVerdict]:
    """Gives the call that asks whether a code is right."""
    if api is Api.V3:
        return OtpV3Verify(message_id, code)
    return OtpV1Verify(message_id, code, api.http)


def _v1(order: OtpOrder) -> FamilyCall[OtpVerdict]:
    if order.method is not OtpMethod.SMS:
        raise InputError(
            "method_not_allowed",
            f"OTP v1 sends by SMS only. Choose v3 to send by {order.method}.",
        )
    if order.country_code != "91":
        raise InputError(
            "country_not_allowed",
            "OTP v1 sends to Indian numbers only. Choose v3 for other countries.",
        )
    mobile = plain_number(order.to, "91")
    return OtpV1Send(order.sender_id, mobile, order.options, order.api.http)


def _v3(order: OtpOrder) -> FamilyCall[OtpVerdict]:
    base = OtpV3Initiate(order.method, order.sender_id, order.options)
    if order.method is OtpMethod.EMAIL:
        return replace(base, email=order.to)
    mobile = plain_number(order.to, order.country_code)
    return replace(base, country_code=order.country_code, mobile=mobile)
