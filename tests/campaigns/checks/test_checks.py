"""What the checks find before a campaign is made, what stops it, and what they leave alone."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fixtures import ContactFile, RunCommand, RunJson, Send, StartGateway

from jetmsg_core import settings as configuration
from jetmsg_core import templates
from jetmsg_core.campaigns.checks import texts
from jetmsg_core.campaigns.checks.findings import BlockedError, CampaignFinding
from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.campaigns.lifecycle import create as creating
from jetmsg_core.campaigns.preview.preview import preview
from jetmsg_core.contacts.recipients import Contacts
from jetmsg_core.errors import InputError, SettingsError, StateError
from jetmsg_core.primitives.times import utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.states import CampaignState, Channel
from jetmsg_core.templates import TemplateDraft
from tests.campaigns.specs import DLT_ID, brief, people

NOON = datetime(2026, 5, 1, 6, 30, tzinfo=UTC)  # 12:00 IST
NIGHT = datetime(2026, 5, 1, 20, 0, tzinfo=UTC)  # 01:30 IST


def findings_of(
    contacts: Contacts, message: str, now: datetime = NOON, **changes: Any
) -> dict[str, CampaignFinding]:
    seen = preview(configuration.load(), contacts, brief(message, **changes), clock=lambda: now)
    assert seen.warnings == tuple(finding.message for finding in seen.findings)
    return {finding.code: finding for finding in seen.findings}


@pytest.fixture
def template(settings: Settings) -> templates.Template:
    draft = TemplateDraft(
        name="Ready", body="Dear {#var#}, ready. JETMSG", dlt_id=DLT_ID, header="JETMSG"
    )
    return templates.add(settings, draft)


def test_a_plain_campaign_has_no_findings(template: Any) -> None:
    assert findings_of(people("Asha", "Ravi"), "Hello {{name}}") == {}
    assert findings_of(people("Asha"), "Dear {{name}}, ready. JETMSG", template_id=DLT_ID) == {}


@pytest.mark.parametrize("channel", Channel)
@pytest.mark.parametrize("cell", ["{{first_name}}", "Dear {{ नाम }}", "{#var#}"])
def test_a_placeholder_left_in_a_cell_is_never_sent(cell: str, channel: Channel) -> None:
    contacts = people("Asha", cell, "{Ravi}", "{{^^}}")
    finding = findings_of(contacts, "Hello {{name}}!", channel=channel)["unfilled_cell"]
    assert (finding.count, finding.rows, finding.blocks) == (1, (3,), True)
    assert "In row 3 the sheet itself says {" in finding.message
    with pytest.raises(BlockedError, match="still hold a placeholder: 1"):
        creating.create(configuration.load(), contacts, brief("Hello {{name}}!", channel=channel))
    assert "unfilled_cell" not in findings_of(contacts, "Hello all")


def test_texts_that_do_not_match_the_template_stop_the_campaign(template: Any) -> None:
    contacts = people("Asha", "Ravi", "Zoë")
    finding = findings_of(contacts, "Dear {{name}}, ready now. JETMSG", template_id=DLT_ID)[
        "dlt_mismatch"
    ]
    assert (finding.count, finding.rows, finding.blocks) == (3, (2, 3, 4), True)
    assert "3 texts do not match the DLT template 'Ready'" in finding.message
    assert (
        "Row 2, character 17: the template has '. JETMSG', the text ' now. JETMSG'"
        in finding.message
    )
    with pytest.raises(BlockedError, match="3 texts do not match"):
        creating.create(
            configuration.load(),
            contacts,
            brief("Dear {{name}}, ready now. JETMSG", template_id=DLT_ID),
        )
    assert control.newest(configuration.load()) == []


def test_an_unknown_template_id_is_not_compared(template: Any) -> None:
    assert findings_of(people("Asha"), "Anything", template_id=DLT_ID[:-1] + "9") == {}
    assert findings_of(people("Asha"), "Anything") == {}


def test_a_text_that_differs_in_punctuation_only_is_a_warning(template: Any) -> None:
    findings = findings_of(people("Asha"), "Dear {{name}} ready! JETMSG", template_id=DLT_ID)
    assert list(findings) == ["dlt_relaxed"]
    assert not findings["dlt_relaxed"].blocks
    assert "1 text matches" in findings["dlt_relaxed"].message


def test_values_too_long_for_a_variable_stop_and_long_ones_warn(template: Any) -> None:
    message = "Dear {{name}}, ready. JETMSG"
    findings = findings_of(people("a" * 31, "b" * 41, "Asha"), message, template_id=DLT_ID)
    assert list(findings) == ["dlt_value_too_long", "dlt_value_long"]
    assert (findings["dlt_value_too_long"].rows, findings["dlt_value_long"].rows) == ((3,), (2,))
    assert "Row 3 puts 41 characters" in findings["dlt_value_too_long"].message
    assert [finding.blocks for finding in findings.values()] == [True, False]


def test_values_of_another_type_warn(settings: Settings) -> None:
    draft = TemplateDraft(name="Due", body="Pay {#numeric#} now", dlt_id=DLT_ID)
    templates.add(settings, draft)
    findings = findings_of(people("500", "five"), "Pay {{name}} now", template_id=DLT_ID)
    assert (findings["dlt_value_type"].count, findings["dlt_value_type"].rows) == (1, (3,))


@pytest.mark.parametrize("value", ["1,250", "1250.50", "Rs 500", "५००", "98765 43210"])
def test_only_digits_may_stand_for_a_numeric_variable(value: str, settings: Settings) -> None:
    draft = TemplateDraft(name="Due", body="Pay {#numeric#} now", dlt_id=DLT_ID)
    templates.add(settings, draft)
    findings = findings_of(people(value), "Pay {{name}} now", template_id=DLT_ID)
    assert f"That row puts {value!r} where only digits may stand." in (
        findings["dlt_value_type"].message
    )


def test_live_an_sms_without_a_kept_template_is_a_finding(
    template: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JETMSG_MODE", "live")
    text = "Dear {{name}}, ready. JETMSG"
    missing = findings_of(people("Asha"), text)
    assert list(missing) == ["no_template_id"]
    assert "operators drop SMS without one" in missing["no_template_id"].message
    strange = findings_of(people("Asha"), text, template_id=DLT_ID[:-1] + "9")
    assert list(strange) == ["template_not_kept"]
    assert f"No template here has the DLT template ID {DLT_ID[:-1]}9" in (
        strange["template_not_kept"].message
    )
    assert [finding.blocks for finding in (*missing.values(), *strange.values())] == [False] * 2
    assert findings_of(people("Asha"), text, template_id=DLT_ID) == {}
    assert findings_of(people("Asha"), text, channel=Channel.WHATSAPP) == {}


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        pytest.param({"template_id": "1107160123456780000"}, "template_id_doubtful", id="zeros"),
        pytest.param({"sender_id": "620123"}, "header_route", id="a promotional header"),
        pytest.param(
            {"sender_id": "OTHERS", "template_id": DLT_ID}, "header_template", id="other header"
        ),
    ],
)
def test_ids_and_headers_are_checked(changes: dict[str, Any], code: str, template: Any) -> None:
    findings = findings_of(people("Asha"), "Dear {{name}}, ready. JETMSG", **changes)
    assert list(findings) == [code]
    assert (findings[code].count, findings[code].blocks) == (1, False)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("SALE! Flat 50% off on all shoes", "SALE!", id="sale"),
        pytest.param("Diwali: 20 % off till Sunday", "20 % off", id="percent"),
        pytest.param("Get Rs.500 off", "Rs.500 off", id="rupees"),
        pytest.param("Buy 1 get 1", "Buy 1 get 1", id="two for one"),
        pytest.param("An Exclusive offer for {{name}}", "Exclusive offer", id="offer"),
        pytest.param("दिवाली पर छूट", "छूट", id="Hindi"),
    ],
)
def test_words_of_promotions_are_said_on_the_transactional_route(text: str, words: str) -> None:
    finding = findings_of(people("Asha", "Ravi"), text)["promotional_words"]
    assert (finding.count, finding.blocks) == (2, False)
    assert f"says {words!r}" in finding.message
    way = {"route": 2, "sender_id": "620123"}
    assert "promotional_words" not in findings_of(people("Asha"), text, **way)


@pytest.mark.parametrize(
    "text",
    [
        "Your sale deed is registered, an offer letter is attached.",
        "Bill Rs.900, discount Rs.50. Paid on 12/05.",
        "Cashback of Rs.20 is credited. Your offer is accepted.",
        "You booked seat 50, turn off the lights.",
    ],
)
def test_what_bills_and_offices_write_is_no_promotion(text: str) -> None:
    assert findings_of(people("Asha"), text) == {}


def test_a_text_that_was_approved_for_its_route_is_no_promotion(settings: Settings) -> None:
    draft = TemplateDraft(name="Ready", body="Hurry, your bus leaves", dlt_id=DLT_ID)
    templates.add(settings, draft)
    assert findings_of(people("Asha"), "Hurry, your bus leaves", template_id=DLT_ID) == {}
    assert "promotional_words" in findings_of(people("Asha"), "Hurry, your bus leaves")


def test_promotional_texts_need_a_way_out_and_the_right_hours() -> None:
    way = {"route": 2, "sender_id": "620123"}
    assert list(findings_of(people("A"), "Sale!", **way)) == ["no_opt_out"]
    assert findings_of(people("A"), "Sale! STOP to 56161", **way) == {}
    findings = findings_of(people("A"), "Sale! STOP to 56161", NIGHT, **way)
    assert list(findings) == ["promotional_hours"]
    assert "02 May 2026, 10:00" in findings["promotional_hours"].message
    assert findings_of(people("A"), "Your order", NIGHT) == {}


def test_links_and_numbers_outside_the_whitelist_warn(monkeypatch: pytest.MonkeyPatch) -> None:
    contacts = people("evil.com", "jetmsg.in/x", "9876543210")
    finding = findings_of(contacts, "See {{name}}")["not_whitelisted"]
    assert (finding.count, finding.rows) == (3, (2, 3, 4))
    monkeypatch.setenv("JETMSG_WHITELIST", "jetmsg.in, 98765 43210")
    finding = findings_of(contacts, "See {{name}}")["not_whitelisted"]
    assert (finding.count, finding.rows) == (1, (2,))
    assert "evil.com in row 2" in finding.message


def test_smart_characters_are_offered_with_the_credits_they_cost() -> None:
    long = "x" * 100
    finding = findings_of(people("it’s", "its", "न’"), f"{long} {{{{name}}}}")["smart_characters"]
    assert (finding.count, finding.rows) == (1, (2,))
    assert "such as ’ make 1 text longer (first in row 2)" in finding.message
    assert "Plain ones would save 1 credit." in finding.message
    assert findings_of(people("it’s"), "Hi {{name}}") == {}
    finding = findings_of(people("it\u00a0s"), f"{long} {{{{name}}}}" * 2)["smart_characters"]
    assert "such as no-break space make" in finding.message


def test_of_very_many_texts_some_are_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "TRIED", 10)
    names = [f"{'x' * 100}{i}’" for i in range(40)] + ["plain"]
    finding = findings_of(people(*names), "Hi {{name}}")["smart_characters"]
    assert (finding.count, "would save about 40 credits" in finding.message) == (40, True)


def test_a_very_long_text_warns() -> None:
    findings = findings_of(people("a" * 2000, "b"), "Hi {{name}}")
    assert (list(findings), findings["long_text"].rows) == (["long_text"], (2,))


def test_whatsapp_knows_neither_dlt_nor_links(template: Any) -> None:
    whatsapp = {"channel": Channel.WHATSAPP, "template_id": DLT_ID}
    assert findings_of(people("it’s"), "See evil.com {{name}}", **whatsapp) == {}


def sent(start_gateway: Any, send: Any, contacts: Contacts, message: str) -> int:
    start_gateway()
    made, _ = creating.create(configuration.load(), contacts, brief(message))
    send(made)
    return made


def test_people_who_got_the_text_lately_are_counted(
    start_gateway: StartGateway, send: Send
) -> None:
    sent(start_gateway, send, people("Asha", "Ravi", "Asha"), "Hello {{name}}")
    again = people("Asha", "Asha", "Asha", "Ravi")
    finding = findings_of(again, "Hello {{name}}", utc_now())["repeated"]
    assert (finding.count, finding.rows, finding.blocks) == (2, (2, 4), False)
    assert "2 people were sent the same text in the last 24 hours." in finding.message
    assert "repeated" in findings_of(people("Asha"), "Hello Asha", utc_now())
    assert findings_of(again, "Goodbye {{name}}", utc_now()) == {}
    assert findings_of(people("Ravi"), "Hello {{name}}", utc_now()) == {}
    assert findings_of(again, "Hello {{name}}", utc_now() + timedelta(hours=25)) == {}
    whatsapp = {"channel": Channel.WHATSAPP}
    assert findings_of(again, "Hello {{name}}", utc_now(), **whatsapp) == {}


def test_many_texts_are_compared_as_few_are(start_gateway: StartGateway, send: Send) -> None:
    names = [f"N{i}" for i in range(500)]
    sent(start_gateway, send, people(*names), "Hello {{name}}")
    others = [name if i % 2 else "other" + name for i, name in enumerate(names)]
    finding = findings_of(people(*others), "Hello {{name}}", utc_now())["repeated"]
    assert (finding.count, finding.rows[:2]) == (250, (3, 5))


def test_a_campaign_that_was_only_made_or_cancelled_counts_for_nothing(
    settings: Settings, start_gateway: StartGateway
) -> None:
    contacts = people("Asha")
    for stop in (False, True):
        made, _ = creating.create(settings, contacts, brief("Hello"))
        if stop:
            control.start(settings, made)
            control.stop(settings, made)
        assert findings_of(contacts, "Hello", utc_now()) == {}


def test_a_campaign_over_its_cap_is_not_made(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JETMSG_MAX_CAMPAIGN_CREDITS", "2")
    assert findings_of(people("A", "B"), "Hi") == {}
    assert findings_of(people("A", "B", "C"), "Hi", channel=Channel.WHATSAPP) == {}
    with pytest.raises(InputError, match=r"needs 3 credits\. The limit for one campaign is 2"):
        creating.create(configuration.load(), people("A", "B", "C"), brief("Hi"))


def test_a_campaign_made_under_another_cap_does_not_start(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, _ = creating.create(settings, people("A", "B", "C"), brief("Hi"))
    monkeypatch.setenv("JETMSG_MAX_CAMPAIGN_CREDITS", "2")
    with pytest.raises(StateError, match="limit for one campaign is 2"):
        control.start(configuration.load(), made)
    assert control.status(settings, made).campaign.state is CampaignState.DRAFT
    monkeypatch.setenv("JETMSG_MAX_CAMPAIGN_CREDITS", "3")
    assert control.start(configuration.load(), made).campaign.state is CampaignState.RUNNING


def test_the_day_cap_counts_what_was_started_today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JETMSG_MAX_DAY_CREDITS", "5")
    settings = configuration.load()
    ids = [creating.create(settings, people("A", "B", "C"), brief("Hi"))[0] for _ in range(2)]
    control.start(settings, ids[0], clock=lambda: NOON)
    with pytest.raises(StateError, match="needs 3 credits, and today's others took 3"):
        control.start(settings, ids[1], clock=lambda: NOON)
    assert "day_cap" in findings_of(people("A", "B", "C"), "Hi", NOON)
    assert findings_of(people("A", "B"), "Hi", NOON) == {}
    assert findings_of(people("A", "B", "C"), "Hi", NIGHT) == {}  # the next day in India
    promotional = {"route": 2, "sender_id": "620123"}
    assert findings_of(people("A", "B", "C"), "Hi STOP", NOON, **promotional) == {}
    # Starting it again is no second campaign, and one that was stopped gives its credits back.
    control.start(settings, ids[0], clock=lambda: NOON)
    control.stop(settings, ids[0], clock=lambda: NOON)
    assert control.start(settings, ids[1], clock=lambda: NOON).campaign.state == "running"


def test_caps_and_the_whitelist_reach_the_processes_that_are_started(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert "JETMSG_MAX_DAY_CREDITS" not in configuration.load().as_environment()
    monkeypatch.setenv("JETMSG_MAX_DAY_CREDITS", "500")
    monkeypatch.setenv("JETMSG_WHITELIST", "jetmsg.in, bit.ly/x")
    settings = configuration.load()
    there = configuration.load(settings.as_environment())
    assert (there.max_day_credits, there.max_campaign_credits) == (500, None)
    assert there.whitelist == "jetmsg.in, bit.ly/x"


@pytest.mark.parametrize("cap", ["0", "-5", "many", "1.5"])
def test_a_cap_that_is_no_amount_is_refused(cap: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JETMSG_MAX_CAMPAIGN_CREDITS", cap)
    with pytest.raises(SettingsError, match="JETMSG_MAX_CAMPAIGN_CREDITS"):
        configuration.load()


def test_a_second_click_finds_its_campaign_whatever_the_caps_say(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    made, _ = creating.create(settings, people("A", "B"), brief("Hi"), token="t")
    monkeypatch.setenv("JETMSG_MAX_CAMPAIGN_CREDITS", "1")
    again, _ = creating.create(configuration.load(), people("A", "B"), brief("Hi"), token="t")
    assert again == made


def test_the_command_prints_warnings_and_blockers(
    cli: RunCommand, cli_json: RunJson, contact_file: ContactFile, template: Any
) -> None:
    create = ("campaign", "create", contact_file(3), "--name", "A", "--template-id", DLT_ID)
    made = cli_json(*create, "--message", "Dear {{name}} ready. JETMSG")
    assert "except for spaces and punctuation" in " ".join(made["warnings"])
    assert (made["blockers"], made["findings"][0]["code"]) == ([], "dlt_relaxed")
    refused = cli(*create, "--message", "Dear all", "--json")
    assert refused.returncode == 1
    assert "3 texts do not match" in refused.stderr
    answer = json.loads(refused.stdout)
    assert answer["campaign"] is None
    assert (answer["blockers"][0]["code"], answer["blockers"][0]["row"]) == ("dlt_mismatch", 2)


def create_with(template: str) -> tuple[str, ...]:
    return ("campaign", "create", "FILE", "--name", "A", "--template", template)


@pytest.mark.parametrize("wanted", ["1", DLT_ID, "ready"])
def test_the_command_makes_a_campaign_from_a_stored_template(
    wanted: str, cli_json: RunJson, contact_file: ContactFile, settings: Settings
) -> None:
    fills = (templates.FromColumn("name"),)
    draft = TemplateDraft("Ready", "Dear {#var#}, ready.", Channel.SMS, DLT_ID, "READY1", 2, fills)
    templates.add(settings, draft)
    words = [contact_file(3) if word == "FILE" else word for word in create_with(wanted)]
    made = cli_json(*words)
    campaign = control.status(settings, made["campaign"]).campaign
    assert (campaign.message, campaign.sender_id) == ("Dear {{name}}, ready.", "READY1")
    assert (campaign.route, campaign.template_id, made["pool"]) == (2, DLT_ID, "promo")
    assert (campaign.stored_template, campaign.stored_version) == (1, 1)
    codes = [finding["code"] for finding in made["findings"]]
    assert "no_opt_out" in codes
    assert "header_route" in codes
    other = cli_json(*words, "--sender", "OTHERS", "--route", "1")
    campaign = control.status(settings, other["campaign"]).campaign
    assert (campaign.sender_id, campaign.route) == ("OTHERS", 1)


@pytest.mark.parametrize(
    ("more", "code", "sentence"),
    [
        pytest.param((), 1, "Variable 1 of the template", id="unmapped"),
        pytest.param(("--template-id", DLT_ID), 1, "brings its own", id="another id"),
        pytest.param(("--message", "Hi"), 2, "do not go together", id="and a message"),
    ],
)
def test_a_template_that_cannot_be_used_is_refused(
    more: tuple[str, ...],
    code: int,
    sentence: str,
    cli: RunCommand,
    contact_file: ContactFile,
    template: Any,
) -> None:
    words = [contact_file(3) if word == "FILE" else word for word in create_with("Ready")]
    refused = cli(*words, *more)
    assert (refused.returncode, sentence in refused.stderr) == (code, True)


def test_an_unknown_or_ambiguous_template_is_refused(
    cli: RunCommand, contact_file: ContactFile, settings: Settings
) -> None:
    for body in ("One", "Two"):
        templates.add(settings, TemplateDraft(name="Twin", body=body))
    for wanted, sentence in (("Nobody", "no template 'Nobody'"), ("twin", "write id=1 or id=2")):
        words = [contact_file(3) if word == "FILE" else word for word in create_with(wanted)]
        assert sentence in cli(*words).stderr
    assert control.newest(settings) == []


def test_parts_are_counted_with_the_sizes_of_the_settings(
    cli: RunCommand, cli_json: RunJson, contact_file: ContactFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JETMSG_PART_SIZES", "160,152,70,64")
    done = cli("message", "parts", "--json", stdin=json.dumps(["a" * 305, "आ" * 129]))
    assert [size["parts"] for size in json.loads(done.stdout)] == [3, 3]
    create = ("campaign", "create", contact_file(3), "--name", "A", "--message", "a" * 305)
    assert cli_json(*create)["parts"] == 9


def test_a_finding_knows_the_places_of_its_people() -> None:
    finding = findings_of(people("Asha", "evil.com", "", "bad.com"), "See {{name}}")[
        "not_whitelisted"
    ]
    assert (finding.rows, finding.places) == ((3, 5), (1, 2))  # the third has no value and no place


def test_promotional_hours_end_when_the_settings_say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JETMSG_PROMO_STOPS", "11:30")
    findings = findings_of(people("A"), "Sale! STOP to 56161", route=2, sender_id="620123")
    assert "from 10:00 to 11:30 IST" in findings["promotional_hours"].message


@pytest.mark.parametrize(
    ("message", "words"),
    [
        pytest.param("\nHello", "begins with 1 blank line.", id="before"),
        pytest.param("Hello\r\n \u200b\r\n", "ends with 2 blank lines.", id="behind"),
        pytest.param("\n\nHi\n", "begins with 2 blank lines and ends with 1 blank", id="both"),
        pytest.param("Hello\n\nagain", "", id="inside, on purpose"),
    ],
)
def test_blank_lines_at_the_ends_of_a_message_are_said(
    message: str, words: str, cli_json: RunJson, contact_file: ContactFile
) -> None:
    made = cli_json("campaign", "create", contact_file(2), "--name", "N", "--message", message)
    sentences = [
        finding["message"] for finding in made["findings"] if finding["code"] == "blank_lines"
    ]
    assert len(sentences) == bool(words)
    assert all(words in sentence for sentence in sentences)
