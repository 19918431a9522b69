"""The sources of the program, read once."""

from __future__ import annotations

from pathlib import Path

import pytest
from source_tree import SourceTree, read_tree

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def tree() -> SourceTree:
    return read_tree(ROOT)
