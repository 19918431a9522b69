"""What becomes of a stored template that a later list no longer calls approved."""

from __future__ import annotations

from pathlib import Path

import pytest
from fixtures import ContactFile, RunCommand, RunJson

from jetmsg_core import templates
from jetmsg_core.campaigns.draft import drafts
from jetmsg_core.campaigns.draft.choices import Choices
from jetmsg_core.campaigns.lifecycle import control, readiness
from jetmsg_core.settings import Settings

ONE = "1107160123456789012"


@pytest.fixture
def portal(tmp_path: Path) -> Path:
    return listed(tmp_path, "Approved")


def listed(folder: Path, status: str) -> Path:
    path = folder / f"{status}.csv"
    rows = f"{ONE},Order,SI,JETMSG,Hello all,{status}\n1{ONE[1:-1]}3,Other,SI,JETMSG,Hi,Approved\n"
    path.write_text(f"Template Id,Name,Type,Header,Content,Status\n{rows}", "utf-8")
    return path


@pytest.mark.parametrize("status", ["Expired", "Inactive", "Blacklisted", "Lapsed", "Dormant"])
def test_an_approval_that_lapses_is_marked_and_comes_back(
    status: str, portal: Path, cli: RunCommand, cli_json: RunJson, tmp_path: Path
) -> None:
    cli_json("template", "import", portal)
    done = cli_json("template", "import", listed(tmp_path, status))
    assert (done["unchanged"], [note["row"] for note in done["lapsed"]]) == (1, [2])
    assert done["lapsed"][0]["message"] == "It is no longer approved."
    (order,) = (t for t in cli_json("template", "list")["templates"] if t["name"] == "Order")
    assert (order["lapsed"], order["version"]) == (status, 1)
    assert f"the newest list says {status!r}" in order["warnings"][0]
    assert f"no longer: {status}" in cli("template", "list").stdout
    assert cli_json("template", "import", listed(tmp_path, status))["lapsed"] == []
    assert "no longer approved" not in cli("template", "import", portal).stdout
    kept = [template["lapsed"] for template in cli_json("template", "list")["templates"]]
    assert kept == [None, None]


def test_who_uses_a_lapsed_template_is_told(
    portal: Path, cli: RunCommand, cli_json: RunJson, contact_file: ContactFile,
    settings: Settings, tmp_path: Path,
) -> None:  # fmt: skip
    cli_json("template", "import", portal)
    create = ("campaign", "create", contact_file(2), "--template", "Order", "--name")
    made = cli_json(*create, "Diwali")["campaign"]
    cli_json("campaign", "stop", cli_json(*create, "Over")["campaign"])
    (order,) = (t for t in templates.listing(settings) if t.name == "Order")
    drafts.begin(settings, drafts.with_template(Choices(), order))
    done = cli("template", "import", listed(tmp_path, "Expired"))
    assert (
        "row 2, Order: It is no longer approved. Campaigns that may still send it: 'Diwali'. "
        "Drafts made from it: 1.\n"
    ) in done.stdout
    sentence = (
        "The template 'Order' is no longer approved: the newest list says 'Expired', and operators "
        "may drop what is sent with it. If your DLT portal shows it as approved, mark it as "
        "approved on its page, or import a newer list."
    )
    (finding,) = cli_json(*create, "Holi")["findings"]
    assert (finding["code"], finding["message"]) == ("template_lapsed", sentence)
    campaign = control.status(settings, made).campaign
    assert sentence in readiness.before_sending(settings, campaign).warnings


def by_header(folder: Path, *rows: str) -> Path:
    path = folder / f"{len(list(folder.iterdir()))}.csv"
    lines = [
        f"{ONE},Order,SI,{row.partition(' ')[0]},Hello,{row.partition(' ')[2]}" for row in rows
    ]
    head = "Template Id,Name,Type,Header,Content,Status"
    path.write_text("\n".join([head, *lines]), "utf-8")
    return path


@pytest.mark.parametrize(
    "rows", [("JETMSG Approved", "JETPAY {}"), ("JETPAY {}", "JETMSG Approved")]
)
def test_a_bad_row_of_one_sender_id_takes_that_one_alone(
    rows: tuple[str, str], cli: RunCommand, cli_json: RunJson, contact_file: ContactFile,
    tmp_path: Path,
) -> None:  # fmt: skip
    whole = by_header(tmp_path, *(row.format("Approved") for row in rows))
    cli_json("template", "import", whole)
    with_it = ("--template", "Order", "--sender", "JETPAY")
    cli_json("campaign", "create", contact_file(2), "--name", "Diwali", *with_it)
    (before,) = cli_json("template", "list")["templates"]
    assert sorted(before["senders"]) == ["JETMSG", "JETPAY"]
    done = cli_json(
        "template", "import", by_header(tmp_path, *(row.format("Blocked") for row in rows))
    )
    assert [note["message"] for note in done["lapsed"]] == [
        "Its sender ID JETPAY is no longer approved. Campaigns that may still be sent with it: "
        "'Diwali'."
    ]
    assert [(note["code"], note["message"]) for note in done["refused"]] == [
        (
            "not_approved",
            "Its status is 'Blocked', so the sender ID JETPAY cannot be used with it. Its other "
            "sender IDs can.",
        )
    ]
    (after,) = cli_json("template", "list")["templates"]
    assert (after["lapsed"], after["senders"]) == (None, ["JETMSG"])
    assert (done["changed"], done["added"]) == (1, 0)


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param(("JETMSG Blocked", "JETPAY Blocked"), id="every sender ID"),
        pytest.param(("JETMSG Approved", "JETMSG Blocked"), id="both of one sender ID"),
        pytest.param(("JETMSG Approved", " Blocked"), id="of no sender ID"),
    ],
)
def test_bad_rows_that_may_be_about_the_template_itself_take_it_whole(
    rows: tuple[str, ...], cli: RunCommand, cli_json: RunJson, tmp_path: Path
) -> None:
    cli_json("template", "import", by_header(tmp_path, "JETMSG Approved", "JETPAY Approved"))
    done = cli("template", "import", by_header(tmp_path, *rows))
    assert "No template could be used" in done.stderr
    (order,) = cli_json("template", "list")["templates"]
    assert order["lapsed"] == "Blocked"


def test_a_person_may_say_that_it_is_approved_until_a_list_denies_it_again(
    portal: Path, cli: RunCommand, cli_json: RunJson, tmp_path: Path
) -> None:
    cli_json("template", "import", portal)
    cli_json("template", "import", listed(tmp_path, "Expired"))
    (order,) = (t for t in cli_json("template", "list")["templates"] if t["name"] == "Order")
    approved = cli_json("template", "approve", order["template"])
    assert (approved["lapsed"], approved["overruled"], approved["warnings"]) == (
        None,
        "Expired",
        [],
    )
    assert (
        cli_json("template", "approve", order["template"])["approved_at"] == approved["approved_at"]
    )
    again = cli_json("template", "import", listed(tmp_path, "Expired"))
    assert [note["message"] for note in again["lapsed"]] == ["It is no longer approved."]
    lapsed = cli_json("template", "show", order["template"])
    assert (lapsed["lapsed"], lapsed["approved_at"]) == ("Expired", None)
    cli_json("template", "approve", order["template"])
    cli_json("template", "import", portal)
    approved = cli_json("template", "show", order["template"])
    assert (approved["lapsed"], approved["overruled"]) == (None, None)
    assert cli("template", "approve", "99").returncode == 1


def test_a_list_without_statuses_approves_nothing_again(
    portal: Path, cli_json: RunJson, tmp_path: Path
) -> None:
    cli_json("template", "import", portal)
    cli_json("template", "import", listed(tmp_path, "Expired"))
    path = tmp_path / "plain.csv"
    path.write_text(f"Template Id,Type,Content\n{ONE},SI,Hello all\n", "utf-8")
    cli_json("template", "import", path)
    (order,) = (t for t in cli_json("template", "list")["templates"] if t["name"] == "Order")
    assert order["lapsed"] == "Expired"
