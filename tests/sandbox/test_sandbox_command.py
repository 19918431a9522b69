"""The command: its options, its life as a process, and what survives a restart."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
import requests
from sandbox_calls import SMS, Start

from jetmsg_core.sandbox.__main__ import main
from jetmsg_core.sandbox.options import Fault
from jetmsg_core.sandbox.running import ROOT, NotStarted, start_sandbox

COMMAND = [sys.executable, "-m", "jetmsg_core.sandbox"]


def attempt(*options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *options], cwd=ROOT, capture_output=True, text=True, timeout=240, check=False
    )


def test_help_names_each_kind_of_fault_and_what_it_does(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    lines = [line.split(maxsplit=1) for line in capsys.readouterr().out.splitlines() if line]
    meanings = {words[0]: words[1] for words in lines if len(words) == 2}
    for kind in Fault:
        assert len(meanings[kind].split()) >= 3, kind


@pytest.mark.parametrize(
    ("options", "words"),
    [
        pytest.param(["--fault", "gremlin=1"], "'gremlin' is not a fault", id="unknown fault"),
        pytest.param(["--fault", "drop=2"], "must be a number from 0 to 1", id="rate above 1"),
        pytest.param(["--fault", "drop"], "must be a number from 0 to 1", id="no rate"),
        pytest.param(["--fault", "drop=nan"], "must be a number from 0 to 1", id="rate nan"),
        pytest.param(["--fault", "drop=0", "--fault", "drop=1"], "given twice", id="twice"),
        pytest.param(["--balance", "gold=5"], "'gold' is not a pool", id="unknown pool"),
        pytest.param(["--balance", "otp=-5"], "must be a whole number", id="negative balance"),
        pytest.param(["--port", "70000"], "is not a port", id="port"),
        pytest.param(["--latency-ms", "-1"], "must be a number, 0 or more", id="latency"),
        pytest.param(["--auth-key", ""], "must not be empty", id="empty key"),
    ],
)
def test_a_bad_option_is_a_sentence_and_status_2(
    options: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(options)
    written = capsys.readouterr()
    assert (ended.value.code, written.out) == (2, "")
    assert words in written.err


def test_a_port_in_use_is_a_sentence_that_names_it_and_status_1() -> None:
    with socket.create_server(("127.0.0.1", 0)) as occupied:
        port = occupied.getsockname()[1]
        ended = attempt("--port", str(port))
    assert (ended.returncode, ended.stdout) == (1, "")
    assert f"The sandbox cannot start: port {port} of 127.0.0.1 is taken" in ended.stderr
    assert "choose another port with --port" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_state_file_of_something_else_is_a_sentence_and_status_1(tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    state.write_text('["not", "ours"]')
    ended = attempt("--state", str(state))
    assert ended.returncode == 1
    assert "is not a state file of the sandbox" in ended.stderr
    assert state.read_text() == '["not", "ours"]'


@pytest.mark.parametrize("kind", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_is_a_clean_exit(kind: signal.Signals) -> None:
    process = subprocess.Popen(
        COMMAND, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    greeting = process.stdout.readline()
    host, port = greeting.removeprefix("listening on http://").strip().split(":")
    socket.create_connection((host, int(port)), timeout=60).close()
    process.send_signal(kind)
    rest, complaints = process.communicate(timeout=120)
    assert (process.returncode, rest, complaints) == (0, "", "")
    assert host == "127.0.0.1"


def test_it_ends_when_its_parent_closes_stdin() -> None:
    sandbox = start_sandbox()
    try:
        assert sandbox.process.stdin is not None
        sandbox.process.stdin.close()
        assert sandbox.process.wait(timeout=120) == 0
    finally:
        sandbox.stop()


def test_a_sandbox_that_cannot_start_is_reported(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(NotStarted, match="status 2"):
        start_sandbox("--fault", "gremlin=1")
    assert "gremlin" in capfd.readouterr().err


def test_balances_and_call_numbers_survive_even_a_kill(start: Start, tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    first = start("--state", state, "--balance", "tranx=100")
    ids = [first.sms().json()["message"][0]["smsId"] for _ in range(3)]
    first.sandbox.process.kill()
    first.sandbox.process.wait()
    second = start("--state", state, "--balance", "tranx=100")
    assert second.credits("tranx") == 97
    assert second.sms().json()["message"][0]["smsId"] not in ids
    assert [line["call_number"] for line in second.journal()] == [1, 2, 3, 4]
    assert [path.name for path in tmp_path.glob("state*")] == ["state.json"]


def test_without_a_state_file_a_restart_begins_anew(start: Start) -> None:
    first = start("--balance", "tranx=100")
    first.sms()
    first.sandbox.stop()
    assert start("--balance", "tranx=100").credits("tranx") == 100


def test_it_can_come_back_on_the_same_port_at_once(start: Start) -> None:
    first = start()
    port = first.sandbox.url.rsplit(":", 1)[1]
    first.sms()
    first.sandbox.stop()
    assert start("--port", port).sms().json()["success"] is True


def test_it_answers_without_the_delay_of_nagles_algorithm(start: Start) -> None:
    """Once, a listening socket that did not name TCP cost every call on a kept connection 40 ms."""
    url = start().sandbox.url + "/api/v1/sendsms.php"
    spent = []
    with requests.Session() as session:
        for _ in range(30):
            began = time.monotonic()
            session.post(url, SMS, timeout=60)
            spent.append(time.monotonic() - began)
    assert min(spent[-8:]) < 0.03


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="no /proc")
def test_the_sandbox_gets_no_setting_and_so_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JETMSG_AUTH_KEY", "not-a-real-key")
    sandbox = start_sandbox()
    try:
        environment = Path(f"/proc/{sandbox.process.pid}/environ").read_bytes()
    finally:
        sandbox.stop()
    assert b"PATH=" in environment
    assert b"not-a-real-key" not in environment
    assert b"JETMSG_" not in environment
