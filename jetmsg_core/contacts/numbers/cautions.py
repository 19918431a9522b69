"""Accepted numbers that look doubtful: made up, rounded by Excel, or of a series that may
hold no mobiles."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from jetmsg_core.contacts.findings.file_finding import FileFinding
from jetmsg_core.contacts.findings.reasons import SENTENCES, Caution
from jetmsg_core.contacts.numbers.normalize_cell import COUNTRY, suspicions, suspicions_abroad
from jetmsg_core.contacts.numbers.series import FIRST, IS_LANDLINE, IS_UNASSIGNED
from jetmsg_core.primitives.arrays import Booleans, Integers
from jetmsg_core.primitives.numbers import counted

Cautions = dict[Caution, Integers]
"""For each caution, the positions of the cells it is about, ascending."""

_LOWEST, _HIGHEST = COUNTRY + 6_000_000_000, COUNTRY + 9_999_999_999
"""Of Indian numbers."""
_SHOWN = 100
"""Rows warned about one by one, for each kind of caution; the rest is only counted."""


def suspicious(numbers: Integers) -> Cautions:
    """Gives the positions of the numbers about which `normalize_cell.suspicions` has each caution,
    and `suspicions_abroad` for those of other countries; a 0 is left out."""
    there = numbers > 0
    is_abroad = there & ((numbers < _LOWEST) | (numbers > _HIGHEST))
    if not is_abroad.any():
        return _suspicious(numbers, there)
    abroad = np.flatnonzero(is_abroad)
    suspicions = [suspicions_abroad(number) for number in numbers[abroad].tolist()]
    cautions = _suspicious(np.where(is_abroad, 0, numbers), there & ~is_abroad)
    return {
        caution: np.union1d(positions, abroad[[caution in theirs for theirs in suspicions]])
        for caution, positions in cautions.items()
    }


def _suspicious(numbers: Integers, there: Booleans) -> Cautions:
    series = np.maximum((numbers - COUNTRY) // 100_000 - FIRST, 0)
    return {
        Caution.TRAILING_ZEROS: np.flatnonzero((numbers % 100_000 == 0) & there),
        Caution.REPEATED_DIGITS: _repeated_digits(numbers),
        Caution.POSSIBLE_LANDLINE: np.flatnonzero(IS_LANDLINE[series] & there),
        Caution.UNASSIGNED_SERIES: np.flatnonzero(IS_UNASSIGNED[series] & there),
    }


def _repeated_digits(numbers: Integers) -> Integers:
    """A cheap test of all, a careful one of the few left: seven equal digits among ten always
    cover the fourth to the seventh."""
    middle = numbers // 1000
    fourth_to_seventh = middle - middle // 10_000 * 10_000
    alike = fourth_to_seventh // 1111 * 1111 == fourth_to_seventh
    doubtful = np.flatnonzero(alike & (numbers > 0))
    are_repeated = [
        Caution.REPEATED_DIGITS in suspicions(number - COUNTRY)
        for number in numbers[doubtful].tolist()
    ]
    return doubtful[np.array(are_repeated, dtype=np.bool_)]


def caution_findings(cautions: Mapping[Caution, Integers], rows: Integers) -> list[FileFinding]:
    """Gives a warning a row, up to a limit for each caution, then one that counts the rest."""
    findings = []
    for code in Caution:
        positions = cautions.get(code, rows[:0])
        findings += [
            FileFinding(code, SENTENCES[code], row) for row in rows[positions[:_SHOWN]].tolist()
        ]
        if len(positions) > _SHOWN:
            more = len(positions) - _SHOWN
            message = f"{SENTENCES[code]} This is also true of {counted(more, 'more row')}."
            findings.append(FileFinding(code, message, more=more))
    return findings
