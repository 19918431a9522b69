"""What each role may do: the table cell by cell, then every service that asks it, as each role."""

from __future__ import annotations

import ast
import importlib
import inspect
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from fixtures import NewCampaign

from jetmsg_core import lists, optouts, probing, templates
from jetmsg_core.acting import Actor, ActorKind, Permission, Role, acting_as
from jetmsg_core.acting.roles import PERMISSIONS, REQUIRED
from jetmsg_core.campaigns.exports import jobs
from jetmsg_core.campaigns.exports.recipient_file import Only, export
from jetmsg_core.campaigns.lifecycle import control, retry
from jetmsg_core.campaigns.unknown_calls import decisions
from jetmsg_core.configuration import changing
from jetmsg_core.contacts.audience import check_contacts
from jetmsg_core.errors import JetmsgError, NotAllowed
from jetmsg_core.otp import console
from jetmsg_core.primitives.times import utc_now
from jetmsg_core.probing import CallFamily
from jetmsg_core.settings import Settings
from jetmsg_core.store.database import open_database

CORE = Path(__file__).parents[2] / "jetmsg_core"

# One row a permission; viewer, composer, sender, admin.
CELLS = """
see_numbers       - x x x
prepare           - x x x
download          - x x x
read_balance      - x x x
import_reports    - x x x
stop              - x x x
export            - - x x
send              - - x x
approve           - - x x
settle            - - - x
remove_opt_outs   - - - x
change_settings   - - - x
manage_users      - - - x
manage_retention  - - - x
restore           - - - x
see_audit         - - - x
see_server        - - - x
"""


def as_role(role: Role) -> Actor:
    return Actor("Asha", role, ActorKind.PERSON)


def services() -> dict[str, Callable[..., Any]]:
    """Gives every function of the program that names a permission above itself."""
    marked: dict[str, Callable[..., Any]] = {}
    for path in sorted(CORE.rglob("*.py")):
        source = path.read_text("utf-8")
        if "@requires(" not in source or path.parent.name == "acting":
            continue
        names = {node.name for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)}
        parts = path.relative_to(CORE.parent).with_suffix("").parts
        module = importlib.import_module(".".join(parts).removesuffix(".__init__"))
        marked |= {
            f"{module.__name__}.{name}": getattr(module, name)
            for name in sorted(names)
            if hasattr(getattr(module, name), REQUIRED)
        }
    return marked


SERVICES = services()


@pytest.mark.parametrize("row", CELLS.split("\n")[1:-1])
def test_each_cell_of_the_table_of_roles_is_as_it_is_promised(row: str) -> None:
    permission, *cells = row.split()
    allowed = [role for role in Role if Permission(permission) in PERMISSIONS[role]]
    assert allowed == [role for role, cell in zip(Role, cells, strict=True) if cell == "x"]


def test_the_promise_names_every_permission() -> None:
    assert {row.split()[0] for row in CELLS.split("\n") if row} == set(Permission)


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_turns_away_every_role_that_may_not_before_it_looks_at_anything(
    name: str,
) -> None:
    service = SERVICES[name]
    for role in Role:
        allowed = getattr(service, REQUIRED) in PERMISSIONS[role]
        # Without arguments it does nothing for anybody: who may not is told so first.
        with acting_as(as_role(role)), pytest.raises(TypeError if allowed else NotAllowed):
            service()


def test_a_service_that_asks_still_says_what_it_takes() -> None:
    assert [*inspect.signature(control.stop).parameters] == ["settings", "campaign_id", "clock"]
    assert (control.stop.__doc__ or "").strip()


Deed = tuple[Role, Callable[[], object]]
FAR = utc_now() + timedelta(days=3)


def save_list(settings: Settings) -> int:
    contacts = lists.contacts_of(check_contacts(b"name,mobile\nAsha,9812345670\n"), "people.csv")
    return lists.save(settings, contacts, name="May", token="May")


def write_file(settings: Settings, campaign_id: int, path: Path) -> None:
    with path.open("wb") as out:
        export(settings, campaign_id, out)


def everything(settings: Settings) -> list[str]:
    """Gives all that the database holds."""
    with open_database(settings.database_path) as db:
        return [*db.conn.iterdump()]


@pytest.fixture
def deeds(settings: Settings, new_campaign: NewCampaign, tmp_path: Path) -> dict[str, Deed]:
    """Gives things to do with one campaign, and the least role that may."""
    made = new_campaign(3)
    optouts.add(settings, ["9812345678"], source="a call")
    list_id = save_list(settings)
    draft = templates.TemplateDraft(name="Sale", body="Sale today", dlt_id="1107160000000000001")
    return {
        "rename a list": (Role.COMPOSER, partial(lists.rename, settings, list_id, "June")),
        "add a template": (Role.COMPOSER, partial(templates.add, settings, draft)),
        "opt somebody out": (
            Role.COMPOSER,
            partial(optouts.add, settings, ["9812345679"], source=""),
        ),
        "schedule": (Role.SENDER, partial(control.schedule, settings, made, FAR)),
        "take off the schedule": (Role.COMPOSER, partial(control.unschedule, settings, made)),
        "start": (Role.SENDER, partial(control.start, settings, made)),
        "pause": (Role.COMPOSER, partial(control.pause, settings, made)),
        "resume": (Role.SENDER, partial(control.resume, settings, made)),
        "ask for a file": (Role.SENDER, partial(jobs.ask, settings, made, only=Only.ALL, name="a")),
        "write a file": (Role.SENDER, partial(write_file, settings, made, tmp_path / "out.csv")),
        "stop": (Role.COMPOSER, partial(control.stop, settings, made)),
        "assume sent": (Role.ADMIN, partial(decisions.assume_sent, settings, made)),
        "change a setting": (
            Role.ADMIN,
            partial(changing.change, settings, {"JETMSG_PROMO_STOPS": "20:00"}, by="Asha"),
        ),
        "let somebody in again": (Role.ADMIN, partial(optouts.remove, settings, ["9812345678"])),
    }


def test_each_role_does_what_it_may_and_changes_nothing_where_it_may_not(
    settings: Settings, deeds: dict[str, Deed]
) -> None:
    for name, (least, deed) in deeds.items():
        for role in Role:
            if [*Role].index(role) >= [*Role].index(least):
                continue
            before = everything(settings)
            with acting_as(as_role(role)), pytest.raises(NotAllowed, match=f"Your role is {role}"):
                deed()
            assert everything(settings) == before, f"{role} could {name}"
        with acting_as(as_role(least)):
            deed()


def test_sending_and_checking_connections_are_not_for_everybody(
    settings: Settings, new_campaign: NewCampaign
) -> None:
    order = console.OtpOrder(console.Api.V3, "9812345678")
    attempts: list[tuple[Role, Callable[[], object]]] = [
        (Role.COMPOSER, partial(console.send, settings, order)),
        (Role.COMPOSER, partial(retry.retry_failed, settings, new_campaign(2))),
        (Role.SENDER, partial(probing.probe, settings, CallFamily.SMS)),
    ]
    for role, attempt in attempts:
        with acting_as(as_role(role)), pytest.raises(NotAllowed):
            attempt()
    assert console.history(settings) == []


def test_what_is_refused_is_one_of_our_own_refusals() -> None:
    assert issubclass(NotAllowed, JetmsgError)
