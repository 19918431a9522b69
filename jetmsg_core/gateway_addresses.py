"""The calls that the gateway documents, and where each of them goes."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class GatewayCall(StrEnum):
    """One documented call; its URL is the setting `JETMSG_<NAME>_URL`."""

    SMS = "sms"
    WHATSAPP = "whatsapp"
    BALANCE = "balance"
    OTP_V1_SEND = "otp_v1_send"
    OTP_V1_RESEND = "otp_v1_resend"
    OTP_V1_VERIFY = "otp_v1_verify"
    OTP_V3_INITIATE = "otp_v3_initiate"
    OTP_V3_RESEND = "otp_v3_resend"
    OTP_V3_VERIFY = "otp_v3_verify"


DOCUMENTED_URLS: Mapping[GatewayCall, str] = MappingProxyType(
    {
        GatewayCall.SMS: "https://app.jetmsg.in/api/v1/sendsms.php",
        GatewayCall.WHATSAPP: "https://whatsapp.jetmsg.in/api/create-message",
        GatewayCall.BALANCE: "https://app.jetmsg.in/api/v1/balance.php",
        GatewayCall.OTP_V1_SEND: "https://app.jetmsg.in/api/v1/otp/",
        GatewayCall.OTP_V1_RESEND: "https://app.jetmsg.in/api/v1/otp/Resend.php",
        GatewayCall.OTP_V1_VERIFY: "https://app.jetmsg.in/api/v1/otp/verify.php",
        # As documented: another host and folder than the other two.
        GatewayCall.OTP_V3_INITIATE: "https://jetmsg.in/app/api/v3/otp/Initiate",
        GatewayCall.OTP_V3_RESEND: "https://app.jetmsg.in/api/v3/otp/Resend",
        GatewayCall.OTP_V3_VERIFY: "https://app.jetmsg.in/api/v3/otp/Verify",
    }
)
