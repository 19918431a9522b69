"""A number is erased in whatever digits it is written."""

from __future__ import annotations

from fixtures import Send, StartGateway
from whole_store import cells_with

from jetmsg_core import lists, optouts
from jetmsg_core.campaigns.draft.spec import CampaignSpec
from jetmsg_core.campaigns.lifecycle import create
from jetmsg_core.contacts.audience import check_contacts
from jetmsg_core.lists import contacts_of
from jetmsg_core.people import erasing
from jetmsg_core.settings import Settings

NUMBER = 919876500017
PEOPLE = "name,mobile,agent\nAsha,9876500011,९८७६५०००१७\nMeena,9876500017,-\n"


def test_a_number_in_the_digits_of_another_script_is_cut_out_of_what_is_said_of_others(
    settings: Settings, start_gateway: StartGateway, send: Send
) -> None:
    start_gateway()
    contacts = contacts_of(check_contacts(PEOPLE.encode()), "people.csv")
    spec = CampaignSpec(name="Offer", message="Dear {{name}}, ask {{agent}}", sender_id="JETMSG")
    send(create.create(settings, contacts, spec)[0])
    list_id = lists.save(settings, contacts, name="People", token="people")
    key = lists.with_number(settings, list_id, "9876500011")
    lists.change(settings, list_id, [lists.Edit(key, {"name": "Asha B"})], by="Asha")
    optouts.add(settings, ["9876500013"], source="phone", reason="the wife of ९८७६५ ०००१७")
    assert {"chunks.text", "opt_outs.reason", "list_changes.before"} <= cells_with(settings, NUMBER)
    erasing.erase(settings, "+91 98765 00017")
    assert cells_with(settings, NUMBER) == set()
