"""One number: every campaign, text, state, smsId and report it ever had."""

from __future__ import annotations

from jetmsg_core.acting import Permission, require
from pages.parts.numbers.held import draw_held
from pages.parts.numbers.timeline import draw_number
from pages.parts.page import signed_in
from pages.parts.page.heading import draw_title

settings = signed_in.enter()

draw_title("Find a number")
require(Permission.SEE_NUMBERS)
draw_held(settings, draw_number(settings))
