"""Whether the packages that posters need are there: they are an extra, which nothing else needs."""

from __future__ import annotations

from jetmsg_core.errors import SettingsError
from jetmsg_core.settings import Settings


def require_fleet(settings: Settings) -> None:
    """Raises SettingsError, with what to do, where posters cannot be used: no address of a Redis is
    set, or the packages are missing."""
    if not settings.fleet_url:
        raise SettingsError(
            "no_fleet",
            "JETMSG_FLEET_URL is not set: it is the address of the Redis through which posters "
            "get their calls. Without it the worker makes all calls itself.",
        )
    if not _are_there():
        raise SettingsError(
            "no_fleet_packages",
            "Posters need packages that are not installed. Install them with "
            "`pip install -r requirements-fleet.txt`.",
        )


def _are_there() -> bool:
    try:
        from jetmsg_core.fleet import broker
    except ImportError:
        return False
    return bool(broker.TASK)
