"""No file we write holds a formula that is not ours: the command line's files, the pages' buttons
and what is below a table, each with hostile names, cells and reasons."""

from __future__ import annotations

import argparse
import ast
import csv
import io
import tomllib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from fixtures import RunCommand
from live_cells import is_live, live_cells

from jetmsg_core import lists, optouts
from jetmsg_core.acting import Actor, ActorKind, Role
from jetmsg_core.audit import Act, exporting, record
from jetmsg_core.balances import pool_status
from jetmsg_core.campaigns.draft.audience_filter import AudienceFilter
from jetmsg_core.campaigns.draft.spec import CampaignSpec
from jetmsg_core.campaigns.exports import jobs, make_files
from jetmsg_core.campaigns.exports.recipient_file import Only
from jetmsg_core.campaigns.lifecycle import create
from jetmsg_core.campaigns.preview.left_out import left_out_file
from jetmsg_core.cli.parser import build_parser
from jetmsg_core.contacts import ReadOptions
from jetmsg_core.contacts.audience import check_contacts
from jetmsg_core.files.file_format import FileFormat
from jetmsg_core.files.tables import file_of
from jetmsg_core.lists import CellTest, Comparison, contacts_of
from jetmsg_core.people import giving_out
from jetmsg_core.primitives.times import stamp
from jetmsg_core.reports import importing
from jetmsg_core.reports.matching import unmatched
from jetmsg_core.settings import Settings
from jetmsg_core.store.balances import samples
from jetmsg_core.store.balances.samples import Sample
from jetmsg_core.store.database import open_database, transaction
from pages.parts.shared.tables import file_of_table

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "pages").rglob("*.py"))
CORE = sorted((ROOT / "jetmsg_core").rglob("*.py"))

HOSTILE = (
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2+3",
    "@SUM(A1)",
    "＝1+1",
    "＋1+1",
    "－1",
    "＠SUM(A1)",
    "\t=1+1",
    " =1+1",
    "\u200b=1+1",
    "a;=1+1;b",
    "a\t=1+1",
)
NAMES = ("=name", "@city", "＝wide", "a;=1+1;b", "- dash")
"""Of columns."""


def hostile_file(numbers: Callable[[int], str]) -> bytes:
    """A contact file with every hostile cell below every hostile name."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
    writer.writerow(["Mobile", *NAMES])
    for index, cell in enumerate(HOSTILE):
        writer.writerow([numbers(index), *[cell] * len(NAMES)])
    return out.getvalue().encode()


def good(index: int) -> str:
    return str(9_876_543_210 + index)


def bad(index: int) -> str:
    return HOSTILE[index]


def hostile_table() -> pd.DataFrame:
    return pd.DataFrame(dict.fromkeys(NAMES, HOSTILE) | {"People": range(len(HOSTILE))})


@pytest.fixture
def hostile_campaign(settings: Settings) -> int:
    """Everybody refused, in hostile words of a gateway."""
    contacts = contacts_of(check_contacts(hostile_file(good)), "=contacts.csv")
    brief = CampaignSpec(name="=1+1", message="=1+1 {{@city}}", sender_id="JETMSG")
    made = create.create(settings, contacts, brief)[0]
    with open_database(settings.database_path) as db:
        db.conn.execute(
            "update chunks set state = 'refused', reason = 'other', detail = '＝1+1 refused',"
            " settled_at = '2026-05-01T00:00:00.000Z'"
        )
    return made


@pytest.fixture
def form() -> FileFormat:
    """The format that is written, unless a test says another."""
    return FileFormat.CSV


@pytest.fixture
def written(
    cli: RunCommand, settings: Settings, tmp_path: Path, request: Any, form: FileFormat
) -> Callable[[str], bytes]:
    """The file of a writer, by its name below."""
    out = tmp_path / f"out{form.ending}"

    def contacts_check(option: str, numbers: Callable[[int], str]) -> None:
        path = tmp_path / "=in.csv"
        path.write_bytes(hostile_file(numbers))
        done = cli("contacts", "check", path, "--column", "Mobile", option, out)
        assert done.returncode == 0, done.stderr

    def campaign_export(*options: str) -> None:
        made = request.getfixturevalue("hostile_campaign")
        assert cli("campaign", "export", str(made), out, *options).returncode == 0

    def opt_outs() -> None:
        for index, source in enumerate(HOSTILE):
            optouts.add(settings, [good(index)], source=source)

    def parked() -> None:
        lines = [
            f'"{h}{index}","{good(index)}","{h}","{h}",2026-05-01 12:00:00'
            for index, h in enumerate(HOSTILE)
        ]
        data = "\n".join(["Sms Id,Mobile No,Status,Error Code,Done Date", *lines]).encode()
        importing.import_report(settings, data, name="=report.csv")
        assert unmatched.unmatched_count(settings)
        out.write_bytes(unmatched.unmatched_file(settings, form))

    def readings() -> None:
        at = datetime(2026, 5, 1, tzinfo=UTC)
        with open_database(settings.database_path) as db:
            for words in HOSTILE:
                samples.insert(db, settings.mode, Sample(stamp(at), None, None, None, words))
        out.write_bytes(pool_status.export(settings, at, form))

    def worker_made(only: Only) -> None:
        made = request.getfixturevalue("hostile_campaign")
        token = jobs.ask(settings, made, only=only, form=form, name="=c.csv").token
        make_files.make_asked(settings, maker="m")
        ready = jobs.ready_file(settings, token)
        assert ready is not None
        out.write_bytes(ready[0].read_bytes())

    def opt_out_command() -> None:
        opt_outs()
        assert cli("optout", "export", out).returncode == 0

    def opt_out_button() -> None:
        opt_outs()
        out.write_bytes(optouts.export(settings, form))

    def rejected_button() -> None:
        contacts_check(
            "--rejected", bad
        )  # pages.parts.contact_file.checking.rejected_rows gives the same

    def hostile_list(numbers: Callable[[int], str]) -> int:
        data = hostile_file(numbers) + f'"{good(99)}"'.encode()
        audience = check_contacts(data, options=ReadOptions(column="Mobile"))
        return lists.save(settings, contacts_of(audience, "=in.csv"), name="=A", token="t")

    def left_out_button() -> None:
        nobody = CellTest("Mobile", Comparison.EQUALS, "nobody")
        who = AudienceFilter(hostile_list(good), (nobody,))
        out.write_bytes(left_out_file(settings, who, None, form))

    def list_rejected_button() -> None:
        out.write_bytes(lists.rejected_file(settings, hostile_list(bad), form))

    def acts() -> None:
        with open_database(settings.database_path) as db:
            for words in HOSTILE:
                actor = Actor(words, Role.ADMIN, ActorKind.PERSON, words)
                with transaction(db):
                    record(db, Act.LIST_SAVED, subject=words, before={words: words}, actor=actor)

    def audit_command() -> None:
        acts()
        assert cli("audit", "export", out).returncode == 0

    def audit_button() -> None:
        acts()
        out.write_bytes(exporting.export(settings, form))

    def all_that_is_held() -> None:
        lines = io.StringIO(newline="")
        writer = csv.writer(lines, quoting=csv.QUOTE_ALL)
        writer.writerow(["Mobile", *(f"c{index}" for index in range(len(HOSTILE)))])
        writer.writerow([good(0), *HOSTILE])
        writer.writerow([good(1), *("a word" for _ in HOSTILE)])
        options = ReadOptions(column="Mobile")
        audience = check_contacts(lines.getvalue().encode(), options=options)
        lists.save(settings, contacts_of(audience, "=in.csv"), name="=A", token="held")
        held = giving_out.table_of(giving_out.held_about(settings, good(0)))
        out.write_bytes(file_of(held, form))

    writers: dict[str, Callable[[], object]] = {
        "contacts check --accepted": lambda: contacts_check("--accepted", good),
        "contacts check --rejected": lambda: contacts_check("--rejected", bad),
        "campaign export": campaign_export,
        "campaign export --only failed": lambda: campaign_export("--only", "failed"),
        "optout export": opt_out_command,
        "audit export": audit_command,
        "audit.export": audit_button,
        "numbers.held": all_that_is_held,
        "contacts.rejected": rejected_button,
        "list.rejected.download": list_rejected_button,
        "compose.left_out.download": left_out_button,
        "optouts.export": opt_out_button,
        "reports.parked.export": parked,
        "balance.export": readings,
        "campaign.export": lambda: worker_made(Only.ALL),
        "campaign.export failed": lambda: worker_made(Only.FAILED),
        "tables.py": lambda: out.write_bytes(file_of_table(hostile_table(), form)),
    }

    def write(name: str) -> bytes:
        writers[name]()
        return out.read_bytes()

    return write


COMMANDS = (
    "contacts check --accepted",
    "contacts check --rejected",
    "campaign export",
    "campaign export --only failed",
    "optout export",
    "audit export",
)
BUTTONS = (
    "contacts.rejected",
    "list.rejected.download",
    "compose.left_out.download",
    "optouts.export",
    "reports.parked.export",
    "balance.export",
    "audit.export",
    "numbers.held",
    "campaign.export",
    "campaign.export failed",
    "tables.py",
)


@pytest.mark.parametrize("name", [*COMMANDS, *BUTTONS])
def test_no_file_holds_a_live_formula(name: str, written: Any) -> None:
    data = written(name)
    assert data.count(b"\n") > 3
    assert live_cells(data) == []


@pytest.mark.parametrize("form", [FileFormat.XLSX])
@pytest.mark.parametrize("name", [*COMMANDS, *BUTTONS])
def test_no_workbook_holds_a_formula_or_a_link_and_every_hostile_text_stands_in_it(
    name: str, written: Any
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(written(name)))
    (sheet,) = book.worksheets
    cells = [cell for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    assert [cell.value for cell in cells if cell.hyperlink] == []
    assert not sheet._hyperlinks
    hostile = [cell for cell in cells if is_live(str(cell.value or ""))]
    assert len(hostile) >= 5
    assert {cell.number_format for cell in hostile if cell.data_type == "s"} == {"@"}


def test_the_judge_sees_every_hostile_text() -> None:
    assert [text for text in HOSTILE if not is_live(text) and "=1+1" not in text] == []
    assert len(live_cells(hostile_file(good))) >= len(HOSTILE) * len(NAMES) / 2
    assert live_cells(b"x;=1+1;y\n") == ["=1+1"]


def test_every_command_that_writes_a_csv_file_is_among_them() -> None:
    options = set(csv_options(build_parser()))
    assert options == {name.removesuffix(" --only failed") for name in COMMANDS}


def csv_options(parser: argparse.ArgumentParser, before: str = "") -> Iterator[str]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, inner in action.choices.items():
                yield from csv_options(inner, f"{before} {name}".strip())
        elif action.metavar == "OUT.csv":
            yield " ".join([before, *action.option_strings[:1]])


def test_every_button_that_downloads_is_among_them() -> None:
    buttons = "pages/parts/shared/file_buttons.py"
    # Streamlit's own button forgets its file as soon as it is drawn again or left.
    assert not [path for path in PAGES for _ in calls(path, "download_button")]
    offering = [path for path in PAGES for _ in calls(path, "offer_file")]
    assert [path.relative_to(ROOT).as_posix() for path in offering] == [buttons]
    imports = set()
    for path in PAGES:
        for call in calls(path, "draw_file_buttons"):
            (key,) = [word.value for word in call.keywords if word.arg == "key"]
            parts = key.values if isinstance(key, ast.JoinedStr) else [key]
            named = parts[0].value if isinstance(parts[0], ast.Constant) else path.name
            imports.add(str(named).rstrip("."))
    assert imports == {name.removesuffix(" failed") for name in BUTTONS}


def test_only_one_module_writes_csv() -> None:
    writers = {
        path.relative_to(ROOT).as_posix()
        for path in (*CORE, *PAGES)
        if [*calls(path, "writer"), *calls(path, "write_csv"), *calls(path, "to_csv")]
    }
    # What is pasted, or stands in one cell, becomes a text that only we read. The sandbox writes
    # as panels do.
    reading = "jetmsg_core/contacts/reading"
    assert writers == {
        "jetmsg_core/files/csv_files.py",
        "jetmsg_core/sandbox/report.py",
        f"{reading}/one_cell.py",
    }


def test_no_table_or_chart_offers_its_raw_cells_for_download() -> None:
    """What a toolbar writes is made in the browser, of cells as they are."""
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
    assert config["client"]["disableDataExport"] is True


def calls(path: Path, name: str) -> list[ast.Call]:
    return [
        node
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and (
            (isinstance(node.func, ast.Attribute) and node.func.attr == name)
            or (isinstance(node.func, ast.Name) and node.func.id == name)
        )
    ]
