"""The settings as they are now: the environment, over secrets.toml, over what a person changed.

loading     the settings with what is kept in the database
words       what a marketer may change, in words
changing    a person changes one of `settings.OWNED`, and the history of it

Keys, addresses and limits are set where the program is started, by whoever runs it. What a marketer
decides is changed on the Settings page and by `settings set`, and holds at once for the pages, the
command line and the worker. A campaign keeps what it was made with.
"""

from __future__ import annotations

from jetmsg_core.configuration.loading import current, load

PRECEDENCE = (
    "The environment wins, then .streamlit/secrets.toml, then what is changed here or on the "
    "Settings page. A change holds at once; a campaign keeps what it was made with."
)

__all__ = ["PRECEDENCE", "current", "load"]
