"""The guides keep up: commands, options, targets, settings, links and words of screens are there,
and README shows the pictures that the walk of a newcomer makes."""

from __future__ import annotations

import argparse
import ast
import re
from functools import cache
from pathlib import Path

import pytest
from source_tree import read_tree
from test_command_and_setting_lists import ROOT, settings_named, words_of_settings

from jetmsg_core.cli.parser import build_parser

WORDS = ROOT / "docs" / "words.md"
"""Made of the source: its links are those of pages, with names in braces."""
GUIDES = [ROOT / "README.md", *sorted({*(ROOT / "docs").glob("*.md")} - {WORDS})]
SCREENS = ROOT / "docs" / "marketer.md"
README = (ROOT / "README.md").read_text("utf-8")
WALK = (ROOT / "tests" / "browser" / "test_newcomer.py").read_text("utf-8")
PICTURES = re.findall(r"\]\((docs/pictures/(\w+)\.png)\)", README)
LARGEST = 80_000
"""Bytes of a picture: a README is read over a phone too."""


def name_of(path: Path) -> str:
    return path.name


@cache
def words_on_screens() -> str:
    """Every string of the pages and the core, without Markdown, one a line."""
    texts = [
        node.value
        for module in read_tree(ROOT)
        for node in module.nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    return "\n".join(re.sub(r":material/\w+:|[*]", "", text) for text in texts)


def commands_in(text: str) -> list[list[str]]:
    return [line.split() for line in re.findall(r"python -m jetmsg_core ((?:[\w./-]+ ?)+)", text)]


def wrong_in(words: list[str]) -> str | None:
    """What of a command the command line does not know: its words, then its options."""
    parser = build_parser()
    for word in words:
        groups = [a for a in parser._actions if isinstance(a, argparse._SubParsersAction)]
        if groups:
            if word not in groups[0].choices:
                return word
            parser = groups[0].choices[word]
        elif word.startswith("--") and word not in parser._option_string_actions:
            return word
    return None


@pytest.mark.parametrize("guide", GUIDES, ids=name_of)
def test_every_command_and_option_of_a_guide_is_there(guide: Path) -> None:
    wrong = [words for words in commands_in(guide.read_text("utf-8")) if wrong_in(words)]
    assert not wrong


@pytest.mark.parametrize(
    ("command", "wrong"),
    [
        pytest.param("backup copy.db", None, id="there"),
        pytest.param("campaign list --state running --json", None, id="options that are there"),
        pytest.param("campaign lost", "lost", id="a word that is gone"),
        pytest.param("balance --jason", "--jason", id="an option that is gone"),
    ],
)
def test_what_a_command_has_not_is_found(command: str, wrong: str | None) -> None:
    assert wrong_in(command.split()) == wrong


@pytest.mark.parametrize("guide", GUIDES, ids=name_of)
def test_every_target_of_make_in_a_guide_is_there(guide: Path) -> None:
    (targets,) = re.findall(r"^\.PHONY: (.+)$", (ROOT / "Makefile").read_text("utf-8"), re.M)
    named = set(re.findall(r"(?:`|^)make ([a-z-]+)", guide.read_text("utf-8"), re.M))
    assert named <= set(targets.split())


@pytest.mark.parametrize("guide", GUIDES, ids=name_of)
def test_every_link_of_a_guide_leads_to_a_file_and_a_heading(guide: Path) -> None:
    links = re.findall(r"\]\(([^)\s]+)\)", guide.read_text("utf-8"))
    broken = [link for link in links if not link.startswith("https:") and not leads(guide, link)]
    assert not broken


def leads(guide: Path, link: str) -> bool:
    name, _, anchor = link.partition("#")
    target = guide.parent / name if name else guide
    if not target.is_file() or not anchor:
        return target.is_file()
    headings = re.findall(r"^#+ (.+)$", target.read_text("utf-8"), re.M)
    slugs = [re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings]
    return anchor in slugs


@pytest.mark.parametrize("guide", GUIDES, ids=name_of)
def test_every_setting_of_a_guide_is_one(guide: Path) -> None:
    named = settings_named(guide.read_text("utf-8"))
    assert named <= words_of_settings()


def test_what_the_guide_for_marketers_writes_in_bold_stands_on_a_screen() -> None:
    bold = set(re.findall(r"\*\*([^*]+)\*\*", SCREENS.read_text("utf-8").replace("\n", " ")))
    assert len(bold) > 40
    assert not sorted(words for words in bold if words not in words_on_screens())


def test_readme_shows_a_picture_of_each_step_that_the_walk_makes() -> None:
    assert [name for _, name in PICTURES] == ["file", "message", "price", "results"]
    made = set(re.findall(r'take_picture\(page, "(\w+)"', WALK))
    for path, name in PICTURES:
        assert name in made
        assert 0 < (ROOT / path).stat().st_size <= LARGEST
    there = {path.stem for path in (ROOT / "docs" / "pictures").iterdir()}
    assert there == {name for _, name in PICTURES}
