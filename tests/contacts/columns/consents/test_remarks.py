"""What remarks, tags and a status say: for each channel who is left out; and where it is not
certain that they speak of messages, a finding, and nobody left out."""

from __future__ import annotations

from pathlib import Path

import pytest
from fixtures import RunJson

NOBODY, SMS, WHATSAPP = frozenset[str](), frozenset({"sms"}), frozenset({"whatsapp"})
BOTH = SMS | WHATSAPP


def check(
    cli_json: RunJson, tmp_path: Path, column: str, cell: str
) -> tuple[frozenset[str], set[str]]:
    """The channels for which the row with the cell is left out, and the codes of what is told."""
    path = tmp_path / "contacts.csv"
    path.write_text(f'Mobile,{column}\n9876543210,"{cell}"\n9876543211,\n', encoding="utf-8")
    refused, codes = set(), set()
    for channel in sorted(BOTH):
        report = cli_json("contacts", "check", path, "--channel", channel)
        assert report["accepted"] + report["declined"] == 2
        assert [row["row"] for row in report["declined_rows"]] in ([], [2])
        if report["declined"]:
            refused.add(channel)
        codes |= {warning["code"] for warning in report["warnings"]}
    return frozenset(refused), codes


@pytest.mark.parametrize(
    ("column", "cell", "refused"),
    [
        *(
            ("Status", cell, BOTH)
            for cell in ("unsub", "un-subscribed", "Un subscribed", "Opt-out")
        ),
        *(("Status", cell, WHATSAPP) for cell in ("WhatsApp opt out", "Opted out - WhatsApp")),
        ("Status", "SMS opt out", SMS),
        ("Status", "Opted out of emails and SMS", SMS),
        ("Status", "Opted out of SMS, WhatsApp", BOTH),
        ("Remarks", "vip - whatsapp opt out since May", WHATSAPP),
        *(("Remarks", cell, WHATSAPP) for cell in ("no whatsapp", "no Whats App please")),
        *(("Remarks", cell, WHATSAPP) for cell in ("do not whatsapp", "No WhatsApp, only SMS")),
        *(("Tags", cell, WHATSAPP) for cell in ("no-whatsapp", "vip;whatsapp_optout", "DND (wa)")),
        ("Tags", "vip, sms-optout", SMS),
        ("Tags", "vip, DND, WhatsApp", BOTH),
        *(
            ("DND", cell, NOBODY)
            for cell in ("DND: N", "DND - No", "DND=0", "DND no", "dnd = false")
        ),
        *(("DND", cell, BOTH) for cell in ("DND: Y", "DND = yes", "DND - 1")),
        *(("Opt out", cell, NOBODY) for cell in ("Opt out: no", "opted out = 0")),
        *(("Tags", cell, BOTH) for cell in ("vip; DND: Y", "DND=yes")),
        *(("Tags", cell, NOBODY) for cell in ("vip; DND: N", "DND=no", "opt out: 0")),
        ("Status", "Opted out (SMS)", SMS),
        ("Status", "Opted out (email)", NOBODY),
        *(("Remarks", cell, NOBODY) for cell in ("no consent needed", "unsubscribed via email")),
        *(("Remarks", cell, NOBODY) for cell in ("unsubscribed from the newsletter",)),
        ("Remarks", "unsubscribed from newsletter and SMS", SMS),
        ("Remarks", "unsubscribed from all messages, emails", BOTH),
        *(("Status", cell, NOBODY) for cell in ("Inactive", "Blocked card", "Stop payment")),
        *(("Remarks", cell, NOBODY) for cell in ("no whatsapp received", "SMS opt out link sent")),
    ],
)
def test_what_is_said_of_messages_is_heard(
    cli_json: RunJson, tmp_path: Path, column: str, cell: str, refused: frozenset[str]
) -> None:
    expected = {"declined"} if refused else set()
    assert check(cli_json, tmp_path, column, cell) == (refused, expected)


@pytest.mark.parametrize(
    "cell",
    [
        *("Stop", "Blocked", "Blacklisted", "vip; blocked", "opted out of insurance plan"),
        *("not subscribed to gym", "opted out of the school bus"),
    ],
)
def test_what_may_mean_something_else_is_told_and_kept(
    cli_json: RunJson, tmp_path: Path, cell: str
) -> None:
    assert check(cli_json, tmp_path, "Status", cell) == (NOBODY, {"consent_perhaps"})


@pytest.mark.parametrize("cell", ["OK", "okay"])
def test_ok_for_a_refusal_has_two_meanings(cli_json: RunJson, tmp_path: Path, cell: str) -> None:
    assert check(cli_json, tmp_path, "DND", cell) == (NOBODY, {"consent_unclear"})
