"""Placeholders as other tools spell them: one click changes a spelling, or keeps it on purpose."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import streamlit as st

from jetmsg_core.campaigns.checks.findings import CampaignFinding
from jetmsg_core.campaigns.draft.choices import Choices
from jetmsg_core.messages.spellings.find import Spelling, respell
from pages.parts.draft.open_draft import current, set_choices
from pages.parts.styles.formatting import plain


def draw_spellings(finding: CampaignFinding, message: str, columns: Sequence[str]) -> None:
    """The ways out of a finding are buttons: of one that only warns, nothing has to be kept."""
    inside = [spelling for spelling in finding.spellings if spelling.text in message]
    if finding.spellings != tuple(inside):
        st.caption("You write the default in the step before, under the message.")
    draw_changes(inside, columns, key=f"compose.respell.{finding.code}")
    if not finding.blocks:
        return
    with st.container(horizontal=True, gap="xsmall"):
        for index, spelling in enumerate(finding.spellings):
            st.button(
                f"Send {plain(spelling.text)} as it is",
                key=f"compose.keep.{finding.code}.{index}",
                type="tertiary",
                icon=":material/lock:",
                on_click=_keep,
                args=(spelling.text,),
                help="It is not a placeholder: everybody reads exactly this.",
            )


def draw_changes(spellings: Sequence[Spelling], columns: Sequence[str], *, key: str) -> None:
    """Each spelling that has a column gets a button, and all that are surely meant get one
    together."""
    named = [spelling for spelling in spellings if spelling.column is not None]
    if not named:
        return
    with st.container(horizontal=True, gap="xsmall"):
        for index, spelling in enumerate(named):
            st.button(
                f"Change {plain(spelling.text)} to {plain(spelling.meant)}",
                key=f"{key}.{index}",
                icon=":material/spellcheck:",
                on_click=_respell,
                args=((spelling.text,), tuple(columns)),
            )
        sure = tuple(spelling.text for spelling in named if spelling.sure)
        if len(sure) > 1:
            st.button(
                f"Change all {len(sure)}",
                key=f"{key}.all",
                icon=":material/done_all:",
                on_click=_respell,
                args=(sure, tuple(columns)),
            )


def draw_kept_text(choices: Choices) -> None:
    """Whatever was kept on purpose and stands in the message still is named, with the way back."""
    default = choices.default if choices.fill_in else ""
    for index, text in enumerate(choices.keep_text):
        if text not in choices.message and text not in default:
            continue
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(
                f":material/lock: **{plain(text)}** is sent as it is, as you chose.",
                width="content",
            )
            st.button(
                "Ask me again",
                key=f"compose.ask_again.{index}",
                type="tertiary",
                icon=":material/undo:",
                on_click=_ask_again,
                args=(text,),
            )


def _respell(texts: Iterable[str], columns: Sequence[str]) -> None:
    now = current()
    set_choices(replace(now, message=respell(now.message, columns, texts)))


def _keep(text: str) -> None:
    now = current()
    set_choices(replace(now, keep_text=tuple(dict.fromkeys((*now.keep_text, text)))))


def _ask_again(text: str) -> None:
    now = current()
    set_choices(replace(now, keep_text=tuple(kept for kept in now.keep_text if kept != text)))
