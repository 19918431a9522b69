"""Whether a cell still holds a placeholder that another program left unfilled. Pure.

It concerns those whose cell it is: it is sent as it stands, unless they are left out. Around the
name of a column, marks count anywhere in a text; as the whole of a cell they count around anything,
where no person's name or amount is written so, and else around what a merge field is called.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np

from jetmsg_core.arrays import Booleans
from jetmsg_core.campaigns.checks.codes import FindingCode
from jetmsg_core.campaigns.checks.findings import CampaignFinding, Planned
from jetmsg_core.campaigns.checks.spellings import defaults_of
from jetmsg_core.campaigns.draft.spec import CampaignSpec
from jetmsg_core.messages.arrow import as_strings, matching
from jetmsg_core.messages.bytescan import among
from jetmsg_core.messages.placeholders import header_key, placeholders, spans

_UNFILLED = r"\{\{[\pL\pM\pN _.-]+\}\}|\{ *#[\pL\pM\pN _]+#? *\}"
"""Letters of any script between the braces; `{{^^}}` is somebody's drawing. For Arrow (RE2)."""
_MARKS = ("{ }", "[ ]", "## ##", "%% %%", "*| |*", "<< >>", "« »")
"""In a text they count around the name of a column only: `{Ravi}` may be a name with a flourish."""

_NAME = r"[\pL_][\pL\pM\pN _.:-]{0,40}"
_CALLED = (
    r"(?i:(?:(?:first|last|full|middle|customer|cust|client|user|member|contact|student|parent|your"
    r"|company|order|due|total|bill|invoice)[ _.-]?)*(?:[fl]?name|first|last|e?mail|mobile|phone"
    r"|city|state|address|amount|amt|date|time|code|otp|company|number|link|url|balance|value"
    r"|(?:var|field|column|param|merge)[ _-]?\d*))"
)
"""What merge fields are called: `{Ravi}` may be a name with a flourish, `{FirstName}` is none."""
_WHOLE_CELLS = (
    *("*| |*", "## ##", "%% %%", "%%= =%%", "<< >>", "« »", "${ }", "#{ }", "%{ }", "{! }", "{$ }"),
    *("{% %}", "<% %>", "<%= %>", "<? ?>", "<?= ?>", "[[ ]]", "$[ ]$", "[% %]"),
    *("&lt;&lt; &gt;&gt;", "&laquo; &raquo;"),
)
_WHOLE_IF_CALLED = ("[ ]", "% %", "< >", "# #", "__ __")
_WHOLE_IF_NUMBERED = ("{ }",)
"""Also `{0}`: the first of a list of values."""
_BLANKS = r"[\s\x{a0}]*"


def check_cells(planned: Planned, spec: CampaignSpec) -> list[CampaignFinding]:
    """The message itself is filled by now, but a cell may hold what another program left unfilled,
    and it would be sent as it stands."""
    texts = planned.plan.rendered.distinct
    patterns = [("{", _UNFILLED), *_patterns(planned, spec)]
    # Nearly always no text holds any of the marks, which is quickly seen.
    there = among(texts, {opening for opening, _ in patterns})
    left = np.zeros(len(texts), np.bool_)
    for opening, pattern in patterns:
        if opening in there:
            left |= matching(texts, pattern)
    whole = _whole_cells(planned, spec, left)

    def say(count: int, row: int, index: int) -> str:
        anything = [r"\{\{[^{}]+\}\}|\{ *#[^{}]+\}", *(p for _, p in _patterns(planned, spec))]
        mark = re.search("|".join(anything), planned.text(index))
        said = whole.get(index) or (mark[0] if mark else "a placeholder")
        return (
            f"Texts that still hold a placeholder: {count:,}. In row {row} the sheet itself says "
            f"{said}. Correct those cells, or leave those rows out."
        )

    return planned.about_texts(FindingCode.UNFILLED_CELL, left, say)


def _whole_cells(planned: Planned, spec: CampaignSpec, left: Booleans) -> dict[int, str]:
    """Marks in `left` the texts with a cell that is nothing but a mark, and gives the first cell of
    each column with its text's index."""
    rendered = planned.plan.rendered
    first: dict[int, str] = {}
    for column, found in _marked_cells(planned, spec):
        people = np.flatnonzero(found[rendered.kept])
        if len(people):
            left[rendered.text_of[people]] = True
            cells = planned.contacts.cells[column]
            cell = str(cells.iloc[int(rendered.kept[people[0]])]).strip()
            first[int(rendered.text_of[people[0]])] = cell
    return first


def _marked_cells(planned: Planned, spec: CampaignSpec) -> Iterator[tuple[str, Booleans]]:
    keys = {header_key(name) for name in placeholders(spec.message)}
    patterns = _whole_patterns()
    for column in planned.contacts.cells.columns:
        if header_key(str(column)) not in keys:
            continue
        cells = as_strings(planned.contacts.cells[column])
        found = np.zeros(len(cells), np.bool_)
        # One after the other: all in one expression would be more than RE2 takes.
        for opening in among(cells, patterns):
            found |= matching(cells, rf"^{_BLANKS}{patterns[opening]}{_BLANKS}$")
        if found.any():
            yield str(column), found


def _whole_patterns() -> dict[str, str]:
    """By the opening marks, for RE2, what a whole cell is."""
    found: dict[str, str] = {}
    numbered = rf"{_CALLED}|\d{{1,2}}"
    for group, name in (
        (_WHOLE_CELLS, _NAME),
        (_WHOLE_IF_CALLED, _CALLED),
        (_WHOLE_IF_NUMBERED, numbered),
    ):
        for opening, closing in (marks.split() for marks in group):
            found[opening] = f"{re.escape(opening)} *(?:{name}) *{re.escape(closing)}"
    return found


def _patterns(planned: Planned, spec: CampaignSpec) -> list[tuple[str, str]]:
    """The opening marks, and for RE2 and Python both what they mean around a column's name. What
    the message itself says was kept on purpose, or stops it anyway."""
    keys = {header_key(str(column)) for column in planned.contacts.cells.columns} - {""}
    names = "|".join("[ _-]?".join(map(re.escape, key)) for key in sorted(keys, key=len))
    literals = [span for span, is_placeholder in spans(spec.message) if not is_placeholder]
    said = "\n".join([*literals, *defaults_of(spec)])
    found = []
    for opening, closing in (marks.split() for marks in _MARKS if names):
        pattern = f"(?i:{re.escape(opening)} *(?:{names}) *{re.escape(closing)})"
        if not re.search(pattern, said):
            found.append((opening, pattern))
    return found
