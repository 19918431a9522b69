"""`make` alone says what can be made, and makes nothing."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[3]


def test_make_alone_prints_every_target_with_a_line() -> None:
    done = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True)
    printed = dict(re.findall(r"^make (\S+) +(\S.*)$", done.stdout, re.M))
    (targets,) = re.findall(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text("utf-8"), re.M)
    assert {"run", "test", "check", "bench", "lock", "clean"} < printed.keys()
    assert list(printed) == targets.split()
