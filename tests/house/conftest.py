"""The sources of the program, read once."""

from __future__ import annotations

from pathlib import Path

import pytest
from source_tree import Module, SourceTree, read_tree

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def tree() -> SourceTree:
    return read_tree(ROOT)


@pytest.fixture(scope="session")
def tests_tree() -> SourceTree:
    """Gives the files of the tests, which are no part of the program."""
    paths = [path.relative_to(ROOT) for path in sorted((ROOT / "tests").rglob("*.py"))]
    return SourceTree({str(path): Module(path, (ROOT / path).read_text("utf-8")) for path in paths})
