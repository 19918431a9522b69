"""How many examples a property is tried with."""

from __future__ import annotations

import os

import hypothesis


def examples(count: int = 100) -> hypothesis.settings:
    """As many where everything is tried (`make test CI=true`), else a third of them. There is no
    deadline: a busy machine is no bug, and the time-out of each test still stands."""
    tried = count if os.environ.get("CI") else -(-count // 3)
    return hypothesis.settings(max_examples=tried, deadline=None)
