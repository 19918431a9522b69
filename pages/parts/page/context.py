"""The settings the server was started with, and what people change on the Settings page.

The environment and secrets.toml are read once: a dashboard that followed an edit of secrets.toml at
the next click would say *live* while its worker still sends to the sandbox, or the other way round.
What a person changed is taken up whenever a page is drawn as a whole, in every session.
"""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st

from jetmsg_core import configuration
from jetmsg_core import settings as configured
from jetmsg_core.errors import SettingsError
from jetmsg_core.processes import with_running_sandbox
from jetmsg_core.settings import Settings


@dataclass
class _Server:
    """What the server was started with, and the settings as they were read last."""

    started_with: Settings
    now: Settings


@st.cache_resource(show_spinner=False)
def _loaded() -> _Server | SettingsError:
    try:
        settings = configured.load()
    except SettingsError as error:
        return error
    return _Server(settings, settings)


def _server() -> _Server:
    loaded = _loaded()
    if isinstance(loaded, SettingsError):
        raise SettingsError(loaded.code, str(loaded))
    return loaded


def settings() -> Settings:
    """The settings are those of the last time a page was drawn as a whole. Raises SettingsError
    when what the server was started with is wrong."""
    return _server().now


def refresh() -> Settings:
    """What people changed is taken up; whatever was worked out by the settings before is worked out
    anew. Raises SettingsError, DatabaseUnusable."""
    server = _server()
    now = configuration.current(server.started_with)
    if now != server.now:
        server.now = now
        st.cache_data.clear()
    return now


def settings_for_calls() -> Settings:
    """These settings have the address of the sandbox that runs, for what calls the gateway
    itself. Raises SettingsError."""
    return with_running_sandbox(settings())
