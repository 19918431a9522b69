"""The words and reasons of delivery reports have tables that hold every one of them."""

from __future__ import annotations

import pytest

from jetmsg_core.reports.matching.unmatched_reasons import UNMATCHED, UnmatchedReason
from jetmsg_core.reports.reading.words import STATE_OF, WORDS, read_words
from jetmsg_core.reports.reasons import BY_STATE
from jetmsg_core.states import REACHED, REPORTED, RecipientState


def test_each_reason_of_an_unmatched_row_has_a_sentence_of_its_own() -> None:
    assert len({rule.sentence for rule in UNMATCHED.values()}) == len(UNMATCHED)


def test_reasons_are_numbered_as_a_table_of_them_is_read() -> None:
    assert [*UnmatchedReason] == [*range(len(UnmatchedReason))] == [*UNMATCHED]


def test_whoever_did_not_get_a_message_is_told_why_and_what_to_do() -> None:
    failed = {RecipientState.NOT_ACCEPTED, RecipientState.REFUSED, *REPORTED}
    assert set(BY_STATE) == failed - {*REACHED}, "add it to reports.reasons.BY_STATE"
    assert all(advice.meaning and advice.todo for advice in BY_STATE.values())


@pytest.mark.parametrize("word", STATE_OF)
def test_a_word_stands_in_one_state_and_is_compared_as_it_is_read(word: str) -> None:
    assert sum(word in words.split() for words in WORDS.values()) == 1
    assert read_words(word, "").state is STATE_OF[word]
