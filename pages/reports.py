"""Delivery reports: the panel's file, whose rows they are, and how much reached the phones."""

from __future__ import annotations

import streamlit as st

from jetmsg_core.acting import Permission, may
from pages.parts.page import signed_in
from pages.parts.page.heading import draw_title
from pages.parts.reports.delivery_rates import draw_rates
from pages.parts.reports.files import draw_files, draw_unmatched
from pages.parts.reports.upload import draw_outcome, draw_upload
from pages.parts.reports.words import draw_explained

settings = signed_in.enter()

draw_title("Delivery reports")
st.markdown(
    "The gateway says what it took; whether it reached the phone is in the delivery report of "
    "your JETMSG panel. Export it there as CSV or Excel and import it here, as often as you like: "
    "the same file twice changes nothing."
)
draw_outcome()
if may(Permission.IMPORT_REPORTS):
    draw_upload(settings)
draw_rates(settings)
draw_files(settings)
draw_explained(settings)
draw_unmatched(settings)
