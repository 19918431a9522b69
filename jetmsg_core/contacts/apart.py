"""An .xls read in a process of its own, which may take so much memory and time and no more.

The format of Excel 97 cannot be looked through as an archive can: one flipped bit may put a cell
into the last corner of a sheet, or make the chain of the file's sectors a ring, and calamine asks
for memory until the system ends the process that did. Here that is not the dashboard.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from jetmsg_core.contacts.findings import Finding
from jetmsg_core.contacts.workbooks import UNREADABLE, Sheet, read_sheet
from jetmsg_core.errors import InputError

PROJECT = Path(__file__).parents[2]
MEMORY = 3_000_000_000
"""Bytes of addresses. The largest sheet Excel 97 could hold, 65,536 rows of 20 texts, takes a
third of it."""
SECONDS = 60

Read = Sheet | Finding | tuple[str, str]
"""What the other process says; the code and the sentence of a refusal."""


def read_sheet_apart(data: bytes, *, sheet: str | None) -> Sheet | Finding:
    """As `read_sheet`. Raises InputError."""
    asked = [] if sheet is None else [sheet]
    try:
        done = subprocess.run(
            [sys.executable, "-m", __name__, *asked],
            input=data,
            capture_output=True,
            cwd=PROJECT,
            timeout=SECONDS,
            check=True,
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        return UNREADABLE
    found: Read = pickle.loads(done.stdout)
    if isinstance(found, tuple):
        raise InputError(*found)
    return found


def main() -> None:
    # Not every system can bound a process; there the time alone does.
    with suppress(ImportError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    found: Read
    try:
        found = read_sheet(sys.stdin.buffer.read(), sheet=sys.argv[1] if sys.argv[1:] else None)
    except InputError as error:
        found = error.code, str(error)
    sys.stdout.buffer.write(pickle.dumps(found))


if __name__ == "__main__":
    main()
