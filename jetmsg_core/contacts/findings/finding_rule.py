"""What belongs to the code of a finding about a file."""

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
