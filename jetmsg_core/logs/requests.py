"""Which request a line of the log belongs to.

It holds for what is done while a request is answered, also in the threads that do it.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from jetmsg_core.primitives.masking import mask, mask_numbers

_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
_current: ContextVar[str] = ContextVar("request_id", default="")


def request_id(given: str) -> str:
    """Gives the name of a request: the one it came with where that is 8 to 64 plain letters,
    digits, dots, hyphens and underscores, so that no line of the log can be made up, and neither
    the number of a person nor a key; else a new one."""
    is_plain = _ID.fullmatch(given) and mask_numbers(mask(given)) == given
    return given if is_plain else secrets.token_hex(8)


def current_request() -> str:
    """Gives the name of the request that is answered; empty where none is."""
    return _current.get()


@contextmanager
def answering(name: str) -> Iterator[None]:
    """Lets every line inside belong to this request."""
    token = _current.set(name)
    try:
        yield
    finally:
        _current.reset(token)
