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
from jetmsg_core.settings import GatewayCall, Settings

V_co = TypeVar("V_co", bound=Verdict, covariant=True)


class FamilyCall(Protocol[V_co]):
    """What is asked of the gateway in one call."""

    @property
    def documented(self) -> GatewayCall:
        """Which of the documented calls it is: its address is that one's."""
        ...

    @property
    def method(self) -> Method:
        """How the fields travel."""
        ...

    def fields(self, settings: Settings) -> Mapping[str, object]:
        """The documented fields, keys included. Raises InputError for what does not fit."""
        ...

    def read(self, answer: Answer | TransportFailure) -> V_co:
        """What the reply means for those who were asked for."""
        ...


def request_of(settings: Settings, call: FamilyCall[Verdict]) -> Request:
    """The call as it is posted. Raises InputError for what does not fit, and SettingsError while
    there is no gateway."""
    fields = call.fields(settings)
    return Request(settings.url(call.documented), fields, call.method)
