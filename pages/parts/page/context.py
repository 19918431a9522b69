"""The settings the server was started with.

They are read once: a dashboard that followed an edit of secrets.toml at the next click would say
*live* while its worker still sends to the sandbox, or the other way round.
"""

from __future__ import annotations

import streamlit as st

from jetmsg_core import settings as configuration
from jetmsg_core.errors import SettingsError
from jetmsg_core.processes import with_running_sandbox
from jetmsg_core.settings import Settings


@st.cache_resource(show_spinner=False)
def _loaded() -> Settings | SettingsError:
    try:
        return configuration.load()
    except SettingsError as error:
        return error


def settings() -> Settings:
    """The settings are those the server was started with. Raises SettingsError when they are
    wrong."""
    loaded = _loaded()
    if isinstance(loaded, SettingsError):
        raise SettingsError(loaded.code, str(loaded))
    return loaded


def settings_for_calls() -> Settings:
    """These settings have the address of the sandbox that runs, for what calls the gateway
    itself. Raises SettingsError."""
    return with_running_sandbox(settings())
