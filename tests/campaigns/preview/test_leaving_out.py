"""Whom a finding is about can be left out, and everybody else gets the message."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fixtures import RunCommand, RunJson, Send, StartGateway
from read_back import read_recipients

from jetmsg_core import settings as configuration
from jetmsg_core import templates
from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.campaigns.lifecycle import create as creating
from jetmsg_core.campaigns.preview.preview import preview
from jetmsg_core.errors import InputError
from jetmsg_core.settings import Settings
from jetmsg_core.templates import TemplateDraft
from tests.campaigns.specs import DLT_ID, brief, people


def test_whom_a_finding_is_about_can_be_left_out(settings: Settings) -> None:
    body = "Dear {#var#}, ready. JETMSG"
    templates.add(settings, TemplateDraft(name="Ready", body=body, dlt_id=DLT_ID, header="JETMSG"))
    contacts = people("Asha", "{{name}}", "Ravi " * 12, "Om")
    asked = brief(
        "Dear {{name}}, ready. JETMSG",
        template_id=DLT_ID,
        leave_out=("unfilled_cell", "dlt_value_too_long"),
    )
    seen = preview(configuration.load(), contacts, asked)
    assert (seen.recipients, seen.blockers) == (2, ())
    assert seen.skipped == {"unfilled_cell": 1, "dlt_value_too_long": 1}
    made, frozen = creating.create(configuration.load(), contacts, asked, expected_recipients=2)
    assert frozen.skipped == seen.skipped
    assert control.status(configuration.load(), made).campaign.recipients == 2
    rows = read_recipients(configuration.load(), made)
    assert [row["text"] for row in rows] == ["Dear Asha, ready. JETMSG", "Dear Om, ready. JETMSG"]


def test_who_got_the_text_lately_can_be_left_out_and_nobody_else(
    start_gateway: StartGateway, send: Send
) -> None:
    start_gateway()
    send(creating.create(configuration.load(), people("Asha", "Om"), brief("Hello {{name}}"))[0])
    asked = brief("Hello {{name}}", leave_out=("repeated",))
    seen = preview(configuration.load(), people("Asha", "Om", "Ravi"), asked)
    assert (seen.recipients, seen.skipped, seen.findings) == (1, {"repeated": 2}, ())
    with pytest.raises(InputError, match="Nobody would get this message"):
        preview(configuration.load(), people("Asha", "Om"), asked)


def test_leaving_out_for_a_finding_that_is_not_there_leaves_out_nobody() -> None:
    seen = preview(configuration.load(), people("A", "B"), brief("Hi", leave_out=("long_text",)))
    assert (seen.recipients, seen.skipped) == (2, {})


def test_the_command_leaves_out_and_refuses_a_message_in_json_too(
    cli: RunCommand, cli_json: RunJson, tmp_path: Path
) -> None:
    path = tmp_path / "people.csv"
    path.write_text("name,mobile\nAsha,9876543210\n{{x}},9876543211\n")
    create = ("campaign", "create", path, "--name", "A", "--message")
    made = cli_json(*create, "Dear {{name}}", "--leave-out", "unfilled_cell")
    assert (made["recipients"], made["skipped_by_reason"]) == (1, {"unfilled_cell": 1})
    blocked = json.loads(cli(*create, "Dear {{name}}", "--json").stdout)
    assert [finding["code"] for finding in blocked["findings"]] == ["unfilled_cell"]
    refused = cli(*create, "Dear {{nmae}}", "--json")
    assert refused.returncode == 1
    assert "Did you mean {{name}}?" in refused.stderr
    answer = json.loads(refused.stdout)
    assert (answer["campaign"], answer["skipped"], answer["findings"]) == (None, 2, [])
    assert answer["blockers"][0]["code"] == "unknown_placeholder"
    assert "Did you mean {{name}}?" in answer["blockers"][0]["message"]
    assert cli(*create, "Hi", "--leave-out", "low_credits").returncode == 2
