"""What an identity provider is asked: one call, whose answer is a JSON object, never repeated here.

A secret goes along, so an address that is not safe for one is not asked.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from jetmsg_core.acting.identity_provider import is_safe
from jetmsg_core.errors import GatewayError
from jetmsg_core.gateway.seam import Answer, Method, Request
from jetmsg_core.gateway.transport import call_once
from jetmsg_core.settings import Mode, Settings

LONGEST_SECONDS = 10.0


@dataclass(frozen=True)
class Reply:
    """A status of HTTP, and the object that came with it."""

    status: int
    values: Mapping[str, object]


class NoReply(GatewayError):
    """The provider did not answer, or with what is no answer. The sentence is for the log."""


def fetch(settings: Settings, url: str, *, bearer: str = "") -> Mapping[str, object]:
    """Asks for an object, with `bearer` as who asks. Raises NoReply where none comes with status
    200."""
    headers = {"Accept": "application/json"}
    if bearer:
        headers["Authorization"] = f"Bearer {bearer}"
    reply = _ask(settings, Request(url, {}, Method.GET, headers=headers))
    if reply.status != 200:
        raise _no_reply(url, f"answered with status {reply.status}")
    return reply.values


def submit(
    settings: Settings, url: str, fields: Mapping[str, str], *, authorization: str = ""
) -> Reply:
    """Sends a form, and gives what came back, a refusal too. Raises NoReply."""
    headers = {"Accept": "application/json"}
    if authorization:
        headers["Authorization"] = authorization
    return _ask(settings, Request(url, fields, headers=headers))


def _ask(settings: Settings, request: Request) -> Reply:
    if not is_safe(request.url, in_sandbox=settings.mode is Mode.SANDBOX):
        raise _no_reply(request.url, "does not begin with https://, so nothing was sent there")
    quick = replace(settings, timeout=min(settings.timeout, LONGEST_SECONDS))
    answer = call_once(quick, request, anywhere=True)
    if not isinstance(answer, Answer):
        raise _no_reply(request.url, "gave no answer" if answer.sent else "could not be reached")
    try:
        values = json.loads(answer.body)
    except (ValueError, RecursionError):
        values = None
    if not isinstance(values, dict):
        raise _no_reply(request.url, f"answered with status {answer.status} and no JSON object")
    return Reply(answer.status, values)


def _no_reply(url: str, why: str) -> NoReply:
    parts = urlsplit(url)
    return NoReply("no_reply", f"{parts.hostname or 'An address'}{parts.path} {why}.")
