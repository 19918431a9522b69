"""Which kind of posters the settings ask for."""

from __future__ import annotations

from jetmsg_core.gateway.posters.threads import ThreadPosters
from jetmsg_core.gateway.seam import Posters
from jetmsg_core.gateway.transport import transport_of
from jetmsg_core.settings import Settings


def posters_of(settings: Settings) -> Posters:
    """Starts those who post, as many as the settings say."""
    return ThreadPosters(settings.senders, lambda: transport_of(settings))
