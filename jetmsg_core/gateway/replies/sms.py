"""The reply of `sendsms.php`."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from jetmsg_core.gateway.replies.outcomes import (
    Outcome,
    Verdict,
    is_id,
    parse,
    refusal_or_unknown,
)
from jetmsg_core.gateway.replies.people import tells_of_each
from jetmsg_core.gateway.replies.reasons import RefusalReason
from jetmsg_core.gateway.seam import Answer, TransportFailure

ABOUT_OTHERS = "The reply is about other numbers:"
ONE_BY_ONE = "The gateway said no, but its reply lists numbers, so some may be taken."
_NOES = (Outcome.REFUSED, Outcome.NOT_SENT)
_MOBILE = re.compile(r"\+?[0-9]*([0-9]{10})")
_NAMED = re.compile(r"(?<![0-9])(?:\+?91|0)?([6-9][0-9]{9})(?![0-9])")
_SOME = re.compile(r"\bpartial|\b[0-9]+ (?:out )?of [0-9]+\b", re.IGNORECASE)
_TAKEN = re.compile(r"\b(submitted|accepted|queued|sent|delivered|success\w*)\b", re.IGNORECASE)
_NOT_TAKEN = re.compile(
    r"\b(?:not|never|cannot|be)\b(?: \w+)? (?:submitted|accepted|queued|sent|delivered|success\w*)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class SmsVerdict(Verdict):
    """The meaning of the reply to a bulk call. `numbers` are the last ten digits of each number
    taken, in reply order, `ids` their smsIds, and `named` those a refusal quotes."""

    numbers: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    named: frozenset[str] = frozenset()

    @property
    def sms_ids(self) -> Mapping[str, tuple[str, ...]]:
        """The smsIds of each number, in reply order."""
        by_number: dict[str, tuple[str, ...]] = {}
        for number, sms_id in zip(self.numbers, self.ids, strict=True):
            by_number[number] = (*by_number.get(number, ()), sms_id)
        return by_number


def read_sms(answer: Answer | TransportFailure, asked: Sequence[str]) -> SmsVerdict:
    """Reads the reply to a bulk call. Numbers are matched by their last ten digits, which `asked`
    holds: a bad one is silently missing from the list, and `91` stands in front whatever was sent.

    A list with one entry that is not of the documented form is unknown as a whole: what became of
    that number nobody can say, and its neighbours are not worth guessing for. So is one that is not
    about those who were asked for: who is missing from it is not known to be refused. And a list is
    never the sentence of a refusal, whatever `success` says beside it.
    """
    entries = _read_plainly(answer) or _read_carefully(answer, asked)
    if isinstance(entries, SmsVerdict):
        return entries
    doubt = _doubt(entries[0], asked)
    if doubt:
        return SmsVerdict(Outcome.UNKNOWN, doubt)
    return SmsVerdict(Outcome.ACCEPTED, numbers=entries[0], ids=entries[1])


def _doubt(numbers: Sequence[str], asked: Sequence[str]) -> str:
    """Why a list says nothing about those who were asked for; empty when it does."""
    if [*numbers] == [*asked]:
        return ""
    if not numbers:
        return "The gateway said yes, but its reply lists nobody."
    wanted = Counter(asked)
    if any(number not in wanted for number in numbers):
        return "The reply lists numbers that were not in this call."
    if Counter(numbers) - wanted:
        return "The reply lists a number more often than it was sent."
    return ""


def _otherwise(verdict: Verdict, data: dict[str, Any], asked: Sequence[str]) -> SmsVerdict:
    """A no that tells of people one by one is none to all of them. A refusal that quotes numbers
    says whom it is about; one about others alone is none of ours, unless its words are about the
    account: then the number is one to call."""
    if verdict.outcome in _NOES and _tells_of_each(verdict, data, asked):
        return SmsVerdict(Outcome.UNKNOWN, ONE_BY_ONE)
    is_refusal = verdict.outcome is Outcome.REFUSED
    named = frozenset(_NAMED.findall(verdict.sentence)) if is_refusal else frozenset()
    if named and verdict.reason is RefusalReason.OTHER and not named.intersection(asked):
        return SmsVerdict(Outcome.UNKNOWN, f"{ABOUT_OTHERS} {verdict.sentence}")
    return SmsVerdict(**vars(verdict), named=named)


def _tells_of_each(verdict: Verdict, data: dict[str, Any], asked: Sequence[str]) -> bool:
    """In fields of their own, or in words that call some of them taken."""
    is_of_some = _NAMED.search(verdict.sentence) or _SOME.search(verdict.sentence)
    if is_of_some and _TAKEN.search(_NOT_TAKEN.sub("", verdict.sentence)):
        return True
    return tells_of_each(data, asked)


Entries = tuple[tuple[str, ...], tuple[str, ...]]


def _read_plainly(answer: Answer | TransportFailure) -> Entries | None:
    """All entries at once, of a reply that is exactly as documented: those of a thousand are judged
    by a few looks at all their letters. None when anything is odd."""
    if isinstance(answer, TransportFailure) or answer.status != 200:
        return None
    try:
        data = orjson.loads(answer.body)
        if data["success"] is not True:
            return None
        entries = data["message"]
        numbers = [entry["MobileNo"] for entry in entries]
        ids = [entry["smsId"] for entry in entries]
        if {entry["Status"] for entry in entries} != {"SUBMITTED"}:
            return None
        digits, letters = "".join(numbers), "".join(ids)
    except (ValueError, KeyError, TypeError):
        return None
    if not (digits.isascii() and digits.encode().isdigit() and letters.split() == [letters]):
        return None
    lengths = set(map(len, ids))
    if min(set(map(len, numbers))) < 10 or min(lengths) < 1 or max(lengths) > 100:
        return None
    return tuple([number[-10:] for number in numbers]), tuple(ids)


def _read_carefully(
    answer: Answer | TransportFailure, asked: Sequence[str]
) -> Entries | SmsVerdict:
    data, verdict = parse(answer)
    listed = data.get("message")
    if verdict is not None or data.get("success") is not True or not isinstance(listed, list):
        return _otherwise(verdict or refusal_or_unknown(data), data, asked)
    entries = _odd_entries(listed)
    return entries or SmsVerdict(Outcome.UNKNOWN, "The reply lists a number we cannot read.")


def _odd_entries(listed: list[object]) -> Entries | None:
    """One by one: numbers and ids may be numbers too, of any length, which is why `orjson` is not
    asked for these. None when one cannot be read."""
    numbers, ids = [], []
    for entry in listed:
        number = _submitted(entry)
        if number is None:
            return None
        numbers.append(number)
        ids.append(str(entry["smsId"]))  # type: ignore[index]
    return tuple(numbers), tuple(ids)


def _submitted(entry: object) -> str | None:
    """The ten digits of an entry of exactly the documented form."""
    if not isinstance(entry, dict) or entry.get("Status") != "SUBMITTED":
        return None
    if not (is_id(entry.get("smsId")) and is_id(entry.get("MobileNo"))):
        return None
    number = _MOBILE.fullmatch(str(entry["MobileNo"]))
    return number[1] if number else None
