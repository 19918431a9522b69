"""`{{placeholder}}` in a text, and the column that fills each.

    Dear {{First Name}}, …   is filled from a column called `first_name`

No `{{` or `}}` of the body may ever reach a phone, so anything but a well-formed placeholder
with exactly one column is refused here, before a single recipient is rendered.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from jetmsg_core.errors import InputError
from jetmsg_core.messages.text import is_blank, prepare_text
from jetmsg_core.primitives.characters import quoted

# Three braces in a row are a typing error, not a placeholder in braces.
WHOLE = re.compile(r"(?<!\{)\{\{([^{}]*)\}\}(?!\})")
_STRAY = re.compile(r"\{\{|\}\}")
# Whole, half-open or with a space too many: `{#` and `#}` are nothing else.
_DLT_VARIABLE = re.compile(r"\{\s*#(?:[^{}#\n]{0,30}#?\s*\}?)|#\s*\}")
_SHOWN_COLUMNS = 20


@dataclass(frozen=True)
class Binding:
    """A body cut at its placeholders: `literals[0] columns[0] literals[1] … literals[-1]`, so
    always one literal more than columns. A column stands as often as it is used."""

    literals: tuple[str, ...]
    columns: tuple[str, ...]


def header_key(name: str) -> str:
    """Gives what headers and placeholders are compared by: no case, white space, `_` or `-`."""
    return re.sub(r"[\s_\-\u200b\ufeff]", "", prepare_text(name)).casefold()


def placeholders(body: str) -> tuple[str, ...]:
    """Gives the placeholders of `body`, each once as first written, in order. It never refuses."""
    first: dict[str, str] = {}
    for name in WHOLE.findall(body):
        first.setdefault(header_key(name), name.strip())
    first.pop("", None)
    return tuple(first.values())


def spans(body: str) -> list[tuple[str, bool]]:
    """Cuts `body` into pieces, each with whether it is a placeholder; joined they are `body`
    again."""
    pieces: list[tuple[str, bool]] = []
    end = 0
    for match in WHOLE.finditer(body):
        pieces += [(body[end : match.start()], False), (match[0], bool(header_key(match[1])))]
        end = match.end()
    return [span for span in [*pieces, (body[end:], False)] if span[0]]


def fixed_text(body: str) -> str:
    """Gives what everybody reads of `body`: all but its placeholders."""
    return "".join(span for span, is_placeholder in spans(body) if not is_placeholder)


def bind(body: str, columns: Sequence[str]) -> Binding:
    """Gives the prepared body with a column for each placeholder. Raises InputError
    (`empty_message`, `broken_character`, `broken_placeholder`, `unfilled_variable`,
    `unknown_placeholder`, `ambiguous_placeholder`)."""
    body = prepare_text(body)
    _refuse_unsendable(body)
    _refuse_broken(body)
    pieces = WHOLE.split(body)
    matches = _columns_by_key(columns)
    wanted = placeholders(body)
    _refuse_unknown(body, columns)
    for name in wanted:
        _refuse_ambiguous(name, matches[header_key(name)])
    return Binding(tuple(pieces[::2]), tuple(matches[header_key(name)][0] for name in pieces[1::2]))


def _columns_by_key(columns: Sequence[str]) -> dict[str, list[str]]:
    matches: dict[str, list[str]] = {}
    for column in columns:
        matches.setdefault(header_key(column), []).append(column)
    return matches


def _refuse_unsendable(body: str) -> None:
    if is_blank(body):
        raise InputError("empty_message", "The message is empty: write a text to send.")
    for index, character in enumerate(body):
        if "\ud800" <= character <= "\udfff":
            raise InputError(
                "broken_character",
                f"The message holds half a character at {_place(body, index)}: type it again.",
            )


def _refuse_broken(body: str) -> None:
    for match in WHOLE.finditer(body):
        if not header_key(match[1]):
            raise InputError(
                "broken_placeholder",
                f"The placeholder {match[0]} at {_place(body, match.start())} is empty: "
                "write a column name between the braces, as in {{name}}.",
            )
    # Placeholders are blanked out at their own length, so that places stay true.
    rest = WHOLE.sub(lambda match: " " * len(match[0]), body)
    stray = _STRAY.search(rest)
    if stray:
        raise InputError(
            "broken_placeholder",
            f"The braces {stray[0]} at {_place(body, stray.start())} are not part of a whole "
            "placeholder: write two braces on each side of a column name, as in {{name}}.",
        )
    variable = _DLT_VARIABLE.search(rest)
    if variable:
        raise InputError(
            "unfilled_variable",
            f"The DLT variable {variable[0]} at {_place(body, variable.start())} would be sent "
            "as it is: put a value or a placeholder such as {{name}} there.",
        )


def _place(body: str, index: int) -> str:
    """Where in the text, counted from 1 as an editor does, with the words around it."""
    line = body.count("\n", 0, index) + 1
    character = index - (body.rfind("\n", 0, index) + 1) + 1
    around = body[max(0, index - 10) : index + 15].replace("\n", " ").strip()
    printable = around.encode(errors="backslashreplace").decode()
    return f'line {line}, character {character} ("{printable}")'


def _refuse_unknown(body: str, columns: Sequence[str]) -> None:
    names = " or ".join(f"{{{{{name}}}}}" for name in unknown(body, columns))
    if not names:
        return
    raise InputError(
        "unknown_placeholder",
        f"There is no column for {names}. {_listed(columns)}{_did_you_mean(body, columns)}",
    )


def _listed(columns: Sequence[str]) -> str:
    named = [column for column in columns if not is_blank(column)]
    if not named:
        return "The contacts have no columns."
    more = len(named) - _SHOWN_COLUMNS
    tail = f" and {more} more" if more > 0 else ""
    return f"The columns are {', '.join(named[:_SHOWN_COLUMNS])}{tail}."


def unknown(body: str, columns: Sequence[str]) -> dict[str, str | None]:
    """Gives the placeholders no column fills, each with the column it is likely to mean, None where
    none is near."""
    named = {header_key(column): column for column in columns}
    close = {
        name: difflib.get_close_matches(header_key(name), named, n=1)
        for name in placeholders(body)
        if header_key(name) not in named
    }
    return {name: named[keys[0]] if keys else None for name, keys in close.items()}


def rename(body: str, name: str, column: str) -> str:
    """Gives `body` with the placeholder `name`, however it is spelt, written as `column`."""
    key = header_key(name)
    return WHOLE.sub(
        lambda match: f"{{{{{column}}}}}" if header_key(match[1]) == key else match[0], body
    )


def _did_you_mean(body: str, columns: Sequence[str]) -> str:
    guesses = [f"{{{{{guess}}}}}" for guess in unknown(body, columns).values() if guess]
    return f" Did you mean {' and '.join(dict.fromkeys(guesses))}?" if guesses else ""


def _refuse_ambiguous(name: str, matches: list[str]) -> None:
    if len(matches) > 1:
        raise InputError(
            "ambiguous_placeholder",
            f"{{{{{name}}}}} could be filled from {len(matches)} columns: "
            f"{', '.join(quoted(column) for column in matches)}. Rename one of them in the file.",
        )
