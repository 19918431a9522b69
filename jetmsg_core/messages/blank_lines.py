"""Blank lines before and behind a message: nobody sees them where it is written, and everybody gets
and pays for them."""

from __future__ import annotations

from itertools import takewhile

from jetmsg_core.messages.text import is_blank, tidy_newlines

_WIDTHLESS = "\u200b"


def blank_lines(message: str) -> tuple[int, int]:
    """Gives the number of blank lines before the first words and behind the last; none for a
    message without words."""
    if is_blank(message):
        return 0, 0
    lines = tidy_newlines(message).split("\n")
    before = sum(1 for _ in takewhile(is_blank, lines))
    behind = sum(1 for _ in takewhile(is_blank, reversed(lines)))
    return before, behind


def with_shown_ends(text: str) -> str:
    """Gives a text whose blank lines at its ends are seen where white space at the ends is not
    drawn: each has a sign without width."""
    before, behind = blank_lines(text)
    lines = tidy_newlines(text).split("\n")
    ends = (*range(before), *range(len(lines) - behind, len(lines)))
    return "\n".join(_WIDTHLESS if index in ends else line for index, line in enumerate(lines))


def without_blank_lines(message: str) -> str:
    """Gives the message without the blank lines at its ends; those inside it stay."""
    before, behind = blank_lines(message)
    lines = tidy_newlines(message).split("\n")
    return "\n".join(lines[before : len(lines) - behind])


def blank_lines_sentence(message: str) -> str | None:
    """Says how many blank lines everybody would get; None where there are none."""
    before, behind = blank_lines(message)
    ends = [
        f"{verb} {lines} blank line{'' if lines == 1 else 's'}"
        for verb, lines in (("begins with", before), ("ends with", behind))
        if lines
    ]
    if not ends:
        return None
    return f"The message {' and '.join(ends)}. Blank lines reach everybody and cost characters."
