"""A campaign's recipients as a file: small ones at once, large ones made by the worker."""

from __future__ import annotations

import io
from functools import partial

import streamlit as st

from jetmsg_core.campaigns import downloads
from jetmsg_core.campaigns.control import Status
from jetmsg_core.campaigns.exporting import Only, export
from jetmsg_core.campaigns.results import FAILED
from jetmsg_core.settings import Settings
from pages.parts.failed_saving import draw_save_failed
from pages.parts.words import counted

AT_ONCE = 50_000
"""Recipients. More are not built in the memory of the server."""

ROUTE = "/exports/"
LOOK_SECONDS = 1


def draw_downloads(settings: Settings, status: Status) -> None:
    failed = sum(status.recipients[state] for state in FAILED)
    name = f"campaign {status.campaign.id}"
    with st.container(horizontal=True, vertical_alignment="center", width="content"):
        _draw(settings, status, Only.ALL, "Download all as CSV", name)
        if failed:
            label = f"Failed only ({failed:,})"
            _draw(settings, status, Only.FAILED, label, f"{name} failed")
            draw_save_failed(settings, status)


def _draw(settings: Settings, status: Status, only: Only, label: str, name: str) -> None:
    about = (
        "Who is known not to have it, with the reason: put the numbers right and upload it again."
        if only is Only.FAILED
        else "Every recipient with state, reason, smsId, parts and times."
    )
    if status.campaign.recipients <= AT_ONCE:
        st.download_button(
            label,
            data=partial(_exported, settings, status.campaign.id, only),
            file_name=f"{name}.csv",
            mime="text/csv",
            on_click="ignore",
            icon=":material/download:",
            key=f"campaign.export.{only.value}",
            help=about,
        )
    else:
        _draw_large(settings, status, only, label, name, about)


def _exported(settings: Settings, campaign_id: int, only: Only) -> bytes:
    out = io.BytesIO()
    export(settings, campaign_id, out, only=only)
    return out.getvalue()


def _draw_large(
    settings: Settings, status: Status, only: Only, label: str, name: str, about: str
) -> None:
    """Asked for with a button, then looked for until it is there."""
    key = f"campaign.asked.{status.campaign.id}.{only.value}"
    found = downloads.find(settings, st.session_state.get(key, ""))
    waiting = found is not None and found["state"] == "asked"

    @st.fragment(run_every=LOOK_SECONDS if waiting else None)
    def ask() -> None:
        now = downloads.find(settings, st.session_state.get(key, ""))
        if now is not None and now["state"] == "asked":
            st.caption(":material/hourglass_top: The file is being made…", width="content")
        elif waiting:
            st.rerun()
        elif now is not None and now["state"] == "ready":
            st.link_button(
                f"Save {counted(now['rows'], 'row')}",
                f"{ROUTE}{now['token']}",
                icon=":material/download:",
                type="primary",
                key=f"campaign.save.{only.value}",
                help="The file is ready, as of the moment it was asked for. Kept for a day.",
            )
        else:
            if now is not None:
                st.caption(":red[The file could not be made.] Is the disk full?", width="content")
            st.button(
                label,
                key=f"campaign.prepare.{only.value}",
                icon=":material/download:",
                help=about,
                on_click=_ask,
                args=(settings, status.campaign.id, only, f"{name}.csv", key),
            )

    with st.container(width="content"):
        ask()


def _ask(settings: Settings, campaign_id: int, only: Only, name: str, key: str) -> None:
    st.session_state[key] = downloads.ask(settings, campaign_id, only=only, name=name)
