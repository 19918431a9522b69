"""The variables of an approved text, each within the words around it."""

from __future__ import annotations

import re

from jetmsg_core import templates
from pages.parts.styles.formatting import plain

AROUND = 28
"""Letters of the approved text shown on each side of a variable."""


def variables_shown(body: str) -> list[str]:
    """Each variable of an approved text is in colour, within the words around it."""
    spans, end = [], 0
    for variable in templates.variables(body):
        start = body.index(variable, end)
        end = start + len(variable)
        before, after = body[max(start - AROUND, 0) : start], body[end : end + AROUND]
        cut = "…" if start > AROUND else "", "…" if end + AROUND < len(body) else ""
        spans.append(
            f":gray[{cut[0]}{plain(before)}] :blue-badge[{plain(variable)}] "
            f":gray[{plain(after)}{cut[1]}]"
        )
    return [re.sub(r":gray\[\] ?", "", words) for words in spans]
