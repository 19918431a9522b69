"""Placeholders as other tools spell them, from the check to the phone: nobody gets one by accident.
The sandbox's journal is the witness of what was sent on purpose."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from fixtures import ReadJournal, RunCommand, RunJson, Send, StartGateway

from jetmsg_core.campaigns.checks.findings import BlockedError
from jetmsg_core.campaigns.draft import choices, drafts
from jetmsg_core.campaigns.draft.choices import Choices
from jetmsg_core.campaigns.draft.spec import CampaignSpec
from jetmsg_core.campaigns.lifecycle import control, launch, retry
from jetmsg_core.campaigns.lifecycle import create as creating
from jetmsg_core.campaigns.preview import recipient_preview
from jetmsg_core.campaigns.preview.preview import preview
from jetmsg_core.contacts.audience import check_contacts
from jetmsg_core.lists import contacts_of, save
from jetmsg_core.messages.template import Missing
from jetmsg_core.settings import Settings
from jetmsg_core.states import Channel

FILE = b"First Name,mobile,city\nAsha,9876543210,Pune\nRavi,9876543211,\n"


def brief(message: str, **changes: Any) -> CampaignSpec:
    return CampaignSpec(**{"name": "Test", "message": message, "sender_id": "JETMSG"} | changes)


def codes(settings: Settings, message: str, **changes: Any) -> dict[str, str]:
    contacts = contacts_of(check_contacts(FILE), "friends.csv")
    seen = preview(settings, contacts, brief(message, **changes))
    return {finding.code: finding.message for finding in seen.findings}


@pytest.mark.parametrize("channel", Channel)
def test_a_spelling_of_another_tool_stops_the_campaign(
    channel: Channel, settings: Settings
) -> None:
    contacts = contacts_of(check_contacts(FILE), "friends.csv")
    wrong = brief("Dear {first_name}, come to [city]", channel=channel)
    (finding,) = preview(settings, contacts, wrong).blockers
    assert (finding.code, finding.count) == ("spelled_placeholder", 2)
    assert [spelling.text for spelling in finding.spellings] == ["{first_name}", "[city]"]
    assert "would read {first_name} and [city] exactly as written" in finding.message
    assert "Did you mean {{First Name}} and {{city}}?" in finding.message
    with pytest.raises(BlockedError, match="Did you mean"):
        creating.create(settings, contacts, wrong)
    assert control.newest(settings) == []
    assert codes(settings, "Dear {{first_name}}, come to {{city}}", channel=channel) == {}


def test_what_is_doubtful_is_said_and_goes(settings: Settings) -> None:
    findings = codes(settings, "Dear [frist name], {zebra} of (city)")
    assert list(findings) == ["doubtful_placeholder"]
    assert (
        "(city) may be meant as a column. Did you mean {{city}}?"
        in findings["doubtful_placeholder"]
    )
    assert (
        "No column has the name in [frist name]. Did you mean {{First Name}}?"
        in findings["doubtful_placeholder"]
    )
    assert "{zebra} looks like a placeholder" in findings["doubtful_placeholder"]
    assert codes(settings, "Dear all, [Terms apply] at $500, a@city.com, 50% of #1") == {}


@pytest.mark.parametrize(
    ("message", "mark", "column"),
    [
        pytest.param("Dear *|FNAME|*", "*|FNAME|*", "{{First Name}}", id="a short form"),
        pytest.param("Dear {Your First Name}", "{Your First Name}", "{{First Name}}", id="longer"),
        pytest.param("In ##CTIY##", "##CTIY##", "{{city}}", id="a slip"),
        pytest.param("Hi *|{{First Name}}|*", "*|{{First Name}}|*", "{{First Name}}", id="ours"),
        pytest.param("Of {city,Pune}", "{city,Pune}", "{{city}}", id="a default"),
        pytest.param(
            "[First Name, City]", "[First Name, City]", "{{First Name}}, {{city}}", id="a list"
        ),
    ],
)
def test_firm_marks_near_a_column_stop_the_campaign_until_they_are_kept(
    message: str, mark: str, column: str, settings: Settings
) -> None:
    findings = codes(settings, message)
    assert list(findings) == ["spelled_placeholder"]
    assert (
        f"would read {mark} exactly as written. Did you mean {column}?"
        in findings["spelled_placeholder"]
    )
    assert codes(settings, message, keep_text=(mark,)) == {}


def test_firm_marks_near_no_column_are_only_said(settings: Settings) -> None:
    findings = codes(settings, "<< Big Fair >> in {Town} at {0}, call {Moble}")
    assert list(findings) == ["doubtful_placeholder"]
    assert "Did you mean" not in findings["doubtful_placeholder"]


def test_blanks_to_fill_by_hand_and_lists_stop_nobody(settings: Settings) -> None:
    assert codes(settings, "Reply Name: ____ City: ____ or ₹500|City|Mall") == {}


def test_what_dlt_leaves_to_be_filled_stops_the_campaign(settings: Settings) -> None:
    sentence = codes(settings, "Dear {var}, pay ##numeric##")["spelled_placeholder"]
    assert "Nothing fills {var} and ##numeric##, which is left over from a DLT template" in sentence


def test_a_default_is_looked_at_where_somebody_reads_it(settings: Settings) -> None:
    missing = Missing(default="{first name}")
    findings = codes(settings, "Hi {{city}}", missing=missing)
    assert "read {first name} exactly as written in the default" in findings["spelled_default"]
    assert codes(settings, "Hi {{first name}}", missing=missing) == {}
    assert codes(settings, "Hi {{city}}", missing=missing, keep_text=("{first name}",)) == {}


@pytest.mark.parametrize(
    "cell",
    ["{first_name}", "[ City ]", "##CITY##", "%%city%%", "*|CITY|*", "<<First Name>>", "«city»"],
)
def test_what_another_program_left_in_a_cell_is_never_sent(cell: str, settings: Settings) -> None:
    rows = f"First Name,mobile,city\nAsha,9876543210,Pune\nRavi,9876543211,{cell}\n"
    rows += "Om,9876543212,{Ravi}\nLi,9876543213,[Pune] ##Goa##\n"
    contacts = contacts_of(check_contacts(rows.encode()), "friends.csv")
    (finding,) = preview(settings, contacts, brief("Come to {{city}}")).blockers
    assert (finding.code, finding.count, finding.rows) == ("unfilled_cell", 1, (3,))
    assert f"In row 3 the sheet itself says {cell}" in finding.message
    assert not preview(settings, contacts, brief("Dear {{first name}}")).findings


@pytest.mark.parametrize(
    "cell",
    [
        *(
            "*|FNAME|*",
            "{FirstName}",
            "%FIRSTNAME%",
            "<<Name>>",
            "[First Name]",
            " {0} ",
            "##Goa##",
        ),
        *("${user}", "[[Anything]]", "«Nom»", "{customer name}", "%%=x=%%", "<%= a.b %>"),
    ],
)
def test_a_cell_that_is_nothing_but_another_tools_mark_is_never_sent(
    cell: str, settings: Settings
) -> None:
    people = [cell, "{Ravi}", "[Pune]", "Om *|FNAME|* Rao", "50%", "%off%", "<3", "# 12 #", "**"]
    rows = "".join(f"{9876543210 + at},{person}\n" for at, person in enumerate(people))
    contacts = contacts_of(check_contacts(f"mobile,V\n{rows}".encode()), "friends.csv")
    (finding,) = preview(settings, contacts, brief("Dear {{V}}, hello")).blockers
    assert (finding.code, finding.count, finding.rows) == ("unfilled_cell", 1, (2,))
    assert f"In row 2 the sheet itself says {cell.strip()}. Correct" in finding.message


def test_what_is_kept_in_the_message_is_not_taken_for_a_cell(settings: Settings) -> None:
    assert codes(settings, "{{first name}}: [city]", keep_text=("[city]",)) == {}


def test_only_the_very_text_that_was_kept_passes(settings: Settings) -> None:
    message = "Dear {first name} of [city]"
    assert list(codes(settings, message, keep_text=("[city]",))) == ["spelled_placeholder"]
    assert list(codes(settings, message, keep_text=("[CITY]", "{name}"))) == ["spelled_placeholder"]
    assert codes(settings, message, keep_text=("[city]", "{first name}")) == {}


def create(path: Path, *more: str) -> tuple[Any, ...]:
    return ("campaign", "create", path, "--name", "A", "--json", *more)


def test_the_command_refuses_it_and_says_how_to_go_on(
    cli: RunCommand, tmp_path: Path, settings: Settings
) -> None:
    path = tmp_path / "friends.csv"
    path.write_bytes(FILE)
    refused = cli(*create(path, "--message", "Dear {first_name} & $city"))
    assert refused.returncode == 1
    answer = json.loads(refused.stdout)
    assert answer["campaign"] is None
    (blocker,) = answer["blockers"]
    assert (blocker["code"], blocker["row"]) == ("spelled_placeholder", None)
    assert blocker["spellings"][0] == {
        "text": "{first_name}",
        "column": "First Name",
        "sure": True,
        "exact": True,
        "others": [],
    }
    for words in (blocker["message"], refused.stderr):
        assert "Did you mean {{First Name}} and {{city}}?" in words
        assert "--keep-text '{first_name}' --keep-text '$city'" in words
    assert control.newest(settings) == []


def test_what_is_kept_by_the_command_is_sent_as_it_stands(
    cli_json: RunJson, tmp_path: Path, start_gateway: StartGateway, read_journal: ReadJournal
) -> None:
    start_gateway()
    path = tmp_path / "friends.csv"
    path.write_bytes(FILE)
    message = ("--message", "Dear {{first name}}, write [city] on the card")
    made = cli_json(*create(path, *message, "--keep-text", "[city]"))
    assert (made["blockers"], made["findings"]) == ([], [])
    cli_json("campaign", "run", made["campaign"])
    assert {entry["text"] for entry in read_journal()} == {
        "Dear Asha, write [city] on the card",
        "Dear Ravi, write [city] on the card",
    }


def test_a_test_message_is_stopped_as_well_and_kept_by_the_same_choice(
    settings: Settings, read_journal: ReadJournal
) -> None:
    contacts = contacts_of(check_contacts(FILE), "friends.csv")
    list_id = save(settings, contacts, name="Friends", token="a")
    wrong = Choices(list_id=list_id, message="Dear [city]")
    looked = recipient_preview.preview_recipients(
        settings, wrong.who, choices.spec_of(settings, wrong, "Friends")
    )

    def send(chosen: Choices, token: str) -> int:
        return launch.send_test(settings, chosen, looked.recipients, 0, "9811111111", token=token)

    with pytest.raises(BlockedError, match=r"\[city\]"):
        send(wrong, "one")
    assert control.newest(settings) == []
    kept = Choices(list_id=list_id, message="Dear [city]", keep_text=("[city]",))
    assert control.status(settings, send(kept, "two")).campaign.message == "Dear [city]"


def test_what_was_kept_stays_kept_in_a_retry_and_in_a_copy(
    settings: Settings, start_gateway: StartGateway, send: Send
) -> None:
    start_gateway("--fault", "missing=1")
    contacts = contacts_of(check_contacts(FILE), "friends.csv")
    kept = brief("Dear [city]", keep_text=("[city]",))
    made, _ = creating.create(settings, contacts, kept)
    send(made)
    retried = retry.retry_failed(settings, made).campaign
    assert (retried.message, retried.recipients > 0) == ("Dear [city]", True)
    assert drafts.copy_of(settings, retried.id).keep_text == ("[city]",)


def test_a_draft_of_before_keeps_its_token() -> None:
    """The token of a campaign is made of its choices: a new one would make a second campaign."""
    before = {name: value for name, value in vars(Choices()).items() if name != "keep_text"}
    essence = json.loads(choices.essence(choices.from_json(json.dumps(before))))
    assert "keep_text" not in essence
    assert "keep_text" in json.loads(choices.essence(Choices(keep_text=("{name}",))))
