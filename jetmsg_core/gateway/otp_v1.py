"""OTP v1: by SMS, to an Indian number. Each call is documented as GET and as POST; a GET shows
the key to every log on its way, so POST is the better one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

from jetmsg_core.gateway.otp_calls import OtpCall
from jetmsg_core.gateway.otp_orders import OtpOptions, check_code, check_message_id, check_v1
from jetmsg_core.gateway.replies import read_resend, read_send, read_verify
from jetmsg_core.gateway.seam import Method, Request
from jetmsg_core.settings import GatewayCall, Settings


@dataclass(frozen=True)
class V1Order:
    """`mobile` is ten digits; `wishes.template_id` is required."""

    sender_id: str
    mobile: str
    wishes: OtpOptions


def send(settings: Settings, order: V1Order, method: Method = Method.POST) -> OtpCall:
    check_v1(order.sender_id, order.mobile, order.wishes)
    receiver = {"SenderId": order.sender_id, "Mobile": order.mobile}
    fields = {"AuthKey": settings.key(), **receiver, **order.wishes.fields()}
    form = Request(settings.url(GatewayCall.OTP_V1_SEND), fields, method)
    return OtpCall(form, partial(read_send, code=order.wishes.code))


def resend(settings: Settings, message_id: str, method: Method = Method.POST) -> OtpCall:
    check_message_id(message_id)
    fields = {"AuthKey": settings.key(), "msgid": message_id}
    return OtpCall(Request(settings.url(GatewayCall.OTP_V1_RESEND), fields, method), read_resend)


def verify(settings: Settings, message_id: str, code: str, method: Method = Method.POST) -> OtpCall:
    check_message_id(message_id)
    check_code(code)
    fields = {"AuthKey": settings.key(), "msgid": message_id, "otp": code}
    form = Request(settings.url(GatewayCall.OTP_V1_VERIFY), fields, method)
    return OtpCall(form, partial(read_verify, code=code))
