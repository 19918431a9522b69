"""What a reply means: pure, total, one function a family.

Every call ends in exactly one outcome.

    accepted   exactly the family's success form
    refused    a parseable reply that says no: nothing was taken
    not_sent   proved that nothing left, or 429/503 with Retry-After; may be tried again
    unknown    everything else: it may have arrived, and only a person decides

The rule and the sentences are those of the gateway's documentation; the panel answers HTTP 200
also when it refuses, so the body decides, never the status alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from jetmsg_core.gateway.seam import Answer, Failure


class Outcome(StrEnum):
    ACCEPTED = "accepted"
    REFUSED = "refused"
    NOT_SENT = "not_sent"
    UNKNOWN = "unknown"


class Reason(StrEnum):
    """The class of a refusal, by the words of its sentence."""

    SENDER = "sender"
    TEMPLATE = "template"
    CREDIT = "credit"
    KEY = "key"
    ROUTE = "route"
    IP = "ip"
    RATE = "rate"
    OTHER = "other"


# In order: the first that matches decides ("Invalid API key or IP" is a key).
REASON_WORDS = (
    (Reason.RATE, r"rate|limit|too many"),
    (Reason.TEMPLATE, r"template|dlt|tempid"),
    (Reason.SENDER, r"sender|header"),
    (Reason.CREDIT, r"balance|credit|insufficient|low fund"),
    (Reason.KEY, r"auth|key|credential|token"),
    (Reason.ROUTE, r"route"),
    (Reason.IP, r"\bip\b|ip address|whitelist"),
)


@dataclass(frozen=True)
class Verdict:
    """An outcome and what to tell a person. `sentence` is the gateway's own where it had one."""

    outcome: Outcome
    sentence: str = ""
    reason: Reason | None = None
    retry_after: float | None = None


@dataclass(frozen=True)
class SmsVerdict(Verdict):
    """`sms_ids`: the last ten digits of each number taken, with its smsIds in reply order."""

    sms_ids: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class BalanceVerdict(Verdict):
    """`pools`: credits in tranx, promo and otp."""

    pools: Mapping[str, int] = field(default_factory=dict)


def read_sms(answer: Answer | Failure) -> SmsVerdict:
    """Numbers are matched by their last ten digits: a bad one is silently missing from the list,
    and `91` stands in front whatever was sent."""
    data, verdict = _parsed(answer)
    if verdict is not None:
        return SmsVerdict(**vars(verdict))
    taken = data.get("message")
    if data.get("success") is True and isinstance(taken, list):
        ids: dict[str, list[str]] = {}
        for entry in taken:
            if not _is_submitted(entry):
                return SmsVerdict(Outcome.UNKNOWN, "The reply lists a number we cannot read.")
            ids.setdefault(str(entry["MobileNo"])[-10:], []).append(str(entry["smsId"]))
        return SmsVerdict(Outcome.ACCEPTED, sms_ids={n: tuple(found) for n, found in ids.items()})
    return SmsVerdict(**vars(_refusal_or_unknown(data)))


def _is_submitted(entry: object) -> bool:
    return (
        isinstance(entry, dict)
        and isinstance(entry.get("smsId"), str | int)
        and isinstance(entry.get("MobileNo"), str | int)
        and len(str(entry["MobileNo"])) >= 10
        and str(entry.get("Status", "")).upper() == "SUBMITTED"
    )


def read_balance(answer: Answer | Failure) -> BalanceVerdict:
    """Balances come as strings; anything that is not a whole number is not a balance."""
    data, verdict = _parsed(answer)
    if verdict is not None:
        return BalanceVerdict(**vars(verdict))
    pools = data.get("balance")
    if data.get("success") is True and isinstance(pools, dict):
        try:
            read = {name: int(str(pools[name])) for name in ("tranx", "promo", "otp")}
        except (KeyError, ValueError):
            return BalanceVerdict(Outcome.UNKNOWN, "The reply holds no balance we can read.")
        return BalanceVerdict(Outcome.ACCEPTED, pools=read)
    return BalanceVerdict(**vars(_refusal_or_unknown(data)))


def classify(sentence: str) -> Reason:
    lowered = sentence.lower()
    return next((r for r, words in REASON_WORDS if re.search(words, lowered)), Reason.OTHER)


def _parsed(answer: Answer | Failure) -> tuple[dict[str, Any], Verdict | None]:
    """The reply as an object, or the verdict that is already clear without one."""
    if isinstance(answer, Failure):
        outcome = Outcome.UNKNOWN if answer.sent else Outcome.NOT_SENT
        return {}, Verdict(outcome, answer.text)
    if answer.status in (429, 503) and answer.retry_after is not None:
        sentence = "The gateway asks for a pause."
        return {}, Verdict(Outcome.NOT_SENT, sentence, Reason.RATE, answer.retry_after)
    if answer.status >= 500:
        return {}, _unknown(f"The gateway failed (HTTP {answer.status}).")
    if 300 <= answer.status < 400:
        return {}, _unknown("The gateway answered with another address.")
    try:
        data = json.loads(answer.body)
    except (ValueError, RecursionError):
        return {}, _unknown("The gateway's reply cannot be read.")
    if not isinstance(data, dict):
        return {}, _unknown("The gateway's reply is not of the documented form.")
    if answer.status >= 400:
        return {}, _refusal(data)
    return data, None


def _refusal_or_unknown(data: dict[str, Any]) -> Verdict:
    says_no = data.get("success") is False or data.get("status") is False
    if says_no or ("error" in data and data.get("success") is not True):
        return _refusal(data)
    return _unknown("The gateway's reply is not of the documented form.")


def _refusal(data: dict[str, Any]) -> Verdict:
    said = data.get("error") or data.get("message") or "The gateway refused without a reason."
    sentence = said if isinstance(said, str) else json.dumps(said, ensure_ascii=False)
    return Verdict(Outcome.REFUSED, sentence[:500], classify(sentence))


def _unknown(sentence: str) -> Verdict:
    return Verdict(Outcome.UNKNOWN, sentence)
