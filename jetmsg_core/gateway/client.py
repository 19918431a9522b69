"""The calls of the five families, for those who make them."""

from __future__ import annotations

from jetmsg_core.gateway import otp_v1, otp_v3
from jetmsg_core.gateway.balance import balance_form, fetch_balance
from jetmsg_core.gateway.otp_orders import OtpMethod, OtpOptions
from jetmsg_core.gateway.otp_v1 import V1Order
from jetmsg_core.gateway.otp_v3 import V3Order
from jetmsg_core.gateway.sms import SmsOrder, check_sender_id, sms_form
from jetmsg_core.gateway.whatsapp import check_whatsapp_text, whatsapp_form

__all__ = [
    "OtpMethod",
    "OtpOptions",
    "SmsOrder",
    "V1Order",
    "V3Order",
    "balance_form",
    "check_sender_id",
    "check_whatsapp_text",
    "fetch_balance",
    "otp_v1",
    "otp_v3",
    "sms_form",
    "whatsapp_form",
]
