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
import uvicorn.config
from starlette.middleware import Middleware
from starlette.types import ASGIApp
from streamlit import config
from streamlit.proto.BackMsg_pb2 import BackMsg

from jetmsg_core import acting
from jetmsg_core.errors import SettingsError
from jetmsg_core.logs import starting as logs
from jetmsg_core.private_files import exposed, keep_private
from jetmsg_core.processes import Supervisor
from jetmsg_core.settings import SECRETS_FILE
from jetmsg_core.web import policy
from jetmsg_core.web.door import Door, names_of
from jetmsg_core.web.guard import Guard
from jetmsg_core.web.monitoring import monitoring_routes
from jetmsg_core.web.offered_files import file_route
from jetmsg_core.web.provider_sign_in import ProviderSignIn
from jetmsg_core.web.proxies import Proxies
from jetmsg_core.web.requests import Requests
from jetmsg_core.web.serving import export_route
from jetmsg_core.web.signing_in import SignIn
from pages.parts.page import browser_side, context, sentences, signed_in

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
    keep_private()
    logs.begin("dashboard")
    if warning := exposed(SECRETS_FILE):
        log.warning("%s", warning)
    try:
        settings = context.settings()
        supervisor = Supervisor(settings)
    except SettingsError as error:
        log.error("The worker was not started. %s", error)
        return None
    logs.begin(
        "dashboard",
        level=settings.log_level,
        form=settings.log_format,
        secrets=settings.secrets,
    )
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


def _trusted() -> tuple[str, ...]:
    """None when the settings are wrong."""
    try:
        return context.settings().trusted_proxies
    except SettingsError:
        return ()


def _address() -> str:
    """Where the server listens; empty for every address of this machine."""
    return str(config.get_option("server.address") or "")


def _inline_scripts() -> list[str]:
    """The scripts that stand in a page: Streamlit's own of its first file, and ours."""
    first_file = Path(st.__file__).with_name("static") / "index.html"
    return [*policy.scripts_in(first_file.read_text("utf-8")), *browser_side.inline_scripts()]


def _is_by_itself(message: bytes) -> bool:
    """A timer of a page sends what a click sends, and says so. What is no message of a page is
    nobody's act."""
    asked = BackMsg()
    try:
        asked.ParseFromString(message)
    except Exception:  # of protobuf, which is Streamlit's and not ours
        return True
    return asked.WhichOneof("type") != "rerun_script" or asked.rerun_script.is_auto_rerun


def _not_asked(program: ASGIApp, trusted_hosts: object) -> ASGIApp:
    return program


# Uvicorn would take the word of whoever connects from this machine for where a request came from;
# `Proxies` takes that of JETMSG_TRUSTED_PROXIES alone. There is no setting for it under Streamlit.
uvicorn.config.ProxyHeadersMiddleware = _not_asked  # type: ignore[assignment, attr-defined]
acting.set_source(signed_in.actor)

app = st.App(
    Path(__file__).with_name("pages") / "menu.py",
    lifespan=lifespan,
    middleware=[
        Middleware(Requests),
        Middleware(Proxies, trusted=_trusted),
        Middleware(Door, hosts=_hosts, inline_scripts=_inline_scripts()),
        Middleware(Guard, settings=context.settings, address=_address, is_by_itself=_is_by_itself),
    ],
    routes=[
        export_route(context.settings),
        file_route(context.settings),
        *SignIn(context.settings).routes(),
        *ProviderSignIn(context.settings).routes(),
        *monitoring_routes(context.settings),
    ],
    on_script_error=sentences.show_script_error,
)
