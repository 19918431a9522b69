"""A portal's file does not say everything: what it leaves open is asked, never assumed."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fixtures import RunCommand, RunJson

from jetmsg_core import templates
from jetmsg_core.errors import InputError
from jetmsg_core.settings import Settings
from jetmsg_core.templates import Answers, TemplateDraft

FIRST = 1107160123456789000
STATUSES = (
    *(
        "Approved",
        "Not Approved",
        "Blocked",
        "TemplateDraft",
        "Declined",
        "Active",
        "Inactive",
        "Pending",
    ),
    *("Approval pending", "Unverified", "Verified", "Rejected", "Expired", "Registered", "Deleted"),
    *("Approved - Blocked", "Suspended", "On Hold", "Processed", "Whitelisted"),
)
GOOD = {"Approved", "Active", "Verified", "Registered", "Whitelisted"}


def file_of(header: str, *rows: str) -> str:
    lines = [f"{FIRST + index},T{index},Hello {index},{row}" for index, row in enumerate(rows)]
    return "\n".join([f"Template Id,Template Name,Template Content,{header}", *lines]) + "\n"


def imported(settings: Settings, text: str, **answers: Any) -> templates.ImportedTemplates:
    seen = templates.preview_import(settings, text.encode(), answers=Answers(**answers))
    done = templates.import_file(settings, text.encode(), answers=Answers(**answers))
    assert done == seen, "what is shown before is what happens"
    return done


def test_only_good_words_are_taken_and_every_other_row_is_named(settings: Settings) -> None:
    done = imported(settings, file_of("Type,Status", *(f"Promotional,{w}" for w in STATUSES)))
    assert {STATUSES[int(row.name[1:])] for row in done.taken} == GOOD
    assert len(done.refused) == len(STATUSES) - len(GOOD)
    for note in done.refused:
        status = STATUSES[int(note.name[1:])]
        assert note.row == int(note.name[1:]) + 2
        assert f"Its status is {status!r}" in note.message
        assert note.code == ("unknown_status" if status == "Processed" else "not_approved")
    assert [(counted.column, counted.word, counted.count) for counted in done.unknown_statuses] == [
        ("Status", "Processed", 1)
    ]
    assert {template.route for template in templates.listing(settings)} == {2}


def test_every_status_column_must_be_good(settings: Settings) -> None:
    header = "Type,Status,Approval Status,Active/Blocked"
    done = imported(
        settings,
        file_of(
            header,
            "SI,Approved,Approved,Active",
            "SI,Approved,Declined,Active",
            "SI,Approved,Approved,Blocked",
            "SI,Draft,Approved,Active",
            "SI,Approved,,Active",
        ),
    )
    assert done.status_columns == ("Status", "Approval Status", "Active/Blocked")
    assert [row.name for row in done.taken] == ["T0"]
    assert [note.message for note in done.refused] == [
        "Its status is 'Declined' in the column Approval Status, so it cannot be used.",
        "Its status is 'Blocked' in the column Active/Blocked, so it cannot be used.",
        "Its status is 'Draft' in the column Status, so it cannot be used.",
        "Its status is empty in the column Approval Status, and nobody has said that this means "
        "approved.",
    ]


def test_a_person_may_call_unknown_words_good_and_no_bad_one(settings: Settings) -> None:
    text = file_of("Type,Status", "SI,Processed", "SI,PROCESSED", "SI,", "SI,Blocked", "SI,Active")
    done = imported(settings, text)
    assert [(status.word, status.count) for status in done.unknown_statuses] == [
        ("Processed", 2),
        ("", 1),
    ]
    done = imported(settings, text, good_statuses=("processed", "Blocked"))
    assert [row.name for row in done.taken] == ["T0", "T1", "T4"]
    assert [(counted.word, counted.count) for counted in done.unknown_statuses] == [("", 1)]
    assert [note.code for note in done.refused] == ["unknown_status", "not_approved"]
    done = imported(settings, text, good_statuses=("processed", ""))
    assert [taken_row.name for taken_row in done.taken] == ["T0", "T1", "T2", "T4"]


def test_a_template_that_is_blocked_further_down_is_not_taken_from_above(
    settings: Settings,
) -> None:
    text = file_of("Type,Status", "SI,Approved", "SI,Approved", "SI,Blocked")
    text = text.replace(str(FIRST + 2), str(FIRST))
    done = imported(settings, text)
    assert [row.name for row in done.taken] == ["T1"]
    assert "Row 4 has the same DLT template ID and is not approved" in done.refused[0].message


def test_a_file_without_statuses_says_so(settings: Settings) -> None:
    done = imported(settings, file_of("Type", "SI"))
    assert (done.added, done.status_columns) == (1, ())
    assert "no column of statuses" in done.remarks[0]
    assert imported(settings, file_of("Type,Status", "SI,Active")).remarks == ()


@pytest.mark.parametrize(
    ("header", "rows", "routes"),
    [
        pytest.param(
            "Communication type,Content type",
            ("SMS,Promotional", "SMS,Service Implicit", "SMS,Transactional"),
            [2, 1, 1],
            id="the second says it",
        ),
        pytest.param(
            "Template Type,Communication Type,Category",
            ("SMS,Promotional,Banking", "SMS,Service-Explicit,Retail"),
            [2, 1],
            id="the middle one says it",
        ),
        pytest.param("Content Type,Type", ("Text,P", "Unicode,SE"), [2, 1], id="codes"),
    ],
)
def test_the_type_is_taken_from_the_column_whose_cells_say_it(
    header: str, rows: tuple[str, ...], routes: list[int], settings: Settings
) -> None:
    done = imported(settings, file_of(f"{header},Status", *(f"{row},Approved" for row in rows)))
    assert (done.untyped, done.refused) == (0, ())
    assert [template.route for template in templates.listing(settings)] == routes


def test_a_file_that_does_not_say_the_type_is_asked_about(settings: Settings) -> None:
    text = file_of("Content Type,Status", "Text,Approved", "Unicode,Blocked")
    seen = templates.preview_import(settings, text.encode())
    assert (seen.added, seen.untyped, seen.type_columns) == (0, 1, ())
    assert [note.code for note in seen.refused] == ["no_type", "not_approved"]
    with pytest.raises(InputError, match="does not say which of its templates are promotional"):
        templates.import_file(settings, text.encode())
    assert templates.listing(settings) == []
    assert imported(settings, text, route=2).untyped == 0
    assert [template.route for template in templates.listing(settings)] == [2]


def test_rows_whose_type_is_not_said_are_left_out_until_somebody_says_it(
    settings: Settings,
) -> None:
    text = file_of("Template Type,Status", "Promotional,Active", "OTP,Active", ",Active")
    done = imported(settings, text)
    assert (done.added, done.untyped) == (1, 2)
    assert "whether it is promotional ('OTP' in Template Type)" in done.refused[0].message
    done = imported(settings, text, route=1)
    assert (done.added, done.unchanged) == (2, 1)
    assert [template.route for template in templates.listing(settings)] == [2, 1, 1]


PROMOTIONAL = (
    *("Promotional (P)", "Commercial - Promotional", "Promotional/Marketing"),
    *("Promotional - Text", "P"),
)
SERVICE = (
    *("Service Implicit (SI)", "Service-Implicit (SI)", "Transactional (OTP)", "SE", "Service"),
)


@pytest.mark.parametrize("answer", [None, 1, 2])
def test_the_words_of_a_type_count_inside_longer_cells_and_no_answer_overrules_them(
    answer: int | None, settings: Settings
) -> None:
    rows = (f"{word},Approved" for word in (*PROMOTIONAL, *SERVICE))
    done = imported(settings, file_of("Content Type,Status", *rows), route=answer)
    assert (done.untyped, done.refused) == (0, ())
    routes = {template.name: template.route for template in templates.listing(settings)}
    expected = [2] * len(PROMOTIONAL) + [1] * len(SERVICE)
    assert [routes[f"T{index}"] for index in range(len(routes))] == expected


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        pytest.param("Content Type", "Promotional/Transactional", id="both"),
        pytest.param("Content Type", "Promotional (T)", id="a code against it"),
        pytest.param("Content Type", "Non-promotional", id="denied"),
        pytest.param("Remarks", "Promotional", id="in remarks"),
    ],
)
def test_a_cell_that_speaks_of_promotion_is_never_taken_for_transactional(
    column: str, cell: str, settings: Settings
) -> None:
    text = file_of(f"{column},Status", f"{cell},Approved", "for Diwali,Approved")
    seen = templates.preview_import(settings, text.encode())
    assert [note.code for note in seen.refused] == ["no_type", "no_type"]
    done = imported(settings, text, route=1)
    assert [(note.row, note.code) for note in done.refused] == [(2, "unclear_type")]
    assert f"Its row says {cell!r} in {column}" in done.refused[0].message
    done = imported(settings, text, route=2)
    assert (done.refused, done.added) == ((), 1)


@pytest.mark.parametrize(
    ("column", "cell"), [("Mode", "S"), ("Format", "T"), ("Grade", "G"), ("Department", "Service")]
)
def test_codes_say_the_type_under_a_fitting_name_only(
    column: str, cell: str, settings: Settings
) -> None:
    text = file_of(f"{column},Status", f"{cell},Approved")
    seen = templates.preview_import(settings, text.encode())
    assert (seen.untyped, seen.type_columns) == (1, ())
    with pytest.raises(InputError, match="does not say which"):
        templates.import_file(settings, text.encode())
    assert templates.listing(settings) == []


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        pytest.param("Result", ("Approved", "Rejected", "Approved"), id="a result"),
        pytest.param("Action", ("View", "Rejected", "View"), id="an action"),
        pytest.param("Stage", ("Approved", "Under scrutiny", "Approved"), id="a stage"),
        pytest.param(
            "Status,Note",
            ("Approved,", "Approved,Blocked by operator", "Approved,ok"),
            id="a note beside the status",
        ),
        pytest.param(
            "Status,Comment",
            ("Approved,", "Approved,Rejected by operator", "Approved,"),
            id="a comment on one row of three",
        ),
        pytest.param(
            "Status,Remark",
            ("Approved,fine", "Approved,Rejected by operator", "Approved,fine"),
            id="a remark beside the status",
        ),
    ],
)
def test_a_bad_status_stops_its_row_in_whatever_column(
    header: str, rows: tuple[str, ...], settings: Settings
) -> None:
    done = imported(settings, file_of(f"Type,{header}", *(f"SI,{row}" for row in rows)))
    assert [(note.row, note.code) for note in done.refused] == [(3, "not_approved")]
    assert done.added == 2
    has_status = not header.startswith("Action")
    assert bool(done.remarks) is not has_status, "only an Action says nothing of the others"


@pytest.mark.parametrize("column", ["Note", "Approval Remarks", "Status Reason"])
def test_a_remark_on_one_of_two_rows_asks_nothing_about_the_other(
    column: str, settings: Settings
) -> None:
    text = file_of(f"Type,Status,{column}", "SI,Approved,", "SI,Approved,Blocked by operator")
    done = imported(settings, text)
    assert (done.added, [note.row for note in done.refused]) == (1, [3])
    assert f"'Blocked by operator' in the column {column}" in done.refused[0].message


def test_a_result_nobody_knows_is_asked_about(settings: Settings) -> None:
    done = imported(settings, file_of("Type,Result", "SI,Rejected", "SI,Processed"))
    assert [note.code for note in done.refused] == ["not_approved", "unknown_status"]


@pytest.mark.parametrize("cell", ["", "NA", "-", "Not Applicable"])
def test_a_status_column_with_nothing_in_it_is_asked_about(cell: str, settings: Settings) -> None:
    text = file_of("Type,Status", f"SI,{cell}", f"SI,{cell}")
    done = imported(settings, text)
    assert [note.code for note in done.refused] == ["unknown_status"] * 2
    assert (done.remarks, done.unknown_statuses[0].count) == ((), 2)
    assert imported(settings, text, good_statuses=(cell,)).added == 2


@pytest.mark.parametrize(
    "word", ["Admin Approved", "Admin Verified", "Code Approved", "Main Registered"]
)
def test_a_word_that_ends_like_a_denial_is_none(word: str, settings: Settings) -> None:
    text = file_of("Type,Status", f"SI,{word}")
    assert [note.code for note in imported(settings, text).refused] == ["unknown_status"]
    assert imported(settings, text, good_statuses=(word,)).added == 1


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        *(("Consent Status", word) for word in ("Not Applicable", "Not Required", "Pending")),
        *(("Tags", word) for word in ("Order cancelled", "Delivery failed", "Cancelled")),
        *(("Use case", word) for word in ("Payment failed", "Expired")),
        *(("Journey", word) for word in ("Order cancelled", "Return initiated by courier")),
    ],
)
def test_what_a_message_is_about_is_no_status_of_it(
    column: str, cell: str, settings: Settings
) -> None:
    done = imported(settings, file_of(f"Type,Status,{column}", f"SI,Approved,{cell}"))
    assert (done.refused, done.added, done.status_columns) == ((), 1, ("Status",))


def test_columns_that_contradict_each_other_are_no_answer(settings: Settings) -> None:
    text = file_of("Content Type,Category,Status", "Promotional,Transactional,Active")
    done = imported(settings, text, route=1)
    assert [note.code for note in done.refused] == ["two_types"]
    assert "'Promotional' in Content Type, 'Transactional' in Category" in done.refused[0].message


def test_what_is_stored_stays_as_it_is_but_for_a_mark(settings: Settings) -> None:
    before = templates.add(settings, TemplateDraft("Sale", "Hello 0", dlt_id=str(FIRST), route=2))
    text = file_of("Status", "Approved", "Blocked")
    done = imported(settings, text.replace("T0", "Sale"), route=1)
    assert (done.unchanged, done.added) == (1, 0)
    done = imported(settings, file_of("Type,Status", "SI,Blocked"))
    assert "The one stored here is marked as no longer approved." in done.refused[0].message
    assert templates.listing(settings) == [replace(before, lapsed="Blocked")]
    done = imported(settings, file_of("Type,Status", "SI,Processed"))
    assert "The one stored here stays as it is." in done.refused[0].message


def command(path: Path, *more: str) -> tuple[Any, ...]:
    return ("template", "import", path, *more)


def test_the_command_refuses_a_file_without_types_unless_it_is_told(
    cli: RunCommand, cli_json: RunJson, tmp_path: Path, settings: Settings
) -> None:
    path = tmp_path / "portal.csv"
    path.write_text(file_of("Communication type,Status", "SMS,Approved", "SMS,Draft"))
    refused = cli(*command(path))
    assert (refused.returncode, refused.stdout) == (1, "")
    assert "Add --type promotional, or --type transactional (service too)." in refused.stderr
    assert templates.listing(settings) == []
    done = cli_json(*command(path, "--type", "promotional"))
    assert (done["added"], done["refused"][0]["name"], done["refused"][0]["row"]) == (1, "T1", 3)
    assert templates.listing(settings)[0].route == 2
    assert cli(*command(path, "--type", "other")).returncode == 2


def test_the_command_lists_unknown_statuses_and_takes_them_when_told(
    cli: RunCommand, tmp_path: Path
) -> None:
    path = tmp_path / "portal.csv"
    path.write_text(file_of("Type,Status", "SI,Live now", "SI,Live now", "SI,Blocked"))
    refused = cli(*command(path, "--json"))
    assert refused.returncode == 1
    answer = json.loads(refused.stdout)
    assert answer["unknown_statuses"] == [{"column": "Status", "word": "Live now", "count": 2}]
    assert "If these mean approved, add --good-status 'Live now'." in refused.stderr
    done = cli(*command(path, "--json", "--good-status", "live now"))
    assert (done.returncode, json.loads(done.stdout)["added"]) == (0, 2)


def test_the_command_says_what_it_left_out_though_it_took_others(
    cli: RunCommand, tmp_path: Path
) -> None:
    path = tmp_path / "portal.csv"
    path.write_text(file_of("Type,Status", "SI,Approved", "OTP,Approved", "SI,Processed"))
    done = cli(*command(path))
    assert done.returncode == 0
    assert "2 left out. If these mean approved, add --good-status Processed." in done.stderr
    assert "add --type promotional or --type transactional" in done.stderr
    assert "left out: row 3, T1: The file does not say whether it is promotional" in done.stdout
