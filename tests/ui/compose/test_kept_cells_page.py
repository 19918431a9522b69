"""Cells that are no real value, on the compose page: said with their rows, kept with one click."""

from __future__ import annotations

from collections.abc import Callable

from pages_opened import OpenPage, said
from test_compose_page import expanders, following, write

from jetmsg_core.campaigns.draft import drafts
from jetmsg_core.settings import Settings

LINES = ("name,mobile", "Asha,9876543210", "NULL,9876543211", "Nil,9876543212")


def test_they_are_said_kept_with_a_click_and_asked_about_again(
    open_page: OpenPage, new_list: Callable[..., int], settings: Settings
) -> None:
    at = following(open_page("compose", list=str(new_list(*LINES))))
    at.segmented_control(key="compose.route").set_value(1)
    at = following(write(at, "Dear {{name}}"))
    assert ":orange-badge[Please check] **2 people** · no real value for a placeholder" in (
        expanders(at)
    )
    assert "Row 3 says 'NULL'. These people are left out." in said(at)
    assert "Rows 3, 4" in said(at)
    at.button(key="compose.keep_cells.name").click().run()
    assert "Cells of **name** are sent as they are, as you chose." in said(at)
    assert drafts.newest(settings)[0].choices.keep_cells == ("name",)
    assert "NULL" not in "".join(expanders(at))
    at.button(key="compose.ask_cells_again.0").click().run()
    assert "Row 3 says 'NULL'." in said(at)
    assert drafts.newest(settings)[0].choices.keep_cells == ()
