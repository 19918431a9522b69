"""One number: every campaign, text, state, smsId and report it ever had."""

from __future__ import annotations

from pages.parts import context
from pages.parts.heading import draw_title
from pages.parts.number_timeline import draw_number

settings = context.settings()
draw_title("Find a number")
draw_number(settings)
