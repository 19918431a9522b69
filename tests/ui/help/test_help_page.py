"""Help: each word with an example that the core works out, and question marks that lead there."""

from __future__ import annotations

import ast
import re

import pytest
from pages_opened import ROOT, OpenPage, errors, said

from jetmsg_core.messages.segments import measure
from pages.parts.help.length import ENGLISH, HINDI
from pages.parts.page.help_links import TITLES, HelpTopic

PAGES = ("compose", "campaign", "templates", "balance", "settings", "draft")


@pytest.mark.parametrize("topic", HelpTopic)
def test_a_subject_that_is_asked_for_comes_first_and_once(
    open_page: OpenPage, topic: HelpTopic
) -> None:
    at = open_page("help", topic=topic.value)
    headers = [header.value for header in at.header]
    assert headers[0] == TITLES[topic]
    assert sorted(headers) == sorted(TITLES.values())
    assert not errors(at)


@pytest.mark.parametrize("asked", ["", "nothing-of-ours", "<script>"])
def test_any_other_address_shows_all_subjects_in_their_order(
    open_page: OpenPage, asked: str
) -> None:
    at = open_page("help", topic=asked)
    assert [header.value for header in at.header] == list(TITLES.values())


def test_the_counter_counts_what_is_written_as_a_campaign_does(open_page: OpenPage) -> None:
    at = open_page("help")
    assert measure(ENGLISH).parts == 1
    assert measure(HINDI).parts == 2
    assert "Plain letters (GSM-7) · **1 part**" in said(at)
    assert "Unicode (UCS-2) · **2 parts**" in said(at)
    at.text_area[0].set_value("]" * 153).run()
    assert "Plain letters (GSM-7) · **3 parts**" in said(at)
    assert "To 1,000 people: 3,000 credits." in said(at)


def test_the_counter_keeps_the_sizes_of_the_settings(
    open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JETMSG_PART_SIZES", "60,50,40,30")
    assert "Plain letters (GSM-7) · **2 parts**" in said(open_page("help"))


def test_the_template_is_compared_as_a_campaign_compares_it(open_page: OpenPage) -> None:
    (compared,) = [table.value for table in open_page("help").table if "Compared" in table.value]
    words = [re.sub(r":\w+\[|:material/\w+: |\]", "", cell) for cell in compared["Compared"]]
    assert words == [
        "It matches",
        "Only spaces or punctuation differ: a warning",
        "It differs from character 1 on: it is not sent",
    ]


def test_every_subject_is_behind_a_question_mark_of_each_page_that_has_the_word() -> None:
    asked = {page: topics_in(page) for page in PAGES}
    assert all(asked.values()), asked
    assert set.union(*asked.values()) == {topic.name for topic in HelpTopic}


def topics_in(folder: str) -> set[str]:
    trees = [
        ast.parse(path.read_text("utf-8"))
        for path in (ROOT / "pages" / "parts" / folder).rglob("*.py")
    ]
    return {
        node.attr
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        if isinstance(node.value, ast.Name) and node.value.id == "HelpTopic"
    }
