"""`campaign list`: which campaigns it prints, for scripts and for people."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from fixtures import NewCampaign, ReadLedger, RunCommand, RunJson, Send, StartGateway

from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.campaigns.listing import archive
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
        pytest.param(("--until", "2026-05-01"), [2, 1], id="until a day in India"),
        pytest.param(("--until", "2026-05-02 00:00"), [3, 2, 1], id="until a minute in India"),
        pytest.param(("--sender", "JETMSG"), [4, 3, 1], id="a sender ID"),
        pytest.param(("--sender", "SHOPIN", "--sender", "jetmsg"), [], id="nobody's sender ID"),
        pytest.param(("--search", "tes jetmsg"), [4, 3, 1], id="words"),
        pytest.param(("--search", "diwali"), [], id="nobody's word"),
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
    assert (ids(two), two["more"], two["fitting"]) == ([3, 2], True, 3)
    assert "Older campaigns are not shown" in cli("campaign", "list", "--limit", "2").stdout
    assert "not shown" not in cli("campaign", "list", "--limit", "3").stdout


def test_for_people_it_is_a_table_in_words(
    several: Callable[[], None], cli: RunCommand, settings: Settings
) -> None:
    several()
    with open_database(settings.database_path) as db:
        db.conn.execute("update campaigns set name = ? where id = 1", ("Diwali\u202e",))
    head, held, stopped, draft, finished = cli("campaign", "list").stdout.splitlines()
    assert head.split()[:7] == [
        "ID", "State", "Channel", "People", "Submitted", "Unknown", "Delivered",
    ]  # fmt: skip
    assert held.split()[:6] == ["4", "Held", "SMS", "1", "0", "0"]
    assert stopped.split()[1] == "Stopped"
    assert draft.split()[1:3] == ["Draft", "WhatsApp"]
    assert finished.split()[:8] == ["1", "Finished", "SMS", "3", "3", "0", "no", "report"]
    assert finished.endswith("Diwali<U+202E>")
    for line in (held, stopped, draft, finished):
        assert line[head.index("State") :][0].isupper()
        assert line[head.index("Made") :][:2].isdigit()
        assert line[head.index("Name") - 1] == " "


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        pytest.param(("--since", "noon"), 1, "in Indian time", id="no time"),
        pytest.param(("--until", "noon"), 1, "in Indian time", id="no end"),
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


def test_delivered_is_of_those_a_report_has_come_for(
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    send: Send,
    ledger: ReadLedger,
    cli: RunCommand,
    cli_json: RunJson,
    tmp_path: Path,
) -> None:
    start_gateway()
    made = new_campaign(5, "Hello")
    send(made)
    first, second, third, *_ = (row["sms_id"] for row in ledger(made))
    report = tmp_path / "report.csv"
    report.write_text(f"Sms Id,Status\n{first},DELIVRD\n{second},READ\n{third},UNDELIV\n")
    cli_json("report", "import", report)
    (listed,) = cli_json("campaign", "list")["campaigns"]
    assert (listed["reported"], round(listed["delivered_share"], 3)) == (3, 0.667)
    assert (listed["submitted"], listed["delivered"], listed["read"]) == (2, 1, 1)
    assert "2 of 3 (66.7%)" in cli("campaign", "list").stdout


def test_an_archived_campaign_is_listed_when_it_is_asked_for(
    new_campaign: NewCampaign, cli: RunCommand, cli_json: RunJson, settings: Settings
) -> None:
    kept, hidden = new_campaign(1, "Hello"), new_campaign(1, "Hello")
    answer = cli_json("campaign", "archive", hidden)
    assert (answer["campaign"], answer["state"]) == (hidden, "draft")
    assert answer["archived_at"] == cli_json("campaign", "status", hidden)["archived_at"]
    assert ids(cli_json("campaign", "list")) == [kept]
    both = cli_json("campaign", "list", "--archived")
    assert ids(both) == [hidden, kept]
    assert [bool(campaign["archived_at"]) for campaign in both["campaigns"]] == [True, False]
    assert "Draft, archived" in cli("campaign", "list", "--archived").stdout
    back = cli_json("campaign", "unarchive", hidden)
    assert back == {"campaign": hidden, "state": "draft", "archived_at": None}
    assert ids(cli_json("campaign", "list")) == [hidden, kept]
    control.start(settings, kept)
    refused = cli("campaign", "archive", kept)
    assert refused.returncode == 1
    assert refused.stderr == (
        f"Campaign {kept} cannot be archived: it is running. Wait until it is finished, or stop "
        "it first.\n"
    )


def test_where_there_is_none_it_says_so(cli: RunCommand, cli_json: RunJson) -> None:
    none_made = "No campaigns yet. Make one with `campaign create`, or in the dashboard.\n"
    assert cli("campaign", "list").stdout == none_made
    assert cli_json("campaign", "list") == {
        "count": 0, "fitting": 0, "more": False, "campaigns": [],
    }  # fmt: skip


def test_where_none_fits_it_says_that_and_where_the_archived_are(
    cli: RunCommand, new_campaign: NewCampaign, settings: Settings
) -> None:
    made = new_campaign(1)
    assert cli("campaign", "list", "--search", "Holi").stdout == (
        "No campaign fits what you asked for.\n"
    )
    archive.archive(settings, made)
    assert cli("campaign", "list").stdout == (
        "No campaign fits what you asked for. All are archived: --archived lists those too.\n"
    )
