"""The reply of `sendsms.php`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from jetmsg_core.gateway.replies.outcomes import (
    Outcome,
    Verdict,
    is_id,
    parse,
    refusal_or_unknown,
)
from jetmsg_core.gateway.seam import Answer, Failure

_MOBILE = re.compile(r"\+?[0-9]*([0-9]{10})")


@dataclass(frozen=True)
class SmsVerdict(Verdict):
    """`sms_ids`: the last ten digits of each number taken, with its smsIds in reply order."""

    sms_ids: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


def read_sms(answer: Answer | Failure) -> SmsVerdict:
    """Numbers are matched by their last ten digits: a bad one is silently missing from the list,
    and `91` stands in front whatever was sent.

    A list with one entry that is not of the documented form is unknown as a whole: what became
    of that number nobody can say, and its neighbours are not worth guessing for.
    """
    data, verdict = parse(answer)
    taken = data.get("message")
    if verdict is not None or data.get("success") is not True or not isinstance(taken, list):
        return SmsVerdict(**vars(verdict or refusal_or_unknown(data)))
    ids: dict[str, list[str]] = {}
    for entry in taken:
        number = _submitted(entry)
        if number is None:
            return SmsVerdict(Outcome.UNKNOWN, "The reply lists a number we cannot read.")
        ids.setdefault(number, []).append(str(entry["smsId"]))
    return SmsVerdict(Outcome.ACCEPTED, sms_ids={n: tuple(found) for n, found in ids.items()})


def _submitted(entry: object) -> str | None:
    """The ten digits of an entry of exactly the documented form."""
    if not isinstance(entry, dict) or entry.get("Status") != "SUBMITTED":
        return None
    if not (is_id(entry.get("smsId")) and is_id(entry.get("MobileNo"))):
        return None
    number = _MOBILE.fullmatch(str(entry["MobileNo"]))
    return number[1] if number else None
