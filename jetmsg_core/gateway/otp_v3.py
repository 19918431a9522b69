"""OTP v3: by SMS, voice, e-mail or WhatsApp. Its Initiate is at another host than the other two,
and its reply holds the code itself, which `replies` takes out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from jetmsg_core.gateway.otp_calls import OtpCall
from jetmsg_core.gateway.otp_orders import (
    OtpMethod,
    OtpOptions,
    check_code,
    check_message_id,
    check_receiver,
    check_template,
    check_v3_sender,
    check_wishes,
)
from jetmsg_core.gateway.replies import read_initiate, read_resend, read_verify
from jetmsg_core.gateway.seam import Request
from jetmsg_core.settings import GatewayCall, Settings


@dataclass(frozen=True)
class V3Order:
    """`email` for EMAIL, `country_code` and `mobile` for the others; a template for SMS only."""

    method: OtpMethod
    sender_id: str
    wishes: OtpOptions
    email: str = ""
    country_code: str = ""
    mobile: str = ""


def initiate(settings: Settings, order: V3Order) -> OtpCall:
    check_v3_sender(order.sender_id)
    check_receiver(
        order.method,
        email=order.email,
        country_code=order.country_code,
        mobile=order.mobile,
    )
    check_template(order.method, order.wishes.template_id)
    check_wishes(order.wishes)
    receiver = {"country_code": order.country_code, "Mobile": order.mobile}
    if order.method is OtpMethod.EMAIL:
        receiver = {"email_id": order.email}
    fields = {"AuthKey": settings.key(), "method": order.method.value, "SenderId": order.sender_id}
    url = settings.url(GatewayCall.OTP_V3_INITIATE)
    form = Request(url, fields | receiver | order.wishes.fields())
    # A number comes back with its country code or, as in the documented example, without.
    whom = (order.email.lower(), order.mobile, f"{order.country_code}{order.mobile}")
    receivers = frozenset(filter(None, whom))
    return OtpCall(form, partial(read_initiate, code=order.wishes.code, receivers=receivers))


def resend(settings: Settings, message_id: str) -> OtpCall:
    """Not before 30 seconds have passed, or the gateway may block the service: the caller sees
    to that, since only it remembers."""
    check_message_id(message_id)
    fields = {"AuthKey": settings.key(), "msgid": message_id}
    return OtpCall(Request(settings.url(GatewayCall.OTP_V3_RESEND), fields), read_resend)


def verify(settings: Settings, message_id: str, code: str) -> OtpCall:
    check_message_id(message_id)
    check_code(code)
    fields = {"AuthKey": settings.key(), "msgid": message_id, "otp": code}
    form = Request(settings.url(GatewayCall.OTP_V3_VERIFY), fields)
    return OtpCall(form, partial(read_verify, code=code))
