"""Templates: kept, changed as versions, deleted; and the message made of one."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from fixtures import NewCampaign, ReadLedger

from jetmsg_core import templates
from jetmsg_core.errors import InputError, NotFoundError, StateError
from jetmsg_core.settings import Settings
from jetmsg_core.states import Channel
from jetmsg_core.templates import FixedText, FromColumn, TemplateDraft

DLT_ID = "1107160123456789012"
DRAFT = TemplateDraft(
    name="Order ready",
    body="Dear {#var#}, your order {#var#}{#var#} is ready. {#var#}",
    dlt_id=DLT_ID,
    header="JETMSG",
    fills=(FromColumn("First Name"), FromColumn("order"), FixedText("JetMsg")),
)


def test_a_template_is_read_back_as_it_was_added(settings: Settings) -> None:
    made = templates.add(settings, replace(DRAFT, name=" Order ready ", body=DRAFT.body + "\r\n"))
    assert templates.get(settings, made.id) == made
    assert made.version == 1
    assert {name: getattr(made, name) for name in TemplateDraft.__dataclass_fields__} == vars(DRAFT)
    assert templates.listing(settings) == [made]


def test_the_message_has_columns_and_fixed_words_for_its_variables(settings: Settings) -> None:
    made = templates.add(settings, DRAFT)
    assert templates.message(made) == "Dear {{First Name}}, your order {{order}} is ready. JetMsg"


def test_a_variable_without_a_value_is_named_and_kept_until_it_has_one(settings: Settings) -> None:
    made = templates.add(settings, replace(DRAFT, fills=DRAFT.fills[:1]))
    assert made.fills == (FromColumn("First Name"), None, None)
    with pytest.raises(InputError, match=r"Variable 2 of the template, {#var#}{#var#}"):
        templates.message(made)


def test_a_change_is_a_new_version_and_the_old_one_stays(settings: Settings) -> None:
    made = templates.add(settings, DRAFT)
    changed = templates.change(settings, made.id, replace(DRAFT, body="Shop closed", fills=()))
    assert (changed.id, changed.version) == (made.id, 2)
    assert templates.versions(settings, made.id) == [changed, made]
    assert templates.listing(settings) == [changed]


def test_a_change_that_changes_nothing_is_no_version(settings: Settings) -> None:
    made = templates.add(settings, DRAFT)
    assert templates.change(settings, made.id, DRAFT) == made


@pytest.mark.parametrize(
    ("words", "names"),
    [
        pytest.param("", ["Order ready", "Sale"], id="no word"),
        pytest.param("ORDER dear", ["Order ready"], id="two words, of name and text"),
        pytest.param("order sale", [], id="a word each"),
        pytest.param("jetmsg", ["Order ready"], id="the sender ID"),
        pytest.param("9012", ["Order ready"], id="a part of the DLT template ID"),
    ],
)
def test_templates_are_searched_by_every_word(
    settings: Settings, words: str, names: list[str]
) -> None:
    templates.add(settings, DRAFT)
    templates.add(settings, TemplateDraft(name="Sale", body="Half price today"))
    assert [
        template.name for template in templates.search(templates.listing(settings), words)
    ] == names


def test_what_fills_the_variables_stays_while_they_are_the_same(settings: Settings) -> None:
    made = templates.add(settings, DRAFT)
    renamed = replace(DRAFT, name="Ready", fills=())
    assert templates.with_fills_of(renamed, made).fills == DRAFT.fills
    another = replace(renamed, body="Dear {#numeric#}")
    assert templates.with_fills_of(another, made).fills == ()


def test_a_campaign_keeps_its_text_when_its_template_changes_or_goes(
    settings: Settings, new_campaign: NewCampaign, ledger: ReadLedger
) -> None:
    made = templates.add(settings, TemplateDraft(name="A", body="Hello {#var#}", dlt_id=DLT_ID))
    campaign = new_campaign(1, "Hello {{city}}", template_id=DLT_ID)
    templates.change(settings, made.id, TemplateDraft(name="A", body="Bye {#var#}", dlt_id=DLT_ID))
    templates.delete(settings, made.id)
    assert [row["text"] for row in ledger(campaign)] == ["Hello City0"]


def test_a_deleted_template_is_gone_with_its_versions(settings: Settings) -> None:
    made = templates.add(settings, DRAFT)
    templates.change(settings, made.id, replace(DRAFT, name="Other"))
    templates.delete(settings, made.id)
    assert templates.listing(settings) == []
    for gone in (templates.get, templates.versions, templates.delete):
        with pytest.raises(NotFoundError, match=f"There is no template {made.id}"):
            gone(settings, made.id)
    with pytest.raises(NotFoundError):
        templates.change(settings, made.id, DRAFT)
    assert templates.add(settings, DRAFT).version == 1


def test_two_templates_cannot_share_a_dlt_id(settings: Settings) -> None:
    templates.add(settings, DRAFT)
    with pytest.raises(StateError, match="belongs to the template 'Order ready' already"):
        templates.add(settings, replace(DRAFT, name="Again"))
    other = templates.add(settings, replace(DRAFT, name="B", dlt_id=""))
    templates.add(settings, replace(DRAFT, name="C", dlt_id=""))
    with pytest.raises(StateError):
        templates.change(settings, other.id, DRAFT)
    assert templates.get(settings, other.id).version == 1


def test_an_id_of_an_old_version_is_free_again(settings: Settings) -> None:
    made = templates.add(settings, DRAFT)
    templates.change(settings, made.id, replace(DRAFT, dlt_id="1107160123456789013"))
    assert templates.add(settings, replace(DRAFT, name="New")).dlt_id == DLT_ID


@pytest.mark.parametrize(
    ("change", "code"),
    [
        pytest.param({"name": " "}, "no_name", id="no name"),
        pytest.param({"body": "\u200b "}, "empty_message", id="no text"),
        pytest.param({"body": "Hi {#name#}"}, "unknown_variable", id="unknown variable"),
        pytest.param({"body": "Hi {{name", "fills": ()}, "broken_placeholder", id="half a brace"),
        pytest.param({"dlt_id": "1.10716E+18"}, "wrong_template_id", id="an id from Excel"),
        pytest.param({"header": "JETMSG-P"}, "wrong_sender", id="a header with a suffix"),
        pytest.param({"route": 3}, "wrong_route", id="a third route"),
        pytest.param({"fills": (FixedText("a"),) * 4}, "wrong_fill", id="a fill too many"),
        pytest.param({"fills": (FixedText("{{a}}"),)}, "wrong_fill", id="braces in fixed words"),
        pytest.param({"fills": (FixedText(" "),)}, "wrong_fill", id="blank words"),
        pytest.param({"fills": (FromColumn(""),)}, "wrong_fill", id="no column"),
        pytest.param({"channel": Channel.WHATSAPP}, "no_dlt_on_whatsapp", id="DLT on WhatsApp"),
    ],
)
def test_a_wrong_template_is_refused_and_not_kept(
    change: dict[str, Any], code: str, settings: Settings
) -> None:
    with pytest.raises(InputError) as refusal:
        templates.add(settings, replace(DRAFT, **change))
    assert refusal.value.code == code
    assert templates.listing(settings) == []


def test_columns_may_stand_beside_dlt_variables(settings: Settings) -> None:
    body = "Hi {{name}}, pay {#var#}"
    made = templates.add(settings, TemplateDraft(name="A", body=body, fills=(FixedText("now"),)))
    assert templates.message(made) == "Hi {{name}}, pay now"


def test_a_whatsapp_template_is_a_text_with_columns(settings: Settings) -> None:
    made = templates.add(settings, TemplateDraft("A", "Hi {{name}}", channel=Channel.WHATSAPP))
    assert templates.message(made) == "Hi {{name}}"


def test_doubtful_templates_have_warnings_and_good_ones_none() -> None:
    assert templates.warnings_of(DRAFT) == ()
    zeroed, promotional = templates.warnings_of(
        replace(DRAFT, dlt_id=DLT_ID[:-4] + "0000", route=2)
    )
    assert "ends in zeros" in zeroed
    assert "6 digits" in promotional


def test_placeholders_of_other_tools_are_pointed_out_in_a_template() -> None:
    assert templates.warnings_of(replace(DRAFT, body="Hi {#var#}, {{name}}, [STOP] #1")) == ()
    (warning,) = templates.warnings_of(replace(DRAFT, body="Hi {name}, {#var#} of ##city##"))
    assert "The text holds {name} and ##city##, which nothing fills." in warning
    assert "{{column}}, or {#var#} as DLT has it" in warning
    whatsapp = TemplateDraft("A", "Hi *|NAME|*", channel=Channel.WHATSAPP)
    assert "{#var#}" not in templates.warnings_of(whatsapp)[0]


@pytest.mark.parametrize("body", ["Hi {#var", "Hi {#var}", "Hi { #var# }", "Hi var#}"])
def test_a_variable_of_dlt_that_is_not_whole_is_refused(body: str, settings: Settings) -> None:
    with pytest.raises(InputError):
        templates.add(settings, TemplateDraft("A", body))
    assert templates.listing(settings) == []
