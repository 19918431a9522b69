"""Which kind of posters the settings ask for."""

from __future__ import annotations

import os

from jetmsg_core.gateway.posters.child_process import Posting
from jetmsg_core.gateway.posters.processes import ProcessPosters
from jetmsg_core.gateway.posters.threads import ThreadPosters
from jetmsg_core.gateway.seam import Posters
from jetmsg_core.gateway.transport import reach_of, transport_of
from jetmsg_core.settings import Settings

MOST_IN_WORKER = 16
"""Calls at once for which threads of the worker are as quick as processes, and cost less."""


def posters_of(settings: Settings) -> Posters:
    """Starts those who post, as many as the settings say: threads of this process where they are
    few, or the system has no processes that inherit a socket; else processes, one for each core if
    nothing else was set."""
    processes = settings.sender_processes
    are_few = processes is None and settings.senders <= MOST_IN_WORKER
    if are_few or os.name != "posix":
        return ThreadPosters(settings.senders, lambda: transport_of(settings))
    posting = Posting(settings.senders, settings.timeout, settings.secrets, reach_of(settings))
    return ProcessPosters(processes or os.cpu_count() or 1, posting)
