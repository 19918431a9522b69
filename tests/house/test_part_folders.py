"""Every part lies where those who need it look for it, and the way through each folder is drawn."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PARTS = ROOT / "pages" / "parts"
FOLDERS = sorted(path.parent for path in PARTS.glob("*/**/__init__.py"))
OF_MORE_PAGES = ("contact_file", "shared", "page", "styles")
"""Every other folder is a page's, or the draft's, which is Compose's too."""

MOST_MODULES = 15


def modules_in(folder: Path) -> list[Path]:
    return [path for path in sorted(folder.glob("*.py")) if path.name != "__init__.py"]


def part_at(path: Path) -> str:
    """As `folder.module`, or with the folders between."""
    return ".".join(path.relative_to(PARTS).with_suffix("").parts)


def imported_names(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("pages.parts."):
            names |= {str(node.module), *(f"{node.module}.{alias.name}" for alias in node.names)}
    return {name.removeprefix("pages.parts.") for name in names}


def users() -> dict[str, set[str]]:
    """The pages and folders that use each part, its own folder among them."""
    users_of: dict[str, set[str]] = defaultdict(set)
    pages = [*sorted((ROOT / "pages").glob("*.py")), ROOT / "app.py"]
    parts = [path for folder in FOLDERS for path in modules_in(folder)]
    for path in (*pages, *parts):
        for name in imported_names(path) & {part_at(part) for part in parts}:
            users_of[name].add(path.stem if path in pages else path.relative_to(PARTS).parts[0])
    return users_of


USERS = users()


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_the_way_through_a_folder_is_drawn(folder: Path) -> None:
    """Each of its modules is named in its docstring, and nothing else is there."""
    way = ast.get_docstring(ast.parse((folder / "__init__.py").read_text("utf-8"))) or ""
    missing = [path.stem for path in modules_in(folder) if path.stem not in re.findall(r"\w+", way)]
    assert not missing, f"{folder.name}/__init__.py does not say what {missing} are"
    assert len(modules_in(folder)) <= MOST_MODULES, (
        f"{folder.name} has more than {MOST_MODULES} modules: divide it"
    )


@pytest.mark.parametrize("above", [PARTS, *FOLDERS], ids=lambda folder: folder.name)
def test_every_folder_is_named_in_the_one_above_it(above: Path) -> None:
    way = ast.get_docstring(ast.parse((above / "__init__.py").read_text("utf-8"))) or ""
    folders = [path.name for path in FOLDERS if path.parent == above]
    missing = [name for name in folders if name not in re.findall(r"\w+", way)]
    assert not missing, f"{above.name}/__init__.py does not say what the folders {missing} are"


@pytest.mark.parametrize("folder", ["shared", "page", "styles"])
def test_what_is_shared_is_used_by_more_than_one(folder: str) -> None:
    named = [f"{folder}.{path.stem}" for path in modules_in(PARTS / folder)]
    alone = [part for part in named if len(USERS[part] - {folder}) < 2]
    assert not alone, f"only one page or folder uses {alone}: let them lie with it"


def test_a_part_of_one_page_lies_with_that_page() -> None:
    """What only another page uses would lie there."""
    for path in (path for folder in FOLDERS for path in modules_in(folder)):
        page, part = path.relative_to(PARTS).parts[0], part_at(path)
        if page not in OF_MORE_PAGES:
            own = {page, "compose"} if page == "draft" else {page}
            assert USERS[part] & own, f"{part} is not its page's"
