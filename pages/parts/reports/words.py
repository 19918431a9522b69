"""Words of a report that nobody knows, and what a person says they mean."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from jetmsg_core.primitives.times import in_ist
from jetmsg_core.reports import explaining
from jetmsg_core.reports.explaining import MEANINGS, ExplainedWord
from jetmsg_core.reports.previews import ReportPreview
from jetmsg_core.settings import Settings
from jetmsg_core.states import RecipientState
from pages.parts.page.sentences import refusals_shown
from pages.parts.styles.formatting import counted, plain
from pages.parts.styles.state_styles import RECIPIENTS

MEANS = "reports.means."

Words = tuple[tuple[str, RecipientState], ...]


def words_chosen() -> Words:
    """A person said this of words, by the widgets of `draw_words`."""
    chosen = {
        str(key).removeprefix(MEANS): value
        for key, value in st.session_state.items()
        if str(key).startswith(MEANS) and value is not None
    }
    return tuple(sorted(chosen.items()))


def forget_words() -> None:
    for key in [key for key in st.session_state if str(key).startswith(MEANS)]:
        del st.session_state[key]


def draw_words(preview: ReportPreview, chosen: Words) -> None:
    """This asks what the unknown words of a file mean, and says what was said of others before."""
    _draw_known(word for word in preview.explained.items() if word[0] not in dict(chosen))
    unknown = {word: 0 for word, _ in chosen} | preview.unknown_words
    if not unknown:
        return
    with st.container(border=True, key="reports.words"):
        st.markdown("**What do these words mean?** It is kept for the next file.")
        with st.grid(3, min_column_width=240):
            for word, rows in sorted(unknown.items(), key=lambda item: item[0]):
                st.selectbox(
                    f"{plain(word)} ({counted(rows, 'row')})" if rows else plain(word),
                    MEANINGS,
                    index=None,
                    format_func=lambda state: RECIPIENTS[state].word,
                    placeholder="Changes no state",
                    key=f"reports.means.{word}",
                )


def _draw_known(words: Iterable[tuple[str, str]]) -> None:
    sentences = [
        f"{plain(word)}: {RECIPIENTS[RecipientState(state)].word}" for word, state in words
    ]
    if sentences:
        st.caption(f":material/person: As you explained before: {' · '.join(sentences)}.")


def draw_explained(settings: Settings) -> None:
    """This lists the words a person has explained, with a way to forget each; nothing where there
    is none."""
    words = explaining.explained(settings)
    if not words:
        return
    with st.expander(f"Words you explained: {len(words)}", icon=":material/dictionary:"):
        for index, word in enumerate(words):
            _draw_explained_word(settings, word, index)
        st.caption(
            "A word you forget is unknown again in the next file. Nobody's state changes back."
        )


def _draw_explained_word(settings: Settings, word: ExplainedWord, index: int) -> None:
    look = RECIPIENTS[word.state]
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(f"**{plain(word.written)}**", width="content")
        st.badge(look.word, color=look.badge)
        st.caption(f"since {in_ist(word.said_at)}", width="content")
        if st.button(
            "Forget", key=f"reports.forget.{index}", type="tertiary", icon=":material/close:"
        ):
            with refusals_shown():
                explaining.forget(settings, word.written)
                st.rerun()
