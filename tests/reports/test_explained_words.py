"""Words nobody knows are listed with their counts, and mean what a person says, then and later."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fixtures import RunCommand, RunJson
from report_helpers import csv_of, rows_of

from jetmsg_core.reports.indexing import index_ended

Sending = Callable[..., Any]
NOON = "2026-05-01 12:00:00"
GONE, LOST = ("Handed over", "", NOON), ("Bounced back", "E7", NOON)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "report.csv"


def test_unrecognised_words_are_listed_with_their_counts(
    sent: Sending, cli_json: RunJson, path: Path
) -> None:
    campaign = sent(3)
    path.write_bytes(csv_of(rows_of(campaign.ledger, GONE, LOST)))
    seen = cli_json("report", "import", path, "--preview")
    assert seen["unrecognised"] == {"Handed over": 2, "Bounced back E7": 1}
    assert seen["unknown_words"] == {"Handed over": 2, "Bounced back": 1}
    assert seen["explained"] == {}


def test_a_word_means_what_a_person_says_and_the_next_file_knows_it(
    sent: Sending, cli_json: RunJson, path: Path
) -> None:
    campaign = sent(4)
    first, *others = rows_of(campaign.ledger, GONE, LOST)
    path.write_bytes(csv_of([first]))
    meaning = ("--map", "handed-over=delivered")
    seen = cli_json("report", "import", path, "--preview", *meaning)
    assert (seen["unrecognised"], seen["explained"]) == ({}, {"Handed over": "delivered"})
    assert cli_json("report", "words") == {"words": []}, "a look keeps nothing"
    cli_json("report", "import", path, *meaning)
    assert campaign.counts == {"delivered": 1, "submitted": 3}
    path.write_bytes(csv_of(others))
    done = cli_json("report", "import", path, "--map", "BOUNCED BACK=Expired")
    assert done["unrecognised"] == {}
    assert campaign.counts == {"delivered": 2, "expired": 2}
    words = cli_json("report", "words")["words"]
    assert [(word["word"], word["state"]) for word in words] == [
        ("BOUNCED BACK", "expired"),
        ("handed-over", "delivered"),
    ]


@pytest.mark.parametrize("is_over", [False, True])
def test_what_came_with_a_word_before_means_it_too(
    sent: Sending, cli_json: RunJson, path: Path, is_over: bool
) -> None:
    """Whether its campaign has been indexed or not, and whatever file brings the meaning."""
    campaign = sent(3)
    if is_over:
        index_ended(campaign.settings)
    path.write_bytes(csv_of(rows_of(campaign.ledger[:2], GONE, LOST)))
    assert cli_json("report", "import", path)["changed"] == 2
    assert campaign.counts == {"submitted": 3}
    path.write_bytes(csv_of(rows_of(campaign.ledger[2:], ("DELIVRD", "", NOON))))
    done = cli_json(
        *("report", "import", path, "--map", "Bounced back=undelivered"),
        *("--map", "Handed over=delivered"),
    )
    assert done["changed"] == 3
    assert campaign.counts == {"delivered": 2, "undelivered": 1}


def test_numbers_of_a_panel_are_explained_as_words_are(
    sent: Sending, cli_json: RunJson, path: Path
) -> None:
    """MSG91's status without its description; the error still speaks where a number is vague."""
    campaign = sent(3)
    ends = [("1", "", NOON), ("2", "", NOON), ("2", "633:Template mismatch", NOON)]
    path.write_bytes(csv_of(rows_of(campaign.ledger, *ends)))
    assert cli_json("report", "import", path, "--preview")["unknown_words"] == {"2": 2, "1": 1}
    cli_json("report", "import", path, "--map", "1=delivered", "--map", "2=undelivered")
    assert campaign.counts == {"delivered": 1, "undelivered": 1, "rejected": 1}


def test_a_meaning_is_forgotten_for_files_to_come(
    sent: Sending, cli: RunCommand, cli_json: RunJson, path: Path
) -> None:
    campaign = sent(2)
    first, second = rows_of(campaign.ledger, GONE)
    path.write_bytes(csv_of([first]))
    cli_json("report", "import", path, "--map", "Handed over=delivered")
    assert cli_json("report", "words", "--forget", "handed over") == {"words": []}
    path.write_bytes(csv_of([second]))
    assert cli_json("report", "import", path)["unrecognised"] == {"Handed over": 1}
    assert campaign.counts == {"delivered": 1, "submitted": 1}, "nobody is taken back"
    assert [row["word"] for row in campaign.ledger] == ["Handed over (delivered)", "Handed over"]
    refused = cli("report", "words", "--forget", "handed over")
    assert refused.returncode == 1
    assert "Nobody has said what 'handed over' means" in refused.stderr


def test_a_meaning_that_is_put_right_holds_for_files_to_come(
    sent: Sending, cli_json: RunJson, path: Path
) -> None:
    campaign = sent(2)
    first, second = rows_of(campaign.ledger, GONE)
    path.write_bytes(csv_of([first]))
    cli_json("report", "import", path, "--map", "Handed over=delivered")
    path.write_bytes(csv_of([second]))
    cli_json("report", "import", path, "--map", "Handed over=undelivered")
    assert campaign.counts == {"delivered": 1, "undelivered": 1}


@pytest.mark.parametrize(
    ("meaning", "sentence"),
    [
        ("Handed over=somewhere", "Write it as WORD=state"),
        ("delivered", "Write it as WORD=state"),
        ("=delivered", "Write it as WORD=state"),
        ("Handed over=queued", "Write it as WORD=state"),
        ("DELIVRD=undelivered", "'DELIVRD' means delivered already"),
        ("633=undelivered", "'633' means rejected already"),
    ],
)
def test_a_meaning_that_cannot_be_is_refused_in_a_sentence(
    sent: Sending, cli: RunCommand, path: Path, meaning: str, sentence: str
) -> None:
    campaign = sent(1)
    path.write_bytes(csv_of(rows_of(campaign.ledger, GONE)))
    refused = cli("report", "import", path, "--map", meaning)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert sentence in refused.stderr


def test_sent_can_be_said_to_be_the_end(sent: Sending, cli_json: RunJson, path: Path) -> None:
    """Some panels have no other word for it."""
    campaign = sent(1)
    path.write_bytes(csv_of(rows_of(campaign.ledger, ("Sent", "", NOON))))
    cli_json("report", "import", path, "--map", "Sent=delivered")
    assert campaign.counts == {"delivered": 1}
