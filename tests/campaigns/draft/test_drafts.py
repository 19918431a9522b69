"""Drafts are kept, copied and sent once; a test goes to one number of one's own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from read_back import read_list

from jetmsg_core import lists, optouts, templates
from jetmsg_core.campaigns.draft import drafts
from jetmsg_core.campaigns.draft.choices import (
    Choices,
    Step,
    When,
    as_json,
    essence,
    from_json,
    spec_of,
)
from jetmsg_core.campaigns.draft.spec import CampaignSpec
from jetmsg_core.campaigns.lifecycle import control, create, launch
from jetmsg_core.campaigns.preview import recipient_preview
from jetmsg_core.contacts import check_contacts
from jetmsg_core.errors import InputError, NotFoundError, StateError
from jetmsg_core.lists import CellTest, Comparison, contacts_of, save
from jetmsg_core.primitives.times import utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.states import CampaignState, Channel
from jetmsg_core.templates import FixedText, FromColumn, TemplateDraft

LINES = ("name,mobile,city", "Asha,9876543210,Pune", "Ravi,9876543211,", "Om,9876543212,Goa")
FULL = Choices(
    step=Step.SEND,
    list_id=1,
    conditions=(CellTest("city", Comparison.NOT_EMPTY),),
    without=(3, 4),
    template=7,
    version=2,
    channel=Channel.WHATSAPP,
    message='Dear {{name}}, "₹5" & \n more 🙏',
    fill_in=True,
    default="friend",
    sender_id="JETMSG",
    route=2,
    dlt_id="1107160123456789012",
    name="Diwali",
    when=When.LATER,
    at="2026-11-24T10:30",
    test_number="98765 43210",
)


@pytest.fixture
def listed(settings: Settings) -> int:
    contacts = contacts_of(check_contacts("\n".join(LINES).encode()), "friends.csv")
    return save(settings, contacts, name="Friends", token="t")


def test_choices_read_back_as_they_were_written() -> None:
    assert from_json(as_json(FULL)) == FULL
    assert from_json("{}") == Choices()
    assert from_json('{"message": "Hi", "of a newer version": 1}') == Choices(message="Hi")


def test_a_draft_of_before_leaves_out_everybody_in_a_campaign_and_keeps_its_token() -> None:
    before = from_json('{"without": [3], "route": 1}')
    assert (before.taken_in, before.fills) == ((), ())
    assert "taken_in" not in essence(before)
    assert "fills" not in essence(before)
    assert "taken_in" not in essence(Choices())
    assert "taken_in" in essence(Choices(without=(3,)))


def test_nothing_is_sent_by_a_route_that_nobody_chose(settings: Settings, listed: int) -> None:
    draft = draft_of(settings, listed, route=None)
    with pytest.raises(InputError, match="Choose the route first"):
        launch.launch(settings, draft, recipients=3, parts=3)
    assert control.newest(settings) == []
    assert len(drafts.newest(settings)) == 1


def test_a_draft_is_kept_changed_found_and_discarded(settings: Settings) -> None:
    first = drafts.begin(settings, Choices(message="One"))
    second = drafts.begin(settings, Choices(message="One"))
    assert first.id != second.id
    later = utc_now() + timedelta(minutes=1)
    assert drafts.keep(settings, first.id, Choices(), FULL, clock=lambda: later) == FULL
    assert [draft.id for draft in drafts.newest(settings)] == [first.id, second.id]
    assert drafts.get(settings, first.id).choices == FULL
    assert drafts.discard(settings, first.id)
    assert not drafts.discard(settings, first.id)
    assert drafts.keep(settings, first.id, Choices(), FULL) is None
    with pytest.raises(NotFoundError, match="sent or discarded"):
        drafts.get(settings, first.id)


def draft_of(settings: Settings, listed: int, **changes: object) -> drafts.Draft:
    choices = Choices(list_id=listed, message="Dear {{name}}", sender_id="JETMSG", route=1)
    return drafts.begin(settings, replace(choices, **changes))  # type: ignore[arg-type]


def test_an_older_window_never_undoes_what_a_newer_one_wrote(settings: Settings) -> None:
    opened = Choices(message="Old")
    draft = drafts.begin(settings, opened)
    newer = replace(opened, message="New", name="Monsoon")
    assert drafts.keep(settings, draft.id, opened, newer) == newer
    both = replace(newer, route=2)
    assert drafts.keep(settings, draft.id, opened, replace(opened, route=2)) == both
    assert drafts.get(settings, draft.id).choices == both


def test_a_launched_draft_is_a_running_campaign_and_no_draft(
    settings: Settings, listed: int
) -> None:
    draft = draft_of(settings, listed, conditions=FULL.conditions)
    made = launch.launch(settings, draft, recipients=2, parts=2)
    status = control.status(settings, made)
    assert status.campaign.state is CampaignState.RUNNING
    assert (status.campaign.name, status.campaign.recipients) == ("Friends", 2)
    assert from_json(status.campaign.choices) == draft.choices
    assert drafts.newest(settings) == []


def test_two_windows_that_send_one_draft_make_one_campaign(settings: Settings, listed: int) -> None:
    draft = draft_of(settings, listed)
    first = launch.launch(settings, draft, recipients=3, parts=3)
    assert launch.launch(settings, draft, recipients=3, parts=3) == first
    assert len(control.newest(settings)) == 1


def test_a_message_that_a_list_had_already_is_known_again(settings: Settings, listed: int) -> None:
    draft = draft_of(settings, listed)
    spec = spec_of(settings, draft.choices, "Friends")
    assert launch.sent_before(settings, spec, "Friends") is None
    made = launch.launch(settings, draft, recipients=3, parts=3)
    again = launch.sent_before(settings, spec, "Friends")
    assert again is not None
    assert again.id == made
    assert launch.sent_before(settings, spec, "Another list") is None
    assert launch.sent_before(settings, replace(spec, message="Hi"), "Friends") is None


def test_a_draft_changed_after_a_refusal_never_sends_the_old_text(
    settings: Settings, listed: int
) -> None:
    draft = draft_of(settings, listed)
    made, _ = create.create(
        settings,
        read_list(settings, listed),
        spec_of(settings, draft.choices, "Friends"),
        token=draft.token,
    )
    changed = replace(draft, choices=replace(draft.choices, message="Other {{name}}"))
    sent = launch.launch(settings, changed, recipients=3, parts=3)
    assert sent != made
    assert control.status(settings, sent).campaign.message == "Other {{name}}"


@pytest.mark.parametrize(
    ("recipients", "parts", "sentence"),
    [
        pytest.param(2, 2, "You confirmed 2 recipients, but it would go to 3", id="people"),
        pytest.param(3, 4, "You confirmed 4 credits, but it would take 3", id="credits"),
    ],
)
def test_what_was_not_confirmed_is_not_sent(
    settings: Settings, listed: int, recipients: int, parts: int, sentence: str
) -> None:
    draft = draft_of(settings, listed)
    with pytest.raises(StateError, match=sentence):
        launch.launch(settings, draft, recipients=recipients, parts=parts)
    assert control.newest(settings) == []
    assert drafts.is_kept(settings, draft.id)


def test_a_draft_is_scheduled_and_not_for_the_past(settings: Settings, listed: int) -> None:
    draft = draft_of(settings, listed)
    at = utc_now() + timedelta(days=1)
    made = launch.launch(settings, draft, recipients=3, parts=3, at=at)
    assert control.status(settings, made).campaign.state is CampaignState.SCHEDULED
    late = draft_of(settings, listed, message="Late")
    with pytest.raises(InputError, match="has passed"):
        launch.launch(settings, late, recipients=3, parts=3, at=utc_now())


def test_a_campaign_remembers_its_template_and_is_copied(settings: Settings, listed: int) -> None:
    stored = templates.add(
        settings, TemplateDraft(name="Hi", body="Hi {#var#}", fills=(FromColumn("name"),))
    )
    stored = templates.change(
        settings,
        stored.id,
        TemplateDraft(name="Hi", body="Hello {#var#}", fills=(FromColumn("name"),)),
    )
    choices = drafts.with_template(Choices(list_id=listed, sender_id="JETMSG"), stored)
    choices = replace(choices, sender_id="JETMSG", conditions=FULL.conditions, when=When.LATER)
    made = launch.launch(settings, drafts.begin(settings, choices), recipients=2, parts=2)
    campaign = control.status(settings, made).campaign
    assert (campaign.stored_template, campaign.stored_version) == (stored.id, 2)
    copy = drafts.copy_of(settings, made)
    assert copy == replace(choices, step=Step.WHAT, name="Friends (copy)", when=When.NOW)
    lists.delete(settings, listed)
    copy = drafts.copy_of(settings, made)
    assert (copy.list_id, copy.conditions, copy.step) == (None, (), Step.WHO)
    assert copy.message == "Hello {{name}}"


def test_what_fills_a_template_is_kept_in_the_draft_and_remembered_with_the_template(
    settings: Settings, listed: int
) -> None:
    stored = templates.add(settings, TemplateDraft(name="Hi", body="Hi {#var#} of {#var#}"))
    choices = drafts.with_template(Choices(sender_id="JETMSG"), stored)
    assert (choices.fills, choices.message) == (None, "")
    assert drafts.with_guesses(settings, choices) == choices, "there are no columns yet"
    choices = drafts.with_guesses(settings, replace(choices, list_id=listed))
    assert (choices.fills, choices.message) == ((FromColumn("name"), None), "")
    assert drafts.remember_fills(settings, choices) == choices, "one is missing"
    filled = drafts.with_fills(choices, stored, (FromColumn("name"), FixedText("Pune")))
    assert filled.message == "Hi {{name}} of Pune"
    emptied = drafts.with_fills(filled, stored, (FromColumn("name"), None))
    assert emptied.message == "", "a text with a gap is never one to send"
    assert drafts.get(settings, drafts.begin(settings, filled).id).choices == filled
    assert drafts.remember_fills(settings, filled) == replace(filled, version=2)
    assert templates.get(settings, stored.id).fills == filled.fills
    assert drafts.remember_fills(settings, filled) == filled, "the template is newer"


def test_a_campaign_made_by_a_command_is_copied_from_what_it_tells(
    settings: Settings, new_campaign: Callable[..., int]
) -> None:
    copy = drafts.copy_of(settings, new_campaign(3, "Hi {{name}}", route=2))
    assert (copy.message, copy.route, copy.sender_id) == ("Hi {{name}}", 2, "JETMSG")
    assert (copy.list_id, copy.step, copy.name) == (None, Step.WHO, "Test (copy)")
    with pytest.raises(NotFoundError, match="no campaign 9"):
        drafts.copy_of(settings, 9)


def test_a_test_is_one_persons_text_to_my_number(
    settings: Settings,
    listed: int,
    start_gateway: Callable[..., object],
    send: Callable[[int], object],
    read_journal: Callable[[], list[dict[str, object]]],
) -> None:
    start_gateway()
    choices = draft_of(settings, listed, name="Greeting").choices
    brief = CampaignSpec(name="A", message=choices.message, sender_id="JETMSG")
    members = recipient_preview.preview_recipients(settings, choices.who, brief).recipients

    def try_it(number: str) -> int:
        return launch.send_test(settings, choices, members, 1, number, token="click")

    made = try_it("+91 98111-11111")
    assert try_it("9811111111") == made
    send(made)
    (entry,) = read_journal()
    assert (str(entry["number"])[-10:], entry["text"]) == ("9811111111", "Dear Ravi")
    assert control.status(settings, made).campaign.name == "Test: Greeting"


def test_a_test_never_reaches_who_opted_out(settings: Settings, listed: int) -> None:
    choices = draft_of(settings, listed).choices
    brief = CampaignSpec(name="A", message=choices.message, sender_id="JETMSG")
    members = recipient_preview.preview_recipients(settings, choices.who, brief).recipients
    optouts.add(settings, ["9811111111"], source="STOP")
    for number in ("9811111111", "12", ""):
        with pytest.raises(InputError):
            launch.send_test(settings, choices, members, 0, number, token="t")
    assert control.newest(settings) == []
