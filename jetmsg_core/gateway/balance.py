"""The balance call."""

from __future__ import annotations

from jetmsg_core.gateway.replies import BalanceVerdict, read_balance
from jetmsg_core.gateway.seam import Request
from jetmsg_core.gateway.transport import call_once
from jetmsg_core.settings import GatewayCall, Settings


def balance_form(settings: Settings) -> Request:
    return Request(settings.url(GatewayCall.BALANCE), {"api_key": settings.key()})


def fetch_balance(settings: Settings) -> BalanceVerdict:
    """Ask for the three pools. One call, never repeated."""
    return read_balance(call_once(settings, balance_form(settings)))
