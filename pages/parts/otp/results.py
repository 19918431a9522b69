"""What became of a call, in colour."""

from __future__ import annotations

import streamlit as st

from jetmsg_core.otp.console import OtpResult
from pages.parts.styles.formatting import plain


def draw_result(result: OtpResult) -> None:
    """This draws the outcome of a call; one that cannot be known is told apart from a refusal."""
    if result.success:
        st.success(plain(result.message), icon=":material/check_circle:")
    elif result.outcome == "unknown":
        st.warning(plain(result.message), icon=":material/help:")
    else:
        st.error(plain(result.message), icon=":material/error:")
