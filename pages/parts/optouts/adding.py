"""Opt-outs typed or pasted by hand, and what became of those or of the ones of a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from jetmsg_core import optouts
from jetmsg_core.contacts.check_report import CheckReport
from jetmsg_core.contacts.findings.file_finding import RowsAre
from jetmsg_core.optouts import ImportedOptOuts, UnreadDate
from jetmsg_core.optouts.importing import LONGEST_REASON
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.settings import Settings
from pages.parts.page.flash import read_outcome, say
from pages.parts.page.sentences import refusals_shown
from pages.parts.styles.formatting import counted, plain, shortened

OUTCOME, TYPED = "optouts.outcome", "optouts.typed"
MOST_CHARACTERS = 500_000
SHOWN = 5

Outcome = tuple[str, tuple[str, ...]]
"""What was done, and what was not, each in a sentence."""


def draw_adding(settings: Settings) -> None:
    """This draws the form that takes typed numbers into the opt-outs."""
    turn = st.session_state.setdefault(TYPED, 0)
    with st.form("optouts.add", border=False):
        text = st.text_area(
            "Mobile numbers",
            key=f"optouts.numbers.{turn}",
            height=110,
            max_chars=MOST_CHARACTERS,
            placeholder="98765 43210\n+91 98765 43211",
            help="Written in any way, one a line or with commas between them. You can add a name "
            "beside each, or paste cells from Excel.",
        )
        left, right = st.columns(2)
        source = left.text_input(
            "How they asked",
            key=f"optouts.source.{turn}",
            max_chars=120,
            placeholder="For example: replied STOP, called on 4 May",
        )
        reason = right.text_input(
            "Why, if they said",
            key=f"optouts.reason.{turn}",
            max_chars=LONGEST_REASON,
            placeholder="For example: too many messages",
        )
        if st.form_submit_button(
            "Add to opt-outs", type="primary", icon=":material/add:", key="optouts.add.go"
        ):
            _add(settings, text, source, reason)


def _add(settings: Settings, text: str, source: str, reason: str) -> None:
    if not any(character.isalnum() for character in text):
        # The second half of a double click finds the field empty.
        if read_outcome(OUTCOME) is None:
            st.info("Write at least one number.", icon=":material/edit:")
        return
    with refusals_shown():
        added = optouts.add_lines(
            settings, text, source=source.strip() or "added by hand", reason=reason
        )
        say_outcome(
            added_words(added), not_taken(added.report, added.unread_dates, len(added.unread_dates))
        )
        if added.added or added.already_opted_out:
            st.session_state[TYPED] += 1
        st.rerun()


def say_outcome(done: str, not_done: tuple[str, ...]) -> None:
    """The next page that is drawn says what was done, and what was not."""
    say(OUTCOME, (done, not_done))


def draw_outcome() -> None:
    """This says what the last change did."""
    outcome: Outcome | None = read_outcome(OUTCOME)
    if outcome is None:
        return
    done, not_done = outcome
    if done:
        st.success(done, icon=":material/check_circle:")
    if not_done:
        lines = not_done if len(not_done) == 1 else [f"- {sentence}" for sentence in not_done]
        st.warning("\n".join(lines), icon=":material/warning:")


def added_words(outcome: ImportedOptOuts) -> str:
    """This says how many are opted out now, and how many were before; empty where nobody was
    named."""
    if not outcome.added and not outcome.already_opted_out:
        return ""
    before = (
        f" {counted(outcome.already_opted_out, 'number')} had opted out already."
        if outcome.already_opted_out
        else ""
    )
    new = f"{counted(outcome.added, 'number')} opted out." if outcome.added else "Nothing new."
    return new + before


def not_taken(
    report: CheckReport, unread_dates: Sequence[UnreadDate], unread: int
) -> tuple[str, ...]:
    """This says what of a file or of lines could not be read, each with its row or line; `unread`
    dates, of which these are the first."""
    word = "Line" if report.rows_are is RowsAre.LINES else "Row"
    problems = [
        f"{word} {with_commas(problem['row'])}, "
        f"{plain(shortened(problem['value'], 40) or 'empty')}: {plain(problem['message'])}"
        for problem in report.problems[:SHOWN]
    ]
    rows = _listed(
        problems,
        report.rejected,
        lambda more: f"And {counted(more, f'more {word.lower()}')} without a usable number.",
    )
    dates = _listed(
        [
            f"{word} {with_commas(date.row)}: {plain(shortened(date.value, 40))} is not a date "
            f"that can be read, so it counts from now."
            for date in unread_dates[:SHOWN]
        ],
        unread,
        lambda more: f"And {counted(more, 'more date')} that cannot be read.",
    )
    warnings = (plain(warning.message) for warning in report.warnings[:SHOWN])
    return (*warnings, *rows, *dates)


def _listed(first: list[str], total: int, rest: Callable[[int], str]) -> tuple[str, ...]:
    more = total - len(first)
    return (*first, rest(more)) if more > 0 else tuple(first)
