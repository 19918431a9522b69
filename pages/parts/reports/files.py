"""Which reports came, and the rows that belong to nobody."""

from __future__ import annotations

from functools import partial

import pandas as pd
import streamlit as st

from jetmsg_core.acting import Permission, may
from jetmsg_core.primitives.masking import written_number
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.primitives.times import in_ist
from jetmsg_core.reports import importing
from jetmsg_core.reports.matching import unmatched
from jetmsg_core.settings import Settings
from pages.parts.shared.file_buttons import draw_file_buttons
from pages.parts.shared.tables import draw_rows_download, with_numbers
from pages.parts.styles.formatting import counted
from pages.parts.styles.report_times import seconds_in_ist

FILES_SHOWN = 50
UNMATCHED_SHOWN = 50


def draw_files(settings: Settings) -> None:
    """This draws the table of imported files; nothing where there is none."""
    files = importing.files(settings, FILES_SHOWN)
    if not files:
        return
    st.header("Imported files", anchor=False)
    rows = [
        {
            "File": row["name"] or "unnamed",
            "Imported (IST)": in_ist(row["imported_at"]),
            "About": row["campaign"] or "All campaigns",
            "Rows": row["rows"],
            "Matched": row["matched"],
            "Changed": row["changed"],
            "Unrecognised": row["unrecognised"],
            "Unmatched": row["parked"],
            "Left out": row["skipped"],
        }
        for row in files
    ]
    counts = ("Rows", "Matched", "Changed", "Unrecognised", "Unmatched", "Left out")
    frame = pd.DataFrame(rows)
    st.dataframe(
        with_numbers(frame, *counts),
        hide_index=True,
        key="reports.files",
        alt="Imported delivery reports",
    )
    draw_rows_download(frame, name="imported reports", key="reports.files.rows")


def draw_unmatched(settings: Settings) -> None:
    """This draws the rows that belong to nobody yet, with the way to download them; nothing where
    there is none."""
    total = unmatched.unmatched_count(settings)
    if not total:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.header(f"Unmatched: {counted(total, 'row')}", anchor=False)
        if may(Permission.EXPORT):
            draw_file_buttons(
                "Download unmatched rows",
                partial(unmatched.unmatched_file, settings),
                name="unmatched rows",
                key="reports.parked.export",
            )
    st.caption(
        "They belong to no message known here. They were sent from elsewhere, or by a campaign "
        "that still runs: it gets its rows when it ends."
    )
    rows = [
        {
            "smsId": row["sms_id"],
            "Number": written_number(row["number"]) if row["number"] else "",
            "Status in the file": " ".join(filter(None, (row["word"], row["error"]))),
            "Time (IST)": seconds_in_ist(row["at"]),
            "Reason": row["why"],
            "File": row["file"],
        }
        for row in unmatched.unmatched_rows(settings, UNMATCHED_SHOWN)
    ]
    st.dataframe(
        pd.DataFrame(rows), hide_index=True, key="reports.parked", alt="Unmatched rows of reports"
    )
    if total > UNMATCHED_SHOWN:
        st.caption(f"The first {UNMATCHED_SHOWN} of {with_commas(total)}. The download has all.")
