"""What became of everybody: reasons with what to do, and the recipients themselves, filtered or
searched, fifty at a time and found by key."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import pandas as pd
import streamlit as st

from jetmsg_core.acting import Permission, may
from jetmsg_core.campaigns import campaign_snapshot
from jetmsg_core.campaigns.campaign_snapshot import CampaignSnapshot
from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.campaigns.lifecycle.control import Status
from jetmsg_core.campaigns.results import recipients
from jetmsg_core.campaigns.results.recipients import ReasonCount, Wanted
from jetmsg_core.campaigns.results.timeline import reason_of, said_of, shown_state
from jetmsg_core.primitives.masking import written_number
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.primitives.times import clock_in_ist, second_in_ist
from jetmsg_core.settings import Settings
from jetmsg_core.states import ASSUMED, ASSUMED_SENT, RecipientState, facts_of
from pages.parts.campaign.progress import is_moving
from pages.parts.page.live import draw_alone
from pages.parts.shared.paging import current, draw_numbered_pages, draw_paging, pages_before
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
    "Time (IST)": 160,
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
            "People": with_commas(why.recipients),
            "State": facts_of(why.state, why.reason).word,
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


def draw_recipients(settings: Settings, first: CampaignSnapshot) -> None:
    """The table is drawn alone: turning a page redraws nothing else. While the campaign moves it
    stands still for whoever reads it, and says as of when; it counts nothing then, since what is
    counted above goes on."""
    unread = [first]

    def table() -> bool:
        """This draws the filters, and the recipients that fit them. It returns whether the page
        around it is out of date, where that stands still too."""
        now = unread.pop() if unread else _read(settings, first)
        wanted = _draw_filters(now.status, now.reasons)
        if wanted == Wanted():
            _draw_everybody(settings, now)
        else:
            _draw_matches(settings, now, wanted)
        return not is_moving(first.status) and now.status != first.status

    draw_alone(table, key="campaign.recipients")


def _read(settings: Settings, first: CampaignSnapshot) -> CampaignSnapshot:
    campaign_id = first.status.campaign.id
    if is_moving(first.status):
        return campaign_snapshot.read(settings, campaign_id)
    return replace(first, status=control.status(settings, campaign_id))


def _draw_everybody(settings: Settings, now: CampaignSnapshot) -> None:
    status = now.status
    total = status.campaign.recipients
    pages = math.ceil(total / recipients.PAGE)
    slot = st.container()
    with st.container(horizontal=True, horizontal_alignment="center", vertical_alignment="center"):
        turned = draw_numbered_pages(pages, key=f"campaign.page.{status.campaign.id}")
        _draw_refresh(now)
    # Recipients are numbered from 1 without gaps, so a page is a range of the key.
    page = recipients.page(
        settings, status.campaign.id, Wanted(), after=(turned - 1) * recipients.PAGE
    )
    with slot:
        first, last = page.recipients[0]["seq"], page.recipients[-1]["seq"]
        _draw_table(
            page.recipients,
            f"{with_commas(first)} to {with_commas(last)} of {with_commas(total)}, in sending "
            "order",
        )


def _draw_matches(settings: Settings, now: CampaignSnapshot, wanted: Wanted) -> None:
    status = now.status
    name = f"campaign.{status.campaign.id}"
    after = current(name, str(wanted))
    page = recipients.page(settings, status.campaign.id, wanted, after=after or 0)
    if not page.recipients:
        st.markdown(f":gray[{_nobody(wanted)}]")
        _draw_refresh(now)
        return
    first = pages_before(name) * recipients.PAGE + 1
    _draw_table(
        page.recipients,
        f"Matches {with_commas(first)} to {with_commas(first + len(page.recipients) - 1)}",
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        draw_paging(name, page.next_after)
        _draw_refresh(now)


def _draw_refresh(now: CampaignSnapshot) -> None:
    if is_moving(now.status):
        st.caption(f"As of {clock_in_ist(now.taken_at)} IST", width="content")
        st.button("Refresh", key="campaign.refresh", icon=":material/refresh:")


def _draw_filters(status: Status, reasons: list[ReasonCount]) -> Wanted:
    assumed, moving = status.assumed.recipients, is_moving(status)
    # Those assumed to be sent to are chosen as they are counted: beside the submitted.
    counts = {state.value: people for state, people in status.recipients.items()}
    counts[ASSUMED_SENT] = assumed
    counts[RecipientState.SUBMITTED] -= assumed
    words = {state.value: look.word for state, look in RECIPIENTS.items()}
    words[ASSUMED_SENT] = ASSUMED.word
    states = [state for state in words if counts[state]]

    def with_count(label: str, count: int) -> str:
        """This adds a count that stays true."""
        return label if moving else f"{label} ({with_commas(count)})"

    with st.grid(3, min_column_width=240):
        search = (
            ""
            if not may(Permission.SEE_NUMBERS)
            else st.text_input(
                "Find a person",
                key=f"campaign.search.{status.campaign.id}",
                placeholder="A number written in any way, or an smsId",
                icon=":material/search:",
            )
        )
        why_not = "Clear *Find a person* to choose here." if search.strip() else None
        state = st.selectbox(
            "State",
            states,
            index=None,
            format_func=lambda option: with_count(words[option], counts[option]),
            placeholder="Everybody",
            key=f"campaign.state.{status.campaign.id}",
            disabled=bool(search.strip()),
            help=why_not,
        )
        choices = [why for why in reasons if state in (None, _choice_of(why)) and why.reason]
        chosen = st.selectbox(
            "Reason",
            [(why.state, why.reason) for why in choices],
            index=None,
            format_func=label_of(
                {
                    (why.state, why.reason): with_count(
                        shortened(_meaning(why), REASON_SHOWN), why.recipients
                    )
                    for why in choices
                }
            ),
            placeholder="Any reason",
            key=f"campaign.reason.{status.campaign.id}.{state}",
            disabled=bool(search.strip()) or not choices,
            help=why_not or (None if choices else "No reasons are known for these people."),
        )
    if search.strip():
        return Wanted(search=search)
    if chosen is not None:
        return Wanted((chosen[0],), chosen[1])
    if state is None:
        return Wanted()
    if state == ASSUMED_SENT:
        return Wanted((RecipientState.SUBMITTED,), ASSUMED_SENT)
    is_divided = state == RecipientState.SUBMITTED and assumed
    return Wanted((RecipientState(state),), "" if is_divided else None)


def _choice_of(why: ReasonCount) -> str:
    return ASSUMED_SENT if why.reason == ASSUMED_SENT else why.state


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
    if not may(Permission.SEE_NUMBERS):
        st.caption(where)
    elif chosen and chosen[0] < len(rows):
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
    state, look = RecipientState(row["state"]), shown_state(row)
    return {
        "Number": written_number(row["number"]),
        "State": look.word,
        "Reason": reason_of(row) if look.needs_reason else "",
        "Delivery report": _reported(row, state),
        "smsId": row["sms_id"] or "",
        "Time (IST)": second_in_ist(row["settled_at"]) if row["settled_at"] else "",
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
