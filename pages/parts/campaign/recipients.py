"""What became of everybody: reasons with what to do, and the recipients themselves, filtered or
searched, fifty at a time and found by key."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import streamlit as st

from jetmsg_core.campaigns.lifecycle.control import Status
from jetmsg_core.campaigns.results import recipients
from jetmsg_core.campaigns.results.recipients import ReasonCount, Wanted
from jetmsg_core.campaigns.results.timeline import reason_of, said_of
from jetmsg_core.primitives.times import in_ist
from jetmsg_core.settings import Settings
from jetmsg_core.states import WITHOUT_REASON, RecipientState
from pages.parts.page.live import draw_alone
from pages.parts.shared.paging import current, draw_paging, pages_before
from pages.parts.styles.formatting import counted, label_of, plain, shortened
from pages.parts.styles.report_times import seconds_in_ist
from pages.parts.styles.state_styles import RECIPIENTS

TABLE_HEIGHT = 460
REASONS_SHOWN = 6
REASON_SHOWN = 60
WIDTHS = {
    "Number": 120,
    "State": 110,
    "Reason": 320,
    "Delivery report": 270,
    "smsId": 130,
    "Time (IST)": 125,
    "Parts": 60,
    "Sheet row": 85,
    "Text": 400,
}
"""Pixels. Left alone, a column is as wide as its first cells, and a reason is seldom among them."""


def draw_reasons(reasons: list[ReasonCount]) -> None:
    """A table counts everybody who was not simply submitted or delivered, with the reason and
    what to do."""
    if not reasons:
        return
    st.header("Who may not have it, and why", anchor=False)
    _draw_reasons(reasons[:REASONS_SHOWN])
    if len(reasons) > REASONS_SHOWN:
        with st.expander(f"{counted(len(reasons) - REASONS_SHOWN, 'more reason')}"):
            _draw_reasons(reasons[REASONS_SHOWN:])


def _draw_reasons(reasons: list[ReasonCount]) -> None:
    rows = [
        {
            "People": f"{why.recipients:,}",
            "State": RECIPIENTS[why.state].word,
            "Reason": plain(_meaning(why)),
            "What to do": plain(why.advice.todo) or ":gray[Nothing]",
        }
        for why in reasons
    ]
    st.table(pd.DataFrame(rows).set_index("People"), border="horizontal", alt="Reasons")


def _meaning(why: ReasonCount) -> str:
    meaning = why.advice.meaning
    if meaning == why.reason or not (why.reason.isupper() or why.reason.isdigit()):
        return meaning
    return f"{meaning.removesuffix('.')} ({why.reason})"


def draw_recipients(settings: Settings, status: Status, reasons: list[ReasonCount]) -> None:
    """The table is drawn alone: turning a page redraws nothing else."""

    def table() -> None:
        """This draws the filters, and the recipients that fit them."""
        wanted = _draw_filters(status, reasons)
        if wanted == Wanted():
            _draw_everybody(settings, status)
        else:
            _draw_matches(settings, status, wanted)

    draw_alone(table, key="campaign.recipients")


def _draw_everybody(settings: Settings, status: Status) -> None:
    total = status.campaign.recipients
    pages = math.ceil(total / recipients.PAGE)
    slot = st.container()
    with st.container(horizontal=True, horizontal_alignment="center", vertical_alignment="center"):
        turned = st.pagination(pages, key="campaign.page") if pages > 1 else 1
        _draw_refresh(status)
    # Recipients are numbered from 1 without gaps, so a page is a range of the key.
    page = recipients.page(
        settings, status.campaign.id, Wanted(), after=(turned - 1) * recipients.PAGE
    )
    with slot:
        first, last = page.recipients[0]["seq"], page.recipients[-1]["seq"]
        _draw_table(page.recipients, f"{first:,} to {last:,} of {total:,}, in sending order")


def _draw_matches(settings: Settings, status: Status, wanted: Wanted) -> None:
    name = f"campaign.{status.campaign.id}"
    after = current(name, str(wanted))
    page = recipients.page(settings, status.campaign.id, wanted, after=after or 0)
    if not page.recipients:
        st.markdown(f":gray[{_nobody(wanted)}]")
        _draw_refresh(status)
        return
    first = pages_before(name) * recipients.PAGE + 1
    _draw_table(page.recipients, f"Matches {first:,} to {first + len(page.recipients) - 1:,}")
    with st.container(horizontal=True, vertical_alignment="center"):
        draw_paging(name, page.next_after)
        _draw_refresh(status)


def _draw_refresh(status: Status) -> None:
    if not status.is_over:
        st.button("Refresh", key="campaign.refresh", icon=":material/refresh:")


def _draw_filters(status: Status, reasons: list[ReasonCount]) -> Wanted:
    counts = status.recipients
    states = [state for state in RECIPIENTS if counts[state]]
    with st.grid(3, min_column_width=240):
        search = st.text_input(
            "Find a person",
            key=f"campaign.search.{status.campaign.id}",
            placeholder="A number in any spelling, or an smsId",
            icon=":material/search:",
        )
        state = st.selectbox(
            "State",
            states,
            index=None,
            format_func=lambda option: f"{RECIPIENTS[option].word} ({counts[option]:,})",
            placeholder="Everybody",
            key=f"campaign.state.{status.campaign.id}",
            disabled=bool(search.strip()),
        )
        choices = [why for why in reasons if state in (None, why.state) and why.reason]
        chosen = st.selectbox(
            "Reason",
            [(why.state, why.reason) for why in choices],
            index=None,
            format_func=label_of(
                {
                    (why.state, why.reason): f"{shortened(_meaning(why), REASON_SHOWN)} "
                    f"({why.recipients:,})"
                    for why in choices
                }
            ),
            placeholder="Any reason",
            key=f"campaign.reason.{status.campaign.id}.{state}",
            disabled=bool(search.strip()) or not choices,
        )
    if search.strip():
        return Wanted(search=search)
    if chosen is not None:
        return Wanted((chosen[0],), chosen[1])
    return Wanted((state,)) if state else Wanted()


def _nobody(wanted: Wanted) -> str:
    if wanted.search:
        return f"Nobody in this campaign has the number or smsId {plain(wanted.search.strip())}."
    return "Nobody is in this state now."


def _draw_table(rows: tuple[dict[str, Any], ...], where: str) -> None:
    frame = pd.DataFrame([_cells(row) for row in rows])
    for name in ("Reason", "Delivery report", "smsId"):
        if not frame[name].any():
            frame = frame.drop(columns=name)
    state = st.dataframe(
        frame,
        hide_index=True,
        height="auto" if len(frame) <= 10 else TABLE_HEIGHT,
        column_config={
            name: st.column_config.Column(width=width) for name, width in WIDTHS.items()
        },
        on_select="rerun",
        selection_mode="single-row",
        key=f"campaign.table.{rows[0]['seq']}.{len(rows)}",
        alt="Recipients with state and smsId",
    )
    chosen = state["selection"]["rows"]
    if chosen and chosen[0] < len(rows):
        number = rows[chosen[0]]["number"]
        st.page_link(
            "numbers.py",
            label=f"Everything ever sent to +{number}",
            icon=":material/history:",
            query_params={"number": str(number)},
        )
    else:
        st.caption(f"{where} · choose a row to see everything ever sent to that person")


def _cells(row: dict[str, Any]) -> dict[str, Any]:
    state = RecipientState(row["state"])
    return {
        "Number": f"+{row['number']}",
        "State": RECIPIENTS[state].word,
        "Reason": "" if state in WITHOUT_REASON else reason_of(row),
        "Delivery report": _reported(row, state),
        "smsId": row["sms_id"] or "",
        "Time (IST)": in_ist(row["settled_at"], "%d %b, %H:%M:%S") if row["settled_at"] else "",
        "Parts": row["parts"],
        "Sheet row": row["row"],
        "Text": row["text"],
    }


def _reported(row: dict[str, Any], state: RecipientState) -> str:
    """The panel's words and time; where they do not decide the state that is said."""
    if not row["word"] and not row["reported_at"]:
        return ""
    report = " · ".join(filter(None, (said_of(row), seconds_in_ist(row["reported_at"]))))
    return report if row["reported"] == state.value else f"{report} (changes nothing)"
