"""Opt-outs and templates newer than the copy that was restored, offered back where they belong."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from jetmsg_core.acting import Permission, may
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.restoring import kept
from jetmsg_core.restoring.kept import TakenBack
from jetmsg_core.settings import Settings
from pages.parts.page.flash import read_outcome, say, say_unless_told
from pages.parts.styles.formatting import counted, plain, shortened

OUTCOME = "kept.outcome"
SHOWN = 10


def draw_kept_notice(settings: Settings) -> None:
    """The overview says where something waits."""
    with st.container(key="kept.notice"):
        waiting = kept.waiting(settings)
        for count, page in ((waiting.opt_outs, "optouts"), (len(waiting.templates), "templates")):
            if count:
                singular, plural = _NAMES[page]
                st.warning(
                    f"**{counted(count, singular, plural)} newer than the copy that was restored "
                    f"{'waits' if count == 1 else 'wait'} for you.** {_MEANWHILE[page]}",
                    icon=":material/settings_backup_restore:",
                )
                st.page_link(f"{page}.py", label="Look at them", icon=":material/arrow_forward:")


def draw_kept_opt_outs(settings: Settings) -> None:
    """This says what the last answer came to, and offers the opt-outs that are newer than the copy
    that was put back, where there are any."""
    if not may(Permission.RESTORE):
        return
    with st.container(key="kept.optouts"):
        _draw_outcome()
        count = kept.waiting(settings).opt_outs
        if not count:
            return
        _draw_offer(
            "optouts",
            count,
            "",
            take=lambda: kept.take_opt_outs(settings),
            leave=lambda: kept.leave_opt_outs(settings),
        )


def draw_kept_templates(settings: Settings) -> None:
    """This says what the last answer came to, and offers the templates that are newer than the copy
    that was put back, where there are any."""
    if not may(Permission.RESTORE):
        return
    with st.container(key="kept.templates"):
        _draw_outcome()
        templates = kept.waiting(settings).templates
        if not templates:
            return
        names = [plain(shortened(waiting.template.name, 60)) for waiting in templates[:SHOWN]]
        more = f" and {with_commas(len(templates) - SHOWN)} more" if len(templates) > SHOWN else ""
        _draw_offer(
            "templates",
            len(templates),
            f"{', '.join(names)}{more}.",
            take=lambda: kept.take_templates(settings),
            leave=lambda: kept.leave_templates(settings),
        )


_NAMES = {"optouts": ("opt-out", "opt-outs"), "templates": ("template", "templates")}
_MEANWHILE = {
    "optouts": "Until you bring them back, these people can get messages.",
    "templates": "They are not used until you bring them back.",
}


def _draw_offer(
    page: str, count: int, listed: str, *, take: Callable[[], TakenBack], leave: Callable[[], int]
) -> None:
    kept_back = counted(count, *_NAMES[page])
    with st.container(border=True):
        st.markdown(
            f":orange[:material/settings_backup_restore:] **{kept_back} newer than the copy "
            "that was restored**"
        )
        st.markdown(f"{listed} {_MEANWHILE[page]}".strip())
        with st.container(horizontal=True):
            st.button(
                "Bring back",
                key=f"kept.{page}.take",
                type="primary",
                icon=":material/undo:",
                on_click=_take,
                args=(page, take),
            )
            st.button(
                "Leave out",
                key=f"kept.{page}.leave",
                icon=":material/close:",
                help="Forget them here. The database that was put aside still has them.",
                on_click=_leave,
                args=(page, leave),
            )


def _take(page: str, take: Callable[[], TakenBack]) -> None:
    done = take()
    if done.count:
        say(OUTCOME, (f"{counted(done.count, *_NAMES[page])} brought back.", done.refused))
    elif done.refused:
        say(OUTCOME, ("", done.refused))
    else:
        _say_answered()


def _leave(page: str, leave: Callable[[], int]) -> None:
    if left := leave():
        say(OUTCOME, (f"{counted(left, *_NAMES[page])} left out.", ()))
    else:
        _say_answered()


def _say_answered() -> None:
    """In another window."""
    say_unless_told(OUTCOME, ("They were brought back or left out already.", ()))


def _draw_outcome() -> None:
    outcome: tuple[str, tuple[str, ...]] | None = read_outcome(OUTCOME)
    if outcome is None:
        return
    done, refused = outcome
    if done:
        st.success(done, icon=":material/check_circle:")
    if refused:
        st.warning("\n".join(f"- {plain(reason)}" for reason in refused), icon=":material/warning:")
