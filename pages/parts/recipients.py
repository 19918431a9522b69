"""Every recipient with its state and smsId, fifty at a time, found by key; and all as CSV."""

from __future__ import annotations

import io
import math
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from jetmsg_core.campaigns import control, exporting
from jetmsg_core.campaigns.control import Status
from jetmsg_core.settings import Settings
from jetmsg_core.states import RecipientState
from pages.parts.looks import RECIPIENTS

PAGE = 50
TABLE_HEIGHT = 460


def draw_recipients(settings: Settings, status: Status) -> None:
    """In a fragment of its own: turning a page redraws the table only."""

    @st.fragment
    def table() -> None:
        total = status.campaign.recipients
        pages = math.ceil(total / PAGE)
        slot = st.container()
        page = _draw_paging(pages, status.is_over)
        # Recipients are numbered from 1 without gaps, so a page is a range of the key.
        rows = control.page_of_recipients(
            settings, status.campaign.id, after=(page - 1) * PAGE, limit=PAGE
        )
        with slot:
            _draw_table(rows, total)

    table()


def _draw_paging(pages: int, over: bool) -> int:
    with st.container(horizontal=True, horizontal_alignment="center", vertical_alignment="center"):
        page = st.pagination(pages, key="campaign.page") if pages > 1 else 1
        if not over:
            st.button("Refresh", key="campaign.refresh", icon=":material/refresh:")
    return page


def _draw_table(rows: list[dict[str, Any]], total: int) -> None:
    frame = pd.DataFrame([_cells(row) for row in rows])
    if not frame["Reason"].any():
        frame = frame.drop(columns="Reason")
    st.dataframe(
        frame,
        hide_index=True,
        height="auto" if len(frame) <= 10 else TABLE_HEIGHT,
        column_config={
            "Text": st.column_config.TextColumn(width="large"),
            "Sheet row": st.column_config.NumberColumn(width="small"),
            "Parts": st.column_config.NumberColumn(width="small"),
        },
        alt="Recipients with state and smsId",
    )
    if rows:
        st.caption(f"{rows[0]['seq']:,} to {rows[-1]['seq']:,} of {total:,}, in sending order")


def _cells(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "Number": f"+{row['number']}",
        "State": RECIPIENTS[RecipientState(row["state"])].word,
        "smsId": row["sms_id"] or "",
        "Parts": row["parts"],
        "Sheet row": row["row"],
        "Text": row["text"],
        "Reason": row["detail"] or row["reason"] or "",
    }


def draw_export(settings: Settings, status: Status) -> None:
    st.download_button(
        "Download all as CSV",
        data=partial(_exported, settings, status.campaign.id),
        file_name=f"campaign {status.campaign.id}.csv",
        mime="text/csv",
        on_click="ignore",
        icon=":material/download:",
        key="campaign.export",
    )


def _exported(settings: Settings, campaign_id: int) -> bytes:
    out = io.StringIO(newline="")
    exporting.export(settings, campaign_id, out)
    return out.getvalue().encode("utf-8")
