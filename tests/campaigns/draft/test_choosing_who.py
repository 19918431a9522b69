"""Who a message is for: conditions, campaigns left out, opt-outs; each person counted once."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from fixtures import Send, StartGateway

from jetmsg_core import optouts
from jetmsg_core.campaigns.draft import audience_filter
from jetmsg_core.campaigns.draft.audience_filter import AudienceFilter, Selection
from jetmsg_core.campaigns.draft.spec import CampaignSpec
from jetmsg_core.campaigns.lifecycle import control, create
from jetmsg_core.campaigns.preview import recipient_preview
from jetmsg_core.campaigns.unknown_calls import decisions
from jetmsg_core.contacts import check_contacts
from jetmsg_core.errors import InputError, NotFoundError
from jetmsg_core.lists import CellTest, Comparison, contacts_of, save
from jetmsg_core.messages.template import Missing
from jetmsg_core.settings import Settings
from jetmsg_core.states import RecipientState

LINES = ("name,mobile,city", "Asha,9876543210,Pune", "Ravi,9876543211,", "Om,9876543212,Goa")
PUNE = CellTest("city", Comparison.EQUALS, " pune ")
SOMEWHERE = CellTest("City", Comparison.NOT_EMPTY)


@pytest.fixture
def listed(settings: Settings) -> int:
    contacts = contacts_of(check_contacts("\n".join(LINES).encode()), "friends.csv")
    return save(settings, contacts, name="Friends", token="t")


def names(settings: Settings, chosen: AudienceFilter) -> list[str]:
    contacts, members = audience_filter.read(settings, chosen)
    counted = audience_filter.count(settings, chosen)
    assert counted.members == members
    assert members.count == len(contacts.numbers) == len(members.positions())
    assert counted.listed == counted.members.count + sum(left.count for left in counted.left_out)
    chosen_names: list[str] = contacts.cells["name"].tolist()
    return chosen_names


def test_a_list_without_more_is_everybody(settings: Settings, listed: int) -> None:
    assert names(settings, AudienceFilter(listed)) == ["Asha", "Ravi", "Om"]


def test_conditions_must_all_hold(settings: Settings, listed: int) -> None:
    assert names(settings, AudienceFilter(listed, (PUNE,))) == ["Asha"]
    assert names(settings, AudienceFilter(listed, (SOMEWHERE,))) == ["Asha", "Om"]
    starting_with_o = CellTest("name", Comparison.CONTAINS, "o")
    assert names(settings, AudienceFilter(listed, (SOMEWHERE, starting_with_o))) == ["Om"]
    assert names(settings, AudienceFilter(listed, (PUNE, starting_with_o))) == []


def test_recipients_of_campaigns_and_opt_outs_are_left_out(
    settings: Settings, listed: int, new_campaign: Callable[..., int]
) -> None:
    made = []
    for condition in (PUNE, CellTest("name", Comparison.EQUALS, "Om")):
        contacts, _ = audience_filter.read(settings, AudienceFilter(listed, (condition,)))
        brief = CampaignSpec(name=condition.value, message="Hi", sender_id="JETMSG")
        made.append(create.create(settings, contacts, brief)[0])
    assert names(settings, AudienceFilter(listed, without=(made[0],))) == ["Ravi", "Om"]
    assert names(settings, AudienceFilter(listed, without=tuple(made))) == ["Ravi"]
    optouts.add(settings, ["9876543210"], source="STOP")
    counted = audience_filter.count(settings, AudienceFilter(listed, (SOMEWHERE,), tuple(made)))
    assert [(left.reason, left.name, left.count) for left in counted.left_out] == [
        ("opted_out", "", 1),
        ("condition", "City", 1),
        ("in_campaign", "pune", 0),
        ("in_campaign", "Om", 1),
    ]
    contacts, _ = audience_filter.read(settings, AudienceFilter(listed, (SOMEWHERE,), tuple(made)))
    assert {reason: n for reason, n in contacts.left_out.items() if n} == {
        "opted_out": 1,
        "condition": 1,
        "in_campaign": 1,
    }


def test_of_a_campaign_those_are_left_out_who_were_sent_to_unless_their_state_is_chosen(
    settings: Settings, listed: int, send: Send, start_gateway: StartGateway
) -> None:
    start_gateway()
    asha, _ = audience_filter.read(settings, AudienceFilter(listed, (PUNE,)))
    everybody, _ = audience_filter.read(settings, AudienceFilter(listed))
    brief = CampaignSpec(name="Offer", message="Hi", sender_id="JETMSG")
    sent, _ = create.create(settings, asha, brief)
    stopped, _ = create.create(settings, everybody, brief)
    draft, _ = create.create(settings, everybody, brief)
    send(sent)
    control.stop(settings, stopped)
    assert names(settings, AudienceFilter(listed, without=(sent,))) == ["Ravi", "Om"]
    assert names(settings, AudienceFilter(listed, without=(sent, stopped))) == ["Ravi", "Om"]
    assert names(settings, AudienceFilter(listed, without=(stopped,), taken_in=())) == []
    assert names(settings, AudienceFilter(listed, without=(draft,))) == [], "they still may get it"
    taken_in = (RecipientState.SUBMITTED,)
    chosen = AudienceFilter(listed, without=(sent,), taken_in=taken_in)
    assert names(settings, chosen) == ["Asha", "Ravi", "Om"]


@pytest.mark.usefixtures("never_held")
def test_who_was_stopped_before_a_second_call_counts_as_sent_to(
    settings: Settings, listed: int, send: Send, start_gateway: StartGateway
) -> None:
    start_gateway("--fault", "drop=1")
    everybody, _ = audience_filter.read(settings, AudienceFilter(listed))
    brief = CampaignSpec(name="Offer", message="Hi", sender_id="JETMSG")
    made, _ = create.create(settings, everybody, brief)
    send(made)
    decisions.send_again(settings, made)
    control.stop(settings, made)
    assert control.status(settings, made).recipients[RecipientState.UNKNOWN] == 3
    assert names(settings, AudienceFilter(listed, without=(made,))) == []


def test_what_is_gone_or_cannot_be_asked_is_refused(settings: Settings, listed: int) -> None:
    with pytest.raises(NotFoundError, match="no list 99"):
        audience_filter.count(settings, AudienceFilter(99))
    with pytest.raises(NotFoundError, match="no campaign 99"):
        audience_filter.count(settings, AudienceFilter(listed, without=(99,)))
    with pytest.raises(InputError, match="town"):
        audience_filter.count(
            settings, AudienceFilter(listed, (CellTest("town", Comparison.EMPTY),))
        )


def test_members_are_small() -> None:
    mask = np.zeros(1_000_000, np.bool_)
    mask[[3, 999_999]] = True
    members = Selection.of(1, 0, mask)
    assert members.positions().tolist() == [3, 999_999]
    assert len(members.bits) == 125_000


def test_anybodys_text_is_the_one_that_is_frozen(
    settings: Settings, ledger: Callable[[int], list[dict[str, object]]]
) -> None:
    """Over more than one block of the list, in any order of looking."""
    count = 110_000
    lines = [
        f"Name{i},{9_000_000_000 + i * 97},{'' if i % 5 == 1 else i % 7}" for i in range(count)
    ]
    data = ("name,mobile,city\n" + "\n".join(lines)).encode()
    listed = save(settings, contacts_of(check_contacts(data), "x.csv"), name="X", token="x")
    chosen = AudienceFilter(listed, (CellTest("name", Comparison.CONTAINS, "9"),))
    brief = CampaignSpec(name="A", message="Hi {{name}} {{city}}", sender_id="JETMSG")
    looked = recipient_preview.preview_recipients(settings, chosen, brief)
    contacts, _ = audience_filter.read(settings, chosen)
    made, preview = create.create(settings, contacts, brief)
    frozen = {row["row"]: row["text"] for row in ledger(made)}
    assert looked.recipients.count == looked.preview.recipients == preview.recipients == len(frozen)
    indices = [0, looked.recipients.count - 1, 20_000, 5, 20_001]
    texts = recipient_preview.texts(settings, looked.recipients, brief, indices)
    assert [text.text for text in texts] == [frozen[text.row] for text in texts]
    assert len({text.row for text in texts}) == len(indices)
    for index, text in zip(indices, texts, strict=True):
        assert recipient_preview.place_of_row(settings, looked.recipients, text.row) == index
    assert recipient_preview.place_of_row(settings, looked.recipients, 2) is None


def test_jumps_and_findings_lead_to_the_people_they_are_about(settings: Settings) -> None:
    rows = ("Li,9876543210,", "evil.com,9876543211,Pune", "आशा,9876543212,Goa", "Om,9876543213,x")
    data = "\n".join(("name,mobile,city", *rows)).encode()
    listed = save(settings, contacts_of(check_contacts(data), "x.csv"), name="X", token="x")
    brief = CampaignSpec(
        name="A", message="Hi {{name}} {{city}}", sender_id="JETMSG", missing=Missing("you")
    )
    looked = recipient_preview.preview_recipients(settings, AudienceFilter(listed), brief)
    preview = looked.preview

    def text(index: int | None) -> str:
        assert index is not None
        return recipient_preview.texts(settings, looked.recipients, brief, [index])[0].text

    assert text(preview.longest_place) == "Hi evil.com Pune"
    assert text(preview.unicode_place) == "Hi आशा Goa"
    assert text(preview.default_place) == "Hi Li you"
    (finding,) = preview.findings
    assert (finding.code, finding.rows) == ("not_whitelisted", (3,))
    assert text(finding.places[0]) == "Hi evil.com Pune"
    skipping = CampaignSpec(name="A", message="Hi {{name}} {{city}}", sender_id="JETMSG")
    looked = recipient_preview.preview_recipients(settings, AudienceFilter(listed), skipping)
    assert looked.preview.default_place is None
    assert looked.preview.findings[0].places == (0,)
    assert recipient_preview.texts(settings, looked.recipients, skipping, [0])[0].row == 3
