"""Which of several columns speak of which numbers, by the words that their names share.

A `Billing Country` belongs to the `Billing Phone`, a `Country Code 2` to the `Phone 2`. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from jetmsg_core.contacts.columns.names import LONGER, WHATSAPP, number_likeness

_APART = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_WORD = re.compile(r"(?:[^\W\d_]|[\u0900-\u0963\u0970-\u0dff\u200c\u200d])+|\d+")
_SAME = {
    **dict.fromkeys(("wa", "watsapp", "whatsup"), "whatsapp"),
    **dict.fromkeys(("mob", "mbl", "mobiles"), "mobile"),
    **dict.fromkeys(("ph", "tel", "telephone", "phones"), "phone"),
    **dict.fromkeys(("ctry", "cntry"), "country"),
    **dict.fromkeys(("mothers", "mom", "moms", "mum", "mums", "mummy", "maa", "mata"), "mother"),
    **dict.fromkeys(("fathers", "dad", "dads", "daddy", "papa", "papas", "pita"), "father"),
    **dict.fromkeys(("माँ", "माता", "आई"), "mother"),
    **dict.fromkeys(("पिता", "बाबा", "वडील"), "father"),
    **dict.fromkeys(("parents", "palak", "पालक", "अभिभावक"), "parent"),
    **dict.fromkeys(("guardians",), "guardian"),
    **dict.fromkeys(("husbands", "wifes", "spouses", "wife", "husband"), "spouse"),
    **dict.fromkeys(("alt", "alternative", "secondary", "second"), "alternate"),
    **dict.fromkeys(("office", "business"), "work"),
    **dict.fromkeys(("residence", "resi", "residential"), "home"),
}
_COMMON = frozenset(("code", "codes", "prefix", "no", "nos", "number", "numbers", "name", "value"))
"""Words that tell nothing of whose a column is."""
_WHOSE = frozenset(
    (
        *("mother", "father", "spouse", "son", "daughter", "brother", "sister", "nominee"),
        *("grandfather", "grandmother", "uncle", "aunt"),
        *("alternate", "home", "work", "emergency"),
    )
)
"""Whose or which number one is. A parent or guardian may be any of the others."""
_KINDS = frozenset(("mobile", "phone", "cell", "cellphone"))
_ANYBODY = _COMMON | frozenset(
    (
        *("mobile", "phone", "whatsapp", "sms", "text", "message", "contact", "contacts", "call"),
        *("cell", "cellphone", "msisdn", "num", "customer", "client", "user", "member", "person"),
        *("subscriber", "recipient", "lead", "people", "opt", "out", "in", "dnd", "consent", "is"),
        *("for", "of", "the", "on", "to", "by", "and", "or", "with", "has"),
        *("send", "status", "default", "address", "marketing", "list", "can", "we", "you", "your"),
        *("मोबाइल", "मोबाईल", "फोन", "फ़ोन", "नंबर", "नम्बर", "संपर्क", "एसएमएस", "सहमति"),
        *("do", "does", "i", "me", "my", "our", "please", "are", "yes", "y", "n", "want", "via"),
    )
)
"""Words that in the name of a consent tell nothing of which number of a row it is about."""


def words_of(name: str) -> list[str]:
    """Gives the words of a name in small letters, each in one spelling, and the numbers in it;
    `BillingPhone2` has three, `WhatsApp` is one."""
    apart = _APART.sub(" ", WHATSAPP.sub("whatsapp ", name))
    words = _WORD.findall(apart.casefold())
    return [_SAME.get(word, word) for word in words]


def belonging(
    names: Sequence[str], number_column: str, number_columns: Iterable[str], others: Iterable[str]
) -> list[str]:
    """Gives those of the `names` that speak of the numbers in one column: its own, else those that
    are no other column's, else all. `number_columns` are those that are read, and `others` the
    rest of the file."""
    rest = (name for name in others if number_likeness(name) >= LONGER and name not in names)
    columns = {*number_columns, *rest}
    most = {name: max(_shared(name, column) for column in columns) for name in names}
    owned = [name for name in names if most[name] and _shared(name, number_column) == most[name]]
    closest = max((most[name] for name in owned), default=0)
    own = [name for name in owned if most[name] == closest]
    return own or [name for name in names if not most[name]] or list(names)


def _shared(name: str, column: str) -> int:
    return len(set(words_of(column)).intersection(words_of(name)) - _COMMON)


def owners_of(name: str, number_columns: Iterable[str]) -> tuple[str, ...]:
    """Gives those of the columns of numbers whose own words the name has: `Mother SMS opt out` is
    about `Mother Mobile`, beside `Father Mobile`. None where it is about the whole row."""
    return _closest(frozenset(words_of(name)) - _ANYBODY, number_columns)


def owners_by_kind(name: str, number_columns: Iterable[str]) -> tuple[str, ...]:
    """Gives those of the columns of numbers that are of the kind in the name: `Mobile DND` is about
    `Mobile`, beside `Home Phone`."""
    return _closest(_KINDS.intersection(words_of(name)), number_columns)


def owner_words(column: str) -> frozenset[str]:
    """Gives the words of a column of numbers that tell it from another one."""
    return frozenset(words_of(column)) - _ANYBODY


def names_another(name: str, number_columns: Sequence[str]) -> bool:
    """Tells whether a name is of a person or a place of which none of several columns of numbers
    is, or of whom a single one is not: `Mother consent` beside `Father Mobile`. An initial may be
    of anybody."""
    words = frozenset(words_of(name))
    theirs = frozenset(word for column in number_columns for word in words_of(column))
    several = len(number_columns) > 1
    if not words.isdisjoint(_WHOSE - theirs):
        return words.isdisjoint(theirs & _WHOSE) and (several or not theirs.isdisjoint(_WHOSE))
    initials = {word for word in words - {"y", "n", "s", "t"} if len(word) == 1}
    return several and not initials.isdisjoint(word[0] for word in theirs & _WHOSE)


def _closest(words: frozenset[str], columns: Iterable[str]) -> tuple[str, ...]:
    shared = {column: len(words.intersection(words_of(column))) for column in columns}
    most = max(shared.values(), default=0)
    return tuple(column for column, count in shared.items() if most and count == most)
