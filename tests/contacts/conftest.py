"""What tests of contact files stand on, in every room below."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_line_check import Check, checking
from fixtures import RunCommand


@pytest.fixture
def check(cli: RunCommand, tmp_path: Path) -> Check:
    """Checks a file on the command line, as `command_line_check.checking` says."""
    return checking(cli, tmp_path)
