"""Telling a server that is not the gateway: one JSON object, one call, never repeated here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from jetmsg_core.gateway.seam import Answer, Request
from jetmsg_core.gateway.transport import call_once
from jetmsg_core.settings import Settings

LONGEST_SECONDS = 10.0


def notify(settings: Settings, url: str, values: Mapping[str, object]) -> str:
    """Tell a server these values, and return why it may not have heard them; empty when it said
    yes."""
    quick = replace(settings, timeout=min(settings.timeout, LONGEST_SECONDS))
    answer = call_once(quick, Request(url, values, as_json=True), anywhere=True)
    if isinstance(answer, Answer):
        return "" if 200 <= answer.status < 300 else f"It answered {answer.status}."
    return answer.text.replace("gateway", "webhook")
