"""Files of approved templates, and the commands."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from fixtures import ContactFile, RunCommand, RunJson

from jetmsg_core import templates
from jetmsg_core.errors import InputError
from jetmsg_core.settings import Settings
from jetmsg_core.templates import FromColumn, TemplateDraft
from jetmsg_core.templates.saving import as_draft

ONE, TWO = "1107160123456789012", "1107160123456789013"
PORTAL = (
    "Template Id,Template Name,Template Type,Header,Template Content,Status\r\n"
    f'{ONE},Order,Service Implicit,JETMSG,"Dear {{#var#}}, ready.\nJETMSG",Approved\r\n'
    f"{TWO},Sale,Promotional,620123,नमस्ते {{#var#}} STOP 5,Approved\r\n"
)


def imported(settings: Settings, text: str) -> templates.ImportedTemplates:
    return templates.import_file(settings, text.encode(), name="templates.csv")


def test_a_portals_export_becomes_templates(settings: Settings) -> None:
    done = imported(settings, PORTAL)
    assert (done.added, done.changed, done.unchanged) == (2, 0, 0)
    assert (done.refused, done.warnings) == ((), ())
    assert [as_draft(template) for template in templates.listing(settings)] == [
        TemplateDraft(
            "Order", "Dear {#var#}, ready.\nJETMSG", dlt_id=ONE, header="JETMSG", fills=(None,)
        ),
        TemplateDraft(
            "Sale", "नमस्ते {#var#} STOP 5", dlt_id=TWO, header="620123", route=2, fills=(None,)
        ),
    ]


def test_the_same_file_twice_is_harmless_and_keeps_what_was_filled(settings: Settings) -> None:
    imported(settings, PORTAL)
    order = templates.listing(settings)[0]
    filled = replace(as_draft(order), fills=(FromColumn("name"),))
    templates.change(settings, order.id, filled)
    done = imported(settings, PORTAL)
    assert (done.added, done.changed, done.unchanged) == (0, 0, 2)
    assert templates.get(settings, order.id).fills == (FromColumn("name"),)


def test_looking_at_a_file_stores_nothing_and_says_what_would_become_of_each_row(
    settings: Settings,
) -> None:
    imported(settings, PORTAL)
    before = templates.listing(settings)
    newer = PORTAL.replace("ready.", "ready now.") + f"{TWO[:-1]}4,New,SI,JETMSG,Hi,Approved\r\n"
    newer += f"{TWO[:-1]}4,New,SI,JETMSG,Hi all,Approved\r\n,None,SI,JETMSG,Hi,Approved\r\n"
    preview = templates.preview_import(settings, newer.encode(), name="templates.csv")
    assert [(taken_row.name, taken_row.change) for taken_row in preview.taken] == [
        ("Order", "changed"),
        ("Sale", "unchanged"),
        ("New", "added"),
        ("New", "changed"),
    ]
    assert [(note.row, note.code) for note in preview.refused] == [(6, "no_template_id")]
    assert templates.listing(settings) == before
    assert imported(settings, newer) == preview


def test_a_newer_text_is_a_new_version(settings: Settings) -> None:
    imported(settings, PORTAL)
    done = imported(settings, PORTAL.replace("ready.", "ready now."))
    assert (done.added, done.changed, done.unchanged) == (0, 1, 1)
    assert templates.listing(settings)[0].version == 2


def test_what_the_file_does_not_say_stays(settings: Settings) -> None:
    imported(settings, PORTAL)
    done = imported(settings, f"Template Id,Content\n{TWO},नमस्ते {{#var#}} STOP 5\n")
    assert (done.unchanged, done.changed) == (1, 0)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        pytest.param("1.10716E+18,A,SI,JETMSG,Hi,Approved", "wrong_template_id", id="Excel"),
        pytest.param(",A,SI,JETMSG,Hi,Approved", "no_template_id", id="no id"),
        pytest.param(f"{ONE},A,SI,JETMSG,,Approved", "empty_message", id="no text"),
        pytest.param(f"{ONE},A,SI,JETMSG,Hi {{#x#}},Approved", "unknown_variable", id="variable"),
        pytest.param(f"{ONE},A,SI,JETMSG,Hi,Rejected", "not_approved", id="rejected"),
    ],
)
def test_a_row_that_cannot_be_used_is_left_out_and_named(
    row: str, code: str, settings: Settings
) -> None:
    done = imported(
        settings, PORTAL.splitlines()[0] + f"\n{TWO},B,SI,JETMSG,Hello,Approved\n{row}\n"
    )
    assert done.added == 1
    assert [(note.row, note.code) for note in done.refused] == [(3, code)]


@pytest.mark.parametrize(
    ("dlt_id", "header", "words"),
    [
        pytest.param("1107160123456780000", "JETMSG", "ends in zeros", id="zeros"),
        pytest.param("11071601234567890", "JETMSG", "17 digits", id="short"),
        pytest.param(ONE, '"JETMSG, JETOT"', "JETOT is not a sender ID", id="one short header"),
        pytest.param(ONE, "620123", "promotional one", id="the other route's header"),
    ],
)
def test_a_doubtful_row_is_taken_with_a_warning(
    dlt_id: str, header: str, words: str, settings: Settings
) -> None:
    done = imported(settings, f"Template Id,Type,Header,Content\n{dlt_id},SI,{header},Hi\n")
    assert done.added == 1
    assert [note.row for note in done.warnings] == [2]
    assert words in done.warnings[0].message


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("name,city\nAsha,Pune\n", "DLT template IDs", id="another file"),
        pytest.param(f"Template Id,City\n{ONE},Pune\n", "approved texts", id="no texts"),
        pytest.param("", "empty", id="empty"),
        pytest.param("Template Id,Content\n", "no template", id="names of columns only"),
    ],
)
def test_a_file_that_is_none_is_refused(text: str, words: str, settings: Settings) -> None:
    with pytest.raises(InputError, match=words):
        imported(settings, text)


def test_the_commands_add_list_show_import_and_delete(
    cli: RunCommand, cli_json: RunJson, tmp_path: Path
) -> None:
    path = tmp_path / "portal.csv"
    path.write_text(PORTAL, "utf-8")
    assert cli_json("template", "import", path)["added"] == 2
    assert cli_json("template", "import", path)["unchanged"] == 2
    fills = ["--fill", "column=name", "--fill", "text=Jet"]
    body = ["--name", "New", "--body", "Hi {#var#} of {#var#}"]
    made = cli_json("template", "add", *body, *fills)
    assert made["fills"] == [{"column": "name"}, {"text": "Jet"}]
    listed = cli_json("template", "list")
    assert [t["name"] for t in listed["templates"]] == ["New", "Order", "Sale"]
    assert listed["templates"][1]["template_id"] == ONE
    assert cli_json("template", "show", made["template"])["earlier"] == []
    assert cli_json("template", "delete", made["template"])["deleted"]
    gone = cli("template", "show", made["template"])
    assert (gone.returncode, "There is no template" in gone.stderr) == (1, True)
    assert ONE in cli("template", "list").stdout


def test_a_change_on_the_command_line_changes_only_what_is_given(cli_json: RunJson) -> None:
    text = ["--name", "Order", "--body", "Dear {#var#}", "--fill", "column=name"]
    made = cli_json("template", "add", *text, "--template-id", ONE, "--sender", "JETMSG")
    changed = cli_json("template", "change", made["template"], "--name", "Order ready")
    own = ("template", "version", "name", "saved_at")
    assert (changed["version"], changed["name"]) == (2, "Order ready")
    assert {k: v for k, v in changed.items() if k not in own} == {
        k: v for k, v in made.items() if k not in own
    }
    template = cli_json("template", "show", made["template"])
    assert [old["version"] for old in template["earlier"]] == [1]
    again = cli_json("template", "change", made["template"], "--name", "Order ready")
    assert again["version"] == 2, "nothing was changed"


def test_a_changed_text_keeps_what_fills_it_while_its_variables_are_the_same(
    cli_json: RunJson,
) -> None:
    text = ["--name", "Order", "--body", "Dear {#var#}", "--fill", "column=name"]
    made = cli_json("template", "add", *text)["template"]
    changed = cli_json("template", "change", made, "--body", "Hello {#var#}")
    assert changed["fills"] == [{"column": "name"}]
    changed = cli_json("template", "change", made, "--body", "Hi {#var#} of {#var#}")
    assert changed["fills"] == [None, None]
    changed = cli_json("template", "change", made, "--fill", "text=you", "--route", "2")
    assert (changed["fills"], changed["route"]) == ([{"text": "you"}, None], 2)


def test_the_commands_refuse_with_a_sentence(cli: RunCommand, tmp_path: Path) -> None:
    path = tmp_path / "portal.csv"
    path.write_text("Template Id,Content\n1.1E+18,Hi\n", "utf-8")
    for arguments, words in (
        (["import", path], "Row 2: The DLT template ID"),
        (["import", tmp_path / "none.csv"], "cannot be read"),
        (["add", "--name", "A", "--body", "Hi {#var#}", "--fill", "name"], "column=NAME"),
        (["add", "--name", "A", "--body", "Hi", "--template-id", "x"], "other than digits"),
        (["change", "404", "--name", "A"], "There is no template 404"),
    ):
        done = cli("template", *arguments)
        assert done.returncode == 1
        assert words in done.stderr


@pytest.mark.parametrize(
    ("cells", "senders"),
    [
        pytest.param(["JETMSG", "JETOTP"], ["JETMSG", "JETOTP"], id="a row for each"),
        pytest.param(['"JETMSG, JETOTP"'], ["JETMSG", "JETOTP"], id="commas in one cell"),
        pytest.param(['"JETMSG\nJETOTP|JETNEW"'], ["JETMSG", "JETOTP", "JETNEW"], id="lines"),
        pytest.param(["VM-JETMSG-S"], ["JETMSG"], id="an operator's prefix and suffix"),
        pytest.param(["JX-JETMSG;AD-JETOTP-T"], ["JETMSG", "JETOTP"], id="two operators'"),
        pytest.param(["JETMSG (Active)"], ["JETMSG"], id="a status beside it"),
        pytest.param(["['JETMSG', 'JETOTP']"], ["JETMSG", "JETOTP"], id="a program's list"),
        pytest.param(["JETMSG & JETOTP"], ["JETMSG", "JETOTP"], id="and as a sign"),
        pytest.param(["JETMSG and JETOTP"], ["JETMSG", "JETOTP"], id="and as a word"),
        pytest.param(["JETMSG - JETOTP"], ["JETMSG", "JETOTP"], id="a dash"),
        pytest.param(["JETMSG+JETOTP:JETNEW"], ["JETMSG", "JETOTP", "JETNEW"], id="other signs"),
        pytest.param(["1) JETMSG 2) JETOTP"], ["JETMSG", "JETOTP"], id="numbered"),
        pytest.param(["JETMSG<br>JETOTP"], ["JETMSG", "JETOTP"], id="a web page's line"),
        pytest.param(["JETMSG-1105158123456789012"], ["JETMSG"], id="its own id behind it"),
        pytest.param(["JETMSG_S"], ["JETMSG"], id="a suffix with another sign"),
        pytest.param(['"=""JETMSG"""'], ["JETMSG"], id="as a text of a sheet"),
        pytest.param(["JETMSG", "NA"], ["JETMSG"], id="none in one of the rows"),
    ],
)
def test_all_headers_of_a_template_are_kept(
    cells: list[str], senders: list[str], cli_json: RunJson, tmp_path: Path
) -> None:
    path = tmp_path / "portal.csv"
    rows = "".join(f"{ONE},Order,SI,{_quoted(cell)},Hello,Approved\n" for cell in cells)
    path.write_text(f"Template Id,Name,Type,Header,Content,Status\n{rows}", "utf-8")
    done = cli_json("template", "import", path)
    assert (done["added"], done["changed"], done["warnings"]) == (1, 0, [])
    (kept,) = cli_json("template", "list")["templates"]
    assert (kept["senders"], kept["sender"]) == (senders, senders[0])
    again = cli_json("template", "import", path)
    assert (again["added"], again["changed"]) == (0, 0)


def _quoted(cell: str) -> str:
    return cell if cell.startswith('"') else f'"{cell}"'


def test_any_of_its_headers_fits_a_template_and_the_usual_one_is_taken(
    cli_json: RunJson, contact_file: ContactFile
) -> None:
    made = cli_json(
        *("template", "add", "--name", "Order", "--body", "Hello all", "--template-id", ONE),
        *("--sender", "JETOTP, JETMSG"),
    )
    assert made["senders"] == ["JETOTP", "JETMSG"]
    create = ("campaign", "create", contact_file(2), "--name", "N", "--template", "Order")
    for sender in ((), ("--sender", "JETOTP")):
        assert cli_json(*create, *sender)["findings"] == []
    (finding,) = cli_json(*create, "--sender", "OTHERS")["findings"]
    assert finding["code"] == "header_template"


@pytest.mark.parametrize(
    "cell",
    [f'="{ONE}"', f"'{ONE}", f"{ONE}'", f"'{ONE}'", f"`{ONE}", f" {ONE}\u200b",
     f"\u2018{ONE}\u2019", "1107 1601 2345 6789 012", f'=T("{ONE}")', f"{ONE}.0", f"ID: {ONE}",
     f"#{ONE}", f"[{ONE}]", f"{ONE};", f"_{ONE}", "1107-1601-2345-6789-012", f"DLT-{ONE}",
     "1,107,160,123,456,789,012", "\u0967107160123456789012"],
)  # fmt: skip
def test_what_makes_a_text_of_an_id_is_taken_off(
    cell: str, cli_json: RunJson, tmp_path: Path
) -> None:
    path = tmp_path / "portal.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("Template Id", "Type", "Content"), (cell, "SI", "Hello")])
    assert cli_json("template", "import", path)["added"] == 1
    assert cli_json("template", "list")["templates"][0]["template_id"] == ONE
    assert cli_json("template", "import", path)["unchanged"] == 1


@pytest.mark.parametrize("cell", [f"{ONE}, {TWO}", f"{ONE} {TWO}", f"{ONE}-1", "1.10716E+18"])
def test_of_what_is_no_single_id_none_is_made(cell: str, cli_json: RunJson, tmp_path: Path) -> None:
    path = tmp_path / "portal.csv"
    path.write_text(f'Template Id,Type,Content\n{TWO},SI,Hi\n"{cell}",SI,Hello\n', "utf-8")
    done = cli_json("template", "import", path)
    assert (done["added"], [note["row"] for note in done["refused"]]) == (1, [3])


def test_headers_below_merged_cells_are_those_of_the_row_above(
    cli_json: RunJson, tmp_path: Path
) -> None:
    path = tmp_path / "portal.csv"
    rows = f"{ONE},Order,JETMSG,SI,Hello,Approved\n,,JETOTP,,,\n,,JETNEW,,,\n"
    rows += f"{TWO},Other,JETALL,SI,Hi,Approved\n"
    path.write_text(f"Template Id,Name,Header,Type,Content,Status\n{rows}", "utf-8")
    done = cli_json("template", "import", path)
    assert (done["added"], done["refused"], done["warnings"]) == (2, [], [])
    kept = {t["name"]: t["senders"] for t in cli_json("template", "list")["templates"]}
    assert kept == {"Order": ["JETMSG", "JETOTP", "JETNEW"], "Other": ["JETALL"]}


def test_a_character_nobody_sees_does_not_spoil_a_variable(
    cli_json: RunJson, tmp_path: Path
) -> None:
    path = tmp_path / "portal.csv"
    path.write_text(f"Template Id,Type,Content\n{ONE},SI,Dear {{#\u200bvar#}}\n", "utf-8")
    done = cli_json("template", "import", path)
    assert (done["added"], done["warnings"]) == (1, [])
    assert len(cli_json("template", "list")["templates"][0]["variables"]) == 1


@pytest.mark.parametrize(
    "mark",
    [
        *("##var##", "[var]", "XXXX", "{var}", "____", "#var#", "(var)", "*var*", "~var~"),
        *("<variable>", "<Name>", "[V1]", "# var #", "%s", "#####"),
    ],
)
def test_other_marks_than_those_of_dlt_are_told(
    mark: str, cli_json: RunJson, tmp_path: Path
) -> None:
    path = tmp_path / "portal.csv"
    path.write_text(f"Template Id,Type,Content\n{ONE},SI,Dear {mark} pay XX1234\n", "utf-8")
    (warning,) = cli_json("template", "import", path)["warnings"]
    assert f"The text holds {mark}, which nothing fills." in warning["message"]
