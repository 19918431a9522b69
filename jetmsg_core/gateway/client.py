"""The one door to the gateway, for calls that are made one at a time: a call of any family is
prepared, which checks it, and then made.

The calls of a campaign have the same shape; they are posted by the sender, over connections that
are kept.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from jetmsg_core.gateway.balance import BalanceCall
from jetmsg_core.gateway.calls import FamilyCall, request_of
from jetmsg_core.gateway.otp_orders import OtpMethod, OtpOptions
from jetmsg_core.gateway.otp_v1 import OtpV1Resend, OtpV1Send, OtpV1Verify
from jetmsg_core.gateway.otp_v3 import OtpV3Initiate, OtpV3Resend, OtpV3Verify
from jetmsg_core.gateway.replies import BalanceVerdict, Verdict
from jetmsg_core.gateway.seam import Answer, Request, TransportFailure
from jetmsg_core.gateway.sms import SmsCall, SmsOrder
from jetmsg_core.gateway.transport import call_once
from jetmsg_core.gateway.whatsapp import WhatsappCall
from jetmsg_core.settings import Settings

__all__ = [
    "BalanceCall",
    "OtpMethod",
    "OtpOptions",
    "OtpV1Resend",
    "OtpV1Send",
    "OtpV1Verify",
    "OtpV3Initiate",
    "OtpV3Resend",
    "OtpV3Verify",
    "PreparedCall",
    "SmsCall",
    "SmsOrder",
    "WhatsappCall",
    "ask",
    "fetch_balance",
    "prepare",
]

V = TypeVar("V", bound=Verdict)


@dataclass(frozen=True)
class PreparedCall(Generic[V]):
    """A checked call. It is apart from being made, so that its intent can be written down in
    between."""

    request: Request
    read: Callable[[Answer | TransportFailure], V] = field(repr=False)  # it may know a code

    def make(self, settings: Settings) -> V:
        """Posts it now, once, on a connection of its own, and reads what came back."""
        return self.read(call_once(settings, self.request))


def prepare(settings: Settings, call: FamilyCall[V]) -> PreparedCall[V]:
    """Gives the call as it will be posted. Raises as `request_of`."""
    return PreparedCall(request_of(settings, call), call.read)


def ask(settings: Settings, call: FamilyCall[V]) -> V:
    """Makes one call, which is never repeated. Raises as `request_of`; whatever the network does is
    a verdict."""
    return prepare(settings, call).make(settings)


def fetch_balance(settings: Settings) -> BalanceVerdict:
    """Asks the gateway for the credits in the three pools, in one call. Raises as `ask`."""
    return ask(settings, BalanceCall())
