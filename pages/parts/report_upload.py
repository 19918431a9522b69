"""A delivery report taken in: what its columns are, whom it is about, and only then imported."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from jetmsg_core import uploads
from jetmsg_core.campaigns import control
from jetmsg_core.errors import JetmsgError
from jetmsg_core.reports import importing
from jetmsg_core.reports.columns import NAMES
from jetmsg_core.reports.importing import UNRECOGNISED, Preview
from jetmsg_core.settings import Settings
from jetmsg_core.states import RecipientState
from jetmsg_core.times import in_ist
from pages.parts.looks import RECIPIENTS
from pages.parts.moments import seconds_in_ist
from pages.parts.sentences import refusal, refusals_shown
from pages.parts.upload import file_field
from pages.parts.words import counted, plain

HELD, ROUND, OUTCOME = "reports.held", "reports.round", "reports.outcome"
CAMPAIGNS = 200
NO_COLUMN = ""
ROLES = {
    "id": "smsId",
    "number": "Mobile number",
    "status": "Status",
    "error": "Error code",
    "time": "Time",
}


@dataclass(frozen=True)
class Held:
    token: str
    name: str


def draw_upload(settings: Settings) -> None:
    held: Held | None = st.session_state.get(HELD)
    with st.container(border=True, key="reports.upload"):
        if held is None:
            _draw_uploader(settings)
        else:
            _draw_held(settings, held)


def draw_outcome() -> None:
    """What the last import did, said once."""
    outcome = st.session_state.pop(OUTCOME, None)
    if outcome:
        st.success(outcome, icon=":material/check_circle:")


def _draw_uploader(settings: Settings) -> None:
    turn = st.session_state.setdefault(ROUND, 0)
    file = file_field(settings, "Delivery report (CSV or Excel)", key=f"reports.file.{turn}")
    if file is None:
        return
    with refusals_shown():
        st.session_state[HELD] = Held(uploads.keep(settings, file), file.name)
        script = get_script_run_ctx()
        if script is not None:
            script.uploaded_file_mgr.remove_file(script.session_id, file.file_id)
        st.session_state[ROUND] = turn + 1
        st.rerun()


def _draw_held(settings: Settings, held: Held) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f":material/description: **{plain(held.name)}**", width="content")
        st.button(
            "Choose another file",
            key="reports.replace",
            icon=":material/close:",
            type="tertiary",
            on_click=_let_go,
            args=(settings, held),
        )
    campaign_id = _draw_scope(settings)
    chosen = tuple(
        (role, st.session_state[f"reports.as.{role}"] or None)
        for role in NAMES
        if st.session_state.get(f"reports.as.{role}") is not None
    )
    try:
        with st.spinner("Reading every row…"):
            found = _previewed(settings, held, chosen, campaign_id, len(importing.files(settings)))
    except JetmsgError as error:
        refusal(error)
        found = None
    if found is None:
        _draw_columns(st.session_state.get("reports.names", ()), None)
        return
    st.session_state["reports.names"] = found.names
    _draw_found(found)
    _draw_columns(found.names, found)
    _draw_examples(found)
    _draw_import(settings, held, found, chosen, campaign_id)


def _draw_scope(settings: Settings) -> int | None:
    sent = [
        status.campaign
        for status in control.newest(settings, CAMPAIGNS)
        if status.campaign.started_at
    ]
    names = {campaign.id: campaign.name for campaign in sent}
    chosen: int | None = st.selectbox(
        "About",
        list(names),
        index=None,
        format_func=lambda one: f"{names[one]} (campaign {one})",
        placeholder="All campaigns, found by smsId",
        key="reports.campaign",
        help="Name the campaign if the file has no smsIds: its people are then found by number.",
    )
    return chosen


@st.cache_data(max_entries=2, show_spinner=False)
def _previewed(
    _settings: Settings,
    held: Held,
    chosen: tuple[tuple[str, str | None], ...],
    campaign_id: int | None,
    files: int,
) -> Preview:
    return importing.preview(
        _settings,
        uploads.read(_settings, held.token),
        name=held.name,
        columns=dict(chosen),
        campaign_id=campaign_id,
    )


def _draw_found(found: Preview) -> None:
    tiles = [
        ("Rows", found.rows, "Rows of the file with something in them."),
        ("Matched", found.matched, "Rows about a message that was sent from here."),
        ("Parked", found.parked, "Rows about no message known here. They are kept and listed."),
    ]
    if found.evidence:
        about = "Rows about people whose answer was lost: shown beside them, changing nothing."
        tiles.append(("Evidence", found.evidence, about))
    with st.grid(len(tiles), min_column_width=140):
        for label, count, about in tiles:
            st.metric(label, f"{count:,}", help=about, border=True)
    remarks = [f"{_word(state)}: {count:,}" for state, count in found.by_state.items()]
    st.markdown(" · ".join(remarks))
    if found.known_since:
        since = in_ist(found.known_since)
        st.info(f"This very file was imported on {since} IST already.", icon=":material/history:")
    if found.unrecognised:
        told = [f"{plain(word)} ({count:,})" for word, count in found.unrecognised.items()]
        st.warning(
            f"Words that are not known: {', '.join(told)}. They are shown beside the people and "
            "change no state.",
            icon=":material/help:",
        )
    if found.shortened_ids:
        st.warning(
            f"{counted(found.shortened_ids, 'smsId')} were rounded by a spreadsheet, as in "
            "1.76E+14, and can belong to anybody. Export the file again and import it unopened.",
            icon=":material/warning:",
        )
    for why, count in found.why_parked.items():
        st.caption(f"{counted(count, 'row')} parked: {why}.")


def _word(state: str) -> str:
    return "Unrecognised" if state == UNRECOGNISED else RECIPIENTS[RecipientState(state)].word


def _draw_columns(names: tuple[str, ...], found: Preview | None) -> None:
    with (
        st.expander("Which column is what", icon=":material/tune:", expanded=found is None),
        st.grid(5, min_column_width=170),
    ):
        for role, label in ROLES.items():
            guessed = getattr(found.columns, role) if found else None
            st.selectbox(
                label,
                [NO_COLUMN, *names],
                index=None,
                format_func=lambda name: name or "No such column",
                placeholder=guessed or "No such column",
                key=f"reports.as.{role}",
            )


def _draw_examples(found: Preview) -> None:
    rows = [_cells(row) for row in found.examples]
    with st.expander(f"The first {counted(len(rows), 'row')}", icon=":material/table_rows:"):
        st.dataframe(pd.DataFrame(rows), hide_index=True, alt="First rows and whose they are")


def _cells(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "Row": row["row"],
        "smsId": row["sms_id"],
        "Number": f"+{row['number']}" if row["number"] else "",
        "Said": " ".join(filter(None, (row["word"], row["error"]))),
        "State": _word(row["state"]),
        "Time (IST)": seconds_in_ist(row["at"]) if row["at"] > 0 else "",
        "Whose": f"Campaign {row['campaign']}" if row["campaign"] else f"Parked: {row['why']}",
    }


def _draw_import(
    settings: Settings,
    held: Held,
    found: Preview,
    chosen: tuple[tuple[str, str | None], ...],
    campaign_id: int | None,
) -> None:
    if st.button(
        f"Import {counted(found.rows, 'row')}",
        key="reports.import",
        type="primary",
        icon=":material/download_done:",
    ):
        with refusals_shown():
            with st.spinner("Importing…"):
                done = importing.import_report(
                    settings,
                    uploads.read(settings, held.token),
                    name=held.name,
                    columns=dict(chosen),
                    campaign_id=campaign_id,
                )
            _let_go(settings, held)
            st.session_state[OUTCOME] = (
                f"{plain(held.name)} imported: {counted(done.changed, 'recipient')} with something "
                f"new, {counted(done.preview.parked, 'row')} parked."
            )
            st.rerun()


def _let_go(settings: Settings, held: Held) -> None:
    uploads.drop(settings, held.token)
    for key in [key for key in st.session_state if str(key).startswith("reports.as.")]:
        del st.session_state[key]
    for key in (HELD, "reports.names"):
        st.session_state.pop(key, None)
