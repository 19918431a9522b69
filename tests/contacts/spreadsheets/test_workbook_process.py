"""Whatever the process that reads a workbook does or dies of, a person reads a sentence.

Stand-ins take the place of what reads workbooks: each does one thing that a reader of a hostile
file may do.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fixtures import RunCommand
from workbook_files import ods, xls, xlsx

from jetmsg_core.contacts import check_contacts
from jetmsg_core.contacts.reading import workbooks
from jetmsg_core.spreadsheets import reader_process
from jetmsg_core.spreadsheets.bounds import Bounds

PEOPLE = xlsx({"S": [["Name", "Mobile"], ["Asha", 9876543210.0]]})
ROOT = reader_process.PROJECT
IN_A_PROCESS = """
import os, signal, sys, time
sys.path.insert(0, sys.argv[1])
from jetmsg_core.spreadsheets.reader import child
usual = child.open_workbook
def reads(data):
    {act}
    return usual(data)
child.open_workbook = reads
{before}
child.main()
"""

Stand = Callable[..., None]


@pytest.fixture
def stand_in(monkeypatch: pytest.MonkeyPatch) -> Stand:
    """The reader does `act` when it is about to open the workbook, or `before` it begins."""

    def put(act: str = "pass", *, before: str = "", **bounds: float) -> None:
        code = IN_A_PROCESS.format(act=act, before=before)
        command = (sys.executable, "-I", "-c", code, str(ROOT), str(os.getpid()))
        monkeypatch.setattr(reader_process, "command", lambda: command)
        if bounds:
            monkeypatch.setattr(workbooks, "bounds_of", lambda limits: Bounds(**bounds))

    return put


def codes() -> list[str]:
    return [blocker.code for blocker in check_contacts(PEOPLE).report.blockers]


def test_a_stand_in_that_does_nothing_reads_the_workbook(stand_in: Stand) -> None:
    stand_in()
    assert check_contacts(PEOPLE).numbers.tolist() == [919876543210]


@pytest.mark.parametrize(
    "act",
    [
        pytest.param("raise ValueError('odd')", id="an exception"),
        pytest.param("raise type('PanicException', (BaseException,), {})()", id="a panic"),
        pytest.param("raise MemoryError", id="out of memory"),
        pytest.param("os.abort()", id="an abort"),
        pytest.param("os.kill(os.getpid(), signal.SIGKILL)", id="killed by the system"),
        pytest.param("os._exit(0)", id="an end without a word"),
        pytest.param("sys.exit(3)", id="an end with a status"),
        pytest.param("os.close(1)", id="nowhere to answer"),
        pytest.param("os.write(1, b'hello\\n')", id="nonsense before the answer"),
        pytest.param("os.write(1, b'x' * 9_000_000)", id="nonsense without an end"),
        pytest.param("os.write(1, b'{\"buffers\": [9]}\\nabc'); os._exit(0)", id="half an answer"),
        pytest.param("os.write(1, b'{\"buffers\": [9000000000000]}\\n')", id="too large an answer"),
        pytest.param('os.write(1, b\'{"kind": "end", "buffers": []}\\n\')', id="an early end"),
    ],
)
def test_whatever_a_reader_raises_or_dies_of_is_a_sentence(stand_in: Stand, act: str) -> None:
    stand_in(act)
    report = check_contacts(PEOPLE).report
    (blocker,) = report.blockers
    assert (blocker.code, report.rows) == ("unreadable_workbook", 0)
    assert blocker.message.startswith("This workbook could not be read")
    assert blocker.message.endswith("CSV UTF-8, and upload that file.")


def test_the_command_line_says_it_in_words_and_in_json(
    stand_in: Stand, cli: RunCommand, tmp_path: Path
) -> None:
    stand_in("os.abort()")
    path = tmp_path / "contacts.xlsx"
    path.write_bytes(PEOPLE)
    done = cli("contacts", "check", path, "--json")
    assert done.returncode == 1
    assert [blocker["code"] for blocker in json.loads(done.stdout)["blockers"]] == [
        "unreadable_workbook"
    ]
    assert "This workbook could not be read" in done.stderr
    assert "Traceback" not in done.stderr
    refused = cli("campaign", "create", path, "--name", "N", "--message", "Hello")
    assert refused.returncode == 1
    assert "This workbook could not be read" in refused.stderr


def test_a_reader_that_cannot_be_started_is_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader_process, "command", lambda: ("/no/such/program",))
    (blocker,) = check_contacts(PEOPLE).report.blockers
    assert blocker.code == "workbook_not_now"
    assert "Try again in a minute" in blocker.message


def test_a_reader_that_works_for_too_long_is_ended(stand_in: Stand) -> None:
    stand_in("while True: pass", working_seconds=1)
    assert codes() == ["workbook_too_slow"]


def test_a_reader_that_waits_for_too_long_is_ended(stand_in: Stand) -> None:
    stand_in("time.sleep(300)", seconds=0.3)
    assert codes() == ["workbook_too_slow"]


def test_a_reader_that_never_listens_is_ended(stand_in: Stand, monkeypatch: Any) -> None:
    stand_in(before="time.sleep(300)", seconds=0.3)
    large = xlsx({"S": [["Name", "Mobile"], ["x" * 1_000_000, 9876543210.0]]})
    (blocker,) = check_contacts(large).report.blockers
    assert blocker.code == "workbook_too_slow"


needs_linux = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="bounds a process as only Linux does"
)


@needs_linux
@pytest.mark.parametrize(
    "act",
    [
        pytest.param("held = bytearray(400_000_000)", id="more memory than it may have"),
        pytest.param("open('/dev/null')", id="a file"),
        pytest.param("import socket; socket.socket()", id="a socket"),
        pytest.param("os.pipe()", id="a pipe"),
        pytest.param("import subprocess; subprocess.run(['true'])", id="a program"),
    ],
)
def test_what_a_reader_may_not_have_it_does_not_get(stand_in: Stand, act: str) -> None:
    stand_in(act, memory=200_000_000)
    assert codes() == ["unreadable_workbook"]


@needs_linux
def test_a_reader_that_takes_what_it_may_reads_on(stand_in: Stand) -> None:
    stand_in("held = bytearray(100_000_000)", memory=200_000_000)
    assert codes() == []


def test_a_reader_knows_no_key_of_ours(
    stand_in: Stand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JETMSG_AUTH_KEY", "not-a-real-key")
    monkeypatch.setenv("SOME_TOKEN", "not-a-real-token")
    seen = tmp_path / "seen"
    stand_in(before=f"open({str(seen)!r}, 'w').write(repr([dict(os.environ), sys.argv, sys.path]))")
    assert codes() == []
    assert "not-a-real" not in seen.read_text()
    assert "JETMSG" not in seen.read_text()


def test_a_reader_loads_neither_our_settings_nor_what_is_large(
    stand_in: Stand, tmp_path: Path
) -> None:
    """Its start is waited for."""
    seen = tmp_path / "seen"
    stand_in(before=f"open({str(seen)!r}, 'w').write(' '.join(sys.modules))")
    assert codes() == []
    loaded = set(seen.read_text().split())
    assert "python_calamine" in loaded
    assert not loaded & {"pandas", "numpy", "pyarrow", "jetmsg_core.settings", "streamlit"}


READS_AND_WAITS = """
import sys
from jetmsg_core.contacts import check_contacts
from jetmsg_core.spreadsheets import reader_process
code = sys.argv[1]
import os
reader_process.command = lambda: (sys.executable, "-I", "-c", code, sys.argv[2], str(os.getpid()))
check_contacts(sys.stdin.buffer.read())
"""


@needs_linux
def test_a_reader_ends_with_whoever_started_it(tmp_path: Path) -> None:
    fifo = tmp_path / "reading"
    os.mkfifo(fifo)
    act = "print('reading', file=told, flush=True); time.sleep(300)"
    code = IN_A_PROCESS.format(act=act, before=f"told = open({str(fifo)!r}, 'w')")
    parent = subprocess.Popen(
        [sys.executable, "-c", READS_AND_WAITS, code, str(ROOT)], stdin=subprocess.PIPE, cwd=ROOT
    )
    assert parent.stdin is not None
    parent.stdin.write(PEOPLE)
    parent.stdin.close()
    with fifo.open() as reads:
        assert reads.readline() == "reading\n"
        parent.kill()
        parent.wait()
        # The reader alone holds the other end: there is an end once it is gone.
        assert reads.read() == ""


@pytest.mark.parametrize(
    "book",
    [
        pytest.param(PEOPLE, id="xlsx"),
        pytest.param(xls({"S": [["Name", "Mobile"], ["Asha", 9876543210.0]]}), id="xls"),
        pytest.param(ods([["Name", "Mobile"], ["Asha", 9876543210.0]]), id="ods"),
    ],
)
def test_every_kind_of_workbook_is_read_in_another_process(stand_in: Stand, book: bytes) -> None:
    assert check_contacts(book).report.accepted == 1
    stand_in("os.abort()")
    (blocker,) = check_contacts(book).report.blockers
    assert blocker.code == "unreadable_workbook"


def test_the_dashboard_holds_none_of_what_opens_workbooks() -> None:
    code = "import sys, jetmsg_core.contacts; print('python_calamine' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert done.stdout.strip() == "False"
