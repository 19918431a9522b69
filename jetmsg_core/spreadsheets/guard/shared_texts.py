"""The texts that the cells of an .xlsx share (ECMA-376, part 1, 18.4): one long text in a million
cells is a small file, and more than the memory of any machine once each cell has its own copy.
"""

from __future__ import annotations

from collections.abc import Iterable

from jetmsg_core.spreadsheets.guard.markup import Attributes, feed, local, parser_for


def lengths_of(pieces: Iterable[bytes]) -> list[int]:
    """Counts the characters of each shared text."""
    lengths: list[int] = []

    def start(name: str, attributes: Attributes) -> None:
        if local(name) == "si":
            lengths.append(0)

    def text(characters: str) -> None:
        if lengths:
            lengths[-1] += len(characters)

    parser = parser_for(start)
    parser.CharacterDataHandler = text
    feed(parser, pieces)
    return lengths


def characters_in(sheet: Iterable[bytes], lengths: list[int]) -> int:
    """Counts the characters of all cells of a sheet that share their text. This is slow: it is
    asked only where they would be too many if each held the longest."""
    total = 0
    shares = listens = False

    def start(name: str, attributes: Attributes) -> None:
        """Notes whether the value of a cell that shares its text comes next."""
        nonlocal shares, listens
        kind = local(name)
        listens = kind == "v" and shares
        if kind == "c":
            shares = attributes.get("t") == "s"

    def text(characters: str) -> None:
        """Adds the length of the shared text whose number this is."""
        nonlocal total, listens
        if listens and characters.strip().isdecimal() and (at := int(characters)) < len(lengths):
            total += lengths[at]
        listens = False

    parser = parser_for(start)
    parser.CharacterDataHandler = text
    feed(parser, sheet)
    return total
