"""What a person is told about people who wait in a database that was put back: never more than the
numbers say."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fixtures import (
    LookAsWorker,
    NewCampaign,
    PutBack,
    ReadLedger,
    RunJson,
    Send,
    StartGateway,
    WorkUntil,
)

from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.campaigns.lifecycle.readiness import before_sending
from jetmsg_core.restoring import evidence
from jetmsg_core.restoring.assessment import Assessment, assess
from jetmsg_core.restoring.evidence import BalanceFinding
from jetmsg_core.settings import Settings
from jetmsg_core.states import Channel


@pytest.mark.parametrize(
    ("before", "after", "explained", "waiting", "expected"),
    [
        pytest.param(500, 500, (0, 0), 30, (BalanceFinding.NOTHING, 0, 0), id="it did not fall"),
        pytest.param(
            500, 480, (20, 20), 30, (BalanceFinding.NOTHING, 0, 0), id="all of it is known"
        ),
        pytest.param(
            500, 480, (16, 24), 30, (BalanceFinding.NOTHING, 0, 4), id="it may all be known"
        ),
        pytest.param(500, 490, (0, 0), 30, (BalanceFinding.SOME, 10, 10), id="some of them"),
        pytest.param(
            500, 470, (1, 5), 30, (BalanceFinding.SOME, 25, 29), id="not quite all of them"
        ),
        pytest.param(500, 450, (20, 20), 30, (BalanceFinding.ALL, 30, 30), id="just all of them"),
        pytest.param(
            500, 450, (18, 22), 30, (BalanceFinding.ALL, 28, 32), id="perhaps all of them"
        ),
        pytest.param(
            500, 449, (20, 20), 30, (BalanceFinding.MORE, 31, 31), id="more than they can have"
        ),
        pytest.param(500, 501, (0, 0), 30, (BalanceFinding.CANNOT_TELL, None, None), id="a top-up"),
        pytest.param(
            None, 500, (0, 0), 30, (BalanceFinding.CANNOT_TELL, None, None), id="none before"
        ),
        pytest.param(
            500, None, (0, 0), 30, (BalanceFinding.CANNOT_TELL, None, None), id="none since"
        ),
    ],
)
def test_the_balance_is_assessed(
    before: int | None,
    after: int | None,
    explained: tuple[int, int],
    waiting: int,
    expected: tuple[BalanceFinding, int | None, int | None],
) -> None:
    assert assess(before=before, after=after, explained=explained, waiting=waiting) == Assessment(
        *expected
    )


@pytest.fixture
def in_a_copy(
    settings: Settings,
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    look_as_worker: LookAsWorker,
    put_back: PutBack,
    cli_json: RunJson,
    tmp_path: Path,
    work_until: WorkUntil,
) -> Any:
    """A campaign that waits in a copy which was put back, and of which some were sent to since, or
    all for None; a worker has looked."""

    def make(count: int, sent: int | None = None, **brief: Any) -> int:
        start_gateway()
        look_as_worker()
        made = new_campaign(count, "Hello", chunk_size=1, **brief)
        control.start(settings, made)
        cli_json("backup", tmp_path / "copy.db")
        if sent != 0:
            work_until(lambda: control.status(settings, made).submitted >= (sent or count), made)
        put_back(tmp_path / "copy.db")
        look_as_worker()
        work_until(lambda: _is_read(settings, made), made)
        return int(made)

    return make


def _is_read(settings: Settings, campaign_id: int) -> bool:
    restored = evidence.of_campaign(settings, campaign_id)
    return restored is not None and (
        restored.balance.after is not None or restored.balance.pool.value == "none"
    )


def test_nobody_was_sent_to(in_a_copy: Any, settings: Settings, cli_json: RunJson) -> None:
    made = in_a_copy(5, sent=0)
    restored = cli_json("campaign", "status", made)["restored"]
    assert (restored["kind"], restored["people"], restored["parts"]) == ("copy", 5, 5)
    assert (restored["balance"]["finding"], restored["balance"]["missing"]) == ("nothing", 0)
    assert "It shows no message beyond those known here." in restored["evidence"][-1]


def test_everybody_was_sent_to(in_a_copy: Any, settings: Settings, cli_json: RunJson) -> None:
    made = in_a_copy(5)
    restored = cli_json("campaign", "status", made)["restored"]
    # One more went to the person by whom the worker is seen.
    assert restored["balance"]["finding"] == "all"
    assert "probably all have the message" in restored["evidence"][-1]


def test_whatsapp_takes_no_credits(in_a_copy: Any, cli_json: RunJson) -> None:
    made = in_a_copy(1, channel=Channel.WHATSAPP)
    restored = cli_json("campaign", "status", made)["restored"]
    assert restored["balance"]["finding"] == "cannot_tell"
    assert "WhatsApp messages take no credits" in restored["evidence"][-1]


def test_a_delivery_report_says_who_has_it(
    in_a_copy: Any, cli_json: RunJson, settings: Settings, ledger: ReadLedger, tmp_path: Path
) -> None:
    """Its smsIds are not known here, so it is read by number."""
    made = in_a_copy(5)
    before = cli_json("campaign", "status", made)["restored"]
    assert "No delivery report" in before["evidence"][0]
    people = ledger(made)
    report = tmp_path / "report.csv"
    lines = [f"4711{row['seq']},{row['number']},DELIVRD" for row in people[:3]]
    lines.append(f"47119,{people[3]['number']},UNDELIV")
    report.write_text("\n".join(["Sms Id,Mobile No,Status", *lines]))
    cli_json("campaign", "report", made, report)
    restored = cli_json("campaign", "status", made)["restored"]
    assert restored["reported"] == {"delivered": 3, "undelivered": 1}
    assert "Delivery reports name 4 of them" in restored["evidence"][0]
    assert "Reported delivered: 3" in restored["evidence"][0]


def test_before_a_worker_has_looked_no_reading_counts(
    settings: Settings,
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    look_as_worker: LookAsWorker,
    put_back: PutBack,
    cli_json: RunJson,
    tmp_path: Path,
) -> None:
    start_gateway()
    look_as_worker()
    made = new_campaign(5)
    control.start(settings, made)
    cli_json("backup", tmp_path / "copy.db")
    put_back(tmp_path / "copy.db")
    restored = cli_json("campaign", "status", made)["restored"]
    assert "was not read since" in restored["evidence"][-1]


def test_a_campaign_that_is_not_held_for_it_has_none(
    new_campaign: NewCampaign, settings: Settings, cli_json: RunJson
) -> None:
    made = new_campaign(5)
    assert evidence.of_campaign(settings, made) is None
    assert "restored" not in cli_json("campaign", "status", made)


def test_a_draft_and_a_retry_say_that_later_fates_are_not_known(
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    send: Send,
    cli_json: RunJson,
    tmp_path: Path,
    settings: Settings,
    put_back: PutBack,
    look_as_worker: LookAsWorker,
) -> None:
    start_gateway("--fault", "missing=1")
    failed, draft = new_campaign(3, "Hello"), new_campaign(4)
    send(failed)
    cli_json("backup", tmp_path / "copy.db")
    put_back(tmp_path / "copy.db")
    assert not before_sending(settings, control.status(settings, draft).campaign).warnings
    look_as_worker()
    (warning,) = before_sending(settings, control.status(settings, draft).campaign).warnings
    assert "If this was sent after that" in warning
    retried = cli_json("campaign", "retry", failed)
    assert "People who were tried again after that are not known" in retried["warnings"][-1]
    fresh = new_campaign(2)
    assert not before_sending(settings, control.status(settings, fresh).campaign).warnings
