"""Who erased a person, when, and how much; never whom."""

from __future__ import annotations

import streamlit as st

from jetmsg_core.people import erasing
from jetmsg_core.primitives.times import in_ist
from jetmsg_core.settings import Settings

LISTED = 100


def draw_erased(settings: Settings) -> None:
    """This draws the receipts of the people who were erased, the newest first."""
    st.header("People who were erased", anchor=False)
    receipts = erasing.receipts(settings, LISTED)
    if not receipts:
        st.markdown(
            ":gray[Nobody yet. A person is erased under *Find a number*, and the receipt is kept "
            "here without the number.]"
        )
        return
    st.dataframe(
        [
            {
                "Receipt": receipt.id,
                "Finished (IST)": in_ist(receipt.finished_at) if receipt.finished_at else "not yet",
                "By": receipt.erased_by,
                "Records": sum(receipt.counts.values()),
                "What stays": " ".join(receipt.remarks),
            }
            for receipt in receipts
        ],
        hide_index=True,
        alt="People who were erased, the newest first, without their numbers",
    )
