"""What is installed is locked: exact releases with the hashes of their files, and no index."""

from __future__ import annotations

import importlib.metadata
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from jetmsg_core.contacts.numbers import series

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
RUN, TEST = "requirements.txt", "requirements-dev.txt"
NAMED = {
    RUN: PROJECT["project"]["dependencies"],
    TEST: PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["dev"],
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


def test_the_table_of_number_series_names_the_release_the_tests_compare_it_with() -> None:
    assert f"phonenumbers {importlib.metadata.version('phonenumbers')};" in (series.__doc__ or "")
