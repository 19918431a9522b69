"""What a reply means, by one function a family. Pure, and total: no reply is without a meaning.

Every call ends in exactly one outcome.

    accepted   exactly the family's success form
    refused    a parseable reply that says no, and nothing else: nothing was taken
    not_sent   proved that nothing left, or asked for a pause: 429 with Retry-After, or 503 with it
               and no body or the gateway's own no; may be tried again
    unknown    everything else: it may have arrived, and only a person decides. So is a no whose
               body says yes, or tells of people one by one

The rule and the sentences are those of the gateway's documentation; the panel answers HTTP 200
also when it refuses, so the body decides, never the status alone.
"""

from __future__ import annotations

from jetmsg_core.gateway.replies.balance import BalanceVerdict, read_balance
from jetmsg_core.gateway.replies.otp import (
    OtpVerdict,
    read_initiate,
    read_resend,
    read_send,
    read_verify,
)
from jetmsg_core.gateway.replies.outcomes import Outcome, Verdict
from jetmsg_core.gateway.replies.reasons import REFUSALS, RefusalReason, classify
from jetmsg_core.gateway.replies.sms import SmsVerdict, read_sms
from jetmsg_core.gateway.replies.whatsapp import read_whatsapp

__all__ = [
    "REFUSALS",
    "BalanceVerdict",
    "OtpVerdict",
    "Outcome",
    "RefusalReason",
    "SmsVerdict",
    "Verdict",
    "classify",
    "read_balance",
    "read_initiate",
    "read_resend",
    "read_send",
    "read_sms",
    "read_verify",
    "read_whatsapp",
]
