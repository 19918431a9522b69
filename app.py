"""The dashboard's server: `streamlit run app.py` is the one command.

It starts the worker, and in sandbox mode the sandbox gateway, keeps them running, and ends them
on a clean stop. Pages live in `pages/`; the script is `pages/menu.py` so that every deep link
runs the menu first.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import anyio
import streamlit as st
from starlette.middleware import Middleware
from streamlit import config

from jetmsg_core.errors import SettingsError
from jetmsg_core.processes import Supervisor
from jetmsg_core.web.door import Door, names_of
from jetmsg_core.web.offered_files import file_route
from jetmsg_core.web.serving import export_route
from pages.parts.page import context, sentences

log = logging.getLogger("jetmsg")


@asynccontextmanager
async def lifespan(app: st.App) -> AsyncIterator[None]:
    """Starts the supervisor of the worker, where the settings are right, before the server takes
    requests, and stops it at the end."""
    supervisor = await anyio.to_thread.run_sync(_started_supervisor)
    try:
        yield
    finally:
        if supervisor is not None:
            with anyio.CancelScope(shield=True):
                await anyio.to_thread.run_sync(supervisor.stop)


def _started_supervisor() -> Supervisor | None:
    """None when the settings are wrong: the dashboard still opens, and every page says why."""
    try:
        settings = context.settings()
        supervisor = Supervisor(settings)
    except SettingsError as error:
        log.error("The worker was not started. %s", error)
        return None
    # The form around a file takes some bytes too, so a file of just the limit needs more room.
    config.set_option("server.maxUploadSize", settings.max_file_mb + 1)
    config.set_option("server.allowedHosts", names_of(settings.hosts))
    supervisor.start()
    return supervisor


def _hosts() -> tuple[str, ...]:
    """None but our own when the settings are wrong, which every page says."""
    try:
        return context.settings().hosts
    except SettingsError:
        return ()


app = st.App(
    Path(__file__).with_name("pages") / "menu.py",
    lifespan=lifespan,
    middleware=[Middleware(Door, hosts=_hosts)],
    routes=[export_route(context.settings), file_route(context.settings)],
    on_script_error=sentences.show_script_error,
)
