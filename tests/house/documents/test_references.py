"""What documents and docstrings name in backticks is there: modules, their names, files."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest
from source_tree import SOURCES, SourceTree, read_tree

ROOT = Path(__file__).parents[3]
DOCUMENTS = (*sorted((ROOT / "docs").glob("*.md")), ROOT / "CONTRIBUTING.md", ROOT / "README.md")
DESCRIBED = ast.Module | ast.ClassDef | ast.FunctionDef

_REFERENCE = re.compile(r"`([a-z_]+(?:\.(?:[a-z0-9_]+|[A-Z]\w*))+)`")
_FILE = re.compile(r"`([a-z0-9_/]+\.py)`")
_OTHER_FILES = (
    ".py",
    ".csv",
    ".json",
    ".md",
    ".php",
    ".toml",
    ".txt",
    ".xlsx",
    ".sql",
    "audit.mark",
)


@cache
def tree() -> SourceTree:
    return read_tree(ROOT)


@cache
def names_by_module() -> dict[tuple[str, ...], set[str]]:
    """All that is named in each module, by the parts of the module's name."""
    named: dict[tuple[str, ...], set[str]] = {}
    for module in tree():
        here = named.setdefault(tuple(module.name.split(".")), set())
        for node in module.nodes:
            match node:
                case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                    here.add(name)
                case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name):
                    here.add(name)
                case ast.alias(name=name, asname=other):
                    here.add(other or name)
    return named


def is_there(reference: str) -> bool:
    """A module by the end of its name, then names in it. What does not begin with a module of ours
    is not judged: it may be a variable, a setting or another package."""
    parts = tuple(reference.split("."))
    modules = names_by_module()
    if not any(parts[0] in module for module in modules):
        return True
    return any(
        module[-length:] == parts[:length] and set(parts[length:]) <= names
        for module, names in modules.items()
        for length in range(1, len(parts) + 1)
    )


def missing_from(text: str) -> list[str]:
    names = [
        reference for reference in _REFERENCE.findall(text) if not reference.endswith(_OTHER_FILES)
    ]
    files = [path.as_posix() for folder in (*SOURCES, "tests") for path in files_in(folder)]
    return [name for name in names if not is_there(name)] + [
        file
        for file in _FILE.findall(text)
        if not any(f"/{path}".endswith(f"/{file}") for path in files)
    ]


@cache
def files_in(folder: str) -> list[Path]:
    there = ROOT / folder
    return [path.relative_to(ROOT) for path in (there.rglob("*.py") if there.is_dir() else [there])]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_what_a_document_names_is_there(document: Path) -> None:
    assert not missing_from(document.read_text("utf-8"))


def test_what_a_docstring_names_is_there() -> None:
    absent = {
        str(module.path): missing_from(ast.get_docstring(node) or "")
        for module in tree()
        for node in module.nodes
        if isinstance(node, DESCRIBED)
    }
    assert not {path: missing for path, missing in absent.items() if missing}


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        pytest.param("`store.database.transaction`", [], id="there"),
        pytest.param("`contacts/numbers/cautions.py`", [], id="a file that is there"),
        pytest.param("`st.rerun` and `jetmsg.mark`", [], id="not ours"),
        pytest.param("`store.exports.mark`", ["store.exports.mark"], id="a module that moved"),
        pytest.param("`tables.restored`", ["tables.restored"], id="a function that is gone"),
        pytest.param("`states.py`", ["states.py"], id="a file that is a package now"),
    ],
)
def test_what_is_not_there_is_found(text: str, missing: list[str]) -> None:
    assert missing_from(text) == missing
