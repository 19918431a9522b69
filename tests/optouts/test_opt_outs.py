"""Opt-outs: kept with source and date, found again in any spelling, left out of every check."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fixtures import RunCommand, RunJson
from read_back import read_list

from jetmsg_core import checking, lists, optouts
from jetmsg_core.contacts.audience import check_contacts
from jetmsg_core.errors import InputError
from jetmsg_core.primitives.times import Clock
from jetmsg_core.settings import Settings

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


def at(minutes: int) -> Clock:
    return lambda: NOON + timedelta(minutes=minutes)


def listed(settings: Settings, search: str = "") -> list[int]:
    return [opt_out.number for opt_out in optouts.listing(settings, search=search).opt_outs]


def test_any_spelling_is_kept_once_with_its_source_and_date(settings: Settings) -> None:
    done = optouts.add(settings, ["98765 43210", "+919876543210"], source=" call ", clock=at(0))
    assert (done.added, done.already_opted_out, done.refused) == (1, 0, ())
    (opt_out,) = optouts.listing(settings).opt_outs
    assert (opt_out.number, opt_out.source) == (919876543210, "call")
    assert opt_out.added_at == "2026-05-01T12:00:00.000+00:00"
    assert optouts.count(settings) == 1


def test_a_known_one_keeps_its_source_and_date(settings: Settings) -> None:
    optouts.add(settings, ["9876543210"], source="first", clock=at(0))
    done = optouts.add(settings, ["9876543210", "9876543211"], source="second", clock=at(5))
    assert (done.added, done.already_opted_out) == (1, 1)
    kept = {opt_out.number: opt_out.source for opt_out in optouts.listing(settings).opt_outs}
    assert kept == {919876543210: "first", 919876543211: "second"}


def test_what_is_no_number_is_refused_and_the_others_are_added(settings: Settings) -> None:
    done = optouts.add(settings, ["98765", "9876543210", "call me"], source="x")
    assert done.added == 1
    assert [(refused.value, str(refused.reason)) for refused in done.refused] == [
        ("98765", "too_short"),
        ("call me", "contains_letters"),
    ]
    assert all(refusal.message for refusal in done.refused)


def test_a_removed_one_can_be_sent_to_again(settings: Settings) -> None:
    optouts.add(settings, ["9876543210", "9876543211"], source="x")
    done = optouts.remove(settings, ["0 98765 43210", "9000000001", "no"])
    assert (done.removed, done.unknown, len(done.refused)) == (1, 1, 1)
    assert optouts.numbers(settings).tolist() == [919876543211]
    assert optouts.remove(settings, ["9876543210"]).removed == 0


@pytest.mark.parametrize(
    ("search", "expected"),
    [
        pytest.param("", [919876543211, 919000000001], id="all, the newest first"),
        pytest.param("+91 90000-00001", [919000000001], id="a whole number in another spelling"),
        pytest.param("43211", [919876543211], id="its end"),
        pytest.param("098765", [919876543211], id="its beginning, with 0"),
        pytest.param("+91 98765", [919876543211], id="its beginning, with +91"),
        pytest.param("९०००", [919000000001], id="other digits"),
        pytest.param("9876543210", [], id="another whole number"),
        pytest.param("STOP", [919000000001], id="the source, in any case"),
        pytest.param("100%", [], id="words of no source"),
    ],
)
def test_they_are_found_by_number_in_any_spelling_or_by_source(
    settings: Settings, search: str, expected: list[int]
) -> None:
    optouts.add(settings, ["9000000001"], source="stop reply", clock=at(0))
    optouts.add(settings, ["9876543211"], source="call", clock=at(1))
    assert listed(settings, search) == expected


def test_pages_follow_one_another_without_a_gap(settings: Settings) -> None:
    for minute in range(3):
        first = 9_000_000_001 + minute * 10
        optouts.add(settings, map(str, range(first, first + 5)), source="x", clock=at(minute))
    seen: list[int] = []
    after = None
    while True:
        page = optouts.listing(settings, after=after, limit=4)
        seen += [opt_out.number for opt_out in page.opt_outs]
        after = page.next_after
        if after is None:
            break
    assert len(seen) == len(set(seen)) == 15
    assert seen[:5] == list(range(919000000025, 919000000020, -1))


def test_a_file_is_imported_with_counts_and_findings(settings: Settings) -> None:
    optouts.add(settings, ["9876543210"], source="call")
    data = b"Name,Phone\nA,9876543210\nB,98765-43211\nC,12\nD,9876543211\n"
    done = optouts.import_file(settings, data, name="stop.csv", clock=at(0))
    assert (done.added, done.already_opted_out) == (1, 1)
    assert (done.report.rows, done.report.rejected, done.report.duplicates) == (4, 1, 1)
    assert [problem["row"] for problem in done.report.problems] == [4]
    assert optouts.listing(settings).opt_outs[-1].source == "stop.csv"


def test_a_file_that_cannot_be_read_adds_nothing(settings: Settings) -> None:
    with pytest.raises(InputError, match="never closed"):
        optouts.import_file(settings, b'Mobile,Name\n9876543210,A\n9876543211,"B\n')
    with pytest.raises(InputError, match="Telefon"):
        optouts.import_file(settings, b"Mobile\n9876543210\n", column="Telefon")
    assert optouts.count(settings) == 0


def test_of_two_columns_the_named_one_is_taken_if_it_fills_most_rows(settings: Settings) -> None:
    rivals = b"Mobile,WhatsApp\n9876543210,9012345671\n9123456780,8812345679\n"
    assert optouts.import_file(settings, rivals).added == 2
    for phone in (b"", b"020-25678901"):
        with pytest.raises(InputError, match="Choose the column"):
            optouts.import_file(settings, b"Number,Phone\n9876543219,%s\n" % phone)
    assert optouts.count(settings) == 2


def test_an_export_comes_back_with_sources_and_dates(settings: Settings) -> None:
    optouts.add(settings, ["9876543210"], source="=1+1", clock=at(0))
    optouts.add(settings, ["9876543211"], source="shop, Pune", reason="=too many", clock=at(1))
    exported = optouts.export(settings)
    before = optouts.listing(settings).opt_outs
    assert list(csv.reader(io.StringIO(exported.decode("utf-8-sig")))) == [
        ["number", "source", "added_at", "reason"],
        ["919876543211", "shop, Pune", "2026-05-01T12:01:00.000+00:00", "'=too many"],
        ["919876543210", "'=1+1", "2026-05-01T12:00:00.000+00:00", ""],
    ]
    optouts.remove(settings, ["9876543210", "9876543211"])
    assert optouts.import_file(settings, exported, name="again.csv").added == 2
    assert optouts.listing(settings).opt_outs == before


def test_checks_and_lists_leave_them_out(settings: Settings) -> None:
    data = b"Name,Mobile\nA,9876543210\nB,9876543211\nC,9876543212\n"
    optouts.add(settings, ["9876543211"], source="x")
    audience = checking.check(settings, data)
    assert audience.report.opted_out == 1
    saved = lists.save(settings, lists.contacts_of(audience, "c.csv"), name="A", token="t")
    optouts.add(settings, ["9876543212"], source="x")
    contacts = read_list(settings, saved)
    assert contacts.numbers.tolist() == [919876543210]
    assert contacts.cells["Name"].tolist() == ["A"]
    assert contacts.left_out["opted_out"] == 2
    optouts.remove(settings, ["9876543212"])
    assert len(read_list(settings, saved).numbers) == 2


def test_no_database_is_made_to_look_for_them(settings: Settings) -> None:
    assert optouts.numbers(settings).tolist() == []
    assert not settings.database_path.exists()


def test_a_hundred_thousand_are_one_array(settings: Settings) -> None:
    numbers = np.arange(9_000_000_000, 9_000_100_000)
    data = "mobile\n" + "\n".join(map(str, numbers.tolist()))
    assert optouts.import_file(settings, data.encode()).added == 100_000
    kept_numbers = optouts.numbers(settings)
    assert kept_numbers.dtype == np.int64
    assert np.array_equal(kept_numbers, numbers + 910_000_000_000)
    audience = check_contacts(data.encode(), opt_outs=kept_numbers)
    assert audience.report.opted_out == 100_000


def test_the_command_line_adds_lists_and_removes(cli_json: Callable[..., dict[str, Any]]) -> None:
    assert cli_json("optout", "add", "98765 43210", "+919876543211", "--source", "call") == {
        "added": 2,
        "known": 0,
        "refused": [],
    }
    answer = cli_json("optout", "list")
    assert answer["count"] == 2
    assert {entry["number"] for entry in answer["opt_outs"]} == {919876543210, 919876543211}
    assert {entry["source"] for entry in answer["opt_outs"]} == {"call"}
    assert cli_json("optout", "list", "--search", "43211")["count"] == 1
    assert cli_json("optout", "remove", "9876543210")["removed"] == 1
    assert cli_json("optout", "remove", "9876543210")["unknown"] == 1


def test_the_command_line_names_what_is_no_number(cli: RunCommand, cli_json: RunJson) -> None:
    done = cli("optout", "add", "98765", "9876543210")
    assert done.returncode == 1
    assert "'98765'" in done.stderr
    assert cli_json("optout", "list")["count"] == 1
    assert cli("optout", "add").returncode == 2


def test_the_command_line_imports_and_exports(
    cli: RunCommand, cli_json: RunJson, tmp_path: Path
) -> None:
    path, out = tmp_path / "stop.csv", tmp_path / "out.csv"
    path.write_text("Mobile,Alternate\n9876543210,9000000001\n12,9000000002\n")
    done = cli_json("optout", "import", path)
    assert (done["added"], done["rejected"], done["column"]) == (1, 1, "Mobile")
    assert done["problems"][0]["row"] == 3
    assert cli_json("optout", "import", path, "--column", "alternate")["added"] == 2
    assert cli("optout", "export", out).returncode == 0
    assert out.read_text("utf-8-sig").count("\n") == 4
    assert "919876543210" in cli("optout", "list").stdout
    assert cli("optout", "import", tmp_path / "none.csv").returncode == 1


def test_a_check_and_a_campaign_leave_them_out(cli_json: RunJson, tmp_path: Path) -> None:
    path = tmp_path / "c.csv"
    path.write_text("Mobile\n9876543210\n9876543211\n9876543211\n")
    cli_json("optout", "add", "9876543211")
    answer = cli_json("contacts", "check", path)
    assert (answer["accepted"], answer["opted_out"], answer["duplicates"]) == (1, 2, 0)
    made = cli_json("campaign", "create", path, "--name", "N", "--message", "Hello")
    assert (made["recipients"], made["skipped_by_reason"]) == (1, {"opted_out": 2})


@pytest.mark.parametrize("source", ["=1+1", "'=1+1", "'quoted'", "007", "＝1", "by phone"])
def test_a_file_of_opt_outs_comes_back_with_what_was_said(settings: Settings, source: str) -> None:
    optouts.add(settings, ["9876543210"], source=source)
    data = optouts.export(settings)
    optouts.remove(settings, ["9876543210"])
    optouts.import_file(settings, data, name="opt-outs.csv")
    assert optouts.listing(settings).opt_outs[0].source == source


def test_another_edition_is_known_by_every_addition_and_removal(settings: Settings) -> None:
    editions = [optouts.edition(settings)]
    for change in (
        lambda: optouts.add(settings, ["9876543210"], source="test"),
        lambda: optouts.add(settings, ["9876543211"], source="test"),
        lambda: optouts.remove(settings, ["9876543211"]),
    ):
        change()
        editions.append(optouts.edition(settings))
    optouts.add(settings, ["9876543210"], source="known already")
    assert optouts.edition(settings) == editions[-1]
    first, *others = editions
    assert first not in others
    assert others[0] == others[2] != others[1], "as it was before"
