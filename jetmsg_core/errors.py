"""Everything that is refused with a sentence.

    JetmsgError
    ├── InputError       what a person gave us cannot be used: a file, a field, an option
    ├── NotFoundError    there is no such campaign, list or chunk
    ├── StateError       it exists, but not in a state that allows this
    ├── NotAllowed       whoever acts may not do this
    │   └── SignedOutError   nobody is signed in, or no longer
    ├── SettingsError    a setting is missing, unreadable or contradicts another
    └── GatewayError     the gateway refused or could not be reached, outside a campaign

Sending a chunk never raises for what the gateway does: it returns an outcome
(`jetmsg_core.gateway.replies`). These errors are for our own mistakes and settings.
"""

from __future__ import annotations


class JetmsgError(Exception):
    """A refusal. `code` is a stable word for scripts; `str(error)` is what the user reads:
    what is wrong, where, and what to do."""

    def __init__(self, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.code = code


class InputError(JetmsgError):
    """A person gave us what cannot be used."""


class NotFoundError(JetmsgError):
    """There is no such campaign, list or chunk."""


class StateError(JetmsgError):
    """It exists, but its state does not allow this."""


class NotAllowed(JetmsgError):
    """Whoever acts may not do this: the sentence says who may."""


class SignedOutError(NotAllowed):
    """The dashboard asks for a sign-in, and nobody is signed in, or no longer."""


class SettingsError(JetmsgError):
    """A setting is missing, unreadable or contradicts another."""


class GatewayError(JetmsgError):
    """The gateway refused, or could not be reached, outside a campaign."""


def unknown_campaign(campaign_id: int) -> NotFoundError:
    """Makes the error for a campaign that is not there."""
    return NotFoundError("unknown_campaign", f"There is no campaign {campaign_id}.")
