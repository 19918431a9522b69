"""All that is held about a person, for them to have."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fixtures import RunCommand, RunJson

from jetmsg_core import lists, optouts
from jetmsg_core.acting import Actor, ActorKind, Role, acting_as
from jetmsg_core.campaigns.draft.spec import CampaignSpec
from jetmsg_core.campaigns.lifecycle import create
from jetmsg_core.contacts.audience import check_contacts
from jetmsg_core.errors import NotAllowed
from jetmsg_core.lists import contacts_of
from jetmsg_core.people import giving_out
from jetmsg_core.settings import Settings

PEOPLE = b"""name,mobile,agent
Asha,9876500011,98765-00017
Kumaraswamy,+91 98765 00017,9876500012
Ravi,9876500012,nobody
Meena,9876500013,nobody
Short,98765,+91-98765-00017
"""


@pytest.fixture
def prepared(settings: Settings) -> int:
    """A list with the person in it, and a campaign to it that has not begun."""
    contacts = contacts_of(check_contacts(PEOPLE), "people.csv")
    list_id = lists.save(settings, contacts, name="People", token="people")
    key = lists.with_number(settings, list_id, "9876500017")
    lists.change(settings, list_id, [lists.Edit(key, {"name": "Kumar"})], by="Asha")
    spec = CampaignSpec(name="Offer", message="Dear {{name}}", sender_id="JETMSG")
    campaign_id, _ = create.create(settings, contacts, spec)
    optouts.add(settings, ["9876500017"], source="phone", reason="asked twice")
    return campaign_id


def test_all_that_is_held_is_given_out_and_nothing_of_others(
    settings: Settings, prepared: int
) -> None:
    held = giving_out.held_about(settings, "098765 00017")
    assert held.number == 919876500017
    by_kind = {holding.kind: dict(holding.what) for holding in held.holdings}
    assert by_kind["opt_out"]["reason"] == "asked twice"
    assert by_kind["contacts"]["name"] == "Kumar"
    assert by_kind["cells_of_others"] == {"agent": "98765-00017"}
    assert by_kind["rejected_rows"]["agent"] == "+91-98765-00017"
    assert by_kind["list_changes"]["name, before"] == "Kumaraswamy"
    assert by_kind["messages"]["text"] == "Dear Kumaraswamy"
    assert by_kind["messages"]["state"] == "Queued"
    assert "Asha" not in json.dumps([dict(holding.what) for holding in held.holdings])


def test_it_leaves_as_json_and_as_a_workbook(
    cli: RunCommand, cli_json: RunJson, prepared: int, tmp_path: Path
) -> None:
    out, book = tmp_path / "held.json", tmp_path / "held.xlsx"
    answer = cli_json("person", "export", "9876500017", out)
    records = json.loads(out.read_text("utf-8"))["records"]
    assert answer == {"number": 919876500017, "records": len(records)}
    assert {record["kind"] for record in records} >= {"opt_out", "contacts", "messages"}
    assert cli("person", "export", "9876500017", book).returncode == 0
    assert book.read_bytes().startswith(b"PK")


def test_nothing_is_held_about_a_stranger(settings: Settings, prepared: int) -> None:
    assert giving_out.held_about(settings, "9876500099").holdings == ()


def test_only_an_admin_gives_it_out(settings: Settings) -> None:
    sender = Actor("Ravi", Role.SENDER, ActorKind.PERSON)
    with acting_as(sender), pytest.raises(NotAllowed, match="say how long data is kept"):
        giving_out.held_about(settings, "9876500017")
