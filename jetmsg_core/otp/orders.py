"""From what a person asks for to a checked call of the form of the API that was chosen."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from jetmsg_core.errors import InputError
from jetmsg_core.gateway.client import OtpMethod, OtpOptions, V1Order, V3Order, otp_v1, otp_v3
from jetmsg_core.gateway.otp_calls import OtpCall
from jetmsg_core.gateway.seam import Method
from jetmsg_core.otp.receivers import plain_number
from jetmsg_core.settings import Settings


class Api(StrEnum):
    V1_GET = "v1-get"
    V1_POST = "v1-post"
    V3 = "v3"

    @property
    def http(self) -> Method:
        return Method.GET if self is Api.V1_GET else Method.POST


@dataclass(frozen=True)
class OtpOrder:
    """`to` is a number, or for EMAIL an address. An empty sender is the setting's."""

    api: Api
    to: str
    method: OtpMethod = OtpMethod.SMS
    country_code: str = "91"
    sender_id: str = ""
    wishes: OtpOptions = field(default_factory=OtpOptions)


def prepare(settings: Settings, order: OtpOrder) -> OtpCall:
    """Raises InputError for what cannot be ordered."""
    order = replace(
        order,
        to=order.to.strip(),
        country_code=order.country_code.strip().removeprefix("+"),
        sender_id=order.sender_id.strip() or settings.sender_id,
    )
    return _v3(settings, order) if order.api is Api.V3 else _v1(settings, order)


def _v1(settings: Settings, order: OtpOrder) -> OtpCall:
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
    return otp_v1.send(settings, V1Order(order.sender_id, mobile, order.wishes), order.api.http)


def _v3(settings: Settings, order: OtpOrder) -> OtpCall:
    base = V3Order(order.method, order.sender_id, order.wishes)
    if order.method is OtpMethod.EMAIL:
        return otp_v3.initiate(settings, replace(base, email=order.to))
    mobile = plain_number(order.to, order.country_code)
    return otp_v3.initiate(settings, replace(base, country_code=order.country_code, mobile=mobile))
