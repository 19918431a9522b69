"""What the checks found: a count each, what it means, and the people it is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st

from jetmsg_core.campaigns.checks.codes import FINDINGS, LEAVABLE, FindingCode, Remedy
from jetmsg_core.campaigns.checks.findings import CampaignFinding
from jetmsg_core.campaigns.draft.choices import Choices
from jetmsg_core.campaigns.preview.preview import CampaignPreview
from jetmsg_core.messages.smart_characters import smart_characters
from jetmsg_core.primitives.numbers import with_commas
from pages.parts.compose.recipient_cursor import jump
from pages.parts.compose.sending.facts import LEFT_OUT
from pages.parts.draft.kept_cells import draw_keep_cells, draw_kept_cells, draw_rows_of
from pages.parts.draft.message_field import STILL_MATCH, draw_trim, make_plain
from pages.parts.draft.open_draft import current, set_choices
from pages.parts.draft.spellings import draw_kept_text, draw_spellings
from pages.parts.styles.formatting import counted, people, plain

SHOWN_PEOPLE = 24


ICONS = {
    FindingCode.CAMPAIGN_CAP: ":material/money_off:",
    FindingCode.DAY_CAP: ":material/money_off:",
    FindingCode.LOW_CREDITS: ":material/account_balance_wallet:",
    FindingCode.SPELLED_PLACEHOLDER: ":material/spellcheck:",
    FindingCode.SPELLED_DEFAULT: ":material/spellcheck:",
    FindingCode.DOUBTFUL_PLACEHOLDER: ":material/spellcheck:",
    FindingCode.UNFILLED_CELL: ":material/data_object:",
    FindingCode.NO_REAL_VALUE: ":material/question_mark:",
    FindingCode.FOREIGN_NUMBER: ":material/public:",
    FindingCode.DLT_MISMATCH: ":material/difference:",
    FindingCode.DLT_VALUE_TOO_LONG: ":material/straighten:",
    FindingCode.DLT_RELAXED: ":material/difference:",
    FindingCode.DLT_VALUE_LONG: ":material/straighten:",
    FindingCode.DLT_VALUE_TYPE: ":material/category:",
    FindingCode.NO_TEMPLATE_ID: ":material/tag:",
    FindingCode.TEMPLATE_NOT_KEPT: ":material/tag:",
    FindingCode.TEMPLATE_LAPSED: ":material/event_busy:",
    FindingCode.TEMPLATE_ID_DOUBTFUL: ":material/tag:",
    FindingCode.HEADER_ROUTE: ":material/badge:",
    FindingCode.HEADER_TEMPLATE: ":material/badge:",
    FindingCode.NOT_WHITELISTED: ":material/link_off:",
    FindingCode.NO_OPT_OUT: ":material/do_not_disturb_on:",
    FindingCode.PROMOTIONAL_WORDS: ":material/sell:",
    FindingCode.PROMOTIONAL_HOURS: ":material/schedule:",
    FindingCode.BLANK_LINES: ":material/wrap_text:",
    FindingCode.SMART_CHARACTERS: ":material/text_fields:",
    FindingCode.LONG_TEXT: ":material/notes:",
    FindingCode.REPEATED: ":material/content_copy:",
}


def draw_findings(preview: CampaignPreview, choices: Choices, columns: Sequence[str]) -> None:
    """Each finding has its people and its ways out; `columns` are those of the list."""
    if not preview.findings:
        st.success("No problems found.", icon=":material/check_circle:")
    for index, finding in enumerate(preview.findings):
        _draw_finding(index, finding, preview, choices.message, columns)
    draw_kept_text(choices)
    draw_kept_cells(choices)
    _draw_left_out(preview.skipped)
    _draw_remarks(preview)


def _draw_finding(
    index: int,
    finding: CampaignFinding,
    preview: CampaignPreview,
    message: str,
    columns: Sequence[str],
) -> None:
    kind = FINDINGS[finding.code]
    about = kind.title if kind.about_all else f"**{people(finding.count)}** · {kind.title}"
    color = "red" if finding.blocks else "orange"
    urgency = "Must be fixed" if finding.blocks else "Please check"
    # Open where it blocks: what has to be done stands inside.
    with st.expander(
        f":{color}-badge[{urgency}] {about}", expanded=finding.blocks, icon=ICONS[finding.code]
    ):
        st.markdown(plain(finding.message))
        if Remedy.MAKE_PLAIN in kind.remedies and smart_characters(message):
            st.button(
                "Use plain characters in the message",
                key="compose.smart",
                icon=":material/auto_fix_high:",
                on_click=make_plain,
                help=STILL_MATCH,
            )
        if Remedy.PROMOTIONAL_ROUTE in kind.remedies:
            st.button(
                "Send it as promotional",
                key="compose.promotional",
                icon=":material/sell:",
                on_click=_send_as_promotional,
                help="It needs a promotional sender ID of six digits, and promotional hours.",
            )
        if Remedy.TRIM in kind.remedies:
            draw_trim(key="compose.trim.finding")
        if finding.spellings:
            draw_spellings(finding, message, columns)
        if Remedy.KEEP_CELLS in kind.remedies:
            draw_rows_of(finding)
            draw_keep_cells(finding)
        elif finding.rows:
            _draw_people(index, finding)
        if Remedy.LEAVE_OUT in kind.remedies and finding.count < preview.recipients:
            st.button(
                "Leave "
                f"{'this person' if finding.count == 1 else f'these {with_commas(finding.count)}'} "
                "out",
                key=f"compose.leave.{finding.code}",
                icon=":material/person_off:",
                on_click=_leave_out,
                args=(finding.code,),
                help=f"The other {people(preview.recipients - finding.count)} get the message.",
            )


def _send_as_promotional() -> None:
    set_choices(replace(current(), route=2))


def _leave_out(code: str) -> None:
    now = current()
    set_choices(replace(now, leave_out=tuple(dict.fromkeys((*now.leave_out, code)))))


def _draw_left_out(skipped: Mapping[str, int]) -> None:
    """Those whom a finding was about and who get nothing for it, and the way back."""
    for code in LEAVABLE:
        if count := skipped.get(code):
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                is_or_are = "is" if count == 1 else "are"
                st.markdown(
                    f":material/person_off: **{people(count)}** {LEFT_OUT[code]} {is_or_are} left "
                    "out.",
                    width="content",
                )
                st.button(
                    "Include again",
                    key=f"compose.take_in.{code}",
                    type="tertiary",
                    icon=":material/undo:",
                    on_click=_take_in,
                    args=(code,),
                )


def _take_in(code: str) -> None:
    now = current()
    set_choices(
        replace(now, leave_out=tuple(left_out for left_out in now.leave_out if left_out != code))
    )


def draw_take_all_in() -> None:
    st.button(
        "Include these people again",
        key="compose.take_in",
        icon=":material/undo:",
        on_click=_take_all_in,
    )


def _take_all_in() -> None:
    set_choices(replace(current(), leave_out=()))


def _draw_people(index: int, finding: CampaignFinding) -> None:
    st.caption("See the text of")
    with st.container(horizontal=True, gap="xsmall"):
        pairs = list(zip(finding.rows, finding.places, strict=True))[:SHOWN_PEOPLE]
        for row, where in pairs:
            st.button(
                f"Row {with_commas(row)}",
                key=f"compose.see.{index}.{where}",
                on_click=jump,
                args=(where,),
            )
        more = finding.count - len(pairs)
        if more > 0:
            st.caption(f"and {with_commas(more)} more", width="content")


def _draw_remarks(preview: CampaignPreview) -> None:
    remarks = []
    if lacking := preview.skipped.get("missing_value"):
        ends = ("lacks", "is") if lacking == 1 else ("lack", "are")
        remarks.append(
            f"{people(lacking)} {ends[0]} a value that the message needs and {ends[1]} left out."
        )
    if preview.defaulted:
        remarks.append(f"{people(preview.defaulted).capitalize()} will read the default word.")
    if preview.unicode_recipients:
        remarks.append(
            f"{counted(preview.unicode_recipients, 'message')} in Unicode, where a part holds "
            "fewer characters."
        )
    if preview.most_parts > 1:
        remarks.append(f"The longest text takes {counted(preview.most_parts, 'part')}.")
    if remarks:
        st.markdown("\n".join(f"- {remark}" for remark in remarks))
