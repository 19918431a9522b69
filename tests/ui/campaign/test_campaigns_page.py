"""All campaigns: searched, filtered, copied, archived. The address says what is asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from fixtures import NewCampaign, ReadLedger, Send, StartGateway
from pages_opened import OpenPage, errors, said

from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.campaigns.listing import archive
from jetmsg_core.reports import importing
from jetmsg_core.settings import Settings
from jetmsg_core.states import CampaignState, Channel
from jetmsg_core.store.database import open_database

EVERYTHING: dict[str, str] = {}


def listed(at: Any) -> list[int]:
    """The campaigns on the page, in order."""
    helps = [link.help for link in at.get("page_link") if link.label == "Open"]
    return [int(words.rpartition(" ")[2]) for words in helps]


def address(at: Any) -> dict[str, str]:
    """AppTest holds a list of what a test has set, and a word of what the page has."""
    asked = at.query_params.items()
    return {name: words if isinstance(words, str) else words[0] for name, words in asked}


@pytest.fixture
def three(new_campaign: NewCampaign, settings: Settings) -> None:
    """1 a draft by SMS, 2 one by WhatsApp, 3 stopped."""
    new_campaign(2)
    new_campaign(1, channel=Channel.WHATSAPP)
    control.stop(settings, new_campaign(3))


@pytest.mark.parametrize(
    ("field", "value", "fitting", "asked"),
    [
        pytest.param("search", "test jet", [3, 1], {"search": "test jet"}, id="words"),
        pytest.param("states", ["stopped"], [3], {"states": "stopped"}, id="state"),
        pytest.param("channel", "whatsapp", [2], {"channel": "whatsapp"}, id="channel"),
        pytest.param("senders", ["JETMSG"], [3, 1], {"senders": "JETMSG"}, id="sender ID"),
        pytest.param("since", date(2099, 1, 1), [], {"since": "2099-01-01"}, id="since"),
        pytest.param("until", date(2020, 1, 1), [], {"until": "2020-01-01"}, id="until"),
    ],
)
@pytest.mark.usefixtures("three")
def test_a_filter_is_in_the_address_and_a_reload_keeps_it(
    field: str, value: Any, fitting: list[int], asked: dict[str, str], open_page: OpenPage
) -> None:
    at = open_page("campaigns")
    assert listed(at) == [3, 2, 1]
    _field(at, field).set_value(value).run()
    assert (listed(at), address(at)) == (fitting, asked)
    reloaded = open_page("campaigns", **asked)
    assert (listed(reloaded), address(reloaded)) == (fitting, asked)
    assert _field(reloaded, field).value == value
    reloaded.button(key="campaigns.clear").click().run()
    assert (listed(reloaded), address(reloaded)) == ([3, 2, 1], EVERYTHING)
    assert not _field(reloaded, field).value


def _field(at: Any, name: str) -> Any:
    kinds = {
        "search": at.text_input, "states": at.pills, "channel": at.pills,
        "senders": at.multiselect, "since": at.date_input, "until": at.date_input,
        "archived": at.toggle,
    }  # fmt: skip
    return kinds[name](key=f"campaigns.field.{name}")


@pytest.mark.usefixtures("three")
def test_an_address_that_is_opened_anew_is_followed_and_so_is_the_way_back(
    open_page: OpenPage,
) -> None:
    at = open_page("campaigns", states="stopped")
    _field(at, "channel").set_value("sms").run()
    assert address(at) == {"states": "stopped", "channel": "sms"}
    # As the browser does on Back: the same page, asked with the address of before.
    del at.query_params["channel"]
    at.run()
    assert (listed(at), address(at)) == ([3], {"states": "stopped"})
    assert _field(at, "channel").value is None
    del at.query_params["states"]
    at.run()
    assert (listed(at), address(at)) == ([3, 2, 1], EVERYTHING)


@pytest.mark.usefixtures("three")
def test_what_means_nothing_in_an_address_is_left_out(open_page: OpenPage) -> None:
    nonsense = {
        "states": "held,stopped,'; drop table", "channel": "pigeon", "since": "yesterday",
        "until": "0001-01-01", "archived": "perhaps", "before": "-1", "strange": "1",
    }  # fmt: skip
    at = open_page("campaigns", **nonsense)
    assert (listed(at), address(at)) == ([3], {"states": "stopped"})


@pytest.mark.usefixtures("three")
def test_where_nothing_fits_it_says_so(open_page: OpenPage) -> None:
    at = open_page("campaigns", search="zebra")
    assert "No campaign fits. The archived ones are hidden." in said(at)
    _field(at, "archived").set_value(True).run()
    assert "No campaign fits." in said(at)
    assert "hidden" not in said(at)
    words = said(open_page("campaigns", since="2026-05-02", until="2026-05-01"))
    assert "*Made until* is before *Made from*" in words


def test_a_page_is_in_the_address_and_a_filter_begins_with_the_first(
    open_page: OpenPage, new_campaign: NewCampaign
) -> None:
    for _ in range(23):
        new_campaign(1, "Hello")
    at = open_page("campaigns")
    at.button(key="campaigns.older").click().run()
    assert (listed(at), address(at)) == ([3, 2, 1], {"before": "4"})
    assert listed(open_page("campaigns", before="4")) == [3, 2, 1]
    _field(at, "search").set_value("test").run()
    assert (listed(at)[0], address(at)) == (23, {"search": "test"})
    at.run()
    assert address(at) == {"search": "test"}
    at.button(key="campaigns.older").click().run()
    at.button(key="campaigns.newer").click().run()
    assert (listed(at)[0], address(at)) == (23, {"search": "test"})


@pytest.mark.usefixtures("three")
def test_a_campaign_is_archived_where_it_stands_and_brought_back(
    open_page: OpenPage, settings: Settings
) -> None:
    """The row stays: the second half of a double click meets a grey button, and no other row."""
    at = open_page("campaigns")
    at.button(key="campaign.archive.3").click().run()
    assert control.status(settings, 3).campaign.archived_at
    assert listed(at) == [3, 2, 1]
    assert at.button(key="campaign.archive.3").disabled
    at.button(key="campaign.archive.2").click().run()
    assert listed(at) == [3, 2, 1]
    at.button(key="campaign.unarchive.2").click().run()
    assert listed(open_page("campaigns")) == [2, 1]
    assert listed(open_page("overview")) == [2, 1]
    _field(at, "search").set_value("test").run()
    assert listed(at) == [2, 1]
    _field(at, "archived").set_value(True).run()
    assert (listed(at), address(at)["archived"]) == ([3, 2, 1], "yes")
    at.button(key="campaign.unarchive.3").click().run()
    assert listed(open_page("campaigns")) == [3, 2, 1]


def test_a_running_campaign_is_not_archived_and_its_row_says_why(
    open_page: OpenPage, new_campaign: NewCampaign, settings: Settings
) -> None:
    made = new_campaign(2)
    opened = [open_page("campaigns"), open_page("campaign", id=str(made))]
    control.start(settings, made)
    for at in opened:
        at.button(key=f"campaign.archive.{made}").click().run()
        (why,) = errors(at)
        assert "it is running. Wait until it is finished, or stop it first." in why
    assert control.status(settings, made).campaign.archived_at is None


def test_what_cannot_be_done_is_grey_and_says_why(
    open_page: OpenPage, new_campaign: NewCampaign, settings: Settings
) -> None:
    made = new_campaign(2)
    control.start(settings, made)
    control.pause(settings, made)
    at = open_page("campaign", id=str(made))
    archive_button, pause = (
        at.button(key=key) for key in (f"campaign.archive.{made}", "campaign.pause")
    )
    assert (archive_button.disabled, pause.disabled) == (True, True)
    assert "it is paused and not finished" in archive_button.help
    assert pause.help == "It is paused already."


@pytest.mark.usefixtures("three")
def test_an_archived_campaign_is_in_no_choice_and_its_page_says_it(
    open_page: OpenPage, new_list: Callable[..., int], settings: Settings
) -> None:
    friends = new_list()
    archive.archive(settings, 3)
    at = open_page("compose", list=str(friends))
    assert len(at.multiselect(key="compose.without").options) == 2
    at = open_page("campaign", id="3")
    at.button(key="campaign.unarchive.3").click().run()
    assert control.status(settings, 3).campaign.archived_at is None


def test_delivered_is_told_of_those_a_report_has_come_for(
    open_page: OpenPage, new_campaign: NewCampaign, start_gateway: StartGateway, send: Send,
    settings: Settings, ledger: ReadLedger,
) -> None:  # fmt: skip
    start_gateway()
    made = new_campaign(3, "Hello")
    send(made)
    assert "3 of 3 recipients submitted · no delivery report yet" in said(open_page("campaigns"))
    first, second, _ = (row["sms_id"] for row in ledger(made))
    report = f"Sms Id,Status\n{first},DELIVRD\n{second},UNDELIV\n"
    importing.import_report(settings, report.encode())
    assert "1 delivered of 2 reported (50%)" in said(open_page("campaigns"))


def test_copy_opens_compose_with_the_same_choices_and_nobodys_state(
    open_page: OpenPage, new_campaign: NewCampaign, settings: Settings
) -> None:
    made = new_campaign(2, "Hello {{name}}", route=2)
    at = open_page("campaigns")
    (copy,) = [link for link in at.get("page_link") if link.label == "Copy"]
    assert (copy.page, copy.query_string) == ("compose", f"copy={made}")
    assert open_page("compose", copy=str(made)).session_state[
        "composing.opened"
    ].choices.message == ("Hello {{name}}")
    assert control.status(settings, made).campaign.state is CampaignState.DRAFT


def test_a_new_campaign_begins_empty_while_the_draft_that_was_open_stays_kept(
    open_page: OpenPage, new_campaign: NewCampaign, new_list: Callable[..., int]
) -> None:
    new_campaign(1)
    friends = new_list()
    at = open_page("compose", list=str(friends))
    at.switch_page("campaigns.py").run()
    at.button(key="campaigns.new").click().run()
    assert not at.exception
    assert at.title[0].value == "Compose"
    assert at.session_state["composing.opened"].choices.list_id is None


@pytest.mark.usefixtures("three")
def test_the_way_back_from_a_campaign_keeps_what_was_asked(open_page: OpenPage) -> None:
    at = open_page("campaigns", states="draft", search="test")
    at.query_params.clear()
    at.query_params["id"] = "1"
    at.switch_page("campaign.py").run()
    (back,) = [link for link in at.get("page_link") if link.label == "Campaigns"]
    assert sorted(back.query_string.split("&")) == ["search=test", "states=draft"]


def test_days_are_those_of_india(
    open_page: OpenPage, new_campaign: NewCampaign, settings: Settings
) -> None:
    made = new_campaign(1)
    late = datetime(2026, 5, 1, 18, 45, tzinfo=UTC)
    with open_database(settings.database_path) as db:
        db.conn.execute("update campaigns set created_at = ?", (late.isoformat(),))
    assert listed(open_page("campaigns", since="2026-05-02", until="2026-05-02")) == [made]
    assert listed(open_page("campaigns", until="2026-05-01")) == []
