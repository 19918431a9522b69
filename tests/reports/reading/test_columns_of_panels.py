"""Which column is what is judged by what its cells say, and not by its name alone."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from fixtures import RunJson

from jetmsg_core.primitives.times import IST

Sending = Callable[..., Any]
Row = Sequence[object]


def written(header: Sequence[str], rows: Iterable[Row]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerows([header, *rows])
    return text.getvalue().encode()


MSG91 = (
    (
        "requestId",
        "date",
        "amount",
        "clientid",
        "number",
        "credit",
        "status",
        "desc",
        "failedReason",
    ),
    lambda sms_id, number: [
        (sms_id, "2026-05-01 12:00:00", "0.01", "", number, "1", code, desc, reason)
        for code, desc, reason in (
            ("1", "DELIVERED", ""),
            ("9", "NDNC", ""),
            ("16", "REJECTED", "633:Template mismatch"),
            ("2", "FAILED", "Absent Subscriber"),
        )
    ],
)
BULKSMS91 = (
    ("sentAt", "senderid", "deliverytime", "deliverystatus", "reason", "status", "messageid"),
    lambda sms_id, number: [
        ("2026-05-01 11:59:00", "NTFSMS", at, word, reason, "Found Delivery Report", sms_id)
        for word, reason, at in (
            ("DELIVRD", "Successfully Delivered", "2026-05-01 12:00:00"),
            ("UNDELIV", "DND", ""),
            ("UNDELIV", "TEMPLATE_NOT_MATCHED", ""),
            ("UNDELIV", "Mobile switch off", ""),
        )
    ],
)
KALEYRA = (
    ("id", "mobile", "status", "status_trace", "dlrtime"),
    lambda sms_id, number: [
        (f"{sms_id}:1", number, word, trace, "2026-05-01 12:00:00")
        for word, trace in (
            ("DELIVRD", ""),
            ("NOT-SENT", "CON-DND"),
            ("NOT-SENT", "INV-TEMPLATE-MATCH"),
            ("UNDELIVERED", "ABSENT-SUB"),
        )
    ],
)
GUPSHUP = (
    ("externalId", "deliveredTS", "status", "cause", "phoneNo", "errCode", "noOfFrags"),
    lambda sms_id, number: [
        (sms_id, "1777617000000", word, cause, number, code, "1")
        for word, cause, code in (
            ("SUCCESS", "SUCCESS", "000"),
            ("FAILURE", "DND_FAIL", "006"),
            ("FAILURE", "MSG_DOES_NOT_MATCH_TEMPLATE", "038"),
            ("FAILURE", "ABSENT_SUBSCRIBER", "001"),
        )
    ],
)
EXOTEL = (
    ("Sid", "To", "DateCreated", "Status", "DetailedStatus", "DetailedStatusCode"),
    lambda sms_id, number: [
        (sms_id, number, "2026-05-01 12:00:00", word, detail, code)
        for word, detail, code in (
            ("sent", "DELIVERED_TO_HANDSET", "20005"),
            ("failed-dnd", "FAILED_DND", "23005"),
            ("failed", "FAILED_DLT_TEMPLATE", "23082"),
            ("failed", "Unreachable", "23099"),
        )
    ],
)
ROW_NUMBERS = (
    ("ID", "Transaction ID", "Mobile", "State", "Remarks"),
    lambda sms_id, number: [
        (index, sms_id, number, word, remark)
        for index, (word, remark) in enumerate(
            (
                ("Delivered", "Dear customer"),
                ("NDNC", "Dear customer"),
                ("REJECTED", "Dear customer"),
                ("FAILED", "Dear customer"),
            ),
            1,
        )
    ],
)


@pytest.mark.parametrize(
    ("header", "rows", "status", "error"),
    [
        pytest.param(*MSG91, "desc", "failedReason", id="MSG91: numbers of its own as status"),
        pytest.param(*BULKSMS91, "deliverystatus", "reason", id="91bulksms: a report was found"),
        pytest.param(*KALEYRA, "status", "status_trace", id="Kaleyra: a trace says why"),
        pytest.param(*GUPSHUP, "status", "cause", id="Gupshup: a cause beside a number"),
        pytest.param(*EXOTEL, "DetailedStatus", None, id="Exotel: sent, and a detailed status"),
        pytest.param(*ROW_NUMBERS, "State", None, id="an ID that counts the rows"),
    ],
)
def test_columns_are_chosen_by_what_their_cells_say(
    sent: Sending,
    cli_json: RunJson,
    tmp_path: Path,
    header: tuple[str, ...],
    rows: Callable[[str, str], list[Row]],
    status: str,
    error: str | None,
) -> None:
    """The four rows of a file are about four times as many people as it has kinds of row."""
    campaign = sent(16)
    kinds = [
        rows(str(row["sms_id"]), str(row["number"]))[index % 4]
        for index, row in enumerate(campaign.ledger)
    ]
    if header == ROW_NUMBERS[0]:
        kinds = [(index, *row[1:]) for index, row in enumerate(kinds, 1)]
    path = tmp_path / "panel.csv"
    path.write_bytes(written(header, kinds))
    done = cli_json("report", "import", path)
    assert done["columns"]["status"] == status
    if error:
        assert done["columns"]["error"] == error
    assert done["unrecognised"] == {}
    assert campaign.counts == {"delivered": 4, "dnd": 4, "rejected": 4, "undelivered": 4}


def test_a_time_column_that_is_empty_gives_way_to_one_that_has_times(
    sent: Sending, cli_json: RunJson, tmp_path: Path
) -> None:
    campaign = sent(2)
    path = tmp_path / "panel.csv"
    rows = [(row["sms_id"], "DELIVRD", "", "01/05/2026 12:00") for row in campaign.ledger]
    path.write_bytes(written(("msgid", "status", "Delivered time", "Status time"), rows))
    done = cli_json("report", "import", path)
    assert (done["columns"]["time"], done["without_time"]) == ("Status time", 0)


@pytest.mark.parametrize(
    "name",
    [
        *("Done time", "Delivered time", "Delivery date", "Delivered on", "Sent time"),
        *("Completed at", "Read at", "Status time"),
    ],
)
def test_names_of_time_columns_are_known(
    sent: Sending, cli_json: RunJson, tmp_path: Path, name: str
) -> None:
    campaign = sent(1)
    path = tmp_path / "panel.csv"
    rows = [(row["sms_id"], "DELIVRD", "", "2026-05-01 12:00") for row in campaign.ledger]
    path.write_bytes(written(("Message ref", "Delivery state", "Error", name), rows))
    columns = cli_json("report", "import", path, "--preview")["columns"]
    assert columns == {
        "id": "Message ref",
        "number": None,
        "status": "Delivery state",
        "error": "Error",
        "time": name,
        "clock": None,
    }


@pytest.mark.parametrize("nothing", ["-", "NA", "N/A", "null", "0000-00-00 00:00:00"])
def test_a_time_of_delivery_that_most_do_not_have_is_not_that_of_the_sending(
    nothing: str, sent: Sending, cli_json: RunJson, tmp_path: Path
) -> None:
    campaign = sent(3)
    path = tmp_path / "panel.csv"
    ends = (("DELIVRD", "01/05/2026 12:05"), ("FAILED", nothing), ("EXPIRED", nothing))
    rows = [
        (row["sms_id"], "01/05/2026 12:00", at, word)
        for row, (word, at) in zip(campaign.ledger, ends, strict=True)
    ]
    path.write_bytes(written(("msgid", "Sent Time", "Delivered Time", "Status"), rows))
    done = cli_json("report", "import", path)
    assert (done["columns"]["time"], done["without_time"]) == ("Delivered Time", 2)


@pytest.mark.parametrize(
    ("header", "day", "clock"),
    [
        (("msgid", "Date", "Time", "Status"), "Date", "Time"),
        (("msgid", "Delivery Date", "Delivery Time", "Status"), "Delivery Date", "Delivery Time"),
        (("msgid", "Delivered on", "Clock", "Status"), "Delivered on", "Clock"),
    ],
)
def test_the_day_and_the_clock_in_two_columns_are_one_time(
    sent: Sending, cli_json: RunJson, tmp_path: Path, header: Sequence[str], day: str, clock: str
) -> None:
    campaign = sent(2)
    path = tmp_path / "panel.csv"
    rows = [
        (row["sms_id"], "29/11/2026", at, "DELIVRD")
        for row, at in zip(campaign.ledger, ("11:05:07 PM", "23:05"), strict=True)
    ]
    path.write_bytes(written(header, rows))
    done = cli_json("report", "import", path)
    assert (done["columns"]["time"], done["columns"]["clock"]) == (day, clock)
    read = [datetime.fromtimestamp(row["reported_at"], IST) for row in campaign.ledger]
    assert [at.strftime("%d %H:%M:%S") for at in read] == ["29 23:05:07", "29 23:05:00"]


def test_of_two_clocks_that_of_the_delivery_is_taken(
    sent: Sending, cli_json: RunJson, tmp_path: Path
) -> None:
    campaign = sent(1)
    path = tmp_path / "panel.csv"
    names = ("msgid", "Sent Date", "Sent Time", "Delivered Date", "Delivered Time", "Status")
    row = (campaign.ledger[0]["sms_id"], "29/11/2026", "11:04 PM", "29/11/2026", "11:05 PM", "Read")
    path.write_bytes(written(names, [row]))
    columns = cli_json("report", "import", path, "--preview")["columns"]
    assert (columns["time"], columns["clock"]) == ("Delivered Date", "Delivered Time")
