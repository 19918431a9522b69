"""`campaign list`: which campaigns it prints, for scripts and for people."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from fixtures import NewCampaign, RunCommand, RunJson, Send, StartGateway

from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.settings import Settings
from jetmsg_core.states import Channel
from jetmsg_core.store.database import open_database


@pytest.fixture
def several(
    start_gateway: StartGateway, new_campaign: NewCampaign, send: Send, settings: Settings
) -> Callable[[], None]:
    """1 was sent, 2 is a draft by WhatsApp, 3 was stopped, 4 is held."""

    def make() -> None:
        start_gateway()
        send(new_campaign(3, "Hello"))
        new_campaign(2, "Hello", channel=Channel.WHATSAPP)
        control.stop(settings, new_campaign(1, "Hello"))
        start_gateway("--fault", "sender=1")
        send(new_campaign(1, "Hello again"))

    return make


def ids(answer: dict[str, object]) -> list[int]:
    campaigns = answer["campaigns"]
    assert isinstance(campaigns, list)
    assert answer["count"] == len(campaigns)
    return [campaign["campaign"] for campaign in campaigns]


def test_all_are_listed_newest_first_with_the_counts_of_status(
    several: Callable[[], None], cli_json: RunJson
) -> None:
    several()
    answer = cli_json("campaign", "list")
    assert (ids(answer), answer["more"]) == ([4, 3, 2, 1], False)
    for listed in answer["campaigns"]:
        status = cli_json("campaign", "status", listed["campaign"])
        shared = listed.keys() & status.keys()
        assert {"state", "held", "submitted", "unknown", "delivered", "parts_planned"} <= shared
        assert {name: listed[name] for name in shared} == {name: status[name] for name in shared}


@pytest.mark.parametrize(
    ("filters", "listed"),
    [
        pytest.param(("--state", "draft"), [2], id="a state"),
        pytest.param(("--state", "finished", "--state", "stopped"), [3, 1], id="two states"),
        pytest.param(("--state", "scheduled"), [], id="nobody's state"),
        pytest.param(("--channel", "whatsapp"), [2], id="a channel"),
        pytest.param(("--channel", "sms", "--state", "running"), [4], id="both"),
        pytest.param(("--since", "2026-05-02"), [4, 3], id="since a day in India"),
        pytest.param(("--since", "2026-05-02 00:01"), [4], id="since a time in India"),
    ],
)
def test_filters_leave_what_fits(
    filters: tuple[str, ...],
    listed: list[int],
    several: Callable[[], None],
    cli_json: RunJson,
    settings: Settings,
) -> None:
    several()
    with open_database(settings.database_path) as db:
        for campaign_id, at in enumerate(("01T18:29", "01T18:29", "01T18:30", "01T18:31"), 1):
            db.conn.execute(
                "update campaigns set created_at = ? where id = ?",
                (f"2026-05-{at}:00.000+00:00", campaign_id),
            )
    assert ids(cli_json("campaign", "list", *filters)) == listed


def test_a_limit_says_that_there_are_more(
    new_campaign: NewCampaign, cli: RunCommand, cli_json: RunJson
) -> None:
    for _ in range(3):
        new_campaign(1, "Hello")
    two = cli_json("campaign", "list", "--limit", "2")
    assert (ids(two), two["more"]) == ([3, 2], True)
    assert "Older campaigns are not shown" in cli("campaign", "list", "--limit", "2").stdout
    assert "not shown" not in cli("campaign", "list", "--limit", "3").stdout


def test_for_people_it_is_a_table_in_words(
    several: Callable[[], None], cli: RunCommand, settings: Settings
) -> None:
    several()
    with open_database(settings.database_path) as db:
        db.conn.execute("update campaigns set name = ? where id = 1", ("Diwali\u202e",))
    head, held, stopped, draft, finished = cli("campaign", "list").stdout.splitlines()
    assert head.split()[:3] == ["ID", "State", "Channel"]
    assert held.split()[:6] == ["4", "Held", "SMS", "1", "0", "0"]
    assert stopped.split()[1] == "Stopped"
    assert draft.split()[1:3] == ["Draft", "WhatsApp"]
    assert finished.split()[:6] == ["1", "Finished", "SMS", "3", "3", "0"]
    assert finished.endswith("Diwali<U+202E>")
    for line in (held, stopped, draft, finished):
        assert line[head.index("State") :][0].isupper()
        assert line[head.index("Made") :][:2].isdigit()
        assert line[head.index("Name") - 1] == " "


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        pytest.param(("--since", "noon"), 1, "in Indian time", id="no time"),
        pytest.param(("--limit", "0"), 1, "1 or more", id="no limit"),
        pytest.param(("--state", "held"), 2, "--state cannot be 'held'.", id="no state"),
    ],
)
def test_what_cannot_be_listed_is_a_sentence(
    arguments: tuple[str, ...], code: int, words: str, cli: RunCommand
) -> None:
    done = cli("campaign", "list", *arguments)
    assert done.returncode == code
    assert words in done.stderr


def test_where_there_is_none_it_says_so(cli: RunCommand, cli_json: RunJson) -> None:
    assert cli("campaign", "list").stdout == "There is no such campaign.\n"
    assert cli_json("campaign", "list") == {"count": 0, "more": False, "campaigns": []}
