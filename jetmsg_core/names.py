"""What a campaign, a list or a template may be called, and how it is searched for. Pure."""

from __future__ import annotations

import unicodedata

from jetmsg_core.errors import InputError
from jetmsg_core.primitives.numbers import with_commas

LONGEST_NAME = 120
"""Characters. A longer one fits on no screen and in no row of a table."""


def check_name(name: str, kind: str) -> str:
    """Gives the name without the blanks around it. Raises InputError, in words about the `kind`,
    for an empty one and for one that is too long."""
    name = name.strip()
    if not name:
        raise InputError("no_name", f"Give the {kind} a name, so that you find it again.")
    if len(name) > LONGEST_NAME:
        raise InputError(
            "name_too_long",
            f"The name of the {kind} has {with_commas(len(name))} characters, and at most "
            f"{LONGEST_NAME} are allowed. Shorten it.",
        )
    return name


def cut_name(name: str) -> str:
    """Cuts a name that nobody typed, such as that of a file or of a copy, to the length one may
    have."""
    return name[:LONGEST_NAME].strip()


def search_words(text: str) -> list[str]:
    """Gives the words of a search, in the spelling that `search_key` has."""
    return search_key(text).split()


def search_key(*texts: str) -> str:
    """Gives what is searched of these texts: in one case and one spelling of accents, a line
    each."""
    return unicodedata.normalize("NFC", "\n".join(texts)).casefold()
