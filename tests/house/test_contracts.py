"""The contracts in pyproject.toml, which `lint-imports` checks: layers, independence and cycles.
Each is broken on purpose in a copy of the program."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CONTRACTS = {
    contract["id"]: contract["name"]
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"][
        "importlinter"
    ]["contracts"]
}


def broken_contracts(root: Path) -> dict[str, str]:
    """What `lint-imports` says of each contract that does not hold, by the contract's id."""
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--no-logo"],
        cwd=root,
        env={**os.environ, "COLUMNS": "1000", "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Contracts:" in done.stdout, done.stdout + done.stderr
    _, _, details = done.stdout.partition("Broken contracts")
    starts = {details.find(f"\n{name}\n"): contract for contract, name in CONTRACTS.items()}
    ordered = [*sorted(start for start in starts if start >= 0), len(details)]
    return {starts[begin]: details[begin:end] for begin, end in pairwise(ordered)}


def test_the_contracts_hold() -> None:
    broken = broken_contracts(ROOT)
    assert not broken, "\n".join(broken.values())


PLANTED = [
    pytest.param(contract, path, line, expected, id=f"{contract}: {path} {expected}")
    for contract, path, line, expected in (
        (
            "core-layers",
            "contacts/findings/reasons.py",
            "import jetmsg_core.optouts",
            "jetmsg_core.contacts.findings.reasons -> jetmsg_core.optouts",
        ),
        (
            "core-layers",
            "store/bulk.py",
            "import jetmsg_core.gateway.seam",
            "jetmsg_core.store.bulk -> jetmsg_core.gateway.seam",
        ),
        ("core-layers", "newcomer.py", "", "newcomer"),
        (
            "core-layers",
            "sandbox/calls/sms.py",
            "import jetmsg_core.primitives.times",
            "jetmsg_core.sandbox.calls.sms -> jetmsg_core.primitives.times",
        ),
        (
            "core-layers",
            "spreadsheets/turns.py",
            "import jetmsg_core.settings",
            "jetmsg_core.spreadsheets.turns -> jetmsg_core.settings",
        ),
        (
            "campaign-layers",
            "campaigns/plan/chunking.py",
            "import jetmsg_core.campaigns.lifecycle.holds",
            "jetmsg_core.campaigns.plan.chunking -> jetmsg_core.campaigns.lifecycle.holds",
        ),
        ("campaign-layers", "campaigns/newcomer/__init__.py", "", "newcomer"),
        (
            "store-layers",
            "store/ledger/chunks.py",
            "import jetmsg_core.store.readings.lookups",
            "jetmsg_core.store.ledger.chunks -> jetmsg_core.store.readings.lookups",
        ),
        (
            "contact-layers",
            "contacts/reading/tables.py",
            "import jetmsg_core.contacts.columns.headers",
            "jetmsg_core.contacts.reading.tables -> jetmsg_core.contacts.columns.headers",
        ),
        (
            "part-layers",
            "../pages/parts/compose/steps.py",
            "import pages.parts.list.head",
            "pages.parts.compose.steps -> pages.parts.list.head",
        ),
        (
            "part-layers",
            "../pages/parts/styles/formatting.py",
            "import pages.parts.shared.paging",
            "pages.parts.styles.formatting -> pages.parts.shared.paging",
        ),
        ("part-layers", "../pages/parts/newcomer/__init__.py", "", "newcomer"),
        (
            "no-cycles",
            "messages/text.py",
            "import jetmsg_core.messages.dlt.rules",
            "jetmsg_core.messages",
        ),
        (
            "no-cycles",
            "reports/reading/words.py",
            "import jetmsg_core.reports.reading.rows",
            "jetmsg_core.reports",
        ),
        (
            "pages-and-services",
            "../pages/parts/compose/steps.py",
            "from jetmsg_core.store.database import open_database",
            "pages.parts.compose.steps -> jetmsg_core.store.database",
        ),
        (
            "pages-and-services",
            "../pages/overview.py",
            "import sqlite3",
            "pages.overview -> sqlite3",
        ),
        *(
            (
                "pages-and-services",
                "../pages/parts/compose/steps.py",
                f"import {program}",
                f"pages.parts.compose.steps -> {program}",
            )
            for program in (
                "jetmsg_core.worker",
                "jetmsg_core.cli.parser",
                "jetmsg_core.sandbox.options",
            )
        ),
        (
            "core-without-screen",
            "primitives/masking.py",
            "import streamlit",
            "jetmsg_core.primitives.masking -> streamlit",
        ),
        (
            "core-without-screen",
            "primitives/times.py",
            "import pages.parts.styles.report_times",
            "jetmsg_core.primitives.times -> pages.parts.styles.report_times",
        ),
        (
            "one-transport",
            "gateway/webhook.py",
            "import requests",
            "jetmsg_core.gateway.webhook -> requests",
        ),
        *(
            (
                contract,
                "checking.py",
                f"import {package}",
                f"jetmsg_core.checking -> {package.partition('.')[0]}",
            )
            for contract, package in (
                ("one-way-out", "urllib3"),
                ("one-way-out", "http.client"),
                ("no-second-client", "httpx"),
                ("no-second-client", "aiohttp"),
            )
        ),
        (
            "sandbox-by-its-starters",
            "probing.py",
            "import jetmsg_core.sandbox.options",
            "jetmsg_core.probing -> jetmsg_core.sandbox.options",
        ),
        ("above-everything", "checking.py", "import app", "jetmsg_core.checking -> app"),
        (
            "above-everything",
            "../scripts/write_schema.py",
            "from tests import fixtures",
            "scripts.write_schema -> tests",
        ),
        (
            "one-sqlite",
            "checking.py",
            "import sqlite3",
            "jetmsg_core.checking -> sqlite3",
        ),
        (
            "one-database",
            "campaigns/draft/drafts.py",
            "import sqlite_utils",
            "jetmsg_core.campaigns.draft.drafts -> sqlite_utils",
        ),
        (
            "one-workbook-opener",
            "contacts/reading/workbooks.py",
            "import python_calamine",
            "jetmsg_core.contacts.reading.workbooks -> python_calamine",
        ),
        (
            "one-workbook-maker",
            "files/workbooks/writing.py",
            "import xlsxwriter",
            "jetmsg_core.files.workbooks.writing -> xlsxwriter",
        ),
        (
            "one-terminal",
            "cli/messages.py",
            "import rich",
            "jetmsg_core.cli.messages -> rich",
        ),
        (
            "one-way-to-write-numbers",
            "cli/messages.py",
            "import babel.numbers",
            "jetmsg_core.cli.messages -> babel",
        ),
        (
            "one-way-to-encrypt",
            "private_files.py",
            "import cryptography",
            "jetmsg_core.private_files -> cryptography",
        ),
        (
            "one-broker",
            "worker.py",
            "import celery",
            "jetmsg_core.worker -> celery",
        ),
        (
            "one-redis",
            "worker.py",
            "import redis",
            "jetmsg_core.worker -> redis",
        ),
        (
            "posters-without-a-database",
            "fleet/roll.py",
            "from jetmsg_core.store import processes",
            "jetmsg_core.fleet.roll -> jetmsg_core.store.processes",
        ),
        (
            "one-way-to-tell-metrics",
            "processes.py",
            "import prometheus_client",
            "jetmsg_core.processes -> prometheus_client",
        ),
        (
            "one-way-to-keep-passwords",
            "accounts/sessions.py",
            "import argon2",
            "jetmsg_core.accounts.sessions -> argon2",
        ),
        (
            "one-reader-of-tokens",
            "accounts/provider/flow.py",
            "import joserfc",
            "jetmsg_core.accounts.provider.flow -> joserfc",
        ),
        (
            "workbooks-in-the-child",
            "spreadsheets/workbook_process.py",
            "import jetmsg_core.spreadsheets.reader.sheets",
            "jetmsg_core.spreadsheets.workbook_process -> jetmsg_core.spreadsheets.reader.sheets",
        ),
        (
            "child-by-nobody",
            "spreadsheets/reader_process.py",
            "import jetmsg_core.spreadsheets.reader.child",
            "jetmsg_core.spreadsheets.reader_process -> jetmsg_core.spreadsheets.reader.child",
        ),
    )
]


@pytest.fixture(scope="session")
def broken(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What is said of a copy of the program in which everything above is planted."""
    copy = tmp_path_factory.mktemp("house")
    for source in ("jetmsg_core", "pages", "scripts"):
        shutil.copytree(ROOT / source, copy / source, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", copy)
    for violation in PLANTED:
        _, path, line, expected = violation.values
        file = (copy / "jetmsg_core" / str(path)).resolve()
        assert file.exists() or expected == "newcomer", f"there is no {path} to plant in any more"
        file.parent.mkdir(exist_ok=True)
        with file.open("a", encoding="utf-8") as opened:
            opened.write(f"\n{line}\n")
    return broken_contracts(copy)


@pytest.mark.parametrize(("contract", "path", "line", "expected"), PLANTED)
def test_a_broken_contract_is_said(
    contract: str, path: str, line: str, expected: str, broken: dict[str, str]
) -> None:
    assert expected in broken[contract]


def test_every_contract_is_broken_on_purpose() -> None:
    assert {violation.values[0] for violation in PLANTED} == CONTRACTS.keys()
