"""Who refuses another channel than a campaign's is known with its recipients, so that a list or
file of those who failed leaves out the same people as the list or file they came from."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest

from jetmsg_core import lists
from jetmsg_core.campaigns.draft import audience_filter
from jetmsg_core.campaigns.draft.audience_filter import AudienceFilter
from jetmsg_core.campaigns.draft.spec import CampaignSpec
from jetmsg_core.campaigns.exports import recipient_file
from jetmsg_core.campaigns.exports.recipient_file import Only
from jetmsg_core.campaigns.exports.state_list import save_in_states
from jetmsg_core.campaigns.lifecycle import control, create, retry
from jetmsg_core.contacts.audience import check_contacts
from jetmsg_core.contacts.read_options import GUESSED, ReadOptions
from jetmsg_core.settings import Settings
from jetmsg_core.states import CampaignState, Channel
from jetmsg_core.store import arrow_blocks
from jetmsg_core.store.database import open_database
from jetmsg_core.store.ledger import recipients

ASHA, RAVI = 919876543210, 919876543221
REPEATED = "Name,Mobile,WhatsApp opt in\nA,9876543210,yes\nA2,9876543210,no\nB,9876543221,yes\n"
PARENTS = f"Name,Father Mobile,Mother Mobile,Mother WhatsApp opt out\nA,{ASHA},{RAVI},yes\n"
NOMINEE = f"Name,Mobile,Nominee Mobile,Nominee WhatsApp opt out\nA,{ASHA},{RAVI},yes\n"
EACH = ReadOptions(each_columns=("Father Mobile", "Mother Mobile"))
Fail = Callable[[int], int]


@pytest.fixture
def failing(
    settings: Settings, start_gateway: Any, send: Any, monkeypatch: pytest.MonkeyPatch
) -> Fail:
    """Sends a campaign of which every call is refused."""
    start_gateway("--fault", "template=1")
    monkeypatch.setenv("JETMSG_WHATSAPP_RATE", "1000")

    def fail(campaign_id: int) -> int:
        while send(campaign_id).campaign.state is CampaignState.RUNNING:
            control.resume(settings, campaign_id)
        return campaign_id

    return fail


def saved(settings: Settings, text: str, options: ReadOptions = GUESSED) -> int:
    contacts = lists.contacts_of(check_contacts(text.encode(), options=options), "people.csv")
    return lists.save(settings, contacts, name="People", token=text)


def campaign_of(settings: Settings, list_id: int, channel: Channel = Channel.SMS) -> int:
    contacts = audience_filter.read(settings, AudienceFilter(list_id, channel=channel))[0]
    spec = CampaignSpec("Test", "Hello", channel=channel, sender_id="JETMSG", chunk_size=1)
    return create.create(settings, contacts, spec)[0]


def sent_to(settings: Settings, list_id: int, channel: Channel) -> list[int]:
    who = AudienceFilter(list_id, channel=channel)
    return audience_filter.read(settings, who)[0].numbers.tolist()


@pytest.mark.parametrize(
    ("text", "options", "for_whatsapp"),
    [
        pytest.param(REPEATED, GUESSED, [RAVI], id="said in another row"),
        pytest.param(PARENTS, EACH, [ASHA], id="said of one number"),
        pytest.param(NOMINEE, ReadOptions(column="Mobile"), [ASHA], id="of one that is not read"),
        pytest.param(REPEATED, ReadOptions(keep_declined=True), [ASHA, RAVI], id="kept on purpose"),
    ],
)
def test_the_failed_refuse_what_their_list_refused(
    settings: Settings, failing: Fail, text: str, options: ReadOptions, for_whatsapp: list[int]
) -> None:
    list_id = saved(settings, text, options)
    everybody = lists.page(settings, list_id).numbers.tolist()
    made = failing(campaign_of(settings, list_id))
    for _ in range(2):
        failed_id = save_in_states(settings, made, name="Failed", token=str(made))
        assert sent_to(settings, failed_id, Channel.SMS) == everybody
        assert sent_to(settings, failed_id, Channel.WHATSAPP) == for_whatsapp
        made = failing(campaign_of(settings, failed_id))


def test_a_refusal_in_one_of_two_merged_lists_is_kept(settings: Settings, failing: Fail) -> None:
    first = saved(settings, f"Mobile,SMS\n{ASHA},yes\n{RAVI},yes\n")
    second = saved(settings, f"Mobile,SMS\n{ASHA},no\n")
    merged = lists.merge(settings, first, second, name="Both", token="merged")
    made = failing(campaign_of(settings, merged, Channel.WHATSAPP))
    failed_id = save_in_states(settings, made, name="Failed", token="t")
    assert sent_to(settings, failed_id, Channel.WHATSAPP) == [ASHA, RAVI]
    assert sent_to(settings, failed_id, Channel.SMS) == [RAVI]


@pytest.mark.parametrize("channel", [None, Channel.SMS])
def test_a_campaign_straight_from_a_file_knows_it(
    settings: Settings, failing: Fail, channel: Channel | None
) -> None:
    audience = check_contacts(REPEATED.encode(), options=ReadOptions(channel=channel))
    spec = CampaignSpec("Test", "Hello", sender_id="JETMSG")
    made, preview = create.create(settings, lists.contacts_of(audience, "people.csv"), spec)
    assert preview.recipients == 2
    failed_id = save_in_states(settings, failing(made), name="Failed", token="t")
    assert sent_to(settings, failed_id, Channel.WHATSAPP) == [RAVI]


def test_those_who_failed_again_refuse_the_same(settings: Settings, failing: Fail) -> None:
    made = failing(campaign_of(settings, saved(settings, REPEATED)))
    again = failing(retry.retry_failed(settings, made).campaign.id)
    failed_id = save_in_states(settings, again, name="Failed", token="t")
    assert sent_to(settings, failed_id, Channel.SMS) == [ASHA, RAVI]
    assert sent_to(settings, failed_id, Channel.WHATSAPP) == [RAVI]


def exported(settings: Settings, campaign_id: int, only: Only) -> bytes:
    out = io.BytesIO()
    recipient_file.export(settings, campaign_id, out, only=only)
    return out.getvalue()


@pytest.mark.parametrize("only", Only)
def test_a_file_of_recipients_says_who_refuses_the_other_channel(
    settings: Settings, failing: Fail, only: Only
) -> None:
    made = failing(campaign_of(settings, saved(settings, REPEATED)))
    data = exported(settings, made, only)
    for channel, numbers in ((Channel.SMS, [ASHA, RAVI]), (Channel.WHATSAPP, [RAVI])):
        audience = check_contacts(data, options=ReadOptions(column="Mobile", channel=channel))
        assert audience.numbers.tolist() == numbers
        assert "WhatsApp opt out" in audience.columns


def test_a_file_of_recipients_has_no_column_for_what_nobody_refuses(
    settings: Settings, failing: Fail
) -> None:
    made = failing(campaign_of(settings, saved(settings, f"Mobile,WhatsApp opt in\n{ASHA},yes\n")))
    names = check_contacts(exported(settings, made, Only.FAILED)).columns
    assert names == ("Mobile", "WhatsApp opt in", "Why it was not accepted")
    assert "WhatsApp opt out" not in exported(settings, made, Only.ALL).decode("utf-8-sig")


def test_of_a_campaign_frozen_before_that_was_kept_the_cells_say_it(
    settings: Settings, failing: Fail
) -> None:
    made = failing(campaign_of(settings, saved(settings, REPEATED.replace("yes\nA2", "no\nA2"))))
    with open_database(settings.database_path) as db, db.conn:
        block = recipients.block(db, made, 1)
        assert block is not None
        names = ["Name", "Mobile", "WhatsApp opt in"]
        older = arrow_blocks.pack_table(arrow_blocks.unpack_table([block[1]], names))
        db.conn.execute("update recipient_blocks set contacts = ?", (older,))
    exported(settings, made, Only.FAILED)
    failed_id = save_in_states(settings, made, name="Failed", token="t")
    assert sent_to(settings, failed_id, Channel.SMS) == [ASHA, RAVI]
    assert sent_to(settings, failed_id, Channel.WHATSAPP) == [RAVI]
