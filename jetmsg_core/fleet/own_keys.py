"""The gateway's keys that a process has of its own. They travel nowhere. Pure."""

from __future__ import annotations

from jetmsg_core.settings import Settings


def keys_of(settings: Settings) -> dict[str, str]:
    """Gives the keys of these settings by the documented fields that hold them."""
    appkey, authkey = settings.whatsapp_keys()
    return {"AuthKey": settings.key(), "appkey": appkey, "authkey": authkey}
