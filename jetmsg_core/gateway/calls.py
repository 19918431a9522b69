"""The one shape of a documented call, whichever family it is of: what it says, and how its reply
is read. Pure.

A new call is a member of `settings.GatewayCall` with its documented URL, a class of this shape in
its family's module, which `client` names, and a reader in `replies`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, TypeVar

from jetmsg_core.gateway.replies import Verdict
from jetmsg_core.gateway.seam import Answer, Method, Request, TransportFailure
from jetmsg_core.gateway_addresses import GatewayCall
from jetmsg_core.settings import Settings

V_co = TypeVar("V_co", bound=Verdict, covariant=True)


class FamilyCall(Protocol[V_co]):
    """A call to the gateway: what it asks, and how its reply is read."""

    @property
    def documented(self) -> GatewayCall:
        """It says which of the documented calls this is: the address is that one's."""
        ...

    @property
    def method(self) -> Method:
        """It says how the fields travel."""
        ...

    def fields(self, settings: Settings) -> Mapping[str, object]:
        """Gives the documented fields, keys included. Raises InputError for what does not fit."""
        ...

    def read(self, answer: Answer | TransportFailure) -> V_co:
        """Says what the reply means for those who were asked for."""
        ...


def request_of(settings: Settings, call: FamilyCall[Verdict]) -> Request:
    """Gives the call as it is posted. Raises InputError for what does not fit, and SettingsError
    while there is no gateway."""
    fields = call.fields(settings)
    return Request(settings.url(call.documented), fields, call.method)
