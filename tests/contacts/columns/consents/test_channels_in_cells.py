"""A cell of a column of consents may answer for each channel by itself."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from fixtures import RunJson

NOBODY, SMS, WHATSAPP = frozenset[str](), frozenset({"sms"}), frozenset({"whatsapp"})
BOTH = SMS | WHATSAPP


def check(cli_json: RunJson, path: Path) -> tuple[frozenset[str], set[str]]:
    """The channels for which the first of two is left out, and the codes of what is told."""
    refused, codes = set(), set()
    for channel in sorted(BOTH):
        report = cli_json("contacts", "check", path, "--channel", channel)
        assert report["accepted"] + report["declined"] == 2
        assert len(report["declined_rows"]) <= 1
        if report["declined"]:
            refused.add(channel)
        codes |= {warning["code"] for warning in report["warnings"]}
    return frozenset(refused), codes


@pytest.mark.parametrize(
    ("column", "cell", "refused"),
    [
        *(("Consent", cell, WHATSAPP) for cell in ("No WhatsApp", "WhatsApp - no", "WhatsApp: No")),
        *(
            ("Consent", cell, WHATSAPP)
            for cell in ("SMS yes / WhatsApp no", "SMS only", "only SMS")
        ),
        *(
            ("Consent", cell, WHATSAPP)
            for cell in ("WhatsApp=N; SMS=Y", "SMS (yes), WhatsApp (no)")
        ),
        *(("Consent", cell, SMS) for cell in ("WhatsApp only", "WhatsApp & email only", "No SMS")),
        *(
            ("Consent", cell, BOTH)
            for cell in ("SMS/WhatsApp: no", "Email only", "SMS no WhatsApp no")
        ),
        *(("Consent", cell, NOBODY) for cell in ("SMS yes, WhatsApp yes", "SMS & WhatsApp only")),
        *(("Opt out", cell, WHATSAPP) for cell in ("WhatsApp yes, SMS no", "WhatsApp only")),
        ("Opt out", "SMS: N", NOBODY),
        *(("SMS opt in", cell, SMS) for cell in ("disabled", "inactive", "deny", "disagree")),
        *(("SMS opt in", cell, SMS) for cell in ("without consent", "Not active", "WhatsApp only")),
        ("SMS opt in", "SMS only", NOBODY),
    ],
)
def test_a_cell_answers_for_its_channels(
    cli_json: RunJson, tmp_path: Path, column: str, cell: str, refused: frozenset[str]
) -> None:
    path = tmp_path / "contacts.csv"
    path.write_text(f'Mobile,{column}\n9876543210,"{cell}"\n9876543211,\n', encoding="utf-8")
    assert check(cli_json, path) == (refused, {"declined"} if refused else set())


@pytest.mark.parametrize("cell", ["WhatsApp no. 98", "SMS maybe", "SMS yes, WhatsApp perhaps"])
def test_what_is_no_answer_for_a_channel_is_told(
    cli_json: RunJson, tmp_path: Path, cell: str
) -> None:
    path = tmp_path / "contacts.csv"
    path.write_text(f'Mobile,Consent\n9876543210,"{cell}"\n9876543211,Yes\n', encoding="utf-8")
    assert check(cli_json, path) == (NOBODY, {"consent_unclear"})


@pytest.mark.parametrize(
    ("opted_out", "refused"),
    [(["whatsapp", "email"], WHATSAPP), (["sms", "whatsapp"], BOTH), (["email"], NOBODY)],
)
def test_a_list_of_channels_in_json_is_heard(
    cli_json: RunJson, tmp_path: Path, opted_out: list[str], refused: frozenset[str]
) -> None:
    path = tmp_path / "contacts.json"
    people = [
        {"mobile": "9876543210", "opt_out": opted_out},
        {"mobile": "9876543211", "opt_out": []},
    ]
    path.write_text(json.dumps(people), encoding="utf-8")
    assert check(cli_json, path)[0] == refused
    assert "consent_unclear" not in check(cli_json, path)[1]
