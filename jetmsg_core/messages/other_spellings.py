"""Placeholders as other tools spell them, which would be sent as they stand.

    Dear {name}, ##city## *|AMOUNT|* %%date%% <<name>> [name] $name @name    is {{name}} … here

The rule, for a marketer who pastes a text from elsewhere:

* Marks of another tool around the name of a column (compared as `header_key` does) are meant to be
  filled: such a spelling is *sure*, and stops a campaign until it is changed or kept on purpose;
  so are marks of that kind that were not closed (`{name`).
* `{…}`, `##…##`, `%%…%%`, `*|…|*`, `<<…>>`, `«…»`, `${…}` and the like are placeholders whatever
  stands inside. Where no column is called so they are pointed out, with the nearest column.
  `[…]`, `<…>` and `%…%` also stand around ordinary words, so only a name near a column's counts.
* What people write every day never stops anybody: `(name)`, `#name`, `:name`, `shop@name` are
  pointed out where a column is called so and not filled elsewhere in the text. An e-mail address,
  `$500`, `50%`, `#1`, a handle or a `[Terms apply]` without such a column are left alone, and so
  are `*bold*` and `_italic_`.
* What DLT leaves to be filled (`{var}`, `#var#`) is sure though no column is called so.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from jetmsg_core.messages.dlt import Kind
from jetmsg_core.messages.placeholders import WHOLE, header_key, placeholders
from jetmsg_core.messages.spelling_marks import PAIRS, Pair, Strength

_LONGEST = 40
"""Characters of a name that no column has."""
_ORDINARY = re.compile(r"[\n{}\[\]()<>|#%$@*^!?;,\"“”]")
"""What stands in sentences and drawings, not in the name of a column nobody has."""
_OPENERS = {
    **dict.fromkeys(("{{", "${", "##", "%%", "<<", "[[", "*|", "{", "$", "@"), Strength.USUAL),
    **dict.fromkeys(("[", "<", "%", "#", ":"), Strength.LOOSE),
}
"""Before a name with nothing behind it: a sign that needs none, or marks that were not closed."""
_DOMAIN = re.compile(r"\.[a-z]{2,}", re.I)
_DLT_NAMES = {kind.value for kind in Kind} | {"number", "urlott"}


@dataclass(frozen=True)
class Spelling:
    """`text` as it stands in the message. `column` is the one it names, or, where none is called
    so (not `exact`), the nearest; None: none is near. A `sure` one is never meant to be sent."""

    text: str
    column: str | None
    sure: bool
    exact: bool


def spellings(body: str, columns: Sequence[str]) -> tuple[Spelling, ...]:
    """Those of `body`, each text once, in order. `{{placeholders}}` of ours are none."""
    return tuple({found.text: found for _, found in _all(body, columns)}.values())


def respell(body: str, columns: Sequence[str], texts: Iterable[str]) -> str:
    """`body` with `{{column}}` for each of these spellings, wherever it stands."""
    wanted = set(texts)
    pieces, end = [], 0
    for start, found in _all(body, columns):
        if found.text in wanted and found.column is not None:
            pieces += [body[end:start], f"{{{{{found.column}}}}}"]
            end = start + len(found.text)
    return "".join([*pieces, body[end:]])


def _all(body: str, columns: Sequence[str]) -> Iterator[tuple[int, Spelling]]:
    known = {header_key(column): column for column in reversed(columns) if header_key(column)}
    used = {header_key(name) for name in placeholders(body)}
    at = 0
    while at < len(body):
        if ours := WHOLE.match(body, at):
            at = ours.end()
        elif found := _in_marks(body, at, known) or _behind_opener(body, at, known):
            # `password (OTP): {{OTP}}`: who fills a column knows how, and means the brackets.
            if found.sure or not found.exact or header_key(found.column or "") not in used:
                yield at, found
            at += len(found.text)
        else:
            at += 1


def _in_marks(body: str, at: int, known: Mapping[str, str]) -> Spelling | None:
    """The longest marks around a column's name, else those around what may be one."""
    matches = [(pair, pair.match(body, at)) for pair in PAIRS.get(body[at], ())]
    whole = [(pair, match) for pair, match in matches if match is not None]
    for pair, match in whole:
        for name in _names(match[1]):
            if header_key(name) in known:
                sure = pair.strength is not Strength.LOOSE
                return Spelling(match[0], known[header_key(name)], sure, True)
    for pair, match in whole:
        if found := _unnamed(pair, match, known):
            return found
    return None


def _unnamed(pair: Pair, match: re.Match[str], known: Mapping[str, str]) -> Spelling | None:
    """What no column is called."""
    fitting = (name for name in _names(match[1]) if not _ORDINARY.search(name))
    name = next(fitting, "")
    key = header_key(name)
    if not any(character.isalnum() for character in key) or pair.strength is Strength.LOOSE:
        return None
    firm = pair.strength is Strength.FIRM
    if key == Kind.VAR or (firm and key in _DLT_NAMES):
        return Spelling(match[0], None, True, False)
    if len(name) > _LONGEST:
        return None
    near = _nearest(key, known, cutoff=0.6 if firm else 0.8)
    return Spelling(match[0], near, False, False) if firm or near else None


def _names(inside: str) -> Iterator[str]:
    """What a name may be: `name`, `$name`, `name|a default`, `contact.name`, `=name`."""
    whole = inside.strip()
    yield whole
    bare = whole.strip("!$@#%=:*~^|/ ")
    if bare != whole:
        yield bare
    first = re.split(r"[|:]", bare)[0].strip()
    if first != bare:
        yield first
    if "." in first:
        yield first.rpartition(".")[2]


def _nearest(key: str, known: Mapping[str, str], *, cutoff: float) -> str | None:
    close = difflib.get_close_matches(key, known, n=1, cutoff=cutoff)
    if not close:
        close = [one for one in known if min(len(one), len(key)) > 2 and (one in key or key in one)]
    return known[close[0]] if close else None


def _behind_opener(body: str, at: int, known: Mapping[str, str]) -> Spelling | None:
    """`$name`, `@name`, `{name`: the marks, and right behind them a whole name of a column."""
    opener = next((marks for marks in _OPENERS if body.startswith(marks, at)), None)
    if opener is None:
        return None
    start = at + len(opener)
    while opener[-1] == "{" and body.startswith(" ", start):
        start += 1
    for pattern, key in _patterns(tuple(known)):
        match = pattern.match(body, start)
        if match is not None and not _goes_on(body, match.end()):
            strength = _strength_of(opener, body, at, match.end())
            if strength is None:
                return None
            text = body[at : match.end()]
            return Spelling(text, known[key], strength is Strength.USUAL, True)
    return None


def _strength_of(opener: str, body: str, at: int, end: int) -> Strength | None:
    """None: an address of an e-mail, a time of day or `50%off`, no placeholder at all."""
    before = body[at - 1] if at else " "
    if (opener == ":" and not before.isspace()) or (opener == "%" and before.isdigit()):
        return None
    if opener != "@":
        return _OPENERS[opener]
    joined, is_domain = _goes_on(body, at - 1), _DOMAIN.match(body, end) is not None
    if joined and is_domain:
        return None
    return Strength.LOOSE if joined or is_domain or before == "/" else Strength.USUAL


def _goes_on(body: str, at: int) -> bool:
    """Whether a word goes on (or, before it, has begun) at this place."""
    if not 0 <= at < len(body):
        return False
    return body[at].isalnum() or body[at] == "_" or unicodedata.category(body[at])[0] == "M"


@lru_cache(maxsize=64)
def _patterns(keys: tuple[str, ...]) -> tuple[tuple[re.Pattern[str], str], ...]:
    """The longest first. A name of one letter, or without any, is too little behind a sign."""
    named = [key for key in keys if len(key) > 1 and any(c.isalpha() for c in key)]
    return tuple(
        (re.compile(r"[ _\-]?".join(map(re.escape, key)), re.I), key)
        for key in sorted(named, key=len, reverse=True)
    )
