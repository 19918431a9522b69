"""What a card calls its numbers: a mobile, a fax, by its parameters or by the label that an iPhone
writes on a line of its own (`item1.X-ABLabel:Fax`)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

import numpy as np

from jetmsg_core.contacts.reading.vcards.meanings import meant
from jetmsg_core.contacts.reading.vcards.properties import PropertyValues
from jetmsg_core.contacts.reading.vcards.whole_lines import Parameters, value_of

MOBILE_WORDS = frozenset({"CELL", "MOBILE", "IPHONE"})
_READ_WORDS = MOBILE_WORDS | {"CELLPHONE", "TEXT", "MSG", "TEXTPHONE", "PHONE", "WHATSAPP"}
_FAX = re.compile(
    r"(?:HOME|WORK|OTHER|MAIN|BUSINESS|OFFICE|COMPANY|PERSONAL|TELE|E)?(?:FAX|PAGER)(?:ES|S)?"
    r"(?:NUMBER|NO|HOME|WORK|OTHER)?|FACSIMILE|MODEM|TELEX|BBS"
)
"""What cannot show a message to anybody."""
_PIECE = re.compile(r"[^\W\d_]+")


def is_fax(words: Iterable[str]) -> bool:
    """Tells whether a number of these words in capitals, such as `X-FAX` and `HOME_FAX`, can show
    no message to anybody."""
    pieces = {piece for word in words for piece in _PIECE.findall(word)}
    return any(map(_FAX.fullmatch, pieces)) and _READ_WORDS.isdisjoint(pieces)


def with_labels(numbers: PropertyValues, labels: PropertyValues) -> PropertyValues:
    """Gives the numbers with the words of the labels of their groups among their own."""
    named = _labels_by_group(labels)
    if not named:
        return numbers
    parameters = list(numbers.parameters)
    index_of: dict[tuple[int, str], int] = {}
    spelling = numbers.spelling.copy()
    groups = zip(numbers.cards.tolist(), numbers.groups.to_pylist(), strict=True)
    for at, (card, group) in enumerate(groups):
        if label := named.get((card, group.lower())):
            key = (int(spelling[at]), label)
            if key not in index_of:
                index_of[key] = len(parameters)
                parameters.append(_labelled(parameters[key[0]], label))
            spelling[at] = index_of[key]
    return replace(numbers, parameters=tuple(parameters), spelling=spelling)


def _labels_by_group(labels: PropertyValues) -> dict[tuple[int, str], str]:
    """What each group of a card is called; lines without a group name nothing."""
    lines = labels.where(np.array([bool(group) for group in labels.groups.to_pylist()], np.bool_))
    texts: list[str] = meant(lines, value_of).to_pylist()
    groups = zip(lines.cards.tolist(), lines.groups.to_pylist(), strict=True)
    return {(card, group.lower()): text for (card, group), text in zip(groups, texts, strict=True)}


def _labelled(parameters: Parameters, label: str) -> Parameters:
    return replace(parameters, words=parameters.words | set(_PIECE.findall(label.upper())))
