"""Who says no to SMS may want WhatsApp messages, and the other way round: a refusal counts for the
channel that its column or its cell speaks of, also where a list is saved before one is chosen."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fixtures import RunJson

from jetmsg_core import lists, templates
from jetmsg_core.campaigns.draft import audience_filter
from jetmsg_core.campaigns.draft.audience_filter import AudienceFilter
from jetmsg_core.campaigns.draft.spec import CampaignSpec
from jetmsg_core.campaigns.lifecycle import create as creating
from jetmsg_core.campaigns.preview import recipient_preview
from jetmsg_core.contacts import ReadOptions, check_contacts
from jetmsg_core.lists import CellTest, Comparison
from jetmsg_core.settings import Settings
from jetmsg_core.states import Channel
from jetmsg_core.templates import TemplateDraft

SMS, WHATSAPP = "sms", "whatsapp"
ASHA, RAVI, MEENA = 919876543210, 919876543211, 919876543212
PEOPLE = "Mobile,Name,Accepts SMS,WhatsApp opt-in\n"
CHOOSY = f"{PEOPLE}{ASHA},Asha,no,yes\n{RAVI},Ravi,yes,no\n{MEENA},Meena,no,no\n"
MESSAGE = ("--name", "N", "--message", "Hello")


def file_of(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "contacts.csv"
    path.write_text(text, encoding="utf-8")
    return path


def column(name: str, *cells: str) -> str:
    rows = [f"{ASHA + index},{cell}" for index, cell in enumerate(cells)]
    return "\n".join([f"Mobile,{name}", *rows, ""])


@pytest.mark.parametrize(
    ("text", "no_sms", "no_whatsapp"),
    [
        pytest.param(column("WhatsApp opt-in", "no", "yes"), [], [ASHA], id="to WhatsApp"),
        pytest.param(column("Accepts SMS", "no", "yes"), [ASHA], [], id="to SMS"),
        pytest.param(column("Text opt out", "Y", "N"), [ASHA], [], id="to texts"),
        pytest.param(column("Opt out", "Y", "N"), [ASHA], [ASHA], id="to all"),
        pytest.param(column("DND", "Y", "N"), [ASHA], [ASHA], id="DND"),
        pytest.param(column("Unsubscribed", "Y", "N"), [ASHA], [ASHA], id="unsubscribed"),
        pytest.param(column("SMS/WhatsApp opt out", "Y", "N"), [ASHA], [ASHA], id="to both"),
        pytest.param(column("Accepts Email Marketing", "no", "yes"), [], [], id="to e-mail"),
        pytest.param(column("Email & SMS opt out", "Y", "N"), [ASHA], [], id="to e-mail and SMS"),
        pytest.param(column("Newsletter consent", "no", "yes"), [], [], id="to a newsletter"),
        pytest.param(
            "Mobile,Accepts Marketing,Accepts SMS Marketing\n"
            f"{ASHA},no,yes\n{RAVI},yes,no\n{MEENA},no,no\n",
            [RAVI, MEENA],
            [],
            id="a shop's marketing is e-mail beside its SMS marketing",
        ),
        pytest.param(
            "Email Address,Phone Number,MEMBER_RATING,OPTIN_TIME,LEID,EUID,UNSUB_TIME\n"
            f"a@example.com,{ASHA},2,2026-01-01,1,a,2026-02-01\n",
            [],
            [],
            id="Mailchimp's are about e-mail",
        ),
        pytest.param(column("SMS", "no", "yes"), [ASHA], [], id="a column just called SMS"),
        pytest.param(column("WhatsApp", "No", "Yes"), [], [ASHA], id="one called WhatsApp"),
        pytest.param(column("SMS (Y/N)", "N", "Y"), [ASHA], [], id="one with its answers"),
        pytest.param(column("WhatsApp Messages", "0", "1"), [], [ASHA], id="WhatsApp messages"),
        pytest.param(column("SMS", "no", "ask", "yes"), [ASHA], [], id="one that is not clear"),
        pytest.param(column("SMS ok?", "no", "yes"), [ASHA], [], id="SMS ok"),
        pytest.param(column("एसएमएस सहमति", "नहीं", "हाँ"), [ASHA], [], id="Hindi"),
        pytest.param(
            "Mobile,Email Opt Out,Unsubscribed Time,SMS Opt Out\n"
            f"{ASHA},true,2026-01-01 10:00,false\n{RAVI},false,,true\n",
            [RAVI],
            [],
            id="Zoho",
        ),
        pytest.param(column("AllowBroadcast", "FALSE", "TRUE"), [], [ASHA], id="WATI"),
        pytest.param(
            column("Remarks", "no SMS please", "do not message on WhatsApp", "DND"),
            [ASHA, MEENA],
            [RAVI, MEENA],
            id="remarks",
        ),
        pytest.param(
            column("Opt out", "SMS", "WhatsApp", "Both", "Email"),
            [ASHA, MEENA],
            [RAVI, MEENA],
            id="the cell says of what",
        ),
        pytest.param(
            column("Status", "Unsubscribed from SMS", "Unsubscribed from WhatsApp", "Active"),
            [ASHA],
            [RAVI],
            id="a status",
        ),
        pytest.param(
            column(
                "Labels", "* myContacts ::: DND", "* DND ::: Family", "* myContacts ::: Friends"
            ),
            [ASHA, RAVI],
            [ASHA, RAVI],
            id="labels of Google Contacts",
        ),
        *(
            pytest.param(
                column(name, "DND", "* My Contacts ::: Unsubscribed", "Friends"),
                [ASHA, RAVI],
                [ASHA, RAVI],
                id=name,
            )
            for name in ("Group Membership", "Groups", "Category", "Contact Groups", "Categories")
        ),
    ],
)
def test_a_refusal_counts_for_its_channel(
    cli_json: RunJson, tmp_path: Path, text: str, no_sms: list[int], no_whatsapp: list[int]
) -> None:
    path = file_of(tmp_path, text)
    for channel, refusing in ((SMS, no_sms), (WHATSAPP, no_whatsapp)):
        report = cli_json("contacts", "check", path, "--channel", channel)
        assert [row["number"] for row in report["declined_rows"]] == refusing, channel
        assert report["accepted"] == report["rows"] - len(refusing)


def test_sms_is_what_is_asked_about_unless_it_is_said(cli_json: RunJson, tmp_path: Path) -> None:
    path = file_of(tmp_path, CHOOSY)
    report = cli_json("contacts", "check", path)
    assert [row["number"] for row in report["declined_rows"]] == [ASHA, MEENA]


@pytest.mark.parametrize("channel", [SMS, WHATSAPP])
def test_a_campaign_leaves_out_who_refuses_its_channel(
    cli_json: RunJson, tmp_path: Path, channel: str
) -> None:
    path = file_of(tmp_path, CHOOSY)
    made = cli_json("campaign", "create", path, *MESSAGE, "--channel", channel)
    assert (made["recipients"], made["skipped_by_reason"]) == (1, {"declined": 2})
    kept = cli_json("campaign", "create", path, *MESSAGE, "--channel", channel, "--keep-declined")
    assert kept["recipients"] == 3


def test_a_template_says_for_which_channel(
    cli_json: RunJson, settings: Settings, tmp_path: Path
) -> None:
    templates.add(settings, TemplateDraft("Hello", "Hi {{name}}", channel=Channel.WHATSAPP))
    text = column("WhatsApp opt-in", "no", "yes")
    path = file_of(tmp_path, text.replace("Mobile,", "Mobile,Name,").replace(",no", ",Asha,no"))
    made = cli_json("campaign", "create", path, "--name", "N", "--template", "Hello")
    assert made["skipped_by_reason"]["declined"] == 1


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Name,SMS\nA,9876543210\nB,9876543211\n", id="SMS"),
        pytest.param("Name,WhatsApp\nA,9876543210\nB,9876543211\n", id="WhatsApp"),
        pytest.param("Name,Mobile,SMS\nA,9876543210,0\nB,9876543211,3\n", id="how many were sent"),
        pytest.param("Name,Mobile,WhatsApp\nA,9876543210,9876543210\nB,9876543211,No\n", id="both"),
    ],
)
def test_a_column_that_holds_numbers_says_nothing_of_consent(
    cli_json: RunJson, tmp_path: Path, text: str
) -> None:
    path = file_of(tmp_path, text)
    name = text.split("\n", 1)[0].split(",")[1]
    for channel in (SMS, WHATSAPP):
        report = cli_json("contacts", "check", path, "--column", name, "--channel", channel)
        assert (report["accepted"], report["declined"]) == (2, 0)


def test_a_number_that_refuses_one_channel_in_each_of_two_rows_refuses_both() -> None:
    text = f"{PEOPLE}{ASHA},Asha,no,\n{ASHA},Asha R,,no\n{RAVI},Ravi,,\n"
    audience = check_contacts(text.encode())
    assert audience.declined["row"].tolist() == [2, 3]
    assert audience.numbers.tolist() == [RAVI]


def saved(settings: Settings, text: str, name: str = "Choosy") -> int:
    contacts = lists.contacts_of(check_contacts(text.encode()), "choosy.csv")
    return lists.save(settings, contacts, name=name, token=name)


def sent_to(settings: Settings, list_id: int, channel: Channel) -> list[int]:
    return audience_filter.read(settings, AudienceFilter(list_id, channel=channel))[
        0
    ].numbers.tolist()


def test_a_list_is_saved_without_those_who_refuse_all_and_each_campaign_leaves_out_its_own(
    settings: Settings,
) -> None:
    report = check_contacts(CHOOSY.encode()).report
    assert (report.accepted, report.declined) == (2, 1)
    by_channel = [warning for warning in report.warnings if warning.code == "declined_channel"]
    assert [warning.rows for warning in by_channel] == [(2,), (3,)]
    assert "no to WhatsApp messages in 'WhatsApp opt-in': 1." in by_channel[1].message
    list_id = saved(settings, CHOOSY)
    assert lists.page(settings, list_id).numbers.tolist() == [ASHA, RAVI]
    assert [*lists.page(settings, list_id).cells] == [*check_contacts(CHOOSY.encode()).columns]
    assert sent_to(settings, list_id, Channel.SMS) == [RAVI]
    assert sent_to(settings, list_id, Channel.WHATSAPP) == [ASHA]
    counted = audience_filter.count(settings, AudienceFilter(list_id, channel=Channel.WHATSAPP))
    assert [(left.reason, left.name, left.count) for left in counted.left_out if left.count] == [
        ("declined", "WhatsApp", 1)
    ]


def test_the_preview_follows_the_channel_of_the_message(settings: Settings) -> None:
    list_id = saved(settings, CHOOSY)
    for channel, index in ((Channel.SMS, 1), (Channel.WHATSAPP, 0)):
        spec = CampaignSpec("N", "Hi {{name}}", channel=channel, sender_id="JETMSG")
        looked = recipient_preview.preview_recipients(settings, AudienceFilter(list_id), spec)
        assert looked.recipients.positions().tolist() == [index]
        assert looked.preview.skipped == {"declined": 2}


def test_a_campaign_straight_from_a_file_follows_its_channel(settings: Settings) -> None:
    contacts = lists.contacts_of(check_contacts(CHOOSY.encode()), "choosy.csv")
    spec = CampaignSpec("N", "Hi {{name}}", channel=Channel.WHATSAPP)
    _, preview = creating.create(settings, contacts, spec)
    assert (preview.recipients, preview.skipped) == (1, {"declined": 2})


def test_who_said_no_in_another_row_of_the_same_number_is_left_out_too(settings: Settings) -> None:
    text = f"{PEOPLE}{ASHA},Asha,yes,yes\n{ASHA},Asha R,no,yes\n{RAVI},Ravi,yes,yes\n"
    assert sent_to(settings, saved(settings, text), Channel.SMS) == [RAVI]


def test_lists_made_of_lists_know_it_too(settings: Settings) -> None:
    first = saved(settings, CHOOSY)
    plain = f"Mobile,Name\n{ASHA},Asha\n{MEENA},Meena\n"
    second = saved(settings, plain, "Plain")
    for former, other in ((first, second), (second, first)):
        merged = lists.merge(settings, former, other, name="Both", token=f"{former}")
        assert sorted(sent_to(settings, merged, Channel.SMS)) == [RAVI, MEENA]
        assert sorted(sent_to(settings, merged, Channel.WHATSAPP)) == [ASHA, MEENA]
    named = CellTest("Name", Comparison.NOT_EMPTY)
    smaller = lists.choose(settings, first, named, name="Smaller", token="smaller")
    assert sent_to(settings, smaller, Channel.SMS) == [RAVI]
    assert lists.page(settings, first, search="true").numbers.tolist() == []


def test_who_was_kept_on_purpose_is_in_every_campaign(settings: Settings) -> None:
    audience = check_contacts(CHOOSY.encode(), options=ReadOptions(keep_declined=True))
    kept = [warning for warning in audience.report.warnings if warning.code == "declined_kept"]
    assert sorted(row for warning in kept for row in warning.rows) == [2, 3, 4]
    list_id = lists.save(settings, lists.contacts_of(audience, "f"), name="Kept", token="kept")
    for channel in Channel:
        assert sent_to(settings, list_id, channel) == [ASHA, RAVI, MEENA]


REPEATED = "Name,Mobile,WhatsApp opt in\nA,9876543210,yes\nA2,9876543210,no\nB,9876543221,yes\n"
"""Who says yes in the row that is kept, and no in another one of the same number."""


def declined_in(report: dict[str, Any]) -> list[int]:
    return [row["number"] for row in report["declined_rows"]]


@pytest.mark.parametrize(
    ("text", "options", "no_whatsapp"),
    [
        pytest.param(REPEATED, (), [ASHA], id="said in another row"),
        pytest.param(
            f"Name,Father Mobile,Mother Mobile,Mother WhatsApp opt out\nA,{ASHA},{RAVI},yes\n",
            ("--each-column", "Father Mobile", "--each-column", "Mother Mobile"),
            [RAVI],
            id="said of one number",
        ),
        pytest.param(
            f"Name,Mobile,Nominee Mobile,Nominee WhatsApp opt out\nA,{ASHA},{RAVI},yes\n",
            ("--column", "Mobile"),
            [],
            id="said of a number that is not read",
        ),
        pytest.param(column("WhatsApp opt out", "yes", "no"), (), [ASHA], id="a column named so"),
        pytest.param(column("Name", "Asha", "Ravi"), (), [], id="said of nobody"),
    ],
)
def test_the_good_rows_say_who_refuses_the_other_channel(
    cli_json: RunJson, tmp_path: Path, text: str, options: tuple[str, ...], no_whatsapp: list[int]
) -> None:
    good = tmp_path / "good.csv"
    report = cli_json("contacts", "check", file_of(tmp_path, text), *options, "--accepted", good)
    assert not report["declined"]
    numbers = ("--column", "number")
    for _ in range(2):
        again = cli_json("contacts", "check", good, *numbers, "--channel", WHATSAPP)
        assert declined_in(again) == no_whatsapp
        assert again["accepted"] == report["accepted"] - len(no_whatsapp)
        for_sms = cli_json("contacts", "check", good, *numbers, "--accepted", good)
        assert (for_sms["accepted"], for_sms["declined"]) == (report["accepted"], 0)
    header = good.read_text("utf-8-sig").split("\n", 1)[0]
    assert ("WhatsApp opt out" in header) == bool(no_whatsapp) or "opt out" in text


def test_the_good_rows_for_whatsapp_say_who_refuses_sms(cli_json: RunJson, tmp_path: Path) -> None:
    good = tmp_path / "good.csv"
    path = file_of(tmp_path, REPEATED.replace("WhatsApp opt in", "Accepts SMS"))
    cli_json("contacts", "check", path, "--channel", WHATSAPP, "--accepted", good)
    made = cli_json("campaign", "create", good, "--column", "Mobile", *MESSAGE)
    assert (made["recipients"], made["skipped_by_reason"]) == (1, {"declined": 1})
