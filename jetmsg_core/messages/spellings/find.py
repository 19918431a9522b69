"""Placeholders as other tools spell them, which would be sent as they stand.

    Dear {name}, ##city## *|AMOUNT|* %%date%% <<name>> [name] $name @name    is {{name}} … here

The rule, for a marketer who pastes a text from elsewhere:

* Marks of another tool around the name of a column (compared as `header_key` does) are meant to be
  filled: such a spelling is *sure*, and stops a campaign until it is changed or kept on purpose;
  so are marks of that kind that were not closed (`{name`).
* `{…}`, `##…##`, `%%…%%`, `*|…|*`, `<<…>>`, `«…»`, `${…}` and the like are placeholders whatever
  stands inside: sure where the name is near a column's (`near_names`), else pointed out.
  `[…]`, `<…>`, `%…%`, `$…` and `@…` also stand with ordinary words, so only a name near a column's
  counts, and it is pointed out.
* The whole span between the marks is one spelling, a default too (`{name,friend}`), so that nothing
  of it stays behind when it is changed. Marks around our own `{{name}}` are what stayed behind.
* What people write every day never stops anybody: `(name)`, `#name`, `:name`, `shop@name` are
  pointed out where a column is called so and not filled elsewhere in the text. An e-mail address,
  `$500`, `50%`, `#1`, a handle or a `[Terms apply]` without such a column are left alone, and so
  are `*bold*` and `_italic_`.
* What DLT leaves to be filled (`{var}`, `#var#`) is sure though no column is called so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from jetmsg_core.messages.dlt.approved_text import VariableKind
from jetmsg_core.messages.placeholders import WHOLE, header_key, placeholders
from jetmsg_core.messages.spellings.half_marks import (
    before_closer,
    behind_opener,
    goes_on,
    name_patterns,
)
from jetmsg_core.messages.spellings.marks import (
    AROUND_OURS,
    BESIDE_OURS,
    PAIRS,
    Pair,
    Spelling,
    Strength,
)
from jetmsg_core.messages.spellings.near_names import akin, near

__all__ = ["Spelling", "respell", "spellings"]

_LONGEST = 40
"""Characters of a name that no column has."""
_ORDINARY = re.compile(r"[\n{}\[\]()<>|#%$@*^!?;,\"“”]")
"""What stands in sentences and drawings, not in the name of a column nobody has."""
_MIRRORED = {"}": "{", "]": "[", ")": "(", ">": "<"}
_INNER = "[]<>()\"'“”‘’"
_LONGEST_REST = 20
"""Characters of what stands behind a name between the same marks; more is rather a sentence."""
_DLT_NAMES = {kind.value for kind in VariableKind} | {"number", "urlott"}


def spellings(body: str, columns: Sequence[str]) -> tuple[Spelling, ...]:
    """Gives the spellings of other tools in `body`, each text once, in order. `{{placeholders}}` of
    ours are none."""
    return tuple({spelling.text: spelling for _, spelling in _all(body, columns)}.values())


def respell(body: str, columns: Sequence[str], texts: Iterable[str]) -> str:
    """Gives `body` with `{{column}}` for each of these spellings, wherever it stands."""
    wanted = set(texts)
    pieces, end = [], 0
    for start, spelling in _all(body, columns):
        if spelling.text in wanted and spelling.column is not None:
            pieces += [body[end:start], spelling.meant]
            end = start + len(spelling.text)
    return "".join([*pieces, body[end:]])


def _all(body: str, columns: Sequence[str]) -> Iterator[tuple[int, Spelling]]:
    columns_by_key = {
        header_key(column): column for column in reversed(columns) if header_key(column)
    }
    used = {header_key(name) for name in placeholders(body)}
    at = end = 0
    while at < len(body):
        if touched := _around_ours(body, at, columns_by_key):
            yield at, touched
            at = end = at + len(touched.text)
        elif ours := WHOLE.match(body, at):
            at = end = ours.end()
        elif spelling := _in_marks(body, at, columns_by_key) or behind_opener(
            body, at, columns_by_key
        ):
            # `password (OTP): {{OTP}}`: who fills a column knows how, and means the brackets.
            if spelling.sure or not spelling.exact or header_key(spelling.column or "") not in used:
                yield at, spelling
            at = end = at + len(spelling.text)
        elif body[at] == "}" and (half := before_closer(body, at, end, columns_by_key)):
            yield half
            at = end = half[0] + len(half[1].text)
        else:
            at += 1


def _around_ours(body: str, at: int, columns_by_key: Mapping[str, str]) -> Spelling | None:
    """Marks that stayed around a placeholder of ours, `##{{name}}##`, or on one side of it."""
    for pattern, strength in (*AROUND_OURS.get(body[at], ()), (BESIDE_OURS, Strength.LOOSE)):
        match = pattern.match(body, at)
        name = match and next(filter(None, match.groups()), "")
        if match is not None and header_key(name or "") in columns_by_key:
            text = body[at : match.end() + _doubled(body, at, match.end())]
            return Spelling(
                text, columns_by_key[header_key(name or "")], strength is Strength.FIRM, True
            )
    return None


def _in_marks(body: str, at: int, columns_by_key: Mapping[str, str]) -> Spelling | None:
    """The longest marks around a column's name, else those around what may be one."""
    matches = [(pair, pair.match(body, at)) for pair in PAIRS.get(body[at], ())]
    whole = [(pair, match) for pair, match in matches if match is not None]
    for look in (_named, _begun, _unnamed):
        for pair, match in whole:
            if spelling := look(pair, match, columns_by_key):
                more = _doubled(body, at, match.end()) if pair.strength is not Strength.LOOSE else 0
                return replace(spelling, text=body[at : match.end() + more])
    return None


def _named(pair: Pair, match: re.Match[str], columns_by_key: Mapping[str, str]) -> Spelling | None:
    """What a column is called, or several: `[name, city]`."""
    is_loose = pair.strength is Strength.LOOSE
    listed = [header_key(part) for part in re.split("[,;]", match[1]) if pair.may_list]
    if len(listed) > 1 and columns_by_key.keys() >= set(listed):
        first, *others = (columns_by_key[key] for key in listed)
        return Spelling(match[0], first, True, True, tuple(others))
    for name in _names(match[1], pair):
        if header_key(name) in columns_by_key:
            sure = not is_loose and (pair.strength is Strength.FIRM or not _is_aside(match[1]))
            return Spelling(match[0], columns_by_key[header_key(name)], sure, True)
    return None


def _is_aside(inside: str) -> bool:
    """Whether words follow, as in `[City, Pune 411001]` or `[Date: 12 May]`, and no default."""
    return re.search(r"[,;:]\s", inside) is not None and "=" not in inside


def _begun(pair: Pair, match: re.Match[str], columns_by_key: Mapping[str, str]) -> Spelling | None:
    """A few words that begin with a column's name: `{name of shop}`."""
    if not pair.may_list:
        return None
    inside = match[1].strip()
    for pattern, key in name_patterns(tuple(columns_by_key)):
        name = pattern.match(inside)
        if name is not None and not goes_on(inside, name.end()):
            is_short = len(inside) - name.end() <= _LONGEST_REST
            sure = pair.strength is Strength.FIRM
            return Spelling(match[0], columns_by_key[key], sure, True) if is_short else None
    return None


def _unnamed(
    pair: Pair, match: re.Match[str], columns_by_key: Mapping[str, str]
) -> Spelling | None:
    """What no column is called."""
    is_loose = pair.strength is Strength.LOOSE
    names = _names(match[1], pair)
    name = next((name for name in names if not _ORDINARY.search(name)), "")
    key = header_key(name)
    if not any(character.isalnum() for character in key) or is_loose:
        return None
    firm = pair.strength is Strength.FIRM
    if key == VariableKind.VAR or (firm and key in _DLT_NAMES):
        return Spelling(match[0], None, True, False)
    if len(name) > _LONGEST:
        return None
    meant = near(name, columns_by_key) if firm else near(name, columns_by_key, alike=0.8)
    column = meant or akin(name, columns_by_key, parts=firm)
    return Spelling(match[0], column, firm and meant is not None, False) if firm or column else None


def _names(inside: str, pair: Pair) -> Iterator[str]:
    """What a name may be: `name`, `$name`, `name|a default`, `name,default`, `contact.name`."""
    whole = inside.strip()
    yield whole
    bare = whole.strip("!?$@#%=:*~^|/ " + ("" if pair.strength is Strength.LOOSE else _INNER))
    if bare != whole:
        yield bare
    first = re.split(r"[|:,;?]" if pair.may_list else r"[|:]", bare)[0].strip()
    if first != bare and len(bare) - len(first) <= _LONGEST:
        yield first
    if "." in first:
        yield first.rpartition(".")[2]


def _doubled(body: str, at: int, end: int) -> int:
    """How many signs behind the marks are theirs too: `%name%%`, `[name]]`, not `[see [name]]`."""
    sign = body[end - 1]
    if sign not in "}])>#%*":
        return 0
    more = 0
    while more < 2 and body[end + more : end + more + 1] == sign:
        more += 1
    opening = _MIRRORED.get(sign, "")
    line = body[body.rfind("\n", 0, at) + 1 : at]
    is_open = bool(opening) and line.count(opening) > line.count(sign)
    return 0 if is_open or goes_on(body, end + more) else more
