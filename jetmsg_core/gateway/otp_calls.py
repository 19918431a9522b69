"""A call to an OTP interface that was checked and can be made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from jetmsg_core.gateway.replies import OtpVerdict
from jetmsg_core.gateway.seam import Answer, Request, TransportFailure
from jetmsg_core.gateway.transport import call_once
from jetmsg_core.settings import Settings


@dataclass(frozen=True)
class OtpCall:
    """Checked apart from being made, so that its intent can be written down in between."""

    form: Request
    read: Callable[[Answer | TransportFailure], OtpVerdict] = field(repr=False)  # knows the code

    def make(self, settings: Settings) -> OtpVerdict:
        """Now, once."""
        return self.read(call_once(settings, self.form))
