"""What people see of a sandbox: its page, the delivery report, and its health."""

from __future__ import annotations

import csv
import io
from collections import Counter

from sandbox_calls import Start

from jetmsg_core.sandbox.report import FATES, fate


def test_the_page_shows_what_was_taken_with_everything_escaped(start: Start) -> None:
    caller = start("--fault", "missing=0.25", "--balance", "tranx=5000")
    caller.whatsapp(message="<script>alert(1)</script> & more")
    reply = caller.get("/")
    assert reply.status_code == 200
    assert "<script>" not in reply.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; more" in reply.text
    for words in ("5,000", "917070300613", "missing", "25%", "prefers-color-scheme", "viewport"):
        assert words in reply.text


def test_the_page_loads_nothing_from_elsewhere(start: Start) -> None:
    reply = start().get("/")
    assert "http://" not in reply.text
    assert "https://" not in reply.text
    assert reply.headers["content-security-policy"].startswith("default-src 'none'")


def test_the_page_shows_the_last_twenty_newest_first(start: Start) -> None:
    caller = start()
    caller.sms(MobileNo=",".join(str(7_000_000_000 + n) for n in range(30)))
    page = caller.get("/").text
    assert page.count("<li>") == 20
    assert page.index("917000000029") < page.index("917000000010")
    assert "917000000009" not in page


def test_the_report_has_a_row_for_every_sms_taken_and_none_else(start: Start) -> None:
    caller = start()
    caller.sms(MobileNo=",".join(str(7_000_000_000 + n) for n in range(3000)))
    caller.sms()
    caller.whatsapp()
    reply = caller.get("/report.csv")
    assert reply.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(reply.text)))
    assert list(rows[0]) == ["Sms Id", "Mobile No", "Status", "Error Code", "Done Date"]
    expected = [(line["smsId"], line["number"]) for line in caller.journal() if line["smsId"]]
    assert [(row["Sms Id"], row["Mobile No"]) for row in rows] == expected
    assert len(rows) == 3001
    assert caller.get("/report.csv").text == reply.text


def test_most_are_delivered_and_each_ends_by_seed_and_id_alone() -> None:
    words = Counter(fate(sms_id, 3)[0] for sms_id in range(10**15, 10**15 + 20_000))
    assert 0.92 < words["DELIVRD"] / 20_000 < 0.94
    assert set(words) == {status for _, status, _ in FATES}
    assert fate(10**15, 3) == fate(10**15, 3)
    assert any(fate(10**15 + n, 3) != fate(10**15 + n, 4) for n in range(50))


def test_health_is_a_small_json(start: Start) -> None:
    reply = start().get("/health")
    assert (reply.status_code, reply.json()) == (200, {"ok": True})
