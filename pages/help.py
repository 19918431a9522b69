"""The words of the trade: what each means, with an example."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from pages.parts.help.contents import draw_contents
from pages.parts.help.length import draw_parts
from pages.parts.help.registration import draw_dlt, draw_header, draw_template
from pages.parts.help.sending import draw_credits, draw_routes, draw_unknown
from pages.parts.page import signed_in
from pages.parts.page.address import keep_address
from pages.parts.page.heading import draw_title
from pages.parts.page.help_links import HelpTopic

settings = signed_in.enter()

SUBJECTS: dict[HelpTopic, Callable[[], None]] = {
    HelpTopic.DLT: draw_dlt,
    HelpTopic.HEADER: partial(draw_header, settings),
    HelpTopic.TEMPLATE: draw_template,
    HelpTopic.PARTS: partial(draw_parts, settings),
    HelpTopic.ROUTES: partial(draw_routes, settings),
    HelpTopic.UNKNOWN: draw_unknown,
    HelpTopic.CREDITS: partial(draw_credits, settings),
}

draw_title("Help")
asked = st.query_params.get("topic", "")
if asked in [*HelpTopic]:
    # Whoever asked about one reads it at once; a place further down would have to be scrolled to.
    keep_address(topic=asked)
    SUBJECTS.pop(HelpTopic(asked))()
    st.divider()
else:
    keep_address()
draw_contents()
for draw in SUBJECTS.values():
    draw()
