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
    """The trust that marks deserve. FIRM ones are those of a placeholder whatever they hold, USUAL
    ones where they hold the name of a column; LOOSE ones stand in ordinary sentences too."""

    FIRM = "firm"
    USUAL = "usual"
    LOOSE = "loose"


@dataclass(frozen=True)
class Spelling:
    """A placeholder as another tool spells it: `text` as it stands in the message. `column` is the
    one it names, or, where none is called so (not `exact`), the nearest; None: none is near. A
    `sure` one is never meant to be sent. Of a list such as `[name, city]` the `others` are the
    columns behind the first."""

    text: str
    column: str | None
    sure: bool
    exact: bool
    others: tuple[str, ...] = ()

    @property
    def meant(self) -> str:
        """The placeholders it should be; empty without a column."""
        columns = () if self.column is None else (self.column, *self.others)
        return ", ".join(f"{{{{{column}}}}}" for column in columns)


@dataclass(frozen=True)
class Pair:
    """A pair of marks. The pattern's one group is what stands between them."""

    strength: Strength
    pattern: re.Pattern[str]
    may_list: bool
    """Whether a default or more names may follow a comma."""

    def match(self, body: str, at: int) -> re.Match[str] | None:
        return self.pattern.match(body, at)


_FIRM = (
    # Half-open, or a brace too many: refused anyway, but what was meant can be offered.
    *("{{{ }}}", "{{{ }}", "{{ }}}", "{{ }", "{ }}"),
    *("{# #}", "{# }", "{ #}", "{# #", "{% %}", "${ }", "#{ }", "@{ }", "%{ }", "{[ ]}", "[{ }]"),
    *("{ }", "｛ ｝", "$[ ]$", "<< >>", "&lt;&lt; &gt;&gt;", "<%= %>", "<% %>", "« »"),
    *("<?= ?>", "<? ?>"),
    *("&laquo; &raquo;", "*| |*", "%%= =%%", "%% %%", "## ##"),
)
_USUAL = (
    *("[[ ]]", "[% %]", "[$ ]", "[# #]", "[ ]", "［ ］", "【 】", "$[ ]", "@[ ]"),
    *("< >", "＜ ＞", "&lt; &gt;", "‹ ›", "(( ))", "$( )", "@( )", "(# #)", "__ __"),
)
_LOOSE = ("( )", "（ ）")
_TIGHT = ("% %", "# #", "$ $", "$$ $$", "@ @", "@@ @@", "| |", "|| ||", "^ ^")
"""The same sign on both sides: what stands right beside it is part of the name, so that
`5% off, 10% back` and `Pune | City | Mall` are none."""
_ENDING = ("$", "@", "#", "|", "||")
"""Of these, `$name$city` is rather two names behind a sign than one between two."""
_AROUND_OURS = ("[[ ]]", "[% %]", "[ ]", "< >", "% %", "# #", "$ $", "@ @", "(( ))", "【 】")
"""Of the usual ones, those that nobody writes around a value: `*{{name}}*` and `({{name}})` are
what they look like."""


def _pair(marks: str, strength: Strength) -> Pair:
    left, right = marks.split(" ")
    # Nothing inside may be one of the marks themselves, nor a line break.
    own = "".join(re.escape(sign) for sign in sorted(set(re.sub(r"&\w+;", "&", left + right))))
    between = rf"([^{own}{{}}\n]{{1,80}}?)"
    if marks == "__ __":
        # Longer runs are blanks to be filled in by hand: `Name: ____ City: ____`.
        between = r"(?![_ ])((?:[^_{}\n]|_(?!_)){1,80}?)(?<! )"
        return Pair(strength, re.compile(rf"(?<!_)__{between}__(?!_)"), may_list=False)
    if marks in _TIGHT:
        between = rf"((?! )[^{own}{{}}\n]{{1,80}}?(?<! ))"
    # A list or a table of words between bars is none: `₹500|City|Mall`.
    begin = r"(?<!\S)" if "|" in left and marks in _TIGHT else ""
    end = r"(?!\w)" if marks in _TIGHT and left in _ENDING else ""
    pattern = re.compile(begin + re.escape(left) + between + re.escape(right) + end)
    return Pair(strength, pattern, strength is not Strength.LOOSE and marks not in _TIGHT)


def _table() -> dict[str, tuple[Pair, ...]]:
    kinds = {Strength.FIRM: _FIRM, Strength.USUAL: (*_USUAL, *_TIGHT), Strength.LOOSE: _LOOSE}
    every = [(marks, strength) for strength, group in kinds.items() for marks in group]
    every.sort(key=lambda pair: -len(pair[0]))
    table: dict[str, tuple[Pair, ...]] = {}
    for marks, strength in every:
        table[marks[0]] = (*table.get(marks[0], ()), _pair(marks, strength))
    return table


PAIRS = _table()
"""By the sign they begin with, the longest first."""


def _around_ours() -> dict[str, tuple[tuple[re.Pattern[str], Strength], ...]]:
    """`##{{name}}##` by the sign it begins with, the longest first; the group is the name."""
    # « » are quotation marks too, around a value as well.
    firm = [(marks, Strength.FIRM) for marks in _FIRM if "»" not in marks and "quo" not in marks]
    every = [*firm, *((marks, Strength.LOOSE) for marks in ("« »", *_AROUND_OURS))]
    table: dict[str, tuple[tuple[re.Pattern[str], Strength], ...]] = {}
    for marks, strength in sorted(every, key=lambda entry: -len(entry[0])):
        left, right = map(re.escape, marks.split(" "))
        gap = r"\s*" if strength is Strength.FIRM else ""
        gap = r"\s+" if left.endswith("{") else gap
        pattern = rf"{left}{gap}\{{\{{([^{{}}]*)\}}\}}{gap}{right}"
        table[marks[0]] = (*table.get(marks[0], ()), (re.compile(pattern), strength))
    return table


AROUND_OURS = _around_ours()

BESIDE_OURS = re.compile(
    r"(?:##|%%|\*\||<%=?)\{\{([^{}]*)\}\}(?!\})|(?<!\{)\{\{([^{}]*)\}\}(?:##|%%|\|\*|%>)"
)
"""On one side of it, and right beside it; the group that matches is the name."""
