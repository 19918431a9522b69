"""What is said to whoever does not get in through the provider; why is in the log. Pure."""

from __future__ import annotations

from jetmsg_core.errors import NotAllowed

AWAY = "{name} does not answer. Try again in a minute, or ask the admin of your team."
DENIED = "{name} did not let you in. Try again, or ask the admin of your team."
FAILED = "{name} answered with an error. Ask the admin of your team."
STALE = "This sign-in began too long ago, or in another tab. Try again."
NOT_TRUSTED = (
    "The answer of {name} could not be trusted, so nobody was signed in. Try again, or ask the "
    "admin of your team."
)
NO_ADDRESS = "{name} gave no e-mail address that can be used. Ask the admin of your team."
NOT_VERIFIED = "{name} has not verified your e-mail address. Verify it there, then try again."
NOT_LET_IN = "{email} may not sign in here. Ask the admin of your team."
HAS_PASSWORD = "{email} signs in with a password here. Use it, or ask the admin of your team."
SOMEBODY_ELSE = (
    "{email} was somebody else when they signed in last. Ask the admin of your team to remove and "
    "add this user."
)


class Refused(NotAllowed):
    """Somebody is not let in."""


def refused(sentence: str, **words: str) -> Refused:
    """Makes the error out of one of the sentences above."""
    return Refused("not_let_in", sentence.format(**words))
