"""What says *Pure* has no effects; and of each, that it is seen."""

from __future__ import annotations

import pytest
from purity_rules import impurities, pure_modules
from source_tree import SourceTree, planted

PURE = '"""Made up. Pure."""\n\n'


def test_there_is_much_that_says_pure(tree: SourceTree) -> None:
    pure = {module.name for module in pure_modules(tree)}
    assert {
        "jetmsg_core.campaigns.plan.chunking",
        "jetmsg_core.contacts.audience",
        "jetmsg_core.gateway.replies.sms",
        "jetmsg_core.messages.template",
    } <= pure


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        pytest.param(
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
            ("given.open()", ".open"),
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
            {
                "jetmsg_core/messages/planted.py": PURE + "from jetmsg_core.between import go\n",
                "jetmsg_core/between.py": "def go(path):\n    path.unlink()\n",
            },
            "jetmsg_core.between.go → .unlink()",
            id="pure but another module takes a file away",
        ),
        pytest.param(
            {
                "jetmsg_core/messages/planted.py": PURE + "from jetmsg_core.between import go\n",
                "jetmsg_core/between.py": "import subprocess\n",
            },
            "jetmsg_core.between.go → subprocess",
            id="pure but through another module",
        ),
        pytest.param(
            {
                "jetmsg_core/messages/planted.py": PURE + "from jetmsg_core.between import go\n",
                "jetmsg_core/between.py": "def go():\n    return open('secrets.toml')\n",
            },
            "jetmsg_core.between.go → open",
            id="pure but another module opens a file",
        ),
        *(
            pytest.param(
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
            {"jetmsg_core/uploads/planted.py": PURE + "import shutil\n"},
            "jetmsg_core.uploads.planted says Pure",
            id="pure where nothing else is",
        ),
        pytest.param(
            {"jetmsg_core/messages/dlt/planted.py": "import tempfile\n"},
            "tempfile",
            id="silent in a package that says pure",
        ),
    ],
)
def test_an_effect_of_what_says_pure_is_said(
    files: dict[str, str], expected: str, tree: SourceTree
) -> None:
    broken = impurities(tree.with_files(files), files)
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
    files = planted(f"{PURE}{line}\n")
    assert not impurities(tree.with_files(files), files)
