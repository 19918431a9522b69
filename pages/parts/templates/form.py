"""The text of a template as it was approved, and what DLT knows about it."""

from __future__ import annotations

import re
import secrets

import streamlit as st

from jetmsg_core import lists, templates
from jetmsg_core.acting import Permission, may
from jetmsg_core.errors import JetmsgError
from jetmsg_core.names import LONGEST_NAME
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.settings import Settings
from jetmsg_core.states import Channel
from jetmsg_core.templates import Template, TemplateDraft
from pages.parts.draft.inserts import draw_inserts
from pages.parts.page.address import keep_address
from pages.parts.page.flash import keep, say
from pages.parts.page.heading import draw_title
from pages.parts.page.help_links import HelpTopic, with_more
from pages.parts.page.live import open_page
from pages.parts.page.sentences import refusal
from pages.parts.styles.formatting import plain
from pages.parts.styles.state_styles import CHANNELS, ROUTE_DECIDES, ROUTES, segments
from pages.parts.templates.head import OUTCOME

FORM, DONE, REFUSED = "templates.form", "templates.done", "templates.refused"
_NAME = re.compile(r"[0-9a-f]{8}")
VARIABLE, COLUMNS = "{#var#}", 12
FIELDS = ("name", "body", "channel", "dlt", "header", "route")
NOTHING = TemplateDraft(name="", body="")


def new_form_name() -> str:
    """The name of the form for a new template, which its address gives: what is typed in it comes
    back after a reload. It is another once the template is saved, so a second click finds nothing
    to save."""
    asked = str(st.query_params.get("new", ""))
    if not _NAME.fullmatch(asked) or asked == st.session_state.get(DONE):
        asked = ""
    name: str = st.session_state.get(FORM) or asked or secrets.token_hex(4)
    st.session_state[FORM] = name
    return name


def draw_new_button() -> None:
    """This draws the way to a new template, for whoever may make one."""
    if may(Permission.PREPARE) and st.button(
        "New template", key="templates.new", type="primary", icon=":material/add:"
    ):
        open_page("templates.py", new=new_form_name())


def draw_new_form(settings: Settings) -> None:
    """This draws the form of the template that the address names, and the way back."""
    st.page_link("templates.py", label="Templates", icon=":material/arrow_back:")
    draw_title("New template")
    if not may(Permission.PREPARE):
        st.caption("A composer, a sender or an admin writes templates.")
        return
    name = new_form_name()
    keep_address(new=name)
    _draw(settings, name, NOTHING, None)


def draw_form(settings: Settings, template: Template) -> None:
    if not may(Permission.PREPARE):
        st.text(template.body)
        return
    _draw(settings, _name_of(template), templates.as_draft(template), template)


def _name_of(template: Template) -> str:
    return f"{template.id}.{template.version}"


def _draw(settings: Settings, name: str, draft: TemplateDraft, template: Template | None) -> None:
    draw_inserts(
        _texts(settings),
        into=f"templates.body.{name}",
        key="templates",
        title="Insert in the text",
    )
    with st.form("templates.text", border=True):
        left, right = st.columns([3, 2])
        left.text_input(
            "Name",
            value=draft.name,
            key=f"templates.name.{name}",
            max_chars=LONGEST_NAME,
            placeholder="Order ready",
        )
        with right:
            st.segmented_control(
                "Channel",
                list(CHANNELS),
                default=draft.channel,
                format_func=segments(CHANNELS),
                required=True,
                key=f"templates.channel.{name}",
            )
        st.text_area(
            "Approved text",
            value=draft.body,
            key=f"templates.body.{name}",
            height=170,
            placeholder="Dear {#var#}, your order {#var#} is ready. JETMSG",
            help=with_more(
                "Exactly as it was approved, with {#var#} and others where it varies. You can "
                "also write columns, as {{column}}.",
                HelpTopic.TEMPLATE,
            ),
        )
        dlt, header, route = st.columns([2, 1, 2])
        dlt.text_input(
            "DLT template ID",
            value=draft.dlt_id,
            key=f"templates.dlt.{name}",
            placeholder="19 digits",
            help=with_more(
                "Copied from the operator's portal as text. WhatsApp needs none.", HelpTopic.DLT
            ),
        )
        header.text_input(
            "Sender ID",
            value=draft.header,
            key=f"templates.header.{name}",
            placeholder="JETMSG",
            help=with_more(
                "The header it is linked to in the DLT portal, without -P, -S, -T or -G; several "
                "with commas between them.",
                HelpTopic.HEADER,
            ),
        )
        with route:
            st.segmented_control(
                "Route",
                list(ROUTES),
                default=draft.route,
                format_func=segments(ROUTES),
                required=True,
                key=f"templates.route.{name}",
                help=with_more(ROUTE_DECIDES, HelpTopic.ROUTES),
            )
        st.form_submit_button(
            "Save" if template else "Save template",
            type="primary",
            icon=":material/save:",
            key="templates.save",
            on_click=save,
            args=(settings, name, template),
        )
    if refused := st.session_state.pop(REFUSED, None):
        refusal(refused)
        if refused.code == "template_changed":
            st.info(
                "What you typed still stands here. *Save* puts it in the place of theirs; reload "
                "the page to see theirs.",
                icon=":material/info:",
            )


def _texts(settings: Settings) -> dict[str, str]:
    """A variable as DLT has it, and the columns of saved lists, those of the newest first."""
    columns = [column for saved in lists.newest(settings) for column in saved.columns]
    return {VARIABLE: VARIABLE} | {
        column: f"{{{{{column}}}}}" for column in [*dict.fromkeys(columns)][:COLUMNS]
    }


def save(settings: Settings, name: str, template: Template | None) -> None:
    """The form calls it back, so that it is over before a second click can end the run."""
    draft = _written(name)
    if draft is None or (template is None and st.session_state.get(FORM) != name):
        return
    try:
        if template is None:
            saved = templates.add(settings, draft)
        else:
            saved = templates.change(
                settings,
                template.id,
                templates.with_fills_of(draft, template),
                seen=template.version,
            )
    except JetmsgError as error:
        st.session_state[REFUSED] = error
        if template is not None and error.code == "template_changed":
            _keep_written(settings, name, template.id)
        return
    # None is no form's name: a second click of the one that was saved adds nothing.
    keep({FORM: None, DONE: name})
    st.query_params.from_dict({"id": str(saved.id)})
    if template is None or saved.version != template.version:
        kept = f"**{plain(saved.name)}** is saved"
        say(OUTCOME, f"{kept} as version {with_commas(saved.version)}." if template else f"{kept}.")


def _keep_written(settings: Settings, name: str, template_id: int) -> None:
    """What was typed stays typed, over the version that somebody else has saved meanwhile."""
    newer = templates.get(settings, template_id)
    fields = {key: st.session_state[f"templates.{key}.{name}"] for key in FIELDS}
    keep({f"templates.{key}.{_name_of(newer)}": value for key, value in fields.items()})


def _written(name: str) -> TemplateDraft | None:
    """What the fields say; None when they are gone."""
    fields = st.session_state
    if f"templates.body.{name}" not in fields:
        return None
    return TemplateDraft(
        name=fields[f"templates.name.{name}"],
        body=fields[f"templates.body.{name}"],
        channel=Channel(fields[f"templates.channel.{name}"]),
        dlt_id=fields[f"templates.dlt.{name}"],
        header=fields[f"templates.header.{name}"],
        route=fields[f"templates.route.{name}"],
    )
