"""The findings about a campaign: their codes, and the one table of what belongs to each. Pure.

A new one is a member of `FindingCode`, its row in `FINDINGS`, the check that finds it, called in
`find`, and its icon in the page that draws findings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class FindingCode(StrEnum):
    """What the checks find, in the order in which it is shown; what blocks is shown before all
    else. The spelling is a public promise: it stands in JSON, in options and in drafts."""

    CAMPAIGN_CAP = "campaign_cap"
    DAY_CAP = "day_cap"
    LOW_CREDITS = "low_credits"
    SPELLED_PLACEHOLDER = "spelled_placeholder"
    SPELLED_DEFAULT = "spelled_default"
    DOUBTFUL_PLACEHOLDER = "doubtful_placeholder"
    UNFILLED_CELL = "unfilled_cell"
    NO_REAL_VALUE = "no_real_value"
    FOREIGN_NUMBER = "foreign_number"
    DLT_MISMATCH = "dlt_mismatch"
    DLT_VALUE_TOO_LONG = "dlt_value_too_long"
    DLT_RELAXED = "dlt_relaxed"
    DLT_VALUE_LONG = "dlt_value_long"
    DLT_VALUE_TYPE = "dlt_value_type"
    NO_TEMPLATE_ID = "no_template_id"
    TEMPLATE_NOT_KEPT = "template_not_kept"
    TEMPLATE_LAPSED = "template_lapsed"
    TEMPLATE_ID_DOUBTFUL = "template_id_doubtful"
    HEADER_ROUTE = "header_route"
    HEADER_TEMPLATE = "header_template"
    NOT_WHITELISTED = "not_whitelisted"
    NO_OPT_OUT = "no_opt_out"
    PROMOTIONAL_WORDS = "promotional_words"
    PROMOTIONAL_HOURS = "promotional_hours"
    BLANK_LINES = "blank_lines"
    SMART_CHARACTERS = "smart_characters"
    LONG_TEXT = "long_text"
    REPEATED = "repeated"


class Remedy(StrEnum):
    """What a person can do about a finding without writing another message or another sheet."""

    LEAVE_OUT = "leave_out"
    """Whoever it is about gets nothing, everybody else does."""
    KEEP_TEXT = "keep_text"
    """What looks like a placeholder is sent as it stands."""
    KEEP_CELLS = "keep_cells"
    """Cells that are no value, such as NULL, are sent as they stand."""
    TRIM = "trim"
    """Blank lines at the ends of the message are taken away."""
    MAKE_PLAIN = "make_plain"
    """Characters such as ₹ and curly quotes become plain ones."""
    LATER = "later"
    """The campaign starts at another time."""
    PROMOTIONAL_ROUTE = "promotional_route"
    """The campaign goes by the promotional route."""


@dataclass(frozen=True)
class FindingKind:
    """What belongs to one code.

    `title` follows the number of people it is about ("3 people · a very long text"), or stands
    alone for what is about the whole campaign (`about_all`). A finding that `blocks` must be dealt
    with before the campaign can be made, any other may be accepted. `left_out` follows the number
    of those who get nothing for it; only what has these words can be left out.
    """

    title: str
    blocks: bool = False
    about_all: bool = False
    left_out: str = ""
    remedies: tuple[Remedy, ...] = ()


def _about_some(title: str, left_out: str, *, blocks: bool = False) -> FindingKind:
    return FindingKind(title, blocks, left_out=left_out, remedies=(Remedy.LEAVE_OUT,))


def _about_all(title: str, *remedies: Remedy, blocks: bool = False) -> FindingKind:
    return FindingKind(title, blocks, about_all=True, remedies=remedies)


FINDINGS: Mapping[FindingCode, FindingKind] = {
    FindingCode.CAMPAIGN_CAP: _about_all("More credits than one campaign may cost", blocks=True),
    FindingCode.DAY_CAP: _about_all("More credits than a day may cost", Remedy.LATER, blocks=True),
    FindingCode.LOW_CREDITS: FindingKind("not covered by the credits"),
    FindingCode.SPELLED_PLACEHOLDER: _about_all(
        "A placeholder of another tool", Remedy.KEEP_TEXT, blocks=True
    ),
    FindingCode.SPELLED_DEFAULT: _about_all(
        "The default holds a placeholder", Remedy.KEEP_TEXT, blocks=True
    ),
    FindingCode.DOUBTFUL_PLACEHOLDER: _about_all(
        "Perhaps meant as a placeholder", Remedy.KEEP_TEXT
    ),
    FindingCode.UNFILLED_CELL: _about_some(
        "a placeholder nobody filled", "with a placeholder nobody filled", blocks=True
    ),
    FindingCode.NO_REAL_VALUE: FindingKind(
        "no real value for a placeholder", remedies=(Remedy.KEEP_CELLS,)
    ),
    FindingCode.FOREIGN_NUMBER: _about_some(
        "a number of another country", "with a number of another country", blocks=True
    ),
    FindingCode.DLT_MISMATCH: _about_some(
        "text does not match the DLT template",
        "whose text does not match the DLT template",
        blocks=True,
    ),
    FindingCode.DLT_VALUE_TOO_LONG: _about_some(
        "a value too long for DLT", "with a value too long for DLT", blocks=True
    ),
    FindingCode.DLT_RELAXED: _about_some(
        "matches the template except for spaces and punctuation",
        "whose text matches the template except for spaces and punctuation",
    ),
    FindingCode.DLT_VALUE_LONG: _about_some("a long value for DLT", "with a long value for DLT"),
    FindingCode.DLT_VALUE_TYPE: _about_some(
        "a value of the wrong type", "with a value of the wrong type"
    ),
    FindingCode.NO_TEMPLATE_ID: _about_all("No DLT template ID"),
    FindingCode.TEMPLATE_NOT_KEPT: _about_all("No template here has this DLT template ID"),
    FindingCode.TEMPLATE_LAPSED: _about_all("The template is no longer approved"),
    FindingCode.TEMPLATE_ID_DOUBTFUL: _about_all("The DLT template ID looks wrong"),
    FindingCode.HEADER_ROUTE: _about_all("The sender ID does not fit the route"),
    FindingCode.HEADER_TEMPLATE: _about_all("The sender ID is not the template's"),
    FindingCode.NOT_WHITELISTED: _about_some(
        "link or number not on the whitelist", "with a link or number not on the whitelist"
    ),
    FindingCode.NO_OPT_OUT: _about_some("no way to opt out", "whose text names no way to opt out"),
    FindingCode.PROMOTIONAL_WORDS: FindingKind(
        "words of a promotion on the transactional route", remedies=(Remedy.PROMOTIONAL_ROUTE,)
    ),
    FindingCode.PROMOTIONAL_HOURS: _about_all("Outside promotional hours", Remedy.LATER),
    FindingCode.BLANK_LINES: _about_all(
        "Blank lines at the start or end of the message", Remedy.TRIM
    ),
    FindingCode.SMART_CHARACTERS: FindingKind(
        "characters that cost more than plain ones", remedies=(Remedy.MAKE_PLAIN,)
    ),
    FindingCode.LONG_TEXT: _about_some("a very long text", "with a very long text"),
    FindingCode.REPEATED: _about_some(
        "got the same text in the last 24 hours", "who got the same text in the last 24 hours"
    ),
}

LEAVABLE = tuple(code.value for code, kind in FINDINGS.items() if Remedy.LEAVE_OUT in kind.remedies)
"""Findings about some people, who may be left out instead."""
