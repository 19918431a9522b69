"""Whether a message, or a cell, still holds placeholders, as other tools spell them too. Pure.

In the message they make nobody's text right: everybody is concerned, and only a person can say that
it is meant. In a cell another program left them unfilled, for those whose cell it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np

from jetmsg_core.campaigns.briefs import Brief
from jetmsg_core.campaigns.findings import Finding, Planned
from jetmsg_core.messages.arrow import matching
from jetmsg_core.messages.bytescan import among
from jetmsg_core.messages.other_spellings import Spelling, spellings
from jetmsg_core.messages.placeholders import header_key, spans
from jetmsg_core.messages.text import prepare_text

SURE, DOUBTFUL, IN_DEFAULT = "spelled_placeholder", "doubtful_placeholder", "spelled_default"

_UNFILLED = r"\{\{[\pL\pM\pN _.-]+\}\}|\{ *#[\pL\pM\pN _]+#? *\}"
"""Letters of any script between the braces; `{{^^}}` is somebody's drawing. For Arrow (RE2)."""
_MARKS = ("{ }", "[ ]", "## ##", "%% %%", "*| |*", "<< >>", "« »")
"""In a cell they count around the name of a column only: `{Ravi}` may be a name with a flourish."""


def check_spellings(planned: Planned, brief: Brief) -> list[Finding]:
    columns = list(planned.contacts.cells.columns)
    kept = {prepare_text(text) for text in brief.keep_text}
    message, default = (
        [found for found in spellings(prepare_text(text), columns) if found.text not in kept]
        for text in (brief.message, "\n".join(_defaults(brief)))
    )
    sure = [found for found in message if found.sure]
    doubtful = [found for found in message if not found.sure]
    in_default = [one for one in default if one.sure and planned.plan.rendered.defaulted]
    kinds = [
        (SURE, _surely, sure),
        (IN_DEFAULT, _in_default, in_default),
        (DOUBTFUL, _perhaps, doubtful),
    ]
    return [
        Finding(
            code,
            say(about),
            planned.plan.recipients,
            blocks=code != DOUBTFUL,
            spellings=tuple(about),
        )
        for code, say, about in kinds
        if about
    ]


def _defaults(brief: Brief) -> list[str]:
    return [text for text in (brief.missing.default, *brief.missing.defaults.values()) if text]


def _surely(found: Sequence[Spelling]) -> str:
    columns = [one for one in found if one.column is not None]
    variables = [one for one in found if one.column is None]
    said = []
    if columns:
        said.append(f"Everybody would read {_listed(columns)} as written here. {_meant(columns)}")
    if variables:
        said.append(
            f"Nothing fills {_listed(variables)}, which is left over from a DLT template. Write a "
            "column such as {{name}}, or plain words, in its place."
        )
    return " ".join(said)


def _perhaps(found: Sequence[Spelling]) -> str:
    exact = [one for one in found if one.exact]
    near = [one for one in found if not one.exact and one.column is not None]
    strange = [one for one in found if one.column is None]
    said = []
    if exact:
        said.append(f"{_listed(exact)} may be meant as a column. {_meant(exact)}")
    if near:
        said.append(f"No column is called as in {_listed(near)}. {_meant(near)}")
    if strange:
        said.append(f"{_listed(strange)} looks like a placeholder, but no column is called so.")
    return " ".join([*said, "As it is, everybody reads it as written here."])


def _in_default(found: Sequence[Spelling]) -> str:
    return (
        f"Who has no value would read {_listed(found)} as written in the default. Write plain "
        "words there."
    )


def _meant(found: Sequence[Spelling]) -> str:
    return f"Did you mean {_joined(f'{{{{{one.column}}}}}' for one in found)}?"


def _listed(found: Sequence[Spelling]) -> str:
    return _joined(one.text for one in found)


def _joined(texts: Iterable[str]) -> str:
    """As in a sentence, each once: a, b and c."""
    *others, last = dict.fromkeys(texts)
    return f"{', '.join(others)} and {last}" if others else last


def check_cells(planned: Planned, brief: Brief) -> list[Finding]:
    """The message itself is filled by now, but a cell may hold what another program left unfilled,
    and it would be sent as it stands."""
    texts = planned.plan.rendered.distinct
    patterns = [("{", _UNFILLED), *_patterns(planned, brief)]
    # Nearly always no text holds any of the marks, which is quickly seen.
    there = among(texts, {opening for opening, _ in patterns})
    left = np.zeros(len(texts), np.bool_)
    for opening, pattern in patterns:
        if opening in there:
            left |= matching(texts, pattern)

    def say(count: int, row: int, index: int) -> str:
        anything = [r"\{\{[^{}]+\}\}|\{ *#[^{}]+\}", *(p for _, p in _patterns(planned, brief))]
        mark = re.search("|".join(anything), planned.text(index))
        assert mark is not None
        return (
            f"Texts that still hold a placeholder: {count:,}. In row {row} the sheet itself says "
            f"{mark[0]}. Correct those cells, or leave those rows out."
        )

    return planned.about_texts("unfilled_cell", left, say, blocks=True)


def _patterns(planned: Planned, brief: Brief) -> list[tuple[str, str]]:
    """The opening marks, and for RE2 and Python both what they mean around a column's name. What
    the message itself says was kept on purpose, or stops it anyway."""
    keys = {header_key(str(column)) for column in planned.contacts.cells.columns} - {""}
    names = "|".join("[ _-]?".join(map(re.escape, key)) for key in sorted(keys, key=len))
    literals = [span for span, is_placeholder in spans(brief.message) if not is_placeholder]
    said = "\n".join([*literals, *_defaults(brief)])
    found = []
    for opening, closing in (marks.split() for marks in _MARKS if names):
        pattern = f"(?i:{re.escape(opening)} *(?:{names}) *{re.escape(closing)})"
        if not re.search(pattern, said):
            found.append((opening, pattern))
    return found
