"""The rules of who may import whom and what stands where; and of each, that breaking it is seen.

Layers, independence and cycles are the contracts in pyproject.toml, which `lint-imports` checks.
What no contract can say is in `source_rules` and `purity_rules`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import purity_rules
import pytest
import source_rules as rules
from source_tree import SOURCES, Module, SourceTree, read_tree

ROOT = Path(__file__).parents[2]
CONTRACTS = {
    contract["id"]: contract["name"]
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"][
        "importlinter"
    ]["contracts"]
}
PURE = '"""Made up. Pure."""\n\n'
UNSAFE = "import streamlit as st\n\nst.markdown('<b>', unsafe_allow_html=True)\n"

Rule = Callable[[SourceTree], list[str]]
RULES: tuple[Rule, ...] = (
    purity_rules.impurities,
    rules.statements_outside_the_store,
    rules.reaches_past_services,
    rules.imported_pages,
    rules.pages_in_no_menu,
    rules.strangers,
    rules.other_ways_out,
    rules.code_carriers,
    rules.cycles,
    rules.too_long,
    rules.full_folders,
    rules.unsafe_html,
)


@pytest.fixture(scope="session")
def tree() -> SourceTree:
    return read_tree(ROOT)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_house_keeps_its_rules(rule: Rule, tree: SourceTree) -> None:
    broken = rule(tree)
    assert not broken, "\n".join(broken)


def test_no_folder_of_tests_is_full() -> None:
    files = [path.relative_to(ROOT) for path in (ROOT / "tests").rglob("*.py")]
    full = rules.full_folders(SourceTree({str(path): Module(path, "") for path in files}))
    assert not full, "\n".join(full)


def test_there_is_much_that_says_pure(tree: SourceTree) -> None:
    pure = {module.name for module in purity_rules.pure_modules(tree)}
    assert {
        "jetmsg_core.campaigns.plan.chunking",
        "jetmsg_core.contacts.audience",
        "jetmsg_core.gateway.replies.sms",
        "jetmsg_core.messages.template",
    } <= pure


def planted(source: str, path: str = "jetmsg_core/messages/planted.py") -> dict[str, str]:
    return {path: source}


@pytest.mark.parametrize(
    ("rule", "files", "expected"),
    [
        pytest.param(
            purity_rules.impurities,
            planted(PURE + f"{line}\n"),
            expected,
            id=f"pure but {line}",
        )
        for line, expected in (
            ("from jetmsg_core.store import bulk", "jetmsg_core.store.bulk"),
            ("from jetmsg_core.store.database import open_database", "open_database"),
            ("import jetmsg_core.store.errors", "jetmsg_core.store.errors"),
            ("import subprocess", "subprocess"),
            ("import urllib.request", "urllib.request"),
            ("from urllib import request", "urllib.request"),
            ("from pathlib import Path", "pathlib.Path"),
            ("import pathlib", "pathlib"),
            ("import random", "random"),
            ("from os import environ", "os.environ"),
            ("import time", "time"),
            ("from jetmsg_core.gateway.transport import call_once", "call_once → requests"),
            ("from jetmsg_core.uploads import keep", "jetmsg_core.uploads.keep"),
            ("def late():\n    import socket", "socket"),
            ("words = open('secrets.toml').read()", "uses open"),
            ("import importlib", "importlib"),
            ("from importlib import import_module", "importlib.import_module"),
            ("import builtins", "builtins"),
            ("import ctypes", "ctypes"),
            ("import io\nwords = io.open('secrets.toml')", "uses io.open"),
            ("from io import FileIO as F", "io.FileIO"),
            ("import datetime as d\nnow = d.datetime.now(d.UTC)", "datetime.datetime.now"),
            ("from datetime import datetime\nnow = datetime.utcnow()", "datetime.utcnow"),
            ("from datetime import date\nread = date.today", "datetime.date.today"),
            ("from jetmsg_core.primitives.times import utc_now", "utc_now"),
            (
                "from jetmsg_core.primitives import times\ndef a(now=times.utc_now): ...",
                "uses jetmsg_core.primitives.times.utc_now",
            ),
            ("import numpy as np\na = np.random.default_rng()", "numpy.random.default_rng"),
            ("from numpy.random import default_rng", "numpy.random.default_rng"),
            ("import numpy as np\na = np.fromfile('a')", "uses numpy.fromfile"),
            ("import numpy as np\na = np.load('a')", "uses numpy.load"),
            ("import numpy as np\nnp.save('a', 1)", "uses numpy.save"),
            ("import pyarrow as pa\na = pa.memory_map('a')", "uses pyarrow.memory_map"),
            ("import pyarrow.csv\na = pyarrow.csv.read_csv('a')", "read_csv of no buffer"),
            ("from pyarrow import csv\na = csv.open_csv(a)", "open_csv of no buffer"),
            ("import pandas as pd\na = pd.read_csv('a')", "uses pandas.read_csv"),
            ("import smtplib", "smtplib"),
        )
    ]
    + [
        pytest.param(
            purity_rules.impurities,
            planted(f"{PURE}def go(given):\n    {line}\n"),
            f"says Pure and uses {method}()",
            id=f"pure but {line}",
        )
        for line, method in (
            ("given.unlink()", ".unlink"),
            ("return given.read_text()", ".read_text"),
            ("given.path.write_text('a')", ".write_text"),
            ("(given / 'a.csv').write_bytes(b'a')", ".write_bytes"),
            ("(given / 'a.csv').open()", ".open"),
            ("given.mkdir(parents=True)", ".mkdir"),
            ("given.rename(given / 'a.csv')", ".rename"),
            ("given.replace(given.other)", ".replace"),
            ("given.replace(target='a.csv')", ".replace"),
            ("return list(given.folder.glob('*.csv'))", ".glob"),
            ("return given.source_file.open()", ".open"),
            ("given.open('a')", ".open"),
            ("given.open(mode='wb')", ".open"),
            ("given.execute('a')", ".execute"),
            ("given.connection.commit()", ".commit"),
            ("return map(given.unlink, 'a')", ".unlink"),
            ("getattr(given, 'unlink')()", ".unlink"),
            ("given.to_parquet('a')", ".to_parquet"),
            ("given.stream.write('a')", ".write"),
        )
    ]
    + [
        pytest.param(
            purity_rules.impurities,
            {
                "jetmsg_core/messages/planted.py": PURE + "from jetmsg_core.between import go\n",
                "jetmsg_core/between.py": "def go(path):\n    path.unlink()\n",
            },
            "jetmsg_core.between.go → .unlink()",
            id="pure but another module takes a file away",
        ),
        pytest.param(
            purity_rules.impurities,
            {
                "jetmsg_core/messages/planted.py": PURE + "from jetmsg_core.between import go\n",
                "jetmsg_core/between.py": "import subprocess\n",
            },
            "jetmsg_core.between.go → subprocess",
            id="pure but through another module",
        ),
        pytest.param(
            purity_rules.impurities,
            {
                "jetmsg_core/messages/planted.py": PURE + "from jetmsg_core.between import go\n",
                "jetmsg_core/between.py": "def go():\n    return open('secrets.toml')\n",
            },
            "jetmsg_core.between.go → open",
            id="pure but another module opens a file",
        ),
        *(
            pytest.param(
                purity_rules.impurities,
                {
                    "jetmsg_core/messages/planted.py": PURE + "from jetmsg_core.between import A\n",
                    "jetmsg_core/between.py": "import dataclasses, subprocess\n"
                    f"@dataclasses.dataclass\nclass A:\n    path: str\n    def go(self): {line}\n",
                },
                "messages.planted says Pure and imports jetmsg_core.between.A",
                id=f"pure but a dataclass does {line}",
            )
            for line in ("self.path.unlink()", "subprocess.run(self.path)", "return open('a')")
        ),
        pytest.param(
            purity_rules.impurities,
            {"jetmsg_core/uploads/planted.py": PURE + "import shutil\n"},
            "jetmsg_core.uploads.planted says Pure",
            id="pure where nothing else is",
        ),
        pytest.param(
            purity_rules.impurities,
            {"jetmsg_core/messages/dlt/planted.py": "import tempfile\n"},
            "tempfile",
            id="silent in a package that says pure",
        ),
        pytest.param(
            rules.statements_outside_the_store,
            planted("SQL = 'SELECT number FROM recipients'\n"),
            "SELECT number",
            id="SQL in capitals",
        ),
        pytest.param(
            rules.statements_outside_the_store,
            planted("def go(a):\n    return f'select {a} ' + 'from recipients where seq = 1'\n"),
            "select ?",
            id="SQL put together",
        ),
        pytest.param(
            rules.statements_outside_the_store,
            planted("SQL = 'Insert Or Ignore Into results values (1)'\n", "pages/planted.py"),
            "pages.planted",
            id="SQL on a page",
        ),
        pytest.param(
            rules.statements_outside_the_store,
            planted("SQL = 'update chunks set state = 1'\n", "app.py"),
            "update chunks",
            id="SQL in app.py",
        ),
        pytest.param(
            rules.statements_outside_the_store,
            planted("def go(db, words):\n    db.conn.execute(words)\n"),
            "execute()",
            id="SQL that comes from elsewhere",
        ),
        pytest.param(
            rules.statements_outside_the_store,
            {
                "jetmsg_core/messages/planted.py": "from jetmsg_core.between import START\n"
                "from jetmsg_core import between\n"
                "def go():\n    return f'{START} {between.END}'\n",
                "jetmsg_core/between.py": "START, END = 'select number', 'from recipients'\n",
            },
            "messages.planted holds SQL: 'select number from recipients'",
            id="SQL in pieces of another module",
        ),
        *(
            pytest.param(
                rules.statements_outside_the_store,
                planted(source),
                "holds SQL",
                id=f"SQL over several names: {source}",
            )
            for source in (
                "START = 'select number'\ndef go(a):\n    return f'{START} from {a}'\n",
                "START = 'delete'\nEND = ' from recipients '\ndef go():\n    return START + END\n",
                "def go():\n    a = 'select b'\n    a += ' from c'\n    return a\n",
                "def go():\n    a = ['select b']\n    a.append('from c')\n    return ' '.join(a)\n",
                "def go():\n    a = ('select b', 'from c')\n    return ' '.join(a)\n",
                "A = {1: 'select b ', 2: 'from c'}\nB = A[1] + A[2]\n",
                "def go(a):\n    return 'select %s' % end(a)\ndef end(a): return f'b from {a}'\n",
                "def go():\n    a = 'select b'\n    return '{} {}'.format(a, 'from c')\n",
                "class A:\n    a = 'select b '\n    def go(self): return self.a + 'from c'\n",
                "A = b'select b '\nB = A + b'from c'\n",
                "def go(a):\n    return a + ' from recipients where seq = 1'\n",
                "def go(a, b):\n    return f'where {a} = {b}'\n",
                "def go(a):\n    return f'{a} order by seq'\n",
            )
        ),
        *(
            pytest.param(
                rules.statements_outside_the_store,
                planted(f"def go(a, b, db):\n    {line}\n"),
                expected,
                id=f"SQL: {line}",
            )
            for line, expected in (
                ("return f'update {a} set name = 1'", "update ? set"),
                ("return 'update \"chunks\" set name = 1'", 'update "chunks" set'),
                ("return ' '.join(['select', a, 'from chunks'])", "select ? from"),
                ("return 'select ' + ', '.join((a, b)) + ' from chunks'", "select ?, ? from"),
                ("return 'vacuum into ?'", "vacuum into"),
                ("return 'VACUUM'", "VACUUM"),
                ("return 'attach database ? as other'", "attach database"),
                ("return f\"attach '{a}' as other\"", "attach '"),
                ("return 'with a(n) as (select 1) values (2)'", "with a(n)"),
                ("return list(db.query(a))", "query()"),
                ("return db['chunks'].rows_where(a)", "rows_where()"),
                ("return db['chunks'].upsert({})", "upsert()"),
                ("return map(db.conn.execute, a)", "execute()"),
                ("return getattr(db, 'executescript')(a)", "executescript()"),
            )
        ),
        pytest.param(
            rules.reaches_past_services,
            planted("from jetmsg_core.store.database import open_database\n", "app.py"),
            "jetmsg_core.store.database.open_database",
            id="app.py with the store",
        ),
        pytest.param(
            rules.reaches_past_services,
            planted("import sqlite3\n", "app.py"),
            "sqlite3",
            id="app.py with sqlite3",
        ),
        *(
            pytest.param(
                rules.reaches_past_services,
                planted(f"import {name}\n", "app.py"),
                name,
                id=f"app.py with {name}",
            )
            for name in ("http.client", "jetmsg_core.worker", "tests.fixtures")
        ),
        pytest.param(
            rules.imported_pages,
            planted("from pages import compose\n", "pages/parts/draft/planted.py"),
            "pages.compose",
            id="a part with a page",
        ),
        pytest.param(
            rules.imported_pages,
            planted("from pages.contacts import SOURCES\n", "pages/planted.py"),
            "pages.contacts",
            id="a page with a page",
        ),
        *(
            pytest.param(
                rules.other_ways_out, planted(f"{line}\n", path), expected, id=f"{line}: {path}"
            )
            for line, path, expected in (
                ("import urllib.request", "jetmsg_core/lists/planted.py", "urllib.request"),
                ("from urllib import request", "jetmsg_core/otp/planted.py", "urllib.request"),
                (
                    "from urllib.request import urlopen",
                    "pages/planted.py",
                    "urllib.request.urlopen",
                ),
                ("import urllib", "jetmsg_core/gateway/planted.py", "urllib"),
                ("import smtplib", "jetmsg_core/reports/planted.py", "smtplib"),
                ("import socket", "jetmsg_core/store/planted.py", "socket"),
                ("def go():\n    import ftplib", "scripts/planted.py", "ftplib"),
            )
        ),
        pytest.param(
            rules.code_carriers,
            planted("from importlib import import_module\n", "jetmsg_core/lists/planted.py"),
            "importlib.import_module",
            id="an import by a text",
        ),
        pytest.param(
            rules.code_carriers, planted("import pickle\n"), "pickle", id="pickle in the core"
        ),
        pytest.param(
            rules.code_carriers,
            planted("from marshal import loads\n", "pages/parts/page/planted.py"),
            "marshal.loads",
            id="marshal on a page",
        ),
        pytest.param(
            rules.code_carriers, planted("def go(a):\n    return eval(a)\n"), "eval()", id="eval"
        ),
        pytest.param(
            rules.cycles,
            {
                "jetmsg_core/one.py": "from jetmsg_core import other\n",
                "jetmsg_core/other.py": "from jetmsg_core.one import here\n",
            },
            "jetmsg_core.one → jetmsg_core.other → jetmsg_core.one",
            id="two modules in a circle",
        ),
        pytest.param(
            rules.cycles,
            {
                "jetmsg_core/above.py": "from jetmsg_core import one\n",
                "jetmsg_core/one.py": "from jetmsg_core import two\n",
                "jetmsg_core/two.py": "from jetmsg_core import three\n",
                "jetmsg_core/three.py": "from jetmsg_core import one\n",
            },
            "jetmsg_core.one → jetmsg_core.two → jetmsg_core.three → jetmsg_core.one",
            id="a circle with one above it",
        ),
        pytest.param(
            rules.pages_in_no_menu,
            planted("", "pages/planted.py"),
            "pages/menu.py names no page 'planted'",
            id="a page that is in no menu",
        ),
        *(
            pytest.param(rules.strangers, planted("", path), path, id=f"a stranger: {path}")
            for path in ("utils.py", "pages/zz/planted.py", "scripts/zz/a.py", "lib/planted.py")
        ),
        pytest.param(
            rules.too_long, planted("x = 1\n" * 301), "301 lines", id="a module of 301 lines"
        ),
        pytest.param(
            rules.too_long,
            planted("x = 1\n" * 81, "pages/planted.py"),
            "81 lines",
            id="a page",
        ),
        pytest.param(
            rules.full_folders,
            {f"jetmsg_core/messages/new/word_{number}.py": "" for number in range(16)},
            "jetmsg_core/messages/new holds 16 modules",
            id="a folder of 16 modules",
        ),
        pytest.param(
            rules.unsafe_html, planted(UNSAFE, "pages/planted.py"), "HTML", id="HTML of our own"
        ),
    ],
)
def test_a_broken_rule_is_said(
    rule: Rule, files: dict[str, str], expected: str, tree: SourceTree
) -> None:
    broken = rule(tree.with_files(files))
    assert broken
    assert any(expected in sentence for sentence in broken), broken


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("from urllib.parse import quote", id="texts of addresses"),
        pytest.param("from pathlib import PurePath", id="texts of paths"),
        pytest.param("from jetmsg_core.settings import Settings", id="what is set"),
        pytest.param("from jetmsg_core.store.ledger.recording import RawReply", id="what a row is"),
        pytest.param("from jetmsg_core.gateway.replies import read_sms", id="pure code"),
        pytest.param("import re, math, numpy", id="what only counts"),
        pytest.param(
            "from jetmsg_core.primitives.times import IST, Clock",
            id="zones, and a clock to be given",
        ),
        pytest.param("import io\nlines = io.StringIO('a')", id="texts in memory"),
        pytest.param("def go(reader):\n    return reader.open", id="another's open"),
        pytest.param("def go(a):\n    return a.open('a sheet')", id="an open of no file"),
        pytest.param("def go(archive):\n    archive.open('sheet.xml', 'w')", id="a member opened"),
        pytest.param("def go(a):\n    return a.replace('b', 'c')", id="words replaced"),
        pytest.param("def go(a):\n    return a.rename(columns={})", id="columns named anew"),
        pytest.param("def go(a):\n    return a.replace(tzinfo=None)", id="a time replaced"),
        pytest.param(
            "import pyarrow as pa\nimport pyarrow.csv\n"
            "def go(a):\n    return pyarrow.csv.read_csv(pa.BufferReader(a))",
            id="bytes in memory",
        ),
    ],
)
def test_pure_code_may_use_what_does_nothing(line: str, tree: SourceTree) -> None:
    assert not purity_rules.impurities(tree.with_files(planted(f"{PURE}{line}\n")))


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("Select all of them, or take some from another list.", id="a sentence"),
        pytest.param("Update the list, then set a name.", id="update and set"),
        pytest.param("Attach the file as it is, with a name as (below).", id="attach and with"),
        pytest.param("Save it where you like, in order of names, from A on.", id="where and order"),
    ],
)
def test_sentences_are_no_sql(words: str, tree: SourceTree) -> None:
    files = planted(f"WORDS = {words!r}\n", "pages/planted.py")
    assert not rules.statements_outside_the_store(tree.with_files(files))


def test_texts_of_other_functions_are_no_sql(tree: SourceTree) -> None:
    files = planted(
        "def one():\n    words = 'select all '\n    return words\n"
        "def other(words):\n    return words + 'from recipients'\n"
    )
    assert not rules.statements_outside_the_store(tree.with_files(files))


def test_the_query_of_an_address_is_no_sql(tree: SourceTree) -> None:
    files = planted("def go(body):\n    return body.query()\n")
    assert not rules.statements_outside_the_store(tree.with_files(files))


def test_the_store_may_hold_sql(tree: SourceTree) -> None:
    files = planted("SQL = 'select 1 from chunks'\n", "jetmsg_core/store/planted.py")
    assert not rules.statements_outside_the_store(tree.with_files(files))


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
            "optouts.py",
            "import sqlite3",
            "jetmsg_core.optouts -> sqlite3",
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


def test_only_the_circle_is_named(tree: SourceTree) -> None:
    files = {
        "jetmsg_core/above.py": "from jetmsg_core import one\n",
        "jetmsg_core/one.py": "from jetmsg_core import two\n",
        "jetmsg_core/two.py": "from jetmsg_core import below, one\n",
        "jetmsg_core/below.py": "",
    }
    (sentence,) = rules.cycles(tree.with_files(files))
    assert "above" not in sentence
    assert "below" not in sentence


def test_a_tree_is_read_with_what_nobody_foresaw(tmp_path: Path) -> None:
    for name in ("app.py", "utils.py", "pages/zz/a.py", "lib/b.py", "tests/c.py", ".venv/d.py"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    assert set(read_tree(tmp_path).modules) == {"app", "utils", "pages.zz.a", "lib.b"}


def test_every_rule_is_looked_at_in_every_source(tree: SourceTree) -> None:
    there = {module.path.parts[0] for module in tree}
    assert there >= set(SOURCES)
