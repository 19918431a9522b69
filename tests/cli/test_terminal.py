"""What a terminal shows: columns that fit it and a bar while a command works; and that nothing of
it reaches a file, a pipe or --json."""

from __future__ import annotations

import io
import json
import re
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest
from fixtures import ContactFile, NewCampaign, RunCommand

from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.cli.output import show, show_table, working
from jetmsg_core.cli.parser import main
from jetmsg_core.settings import Settings
from jetmsg_core.states import HOLDS, Hold

SEQUENCE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
"""What colours a terminal or moves its cursor."""


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


Shown = Callable[..., tuple[str, str]]


@pytest.fixture
def on_terminal(monkeypatch: pytest.MonkeyPatch) -> Shown:
    """What a command writes to stdout and stderr, both a terminal of so many columns."""

    def run(*arguments: object, columns: int = 80) -> tuple[str, str]:
        monkeypatch.setenv("COLUMNS", str(columns))
        monkeypatch.setenv("TERM", "xterm-256color")
        out, err = Terminal(), Terminal()
        with redirect_stdout(out), redirect_stderr(err):
            main([*map(str, arguments)])
        return out.getvalue(), err.getvalue()

    return run


def printed(
    out: io.StringIO, names: Sequence[str], rows: Sequence[Sequence[str]], **how: Any
) -> list[str]:
    with redirect_stdout(out):
        show_table(names, rows, **how)
    return [line.rstrip() for line in SEQUENCE.sub("", out.getvalue()).splitlines()]


def drawn(names: Sequence[str], *rows: Sequence[str], columns: int, **how: Any) -> list[str]:
    """The lines of a table on a terminal, without colours."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COLUMNS", str(columns))
        return printed(Terminal(), names, rows, **how)


def plain(names: Sequence[str], *rows: Sequence[str], **how: Any) -> list[str]:
    """The same where stdout is no terminal."""
    return printed(io.StringIO(), names, rows, **how)


HOSTILE = (
    "[bold]Sale[/bold] [/] [link=https://x.example]here[/link]",
    ":smile: :warning: https://x.example/a?b=c 12345 'x' None True",
    "\\[x] {{name}} {name} %(name)s",
    "Sale\u202eelaS\x1b[2K\r\x07",
)


@pytest.mark.parametrize("text", HOSTILE)
def test_words_of_people_are_text_on_a_terminal_too(text: str) -> None:
    written = text.replace("\u202e", "<U+202E>").replace("\x1b", "<U+001B>")
    written = written.replace("\r", "<U+000D>").replace("\x07", "<U+0007>")
    assert drawn(("Name", "Last"), (text, "x"), columns=200)[1] == f"{written}  x"
    assert plain(("Name", "Last"), (text, "x"))[1] == f"{written}  x"


def test_what_a_column_cannot_hold_goes_on_below_and_nothing_is_cut() -> None:
    long = "x" * 90
    words = "These people are left out. " * 5
    lines = drawn(("ID", "One word", "Words"), ("1", long, words), columns=60)
    assert max(map(len, lines)) <= 60
    assert "".join(re.findall("x+", "\n".join(lines))) == long
    assert "…" not in "".join(lines)
    shown_words = [word for line in lines[1:] for word in line.split() if set(word) != {"x"}]
    assert " ".join(shown_words) == f"1 {words.strip()}"


@pytest.mark.parametrize("columns", [1, 5, 12, 20])
def test_a_narrow_terminal_loses_nothing_either(columns: int) -> None:
    rows = [("12345", "Finished", "Diwali in Pune")]
    lines = drawn(("ID", "State", "Name"), *rows, columns=columns)
    together = "".join("".join(lines).split())
    assert sorted(together) == sorted("IDStateName12345FinishedDiwaliinPune")


@pytest.mark.parametrize("name", ["ദീപാവലി ആശംസകൾ", "शुभ दीपावली", "日本語の名前", "👨‍👩‍👧 family"])
def test_letters_of_any_width_stay_and_the_next_column_begins_where_it_should(name: str) -> None:
    rows = [(name, "next"), ("plain", "next")]
    assert drawn(("Name", "Last"), *rows, columns=100)[1].startswith(name)
    assert plain(("Name", "Last"), *rows)[1].startswith(name)
    assert plain(("Name", "Last"), *rows)[1].endswith("  next")


def test_columns_keep_their_places_and_numbers_stand_right() -> None:
    rows = [("1", "Draft", "A"), ("12,345", "Finished", "B")]
    names, right = ("People", "State", "Name"), ("People",)
    for lines in (drawn(names, *rows, columns=80, right=right), plain(names, *rows, right=right)):
        assert lines == [
            "People  State     Name",
            "     1  Draft     A",
            "12,345  Finished  B",
        ]


def test_a_table_of_many_rows_is_not_fitted() -> None:
    lines = drawn(("ID", "Name"), *((str(n), "x" * 100) for n in range(1_001)), columns=40)
    assert len(lines) == 1_002


def test_a_list_of_a_hundred_says_how_many_are_not_shown() -> None:
    out = io.StringIO()
    with redirect_stdout(out):
        show(
            {"rows": [{"row": n, "why": None, "error": "", "name": "[A]"} for n in range(100)]},
            as_json=False,
        )
    head, title, *rows, more = out.getvalue().splitlines()
    assert (head, title, more) == ("rows  100", "    Row  Name", "    and 80 more")
    assert rows[0] == "      0  [A]"


def test_a_terminal_gets_a_table_that_fits_and_a_bar_that_is_gone_at_the_end(
    on_terminal: Shown, contact_file: ContactFile
) -> None:
    out, err = on_terminal("contacts", "check", contact_file(3), columns=60)
    assert "accepted" in out
    assert max(len(SEQUENCE.sub("", line)) for line in out.splitlines()) <= 60
    assert "Checking" in err
    assert err.rstrip().endswith("\x1b[2K"), "the line of the bar is cleared"
    assert err.count("\x1b[?25l") == err.count("\x1b[?25h") > 0, "the cursor is back"


def test_a_bar_says_how_far_it_is(
    on_terminal: Shown, new_campaign: NewCampaign, tmp_path: Path
) -> None:
    made = new_campaign(3)
    _, err = on_terminal("campaign", "export", made, tmp_path / "out.csv", columns=200)
    assert "3 of 3" in err
    assert "100%" in err
    assert f"{tmp_path / 'out.csv'}" in err


@pytest.mark.parametrize(
    "words", [("contacts", "check"), ("campaign", "create"), ("backup",), ("optout", "export")]
)
def test_a_bar_says_the_share(
    words: tuple[str, ...],
    on_terminal: Shown,
    new_campaign: NewCampaign,
    contact_file: ContactFile,
    tmp_path: Path,
) -> None:
    new_campaign(3)
    about = [contact_file(3)] if words[0] in ("contacts", "campaign") else [tmp_path / "out"]
    options = ["--name", "A", "--message", "Hello", "--sender", "JETMSG"] * (words[0] == "campaign")
    _, err = on_terminal(*words, *about, *options, columns=200)
    assert "100%" in SEQUENCE.sub("", err)
    assert "100 of 100" not in err


def test_a_bar_says_why_a_campaign_waits(
    new_campaign: NewCampaign, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setenv("JETMSG_SANDBOX_URL", "http://127.0.0.1:9")
    made, err = new_campaign(2), Terminal()
    why = HOLDS[Hold.UNREACHABLE].sentence

    def stop_once_it_is_said() -> None:
        while f"0 of 2 {why}" not in SEQUENCE.sub("", err.getvalue()):
            time.sleep(0.05)
        control.stop(settings, made)

    with ThreadPoolExecutor(1) as beside, redirect_stderr(err):
        stopping = beside.submit(stop_once_it_is_said)
        assert main(["campaign", "run", str(made), "--json"]) == 0
        stopping.result()


def test_a_bar_writes_names_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    err = Terminal()
    with redirect_stderr(err), working("Reading [bold]a[/bold] :smile: {x}\x1b[2K.csv") as tell:
        tell(1, 2)
    assert "Reading [bold]a[/bold] :smile: {x}<U+001B>[2K.csv" in SEQUENCE.sub("", err.getvalue())


@pytest.mark.parametrize("forced", ["FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"])
def test_what_goes_elsewhere_is_plain_and_each_row_a_line(
    forced: str, cli: RunCommand, tmp_path: Path
) -> None:
    path = tmp_path / "c.csv"
    path.write_text("name,mobile\n[bold]A,9876543210\nB,98765\n")
    done = cli("contacts", "check", path, **{forced: "1", "COLUMNS": "20"})
    assert (done.returncode, done.stderr) == (0, "")
    assert "\x1b" not in done.stdout
    assert "     1  3      98765    Digits are missing: a mobile number has ten. " in done.stdout
    assert "\x1b" not in cli("template", "add", "--name", "[b]T[/b]", "--body", "Hi").stdout
    assert cli("template", "list", COLUMNS="20").stdout.splitlines()[1].endswith("  [b]T[/b]")


def test_json_is_one_object_on_a_terminal_too(
    on_terminal: Shown, contact_file: ContactFile
) -> None:
    out, _ = on_terminal("contacts", "check", contact_file(3), "--json", columns=40)
    assert json.loads(out)["accepted"] == 3
    assert out.count("\n") == 1
