"""DLT, header and template: what is registered before a message may leave, and what is compared."""

from __future__ import annotations

import streamlit as st

from jetmsg_core.messages.dlt.approved_text import COMFORTABLE, MOST, parse_template
from jetmsg_core.messages.dlt.matching import MatchKind, TemplateMatch, match
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.settings import Settings
from pages.parts.help.contents import draw_head
from pages.parts.page.help_links import HelpTopic
from pages.parts.styles.formatting import plain

APPROVED = "Dear {#var#}, your order {#var#} is ready. JETMSG"
SENT = (
    "Dear Asha, your order 4711 is ready. JETMSG",
    "Dear Asha, your order 4711 is ready JETMSG",
    "Hello Asha, your order 4711 is ready. JETMSG",
)


def draw_dlt() -> None:
    """This draws who looks at a message on its way, and what is registered for that."""
    draw_head(HelpTopic.DLT)
    st.markdown(
        "The telecom regulator of India (TRAI) has every business register what it sends by SMS, "
        "at the DLT portal of a mobile operator. The operators compare each message with what is "
        "registered, and drop it if it differs. You register three things, once:"
    )
    st.table(
        {
            "What": ["Entity", "Header (sender ID)", "Template"],
            "It says": ["who you are", "who the message is from", "what the message says"],
            "Example": [
                "a number of 19 digits",
                "JETMSG",
                "a number of 19 digits",
            ],
            "Where it is written": [
                "in your JETMSG panel",
                "Sender ID in Compose and Templates",
                "DLT template ID in Compose and Templates",
            ],
        },
        border="horizontal",
        hide_index=True,
        alt="What is registered with DLT",
    )
    st.markdown(
        ":blue-badge[1 You press Send] :material/arrow_forward: :blue-badge[2 JETMSG takes the "
        "call] :material/arrow_forward: :orange-badge[3 DLT compares header and template] "
        ":material/arrow_forward: :green-badge[4 The phone]"
    )
    st.markdown(
        "*Submitted* means that step 2 is done. A message that step 3 drops is *Rejected*, which "
        "only a delivery report can say. Copy the 19 digits as text: Excel makes zeros of the "
        "last four."
    )


def draw_header(settings: Settings) -> None:
    """This draws the two kinds of header, and the one that new messages begin with."""
    draw_head(HelpTopic.HEADER)
    st.markdown(
        "The six characters that people see as the sender. The DLT portals say *header*, this "
        "dashboard says *sender ID*. Capitals and small letters differ: write it as it is "
        "registered."
    )
    st.table(
        {
            "Route": ["Transactional", "Promotional"],
            "Sender ID": ["six letters, such as JETMSG", "six digits, such as 612345"],
            "On the phone": ["VM-JETMSG-S", "VM-612345-P"],
        },
        border="horizontal",
        hide_index=True,
        alt="Sender IDs of the two routes",
    )
    usual = plain(settings.sender_id) if settings.sender_id else ""
    st.markdown(
        "The operator adds a letter of its own and one of the place before it, and what kind of "
        "message it is behind it: -P promotional, -S service, -T transactional, -G government. "
        "Leave all of these out. "
        + (
            f"New messages here begin with **{usual}**."
            if usual
            else "None is set in Settings yet."
        )
    )


def draw_template() -> None:
    """This draws an approved text, and three messages compared with it as a campaign's are."""
    draw_head(HelpTopic.TEMPLATE)
    st.markdown(
        "A text as DLT approved it. Where it varies it has variables, `{#var#}`, or since January "
        "2026 with a kind: `{#numeric#}`, `{#alphanumeric#}`, `{#url#}`. On **Templates** you "
        "choose what fills each: a column of your contacts, or the same words for everybody. Keep "
        f"each under {with_commas(COMFORTABLE + 1)} characters; above {with_commas(MOST)} the "
        "operator refuses the message."
    )
    st.code(APPROVED, language=None, wrap_lines=True)
    template = parse_template(APPROVED)
    st.table(
        {
            "A message": [plain(text) for text in SENT],
            "Compared": [_compared(match(template, text)) for text in SENT],
        },
        border="horizontal",
        hide_index=True,
        alt="Messages compared with the approved text",
    )


def _compared(outcome: TemplateMatch) -> str:
    if outcome.kind is MatchKind.EXACT:
        return ":green[:material/check: It matches]"
    if outcome.kind is MatchKind.RELAXED:
        return ":orange[:material/warning: Only spaces or punctuation differ: a warning]"
    assert outcome.difference is not None
    return (
        ":red[:material/block: It differs from character "
        f"{with_commas(outcome.difference.position)} on: it is not sent]"
    )
