"""Drafts that were left: continue one, or discard it. And the draft that is open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from jetmsg_core.campaigns.draft import drafts
from jetmsg_core.campaigns.draft.choices import Choices
from jetmsg_core.campaigns.draft.drafts import Draft
from jetmsg_core.lists import ContactList
from jetmsg_core.primitives.times import utc_now
from jetmsg_core.settings import Settings
from pages.parts.compose.steps import STEPS
from pages.parts.draft.open_draft import Opened, start_new
from pages.parts.page.heading import heading
from pages.parts.styles.formatting import ago, counted, plain, shortened

SHOWN = 3


def draw_head(settings: Settings, opened: Opened) -> None:
    """This draws the title, and beside it the ways to begin anew or to discard the draft."""
    with heading("Compose"):
        if opened.draft is None:
            return
        st.caption(":material/cloud_done: Saved as you type", width="content")
        st.button(
            "New message",
            key="compose.new",
            icon=":material/add:",
            on_click=start_new,
            help="This draft is kept. You find it here again.",
        )
        with st.popover("Discard", icon=":material/delete:", key="compose.discarding"):
            st.markdown("This deletes the draft for good. Campaigns made from it stay.")
            st.button(
                "Discard this draft",
                key="compose.discard",
                type="primary",
                icon=":material/delete:",
                on_click=_discard_open,
                args=(settings, opened.draft.id),
            )


def _discard_open(settings: Settings, draft_id: int) -> None:
    drafts.discard(settings, draft_id)
    start_new()


def draw_list_changed(settings: Settings, opened: Opened, saved: Sequence[ContactList]) -> None:
    """This says that the list of the draft was changed since somebody last worked on the draft;
    nothing where it was not."""
    if opened.draft is None:
        return
    draft = replace(opened.draft, choices=opened.choices)
    changes = drafts.list_changes(settings, draft)
    name = next((kept.name for kept in saved if kept.id == opened.choices.list_id), None)
    if not changes or name is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="compose.list_changed"):
        st.info(
            f"**{plain(name)}** was changed since you last worked on this draft: "
            f"{counted(changes, 'change')}. The draft uses the list as it is now.",
            icon=":material/published_with_changes:",
            width="stretch",
        )
        st.page_link(
            "list.py",
            label="See what changed",
            icon=":material/history:",
            query_params={"id": str(opened.choices.list_id)},
        )


def draw_gone() -> None:
    """This says that the draft was sent or discarded elsewhere, with the ways on."""
    st.info(
        "This draft was sent or discarded in another window.", icon=":material/mark_email_read:"
    )
    with st.container(horizontal=True):
        st.page_link("campaigns.py", label="Campaigns", icon=":material/campaign:")
        st.button(
            "Write a new message", key="compose.new", icon=":material/add:", on_click=start_new
        )


def draw_kept(settings: Settings, opened: Opened, saved: Sequence[ContactList]) -> None:
    """Drafts that were left are offered while nothing new was begun."""
    if opened.choices != Choices():
        return
    kept = drafts.newest(settings)
    if not kept:
        return
    names = {contact_list.id: contact_list.name for contact_list in saved}
    with st.container(border=True, key="compose.kept", gap="small"):
        st.markdown("**Continue where you left off**")
        for draft in kept[:SHOWN]:
            _draw_one(settings, draft, names)
        if len(kept) > SHOWN:
            with st.expander(f"And {counted(len(kept) - SHOWN, 'older draft')}"):
                for draft in kept[SHOWN:]:
                    _draw_one(settings, draft, names)


def _draw_one(settings: Settings, draft: Draft, names: dict[int, str]) -> None:
    choices = draft.choices
    listed = names.get(choices.list_id or 0, "")
    title = choices.name.strip() or shortened(choices.message.strip(), 60) or listed or "Empty"
    where = f"at {STEPS[choices.step].lower()}"
    changed = "list changed since" if listed and drafts.list_changes(settings, draft) else ""
    facts = (plain(listed), where, ago(draft.changed_at, utc_now()), changed)
    about = " · ".join(filter(None, facts))
    with st.container(horizontal=True, vertical_alignment="center"):
        with st.container(gap="xxsmall", width="stretch"):
            st.markdown(f"{plain(title)}")
            st.caption(about)
        with st.container(horizontal=True, width="content", gap="xsmall"):
            st.button(
                "Continue",
                key=f"compose.continue.{draft.id}",
                icon=":material/edit:",
                on_click=_continue,
                args=(draft.id,),
            )
            st.button(
                "",
                key=f"compose.drop.{draft.id}",
                icon=":material/delete:",
                type="tertiary",
                help="Discard this draft",
                on_click=_discard,
                args=(settings, draft.id),
            )


def _discard(settings: Settings, draft_id: int) -> None:
    drafts.discard(settings, draft_id)


def _continue(draft_id: int) -> None:
    start_new()
    st.query_params.from_dict({"draft": str(draft_id)})
