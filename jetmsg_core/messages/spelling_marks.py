"""The marks that other tools put around a placeholder, as a table.

Mailchimp `*|NAME|*`, Word `«name»`, Salesforce `%%name%%` and `{!name}`, Zoho `${name}` and
`$[name]$`, MSG91 `##name##`, templates of programs `{%name%}`, `#{name}`, `<%= name %>`; the rest
is what people type for them, with the half-open ones that come of a slip.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Strength(StrEnum):
    """FIRM marks are those of a placeholder whatever they hold, USUAL ones where they hold the
    name of a column; LOOSE ones stand in ordinary sentences too."""

    FIRM = "firm"
    USUAL = "usual"
    LOOSE = "loose"


@dataclass(frozen=True)
class Pair:
    """The pattern's one group is what stands between the marks."""

    strength: Strength
    pattern: re.Pattern[str]

    def match(self, body: str, at: int) -> re.Match[str] | None:
        return self.pattern.match(body, at)


_FIRM = (
    # Half-open, or a brace too many: refused anyway, but what was meant can be offered.
    *("{{{ }}}", "{{{ }}", "{{ }}}", "{{ }", "{ }}"),
    *("{# #}", "{# }", "{ #}", "{# #", "{% %}", "${ }", "#{ }", "@{ }", "%{ }", "{[ ]}", "[{ }]"),
    *("{ }", "｛ ｝", "$[ ]$", "<< >>", "&lt;&lt; &gt;&gt;", "<%= %>", "<% %>", "« »"),
    *("&laquo; &raquo;", "*| |*", "%%= =%%", "%% %%", "## ##"),
)
_USUAL = (
    *("[[ ]]", "[% %]", "[$ ]", "[# #]", "[ ]", "［ ］", "【 】", "$[ ]", "@[ ]"),
    *("< >", "＜ ＞", "&lt; &gt;", "‹ ›", "(( ))", "$( )", "@( )", "(# #)", "__ __"),
)
_LOOSE = ("( )",)
_TIGHT = ("% %", "# #", "$ $", "$$ $$", "@ @", "@@ @@", "| |", "|| ||", "^ ^")
"""The same sign on both sides: what stands right beside it is part of the name, so that
`5% off, 10% back` and `Pune | City | Mall` are none."""
_ENDING = "$@#"
"""Of these, `$name$city` is rather two names behind a sign than one between two."""


def _pair(marks: str, strength: Strength) -> Pair:
    left, right = marks.split(" ")
    # Nothing inside may be one of the marks themselves, nor a line break.
    own = "".join(re.escape(sign) for sign in sorted(set(re.sub(r"&\w+;", "&", left + right))))
    between = rf"([^{own}{{}}\n]{{1,80}}?)"
    if marks in _TIGHT:
        between = rf"((?! )[^{own}{{}}\n]{{1,80}}?(?<! ))"
    end = r"(?!\w)" if marks in _TIGHT and left in _ENDING else ""
    return Pair(strength, re.compile(re.escape(left) + between + re.escape(right) + end))


def _table() -> dict[str, tuple[Pair, ...]]:
    kinds = {Strength.FIRM: _FIRM, Strength.USUAL: (*_USUAL, *_TIGHT), Strength.LOOSE: _LOOSE}
    every = [(marks, strength) for strength, group in kinds.items() for marks in group]
    every.sort(key=lambda one: -len(one[0]))
    table: dict[str, tuple[Pair, ...]] = {}
    for marks, strength in every:
        table[marks[0]] = (*table.get(marks[0], ()), _pair(marks, strength))
    return table


PAIRS = _table()
"""By the sign they begin with, the longest first."""
