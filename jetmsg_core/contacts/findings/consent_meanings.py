"""What yes may mean in a column of consent, in the words in which a person is asked."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class ConsentMeaning(StrEnum):
    """What yes means in a column of consent, as a person says it."""

    REFUSES = "refuses"
    """No messages are wanted."""
    WANTS = "wants"
    """Messages are wanted."""
    CATEGORIES = "categories"
    """It holds categories of the DND register, of which 0 blocks all promotions."""
    IGNORED = "ignore"
    """The column is about something else: nobody is left out for it."""


MEANINGS: dict[ConsentMeaning, str] = {
    ConsentMeaning.REFUSES: "Yes means no messages",
    ConsentMeaning.WANTS: "Yes means wants messages",
    ConsentMeaning.IGNORED: "Leave as it is: nobody is left out for it",
}
"""What a column of consent may mean, in the words in which it is asked."""
ZEROS: dict[ConsentMeaning, str] = {
    ConsentMeaning.CATEGORIES: "0 blocks all promotions",
    ConsentMeaning.REFUSES: "0 blocks none",
    ConsentMeaning.IGNORED: MEANINGS[ConsentMeaning.IGNORED],
}
"""The same of a 0 beside categories of the DND register."""


def choices_of(words: Mapping[ConsentMeaning, str]) -> tuple[tuple[str, str], ...]:
    """Gives the choices of a question of which these are the answers, in this order."""
    return tuple((str(meaning), words_for) for meaning, words_for in words.items())
