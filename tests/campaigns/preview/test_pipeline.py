"""Leaving people out of a finished plan gives what planning without them gives, and no step of the
way is taken twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import wraps
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, reject
from hypothesis import settings as chosen
from hypothesis import strategies as st

from jetmsg_core import settings as configuration
from jetmsg_core import templates
from jetmsg_core.balances import sampling
from jetmsg_core.campaigns.checks import find
from jetmsg_core.campaigns.checks.codes import LEAVABLE, FindingCode
from jetmsg_core.campaigns.draft.spec import CampaignSpec, check_spec
from jetmsg_core.campaigns.lifecycle import control, create
from jetmsg_core.campaigns.plan.planned import PlannedCampaign
from jetmsg_core.campaigns.preview import pipeline
from jetmsg_core.campaigns.preview.pipeline import (
    CheckedCampaign,
    check_people,
    leave_out,
    plan_campaign,
)
from jetmsg_core.campaigns.preview.preview import preview, preview_of
from jetmsg_core.contacts.recipients import Contacts
from jetmsg_core.errors import InputError
from jetmsg_core.messages.template import SKIP, Missing
from jetmsg_core.primitives.times import utc_now
from jetmsg_core.states import Channel
from jetmsg_core.store.database import Database, open_database
from jetmsg_core.templates import TemplateDraft
from tests.campaigns.specs import DLT_ID, brief

Row = tuple[int, str, str]

MESSAGE = "Dear {{name}}{{city}}, ready. JETMSG"
SENT: list[Row] = [
    (0, "{First", "Name}Om"),
    (1, "Asha", "Om"),
    (2, "it’s", "Asha"),
    (3, "महेश", "{"),
]
"""A number, a name and a city each, all of whom got their text just now."""
ABROAD = 6_591_234_567 - 919_000_000_000
"""A number of another country."""
BODIES = {
    DLT_ID: "Dear {#var#}, ready. JETMSG",
    "1107160123456789013": "Dear {#numeric#}, ready. JETMSG",
    "1107160123456789014": "Dear {#var#} ready JETMSG",
    "1107160123456789015": "Hello {#var#}",
}
CELLS = (
    *("", "Asha", "Ravi", "Om", "it’s", "महेश", "{", "FirstName", "{FirstName}", "{{name}}"),
    *("<<city>>", "evil.com", "a" * 25, "b" * 45, "c" * 1700, "STOP to 56161"),
)
ROWS = st.lists(
    st.one_of(
        st.tuples(
            st.sampled_from((*range(7), ABROAD)), st.sampled_from(CELLS), st.sampled_from(CELLS)
        ),
        st.sampled_from(SENT),
    ),
    min_size=1,
    max_size=12,
)


def asked(*leaving: str, **changes: Any) -> CampaignSpec:
    usual = {"leave_out": leaving, "template_id": DLT_ID, "chunk_size": 2}
    return brief(MESSAGE, **usual | changes)


SPECS = st.builds(
    lambda leaving, **changes: asked(*leaving, **changes),
    st.lists(st.sampled_from([*LEAVABLE, "low_credits", "of_another_version"])),
    chunk_size=st.integers(1, 4),
    missing=st.sampled_from([SKIP, Missing("friend"), Missing("<<name>>")]),
    route=st.sampled_from([1, 2]),
    template_id=st.sampled_from([*BODIES, ""]),
    channel=st.sampled_from([Channel.SMS, Channel.SMS, Channel.WHATSAPP]),
)


def contacts_of(rows: list[Row]) -> Contacts:
    numbers, names, cities = zip(*rows, strict=True)
    return Contacts(
        source="test",
        number_column="mobile",
        columns=("name", "city"),
        numbers=np.array(numbers, np.int64) + 919_000_000_000,
        rows=np.arange(len(rows), dtype=np.int64) + 2,
        cells=pd.DataFrame(
            {"name": pd.Series(names, dtype="str"), "city": pd.Series(cities, dtype="str")}
        ),
        left_out={"rejected": 2},
    )


@pytest.fixture
def db(start_gateway: Any, send: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Database]:
    """One that knows some templates, a low balance, and a campaign that was sent just now."""
    start_gateway("--balance", "tranx=30,promo=8,otp=0")
    settings = configuration.load()
    for template_id, body in BODIES.items():
        templates.add(settings, TemplateDraft(f"T{template_id}", body, dlt_id=template_id))
    send(create.create(settings, contacts_of(SENT), brief(MESSAGE))[0])
    sampling.sample(settings)
    monkeypatch.setenv("JETMSG_MAX_CAMPAIGN_CREDITS", "16")
    with open_database(settings.database_path) as opened:
        yield opened


def walked(db: Database, contacts: Contacts, spec: CampaignSpec) -> CheckedCampaign:
    """Planned and checked, with everybody."""
    settings = configuration.load()
    planned = plan_campaign(settings, contacts, check_spec(settings, spec))
    return check_people(db, settings, planned, utc_now())


def contacts_without(checked: CheckedCampaign) -> Contacts:
    """The contacts who are not to be left out, with the others counted by reason."""
    contacts, kept = checked.planned.contacts, checked.planned.plan.rendered.kept
    reasons: dict[int, str] = {}
    for code in checked.planned.spec.leave_out:
        for concern in checked.concerns:
            if concern.code == code:
                theirs = kept[concern.recipients(checked.planned.plan)]
                reasons = dict.fromkeys(theirs.tolist(), code) | reasons
    staying = np.array([at not in reasons for at in range(len(contacts.numbers))])
    return replace(
        contacts,
        numbers=contacts.numbers[staying],
        rows=contacts.rows[staying],
        cells=contacts.cells[staying].reset_index(drop=True),
        left_out=contacts.left_out | Counter(reasons.values()),
    )


def plain(planned: PlannedCampaign) -> dict[str, Any]:
    """Everything that is frozen of a plan, and what its people are shown, by rows of the sheet."""
    contacts, plan = planned.contacts, planned.plan
    return {
        "numbers": contacts.numbers[plan.order].tolist(),
        "rows": contacts.rows[plan.order].tolist(),
        "cells": contacts.cells.iloc[plan.order].to_numpy().tolist(),
        "ranges": plan.ranges.tolist(),
        "calls": plan.calls.tolist(),
        "texts": plan.texts.to_pylist(),
        "parts": (plan.parts, plan.unicode_recipients, plan.text_parts.tolist()),
        "units": (plan.text_units.tolist(), plan.text_unicode.tolist()),
        "distinct": plan.rendered.distinct.to_pylist(),
        "text_of": plan.rendered.text_of.tolist(),
        "kept": contacts.rows[plan.rendered.kept].tolist(),
        "skipped": contacts.rows[plan.rendered.skipped].tolist(),
        "lacking": plan.rendered.lacking.tolist(),
        "defaults": plan.rendered.has_default.tolist(),
        "left_out": contacts.left_out,
    }


@given(ROWS, SPECS)
@example([(0, "{FirstName}", "Om"), (1, "{First", "Name}Om")], asked("repeated"))
@example([(9, "{FirstName}", "Om"), (0, "{First", "Name}Om")], asked("repeated"))
@example([(1, "Asha", "Om"), (5, "Ravi", ""), (6, "Asha", "Om")], asked("repeated"))
@example([(1, "Asha", "Om"), (5, "{{name}}", "Om"), (5, "Om", "a")], asked("unfilled_cell"))
@example([(4, "Om", "A"), (5, "Asha", "Om"), (6, "Om", "A"), (4, "b" * 45, "")], asked(*LEAVABLE))
@chosen(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_leaving_out_is_planning_without_them(
    db: Database, rows: list[Row], spec: CampaignSpec
) -> None:
    try:
        checked = walked(db, contacts_of(rows), spec)
    except InputError:
        reject()  # nobody could be written to in the first place
    fewer, same = contacts_without(checked), replace(spec, leave_out=())
    assert outcome(db, lambda: leave_out(checked)) == outcome(db, lambda: walked(db, fewer, same))


def outcome(db: Database, walk: Callable[[], CheckedCampaign]) -> object:
    """Everything that comes of it, or the code it is refused with."""
    try:
        checked = walk()
    except InputError as error:
        return error.code
    return plain(checked.planned), preview_of(db, configuration.load(), checked)


def test_these_cells_and_templates_give_every_finding_about_people(db: Database) -> None:
    rows: list[Row] = [(4, cell, "") for cell in (*CELLS, "b" * 35)] + [(ABROAD, "Asha", "Om")]
    codes = {
        concern.code.value
        for template_id in BODIES
        for route in (1, 2)
        for concern in walked(
            db,
            contacts_of(rows + SENT),
            asked(missing=Missing("-"), route=route, template_id=template_id),
        ).concerns
    }
    assert codes == set(LEAVABLE)


def test_each_step_is_taken_once_also_when_somebody_is_left_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    times: Counter[str] = Counter()

    def count(module: Any, name: str) -> None:
        step: Callable[..., Any] = getattr(module, name)

        @wraps(step)
        def counted(*given: Any, **options: Any) -> Any:
            times[name] += 1
            return step(*given, **options)

        monkeypatch.setattr(module, name, counted)

    checks = [name for name in vars(find) if name.startswith("check_")]
    for name in checks:
        count(find, name)
    for module, name in ((pipeline, "make_plan"), (find, "concerns"), (find, "findings")):
        count(module, name)
    settings = configuration.load()
    rows: list[Row] = [(4, "{{name}}", "Om"), (5, "Asha", "Om")]
    made, preview = create.create(
        settings, contacts_of(rows), asked("unfilled_cell", route=2, template_id="")
    )
    assert control.status(settings, made).campaign.recipients == 1
    assert preview.skipped == {"rejected": 2, "unfilled_cell": 1}
    unasked = {"check_template", "check_promotional_words"}
    assert set(times) >= {*checks, "make_plan", "concerns", "findings"} - unasked
    assert set(times.values()) == {1}


def test_leaving_out_for_one_finding_twice_counts_its_people_once() -> None:
    rows: list[Row] = [(4, "{{name}}", "Om"), (5, "Asha", "Om")]
    spec = asked("unfilled_cell", "unfilled_cell", template_id="")
    seen = preview(configuration.load(), contacts_of(rows), spec)
    assert seen.skipped == {"rejected": 2, FindingCode.UNFILLED_CELL: 1}
