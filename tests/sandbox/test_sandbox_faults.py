"""Every fault kind as a client meets it, and what the journal says was taken."""

from __future__ import annotations

import json
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
import requests
from sandbox_calls import SMS, Caller, Start

NUMBERS = ",".join(str(7_000_000_000 + n) for n in range(8))


def wait_for_lines(caller: Caller, count: int) -> int:
    deadline = time.monotonic() + 200
    while len(caller.journal()) < count and time.monotonic() < deadline:
        time.sleep(0.01)
    return len(caller.journal())


def test_hang_is_journalled_while_the_client_waits_and_never_answers(start: Start) -> None:
    caller = start("--fault", "hang=1")
    body = urlencode(SMS | {"MobileNo": NUMBERS})
    with closing(HTTPConnection(urlsplit(caller.sandbox.url).netloc, timeout=60)) as client:
        client.request("POST", "/api/v1/sendsms.php", body)
        assert wait_for_lines(caller, 8) == 8
        client.sock.settimeout(0.5)
        with pytest.raises(TimeoutError):
            client.getresponse()
    assert caller.credits("tranx") == 250_000 - 8


def test_a_sandbox_with_hanging_calls_still_stops_cleanly(start: Start) -> None:
    caller = start("--fault", "hang=1")
    with ThreadPoolExecutor(1) as clients:
        call = clients.submit(caller.sms)
        wait_for_lines(caller, 1)
        assert caller.sandbox.stop() == 0
        with pytest.raises(requests.ConnectionError):
            call.result()


def test_drop_takes_it_and_closes_without_a_reply(start: Start) -> None:
    caller = start("--fault", "drop=1")
    with pytest.raises(requests.ConnectionError, match="without response"):
        caller.sms()
    assert len(caller.journal()) == 1


def test_reset_takes_it_and_breaks_the_connection(start: Start) -> None:
    caller = start("--fault", "reset=1")
    with pytest.raises(requests.ConnectionError, match="ConnectionResetError"):
        caller.sms()
    assert len(caller.journal()) == 1


def test_half_takes_it_and_sends_half_a_json_whole_or_cut_off(start: Start) -> None:
    caller = start("--fault", "half=1")
    seen = set()
    for _ in range(12):
        try:
            reply = caller.sms()
        except (requests.exceptions.ChunkedEncodingError, requests.ConnectionError):
            seen.add("cut off")
            continue
        assert (reply.status_code, reply.text[:10]) == (200, '{"success"')
        assert int(reply.headers["content-length"]) == len(reply.content)
        with pytest.raises(json.JSONDecodeError):
            json.loads(reply.content)
        seen.add("unreadable")
    assert seen == {"cut off", "unreadable"}
    assert len(caller.journal()) == 12


@pytest.mark.parametrize(
    ("kind", "status"), [pytest.param("html", 200, id="html"), pytest.param("http500", 500, id="5")]
)
def test_a_page_instead_of_a_reply_says_nothing_about_what_was_taken(
    start: Start, kind: str, status: int
) -> None:
    caller = start("--fault", f"{kind}=1")
    for _ in range(12):
        reply = caller.sms()
        assert (reply.status_code, reply.text[:9]) == (status, "<!doctype")
        assert reply.headers["content-type"].startswith("text/html")
    assert 0 < len(caller.journal()) < 12


def test_http429_takes_nothing_and_says_when_to_come_back(start: Start) -> None:
    caller = start("--fault", "http429=1")
    reply = caller.sms()
    assert (reply.status_code, reply.headers["retry-after"]) == (429, "1")
    assert caller.journal() == []


def test_redirect_takes_nothing_and_leads_to_a_page_that_looks_well(start: Start) -> None:
    caller = start("--fault", "redirect=1")
    reply = caller.sms()
    assert (reply.status_code, reply.headers["location"]) == (302, "/login")
    followed = caller.post("/api/v1/sendsms.php", SMS, allow_redirects=True)
    assert (followed.status_code, followed.text[:9]) == (200, "<!doctype")
    assert caller.journal() == []


def test_drip_takes_it_and_sends_a_byte_a_second(start: Start) -> None:
    caller = start("--fault", "drip=1")
    began = time.monotonic()
    with caller.post("/api/v1/sendsms.php", SMS, stream=True) as reply:
        assert (reply.status_code, int(reply.headers["content-length"]) > 50) == (200, True)
        assert reply.raw.read(2) == b'{"'
    assert time.monotonic() - began > 0.9
    assert len(caller.journal()) == 1


def test_missing_leaves_out_some_numbers_and_neither_journals_nor_charges_them(
    start: Start,
) -> None:
    caller = start("--fault", "missing=1")
    listed = [item["MobileNo"] for item in caller.sms(MobileNo=NUMBERS).json()["message"]]
    assert 0 < len(listed) < 8
    assert [line["number"] for line in caller.journal()] == listed
    assert caller.credits("tranx") == 250_000 - len(listed)
    assert caller.sms().json() == {"success": True, "message": []}


def test_refuse_answers_the_call_then_refuses_connections_for_a_second(start: Start) -> None:
    caller = start("--fault", "refuse=1")
    began = time.monotonic()
    assert caller.sms().json()["success"] is True
    refused = []
    while len(caller.journal()) < 2:
        try:
            assert caller.sms().json()["success"] is True
        except requests.ConnectionError as error:
            refused.append(str(error))
            time.sleep(0.05)
    assert refused
    assert all("refused" in error for error in refused)
    assert time.monotonic() - began > 1


def test_refuse_closes_connections_that_were_kept_open(start: Start) -> None:
    caller = start("--fault", "refuse=1")
    with requests.Session() as session:
        reply = session.post(caller.sandbox.url + "/api/v1/sendsms.php", SMS, timeout=60)
        assert reply.headers["connection"] == "close"
        with pytest.raises(requests.ConnectionError, match="refused"):
            session.post(caller.sandbox.url + "/api/v1/sendsms.php", SMS, timeout=60)
    assert len(caller.journal()) == 1


SMS_REFUSALS = [
    pytest.param("sender", "Invalid or Unapproved Sender Name", id="sender"),
    pytest.param("template", "Invalid or Unapproved DLT Template Id", id="template"),
    pytest.param("credit", "Insufficient credit balance", id="credit"),
    pytest.param("key", "Invalid AuthKey", id="key"),
]


@pytest.mark.parametrize(("kind", "sentence"), SMS_REFUSALS)
def test_a_refusal_has_its_sentence_and_takes_nothing(
    start: Start, kind: str, sentence: str
) -> None:
    caller = start("--fault", f"{kind}=1")
    reply = caller.sms()
    assert (reply.status_code, reply.json()) == (200, {"success": False, "message": sentence})
    assert caller.otp_v1().json()["success"] is False
    whatsapp = caller.whatsapp()
    assert whatsapp.json().get("message_status") is None
    assert whatsapp.status_code == (200 if kind == "template" else 401)
    assert caller.journal() == []


def outcomes_of(caller: Caller) -> list[Any]:
    outcomes: list[Any] = []
    for _ in range(25):
        try:
            reply = caller.sms(MobileNo=NUMBERS)
        except requests.RequestException as error:
            outcomes.append(type(error).__name__)
            continue
        is_json = reply.headers["content-type"] == "application/json"
        count = len(reply.json()["message"]) if is_json and reply.json()["success"] else 0
        outcomes.append((reply.status_code, is_json, count))
    return outcomes


def test_the_same_seed_gives_the_same_run_and_another_gives_another(start: Start) -> None:
    faults = ["--fault", "http500=0.2", "--fault", "drop=0.2", "--fault", "missing=0.3"]
    runs = []
    for seed in ("7", "7", "8"):
        caller = start(*faults, "--seed", seed)
        runs.append(outcomes_of(caller))
        caller.sandbox.stop()
    assert runs[0] == runs[1] != runs[2]
    assert len(set(runs[0])) > 3


def test_a_rate_of_zero_never_strikes(start: Start) -> None:
    caller = start("--fault", "drop=0")
    assert all(caller.sms().json()["success"] for _ in range(10))


def test_concurrent_calls_wait_for_their_latency_together(start: Start) -> None:
    caller = start("--latency-ms", "500")
    began = time.monotonic()
    with ThreadPoolExecutor(8) as clients:
        list(clients.map(lambda _: caller.sms(), range(8)))
    assert 0.5 <= time.monotonic() - began < 8 * 0.5  # as long as one after the other would take
    assert len(caller.journal()) == 8
