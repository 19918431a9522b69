"""What is installed is locked: exact releases with the hashes of their files, and no index."""

from __future__ import annotations

import ast
import importlib.metadata
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from jetmsg_core.contacts.numbers import series
from scripts import make_number_series

ROOT = Path(__file__).parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
RUN, TEST = "requirements.txt", "requirements-dev.txt"
NAMED = {
    RUN: PROJECT["project"]["dependencies"],
    TEST: PROJECT["project"]["dependencies"]
    + PROJECT["project"]["optional-dependencies"]["fleet"]
    + PROJECT["dependency-groups"]["dev"],
}
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def locked(lock: str) -> list[tuple[Requirement, int]]:
    """Each package of a lock that this Python takes, with how many hashes it has."""
    text = (ROOT / lock).read_text("utf-8").replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    packages = [(Requirement(HASH.sub("", line)), len(HASH.findall(line))) for line in lines]
    return [(p, n) for p, n in packages if p.marker is None or p.marker.evaluate()]


@pytest.mark.parametrize("lock", [RUN, TEST])
def test_every_package_is_one_release_with_hashes(lock: str) -> None:
    loose = [str(package) for package, hashes in locked(lock) if not hashes]
    loose += [str(p) for p, _ in locked(lock) if not re.fullmatch(r"==[\w.]+", str(p.specifier))]
    assert locked(lock)
    assert not loose


@pytest.mark.parametrize("lock", [RUN, TEST])
def test_the_lock_names_no_index(lock: str) -> None:
    assert not re.search(r"://|--(extra-)?index|--find-links", (ROOT / lock).read_text("utf-8"))


@pytest.mark.parametrize("lock", [RUN, TEST])
def test_the_lock_holds_what_the_project_names_within_its_ranges(lock: str) -> None:
    releases = {canonicalize_name(p.name): str(p.specifier)[2:] for p, _ in locked(lock)}
    for named in map(Requirement, NAMED[lock]):
        release = releases.get(canonicalize_name(named.name))
        assert release is not None, f"{named}: run `make lock`"
        assert named.specifier.contains(release), f"{named}, locked {release}: run `make lock`"


def test_both_locks_agree() -> None:
    assert {str(p) for p, _ in locked(RUN)} <= {str(p) for p, _ in locked(TEST)}


def test_what_is_installed_is_what_is_locked() -> None:
    for package, _ in locked(TEST):
        installed = importlib.metadata.version(package.name)
        assert package.specifier.contains(installed), f"{package}, installed {installed}"


def test_the_table_of_number_series_was_made_of_the_release_that_is_named() -> None:
    (named,) = [
        requirement
        for requirement in map(Requirement, NAMED[TEST])
        if requirement.name == "phonenumbers"
    ]
    assert str(named.specifier) == f"=={series.RELEASE}", (
        "run `make lock`, then `make number-series`"
    )
    assert Path(series.__file__) == make_number_series.TARGET


def test_every_range_ends_but_that_of_the_clocks() -> None:
    endless = [
        requirement.name
        for requirement in map(Requirement, NAMED[TEST])
        if not {part.operator for part in requirement.specifier} & {"<", "=="}
    ]
    assert endless == ["tzdata"]


def unsaid_packages(root: Path) -> list[str]:
    """What `deptry` says of packages that are imported and not named, or named and not imported."""
    command = [Path(sys.executable).with_name("deptry"), ".", "--no-ansi"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)
    lines = [line for line in done.stderr.splitlines() if re.search(r" DEP\d+ ", line)]
    assert bool(lines) == bool(done.returncode), done.stderr
    return lines


def test_the_program_imports_what_it_names_and_nothing_else() -> None:
    assert not unsaid_packages(ROOT)


def test_a_package_that_is_not_named_is_said_and_so_is_one_that_is_not_imported(
    tmp_path: Path,
) -> None:
    pyproject = (ROOT / "pyproject.toml").read_text("utf-8")
    lines = pyproject.replace("dependencies = [", 'dependencies = [\n    "click>=8,<9",', 1)
    (tmp_path / "pyproject.toml").write_text(lines, "utf-8")
    (tmp_path / "jetmsg_core").mkdir()
    (tmp_path / "jetmsg_core" / "__init__.py").write_text("import openpyxl\nimport narwhals\n")
    texts = "\n".join(unsaid_packages(tmp_path))
    assert "'click' defined as a dependency but not used" in texts
    assert "'openpyxl' imported but declared as a dev dependency" in texts
    assert "'narwhals' imported but it is a transitive dependency" in texts


def test_the_tests_import_only_packages_that_are_named() -> None:
    """A package of a test runs nowhere else; so it is enough that the lock names it for itself."""
    ours = {path.stem for path in (ROOT / "tests").rglob("*.py")} | {
        path.stem for path in ROOT.iterdir()
    }
    named = {canonicalize_name(Requirement(requirement).name) for requirement in NAMED[TEST]}
    distributions = importlib.metadata.packages_distributions()
    imported = {
        name.partition(".")[0]
        for path in (ROOT / "tests").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    packages = imported - ours - sys.stdlib_module_names
    unnamed = [
        package
        for package in packages
        if not named & {canonicalize_name(name) for name in distributions.get(package, [])}
    ]
    assert "pytest" in packages
    assert not unnamed
