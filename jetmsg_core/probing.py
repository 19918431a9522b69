"""*Test connection*: whether each family of calls is reached and takes our key, sending nothing.

The API has no call for that. Balance is asked as always; the others get a call that can reach
nobody (no recipient, or a code that does not exist), so that a refusal for *that* reason proves
that the gateway was reached and the key was taken.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from jetmsg_core.acting import Permission, requires
from jetmsg_core.audit import Act, record
from jetmsg_core.gateway.calls import FamilyCall
from jetmsg_core.gateway.client import (
    BalanceCall,
    OtpV1Verify,
    OtpV3Verify,
    SmsCall,
    SmsOrder,
    WhatsappCall,
    ask,
)
from jetmsg_core.gateway.replies import REFUSALS, Outcome, Verdict
from jetmsg_core.primitives.masking import mask
from jetmsg_core.settings import GatewayCall, Settings
from jetmsg_core.store.database import open_database, transaction

NOBODY = "0000"
"""A message id and a code that no gateway gave out."""


class CallFamily(StrEnum):
    """The families of calls, as a person knows them."""

    SMS = "SMS"
    WHATSAPP = "WhatsApp"
    BALANCE = "Balance"
    OTP_V1 = "One-time codes, version 1"
    OTP_V3 = "One-time codes, version 3"

    @property
    def call(self) -> GatewayCall:
        """The documented call whose keys the family needs."""
        return GatewayCall.WHATSAPP if self is CallFamily.WHATSAPP else GatewayCall.SMS


def _sms(settings: Settings) -> FamilyCall[Verdict]:
    order = SmsOrder(settings.sender_id or "JETMSG", 1)
    return SmsCall(order, numbers=[], text="-", unicode=False)


CALLS_TO_NOBODY: Mapping[CallFamily, Callable[[Settings], FamilyCall[Verdict]]] = {
    CallFamily.SMS: _sms,
    CallFamily.WHATSAPP: lambda _: WhatsappCall(numbers=[], text="-"),
    CallFamily.BALANCE: lambda _: BalanceCall(),
    CallFamily.OTP_V1: lambda _: OtpV1Verify(NOBODY, NOBODY),
    CallFamily.OTP_V3: lambda _: OtpV3Verify(NOBODY, NOBODY),
}


@dataclass(frozen=True)
class Probe:
    """The result of a test call. `works`: the gateway was reached and took the key. `sentence` says
    what is wrong, or what it said."""

    works: bool
    sentence: str


@requires(Permission.CHANGE_SETTINGS)
def probe(settings: Settings, family: CallFamily) -> Probe:
    """Make one call that reaches nobody, and say what it proves. Raises SettingsError when the
    settings do not allow it."""
    settings.require_live_ready(family.call)
    with open_database(settings.database_path) as db, transaction(db):
        record(db, Act.CONNECTION_TESTED, subject=family.value)
    return _judged(ask(settings, CALLS_TO_NOBODY[family](settings)), settings.secrets)


def _judged(verdict: Verdict, secrets: tuple[str, ...]) -> Probe:
    if verdict.outcome is Outcome.ACCEPTED:
        return Probe(True, "Reached, and the key was accepted.")
    sentence = mask(verdict.sentence, secrets).rstrip(".")  # it may quote the key
    if verdict.outcome is not Outcome.REFUSED:
        return Probe(False, f"{sentence}.")
    if verdict.reason is None or REFUSALS[verdict.reason].took_key:
        return Probe(
            True, f"Reached, and the key was accepted. It said “{sentence}”, as it should."
        )
    return Probe(False, f"Reached, but refused: “{sentence}”.")
