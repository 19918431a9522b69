"""The files of a large campaign on its page: what is said of each, and what pressing again does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fixtures import NewCampaign
from pages_opened import OpenPage, offers, said
from streamlit.testing.v1 import AppTest

from jetmsg_core.campaigns.exports import jobs, make_files
from jetmsg_core.campaigns.exports.recipient_file import Only
from jetmsg_core.primitives.times import utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.store import processes
from jetmsg_core.store.database import open_database
from jetmsg_core.store.saved import exports
from pages.parts.campaign import downloads as part


@pytest.fixture
def opened(
    open_page: OpenPage,
    new_campaign: NewCampaign,
    settings: Settings,
    seems_alive: None,
    monkeypatch: pytest.MonkeyPatch,
) -> Callable[[], AppTest]:
    """The page of campaign 1, which counts as a large one, beside a worker that beats."""
    monkeypatch.setattr(part, "AT_ONCE", 3)
    new_campaign(5)
    with open_database(settings.database_path) as db:
        processes.announce(db, "worker", holder="w", pid=1, url=None, now=utc_now())
    return lambda: open_page("campaign", id="1")


def press(at: AppTest, key: str = "campaign.prepare.all") -> AppTest:
    return at.button(key=key).click().run()


def links(at: AppTest) -> list[str]:
    return [link.proto.label for link in at.get("link_button")]


def bars(at: AppTest) -> list[tuple[str, int]]:
    return [(bar.proto.text, bar.proto.value) for bar in at.get("progress")]


def test_nothing_is_listed_until_a_file_is_asked_for(opened: Any) -> None:
    at = opened()
    assert (links(at), bars(at)) == ([], [])
    assert "campaign 1.csv" not in said(at)


def test_it_is_asked_for_then_made_row_by_row_then_there(opened: Any, settings: Settings) -> None:
    at = press(opened())
    assert bars(at) == [(":material/hourglass_top: **campaign 1.csv** is being made…", 0)]
    (job,) = jobs.jobs(settings, 1)
    with open_database(settings.database_path) as db:
        exports.take(db, job.token, "w")
        exports.advance(db, job.token, "w", done=2, total=5)
    ((text, share),) = bars(at.run())
    assert (text.endswith("is being made: 2 of 5 rows"), share) == (True, 40)
    with open_database(settings.database_path) as db:
        exports.put_back(db, job.token, "w")
    make_files.make_asked(settings, maker="w")

    reloaded = opened()
    assert (links(reloaded), bars(reloaded)) == (["Save 5 rows"], [])
    assert "campaign 1.csv** · 1 kB" in said(reloaded)
    assert "Kept until" in said(reloaded)
    again = press(reloaded)
    assert links(again) == ["Save 5 rows"]
    assert "Nothing has changed since then." in said(again)


def test_each_format_is_a_file_of_its_own(opened: Any, settings: Settings) -> None:
    at = press(press(opened()), "campaign.prepare.all.xlsx")
    assert sorted(text for text, _ in bars(at)) == [
        ":material/hourglass_top: **campaign 1.csv** is being made…",
        ":material/hourglass_top: **campaign 1.xlsx** is being made…",
    ]
    make_files.make_asked(settings, maker="w")
    reloaded = opened()
    assert links(reloaded) == ["Save 5 rows"] * 2
    assert "campaign 1.csv** · 1 kB" in said(reloaded)
    assert "campaign 1.xlsx** · " in said(reloaded)


def test_what_went_wrong_is_said_until_it_is_asked_for_again(
    opened: Any, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> int:
        raise OSError(28, "No space left on device")

    press(opened())
    with monkeypatch.context() as patch:
        patch.setattr("jetmsg_core.campaigns.exports.recipient_file.write", fail)
        make_files.make_asked(settings, maker="w")
    at = opened()
    assert "campaign 1.csv**: The disk is full. Free some space" in said(at)
    assert bars(at) == links(at) == []
    at = press(at)
    assert "The disk is full" not in said(at)
    assert len(bars(at)) == 1


def test_a_dead_maker_and_a_missing_one_are_said(opened: Any, settings: Settings) -> None:
    job = jobs.ask(settings, 1, only=Only.ALL, name="campaign 1.csv")
    with open_database(settings.database_path) as db:
        exports.take(db, job.token, "dead")
    at = opened()
    assert "Making the file was interrupted. Make it again." in said(at)
    with open_database(settings.database_path) as db:
        processes.withdraw(db, "worker", holder="w")
    at = press(at)
    assert "campaign 1.csv** is waiting: the worker is not running." in said(at)
    assert "interrupted" not in said(at)


def test_a_small_campaign_has_its_file_at_once(
    open_page: OpenPage, new_campaign: NewCampaign
) -> None:
    new_campaign(5)
    at = open_page("campaign", id="1")
    assert [*offers(at)] == ["campaign 1.csv", "campaign 1.xlsx"]
    assert offers(at)["campaign 1.csv"].make().count(b"\n") == 6
    assert "campaign.prepare.all" not in [button.key for button in at.button]
