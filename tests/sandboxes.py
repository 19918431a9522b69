"""A sandbox for as long as something needs one.

with running_sandbox("--journal", journal, "--fault", "hang=1") as sandbox:
    requests.post(sandbox.url + "/api/v1/sendsms.php", ...)
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from jetmsg_core.sandbox.running import Sandbox, start_sandbox


@contextmanager
def running_sandbox(*options: str | Path) -> Iterator[Sandbox]:
    sandbox = start_sandbox(*options)
    try:
        yield sandbox
    finally:
        sandbox.stop()
