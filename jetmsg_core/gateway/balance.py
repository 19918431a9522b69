"""The balance call."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from jetmsg_core.gateway.replies import BalanceVerdict, read_balance
from jetmsg_core.gateway.seam import Answer, Method, TransportFailure
from jetmsg_core.gateway_addresses import GatewayCall
from jetmsg_core.settings import Settings


@dataclass(frozen=True)
class BalanceCall:
    """The credits of an account, in its three pools."""

    documented: ClassVar[GatewayCall] = GatewayCall.BALANCE
    method: ClassVar[Method] = Method.POST

    def fields(self, settings: Settings) -> Mapping[str, object]:
        """Gives the key alone, under the name this call has for it."""
        return {"api_key": settings.key()}

    def read(self, answer: Answer | TransportFailure) -> BalanceVerdict:
        """Gives the credits in each pool, where the reply holds them."""
        return read_balance(answer)
