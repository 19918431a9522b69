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


@pytest.mark.parametrize("status", ["Expired", "Inactive", "Blacklisted"])
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
        "may drop what is sent with it."
    )
    (finding,) = cli_json(*create, "Holi")["findings"]
    assert (finding["code"], finding["message"]) == ("template_lapsed", sentence)
    campaign = control.status(settings, made).campaign
    assert sentence in readiness.before_sending(settings, campaign).warnings


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
