"""WhatsApp reaches people abroad where that is asked for; SMS never takes one for an Indian."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from fixtures import ReadJournal, ReadLedger, RunCommand, RunJson, StartGateway

from jetmsg_core import lists, optouts, templates
from jetmsg_core import settings as configuration
from jetmsg_core.campaigns.checks.findings import BlockedError
from jetmsg_core.campaigns.draft.spec import CampaignSpec
from jetmsg_core.campaigns.lifecycle import create as creating
from jetmsg_core.campaigns.sending.channels import SendOrder, form_of
from jetmsg_core.contacts import ReadOptions, accepted_file, check_contacts
from jetmsg_core.contacts.findings.reasons import Caution, Reason
from jetmsg_core.contacts.numbers.normalize_cell import Number, Rejection, normalize
from jetmsg_core.errors import InputError
from jetmsg_core.gateway.sms import SmsOrder
from jetmsg_core.settings import Settings
from jetmsg_core.states import Channel
from jetmsg_core.store.ledger.chunks import ClaimedChunk
from jetmsg_core.templates import TemplateDraft

ABROAD = ReadOptions(international=True)
WHATSAPP = ("--channel", "whatsapp", "--international")
MIXED = b"Name,Mobile\nAsha,9876543210\nOmar,+971501234567\nLi,+6591234567\nRavi,+91 90123 45671\n"
NUMBERS = [919876543210, 971501234567, 6591234567, 919012345671]


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    path = tmp_path / "contacts.csv"
    path.write_bytes(MIXED)
    return path


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("+971501234567", 971501234567),
        ("00971 50 123 4567", 971501234567),
        ("971501234567", 971501234567),
        ("+1 (415) 555-2671", 14155552671),
        ("+6591234567", 6591234567),
        ("https://wa.me/6591234567", 6591234567),
        ("971501234567@c.us", 971501234567),
        ("+86 138 1234 5678", 8613812345678),
        ("9876543210", 919876543210),
        ("6591234567", 916591234567),
    ],
)
def test_a_number_abroad_is_kept_with_its_code_and_ten_digits_are_indian(
    cell: str, value: int
) -> None:
    read = normalize(cell, international=True)
    assert isinstance(read, Number)
    assert read.value == value


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        pytest.param("+9655012345", Reason.FOREIGN_OR_UNKNOWN_COUNTRY, id="a digit is missing"),
        pytest.param("+999123456789", Reason.FOREIGN_OR_UNKNOWN_COUNTRY, id="no country's"),
        pytest.param("+971 50 123 45678", Reason.FOREIGN_OR_UNKNOWN_COUNTRY, id="too long there"),
        pytest.param("+62 812 3456 78901", Reason.TOO_LONG, id="more than the gateway takes"),
        pytest.param("98765432101", Reason.TOO_LONG, id="an Indian one too long"),
        pytest.param("+971501234567/+6591234567", Reason.MULTIPLE_NUMBERS, id="two"),
    ],
)
def test_what_is_no_number_of_its_country_is_rejected(cell: str, reason: Reason) -> None:
    assert normalize(cell, international=True) == Rejection(reason)


def test_why_a_number_abroad_is_rejected_is_said_without_ten_digits() -> None:
    data = b"Mobile\n+62 812 3456 78901\n+9655012345\n+999123456789\n+971501234567\n98765432101\n"
    problems = check_contacts(data, options=ABROAD).report.problems
    first, second, third, fourth = [problem["message"] for problem in problems]
    assert "the gateway takes 13" in first
    assert "965 (Kuwait)" in second
    assert "No country" in third
    assert "ten, with or without" not in fourth


def test_eleven_digits_without_plus_are_kept_with_a_warning() -> None:
    read = normalize("96550123456", international=True)
    assert isinstance(read, Number)
    assert (read.value, read.cautions) == (96550123456, (Caution.READ_AS_FOREIGN,))


def test_a_dial_code_beside_a_number_makes_it_whole() -> None:
    rows = ["A,971,501234567", "B,+971,0501234567", "C,91,9876543210", "D,1,7185550123", "E,65,12"]
    data = "\n".join(["Name,ISD,Mobile", *rows]).encode()
    audience = check_contacts(data, options=ReadOptions(international=True, split=True))
    assert audience.numbers.tolist() == [971501234567, 919876543210, 17185550123]
    assert audience.duplicates["row"].tolist() == [3]
    assert audience.rejected.index.tolist() == [6]
    assert audience.report.blockers == ()
    both = b"Country,ISD,Mobile\nUS,1,7185550123\nUS,,7185550124\nIndia,91,9876543210\n"
    assert check_contacts(both, options=ABROAD).numbers.tolist() == [17185550123, 919876543210]


def test_a_check_keeps_them_only_where_that_is_asked(cli_json: RunJson, mixed: Path) -> None:
    report = cli_json("contacts", "check", mixed, *WHATSAPP)
    assert (report["accepted"], report["rejected"]) == (4, 0)
    for options in ((), ("--channel", "whatsapp"), ("--channel", "sms")):
        assert cli_json("contacts", "check", mixed, *options)["accepted"] == 2


@pytest.mark.parametrize("channel", [(), ("--channel", "sms")])
def test_sms_goes_to_indian_numbers_only(
    cli: RunCommand, mixed: Path, channel: tuple[str, ...]
) -> None:
    check = cli("contacts", "check", mixed, "--international", *channel)
    message = ("--name", "N", "--message", "Hi", "--sender", "JETMSG")
    create = cli("campaign", "create", mixed, *message, "--international", *channel)
    for refused in (check, create):
        assert (refused.returncode, "--channel whatsapp" in refused.stderr) == (1, True)


def test_a_whatsapp_campaign_reaches_them_by_their_whole_numbers(
    cli_json: RunJson,
    mixed: Path,
    start_gateway: StartGateway,
    read_journal: ReadJournal,
    ledger: ReadLedger,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("JETMSG_WHATSAPP_RATE", "200")
    start_gateway()
    cli_json("optout", "add", "+971 50 123 4567")
    message = ("--name", "N", "--message", "Hi {{name}}")
    made = cli_json("campaign", "create", mixed, *message, *WHATSAPP)
    assert (made["recipients"], made["skipped_by_reason"]) == (3, {"opted_out": 1})
    assert cli_json("campaign", "run", made["campaign"])["state"] == "finished"
    sent = {entry["number"]: entry["text"] for entry in read_journal()}
    assert sent == {
        "919876543210": "Hi Asha",
        "6591234567": "Hi Li",
        "919012345671": "Hi Ravi",
    }
    assert all(len(number) <= 13 for number in sent)
    assert {row["state"] for row in ledger(made["campaign"])} == {"submitted"}


def saved(settings: Settings) -> int:
    contacts = lists.contacts_of(check_contacts(MIXED, options=ABROAD), "mixed.csv")
    return lists.save(settings, contacts, name="Mixed", token="mixed")


def spec(channel: Channel, **more: Any) -> CampaignSpec:
    return CampaignSpec("N", "Hi {{name}}", channel=channel, sender_id="JETMSG", **more)


def test_a_list_keeps_them_and_an_sms_campaign_leaves_them_out(settings: Settings) -> None:
    page = lists.page(settings, saved(settings))
    assert page.numbers.tolist() == NUMBERS
    contacts = lists.contacts_of(check_contacts(MIXED, options=ABROAD), "mixed.csv")
    with pytest.raises(BlockedError) as refused:
        creating.create(settings, contacts, spec(Channel.SMS))
    (finding,) = [finding for finding in refused.value.findings if finding.blocks]
    assert (finding.code, finding.count, finding.rows) == ("foreign_number", 2, (3, 4))
    _, preview = creating.create(
        settings, contacts, spec(Channel.SMS, leave_out=("foreign_number",))
    )
    assert (preview.recipients, preview.skipped) == (2, {"foreign_number": 2})
    _, preview = creating.create(settings, contacts, spec(Channel.WHATSAPP))
    assert preview.recipients == 4


def test_no_sms_is_posted_to_a_number_abroad() -> None:
    settings = configuration.load({"JETMSG_SANDBOX_URL": "http://127.0.0.1:9"})
    order = SendOrder(Channel.SMS, SmsOrder("JETMSG", 1))
    claimed = ClaimedChunk(1, 1, 3, 1, 1, False, "Hi", ("919876543210", "6591234567"))
    with pytest.raises(InputError, match="Indian"):
        form_of(settings, order, claimed)


def test_a_file_of_ours_brings_them_back_as_they_were() -> None:
    out = accepted_file(check_contacts(MIXED, options=ABROAD))
    assert b"+6591234567" in out
    again = check_contacts(out, name="accepted.csv", options=ABROAD)
    assert again.numbers.tolist() == NUMBERS
    assert check_contacts(out, name="accepted.csv").numbers.tolist() == [NUMBERS[0], NUMBERS[3]]


def test_people_abroad_can_opt_out_and_be_looked_up(
    cli: RunCommand, cli_json: RunJson, settings: Settings, tmp_path: Path
) -> None:
    assert cli_json("optout", "add", "+971501234567")["added"] == 1
    assert optouts.numbers(settings).tolist() == [971501234567]
    kept = tmp_path / "kept.csv"
    kept.write_bytes(optouts.export(settings))
    assert "+971501234567" in kept.read_text("utf-8-sig")
    assert cli_json("optout", "remove", "+971 50 123 4567")["removed"] == 1
    assert cli_json("optout", "import", kept)["added"] == 1
    assert optouts.numbers(settings).tolist() == [971501234567]


def test_a_mostly_foreign_column_is_read_as_it_is_answered(cli: RunCommand, tmp_path: Path) -> None:
    path = tmp_path / "contacts.csv"
    path.write_text("Mobile\n6591234567\n6581234567\n9876543210\n")
    asked = json.loads(cli("contacts", "check", path, *WHATSAPP, "--json").stdout)
    assert [blocker["code"] for blocker in asked["blockers"]] == ["mostly_foreign"]
    answered = (*WHATSAPP, "--ten-digits", "foreign", "--json")
    report = json.loads(cli("contacts", "check", path, *answered).stdout)
    assert (report["accepted"], report["problems"][0]["value"]) == (2, "9876543210")


def test_a_template_says_itself_that_it_is_for_whatsapp(
    cli: RunCommand, cli_json: RunJson, settings: Settings, mixed: Path
) -> None:
    for name, channel in (("Hello", Channel.WHATSAPP), ("Text", Channel.SMS)):
        templates.add(settings, TemplateDraft(name, "Hi {{name}}", channel=channel))
    made = cli_json(
        "campaign", "create", mixed, "--name", "N", "--template", "Hello", "--international"
    )
    assert made["recipients"] == 4
    text = ("--template", "Text", "--sender", "JETMSG", "--international")
    sms = cli("campaign", "create", mixed, "--name", "N", *text)
    assert (sms.returncode, "SMS goes to Indian numbers only" in sms.stderr) == (1, True)
