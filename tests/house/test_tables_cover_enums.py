"""Each enum has a table of all that belongs to its members, and the table knows every member.

A member that is added alone would otherwise end in a KeyError on a page, or in silence. Where
another enum gets a table, or a table another enum, one line more in `COVERINGS` looks after it.
"""

from __future__ import annotations

import ast
import inspect
import os
import shutil
import subprocess
import sys
from collections.abc import Container
from enum import Enum
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from jetmsg_core.sandbox.faults import FaultFacts
from jetmsg_core.states import CampaignStateFacts, ChunkStateFacts, RecipientStateFacts

ROOT = Path(__file__).parents[2]
ADDED = "ADDED_ALONE"


class Covering(NamedTuple):
    """An enum, and what must hold each of its members: a mapping, a set or a function without
    parameters that gives one, by its full name. Members named in `except_for` need no place there,
    and say so here."""

    enum: str
    table: str
    except_for: frozenset[str] = frozenset()


COVERINGS = (
    Covering("jetmsg_core.states.CampaignState", "jetmsg_core.states.CAMPAIGN_STATES"),
    Covering("jetmsg_core.states.CampaignState", "jetmsg_core.states.CAMPAIGN_TRANSITIONS"),
    Covering("jetmsg_core.states.ChunkState", "jetmsg_core.states.CHUNK_STATES"),
    Covering("jetmsg_core.states.RecipientState", "jetmsg_core.states.RECIPIENT_STATES"),
    Covering("jetmsg_core.states.Hold", "jetmsg_core.states.HOLDS"),
    Covering("jetmsg_core.states.Pool", "jetmsg_core.states.POOL_NAMES"),
    # Whoever has the message, waits for it or was spared it needs no advice of a state's own.
    Covering(
        "jetmsg_core.states.RecipientState",
        "jetmsg_core.reports.reasons.BY_STATE",
        frozenset({"QUEUED", "SENDING", "SUBMITTED", "UNKNOWN", "CANCELLED", "DELIVERED", "READ"}),
    ),
    # What only sending knows is in no delivery report.
    Covering(
        "jetmsg_core.states.RecipientState",
        "jetmsg_core.reports.reading.words.WORDS",
        frozenset({"QUEUED", "SENDING", "NOT_ACCEPTED", "REFUSED", "UNKNOWN", "CANCELLED"}),
    ),
    Covering(
        "jetmsg_core.campaigns.checks.codes.FindingCode",
        "jetmsg_core.campaigns.checks.codes.FINDINGS",
    ),
    Covering(
        "jetmsg_core.campaigns.checks.codes.FindingCode", "pages.parts.compose.findings.ICONS"
    ),
    Covering(
        "jetmsg_core.gateway.replies.reasons.RefusalReason",
        "jetmsg_core.gateway.replies.reasons.REFUSALS",
    ),
    Covering("jetmsg_core.acting.roles.Role", "jetmsg_core.acting.roles.PERMISSIONS"),
    Covering("jetmsg_core.acting.roles.Permission", "jetmsg_core.acting.roles.DEEDS"),
    Covering("jetmsg_core.settings.GatewayCall", "jetmsg_core.settings.DOCUMENTED_URLS"),
    Covering("jetmsg_core.probing.CallFamily", "jetmsg_core.probing.CALLS_TO_NOBODY"),
    Covering("jetmsg_core.otp.sentences.OtpAction", "jetmsg_core.otp.sentences.BEGINNINGS"),
    Covering("jetmsg_core.gateway.otp_orders.OtpMethod", "jetmsg_core.otp.sentences.WAYS"),
    # These are about one message, about speed, or about nothing we know: they hold no campaign.
    Covering(
        "jetmsg_core.gateway.replies.reasons.RefusalReason",
        "jetmsg_core.campaigns.sending.settle.HOLDS",
        frozenset({"TEMPLATE", "RATE", "OTHER"}),
    ),
    Covering(
        "jetmsg_core.gateway.replies.reasons.RefusalReason", "jetmsg_core.reports.reasons.REASONS"
    ),
    Covering(
        "jetmsg_core.campaigns.unknown_calls.balance_evidence.Suggestion",
        "pages.parts.campaign.undecided.cards.SUGGESTED",
    ),
    Covering(
        "jetmsg_core.campaigns.unknown_calls.balance_evidence.Suggestion",
        "jetmsg_core.campaigns.unknown_calls.evidence_groups.GROUPS",
    ),
    Covering(
        "jetmsg_core.store.ledger.unknown_calls.UnknownCallAction",
        "pages.parts.campaign.undecided.past.DECIDED",
    ),
    Covering(
        "jetmsg_core.store.restoring.restorations.RestorationKind",
        "pages.parts.campaign.restored.FOUND_BY",
    ),
    Covering(
        "jetmsg_core.reports.matching.unmatched_reasons.UnmatchedReason",
        "jetmsg_core.reports.matching.unmatched_reasons.UNMATCHED",
    ),
    Covering(
        "jetmsg_core.contacts.findings.codes.FileFindingCode",
        "jetmsg_core.contacts.findings.rules.FINDINGS",
    ),
    # A sheet that is not there is a wrong choice, and nothing that is found in a file.
    Covering(
        "jetmsg_core.spreadsheets.refusals.WorkbookRefusal",
        "jetmsg_core.contacts.findings.rules.FINDINGS",
        frozenset({"NO_SUCH_SHEET"}),
    ),
    Covering(
        "jetmsg_core.spreadsheets.notes.NoteCode",
        "jetmsg_core.contacts.findings.rules.FINDINGS",
    ),
    Covering(
        "jetmsg_core.contacts.findings.reasons.Reason",
        "jetmsg_core.contacts.findings.reasons.REJECTIONS",
    ),
    Covering(
        "jetmsg_core.contacts.findings.reasons.Repair",
        "jetmsg_core.contacts.findings.reasons.REPAIRS",
    ),
    Covering(
        "jetmsg_core.contacts.findings.reasons.Caution",
        "jetmsg_core.contacts.findings.reasons.CAUTIONS",
    ),
    Covering(
        "jetmsg_core.balances.reconciliation.ReconciliationVerdict",
        "jetmsg_core.balances.reconciliation.VERDICTS",
    ),
    Covering(
        "jetmsg_core.balances.reconciliation.ReconciliationVerdict",
        "pages.parts.balance.reconciliation.ICONS",
    ),
    Covering(
        "jetmsg_core.states.ChunkState",
        "jetmsg_core.store.readings.chunk_reasons.CHUNK_REASONS",
    ),
    Covering("jetmsg_core.states.Channel", "jetmsg_core.states.CHANNEL_NAMES"),
    Covering("jetmsg_core.settings.Mode", "pages.parts.styles.state_styles.MODES"),
    Covering("jetmsg_core.lists.Comparison", "pages.parts.shared.cell_tests.TESTS"),
    Covering("jetmsg_core.campaigns.draft.choices.When", "pages.parts.compose.sending.send.WHEN"),
    Covering("jetmsg_core.campaigns.draft.choices.Step", "pages.parts.compose.steps.STEPS"),
    Covering("jetmsg_core.otp.orders.Api", "pages.parts.otp.order.APIS"),
    Covering("jetmsg_core.gateway.otp_orders.OtpMethod", "pages.parts.otp.order.WAYS"),
    Covering("jetmsg_core.otp.sentences.OtpAction", "pages.parts.otp.history.ACTIONS"),
    Covering("jetmsg_core.gateway.replies.Outcome", "pages.parts.otp.history.OUTCOMES"),
    Covering(
        "jetmsg_core.messages.dlt.approved_text.VariableKind",
        "jetmsg_core.messages.dlt.vectorized.FITTING_VALUES",
    ),
    Covering(
        "jetmsg_core.store.restoring.replacing.Unfit", "jetmsg_core.restoring.replacing.UNFIT"
    ),
    # What tells neither way is no advice.
    Covering(
        "jetmsg_core.campaigns.unknown_calls.balance_evidence.Suggestion",
        "jetmsg_core.campaigns.unknown_calls.evidence_groups.ADVICE",
        frozenset({"PARTLY", "UNCLEAR", "NO_EVIDENCE"}),
    ),
    Covering(
        "jetmsg_core.campaigns.lifecycle.retry_kinds.RetryKind",
        "jetmsg_core.campaigns.lifecycle.retry_kinds.RETRY_KINDS",
    ),
    Covering("jetmsg_core.sandbox.options.Fault", "jetmsg_core.sandbox.options.FAULT_MEANINGS"),
    Covering("jetmsg_core.sandbox.options.Fault", "jetmsg_core.sandbox.faults.FAULTS"),
    Covering("jetmsg_core.sandbox.journal.Family", "jetmsg_core.sandbox.web.status_page.NAMES"),
)


def missing(
    enum: type[Enum], table: Container[Any], named: str, except_for: frozenset[str] = frozenset()
) -> str:
    """A sentence that names the table `named` and the members of `enum` it does not know; empty
    when it knows them all."""
    unknown = [member for member in enum if member not in table and member.name not in except_for]
    if not unknown:
        return ""
    members = ", ".join(f"{enum.__name__}.{unsaid.name}" for unsaid in unknown)
    return f"{named} says nothing about {members}: say there what belongs to it."


def resolve(name: str) -> Any:
    """What stands under a full name: the longest part of it that is a module, and what is in it."""
    words = name.split(".")
    for length in range(len(words) - 1, 0, -1):
        try:
            value: Any = import_module(".".join(words[:length]))
        except ModuleNotFoundError as error:
            if error.name and not name.startswith(error.name):
                raise
            continue
        for word in words[length:]:
            value = getattr(value, word)
        return value
    raise LookupError(name)


@pytest.mark.parametrize("covering", COVERINGS, ids=lambda covering: covering.table)
def test_each_table_knows_every_member(covering: Covering) -> None:
    table = resolve(covering.table)
    table = table() if callable(table) else table
    sentence = missing(resolve(covering.enum), table, covering.table, covering.except_for)
    if sentence:
        pytest.fail(sentence, pytrace=False)


def test_whoever_needs_no_place_in_a_table_is_a_member() -> None:
    for covering in COVERINGS:
        assert covering.except_for <= resolve(covering.enum).__members__.keys(), covering


@pytest.mark.parametrize(
    "facts", [RecipientStateFacts, CampaignStateFacts, ChunkStateFacts, FaultFacts]
)
def test_a_new_member_must_say_each_fact(facts: Any) -> None:
    """A default would answer for it in silence, and leave it out where it belongs."""
    assert not facts._field_defaults


def test_a_member_added_alone_is_told_with_the_name_of_the_table(tmp_path: Path) -> None:
    """In a copy of the code each enum gets a member more; then the test above fails for each table
    with a sentence that says where to go."""
    _copy_code(tmp_path)
    for name in sorted({covering.enum for covering in COVERINGS}):
        _add_member(tmp_path, resolve(name))
    output = _run(tmp_path)
    for covering in COVERINGS:
        member = f"{covering.enum.rpartition('.')[2]}.{ADDED}"
        assert f"{covering.table} says nothing about {member}: say there" in output, output


def _copy_code(to: Path) -> None:
    no_caches = shutil.ignore_patterns("__pycache__")
    for folder in ("jetmsg_core", "pages"):
        shutil.copytree(ROOT / folder, to / folder, ignore=no_caches)
    there = to / Path(__file__).relative_to(ROOT)
    there.parent.mkdir(parents=True)
    shutil.copy(__file__, there)
    shutil.copy(ROOT / "pyproject.toml", to)


def _add_member(root: Path, enum: type[Enum]) -> None:
    source = Path(inspect.getfile(enum)).relative_to(ROOT)
    lines = (root / source).read_text("utf-8").splitlines(keepends=True)
    (body,) = [
        node.body
        for node in ast.walk(ast.parse("".join(lines)))
        if isinstance(node, ast.ClassDef) and node.name == enum.__name__
    ]
    last = [node for node in body if isinstance(node, ast.Assign)][-1]
    # Tables may be made from positions, so it comes after the others.
    value = repr("added_alone" if issubclass(enum, str) else 999)
    lines.insert(last.end_lineno or 0, f"    {ADDED} = {value}\n")
    (root / source).write_text("".join(lines), "utf-8")


def _run(root: Path) -> str:
    """What the covering test says there."""
    options = ("-q", "--noconftest", "-p", "no:cacheprovider", "-k", "each_table_knows")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options, str(Path(__file__).relative_to(ROOT))],
        cwd=root,
        env={name: value for name, value in os.environ.items() if not name.startswith("PYTEST")},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    return done.stdout
