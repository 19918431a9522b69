"""All that belongs to the code of a finding about a file."""

from __future__ import annotations

from dataclasses import dataclass

from jetmsg_core.contacts.findings.codes import Effect


@dataclass(frozen=True)
class FindingRule:
    """The sentence of a code, and all else that belongs to it."""

    effect: Effect
    sentence: str
    """What a marketer reads, with fields in braces."""
    answer: str = ""
    """What follows on the command line: the option that answers it."""
    of_a_sheet: str = ""
    """Said instead where it is one sheet of a workbook."""


def blocks(sentence: str, *, answer: str = "", of_a_sheet: str = "") -> FindingRule:
    """Makes the rule of a code that blocks a file."""
    return FindingRule(Effect.BLOCKS, sentence, answer, of_a_sheet)


def asks(sentence: str, *, answer: str) -> FindingRule:
    """Makes the rule of a code that asks a person."""
    return FindingRule(Effect.ASKS, sentence, answer)


def warns(sentence: str) -> FindingRule:
    """Makes the rule of a code that is shown and may be accepted."""
    return FindingRule(Effect.WARNS, sentence)
