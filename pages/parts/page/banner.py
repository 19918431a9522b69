"""What every page says first: where messages go, and what is not running.

It has a container of its own, and looks again without the page: what comes and goes above a field
would begin the field anew, and take with it what is typed there or uploads through it.
"""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from jetmsg_core.balances import low_balance
from jetmsg_core.balances.low_balance import LowPool
from jetmsg_core.errors import JetmsgError, SettingsError
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.primitives.times import second_in_ist
from jetmsg_core.processes import Health, health
from jetmsg_core.restoring import data_check
from jetmsg_core.settings import Mode, Settings
from pages.parts.page.live import draw_alone
from pages.parts.page.sentences import refusal

LOOK_AGAIN_SECONDS = 2
HEALTH = "menu.health"
LOW_SECONDS = 5
"""Between two looks at the last reading, over all pages and people."""
WELL = Health(worker=True, gateway=True)


def draw_banner(settings: Settings) -> None:
    with st.container(key="menu.banner"):
        _draw(settings)


def _draw(settings: Settings) -> None:
    if settings.mode is Mode.LIVE:
        st.warning(
            "**Live: messages go to real phones and use real credits**",
            icon=":material/cell_tower:",
        )
        _draw_unready(settings)
    else:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.badge("Sandbox", icon=":material/science:", color="blue")
            st.caption("Practice freely: messages go to an imitation gateway, to nobody's phone.")
    _draw_damage(settings)
    _draw_low(settings)
    _draw_health(settings)


def draw_live(settings: Settings) -> None:
    """This says before anything is sent that it reaches real phones; nothing in the sandbox."""
    if settings.mode is Mode.LIVE:
        st.warning("**Live**: this reaches real phones.", icon=":material/cell_tower:")


def _draw_damage(settings: Settings) -> None:
    refused = _damage_at_start(settings.database_path)
    if refused is not None:
        refusal(refused)


def _draw_low(settings: Settings) -> None:
    for pool in low_pools(settings):
        st.warning(
            f"**{low_balance.NAMES[pool.pool].capitalize()} credits are low: "
            f"{with_commas(pool.credits)} left**, below your limit of "
            f"{with_commas(pool.threshold)}.",
            icon=":material/trending_down:",
        )


@st.cache_resource(show_spinner=False)
def _damage_at_start(path: Path) -> JetmsgError | None:
    """Looked for once, by the first page that is drawn: a copy is restored while no dashboard
    runs."""
    return data_check.seen_at_start(path)


@st.cache_data(ttl=LOW_SECONDS, show_spinner=False)
def low_pools(_settings: Settings) -> list[LowPool]:
    return low_balance.low_pools(_settings)


def _draw_unready(settings: Settings) -> None:
    try:
        settings.require_live_ready()
    except SettingsError as error:
        refusal(error)


def health_changed(settings: Settings) -> bool:
    """The health differs from when the banner was drawn. It is for pages that look again and
    again anyway."""
    return health(settings) != st.session_state.get(HEALTH)


def _draw_health(settings: Settings) -> None:
    """Says nothing while all is well, and sets no timer then; else looks again by itself."""
    if _look(settings) == WELL:
        return

    draw_alone(
        lambda: _draw_unwell(_look(settings), settings),
        key="menu.health_alone",
        every=LOOK_AGAIN_SECONDS,
    )


def _look(settings: Settings) -> Health:
    looked = st.session_state[HEALTH] = health(settings)
    return looked


def _draw_unwell(health: Health, settings: Settings) -> None:
    if health.disk_is_short:
        st.warning(
            "**The disk is nearly full, so nothing new is sent, made or uploaded.** People in the "
            "queue stay in the queue. Somebody has to free some space on the machine it runs on. "
            "Sending then continues by itself.",
            icon=":material/hard_drive:",
        )
    if health.silent_since:
        st.warning(
            "The worker does not answer: it was last heard of at "
            f"**{second_in_ist(health.silent_since)} IST**. Nothing new is sent until it "
            "is back, and nothing is lost or sent twice. If this lasts for minutes, stop "
            "the dashboard and start it again.",
            icon=":material/pause_circle:",
        )
    elif health.rival:
        st.warning(
            f"**Nothing is sent from here now.** A worker in {health.rival} mode uses this data "
            f"folder, and this dashboard is in {settings.mode} mode. What is queued stays "
            "queued. Stop that worker, or start one of the two with a data folder of its own. "
            "Sending then continues within seconds.",
            icon=":material/pause_circle:",
        )
    elif not health.worker:
        back = (
            "It starts with the dashboard and should be back within seconds."
            if settings.start_worker
            else "Somebody has to start it on the machine it runs on."
        )
        st.warning(
            f"The worker is not running, so nothing is being sent. {back} What is queued stays "
            "queued.",
            icon=":material/pause_circle:",
        )
    if not health.gateway:
        st.warning(
            "The sandbox gateway is not running. It starts with the dashboard and should be back "
            "within seconds.",
            icon=":material/cloud_off:",
        )
