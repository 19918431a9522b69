"""What to do about a call of unknown end: delivery reports first, then the balance. Pure.

A report knows people, the balance only sums: where a report speaks of most of a call, the balance
has nothing to add, and is never quoted against it.
"""

from __future__ import annotations

from jetmsg_core.campaigns.unknown_calls.balance_evidence import BalanceEvidence, Suggestion
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.reports.evidence import Counts


def suggest(counts: Counts, people: int, balance: BalanceEvidence) -> BalanceEvidence:
    """Gives the evidence about a call of so many `people`: `counts` are of those whom reports speak
    of, `balance` is what the balance says."""
    if not counts.all:
        return balance
    reported = f"{_counted(counts, people)}.{_rest(counts, people)}"
    if counts.all * 2 >= people:
        return BalanceEvidence(Suggestion.TAKEN, f"{reported} {_advice(counts)}{_spared(counts)}")
    if balance.suggestion is Suggestion.NOT_TAKEN:
        return BalanceEvidence(Suggestion.UNCLEAR, f"{reported}{_spared(counts)}")
    return BalanceEvidence(Suggestion.UNCLEAR, f"{reported}{_spared(counts)} {balance.sentence}")


def _counted(counts: Counts, people: int) -> str:
    kinds = (
        (counts.delivered, "delivered"),
        (counts.on_the_way, "on the way"),
        (counts.failed, "failed"),
        (counts.other, "in words that are not known here"),
    )
    (count, first), *others = [(count, word) for count, word in kinds if count]
    text = (
        f"{with_commas(count)} of {with_commas(people)} {'is' if count == 1 else 'are'} reported "
        f"{first}"
    )
    return ", ".join([text, *(f"{with_commas(count)} {word}" for count, word in others)])


def _rest(counts: Counts, people: int) -> str:
    rest = people - counts.all
    if not rest:
        return ""
    return f" {with_commas(rest)} {'is' if rest == 1 else 'are'} in no report."


def _advice(counts: Counts) -> str:
    if counts.all == counts.failed:
        return "So the gateway took the call: assume it sent, and they count as failed."
    return "So the gateway took the call: assume it sent."


def _spared(counts: Counts) -> str:
    if not counts.left_out:
        return ""
    who = "one" if counts.left_out == 1 else with_commas(counts.left_out)
    return f" Sending again leaves out the {who} delivered or on the way."
