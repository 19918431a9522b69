"""The dashboard's script: navigation, the banner of every page, then the page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import streamlit as st

from jetmsg_core.errors import JetmsgError, SignedOutError
from pages.parts.page import context, live, questions, signed_in
from pages.parts.page.account import draw_account, draw_signed_out
from pages.parts.page.banner import draw_banner
from pages.parts.page.browser_side import draw_browser_side
from pages.parts.page.sentences import refusal

HERE = Path(__file__).parent
PAGE_WIDTH = 1160
live.begin_page()
st.set_page_config("JetMsg Campaigns", str(HERE / "parts" / "icon.png"), layout="wide")
st.logo(str(HERE / "parts" / "logo.svg"), size="large")
draw_browser_side()


def page(name: str, title: str, icon: str, about: str, **options: Any) -> st.Page:
    return st.Page(f"{name}.py", title=title, icon=f":material/{icon}:", help=about, **options)


def hidden(name: str, title: str, icon: str) -> st.Page:
    """This page is reached by links only."""
    return page(name, title, icon, "", visibility="hidden")


START = page(
    "overview", "Overview", "home", "What runs and what needs you.", url_path="start", default=True
)
chosen = st.navigation(
    {
        "": [START, hidden("overview", "Overview", "home")],  # it lives at `/`, and by its name
        "Send": [
            page("contacts", "Contacts", "group", "Upload and check a contact file; saved lists."),
            hidden("list", "List", "list_alt"),
            page("templates", "Templates", "draft", "Approved texts and what fills them."),
            page("compose", "Compose", "edit_square", "Write a message, preview it and send it."),
            page("campaigns", "Campaigns", "campaign", "Every campaign, newest first."),
            hidden("campaign", "Campaign", "campaign"),
            hidden("compare", "Compare", "balance"),
            page("otp", "One-time codes", "password", "Send a code to a person and check it."),
        ],
        "Follow up": [
            page("reports", "Delivery reports", "mark_email_read", "What reached the phones."),
            page("numbers", "Find a number", "person_search", "All that was sent to one person."),
            page("optouts", "Opt-outs", "do_not_disturb_on", "People who want no messages."),
        ],
        "Account": [
            page("balance", "Balance", "account_balance_wallet", "Credits over time."),
            page("audit", "Who did what", "history", "Every act of people and the worker."),
            page("settings", "Settings", "settings", "Mode, keys and limits; how to go live."),
            page("help", "Help", "help", "What the words mean, each with an example."),
        ],
    },
    expanded=True,  # else those beyond the twelfth are behind a button
)
live.remember_page()
questions.close_elsewhere(chosen.url_path)

with (
    st.container(horizontal_alignment="center", key="menu.outer"),
    st.container(width=PAGE_WIDTH, key="menu.page", horizontal_alignment="left"),
):
    try:
        signed_in.enter()
        signed_in.forget_another_person()
        draw_banner(context.refresh())
        draw_account()
        chosen.run()
    except SignedOutError:
        draw_signed_out()
    except JetmsgError as error:
        refusal(error)
