"""A delivery report taken in: what its columns are, whom it is about, and only then imported."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from jetmsg_core import uploads
from jetmsg_core.acting import Permission, requires
from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.reports import explaining, importing
from jetmsg_core.reports.importing import ReportLayout
from jetmsg_core.reports.previews import ReportPreview
from jetmsg_core.settings import Settings
from jetmsg_core.states import RecipientState
from pages.parts.page.flash import read_outcome, say
from pages.parts.page.held_files import FileNote, asked_file, keep_note, said_under
from pages.parts.page.sentences import refusals_shown
from pages.parts.reports.preview import (
    ASKED,
    Chosen,
    columns_chosen,
    draw_columns,
    draw_preview,
    forget_columns,
)
from pages.parts.reports.words import MEANS, Words, draw_words, forget_words, words_chosen
from pages.parts.shared.file_reading import file_being_read
from pages.parts.shared.upload import file_field, free
from pages.parts.styles.formatting import counted, plain

HELD, ROUND, OUTCOME = "reports.held", "reports.round", "reports.outcome"
PAGE, CAMPAIGN = "reports", "reports.campaign"
CAMPAIGNS = 200


@dataclass(frozen=True)
class HeldReport:
    token: str
    name: str


@dataclass(frozen=True)
class Asked:
    """What a person said of a report before they import it."""

    columns: Chosen
    words: Words
    campaign_id: int | None


def draw_upload(settings: Settings) -> None:
    """This draws the field for a report, or the report that is held."""
    _bring_back(settings)
    held: HeldReport | None = st.session_state.get(HELD)
    with st.container(border=True, key="reports.upload"):
        if held is None:
            _draw_uploader(settings)
        else:
            _draw_held(settings, held)
    _keep(settings)


def _bring_back(settings: Settings) -> None:
    """After a reload the report is held again, with what was said of it."""
    note = asked_file(settings, PAGE)
    if note is None or HELD in st.session_state:
        return
    for key, value in note.said.items():
        st.session_state[key] = RecipientState(value) if key.startswith(MEANS) else value
    st.session_state[HELD] = HeldReport(note.token, note.name)


def _keep(settings: Settings) -> None:
    held: HeldReport | None = st.session_state.get(HELD)
    answers = said_under(ASKED, MEANS, CAMPAIGN)
    note = None if held is None else FileNote(PAGE, held.token, held.name, said=answers)
    keep_note(settings, note)


def draw_outcome() -> None:
    """This says what the last import did."""
    if outcome := read_outcome(OUTCOME):
        st.success(outcome, icon=":material/check_circle:")


def _draw_uploader(settings: Settings) -> None:
    turn = st.session_state.setdefault(ROUND, 0)
    file = file_field(settings, "Delivery report (CSV or Excel)", key=f"reports.file.{turn}")
    if file is None:
        return
    with refusals_shown():
        st.session_state[HELD] = HeldReport(uploads.keep(settings, file), file.name)
        free(file)
        st.session_state[ROUND] = turn + 1
        st.rerun()


def _draw_held(settings: Settings, held: HeldReport) -> None:
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
    chosen, words = columns_chosen(), words_chosen()
    with refusals_shown():
        with file_being_read("Reading every row…"):
            kept = len(importing.files(settings)) + len(explaining.explained(settings))
            look = _looked_at(settings, held, chosen, words, campaign_id, kept)
        draw_columns(look, chosen)
        if look.preview is None:
            st.error(plain(look.refused), icon=":material/error:")
            return
        draw_preview(settings, look.preview)
        draw_words(look.preview, words)
        _draw_import(settings, held, look.preview, Asked(chosen, words, campaign_id))


def _draw_scope(settings: Settings) -> int | None:
    sent = [
        status.campaign
        for status in control.newest(settings, CAMPAIGNS)
        if status.campaign.started_at and status.campaign.mode == settings.mode
    ]
    names = {campaign.id: campaign.name for campaign in sent}
    chosen: int | None = st.selectbox(
        "About",
        list(names),
        index=None,
        format_func=lambda campaign_id: f"{names[campaign_id]} (campaign {campaign_id})",
        placeholder="All campaigns, found by smsId",
        key="reports.campaign",
        help="Name the campaign if the file has no smsIds: its people are then found by number.",
    )
    return chosen


@requires(Permission.IMPORT_REPORTS)
@st.cache_data(max_entries=2, show_spinner=False)
def _looked_at(
    _settings: Settings,
    held: HeldReport,
    chosen: Chosen,
    words: Words,
    campaign_id: int | None,
    kept: int,
) -> ReportLayout:
    return importing.look(
        _settings,
        uploads.read(_settings, held.token),
        name=held.name,
        columns=dict(chosen),
        words=dict(words),
        campaign_id=campaign_id,
    )


def _draw_import(
    settings: Settings, held: HeldReport, preview: ReportPreview, asked: Asked
) -> None:
    to_import = preview.matched + preview.unmatched
    if not to_import:
        st.info("No row of this file can be imported.", icon=":material/block:")
        return
    part = f" of {with_commas(preview.rows)}" if preview.skipped else ""
    if st.button(
        "Import "
        f"{counted(to_import, 'row') if not part else f'{with_commas(to_import)}{part} rows'}",
        key="reports.import",
        type="primary",
        icon=":material/download_done:",
    ):
        with refusals_shown():
            with file_being_read("Importing…"):
                done = importing.import_report(
                    settings,
                    uploads.read(settings, held.token),
                    name=held.name,
                    columns=dict(asked.columns),
                    words=dict(asked.words),
                    campaign_id=asked.campaign_id,
                )
            _let_go(settings, held)
            say(
                OUTCOME,
                f"{plain(held.name)} imported: {counted(done.changed, 'recipient')} with something "
                f"new, {counted(done.preview.unmatched, 'row')} unmatched"
                + (
                    f", {counted(done.preview.skipped, 'row')} left out."
                    if done.preview.skipped
                    else "."
                ),
            )
            st.rerun()


def _let_go(settings: Settings, held: HeldReport) -> None:
    uploads.drop(settings, held.token)
    forget_columns()
    forget_words()
    st.session_state.pop(HELD, None)
