"""Who may not have it, and why: counted without reading everybody while a campaign runs, written
down when it has ended, and the same either way."""

from __future__ import annotations

import pytest
from fixtures import NewCampaign, ReadLedger, StartGateway, WorkUntil

from jetmsg_core import optouts
from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.campaigns.results import recipients
from jetmsg_core.reports import importing
from jetmsg_core.reports.indexing import index_ended
from jetmsg_core.settings import Settings
from jetmsg_core.states import RecipientState, facts_of
from jetmsg_core.store.database import open_database
from jetmsg_core.store.readings import recipient_states

GONE_WRONG = ("--fault", "missing=0.2", "--fault", "http500=0.2", "--fault", "template=0.2")


def reasons_of(settings: Settings, made: int) -> dict[tuple[RecipientState, str], int]:
    return {(why.state, why.reason): why.recipients for why in recipients.reasons(settings, made)}


def read(settings: Settings, made: int) -> dict[tuple[RecipientState, str], int]:
    """By reading what became of each."""
    with open_database(settings.database_path) as db:
        counts = recipient_states.read(db, made).counts()
    return {key: n for key, n in counts.items() if facts_of(*key).needs_reason}


@pytest.mark.usefixtures("never_held")
@pytest.mark.parametrize("is_stopped", [False, True], ids=["run to the end", "stopped on the way"])
def test_reasons_are_the_same_while_it_runs_and_after(
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    work_until: WorkUntil,
    settings: Settings,
    ledger: ReadLedger,
    is_stopped: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("JETMSG_RATE", "10")  # slow enough to be paused half way
    start_gateway("--seed", "5", *GONE_WRONG)
    made = new_campaign(200, "Hello", chunk_size=5)
    out = [row["number"] for row in ledger(made)[:7]]
    optouts.add(settings, map(str, out), source="test")
    control.start(settings, made)
    work_until(lambda: control.status(settings, made).settled > 100, made)
    control.pause(settings, made)
    assert reasons_of(settings, made) == read(settings, made)
    rows = [f"{row['sms_id']},UNDELIV,ABSENTSUB" for row in ledger(made)[7:60] if row["sms_id"]]
    rows += [f"{row['sms_id']},DELIVRD," for row in ledger(made)[60:80] if row["sms_id"]]
    importing.import_report(settings, "\n".join(["Sms Id,Status,Error Code", *rows]).encode())
    assert reasons_of(settings, made) == read(settings, made)
    assert {RecipientState.UNDELIVERED, RecipientState.CANCELLED} <= {
        s for s, _ in reasons_of(settings, made)
    }
    (control.stop if is_stopped else control.resume)(settings, made)
    work_until(lambda: control.status(settings, made).is_over, made)
    while_it_ran = reasons_of(settings, made)
    assert while_it_ran == read(settings, made)
    index_ended(settings)
    assert reasons_of(settings, made) == while_it_ran
