"""What panels write, to states, through the command line: a vague word lets the error speak, and
what DLT refused is rejected with what to put right."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fixtures import RunJson
from report_helpers import csv_of, rows_of

from jetmsg_core.reports.dlt_faults import CODE_OF_NAME, DLT_FAULTS
from jetmsg_core.reports.indexing import index_ended
from jetmsg_core.reports.reading.words import (
    GENERIC,
    SAME_AS,
    STATE_OF,
    read_words,
    word_key,
)
from jetmsg_core.reports.reasons import REASONS, advice_on, passes_by_itself
from jetmsg_core.states import RecipientState
from jetmsg_core.store.database import open_database

Sending = Callable[..., Any]
NOON = "2026-05-01 12:00:00"

SAID = (
    ("Delivered to handset", "", "delivered"),
    ("not delivered", "", "undelivered"),
    ("Switched off", "", "undelivered"),
    ("Operator Rejected", "", "rejected"),
    ("Sent but no report", "", "submitted"),
    ("Delivered to operator", "", "submitted"),
    ("AUTO FAILED", "", "undelivered"),
    ("Opt-out", "", "rejected"),
    ("blocked", "", "rejected"),
    ("Promo Blocked", "", "rejected"),
    ("series block", "", "rejected"),
    ("Template not found", "", "rejected"),
    ("sender not found", "", "rejected"),
    ("failed-dnd", "", "dnd"),
    ("Failed: Absent Subscriber", "", "undelivered"),
    # a vague word lets the error speak
    ("NOT-SENT", "CON-DND", "dnd"),
    ("NOT-SENT", "OPT-OUT", "rejected"),
    ("FAILURE", "DND_FAIL", "dnd"),
    ("UNKNOWN", "UNKNOWN_SUBSCRIBER", "invalid_number"),
    ("Found Delivery Report", "Successfully Delivered", "delivered"),
    ("Found Delivery Report", "Mobile switch off", "undelivered"),
    ("Found Delivery Report", "", "submitted"),
    ("SUCCESS", "SUCCESS", "delivered"),
    ("SUCCESS", "", "submitted"),
    ("-", "650", "rejected"),
    # and one that is not vague does not
    ("Delivered", "633", "delivered"),
    ("PENDING", "ABSENTSUB", "submitted"),
    ("MOB-OFF", "FAILED", "undelivered"),
    # the DLT check
    ("FAILED", "633:Template not matched", "rejected"),
    ("FAILED", "DLT 633", "rejected"),
    ("FAILED", "Error code: 670", "rejected"),
    ("UNDELIV", "633.0", "rejected"),
    ("FAILED", "TEMPLATE_NOT_MATCHED", "rejected"),
    ("FAILED", "TEMPLATE_NOT_MATCHED (633)", "rejected"),
    ("UNDELIV", "ENTITY_NOT_FOUND", "rejected"),
    ("Failed", "DLT_TEMPLATE_NOT_FOUND", "rejected"),
    ("Failed", "Rejected: DLT Header Inactive", "rejected"),
    ("UNDELIV", "CONSENT_FAILED", "rejected"),
    *(
        ("UNDELIV", str(code), "rejected")
        for code in (*range(600, 702), *range(801, 806), 811, 812, 813)
    ),
    # plain words that panels publish
    ("Message Delivered", "", "delivered"),
    ("Delivery Failed", "", "undelivered"),
    ("Delivery Failed", "DLT-666", "rejected"),
    ("Sent to operator", "", "submitted"),
    ("Message in Queue", "", "submitted"),
    ("Not sent to operator", "", "undelivered"),
    ("NCPR Rejected", "", "dnd"),
    ("Failed", "EXP Abssubs", "undelivered"),
    ("Failed", "Number not exist", "invalid_number"),
    ("Failed", "Number out of coverage area/ Switched Off", "undelivered"),
    ("EXPIRED MAXIMUM RETRIES EXCEEDED", "", "expired"),
    ("Duplicate Message Drop", "", "rejected"),
    ("Failed", "PRFT-NT-MTCH", "rejected"),
    ("Failed", "TEMPLATE_BLOCKED_BY_DLT", "rejected"),
)


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("Rejected [DLT 666]", "666"),
        ("Failed due to DLT 633", "633"),
        ("DLT_SCRUBBING_ERROR_683", "683"),
        ("UNDELIV - 650", "650"),
        ("FAILED|Error:652", "652"),
        ("TL-NT-MTCHD", "633"),
        ("SDR-TL-MSMAT", "634"),
        ("SMS Content mis-match", "666"),
        ("HEADER_IN_FREEPOOL", "620"),
    ],
)
def test_a_dlt_code_is_told_wherever_it_stands(cell: str, code: str) -> None:
    status = read_words("FAILED", cell)
    assert (status.state, status.reason) == (RecipientState.REJECTED, code)


def test_666_is_about_the_text_and_652_about_consent() -> None:
    assert advice_on(RecipientState.REJECTED, "666").meaning.startswith("The text does not match")
    assert "consent" in advice_on(RecipientState.REJECTED, "652").meaning


def test_words_and_codes_of_panels_lead_to_these_states(
    sent: Sending, cli_json: RunJson, tmp_path: Path
) -> None:
    campaign = sent(len(SAID))
    path = tmp_path / "report.csv"
    endings = [(word, error, NOON) for word, error, _ in SAID]
    path.write_bytes(csv_of(rows_of(campaign.ledger, *endings)))
    done = cli_json("report", "import", path)
    states = [row["state"] for row in campaign.ledger]
    assert [*zip(endings, states, strict=True)] == [
        *zip(endings, [state for *_, state in SAID], strict=True)
    ]
    assert done["unrecognised"] == {"Found Delivery Report": 1}
    assert sum(campaign.counts.values()) == len(SAID)


@pytest.mark.parametrize(
    "cell",
    [
        *("Delivered: No", "Read: No", "Delivered (not confirmed)", "Delivered|Failed"),
        *("Delivered - failed", "Sent - Not delivered", "Sent, not yet delivered"),
        *("Delivered: false", "Submitted (633)"),
    ],
)
def test_who_has_it_is_not_told_by_a_cell_that_takes_it_back(cell: str) -> None:
    assert read_words(cell, "").state is None
    undelivered = {word_key(cell): RecipientState.UNDELIVERED}
    assert read_words(cell, "", undelivered).state is RecipientState.UNDELIVERED


@pytest.mark.parametrize("cell", ["Delivered - 000", "Delivered (no error)", "Delivered: Note 7"])
def test_what_only_tells_more_takes_nothing_back(cell: str) -> None:
    assert read_words(cell, "").state is RecipientState.DELIVERED


@pytest.mark.parametrize("code", DLT_FAULTS)
def test_what_dlt_refused_is_to_be_put_right_and_not_tried_on_another_day(code: str) -> None:
    advice = advice_on(RecipientState.REJECTED, code)
    assert advice.meaning
    assert advice.todo
    assert not re.search(r"another day|try again|later", advice.todo, re.IGNORECASE)
    for state in RecipientState:
        assert not passes_by_itself(state, code), "it would be refused again"


@pytest.mark.parametrize(
    ("state", "reason", "passes"),
    [
        ("undelivered", "ABSENTSUB", True),
        ("expired", "MOBOFF", True),
        ("undelivered", "UNDELIV", True),
        ("undelivered", "BARRED", False),
        ("undelivered", "AUTOFAILED", False),
        ("delivered", "", False),
        ("dnd", "NDNC", False),
        ("rejected", "650", False),
        ("invalid_number", "INVNUMBER", False),
    ],
)
def test_only_what_passes_by_itself_is_worth_a_second_try(
    state: str, reason: str, passes: bool
) -> None:
    assert passes_by_itself(RecipientState(state), reason) is passes


def test_spellings_of_a_reason_are_in_its_state_and_it_is_explained() -> None:
    for reason, spellings in SAME_AS.items():
        states = {STATE_OF[word] for word in (reason, *spellings.split())}
        assert len(states) == 1, reason
        assert reason in REASONS
    assert {word for word in GENERIC if word not in STATE_OF} == set()


def test_names_of_dlt_codes_are_told_by_their_code() -> None:
    assert read_words("FAILED", "TEMPLATE_NOT_MATCHED").reason == "633"
    assert read_words("FAILED", "HEADER_INACTIVE").reason == "621"
    assert {STATE_OF[name] for name in CODE_OF_NAME} == {RecipientState.REJECTED}


def test_a_word_that_was_not_known_when_it_came_means_what_it_means_now(
    sent: Sending, cli_json: RunJson, tmp_path: Path
) -> None:
    """As after an update: the file is imported again, and what came with the word follows."""
    campaign = sent(3)
    index_ended(campaign.settings)
    path = tmp_path / "report.csv"
    path.write_bytes(csv_of(rows_of(campaign.ledger, ("FAILED", "DLT 633", NOON))))
    cli_json("report", "import", path)
    with open_database(campaign.settings.database_path) as db:
        db.conn.execute("update report_words set state = null, reason = 'DLT633'")
        db.conn.execute("delete from delivery_counts")
    assert campaign.counts == {"submitted": 3}
    assert cli_json("report", "import", path)["changed"] == 3
    assert campaign.counts == {"rejected": 3}
    assert cli_json("report", "import", path)["changed"] == 0
    assert campaign.counts == {"rejected": 3}
