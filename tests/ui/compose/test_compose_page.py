"""Composing: four steps that can be walked back, and a draft that is never lost."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta

import pytest
from fixtures import NewCampaign
from pages_opened import OpenPage, errors, is_kept_back, numbers, said, upload
from read_back import read_recipients
from streamlit.testing.v1 import AppTest

from jetmsg_core import lists, optouts, templates
from jetmsg_core.campaigns.draft import drafts
from jetmsg_core.campaigns.draft.choices import Step
from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.primitives.times import IST, utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.states import HOLDS, CampaignState, Hold
from jetmsg_core.store.database import open_database
from jetmsg_core.store.ledger import transitions
from jetmsg_core.templates import FromColumn, TemplateDraft

NewList = Callable[..., int]
Compose = Callable[..., AppTest]


@pytest.fixture
def compose(open_page: OpenPage, new_list: NewList) -> Compose:
    """The page at a step, with the list Friends chosen and this message written."""

    def opened(message: str = "", step: str = "what", **query: str) -> AppTest:
        at = open_page("compose", **query or {"list": str(new_list())})
        following(at)
        at.segmented_control(key="compose.route").set_value(1)
        if message:
            write(at, message)
        for _ in range(("what", "check", "send").index(step)):
            following(at)
        return at

    return opened


def following(at: AppTest) -> AppTest:
    button, step = at.button(key="compose.next"), step_of(at)
    assert not button.disabled, said(at)
    button.click().run()
    assert not at.exception
    assert step_of(at) is not step, said(at)
    return at


def step_of(at: AppTest) -> Step:
    """The step that is open: those after it cannot be chosen."""
    return [step for step in Step if not at.button(key=f"compose.step.{step}").disabled][-1]


def write(at: AppTest, message: str) -> AppTest:
    return at.text_area(key="compose.message").set_value(message).run()


def keys(at: AppTest) -> list[str]:
    return [str(button.key) for button in at.button]


def labels(at: AppTest) -> list[str]:
    return [button.label for button in at.button]


def expanders(at: AppTest) -> str:
    return "\n".join(expander.label for expander in at.expander)


def phone(at: AppTest) -> list[str]:
    return [text.value for text in at.text]


def test_without_a_list_a_file_is_asked_for(open_page: OpenPage) -> None:
    at = open_page("compose")
    assert len(at.file_uploader) == 1
    assert "contacts.sample" in keys(at)
    assert is_kept_back(at)
    assert "Choose a file first" in said(at)


def test_a_file_taken_in_on_the_way_becomes_the_chosen_list(
    open_page: OpenPage, settings: Settings
) -> None:
    at = upload(open_page("compose"), b"name,mobile\nAsha,9876543210\nX,12\n", "my_friends.csv")
    assert numbers(at) == {"Ready": "1", "Rejected": "1", "Duplicates": "0"}
    at.button(key="compose.take").click().run()
    assert numbers(at) == {"People": "1"}
    assert at.selectbox(key="compose.list").format_func(1).startswith("My friends · 1 contact")
    assert not is_kept_back(at)


def test_one_goes_on_though_the_browser_still_says_a_file_when_it_was_taken(
    open_page: OpenPage, new_list: Callable[..., int]
) -> None:
    new_list()
    at = open_page("compose")
    (source,) = (str(control.key) for control in at.segmented_control)
    at.segmented_control(key=source).set_value("file").run()
    upload(at, b"name,mobile\nAsha,9876543210\n", "my_friends.csv")
    at.button(key="compose.take").click().run()
    at.session_state[source] = "file"  # with a click that follows at once
    at.button(key="compose.next").click().run()
    assert [header.value for header in at.header] == ["What is the message?"]


def test_which_column_holds_the_numbers_is_asked_here_too(open_page: OpenPage) -> None:
    data = b"name,mobile,phone\nAsha,9876543210,9876543211\nOm,9876543212,9876543213\n"
    at = upload(open_page("compose"), data)
    assert "compose.take" not in keys(at)
    at.button(key="contacts.use.1").click().run()
    assert "compose.take" in keys(at)


def test_what_may_be_ids_or_a_header_is_asked_here_too(open_page: OpenPage) -> None:
    at = upload(open_page("compose"), b"Customer ID,Name\n7000012345,Asha\n7000012391,Om\n")
    assert "compose.take" not in keys(at)
    assert "Does this column hold the numbers to send to?" in said(at)
    at.button(key="contacts.use.0").click().run()
    assert "compose.take" in keys(at)
    at.button(key="contacts.replace").click().run()
    at = upload(at, b"Call,9876543210,\nName,City,Mobile\nAsha,Goa,9012345671\n", "above.csv")
    assert "compose.take" not in keys(at)
    at.button(key="contacts.header.0").click().run()
    assert at.button(key="compose.take").label == "Write to these 1 contact"


def test_nobody_is_chosen_until_a_person_does(open_page: OpenPage, new_list: NewList) -> None:
    new_list()
    at = open_page("compose")
    assert at.selectbox(key="compose.list").value is None
    assert "Choose who gets the message." in said(at)
    at.selectbox(key="compose.list").set_value(1).run()
    assert numbers(at) == {"People": "3"}


def test_a_list_named_in_the_address_is_chosen(
    open_page: OpenPage, new_list: NewList, settings: Settings
) -> None:
    first = new_list(name="First")
    new_list(name="Second")
    at = open_page("compose", list=str(first))
    assert at.selectbox(key="compose.list").value == first
    assert not drafts.newest(settings)


def test_conditions_narrow_the_list_and_are_counted_at_once(
    open_page: OpenPage, new_list: NewList
) -> None:
    at = open_page("compose", list=str(new_list()))
    at.button(key="compose.condition.add").click().run()
    assert is_kept_back(at)
    assert "Write what to look for in name, or remove the condition." in said(at)
    at.selectbox(key="compose.column.0").set_value("city").run()
    at.text_input(key="compose.value.0").set_value("pune").run()
    assert numbers(at) == {"People": "1"}
    assert "**2** not fitting the condition on city" in said(at)
    at.selectbox(key="compose.test.0").set_value("not_empty").run()
    assert numbers(at) == {"People": "2"}
    at.button(key="compose.condition.add").click().run()
    at.text_input(key="compose.value.1").set_value("Om").run()
    assert numbers(at) == {"People": "1"}
    at.button(key="compose.condition.remove.0").click().run()
    assert at.text_input(key="compose.value.0").value == "Om"
    at.button(key="compose.condition.remove.0").click().run()
    assert numbers(at) == {"People": "3"}


def test_opt_outs_and_a_campaigns_recipients_are_left_out(
    open_page: OpenPage, new_list: NewList, new_campaign: Callable[..., int], settings: Settings
) -> None:
    new_list("name,mobile", "Asha,9876543210", "Zero,9000000000", "One,9000007919")
    optouts.add(settings, ["9876543210"], source="STOP")
    made = new_campaign(1)
    at = open_page("compose", list="1")
    assert numbers(at) == {"People": "2"}
    assert "**1** opted out" in said(at)
    at.multiselect(key="compose.without").set_value([made]).run()
    assert numbers(at) == {"People": "1"}
    assert "**1** in the campaign Test" in said(at)
    optouts.add(settings, ["9000007919"], source="STOP")
    at.run()
    assert numbers(at) == {"People": "0"}
    assert "Nobody is left to write to." in said(at)


def test_who_is_left_out_is_shown_with_the_reason_where_it_is_counted(
    open_page: OpenPage, new_list: NewList, settings: Settings
) -> None:
    made = new_list("name,mobile,city", "Asha,9876543210,", "Ravi,9876543211,Goa", "Om,12,Pune")
    optouts.add(settings, ["9876543211"], source="STOP")
    at = open_page("compose", list=str(made))
    links = [link.label for link in at.get("page_link")]
    assert "1 rejected row: correct them" in links
    at.toggle(key="compose.left_out").set_value(True).run()
    assert at.dataframe[0].value["Why"].tolist() == ["Opted out."]
    assert at.dataframe[0].value["name"].tolist() == ["Ravi"]


def test_each_persons_text_and_the_cost_are_shown(compose: Compose) -> None:
    at = compose("Dear {{name}}, see you soon.")
    assert phone(at) == ["Dear Asha, see you soon."]
    following(at)
    seen = phone(at)
    for _ in range(2):
        at.button(key="compose.following").click().run()
        seen += phone(at)
    assert seen == [f"Dear {name}, see you soon." for name in ("Asha", "Ravi", "Om")]
    assert at.button(key="compose.following").disabled
    at.button(key="compose.previous").click().run()
    assert "**2** of 3" in said(at)
    following(at)
    assert {k: v for k, v in numbers(at).items() if k in ("People", "Credits", "Calls")} == {
        "People": "3",
        "Credits": "3",
        "Calls": "3",
    }
    assert at.button(key="compose.send").label == "Send to 3 people · 3 credits"


def test_a_static_text_travels_in_one_call(compose: Compose) -> None:
    assert numbers(compose("Closed on Monday.", "send"))["Calls"] == "1"


def test_a_chip_inserts_its_column(compose: Compose) -> None:
    at = compose("Dear")
    at.button(key="compose.chip.0").click().run()
    assert at.text_area(key="compose.message").value == "Dear {{name}}"
    assert phone(at) == ["Dear Asha"]


def test_placeholders_are_coloured_and_a_wrong_one_is_mended_with_a_click(
    compose: Compose,
) -> None:
    at = compose("Dear {{nmae}} of {{City}}")
    assert ":red-badge[nmae]" in said(at)
    assert ":blue-badge[City]" in said(at)
    assert "There is no column for {{nmae}}" in errors(at)[0]
    assert is_kept_back(at)
    at.button(key="compose.meant.0").click().run()
    assert at.text_area(key="compose.message").value == "Dear {{name}} of {{City}}"
    assert phone(at) == ["Dear Asha of Pune"]


def test_people_without_a_value_are_left_out_and_counted(compose: Compose) -> None:
    at = compose("Hello {{city}}", "check")
    assert "1 person lacks a value that the message needs and is left out." in said(at)
    assert numbers(following(at))["People"] == "2"
    assert "Left out: 1 contact" in said(at)


def test_a_default_stands_in_for_a_missing_value(compose: Compose) -> None:
    at = compose("Hello {{city}}")
    at.segmented_control(key="compose.missing").set_value("default").run()
    at.text_input(key="compose.default").set_value("your town").run()
    following(at)
    assert "1 person will read the default word" in said(at)
    at.button(key="compose.jump.default").click().run()
    assert phone(at) == ["Hello your town"]
    assert numbers(following(at))["People"] == "3"


def test_an_empty_default_is_refused_in_words(compose: Compose) -> None:
    at = compose("Hello {{city}}")
    at.segmented_control(key="compose.missing").set_value("default").run()
    at.text_input(key="compose.default").set_value(" ").run()
    assert "The default for missing values is empty" in errors(at)[0]
    assert is_kept_back(at)


def test_markup_in_a_message_is_shown_as_it_is_sent(compose: Compose) -> None:
    message = "*5* -> $6$ :smile: [a](b) <b>"
    assert set(phone(compose(message))) == {message}


def test_curly_quotes_can_be_made_plain_and_the_saving_is_said(compose: Compose) -> None:
    at = compose("It’s " + "a" * 80)
    assert "because of ’" in said(at)
    assert "**2 parts** · 85 of 134" in said(at)
    assert at.button(key="compose.plain").label == "Write ’ as ': saves 1 part a person"
    at.button(key="compose.plain").click().run()
    assert at.text_area(key="compose.message").value.startswith("It's")
    assert numbers(following(following(at)))["Credits"] == "3"


def test_they_can_be_made_plain_at_the_check_as_well(compose: Compose) -> None:
    at = compose("It’s " + "a" * 60 + " {{name}} {{name}}", "check")
    assert "characters that cost more than plain ones" in expanders(at)
    at.button(key="compose.smart").click().run()
    assert "No problems found" in said(at)


def test_a_rupee_sign_is_called_what_it_is(compose: Compose) -> None:
    at = compose("Pay ₹500 " + "a" * 80)
    assert at.button(key="compose.plain").label == "Write ₹ as Rs.: saves 1 part a person"


def test_letters_of_a_placeholder_are_not_counted(compose: Compose) -> None:
    at = compose("Hello {{name}}, {{city}}.")
    assert "At least 9 characters · plain letters (GSM-7) · **1 part**" in said(at)


def test_parts_are_counted_with_the_sizes_of_the_settings(
    compose: Compose, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JETMSG_PART_SIZES", "10,8,5,4")
    at = compose("a" * 17)
    assert "**3 parts** · 17 of 24" in said(at)
    assert numbers(following(following(at)))["Credits"] == "9"


@pytest.mark.parametrize(
    ("message", "sentence"),
    [
        pytest.param("Dear {{nme}}", "There is no column for {{nme}}", id="no such column"),
        pytest.param("Dear {name}}", "not part of a whole placeholder", id="half a placeholder"),
        pytest.param("Dear {#var#}", "The DLT variable {#var#}", id="unfilled variable"),
    ],
)
def test_a_message_that_cannot_be_filled_is_refused_in_words(
    compose: Compose, message: str, sentence: str
) -> None:
    at = compose(message)
    assert sentence in errors(at)[0]
    assert is_kept_back(at)
    assert "Fix the errors in red." in said(at)
    assert "appears here once you fix the errors in red" in said(at)


def test_one_click_on_next_takes_what_was_typed_last(compose: Compose) -> None:
    at = compose()
    at.text_area(key="compose.message").set_value("Hello {{name}}")
    at.button(key="compose.next").click().run()
    assert step_of(at) is Step.CHECK
    assert "Hello Asha" in phone(at)


def test_next_says_in_red_what_is_still_missing(compose: Compose) -> None:
    at = compose()
    at.button(key="compose.next").click().run()
    assert step_of(at) is Step.WHAT
    assert ":red[:material/info: Write the message.]" in [words.value for words in at.markdown]
    at.run()
    assert ":gray[:material/info: Write the message.]" in [words.value for words in at.markdown]


def test_an_empty_message_is_asked_for(compose: Compose) -> None:
    at = compose()
    assert is_kept_back(at)
    assert "Write the message." in said(at)


@pytest.mark.parametrize(
    ("key", "value", "sentence"),
    [
        pytest.param("compose.sender", "JET", "exactly 6 letters or digits", id="short sender"),
        pytest.param("compose.dlt", "12A", "other than digits", id="template id"),
    ],
)
def test_a_wrong_field_is_refused_in_words(
    compose: Compose, key: str, value: str, sentence: str
) -> None:
    at = compose("Hello")
    at.text_input(key=key).set_value(value).run()
    assert sentence in errors(at)[0]
    assert is_kept_back(at)


def test_the_route_is_asked_where_no_template_says_it(
    open_page: OpenPage, new_list: NewList
) -> None:
    at = following(open_page("compose", list=str(new_list())))
    assert "offers and news" in said(at)
    write(at, "Big sale! Flat 50% off")
    assert is_kept_back(at)
    assert "Choose the route." in said(at)
    following(at.segmented_control(key="compose.route").set_value(1).run())
    assert "words of a promotion on the transactional route" in expanders(at)
    at.button(key="compose.promotional").click().run()
    assert "words of a promotion" not in expanders(at)
    assert "names no way to opt out" in said(at) or "no way to opt out" in expanders(at)


def test_the_promotional_route_says_its_hours(
    compose: Compose, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JETMSG_PROMO_STOPS", "20:30")
    at = compose("Sale! STOP to 56161")
    assert "10:00 to 20:30 IST only" not in said(at)
    at.segmented_control(key="compose.route").set_value(2).run()
    assert "10:00 to 20:30 IST only" in said(at)
    assert "10:00 to 20:30 IST only" in said(following(following(at)))


def test_a_finding_opens_its_people(compose: Compose) -> None:
    at = compose("Dear {{name}}, see evil.com", "check")
    assert "**3 people** · link or number not on the whitelist" in expanders(at)
    rows = [b.label for b in at.button if str(b.key).startswith("compose.see.")]
    assert rows == ["Row 2", "Row 3", "Row 4"]
    at.button(key="compose.see.0.2").click().run()
    assert phone(at) == ["Dear Om, see evil.com"]
    at.button(key="compose.jump.warned").click().run()
    assert phone(at) == ["Dear Asha, see evil.com"]


def test_whom_a_finding_stops_is_left_out_and_taken_in_again(
    open_page: OpenPage, new_list: NewList, compose: Compose, settings: Settings
) -> None:
    new_list("name,mobile", "Asha,9876543210", "{{first}},9876543211", "{#var#},9876543212")
    at = compose("Dear {{name}}", "check", list="1")
    assert "**2 people** · a placeholder nobody filled" in expanders(at)
    assert is_kept_back(at)
    at.button(key="compose.see.0.1").click().run()
    assert phone(at) == ["Dear {{first}}"]
    assert at.button(key="compose.leave.unfilled_cell").label == "Leave these 2 out"
    at.button(key="compose.leave.unfilled_cell").click().run()
    assert "**2 people** with a placeholder nobody filled are left out." in said(at)
    assert phone(at) == ["Dear Asha"]
    following(at)
    assert at.button(key="compose.send").label == "Send to 1 person · 1 credit"
    assert "2 with a placeholder nobody filled" in said(at)
    at.button(key="compose.back").click().run()
    at.button(key="compose.take_in.unfilled_cell").click().run()
    assert "**2 people** · a placeholder nobody filled" in expanders(at)


def test_when_nobody_is_left_they_can_be_taken_in_again(
    open_page: OpenPage, new_list: NewList, compose: Compose
) -> None:
    new_list("name,mobile,note", "{{a}},9876543210,x", "Om,9876543211,{{b}}")
    at = compose("Dear {{name}}", "check", list="1")
    at.button(key="compose.leave.unfilled_cell").click().run()
    at.button(key="compose.back").click().run()
    write(at, "{{name}} {{note}}")
    following(at)
    assert "Nobody would get this message" in errors(at)[0]
    at.button(key="compose.take_in").click().run()
    assert "**2 people** · a placeholder nobody filled" in expanders(at)


def test_jumps_lead_to_the_longest_and_the_first_in_unicode(
    open_page: OpenPage, new_list: NewList, compose: Compose
) -> None:
    new_list("name,mobile", "Li,9876543210", "Priyadarshini,9876543211", "आशा,9876543212")
    at = compose("Dear {{name}}", "check", list="1")
    at.button(key="compose.jump.longest").click().run()
    assert phone(at) == ["Dear Priyadarshini"]
    at.button(key="compose.jump.unicode").click().run()
    assert phone(at) == ["Dear आशा"]
    assert "compose.jump.default" not in keys(at)


def test_a_row_of_the_sheet_is_found_or_it_is_said_that_nobody_is_there(compose: Compose) -> None:
    at = compose("Hello {{city}}", "check")
    at.number_input(key="compose.row").set_value(4).run()
    assert phone(at) == ["Hello Goa"]
    at.number_input(key="compose.row").set_value(3).run()
    assert "Nobody in row 3 gets this message" in said(at)
    assert phone(at) == ["Hello Goa"]


def test_what_the_checks_forbid_cannot_be_passed(
    compose: Compose, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JETMSG_MAX_CAMPAIGN_CREDITS", "2")
    at = compose("Hello {{name}}", "check")
    assert "More credits than one campaign may cost" in expanders(at)
    assert "The limit for one campaign is 2" in said(at)
    assert is_kept_back(at)
    assert "Fix the 1 problem in red first." in said(at)
    at.button(key="compose.back").click().run()
    assert not is_kept_back(following(write(at, "Hello {{city}}")))


def test_walking_back_keeps_every_choice(compose: Compose, settings: Settings) -> None:
    at = compose("Hello {{city}}")
    at.text_input(key="compose.name").set_value("Greeting").run()
    at.text_input(key="compose.sender").set_value("FRIEND").run()
    following(following(at))
    at.button(key="compose.step.who").click().run()
    assert at.selectbox(key="compose.list").value == 1
    assert [at.button(key=f"compose.step.{step}").disabled for step in Step] == [
        *(False, True, True, True)
    ]
    following(at)
    assert at.text_area(key="compose.message").value == "Hello {{city}}"
    assert at.text_input(key="compose.name").value == "Greeting"
    assert at.text_input(key="compose.sender").value == "FRIEND"
    (kept,) = drafts.newest(settings)
    assert (kept.choices.message, kept.choices.name) == ("Hello {{city}}", "Greeting")


def test_what_was_typed_last_is_kept_though_the_next_click_leaves_the_step(
    compose: Compose,
) -> None:
    at = compose("Hello")
    at.text_area(key="compose.message").set_value("Hello there")
    following(at)
    assert phone(at) == ["Hello there"]


def test_a_browser_that_missed_a_run_begins_with_what_was_chosen(compose: Compose) -> None:
    """Of two runs close together it may draw only the second, and says what its widgets begin
    with."""
    at = compose("Hello")
    at.segmented_control(key="compose.route").set_value(2).run()
    at.text_input(key="compose.dlt").set_value("1" * 19).run()
    following(at)
    at.button(key="compose.back").click().run()
    at.run()
    assert at.text_area(key="compose.message").proto.default == "Hello"
    assert at.text_input(key="compose.dlt").proto.default == "1" * 19
    assert list(at.segmented_control(key="compose.route").proto.default) == [1]


@pytest.mark.parametrize("key", ["compose.route", "compose.channel", "compose.missing"])
def test_a_control_that_says_nothing_changes_nothing(compose: Compose, key: str) -> None:
    at = compose("Dear {{name}}")
    chosen = at.segmented_control(key=key).value
    at.segmented_control(key=key).set_value(None).run()
    assert not errors(at)
    assert at.segmented_control(key=key).value == chosen
    following(at)
    assert not errors(at)


def test_a_draft_survives_a_look_at_another_page(compose: Compose) -> None:
    at = compose("Half a thought")
    at.switch_page("balance.py").run()
    at.switch_page("compose.py").run()
    assert at.text_area(key="compose.message").value == "Half a thought"


def test_a_draft_survives_the_browser(compose: Compose, open_page: OpenPage) -> None:
    compose("Half a thought")
    at = open_page("compose")
    assert "Continue where you left off" in said(at)
    assert "Half a thought" in said(at)
    at.button(key="compose.continue.1").click().run()
    assert at.text_area(key="compose.message").value == "Half a thought"
    assert at.query_params["draft"] in ("1", ["1"])
    again = open_page("compose", draft="1")
    assert again.text_area(key="compose.message").value == "Half a thought"


def test_drafts_are_discarded_from_the_offer_and_from_within(
    compose: Compose, open_page: OpenPage, settings: Settings
) -> None:
    compose("One")
    at = open_page("compose")
    at.button(key="compose.drop.1").click().run()
    assert "Continue where you left off" not in said(at)
    at = compose("Two", list="1")
    at.button(key="compose.discard").click().run()
    assert drafts.newest(settings) == []
    assert "Who gets it?" in said(at)


def test_a_new_message_leaves_the_old_one_kept(compose: Compose, settings: Settings) -> None:
    at = compose("One")
    at.button(key="compose.new").click().run()
    assert "Continue where you left off" in said(at)
    assert at.selectbox(key="compose.list").value is None
    assert len(drafts.newest(settings)) == 1


def test_a_draft_that_was_sent_elsewhere_says_so(compose: Compose, settings: Settings) -> None:
    at = compose("Hello")
    drafts.discard(settings, 1)
    at.run()
    assert "This draft was sent or discarded in another window." in said(at)
    at.button(key="compose.new").click().run()
    assert "Who gets it?" in said(at)


@pytest.mark.parametrize("name", ["draft", "copy", "template"])
def test_an_address_that_names_nothing_is_a_sentence(open_page: OpenPage, name: str) -> None:
    at = open_page("compose", **{name: "99"})
    assert len(errors(at)) == 1
    at.button(key="compose.new").click().run()
    assert not errors(at)


def test_a_list_that_was_deleted_since_leads_back(compose: Compose, settings: Settings) -> None:
    at = compose("Hello", "check")
    lists.delete(settings, 1)
    at.run()
    assert "There is no list 1" in errors(at)[0]
    at.button(key="compose.step.who").click().run()
    assert is_kept_back(at)


def stored(settings: Settings, **changes: object) -> templates.Template:
    draft = {
        "name": "Ready",
        "body": "Dear {#var#}, ready. JETMSG",
        "dlt_id": "1107160123456789012",
        "header": "READY1",
        "fills": (FromColumn("name"),),
    }
    return templates.add(settings, TemplateDraft(**draft | changes))  # type: ignore[arg-type]


def test_a_template_brings_its_text_header_and_id(compose: Compose, settings: Settings) -> None:
    made = stored(settings)
    at = compose()
    at.selectbox(key="compose.template").set_value(made.id).run()
    assert at.text_area(key="compose.message").value == "Dear {{name}}, ready. JETMSG"
    assert at.text_input(key="compose.sender").value == "READY1"
    assert at.text_input(key="compose.dlt").value == "1107160123456789012"
    assert "Same as the template, version 1." in said(at)
    assert phone(at) == ["Dear Asha, ready. JETMSG"]
    following(at)
    assert "No problems found." in said(at)
    at.button(key="compose.back").click().run()
    write(at, "Dear {{name}}, ready soon. JETMSG")
    assert "Changed from the template." in said(at)
    following(at)
    assert "**3 people** · text does not match the DLT template" in expanders(at)


def test_a_template_named_in_the_address_is_preselected(
    open_page: OpenPage, new_list: NewList, settings: Settings, compose: Compose
) -> None:
    new_list()
    made = stored(settings)
    at = open_page("compose", template=str(made.id))
    at.selectbox(key="compose.list").set_value(1).run()
    following(at)
    assert at.selectbox(key="compose.template").value == made.id
    assert phone(at) == ["Dear Asha, ready. JETMSG"]


def test_variables_of_a_template_are_guessed_filled_and_remembered(
    compose: Compose, settings: Settings
) -> None:
    made = stored(settings, body="Dear {#var#}, ready in {#var#}. JETMSG", fills=())
    at = compose("Mine")
    at.selectbox(key="compose.template").set_value(made.id).run()
    assert not errors(at)
    assert at.selectbox(key="compose.variable.0").value == "name"
    assert "A guess from the words around it" in said(at)
    assert is_kept_back(at)
    assert "Fill in the variables." in said(at)
    assert not at.text_area, "there is no message yet"
    at.selectbox(key="compose.variable.1").set_value("city").run()
    assert phone(at) == ["Dear Asha, ready in Pune. JETMSG"]
    assert "Same as the template, version 2." in said(at)
    assert templates.get(settings, made.id).fills == (FromColumn("name"), FromColumn("city"))
    following(at.selectbox(key="compose.variable.1").set_value("name").run())
    assert "No problems found." in said(at)


def test_a_template_whose_variables_are_all_guessed_is_remembered_when_it_is_sent(
    open_page: OpenPage, new_list: NewList, settings: Settings, compose: Compose
) -> None:
    new_list()
    made = stored(settings, fills=())
    at = open_page("compose", template=str(made.id))
    at.selectbox(key="compose.list").set_value(1).run()
    following(at)
    assert phone(at) == ["Dear Asha, ready. JETMSG"]
    assert templates.get(settings, made.id).fills == (None,), "nobody has said yes to it"
    following(following(at))
    at.button(key="compose.send").click().run()
    at.button(key="compose.confirm").click().run()
    assert templates.get(settings, made.id).fills == (FromColumn("name"),)


def test_asking_to_send_shows_the_essentials_and_sends_nothing(
    compose: Compose, settings: Settings
) -> None:
    at = compose("Dear {{name}}", "send")
    at.button(key="compose.send").click().run()
    assert "This goes to **3 people** from **JETMSG**, transactional" in said(at)
    assert "compose.confirm" in keys(at)
    assert not control.newest(settings)
    at.button(key="compose.cancel").click().run()
    assert "compose.confirm" not in keys(at)


def test_sending_starts_the_campaign_and_ends_the_draft(
    compose: Compose, settings: Settings
) -> None:
    at = compose("Dear {{name}}", "send")
    at.button(key="compose.send").click().run()
    at.button(key="compose.confirm").click().run()
    assert "Started. Opening the campaign…" in said(at)
    (status,) = control.newest(settings)
    assert status.campaign.state is CampaignState.RUNNING
    assert status.campaign.recipients == 3
    assert drafts.newest(settings) == []


def test_above_the_threshold_the_count_must_be_typed(
    compose: Compose, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JETMSG_CONFIRM_ABOVE", "2")
    at = compose("Dear {{name}}", "send")
    at.button(key="compose.send").click().run()
    for wrong in ("", "30", "two"):
        at.text_input(key="compose.count").set_value(wrong)
        at.button(key="compose.confirm").click().run()
        assert "That is not 3. Nothing was sent." in errors(at)
    assert not control.newest(settings)
    at.text_input(key="compose.count").set_value("3")
    at.button(key="compose.confirm").click().run()
    assert len(control.newest(settings)) == 1


def test_at_the_threshold_it_need_not(
    compose: Compose, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JETMSG_CONFIRM_ABOVE", "3")
    at = compose("Dear {{name}}", "send")
    at.button(key="compose.send").click().run()
    assert "compose.count" not in [field.key for field in at.text_input]


def test_a_campaign_is_put_on_the_schedule(compose: Compose, settings: Settings) -> None:
    at = compose("Dear {{name}}", "send")
    at.segmented_control(key="compose.when").set_value("later").run()
    day = utc_now().astimezone(IST).date() + timedelta(days=3)
    at.date_input(key="compose.date").set_value(day).run()
    assert f"Schedule for {day:%a, %d %b %Y}, 10:30 · 3 people · 3 credits" in labels(at)
    at.button(key="compose.send").click().run()
    at.button(key="compose.confirm").click().run()
    assert "Scheduled. Opening the campaign…" in said(at)
    (status,) = control.newest(settings)
    assert status.campaign.state is CampaignState.SCHEDULED
    assert status.campaign.scheduled_at == f"{day}T05:00:00.000+00:00"


def test_a_time_that_has_passed_is_refused(compose: Compose) -> None:
    at = compose("Hello", "send")
    at.segmented_control(key="compose.when").set_value("later").run()
    day = utc_now().astimezone(IST).date() - timedelta(days=1)
    at.date_input(key="compose.date").set_value(day).run()
    assert "IST has passed. Choose a later time." in said(at)
    assert at.button(key="compose.send").disabled


def test_a_promotional_hour_that_is_not_one_is_said(compose: Compose) -> None:
    at = compose("Sale! STOP to 56161")
    at.segmented_control(key="compose.route").set_value(2).run()
    following(following(at))
    at.segmented_control(key="compose.when").set_value("later").run()
    assert "It would wait until" not in said(at)
    at.time_input(key="compose.time").set_value(time(22, 0)).run()
    assert "It would wait until" in said(at)


def test_promotional_hours_are_those_of_the_start(
    compose: Compose, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JETMSG_PROMO_STOPS", "10:01")
    at = compose("Sale! STOP to 56161")
    at.segmented_control(key="compose.route").set_value(2).run()
    following(following(at))
    at.segmented_control(key="compose.when").set_value("later").run()
    at.time_input(key="compose.time").set_value(time(10, 0)).run()
    at.button(key="compose.send").click().run()
    assert "of the promotional pool" in said(at)
    assert "It would wait until" not in said(at)
    at.button(key="compose.cancel").click().run()
    at.time_input(key="compose.time").set_value(time(22, 0)).run()
    at.button(key="compose.send").click().run()
    assert said(at).count("It would wait until") == 2


def test_a_test_that_must_wait_says_why(compose: Compose, settings: Settings) -> None:
    at = compose("Sale! STOP to 56161")
    at.segmented_control(key="compose.route").set_value(2).run()
    following(following(at))
    at.segmented_control(key="compose.when").set_value("test").run()
    assert "Promotional messages leave from 10:00" in said(at)
    at.text_input(key="compose.test").set_value("9811111111").run()
    at.button(key="compose.test.send").click().run()
    (status,) = control.newest(settings)
    with open_database(settings.database_path) as db:
        transitions.hold(db, status.campaign.id, Hold.HOURS, "", datetime(2099, 1, 1, tzinfo=UTC))
    at.run()
    assert HOLDS[Hold.HOURS].sentence in said(at)


def test_a_test_goes_to_my_number_with_the_chosen_persons_text(
    compose: Compose, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JETMSG_TEST_NUMBER", "98111 11111")
    at = compose("Dear {{name}}", "check")
    at.button(key="compose.following").click().run()
    following(at)
    at.segmented_control(key="compose.when").set_value("test").run()
    assert phone(at) == ["Dear Ravi"]
    assert at.text_input(key="compose.test").value == "98111 11111"
    at.button(key="compose.test.send").click().run()
    at.button(key="compose.test.send").click().run()
    (status,) = control.newest(settings)
    assert (status.campaign.name, status.campaign.recipients) == ("Test: Friends", 1)
    assert status.campaign.state is CampaignState.RUNNING
    (row,) = read_recipients(settings, status.campaign.id)
    assert (row["number"], row["text"]) == (919811111111, "Dear Ravi")
    assert len(drafts.newest(settings)) == 1
    assert "Test to 98111 11111" in said(at)


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        pytest.param("", "Write the mobile number", id="none"),
        pytest.param("12345", "The test number '12345'", id="short"),
        pytest.param("9876500000", "has opted out and gets no message", id="opted out"),
    ],
)
def test_a_test_number_is_checked_like_any_other(
    compose: Compose, settings: Settings, number: str, sentence: str
) -> None:
    at = compose("Dear {{name}}", "send")
    optouts.add(settings, ["9876500000"], source="STOP")
    at.segmented_control(key="compose.when").set_value("test").run()
    at.text_input(key="compose.test").set_value(number).run()
    at.button(key="compose.test.send").click().run()
    assert sentence in errors(at)[0]
    assert not control.newest(settings)


def test_a_campaign_can_be_copied(
    compose: Compose, open_page: OpenPage, settings: Settings
) -> None:
    at = compose("Dear {{name}}")
    at.text_input(key="compose.sender").set_value("FRIEND").run()
    following(following(at))
    at.button(key="compose.send").click().run()
    at.button(key="compose.confirm").click().run()
    copy = open_page("compose", copy="1")
    assert copy.text_area(key="compose.message").value == "Dear {{name}}"
    assert copy.text_input(key="compose.sender").value == "FRIEND"
    assert copy.text_input(key="compose.name").value == "Friends (copy)"
    copy.button(key="compose.step.who").click().run()
    assert copy.selectbox(key="compose.list").value == 1


def test_a_copy_of_a_campaign_without_a_list_says_that_its_people_are_to_be_chosen(
    new_campaign: NewCampaign, open_page: OpenPage
) -> None:
    """It was made from a file on the command line: an empty first step looked as if nothing was
    copied."""
    copy = open_page("compose", copy=str(new_campaign(3)))
    assert "has the message of its campaign, but not its people" in said(copy)
    assert "not its people" not in said(open_page("compose"))


def test_what_is_out_of_credits_is_said_before_sending(
    compose: Compose, start_gateway: Callable[..., object], cli: Callable
) -> None:
    start_gateway("--balance", "tranx=2")
    assert cli("balance", "--sample").returncode == 0
    at = compose("Dear {{name}}", "check")
    assert "**1 person** · not covered by the credits" in expanders(at)
    assert "**Credits end at recipient 3** of 3" in said(following(at))


def test_what_takes_longer_than_an_hour_says_what_more_calls_at_once_would_do(
    compose: Compose, start_gateway: Callable[..., object], monkeypatch: pytest.MonkeyPatch
) -> None:
    start_gateway()
    monkeypatch.setenv("JETMSG_SENDERS", "1")
    monkeypatch.setattr("jetmsg_core.campaigns.plan.quicker.LONG_SECONDS", 0.0)
    facts = said(following(compose("Dear {{name}}", "check")))
    assert "**This takes more than an hour**, with 1 call at the same time. With 16 it" in facts
    assert "`JETMSG_SENDERS=16`, or `auto`" in facts


def test_whatsapp_asks_for_no_sender_and_counts_messages_instead_of_credits(
    compose: Compose, start_gateway: Callable[..., object]
) -> None:
    start_gateway()
    at = compose()
    at.segmented_control(key="compose.channel").set_value("whatsapp").run()
    assert "compose.sender" not in [field.key for field in at.text_input]
    write(at, "Namaste {{name}} 🙏")
    following(following(at))
    assert "Send to 3 people · 3 WhatsApp messages" in said(at)
    assert "Credits" not in numbers(at)
    at.button(key="compose.step.what").click().run()
    write(at, "{{name}}" + "a" * 1000)
    following(at)
    assert "WhatsApp takes 1,000 characters" in errors(at)[0]
    assert is_kept_back(at)


@pytest.mark.parametrize("step", ["what", "check"])
def test_blank_lines_at_the_ends_are_said_and_trimmed_on_a_click(
    step: str, compose: Compose, settings: Settings
) -> None:
    at = compose("\n  \nDear {{name}}\n\nYours\n", step)
    assert "The message begins with 2 blank lines and ends with 1 blank line" in said(at)
    assert phone(at) == ["\u200b\n\u200b\nDear Asha\n\nYours\n\u200b"]
    key = "compose.trim" if step == "what" else "compose.trim.finding"
    at.button(key=key).click().run()
    assert "blank line" not in said(at)
    (draft,) = drafts.newest(settings)
    assert draft.choices.message == "Dear {{name}}\n\nYours"


def test_a_window_left_open_takes_the_newer_text_of_another(
    compose: Compose, open_page: OpenPage, settings: Settings
) -> None:
    older = compose("Written first")
    (draft,) = drafts.newest(settings)
    write(open_page("compose", draft=str(draft.id)), "Written since")
    older.text_input(key="compose.name").set_value("Monsoon").run()
    kept = drafts.get(settings, draft.id).choices
    assert (kept.message, kept.name) == ("Written since", "Monsoon")
    assert older.text_area(key="compose.message").value == "Written since"
    older.run()
    assert drafts.get(settings, draft.id).choices.message == "Written since"
