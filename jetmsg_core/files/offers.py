"""Files that a page offers: each is made when it is fetched, by a token that nobody can guess.

An offer lasts as long as somebody holds it, as the browser session does that shows it. It is kept
in the memory of the dashboard, with what makes the file and never the file.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from weakref import WeakValueDictionary

from jetmsg_core.files.file_format import FileFormat


@dataclass(frozen=True, eq=False)
class Offer:
    """A file that can be fetched: the name to save it under, with its ending, and what makes its
    bytes, in a thread of its own."""

    token: str
    name: str
    form: FileFormat
    make: Callable[[], bytes]


_OFFERS: WeakValueDictionary[str, Offer] = WeakValueDictionary()


def offer_file(make: Callable[[], bytes], *, name: str, form: FileFormat) -> Offer:
    """Offers a file, for as long as somebody holds what this returns."""
    offered = Offer(secrets.token_urlsafe(24), name, form, make)
    _OFFERS[offered.token] = offered
    return offered


def offer_of(token: str) -> Offer | None:
    """Gives the offer of a token; None where nobody holds one."""
    return _OFFERS.get(token)
