"""Two to four campaigns side by side."""

from __future__ import annotations

import streamlit as st

from pages.parts.compare.comparison import draw_comparison
from pages.parts.page import context
from pages.parts.page.heading import draw_title

settings = context.settings()
st.page_link("campaigns.py", label="Campaigns", icon=":material/arrow_back:")
draw_title("Compare campaigns")
draw_comparison(settings)
