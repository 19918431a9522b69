"""A campaign's recipients as a file: small ones at once, large ones made by the worker, with how
far they are and which are ready."""

from __future__ import annotations

import io
from functools import partial

import streamlit as st

from jetmsg_core.acting import Permission, may
from jetmsg_core.campaigns.exports import jobs as downloads
from jetmsg_core.campaigns.exports.jobs import Job, JobState
from jetmsg_core.campaigns.exports.recipient_file import Only, export
from jetmsg_core.campaigns.lifecycle.control import Status
from jetmsg_core.files.file_format import FileFormat
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.primitives.times import clock_in_ist, in_ist
from jetmsg_core.settings import Settings
from jetmsg_core.states import FAILED
from pages.parts.campaign.save_list import draw_save_list
from pages.parts.page.live import draw_alone
from pages.parts.shared.file_buttons import (
    ICONS,
    OFFERED,
    draw_file_buttons,
    label_of,
    side_by_side,
)
from pages.parts.styles.formatting import counted, file_size, plain

AT_ONCE = 50_000
"""Recipients. More are not built in the memory of the server."""

ROUTE = "/exports/"
LOOK_SECONDS = 1
UNCHANGED = "campaign.export.unchanged"
"""The token of a file that was asked for again and needed no making."""


def draw_downloads(settings: Settings, status: Status) -> None:
    """This draws the buttons that make files of the recipients, and the one that saves some of them
    as a list."""
    failed = sum(status.recipients[state] for state in FAILED)
    name = f"campaign {status.campaign.id}"
    with st.container(horizontal=True, vertical_alignment="center", width="content"):
        if may(Permission.EXPORT):
            _draw(settings, status, Only.ALL, "Download all as CSV", name)
        if failed and may(Permission.EXPORT):
            # A count that stood still beside one that goes on would be a second truth.
            label = f"Failed only ({with_commas(failed)})" if status.is_over else "Failed only"
            _draw(settings, status, Only.FAILED, label, f"{name} failed")
        if may(Permission.PREPARE):
            draw_save_list(settings, status)


def _draw(settings: Settings, status: Status, only: Only, label: str, name: str) -> None:
    about = (
        "People who did not get it, with the reason. Correct the numbers and upload the file again."
        if only is Only.FAILED
        else "Every recipient with state, reason, smsId, parts and times."
    )
    if not _is_large(status):
        draw_file_buttons(
            label,
            partial(_exported, settings, status.campaign.id, only),
            name=name,
            key=f"campaign.export.{only.value}",
            about=about,
        )
        return
    with side_by_side():
        for form in OFFERED:
            st.button(
                label_of(label, form),
                key=f"campaign.prepare.{downloads.wish_of(only, form)}",
                icon=ICONS[form],
                help=f"{about} The file is made first. Then you save it here.",
                on_click=_ask,
                args=(settings, status.campaign.id, only, form, f"{name}{form.ending}"),
            )


def _is_large(status: Status) -> bool:
    return status.campaign.recipients > AT_ONCE


def _exported(settings: Settings, campaign_id: int, only: Only, form: FileFormat) -> bytes:
    out = io.BytesIO()
    export(settings, campaign_id, out, only=only, form=form)
    return out.getvalue()


def _ask(settings: Settings, campaign_id: int, only: Only, form: FileFormat, name: str) -> None:
    job = downloads.ask(settings, campaign_id, only=only, form=form, name=name)
    st.session_state[UNCHANGED] = job.token if job.state is JobState.READY else None


def draw_files(settings: Settings, status: Status) -> None:
    """This lists the files that are made or ready. It wants a container of its own that is
    always there: it is drawn by a timer while a file is made, and on until the whole page is
    drawn again."""
    if not _is_large(status) or not may(Permission.EXPORT):
        return
    campaign_id = status.campaign.id
    unsettled = any(job.unsettled for job in downloads.jobs(settings, campaign_id))

    def files() -> None:
        """This draws the files that are worth showing, and tells the newest of each kind that is
        ready from the others."""
        jobs = downloads.jobs(settings, campaign_id)
        ready = (job for job in reversed(jobs) if job.state is JobState.READY)
        newest = {(job.only, job.form): job.token for job in ready}
        for job in _worth_showing(jobs):
            with st.container(key=f"campaign.file.{job.token}"):
                _draw_job(job, newest=newest.get((job.only, job.form)) == job.token)

    draw_alone(files, key="campaign.files", every=LOOK_SECONDS if unsettled else None)


def _worth_showing(jobs: tuple[Job, ...]) -> list[Job]:
    """What failed is said until the same is asked for again."""
    newest = {(job.only, job.form): job.token for job in reversed(jobs)}
    return [
        job
        for job in jobs
        if job.state is JobState.READY or job.token == newest[job.only, job.form]
    ]


def _draw_job(job: Job, *, newest: bool) -> None:
    name = f"**{plain(job.name)}**"
    if job.state is JobState.READY:
        _draw_ready(job, name, newest=newest)
    elif job.waits:
        st.markdown(f":material/hourglass_top: {name} is waiting: the worker is not running.")
    elif job.goes_on:
        # Nothing is known of one that has just been asked for but that it is asked for.
        share = job.done / job.total if job.total else 0.0
        far = f": {with_commas(job.done)} of {counted(job.total, 'row')}" if job.total else "…"
        st.progress(share, text=f":material/hourglass_top: {name} is being made{far}")
    else:
        st.markdown(f":red[:material/error:] {name}: {plain(job.problem)}")


def _draw_ready(job: Job, name: str, *, newest: bool) -> None:
    assert job.as_of is not None
    assert job.made_at is not None
    with st.container(horizontal=True, vertical_alignment="center"):
        st.link_button(
            f"Save {counted(job.total, 'row')}",
            f"{ROUTE}{job.token}",
            icon=":material/download:",
            type="primary" if newest else "secondary",
            key=f"campaign.save.{job.token}",
        )
        same = " Nothing has changed since then."
        unchanged = same if st.session_state.get(UNCHANGED) == job.token else ""
        st.markdown(
            f"{name} · {file_size(job.size)}  \n"
            f":gray[As of {in_ist(job.as_of)}, made at {clock_in_ist(job.made_at)}. Kept until "
            f"{in_ist(job.kept_until)}.{unchanged}]"
        )
