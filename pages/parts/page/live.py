"""What is drawn again without the page around it: the one place where a fragment is made.

Four traps of Streamlit 1.67, each measured.

* A fragment's run leaves its own place behind as the place where things are drawn. A run of the
  whole page that follows in the same thread (a click waited while a timer's tick was served) drew
  the page into the middle of itself, and the browser turned white (*Bad delta path index*). So the
  page's script calls `begin_page` before anything else.
* A fragment's run that begins before the browser has all of the page's run takes back the
  fragment's own part of that. What stands after it in the same container then has no place, and
  the browser turns white too. So each is alone in a container that every run of the page draws.
* A run that ends by `st.stop` forgets no fragment: the second half of a double click would still
  be drawn into a dialog that is closed. So no page uses it.
* `st.rerun` forgets the click that this run was for, and those of the whole page. So it comes
  after everything was drawn, and never from within a run of the whole page.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import streamlit as st
from streamlit.delta_generator_singletons import context_dg_stack, get_default_dg_stack_value


def begin_page() -> None:
    """The page's script calls this first, to draw at the page's top, wherever the last run of
    this thread ended."""
    context_dg_stack.set(get_default_dg_stack_value())


def draw_alone(
    draw: Callable[[], bool | None],
    *,
    key: str,
    every: float | None = None,
    width: Literal["stretch", "content"] = "stretch",
) -> None:
    """A part is drawn, and drawn again when something in it is used, and `every` so many
    seconds.

    `draw` returns whether the page around it is out of date; the page is drawn again then. What
    is clicked in it acts in the callback of its button. `key` names the container it stands in.

    It is not for within a dialog or another such part: a run of the outer one that begins at
    once takes back the container, and not what stands in it.
    """
    runs = 0

    @st.fragment(run_every=every)
    def again() -> None:
        """This draws the part, and the page when `draw` says so after the first time."""
        nonlocal runs
        runs += 1
        outdated = draw()
        if outdated and runs > 1:
            st.rerun()

    with st.container(key=key, width=width):
        again()
