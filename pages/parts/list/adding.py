"""People put at the end of a list: one in a form, or those of pasted lines, looked at first."""

from __future__ import annotations

import streamlit as st

from jetmsg_core import checking, lists
from jetmsg_core.contacts import Audience, from_pasted
from jetmsg_core.errors import JetmsgError
from jetmsg_core.lists import ContactList, Joining
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.settings import Settings
from pages.parts.list.changing import attempt, draw_refused, editor_name
from pages.parts.page.heading import draw_tabs
from pages.parts.page.sentences import refusal
from pages.parts.styles.formatting import counted, people, plain, shortened

TURN = "list.add.turn"
FIELDS_SHOWN = 24
PROBLEMS_SHOWN = 10
MOST_CHARACTERS = 500_000
NUMBER = "number"


def draw_adding(settings: Settings, contact_list: ContactList) -> None:
    """This draws both ways to add people."""
    with st.expander("Add people", icon=":material/person_add:", key="list.adding"):
        single, pasted = draw_tabs("One person", "Paste lines", key="list.adding.tab")
        with single:
            _draw_form(settings, contact_list)
        with pasted:
            _draw_pasting(settings, contact_list)


def _fields(contact_list: ContactList) -> list[tuple[str, str]]:
    """The key and the column of each field; the first, of the number, may stand for no column."""
    turn = st.session_state.setdefault(TURN, 0)
    has_column = contact_list.number_column in contact_list.columns
    others = [name for name in contact_list.columns if name != contact_list.number_column]
    first = contact_list.number_column if has_column else ""
    base = f"list.add.{contact_list.id}.{turn}"
    fields = [(f"{base}.{NUMBER}", first)]
    return fields + [(f"{base}.{at}", name) for at, name in enumerate(others[:FIELDS_SHOWN])]


def _draw_form(settings: Settings, contact_list: ContactList) -> None:
    fields = _fields(contact_list)
    with st.form("list.add", border=False):
        with st.grid(3, min_column_width=210):
            for key, column in fields:
                label = plain(shortened(column, 60)) if column else "Mobile number"
                placeholder = "98765 43210" if key == fields[0][0] else None
                st.text_input(label, key=key, placeholder=placeholder)
        st.checkbox("A number of another country, for WhatsApp", key=f"{fields[0][0]}.abroad")
        st.form_submit_button(
            "Add this person",
            type="primary",
            icon=":material/person_add:",
            key="list.add.go",
            on_click=_add,
            args=(settings, contact_list),
        )
    more = len(contact_list.columns) - len(fields)
    if more > 0:
        st.caption(f"{counted(more, 'more column')} can be filled in the table afterwards.")
    draw_refused("adding")


def _add(settings: Settings, contact_list: ContactList) -> None:
    (number_key, number_column), *others = _fields(contact_list)
    number = str(st.session_state.get(number_key) or "")
    cells = {column: str(st.session_state.get(key) or "") for key, column in others}
    cells |= {number_column: number} if number_column else {}

    def add() -> str:
        added = lists.add_person(
            settings,
            contact_list.id,
            cells,
            number=number,
            by=editor_name(),
            international=bool(st.session_state.get(f"{number_key}.abroad")),
        )
        return f"+{added} is in the list now."

    if attempt("adding", add):
        st.session_state[TURN] += 1


def _draw_pasting(settings: Settings, contact_list: ContactList) -> None:
    turn = st.session_state.setdefault(TURN, 0)
    with st.form("list.paste", border=False):
        text = st.text_area(
            "People, one a line",
            key=f"list.pasted.{turn}",
            height=140,
            max_chars=MOST_CHARACTERS,
            placeholder="Asha 98765 43210\n98765 43211, Ravi, Pune",
            help="A number with a name before or after it, or cells copied from Excel with their "
            "column names.",
        )
        st.form_submit_button("Look at them", icon=":material/search:", key="list.paste.look")
    if text.strip():
        _draw_look(settings, contact_list, text)
    draw_refused("pasting")


def _draw_look(settings: Settings, contact_list: ContactList, text: str) -> None:
    try:
        audience = _read(settings, text)
        joining = lists.look_at_joining(settings, contact_list.id, audience)
    except JetmsgError as error:
        refusal(error)
        return
    new = int(joining.new.sum())
    st.markdown(_outlook(audience, joining, new))
    if audience.report.problems:
        _draw_problems(audience)
    if new:
        columns = [name for name in audience.columns if name in joining.columns]
        frame = audience.contacts.loc[joining.new, columns].rename(columns=dict(joining.columns))
        st.dataframe(
            frame.head(PROBLEMS_SHOWN),
            hide_index=True,
            key="list.paste.table",
            alt="The people who are added, as the list will have them",
        )
        st.button(
            f"Add {people(new)}",
            type="primary",
            icon=":material/person_add:",
            key="list.paste.go",
            on_click=_add_pasted,
            args=(settings, contact_list, text),
        )


def _read(settings: Settings, text: str) -> Audience:
    return checking.check(settings, from_pasted(text))


def _outlook(audience: Audience, joining: Joining, new: int) -> str:
    report = audience.report
    facts = [
        (new, "to add"),
        (joining.already, "in the list already"),
        (report.duplicates, "pasted twice"),
        (report.opted_out, "opted out, not added"),
        (report.declined, "who want no messages, not added"),
        (report.rejected, "without a usable number, not added"),
    ]
    lines = [
        f"- **{with_commas(count)}** {word}" for count, word in facts if count or word == "to add"
    ]
    if joining.left_over:
        names = ", ".join(plain(shortened(name, 40)) for name in joining.left_over[:5])
        lines.append(f"- Not in this list, so left out: column {names}")
    return "\n".join(lines)


def _draw_problems(audience: Audience) -> None:
    problems = audience.report.problems
    lines = [
        f"- Line {with_commas(problem['row'])}, {plain(shortened(problem['value'], 40))}: "
        f"{plain(problem['message'])}"
        for problem in problems[:PROBLEMS_SHOWN]
    ]
    if len(problems) > PROBLEMS_SHOWN:
        lines.append(f"- And {counted(len(problems) - PROBLEMS_SHOWN, 'more line')}.")
    st.warning("\n".join(lines), icon=":material/warning:")


def _add_pasted(settings: Settings, contact_list: ContactList, text: str) -> None:
    def add() -> str:
        added = lists.add_people(settings, contact_list.id, _read(settings, text), by=editor_name())
        return f"{people(added)} added." if added else ""

    if attempt("pasting", add, unchanged="They are in the list already."):
        st.session_state[TURN] += 1
