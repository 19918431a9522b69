"""The rules of who may import whom, read from the imports of every file.

pages → services → store, gateway → pure modules. Nothing imports upward.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
CORE = sorted((ROOT / "jetmsg_core").rglob("*.py"))
PAGES = sorted((ROOT / "pages").rglob("*.py"))
PURE = (
    "jetmsg_core.contacts",
    "jetmsg_core.messages",
    "jetmsg_core.files.formula_escapes",
    "jetmsg_core.files.csv_files",
    "jetmsg_core.campaigns.plan.chunking",
    "jetmsg_core.campaigns.sending.settle",
    "jetmsg_core.campaigns.sending.rate_limit",
    "jetmsg_core.campaigns.sending.slow_start",
    "jetmsg_core.campaigns.unknown_calls.balance_evidence",
    "jetmsg_core.reports.attribution",
    "jetmsg_core.gateway.replies",
    "jetmsg_core.gateway.seam",
)
SIDE_EFFECTS = {"os", "socket", "subprocess", "sqlite3", "requests", "threading", "sqlite_utils"}
LAYERS = (
    ("errors", "masking", "times", "states"),
    ("files", "spreadsheets"),
    ("settings", "settings_source", "contacts", "messages"),
    ("store", "gateway"),
    (
        *("backup", "balances", "campaigns", "checking", "lists", "mappings", "optouts", "otp"),
        *("probing", "reports", "sandbox", "restoring", "templates", "uploads"),
    ),
    ("worker", "processes", "web"),
    ("cli", "__main__"),
)


def module_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports_of(path: Path) -> Iterator[str]:
    """Full names: `from a import b` gives `a.b` when that is a module of ours, else `a`."""
    package = module_of(path).split(".") if path.name == "__init__.py" else None
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package or module_of(path).split(".")[:-1]
            base = above[: len(above) - node.level + 1] if node.level else []
            name = ".".join([*base, *([node.module] if node.module else [])])
            for alias in node.names:
                deeper = ROOT.joinpath(*name.split("."), alias.name)
                ours = deeper.is_dir() or deeper.with_suffix(".py").exists()
                yield f"{name}.{alias.name}" if ours else name


def within(name: str, package: str) -> bool:
    return name == package or name.startswith(package + ".")


def every_import(paths: list[Path]) -> list[tuple[str, str]]:
    return [(module_of(path), name) for path in paths for name in imports_of(path)]


def test_the_core_never_imports_streamlit() -> None:
    assert not [pair for pair in every_import(CORE) if within(pair[1], "streamlit")]


@pytest.mark.parametrize(
    "forbidden",
    ["requests", "sqlite_utils", "sqlite3", "jetmsg_core.store", "jetmsg_core.gateway"],
)
def test_pages_never_reach_past_the_services(forbidden: str) -> None:
    assert not [pair for pair in every_import(PAGES) if within(pair[1], forbidden)]


def test_only_the_transport_knows_requests() -> None:
    users = {module for module, name in every_import(CORE) if within(name, "requests")}
    assert users == {"jetmsg_core.gateway.transport"}


def test_only_the_store_knows_sqlite_utils_tables_and_sql() -> None:
    statement = re.compile(r"\b(select .+ from|insert into|update \w+ set|delete from)\b", re.S)
    for path in CORE:
        if within(module_of(path), "jetmsg_core.store"):
            continue
        strings = [
            node.value
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        ]
        assert not [text for text in strings if statement.search(text)], path
    users = {module for module, name in every_import(CORE) if within(name, "sqlite_utils")}
    assert all(within(module, "jetmsg_core.store") for module in users)


def test_the_sandbox_imports_nothing_of_ours() -> None:
    inside = [p for p in CORE if within(module_of(p), "jetmsg_core.sandbox")]
    ours = [
        (module, name)
        for module, name in every_import(inside)
        if within(name, "jetmsg_core") and not within(name, "jetmsg_core.sandbox")
    ]
    assert not ours


@pytest.mark.parametrize("pure", PURE)
def test_pure_modules_do_no_input_or_output(pure: str) -> None:
    inside = [p for p in CORE if within(module_of(p), pure)]
    assert inside
    assert not [pair for pair in every_import(inside) if pair[1].split(".")[0] in SIDE_EFFECTS]


def test_what_reads_workbooks_knows_nothing_else_of_ours() -> None:
    """It begins quickly, and there is nothing in its process that could be taken."""
    inside = [p for p in CORE if within(module_of(p), "jetmsg_core.spreadsheets")]
    assert inside
    assert not [
        (module, name)
        for module, name in every_import(inside)
        if within(name, "jetmsg_core") and not within(name, "jetmsg_core.spreadsheets")
    ]


def test_only_the_process_apart_opens_workbooks() -> None:
    everywhere = every_import([*CORE, *PAGES])
    openers = {module for module, name in everywhere if within(name, "python_calamine")}
    assert openers == {"jetmsg_core.spreadsheets.reader.sheets"}
    callers = {
        module
        for module, name in everywhere
        if within(name, "jetmsg_core.spreadsheets.reader.sheets")
    }
    assert callers == {"jetmsg_core.spreadsheets.reader.child"}
    assert not [p for p in everywhere if within(p[1], "jetmsg_core.spreadsheets.reader.child")]


@pytest.mark.parametrize("carrier", ["pickle", "marshal", "shelve", "dill", "joblib"])
def test_nothing_is_read_that_can_carry_code(carrier: str) -> None:
    assert not [pair for pair in every_import([*CORE, *PAGES]) if within(pair[1], carrier)]


def test_nothing_imports_upward() -> None:
    rank = {name: level for level, names in enumerate(LAYERS) for name in names}
    upward = [
        (module, name)
        for module, name in every_import(CORE)
        if within(name, "jetmsg_core") and module.count(".") and name.count(".")
        if rank[name.split(".")[1]] > rank[module.split(".")[1]]
    ]
    assert not upward


def test_there_are_no_import_cycles() -> None:
    modules = {module_of(path) for path in CORE}
    edges = {m: set[str]() for m in modules}
    for module, name in every_import(CORE):
        if name in modules and name != module:
            edges[module].add(name)
    while edges:
        leaves = {module for module, needs in edges.items() if not needs & edges.keys()}
        assert leaves, f"a cycle among {sorted(edges)}"
        edges = {module: needs for module, needs in edges.items() if module not in leaves}


def test_pages_are_short_and_modules_are_one_thing() -> None:
    pages = [path for path in PAGES if path.parent.name == "pages"]
    assert not [path for path in pages if lines(path) > 80]
    assert not [path for path in CORE if lines(path) > 300]


def lines(path: Path) -> int:
    return len(path.read_text("utf-8").splitlines())


def test_there_is_no_unsafe_html() -> None:
    assert not [path for path in PAGES if "unsafe_allow_html" in path.read_text("utf-8")]
