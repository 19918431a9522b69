"""What a delivery report would do: whose its rows are, what they say, and what is left out."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.primitives.times import in_ist
from jetmsg_core.reports.importing import ReportLayout
from jetmsg_core.reports.previews import UNRECOGNISED, ReportPreview
from jetmsg_core.reports.reading.column_names import NAMES
from jetmsg_core.settings import Mode, Settings
from jetmsg_core.states import RecipientState
from pages.parts.styles.formatting import counted, plain
from pages.parts.styles.report_times import seconds_in_ist
from pages.parts.styles.state_styles import RECIPIENTS

ASKED = "reports.as."
NO_COLUMN = ""
CAMPAIGNS_NAMED = 8
ROLES = {
    "id": "smsId",
    "number": "Mobile number",
    "status": "Status",
    "error": "Error code",
    "time": "Time",
}

Chosen = tuple[tuple[str, str | None], ...]


def columns_chosen() -> Chosen:
    """A person said this of the columns, by the widgets of `draw_columns`."""
    chosen = {role: st.session_state.get(f"{ASKED}{role}") for role in NAMES}
    return tuple((role, name or None) for role, name in chosen.items() if name is not None)


def forget_columns() -> None:
    for key in [key for key in st.session_state if str(key).startswith(ASKED)]:
        del st.session_state[key]


def draw_columns(look: ReportLayout, chosen: Chosen) -> None:
    """A column given to one part is no longer guessed for another."""
    given = {name for _, name in chosen}
    is_enough = look.guess.status is not None and bool(look.guess.id or look.guess.number)
    with st.expander("Which column is what", icon=":material/tune:", expanded=not is_enough):
        with st.grid(5, min_column_width=170):
            for role, label in ROLES.items():
                guess = getattr(look.guess, role)
                st.selectbox(
                    label,
                    [NO_COLUMN, *look.names],
                    index=None,
                    format_func=lambda name: name or "No such column",
                    placeholder=f"{guess} (guessed)"
                    if guess and guess not in given
                    else "None found",
                    key=f"reports.as.{role}",
                )
        st.dataframe(
            pd.DataFrame(look.head, columns=list(look.names)),
            hide_index=True,
            key="reports.head",
            alt="First rows of the file",
        )


def draw_preview(settings: Settings, preview: ReportPreview) -> None:
    """This draws what a report would change: its counts, its campaigns and its first rows."""
    _draw_counts(preview)
    st.markdown(
        " · ".join(
            f"{_word(state)}: {with_commas(count)}" for state, count in preview.by_state.items()
        )
    )
    if preview.by_campaign:
        st.markdown(f":material/campaign: About {_campaigns(preview, preview.by_campaign)}.")
    _draw_remarks(settings, preview)
    rows = [_cells(row) for row in preview.examples]
    with st.expander(f"The first {counted(len(rows), 'row')}", icon=":material/table_rows:"):
        st.dataframe(pd.DataFrame(rows), hide_index=True, alt="First rows and whose they are")


def _draw_counts(preview: ReportPreview) -> None:
    tiles = [
        ("Rows", preview.rows, "Rows of the file with something in them."),
        ("Matched", preview.matched, "Rows about a message that was sent from here."),
        (
            "Unmatched",
            preview.unmatched,
            "Rows about no message known here. They are kept and listed.",
        ),
    ]
    if preview.skipped:
        tiles.append(("Left out", preview.skipped, "Rows that are not kept, for the reason below."))
    if preview.evidence:
        about = (
            "Rows about people without a clear answer. They are shown beside these people and "
            "change nothing."
        )
        tiles.append(("Evidence", preview.evidence, about))
    with st.grid(len(tiles), min_column_width=140):
        for label, count, about in tiles:
            st.metric(label, with_commas(count), help=about, border=True)


def _campaigns(preview: ReportPreview, rows: dict[int, int]) -> str:
    """Their names with counts, the most rows first."""
    named = [
        f"**{plain(preview.campaign_names[campaign])}** (campaign {campaign}: "
        f"{counted(count, 'row')})"
        for campaign, count in list(rows.items())[:CAMPAIGNS_NAMED]
    ]
    more = len(rows) - len(named)
    return ", ".join(named) + (f" and {counted(more, 'more campaign')}" if more else "")


def _draw_by_number(preview: ReportPreview) -> None:
    """Offers the numbers where the ids are none of ours."""
    for campaign_id, rows in preview.by_number.items():
        name = plain(preview.campaign_names[campaign_id])
        st.warning(
            f"No message here has an smsId from the column **{plain(str(preview.columns.id))}**, "
            f"but numbers of **{name}** (campaign {campaign_id}) are in {counted(rows, 'row')}.",
            icon=":material/tag:",
        )
        st.button(
            "Find people by number",
            key="reports.by_number",
            icon=":material/dialpad:",
            on_click=_take_numbers,
            args=(campaign_id,),
        )


def _take_numbers(campaign_id: int) -> None:
    st.session_state[f"{ASKED}id"] = NO_COLUMN
    st.session_state["reports.campaign"] = campaign_id


def _draw_remarks(settings: Settings, preview: ReportPreview) -> None:
    _draw_by_number(preview)
    if preview.other_mode:
        mode = Mode.LIVE if settings.mode is Mode.SANDBOX else Mode.SANDBOX
        rows = counted(sum(preview.other_mode.values()), "row")
        st.warning(
            f"About messages sent in {mode} mode: {rows} of this file, "
            f"{_campaigns(preview, preview.other_mode)}. This is {settings.mode} mode, so nothing "
            f"changes for them here. Import the file in {mode} mode as well.",
            icon=":material/call_split:",
        )
    if preview.known_since:
        since = in_ist(preview.known_since)
        st.info(f"This file was already imported on {since} IST.", icon=":material/history:")
    if preview.unrecognised:
        words = [
            f"{plain(word)} ({with_commas(count)})" for word, count in preview.unrecognised.items()
        ]
        st.warning(
            f"Words that are not known: {', '.join(words)}. They are shown beside the people and "
            "change no state.",
            icon=":material/help:",
        )
    if preview.shortened_ids:
        st.warning(
            "smsIds that a spreadsheet rounded, as in 1.76E+14: "
            f"{with_commas(preview.shortened_ids)}. Each can belong to several people. Export the "
            "file again, and import it without opening it.",
            icon=":material/warning:",
        )
    if preview.before_sending:
        st.warning(
            "Rows with a time before their message was sent: "
            f"{with_commas(preview.before_sending)}. "
            f"Check that **{plain(str(preview.columns.time))}** is the time of the delivery, and "
            f"that day and month are the right way round.",
            icon=":material/schedule:",
        )
    if preview.without_time and preview.columns.time:
        st.caption(
            f"Rows without a time that can be read: {with_commas(preview.without_time)}. "
            "No delivery time is shown for them."
        )
    for what, reasons in (("unmatched", preview.why_unmatched), ("left out", preview.why_skipped)):
        for why, count in reasons.items():
            st.caption(f"{counted(count, 'row')} {what}: {why}.")


def _word(state: str) -> str:
    return "Unrecognised" if state == UNRECOGNISED else RECIPIENTS[RecipientState(state)].word


def _cells(row: dict[str, Any]) -> dict[str, Any]:
    fate = "Unmatched" if row["is_unmatched"] else "Left out"
    return {
        "Row": row["row"],
        "smsId": row["sms_id"],
        "Number": f"+{row['number']}" if row["number"] else "",
        "Status in the file": " ".join(filter(None, (row["word"], row["error"]))),
        "State": _word(row["state"]),
        "Time (IST)": seconds_in_ist(row["at"]) if row["at"] > 0 else "",
        "Whose": f"Campaign {row['campaign']}" if row["campaign"] else f"{fate}: {row['why']}",
    }
