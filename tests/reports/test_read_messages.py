"""*Read* is a state of its own, and whoever has read a message counts among the delivered."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

from fixtures import RunJson
from report_helpers import csv_of, rows_of

from jetmsg_core.campaigns.results import compare
from jetmsg_core.reports import rates
from jetmsg_core.reports.indexing import index_ended
from jetmsg_core.settings import Settings

Sending = Callable[..., Any]
NOON = "2026-05-01 12:00:00"
ENDS = [
    *(("DELIVERED", "", NOON), ("READ", "", NOON), ("Replied", "", NOON), ("FAILED", "", NOON)),
]


def test_whoever_has_read_it_is_told_apart_and_counts_as_delivered(
    sent: Sending, cli_json: RunJson, tmp_path: Path, settings: Settings
) -> None:
    """In the status and the export a state, in rates, totals and comparisons delivered."""
    campaign, other = sent(8), sent(1)
    path, out = tmp_path / "report.csv", tmp_path / "export.csv"
    path.write_bytes(csv_of(rows_of(campaign.ledger, *ENDS)))
    done = cli_json("report", "import", path)
    assert done["by_state"] == {"read": 4, "delivered": 2, "undelivered": 2}
    for _ in range(2):  # while the campaign is not indexed, and then
        assert campaign.counts == {"read": 4, "delivered": 2, "undelivered": 2}
        totals = rates.totals(settings, 7)
        assert (totals.reported, totals.delivered) == (8, 6)
        (rate,) = [r for r in rates.delivery_rates(settings, 7).campaigns if r.reported]
        assert (rate.delivered, rate.share) == (6, 0.75)
        first, _ = compare.compare(settings, [campaign.id, other.id])
        assert (first.delivered, first.reported) == (6, 8)
        index_ended(settings)
    hours = rates.delivery_rates(settings, 7).hours
    assert [(hour.reported, hour.delivered) for hour in hours] == [(8, 6)]
    failures = rates.delivery_rates(settings, 7).failures
    assert [(failure.state, failure.recipients) for failure in failures] == [("undelivered", 2)]
    cli_json("campaign", "export", campaign.id, out)
    table = csv.DictReader(io.StringIO(out.read_text("utf-8-sig")))
    assert [row["state"] for row in table] == ["delivered", "read", "read", "undelivered"] * 2


def test_a_reader_of_unknown_end_is_never_sent_to_again(
    sent: Sending, cli_json: RunJson, tmp_path: Path
) -> None:
    campaign = sent(4, "--fault", "http500=1", chunk_size=4)
    assert campaign.counts == {"unknown": 4}
    path = tmp_path / "report.csv"
    rows = [["", str(row["number"]), "READ", "", ""] for row in campaign.ledger[:3]]
    path.write_bytes(csv_of(rows))
    cli_json("campaign", "report", campaign.id, path)
    (call,) = cli_json("campaign", "unknown", campaign.id)["calls"]
    assert call["reported"] == {"delivered": 3, "on_the_way": 0, "failed": 0, "other": 0}
    settled = cli_json("campaign", "settle", campaign.id, "--chunk", "all", "--as", "retry")
    assert settled["left_out"] == {"delivered": 3, "on_the_way": 0}
    status = cli_json("campaign", "status", campaign.id)
    assert (status["read"], status["queued"], status["unknown"]) == (3, 1, 0)
