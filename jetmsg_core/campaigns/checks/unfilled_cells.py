"""Whether a cell still holds a placeholder that another program left unfilled. Pure.

It concerns those whose cell it is: it is sent as it stands, unless they are left out. Around the
name of a column, marks count anywhere in a text; as the whole of a cell they count around anything,
where no person's name or amount is written so, and else around what a merge field is called.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from jetmsg_core.campaigns.checks import words
from jetmsg_core.campaigns.checks.codes import FindingCode
from jetmsg_core.campaigns.checks.concerns import Concern, ConcernedRecipients, contacts_with
from jetmsg_core.campaigns.checks.spellings import defaults_of
from jetmsg_core.campaigns.plan.planned import PlannedCampaign
from jetmsg_core.messages.arrow import Strings, blocks_of, matching
from jetmsg_core.messages.bytescan import among
from jetmsg_core.messages.placeholders import header_key, placeholders, spans
from jetmsg_core.primitives.arrays import Booleans

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


def check_cells(planned: PlannedCampaign) -> list[Concern]:
    """Finds texts that still hold a placeholder. The message itself is filled by now, but a cell
    may hold what another program left unfilled, and it would be sent as it stands."""
    texts, pieces = planned.plan.rendered.distinct, planned.plan.rendered.pieces
    patterns = [("{", _UNFILLED), *_patterns(planned)]
    # Nearly always no text holds any of the marks, which is quickly seen, and sooner in its pieces.
    openings = {opening for opening, _ in patterns}
    may_hold = pieces is None or pieces.hold_any(opening[0] for opening in openings)
    there = among(texts, openings) if may_hold else set()
    left = np.zeros(len(texts), np.bool_)
    for opening, pattern in patterns:
        if opening in there:
            left |= matching(texts, pattern)
    marked = list(_marked_cells(planned))
    contacts = contacts_with(planned, left)
    for _, cells in marked:
        contacts |= cells

    def say(group: ConcernedRecipients) -> str:
        mark = _whole_cell(group, marked) or _mark_in(group)
        return words.unfilled_cell(group.row, mark, group.count)

    return [Concern(FindingCode.UNFILLED_CELL, contacts, say)] if contacts.any() else []


def _whole_cell(group: ConcernedRecipients, marked: Sequence[tuple[str, Booleans]]) -> str | None:
    """The cell that is nothing but a mark, if the first such of some column is in the text."""
    rendered = group.planned.plan.rendered
    cell = None
    for column, cells in marked:
        people = np.flatnonzero(cells[rendered.kept])
        if len(people) and rendered.text_of[people[0]] == group.text_index:
            position = int(rendered.kept[people[0]])
            cell = str(group.planned.contacts.cells[column].iloc[position]).strip()
    return cell


def _mark_in(group: ConcernedRecipients) -> str:
    anything = [r"\{\{[^{}]+\}\}|\{ *#[^{}]+\}", *(p for _, p in _patterns(group.planned))]
    mark = re.search("|".join(anything), group.text)
    return mark[0] if mark else "a placeholder"


def _marked_cells(planned: PlannedCampaign) -> Iterator[tuple[str, Booleans]]:
    """Each column of the message with cells that are nothing but a mark, as a mask over the
    contacts."""
    keys = {header_key(name) for name in placeholders(planned.spec.message)}
    patterns = _whole_patterns()
    for column in planned.contacts.cells.columns:
        if header_key(str(column)) not in keys:
            continue
        blocks = blocks_of(planned.contacts.cells[column])
        marked = np.concatenate([_are_marks(cells, patterns) for cells in blocks])
        if marked.any():
            yield str(column), marked


def _are_marks(cells: Strings, patterns: Mapping[str, str]) -> Booleans:
    marked = np.zeros(len(cells), np.bool_)
    # One after the other: all in one expression would be more than RE2 takes.
    for opening in among(cells, patterns):
        marked |= matching(cells, rf"^{_BLANKS}{patterns[opening]}{_BLANKS}$")
    return marked


def _whole_patterns() -> dict[str, str]:
    """By the opening marks, for RE2, what a whole cell is."""
    patterns: dict[str, str] = {}
    numbered = rf"{_CALLED}|\d{{1,2}}"
    for group, name in (
        (_WHOLE_CELLS, _NAME),
        (_WHOLE_IF_CALLED, _CALLED),
        (_WHOLE_IF_NUMBERED, numbered),
    ):
        for opening, closing in (marks.split() for marks in group):
            patterns[opening] = f"{re.escape(opening)} *(?:{name}) *{re.escape(closing)}"
    return patterns


def _patterns(planned: PlannedCampaign) -> list[tuple[str, str]]:
    """The opening marks, and for RE2 and Python both what they mean around a column's name. What
    the message itself says was kept on purpose, or stops it anyway."""
    keys = {header_key(str(column)) for column in planned.contacts.cells.columns} - {""}
    names = "|".join("[ _-]?".join(map(re.escape, key)) for key in sorted(keys, key=len))
    literals = [span for span, is_placeholder in spans(planned.spec.message) if not is_placeholder]
    own_words = "\n".join([*literals, *defaults_of(planned.spec)])
    patterns = []
    for opening, closing in (marks.split() for marks in _MARKS if names):
        pattern = f"(?i:{re.escape(opening)} *(?:{names}) *{re.escape(closing)})"
        if not re.search(pattern, own_words):
            patterns.append((opening, pattern))
    return patterns
