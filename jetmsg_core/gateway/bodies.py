"""What of a call leaves: its fields as bytes, in a stream that is the witness whether any did.

Before the first of it two things happen, in this order: whether it is too late is asked, and that
it begins is noted. So a call that was never noted has not left, and one that is late is not noted.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from urllib.parse import urlencode

from jetmsg_core.gateway.seam import Request

TOO_LATE = "The call waited too long before it could leave, so it was not made."


class TooLate(OSError):
    """The moment by which the call had to begin has passed, and nothing of it has left."""


class Body:
    """The form as a stream that remembers in `left` whether anyone began to read it, and tells
    `begins` before. Nobody can begin after the form's `begin_by`."""

    def __init__(self, form: Request, begins: Callable[[], object]) -> None:
        self._content = _encoded(form)
        self._begin_by = form.begin_by
        self._begins = begins
        self.left = False
        self.was_late = False

    def __len__(self) -> int:
        return len(self._content)

    def __iter__(self) -> Body:
        return self

    def begin(self) -> None:
        """Notes that the call leaves. Raises TooLate when it may not any more."""
        if self.left:
            return
        self.check()
        self._begins()
        self.left = True

    def check(self) -> None:
        """Raises TooLate when the call may not leave any more."""
        self.was_late = self._begin_by is not None and time.monotonic() > self._begin_by
        if self.was_late:
            raise TooLate

    def read(self, size: int = -1) -> bytes:
        """Gives the next `size` bytes, all that are left for a negative size. Raises TooLate for
        the first of them when the call may not leave any more."""
        self.begin()
        size = len(self._content) if size < 0 else size
        piece, self._content = self._content[:size], self._content[size:]
        return piece

    def query(self) -> str:
        """Gives it as the query of an address, with which a GET leaves."""
        return self._content.decode()


def _encoded(form: Request) -> bytes:
    if form.as_json:
        return json.dumps(form.fields, ensure_ascii=False).encode()
    return urlencode(form.fields, safe=",").encode()
