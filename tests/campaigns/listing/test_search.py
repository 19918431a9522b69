"""Campaigns found again, by words and by filters, a page at a time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from fixtures import NewCampaign

from jetmsg_core import templates
from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.campaigns.listing import archive, search
from jetmsg_core.campaigns.listing.search import CampaignFilter, day_after, day_begins
from jetmsg_core.errors import InputError
from jetmsg_core.messages.dlt.filling import FixedText
from jetmsg_core.settings import Settings
from jetmsg_core.states import CampaignState, Channel
from jetmsg_core.store.database import open_database
from jetmsg_core.store.ledger import campaign_search
from jetmsg_core.templates import TemplateDraft

DLT_ID = "1107160000000000042"


@pytest.fixture
def several(new_campaign: NewCampaign, settings: Settings) -> None:
    """1 is of a template, 2 by WhatsApp, 3 of another sender ID and stopped."""
    template = templates.add(
        settings,
        TemplateDraft("Festival greeting", "Hi {#var#}", fills=(FixedText("you"),), dlt_id=DLT_ID),
    )
    made = {"stored_template": template.id, "stored_version": template.version}
    _named(settings, new_campaign, "Diwali offer Pune", template_id=DLT_ID, **made)
    _named(settings, new_campaign, "Diwali offer Goa", channel=Channel.WHATSAPP)
    control.stop(
        settings, _named(settings, new_campaign, "Soldes d'E\u0301te\u0301", sender="SHOPIN")
    )


def _named(
    settings: Settings, new_campaign: NewCampaign, name: str, sender: str = "JETMSG", **how: object
) -> int:
    """The helper names every campaign alike; the words are written as `create.freeze` has them."""
    made = new_campaign(1, "Hi you", **how)
    with open_database(settings.database_path) as db:
        row = db["campaigns"].get(made)
        changed = {"name": name} | ({"sender_id": sender} if row["channel"] == "sms" else {})
        key = campaign_search.key_of(db, row | changed)
        for column, value in (changed | {"search_key": key}).items():
            db.conn.execute(f"update campaigns set {column} = ? where id = ?", (value, made))
    return made


def ids(settings: Settings, wanted: CampaignFilter) -> list[int]:
    page = search.page(settings, wanted, 10)
    assert page.fitting == len(page.statuses)
    return [status.campaign.id for status in page.statuses]


@pytest.mark.parametrize(
    ("words", "fitting"),
    [
        pytest.param("", [3, 2, 1], id="no words"),
        pytest.param("diwali", [2, 1], id="in any case"),
        pytest.param("GOA offer", [2], id="every word, in any order"),
        pytest.param("ali off", [2, 1], id="in the middle of a word"),
        pytest.param("\u00e9t\u00e9", [3], id="another spelling of an accent"),
        pytest.param("shopin", [3], id="the sender ID"),
        pytest.param("0000042", [1], id="the DLT template ID"),
        pytest.param("festival pune", [1], id="the template's name beside the campaign's"),
        pytest.param("100%", [], id="signs mean themselves"),
        pytest.param("_", [], id="a line is no joker"),
    ],
)
@pytest.mark.usefixtures("several")
def test_words_stand_in_the_name_the_sender_or_the_template(
    words: str, fitting: list[int], settings: Settings
) -> None:
    assert ids(settings, CampaignFilter(search=words)) == fitting


@pytest.mark.usefixtures("several")
def test_a_campaign_is_found_by_its_template_when_that_is_gone(settings: Settings) -> None:
    (template,) = templates.listing(settings)
    templates.delete(settings, template.id)
    assert ids(settings, CampaignFilter(search="festival")) == [1]


@pytest.mark.parametrize(
    ("wanted", "fitting"),
    [
        pytest.param(CampaignFilter(states=(CampaignState.STOPPED,)), [3], id="a state"),
        pytest.param(CampaignFilter(channels=(Channel.WHATSAPP,)), [2], id="a channel"),
        pytest.param(CampaignFilter(senders=("JETMSG",)), [1], id="a sender ID"),
        pytest.param(CampaignFilter(senders=("JETMSG", "SHOPIN")), [3, 1], id="two sender IDs"),
        pytest.param(
            CampaignFilter(search="diwali", states=(CampaignState.STOPPED,)), [], id="both or none"
        ),
        pytest.param(
            CampaignFilter(made_from=day_begins(date(2026, 5, 2))), [3, 2], id="from a day in India"
        ),
        pytest.param(
            CampaignFilter(made_before=day_after(date(2026, 5, 2))), [2, 1], id="until a day"
        ),
        pytest.param(
            CampaignFilter(
                made_from=day_begins(date(2026, 5, 2)), made_before=day_after(date(2026, 5, 2))
            ),
            [2],
            id="on a day",
        ),
    ],
)
@pytest.mark.usefixtures("several")
def test_filters_leave_what_fits(
    wanted: CampaignFilter, fitting: list[int], settings: Settings
) -> None:
    with open_database(settings.database_path) as db:
        for campaign_id, at in enumerate(("01T18:29:59", "01T18:30:00", "02T18:30:00"), 1):
            db.conn.execute(
                "update campaigns set created_at = ? where id = ?",
                (f"2026-05-{at}.000+00:00", campaign_id),
            )
    assert ids(settings, wanted) == fitting


def test_pages_lead_on_and_back_through_what_fits(
    new_campaign: NewCampaign, settings: Settings
) -> None:
    for _ in range(8):
        new_campaign(1, "Hello")
    for campaign_id in (2, 7):
        control.stop(settings, campaign_id)
    wanted = CampaignFilter(states=(CampaignState.DRAFT,))

    def page(before: int | None) -> tuple[list[int], int | None, tuple[bool, int | None]]:
        page = search.page(settings, wanted, 2, before)
        assert page.fitting == 6
        on_page = [status.campaign.id for status in page.statuses]
        return on_page, page.older, (page.has_newer, page.newer)

    assert page(None) == ([8, 6], 6, (False, None))
    assert page(6) == ([5, 4], 4, (True, None))
    assert page(4) == ([3, 1], None, (True, 6))
    assert page(1) == ([], None, (True, 4))


def test_the_archived_are_hidden_unless_they_are_asked_for(
    new_campaign: NewCampaign, settings: Settings
) -> None:
    for _ in range(3):
        new_campaign(1, "Hello")
    archive.archive(settings, 2)
    everything = CampaignFilter()
    assert ids(settings, everything) == [3, 1]
    assert ids(settings, replace(everything, archived=True)) == [3, 2, 1]
    assert ids(settings, replace(everything, archived_too=(2, 9))) == [3, 2, 1]
    assert [status.campaign.id for status in search.newest(settings, 2)] == [3, 1]
    assert [status.campaign.id for status in control.newest(settings, 2)] == [3, 2]


@pytest.mark.usefixtures("several")
def test_every_question_is_answered_by_the_index_alone(settings: Settings) -> None:
    """So it stays fast with thousands of campaigns, whose rows hold whole messages."""
    everything = CampaignFilter(
        search="diwali pune",
        states=(CampaignState.DRAFT,),
        channels=(Channel.SMS,),
        senders=("JETMSG",),
        made_from=day_begins(date(2020, 1, 1)),
        made_before=day_begins(date(2099, 1, 1)),
    )
    asked: list[str] = []
    with open_database(settings.database_path) as db:
        db.conn.set_trace_callback(asked.append)
        campaign_search.count(db, everything)
        assert [campaign.id for campaign in campaign_search.page(db, everything, 5, None)] == [1]
        assert campaign_search.ids_from(db, everything, 5, 1) == [1]
        assert campaign_search.senders(db) == ["JETMSG", "SHOPIN"]
        db.conn.set_trace_callback(None)
        plans = [
            [step["detail"] for step in db.query(f"explain query plan {sql}")] for sql in asked
        ]
    assert len(plans) == 4
    for plan in plans:
        scans = [step for step in plan if "campaigns" in step and "rowid=?" not in step]
        assert scans
        assert all("COVERING INDEX campaigns_listed" in step for step in scans)


@pytest.mark.parametrize(
    ("text", "moment"),
    [("2026-05-02", "2026-05-03 00:00"), (" 2026-05-02 10:30 ", "2026-05-02 10:31")],
)
def test_an_end_is_that_of_its_day_or_minute(text: str, moment: str) -> None:
    assert f"{search.read_end(text):%Y-%m-%d %H:%M %z}" == f"{moment} +0530"
    with pytest.raises(InputError, match="in Indian time"):
        search.read_end("noon")
