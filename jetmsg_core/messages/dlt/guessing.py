"""Which column fills a variable of an approved text, by the words around it and their names.

Nothing is guessed where two columns fit alike, and no column fills two variables: a person looks at
every guess before anything is sent.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from jetmsg_core.messages.dlt.approved_text import VariableKind
from jetmsg_core.messages.dlt.filling import RUN, Fill, FromColumn, can_fill
from jetmsg_core.messages.text import prepare_text

_NEAREST = 4
"""Words before a variable that may say what it is."""
_WORD = re.compile(r"[^\W\d_]+|₹")
_SENTENCE_END = re.compile(r"[.!?;](?=\s|$)|\n")
_WHOLE_SENTENCE = re.compile(r"\b(?:rs|no|mr|mrs|ms|dr)\.", re.IGNORECASE)

_NAMES = "name customer client member student patient user guest|name first full given"
_MONEY = "amount amt due premium balance total price emi fee fees bill payable rs inr value"
_DATES = "date dt day dob deadline"
_KINDS = {
    word: columns
    for words, columns in {
        ("dear", "hi", "hello", "hey", "namaste", "mr", "mrs", "ms", "shri", "smt"): _NAMES,
        ("rs", "inr", "₹", "rupees"): _MONEY,
        ("on", "by", "before", "till", "until", "dated", "from", "since"): _DATES,
        ("at",): "time city place branch venue location address store shop",
        ("visit", "click", "link"): "link url website site",
        ("call", "contact"): "helpline support",
        ("otp", "code", "pin"): "otp code pin",
    }.items()
    for word in words
}
"""Words before a variable, and the words of columns they speak of; after a `|` those that decide
where several columns fit."""
_OF_THE_VARIABLE = {
    VariableKind.EMAIL: "email mail",
    VariableKind.URL: "link url website site",
}
_TOO_USUAL = {
    *("your", "you", "the", "a", "an", "is", "was", "are", "of", "for", "to", "in", "and", "with"),
    *("has", "have", "been", "will", "be", "no", "number", "id", "mobile", "phone", "whatsapp"),
}
"""They say nothing of a column; nor is a mobile number what was meant."""


def guess(body: str, columns: Sequence[str]) -> tuple[Fill, ...]:
    """Gives a column for each variable of an approved text, None where none is likely."""
    body = prepare_text(body)
    free = {column: _words(column) for column in columns if can_fill(column)}
    fills: list[Fill] = []
    end = 0
    for run in RUN.finditer(body):
        column = _column(body[end : run.start()], run[0], free)
        fills.append(None if column is None else FromColumn(column))
        if column is not None:
            del free[column]
        end = run.end()
    return tuple(fills)


def _column(before: str, run: str, free: dict[str, list[str]]) -> str | None:
    for asked in _asked(before, run):
        sets = [frozenset(words.split()) for words in asked.split("|")]
        fitting = [column for column, words in free.items() if sets[0].intersection(words)]
        # `Name` before `Agent Name`: where one is nothing but that, it is meant.
        bare = [[column for column in fitting if words.issuperset(free[column])] for words in sets]
        for candidates in (*bare, fitting):
            if len(candidates) == 1:
                return candidates[0]
        if fitting:
            return None
    return None


def _asked(before: str, run: str) -> list[str]:
    """Words of columns that are likely, the likeliest first."""
    kind = re.sub(r"[^a-z]", "", run.casefold())
    by_kind = next((words for name, words in _OF_THE_VARIABLE.items() if kind == name.value), "")
    sentence = _SENTENCE_END.split(_WHOLE_SENTENCE.sub(lambda dot: dot[0][:-1], before))[-1]
    nearest = _words(sentence)[: -_NEAREST - 1 : -1]
    asked = [by_kind] if by_kind else []
    for word in nearest:
        if word not in _TOO_USUAL:
            asked.append(_KINDS.get(word, f"{word}|{word} no id number code"))
    return asked


def _words(text: str) -> list[str]:
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", text.replace("_", " "))
    return [word.casefold() for word in _WORD.findall(parted)]
