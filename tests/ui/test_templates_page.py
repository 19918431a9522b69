"""The templates page: kept, filled, imported, changed, deleted, and the way to a message."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from pages_opened import OpenPage, errors, numbers, said, unescaped
from streamlit.testing.v1 import AppTest

from jetmsg_core import templates
from jetmsg_core.settings import Settings
from jetmsg_core.templates import FixedText, FromColumn, TemplateDraft
from pages.parts.templates import form, head

ONE, TWO = "1107160123456789012", "1107160123456789013"
ORDER = TemplateDraft(
    name="Order *ready*",
    body="Dear {#var#}, your order {#var#} is ready. {#var#}",
    dlt_id=ONE,
    header="JETMSG",
    fills=(FromColumn("name"), None, FixedText("JetMsg")),
)
PORTAL = (
    "Template Id,Template Name,Template Type,Header,Template Content,Status\n"
    f'{ONE},Order,Service Implicit,JETMSG,"Dear {{#var#}}, ready.",Approved\n'
    f"{TWO},Sale,Promotional,620123,Sale {{#var#}} STOP 5,Approved\n"
    "1107160123456780000,Zeros,Promotional,620123,Sale STOP 5,Approved\n"
    "1107160123456789015,Old,Promotional,620123,Sale STOP 5,Rejected\n"
)


def opened(open_page: OpenPage, template: templates.Template) -> AppTest:
    return open_page("templates", id=str(template.id))


def keys(at: AppTest) -> list[str | None]:
    return [button.key for button in at.button]


def test_without_templates_the_page_says_what_they_are_for(open_page: OpenPage) -> None:
    at = open_page("templates")
    assert "There is no template yet." in said(at)
    assert not at.text_input, "nothing to search"


def test_each_template_is_told_in_full(open_page: OpenPage, settings: Settings) -> None:
    templates.add(settings, ORDER)
    templates.add(settings, TemplateDraft("Sale", "Sale! STOP 5", header="620123", route=2))
    words = said(open_page("templates"))
    assert "**Order *ready***" in words
    assert f"SMS · DLT {ONE} · JETMSG · Transactional · version 1" in words
    assert "SMS · no DLT template ID · 620123 · Promotional · version 1" in words
    assert "1 variable to fill" in words
    assert "Ready" in words


@pytest.mark.parametrize(
    ("search", "expected"),
    [
        pytest.param("SALE", ["Sale"], id="the name in another case"),
        pytest.param("your order", ["Order *ready*"], id="words of the text"),
        pytest.param(ONE[-6:], ["Order *ready*"], id="the end of its id"),
        pytest.param("620123", ["Sale"], id="its header"),
        pytest.param("zebra", [], id="nothing"),
    ],
)
def test_templates_are_found(
    open_page: OpenPage, settings: Settings, search: str, expected: list[str]
) -> None:
    templates.add(settings, ORDER)
    templates.add(settings, TemplateDraft("Sale", "Sale! STOP 5", header="620123", route=2))
    at = open_page("templates")
    at.text_input(key="templates.search").set_value(search).run()
    words = said(at)
    assert [name for name in ("Order *ready*", "Sale") if f"**{name}**" in words] == expected
    assert ("No template matches" in words) is not bool(expected)


def test_many_templates_come_a_page_at_a_time(open_page: OpenPage, settings: Settings) -> None:
    for number in range(25):
        templates.add(settings, TemplateDraft(f"Text {number:02}", "Hi"))
    at = open_page("templates")
    assert ("**Text 19**" in said(at), "**Text 20**" in said(at)) == (True, False)
    at.button(key="templates.next").click().run()
    assert ("**Text 19**" in said(at), "**Text 20**" in said(at)) == (False, True)


def write(at: AppTest, **fields: Any) -> None:
    for name, value in fields.items():
        kinds = [*at.text_input, *at.text_area, *at.button_group]
        (field,) = [kind for kind in kinds if str(kind.key).startswith(f"templates.{name}.")]
        field.set_value(value)


def test_a_template_is_added_and_opens(open_page: OpenPage, settings: Settings) -> None:
    at = open_page("templates", new="1")
    write(at, name="Order", body=ORDER.body, dlt=ONE, header="JETMSG")
    at.button(key="templates.save").click().run()
    (made,) = templates.listing(settings)
    assert (made.name, made.body, made.dlt_id, made.header) == ("Order", ORDER.body, ONE, "JETMSG")
    assert at.query_params["id"] == str(made.id)
    assert "**Order** is saved." in said(at)
    assert at.title[0].value == "Order"


def test_a_second_click_adds_nothing(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    state: dict[str, Any] = {"templates.form": "new"}
    state |= {f"templates.{name}.new": value for name, value in WRITTEN.items()}
    monkeypatch.setattr(form.st, "session_state", state)
    form.save(settings, "new", None)
    form.save(settings, "new", None)
    assert len(templates.listing(settings)) == 1


WRITTEN = {"name": "A", "body": "Hi", "channel": "sms", "dlt": "", "header": "", "route": 1}


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        pytest.param({"name": "A", "body": ""}, "The template is empty", id="no text"),
        pytest.param({"body": "Hi"}, "Give the template a name", id="no name"),
        pytest.param({"name": "A", "body": "Hi", "dlt": "11x"}, "other than digits", id="an id"),
        pytest.param({"name": "A", "body": "Hi {#name#}"}, "DLT has no variable", id="a variable"),
        pytest.param({"name": "A", "body": "Hi", "header": "JM"}, "6", id="a short header"),
        pytest.param(
            {"name": "A", "body": "Hi", "dlt": ONE, "channel": "whatsapp"},
            "WhatsApp does not use DLT",
            id="an id on WhatsApp",
        ),
    ],
)
def test_what_cannot_be_a_template_is_refused_and_stays_written(
    open_page: OpenPage, settings: Settings, fields: dict[str, str], words: str
) -> None:
    at = open_page("templates", new="1")
    write(at, **fields)
    at.button(key="templates.save").click().run()
    assert words in errors(at)[0]
    assert templates.listing(settings) == []
    assert at.text_area[0].value == fields["body"]


def test_a_text_is_changed_and_the_version_before_stays(
    open_page: OpenPage, settings: Settings
) -> None:
    made = templates.add(settings, ORDER)
    at = opened(open_page, made)
    write(at, body=ORDER.body.replace("ready", "here"))
    at.button(key="templates.save").click().run()
    assert "saved as version 2" in said(at)
    changed = templates.get(settings, made.id)
    assert changed.fills == ORDER.fills, "the same variables keep what fills them"
    words = said(at)
    assert "Version 2** · now" in words
    assert "is ready" in words
    assert "is here" in words
    at.button(key="templates.save").click().run()
    assert templates.get(settings, made.id).version == 2, "nothing was changed"


def test_a_version_saved_in_another_window_is_not_written_over_unseen(
    open_page: OpenPage, settings: Settings
) -> None:
    made = templates.add(settings, ORDER)
    at = opened(open_page, made)
    mine, theirs = ORDER.body.replace("ready", "here"), ORDER.body.replace("ready", "late")
    templates.change(settings, made.id, replace(ORDER, body=theirs))
    write(at, body=mine)
    at.button(key="templates.save").click().run()
    assert "Somebody else has saved version 2" in errors(at)[0]
    assert templates.get(settings, made.id).body == theirs
    assert at.text_area[0].value == mine, "it is still written there"
    at.button(key="templates.save").click().run()
    assert templates.get(settings, made.id).body == mine


def test_variables_are_not_saved_over_a_text_of_another_window(
    open_page: OpenPage, settings: Settings
) -> None:
    made = templates.add(settings, ORDER)
    at = opened(open_page, made)
    theirs = ORDER.body.replace("ready", "late")
    templates.change(settings, made.id, replace(ORDER, body=theirs))
    at.selectbox(key=f"templates.column.{made.id}.1.1").select("name")
    at.button(key="templates.fill").click().run()
    assert "Somebody else has saved version 2" in errors(at)[0]
    assert templates.get(settings, made.id).version == 2


def test_variables_are_filled_beside_the_text_and_the_message_is_shown(
    open_page: OpenPage, settings: Settings, new_list: Any
) -> None:
    new_list("Name,Mobile,Order No", "Asha,9876543210,A-1")
    made = templates.add(settings, ORDER)
    at = opened(open_page, made)
    assert "Dear {{name}}, your order ____ is ready. JetMsg" in said(at)
    at.button(key="templates.fill").click().run()
    assert templates.get(settings, made.id).version == 1, "nothing was changed"
    column = at.selectbox(key=f"templates.column.{made.id}.1.1")
    assert column.options == ["name", "Name", "Mobile", "Order No"]
    column.select("Order No").run()
    assert "Dear {{name}}, your order {{Order No}} is ready. JetMsg" in said(at)
    assert "plain letters · 1 part, and what fills the variables" in said(at)
    at.button(key="templates.fill").click().run()
    saved = templates.get(settings, made.id)
    assert saved.fills == (FromColumn("name"), FromColumn("Order No"), FixedText("JetMsg"))
    assert "Saved as version 2." in said(at)


def test_the_size_counts_what_everybody_reads_and_no_letter_of_a_column(
    open_page: OpenPage, settings: Settings
) -> None:
    draft = TemplateDraft("Hi", "Hi {#var#}, bye {#var#}.", fills=(FromColumn("First Name"), None))
    at = opened(open_page, templates.add(settings, draft))
    assert "10 characters · plain letters · 1 part, and what fills the variables" in said(at)


def test_a_variable_can_say_the_same_to_all(open_page: OpenPage, settings: Settings) -> None:
    made = templates.add(settings, ORDER)
    at = opened(open_page, made)
    at.button_group(key=f"templates.kind.{made.id}.1.1").set_value("text").run()
    at.text_input(key=f"templates.words.{made.id}.1.1").set_value("क").run()
    assert "Dear {{name}}, your order क is ready. JetMsg" in said(at)
    assert "Unicode · 1 part" in said(at)
    at.text_input(key=f"templates.words.{made.id}.1.1").set_value("कख")
    at.button(key="templates.fill").click().run()
    assert templates.get(settings, made.id).fills[1] == FixedText("कख"), "one click took it along"


def test_words_that_cannot_stand_in_a_variable_are_a_sentence(
    open_page: OpenPage, settings: Settings
) -> None:
    made = templates.add(settings, ORDER)
    at = opened(open_page, made)
    at.button_group(key=f"templates.kind.{made.id}.1.1").set_value("text").run()
    at.text_input(key=f"templates.words.{made.id}.1.1").set_value("{{name}}").run()
    assert "Variable 2 cannot be filled with" in errors(at)[0]
    at.button(key="templates.fill").click().run()
    assert templates.get(settings, made.id).version == 1


def test_a_text_without_variables_is_sent_as_it_stands(
    open_page: OpenPage, settings: Settings
) -> None:
    at = opened(open_page, templates.add(settings, TemplateDraft("Closed", "We are closed today.")))
    assert "no DLT variables" in said(at)
    assert "templates.fill" not in keys(at)


@pytest.mark.parametrize(
    ("dlt_id", "header", "route", "words"),
    [
        pytest.param("1107160123456780000", "", 1, "ends in zeros", id="an id Excel has cut"),
        pytest.param("11071", "", 1, "has 5 digits", id="a short id"),
        pytest.param(
            ONE, "JETMSG", 2, "whose sender IDs are 6 digits", id="a header and its route"
        ),
    ],
)
def test_what_is_doubtful_is_said(
    open_page: OpenPage, settings: Settings, dlt_id: str, header: str, route: int, words: str
) -> None:
    draft = TemplateDraft("Sale", "Sale", dlt_id=dlt_id, header=header, route=route)
    at = opened(open_page, templates.add(settings, draft))
    assert words in said(at)


def test_deleting_asks_first_and_twice_is_as_good_as_once(
    open_page: OpenPage, settings: Settings
) -> None:
    made = templates.add(settings, ORDER)
    at = opened(open_page, made)
    at.button(key="templates.delete").click().run()
    assert "Campaigns made from it keep their text" in said(at)
    at.button(key="templates.delete.yes").click().run()
    assert templates.listing(settings) == []
    head.delete(settings, made)


def test_a_template_deleted_in_another_tab_is_a_sentence(
    open_page: OpenPage, settings: Settings
) -> None:
    made = templates.add(settings, ORDER)
    templates.delete(settings, made.id)
    assert errors(opened(open_page, made)) == [f"There is no template {made.id}."]


def take(at: AppTest, text: str) -> AppTest:
    at.file_uploader[0].upload("portal.csv", text.encode())
    return at.run()


def test_a_file_is_looked_at_before_it_is_taken(open_page: OpenPage, settings: Settings) -> None:
    at = take(open_page("templates"), PORTAL)
    assert templates.listing(settings) == [], "nothing is stored by looking"
    assert numbers(at) == {"New": "3", "Changed": "0", "Known already": "0", "Left out": "1"}
    assert "Row 5: Its status is 'Rejected', so it cannot be used." in said(at)
    assert "Row 4: The DLT template ID 1107160123456780000 ends in zeros" in said(at)
    assert at.dataframe[0].value["DLT template ID"].tolist()[0] == ONE
    at.button(key="templates.import").click().run()
    assert "From portal.csv: 3 new, 1 left out." in said(at)
    assert [template.name for template in templates.listing(settings)] == ["Order", "Sale", "Zeros"]
    links = [link.label for link in at.get("page_link")]
    assert "Write a message with it: Order" in links


def test_the_same_file_again_changes_nothing_and_a_newer_one_makes_versions(
    open_page: OpenPage, settings: Settings
) -> None:
    templates.import_file(settings, PORTAL.encode())
    at = take(open_page("templates"), PORTAL)
    assert numbers(at)["Known already"] == "3"
    assert at.button(key="templates.import").disabled
    at = take(open_page("templates"), PORTAL.replace("ready.", "ready now."))
    assert numbers(at)["Changed"] == "1"
    at.button(key="templates.import").click().run()
    assert templates.listing(settings)[0].version == 2


def test_a_file_that_is_none_is_a_sentence(open_page: OpenPage) -> None:
    at = take(open_page("templates"), "name,city\nAsha,Pune\n")
    assert "No column of DLT template IDs was found" in errors(at)[0]
    assert "templates.import" not in keys(at)


ASKING = (
    "Template Id,Template Name,Communication Type,Header,Template Content,Status\n"
    f"{ONE},Order,SMS,JETMSG,Ready,Processed\n"
    f"{TWO},Sale,SMS,620123,Sale STOP 5,Approved\n"
    "1107160123456789014,Gone,SMS,620123,Sale,Not Approved\n"
)


def control(at: AppTest, name: str) -> Any:
    kinds = [*at.button_group, *at.checkbox]
    return next(kind for kind in kinds if str(kind.key).startswith(f"templates.{name}."))


def test_what_the_file_does_not_say_is_asked_before_it_is_taken(
    open_page: OpenPage, settings: Settings
) -> None:
    at = take(open_page("templates"), ASKING)
    assert numbers(at)["Left out"] == "3"
    assert at.button(key="templates.import").disabled
    assert "The file does not say whether 1 template is promotional. What is it?" in said(at)
    assert "Row 4: Its status is 'Not Approved', so it cannot be used. (Gone)" in said(at)
    assert at.dataframe[0].value["Name"].tolist() == ["Order", "Sale", "Gone"]
    assert unescaped(control(at, "good").label) == "**Processed** in Status · 1 template"
    control(at, "type").set_value(2).run()
    assert at.button(key="templates.import").label == "Import 1 template"
    control(at, "good").check().run()
    assert "whether 2 templates are promotional. What are they?" in said(at)
    assert numbers(at) == {"New": "2", "Changed": "0", "Known already": "0", "Left out": "1"}
    at.button(key="templates.import").click().run()
    assert "From portal.csv: 2 new, 1 left out." in said(at)
    assert [(template.name, template.route) for template in templates.listing(settings)] == [
        ("Order", 2),
        ("Sale", 2),
    ]


def test_a_file_that_says_everything_asks_nothing(open_page: OpenPage) -> None:
    at = take(open_page("templates"), PORTAL)
    assert not at.checkbox
    assert "does not say" not in said(at)
    at = take(open_page("templates"), PORTAL.replace(",Status", ",Seen").replace("Approved", "x"))
    assert "no column of statuses" in said(at)


def test_every_row_that_is_left_out_is_in_the_table(open_page: OpenPage) -> None:
    rows = [f"{int(ONE) + i},T{i},P,620123,Sale {i},Declined" for i in range(30)]
    at = take(open_page("templates"), "\n".join([PORTAL.splitlines()[0], *rows]))
    assert "And 20 more rows." in said(at)
    assert at.dataframe[0].value["Name"].tolist() == [f"T{i}" for i in range(30)]


def test_a_list_that_no_longer_approves_a_template_marks_it(
    open_page: OpenPage, settings: Settings
) -> None:
    dlt_id = "1107160123456789012"
    templates.add(settings, TemplateDraft("Order", "Hello", dlt_id=dlt_id, fills=()))
    at = take(
        open_page("templates"),
        f"Template Id,Name,Type,Content,Status\n{dlt_id},Order,SI,Hello,Expired\n",
    )
    assert "is no longer approved" in said(at)
    button = at.button(key="templates.import")
    assert button.label == "Mark 1 template as no longer approved"
    button.click().run()
    assert "1 no longer approved" in said(at)
    (lapsed,) = templates.listing(settings)
    assert lapsed.lapsed == "Expired"
    at = opened(open_page, lapsed)
    at.button(key="templates.approve").click().run()
    assert "counts as approved" in said(at)
    assert "Marked as approved by hand" in said(at)
    assert "templates.approve" not in keys(at)
    assert "no longer approved" not in said(at)
