"""A line of the log is one line, in the form that was chosen, with no key and no whole number of a
person in it, whatever happened."""

from __future__ import annotations

import base64
import json
import logging
import subprocess
import sys
from urllib.parse import quote

import pytest

from jetmsg_core.errors import SettingsError
from jetmsg_core.logs.choices import LogFormat, LogLevel
from jetmsg_core.logs.lines import MaskedLines, masked
from jetmsg_core.logs.requests import answering, current_request
from jetmsg_core.primitives.masking import MASK
from jetmsg_core.settings import load

KEY = "an/example key+of=ours"
SPELLINGS = [
    KEY,
    KEY.upper(),
    quote(KEY, safe=""),
    quote(quote(KEY, safe=""), safe=""),
    json.dumps(KEY)[1:-1].replace("/", "\\/"),
    base64.b64encode(KEY.encode()).decode(),
]


def line(
    message: str, *args: object, form: LogFormat = LogFormat.TEXT, error: object = None
) -> str:
    trace = (type(error), error, error.__traceback__) if isinstance(error, Exception) else None
    record = logging.LogRecord("jetmsg", logging.WARNING, "x.py", 1, message, args, trace)
    return MaskedLines("worker", form, (KEY,)).format(record)


@pytest.mark.parametrize("form", list(LogFormat))
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_a_key_stands_in_no_line_in_any_spelling(spelling: str, form: LogFormat) -> None:
    told = line("refused: %s", f"auth={spelling};", form=form)
    assert spelling not in told
    assert KEY not in told


@pytest.mark.parametrize("form", list(LogFormat))
def test_a_key_in_an_exception_or_its_cause_stands_in_no_line(form: LogFormat) -> None:
    try:
        try:
            raise ValueError(f"https://gateway/?AuthKey={KEY}")
        except ValueError as cause:
            raise RuntimeError(f"call to +91 98765 43210 with {KEY}") from cause
    except RuntimeError as error:
        told = line("it broke", form=form, error=error)
    assert "RuntimeError" in told
    assert "ValueError" in told
    assert KEY not in told
    assert "43210" not in told


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("to 919876543210 now", f"to {MASK}3210 now", id="a number"),
        pytest.param("to +91 98765-43210.", f"to {MASK}3210.", id="divided"),
        pytest.param("to 9876543210", f"to {MASK}3210", id="without its country"),
        pytest.param("list_9876543210.csv", f"list_{MASK}3210.csv", id="in the name of a file"),
        pytest.param("9876543210_b.csv", f"{MASK}3210_b.csv", id="before an underscore"),
        pytest.param(r"'Asha\n9876543210'", rf"'Asha\n{MASK}3210'", id="behind an escape"),
        pytest.param("?to=%2B919876543210", f"?to=%2B{MASK}3210", id="in a web address"),
        pytest.param("/x/9876543210: 404", f"/x/{MASK}3210: 404", id="before a status"),
        pytest.param("id ab9876543210cd", "id ab9876543210cd", id="within a hash"),
        pytest.param("process 1234567", "process 1234567", id="a process"),
        pytest.param("2026-05-01 15:00:09", "2026-05-01 15:00:09", id="a moment"),
        pytest.param("x-20260501-150009", "x-20260501-150009", id="the name of a copy"),
        pytest.param("123456-abcdef-123456-abcdef-123456", MASK, id="the shape of a key"),
    ],
)
def test_of_a_number_of_a_person_four_digits_are_left(text: str, expected: str) -> None:
    assert masked(text, ()) == expected


def test_a_line_of_json_says_who_when_and_how_bad() -> None:
    with answering("the-request"):
        told = json.loads(line("two\nlines of %s", "one", form=LogFormat.JSON))
    assert told.pop("at").endswith("+00:00")
    assert told == {
        "level": "warning",
        "program": "worker",
        "logger": "jetmsg",
        "message": "two\nlines of one",
        "request": "the-request",
    }
    assert current_request() == ""


def test_a_text_of_somebody_else_begins_no_line_of_its_own() -> None:
    for form in LogFormat:
        told = line("it said %s", "ok\n2026-05-01 ERROR worker: forged\r\x1b[2J", form=form)
        assert len(told.splitlines()) == 1
        assert "\x1b" not in told


@pytest.mark.parametrize(
    "steering", ["\0", "\b", "\v", "\f", "\x1e", "\x7f", "\x85", "\x9b", "\u202e"]
)
def test_a_text_of_somebody_else_steers_no_terminal(steering: str) -> None:
    for form in LogFormat:
        told = line("%s", f"GET /{steering}2Kforged", form=form)
        assert steering not in told
        assert told.isprintable()


def test_a_line_that_cannot_be_put_together_is_told_all_the_same() -> None:
    assert "needs %d" in line("needs %d", "words")


def test_levels_and_forms_are_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (load().log_level, load().log_format) == (LogLevel.INFO, LogFormat.TEXT)
    monkeypatch.setenv("JETMSG_LOG_LEVEL", "ERROR")
    monkeypatch.setenv("JETMSG_LOG_FORMAT", "json")
    assert (load().log_level, load().log_format) == (LogLevel.ERROR, LogFormat.JSON)
    monkeypatch.setenv("JETMSG_LOG_LEVEL", "loud")
    with pytest.raises(SettingsError, match="write debug, info, warning or error"):
        load()


PROGRAM = """
import logging, threading
from jetmsg_core.logs import starting
from jetmsg_core.logs.choices import LogFormat, LogLevel
starting.begin("dashboard")
starting.begin("worker", level=LogLevel.WARNING, form=LogFormat.JSON, secrets=("a-secret-word",))
logging.getLogger("jetmsg_core.worker").info("not told")
logging.getLogger("jetmsg_core.worker").warning("told of a-secret-word")
logging.getLogger("other").info("not told either")
def fail():
    raise RuntimeError("a-secret-word in a thread")
thread = threading.Thread(target=fail)
thread.start()
thread.join()
raise RuntimeError("a-secret-word at the end")
"""


def test_a_program_writes_from_its_level_on_and_what_nobody_caught_without_secrets() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False
    )
    lines = [json.loads(written) for written in done.stderr.splitlines()]
    assert done.returncode == 1
    assert [written["message"] for written in lines] == [
        f"told of {MASK}",
        "a thread ended by an error",
        "the program ended by an error",
    ]
    assert all("a-secret-word" not in written.get("error", "") for written in lines)
    assert {written["program"] for written in lines} == {"worker"}
