"""*Test connection*: whether each family of calls is reached and takes our key, sending nothing.

The API has no call for that. Balance is asked as always; the others get a call that can reach
nobody (no recipient, or a code that does not exist), so that a refusal for *that* reason proves
that the gateway was reached and the key was taken.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from jetmsg_core.gateway import otp_v1, otp_v3
from jetmsg_core.gateway.balance import balance_form
from jetmsg_core.gateway.replies import (
    Outcome,
    RefusalReason,
    Verdict,
    read_balance,
    read_sms,
    read_whatsapp,
)
from jetmsg_core.gateway.seam import Method, Request
from jetmsg_core.gateway.sms import SmsOrder, sms_form
from jetmsg_core.gateway.transport import call_once
from jetmsg_core.masking import mask
from jetmsg_core.settings import GatewayCall, Settings

NOBODY = "0000"
"""A message id and a code that no gateway gave out."""


class CallFamily(StrEnum):
    SMS = "SMS"
    WHATSAPP = "WhatsApp"
    BALANCE = "Balance"
    OTP_V1 = "One-time codes, version 1"
    OTP_V3 = "One-time codes, version 3"

    @property
    def call(self) -> GatewayCall:
        return GatewayCall.WHATSAPP if self is CallFamily.WHATSAPP else GatewayCall.SMS


@dataclass(frozen=True)
class Probe:
    """`works`: it was reached and took the key. `sentence` says what is wrong, or what it said."""

    works: bool
    sentence: str


def probe(settings: Settings, family: CallFamily) -> Probe:
    """One call. Raises SettingsError when the settings do not allow it."""
    settings.require_live_ready(family.call)
    return _judged(_asked(settings, family), settings.secrets)


def _asked(settings: Settings, family: CallFamily) -> Verdict:
    if family is CallFamily.SMS:
        order = SmsOrder(settings.sender_id or "JETMSG", 1)
        form = sms_form(settings, order, numbers=[], text="-", unicode=False)
        return read_sms(call_once(settings, form), [])
    if family is CallFamily.WHATSAPP:
        return read_whatsapp(call_once(settings, _whatsapp_to_nobody(settings)), [])
    if family is CallFamily.BALANCE:
        return read_balance(call_once(settings, balance_form(settings)))
    if family is CallFamily.OTP_V1:
        return otp_v1.verify(settings, NOBODY, NOBODY, Method.POST).make(settings)
    return otp_v3.verify(settings, NOBODY, NOBODY).make(settings)


def _whatsapp_to_nobody(settings: Settings) -> Request:
    appkey, authkey = settings.whatsapp_keys()
    fields = {"appkey": appkey, "authkey": authkey, "to": "", "message": "-", "sandbox": "false"}
    return Request(settings.url(GatewayCall.WHATSAPP), fields)


def _judged(verdict: Verdict, secrets: tuple[str, ...]) -> Probe:
    if verdict.outcome is Outcome.ACCEPTED:
        return Probe(True, "Reached, and the key was taken.")
    said = mask(verdict.sentence, secrets).rstrip(".")  # it may quote the key
    if verdict.outcome is Outcome.REFUSED and verdict.reason not in (
        RefusalReason.KEY,
        RefusalReason.IP,
    ):
        return Probe(True, f'Reached, and the key was taken. It said "{said}", as it should.')
    if verdict.outcome is Outcome.REFUSED:
        return Probe(False, f'Reached, but refused: "{said}".')
    return Probe(False, f"{said}.")
