"""What campaigns were said to cost, what was submitted, and by how much the balance fell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime

import streamlit as st

from jetmsg_core.balances import matching
from jetmsg_core.balances.reconciliation import (
    Reconciled,
    ReconciliationVerdict,
    Spender,
    VerdictGroup,
)
from jetmsg_core.balances.reconciliation_text import explain
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.primitives.times import in_ist
from jetmsg_core.settings import Settings
from pages.parts.shared.campaign_rows import draw_open
from pages.parts.shared.show_more import draw_some
from pages.parts.styles.formatting import counted, plain
from pages.parts.styles.state_styles import POOLS

SHOWN = 8
"""At first, and more at each asking."""
MATCHES, DIFFERS = ":green[:material/check_circle:]", ":orange[:material/difference:]"
TOPPED_UP, WAITS = ":blue[:material/add_circle:]", ":gray[:material/hourglass_empty:]"
ICONS = {
    ReconciliationVerdict.MATCHES: MATCHES,
    ReconciliationVerdict.MORE: DIFFERS,
    ReconciliationVerdict.FEWER: DIFFERS,
    ReconciliationVerdict.TOPPED_UP: TOPPED_UP,
    ReconciliationVerdict.NO_READING_BEFORE: WAITS,
    ReconciliationVerdict.NO_READING_AFTER: WAITS,
    ReconciliationVerdict.NOT_OVER: WAITS,
    ReconciliationVerdict.NOTHING_SENT: WAITS,
}


def draw_reconciled(settings: Settings, campaign_id: int) -> None:
    """This draws one line for a campaign's page; nothing for one that takes no credits."""
    reconciled = matching.reconciled_campaign(settings, campaign_id)
    if reconciled is None:
        return
    fell = "" if reconciled.fallen is None else f"it fell by {with_commas(reconciled.fallen)}. "
    st.caption(f"{_icon(reconciled)} Balance: {fell}{plain(explain(reconciled, campaign_id))}")


def draw_reconciliation(pairs: Sequence[tuple[Spender, Reconciled]]) -> None:
    """This draws the balance page's part: the campaigns, with those that differ first."""
    st.header("Campaigns and the balance", anchor=False)
    if not pairs:
        st.caption("No campaign that takes credits was started in this time.")
        return
    st.markdown(_summary(pairs))
    # What nobody can overlook must not lie under what is in order.
    ordered = sorted(pairs, key=lambda pair: pair[1].group is not VerdictGroup.DIFFERS)
    draw_some(ordered, _draw_row, key="balance.more_campaigns", at_once=SHOWN)


def _summary(pairs: Sequence[tuple[Spender, Reconciled]]) -> str:
    groups = Counter(reconciled.group for _, reconciled in pairs)
    matched, differ = groups[VerdictGroup.MATCHES], groups[VerdictGroup.DIFFERS]
    word = "matches" if matched == 1 else "match"
    counts = [f"{with_commas(matched)} of {counted(len(pairs), 'campaign')} {word}"]
    if differ:
        counts.append(f"**{with_commas(differ)} {'differs' if differ == 1 else 'differ'}**")
    if untold := groups[VerdictGroup.UNTOLD]:
        waits = any(reconciled.verdict is ReconciliationVerdict.NOT_OVER for _, reconciled in pairs)
        counts.append(f"{with_commas(untold)} not clear{' yet' if waits else ''}")
    if unsent := groups[VerdictGroup.NOTHING_SENT]:
        counts.append(f"{with_commas(unsent)} sent nothing")
    return " · ".join(counts)


def _draw_row(pair: tuple[Spender, Reconciled]) -> None:
    spender, reconciled = pair
    started = in_ist(datetime.fromtimestamp(spender.started / 1000, UTC))
    parts = [
        f"Predicted {with_commas(spender.predicted)}",
        f"submitted {with_commas(spender.submitted)}",
    ]
    if reconciled.fallen is not None:
        together = " for all together" if len(reconciled.together) > 1 else ""
        parts.append(f"balance fell by {with_commas(reconciled.fallen)}{together}")
    with st.container(border=True):
        what, words, way = st.columns([4, 7, 2], vertical_alignment="center", gap="small")
        with what, st.container(gap="xxsmall"):
            st.markdown(f"**{plain(spender.name)}**")
            st.caption(f"{started} · {POOLS[spender.pool]}")
        with words, st.container(gap="xxsmall"):
            st.markdown(f"{_icon(reconciled)} {plain(explain(reconciled, spender.id))}")
            st.caption(" · ".join(parts))
        with way:
            draw_open(spender.id)


def _icon(reconciled: Reconciled) -> str:
    return ICONS[reconciled.verdict]
