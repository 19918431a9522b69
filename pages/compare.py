"""Two to four campaigns side by side."""

from __future__ import annotations

from pages.parts.compare.comparison import draw_comparison
from pages.parts.page import signed_in
from pages.parts.page.heading import draw_title
from pages.parts.shared.campaign_actions import draw_way_back

settings = signed_in.enter()

draw_way_back()
draw_title("Compare campaigns")
draw_comparison(settings)
