"""`docs/architecture.md` says what is so: the layers of the core, and the ways of a campaign."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

from jetmsg_core.states import CAMPAIGN_TRANSITIONS

ROOT = Path(__file__).parents[3]
DOCUMENT = (ROOT / "docs" / "architecture.md").read_text("utf-8")


def part(beginning: str, end: str) -> str:
    return DOCUMENT[DOCUMENT.index(beginning) :].partition(end)[0]


def transitions_told() -> Iterator[tuple[str, str]]:
    for line in part("**Campaign**", "**Chunk**").splitlines():
        if line.startswith("| ") and not line.startswith("| from"):
            before, after = (cell.strip().split(", ") for cell in line.split("|")[1:3])
            yield from ((state, other) for state in before for other in after)


def test_the_ways_of_a_campaign_are_those_of_the_table() -> None:
    made = [(state, to) for state, following in CAMPAIGN_TRANSITIONS.items() for to in following]
    assert sorted(transitions_told()) == sorted(made)


def test_the_layers_are_those_of_the_contract() -> None:
    items = re.split(r"^\d\. ", part("## Layers", "\n\nThe pages"), flags=re.MULTILINE)[1:]
    told_layers = [set(re.findall(r"`(\w+)`", item)) for item in items]
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    (layers,) = (
        contract["layers"] for contract in contracts["contracts"] if contract["id"] == "core-layers"
    )
    assert told_layers == [set(re.findall(r"\w+", layer)) for layer in reversed(layers)]
