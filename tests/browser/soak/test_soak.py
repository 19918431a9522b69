"""Clicks, words, files and ways back without a plan, over all pages, beside a campaign that runs.

`make soak` does it for twenty minutes, and prints the seed; `make soak SEED=…` does the same again.
`make test CI=true` does two minutes of one seed.
"""

from __future__ import annotations

import os
import random
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fixtures import NewCampaign, StartGateway
from soak_walker import Walker

from jetmsg_core import templates
from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.settings import Settings
from jetmsg_core.templates import TemplateDraft

SECONDS = float(os.environ.get("SOAK_SECONDS", "120"))
SEED = int(os.environ.get("SOAK_SEED") or random.SystemRandom().randrange(1_000_000))
SAMPLE = Path(__file__).parents[3] / "data" / "sample_contacts.csv"
COUNT = 3_000

pytestmark = [
    *(pytest.mark.browser, pytest.mark.slow, pytest.mark.soak),
    pytest.mark.timeout(SECONDS + 900),
]


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """A contact file, one with nothing in it, a delivery report, and what is no list at all."""
    texts = {
        "empty.csv": "",
        "friends.csv": "name,mobile,city\nAsha,9876543210,Pune\nRavi,98765,Goa\n,,\n",
        "report.csv": "Mobile,Status,Done Time\n919876543210,DELIVRD,2026-11-20 10:00:00\n",
        "notes.txt": "Nothing of this is a number.\n" * 20,
    }
    for name, text in texts.items():
        (tmp_path / name).write_text(text, "utf-8")
    return [SAMPLE, *(tmp_path / name for name in texts)]


def test_a_person_without_a_plan_meets_no_broken_page(
    tmp_path: Path,
    files: list[Path],
    settings: Settings,
    start_gateway: StartGateway,
    start_dashboard: Callable[..., Any],
    open_browser: Callable[..., Any],
    new_campaign: NewCampaign,
) -> None:
    sys.stdout.write(f"\nSeed {SEED}, {SECONDS:.0f} seconds\n")
    start_gateway("--latency-ms", "400")
    templates.add(settings, TemplateDraft(name="Order", body="Dear {#var#}, order {#var#}. JETMSG"))
    control.start(settings, new_campaign(COUNT, "Hello", chunk_size=1))
    url = start_dashboard(JETMSG_SENDERS="1").url
    page = open_browser(width=1280)
    page.goto(url)
    walker = Walker(page, url, random.Random(SEED), files)
    ends = time.monotonic() + SECONDS
    try:
        while time.monotonic() < ends:
            walker.step()
    except AssertionError as error:
        raise AssertionError(f"Seed {SEED}, step {len(walker.steps)}: {error}") from error
    finally:
        sys.stdout.write(f"{len(walker.steps):,} steps: {dict(walker.done)}\n")
    log = (tmp_path / "dashboard.log").read_text("utf-8", "replace")
    assert "Traceback" not in log, f"Seed {SEED}: {log[log.index('Traceback') :][:3000]}"
