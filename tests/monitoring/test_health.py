"""Every part that is not well is told, with why."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from fixtures import NewCampaign

from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.disk import room
from jetmsg_core.monitoring import health
from jetmsg_core.monitoring.health import HealthProbe, Part
from jetmsg_core.primitives.times import Clock, utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.states import CIRCUIT_OPEN, HOLDS, Hold
from jetmsg_core.store import processes
from jetmsg_core.store.database import open_database
from jetmsg_core.store.ledger import transitions


@pytest.fixture
def well(settings: Settings) -> Settings:
    """A worker and a sandbox give signs of life."""
    with open_database(settings.database_path) as db:
        for name in ("worker", "sandbox"):
            processes.announce(db, name, holder="w", pid=1, url=None, now=utc_now())
    return settings


def wrong(settings: Settings, clock: Clock = utc_now) -> dict[Part, str]:
    """What a new probe says of the parts that are not well."""
    report = HealthProbe().look(settings, clock)
    assert report.is_well is not any(report.parts.values())
    return {part: why for part, why in report.parts.items() if why}


@pytest.mark.usefixtures("seems_alive")
def test_nothing_is_wrong_where_all_is_well(well: Settings) -> None:
    assert HealthProbe().look(well).parts.keys() == set(Part)
    assert wrong(well) == {}


def test_a_worker_that_is_silent_or_not_there_is_told(well: Settings, settings: Settings) -> None:
    later = utc_now() + timedelta(seconds=60)
    told = wrong(replace(well, sandbox_url="http://127.0.0.1:9"), lambda: later)
    assert list(told) == [Part.WORKER]
    assert told[Part.WORKER].startswith("The worker was last heard of ")
    with open_database(settings.database_path) as db:
        processes.withdraw(db, "worker", holder="w")
    assert wrong(settings, lambda: later)[Part.WORKER] == "The worker is not running."
    assert wrong(settings, lambda: later)[Part.GATEWAY] == "The sandbox gateway is not running."


@pytest.mark.usefixtures("seems_alive")
def test_a_disk_that_is_nearly_full_is_told(
    well: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "free_bytes", lambda folder: 5 * room.MEGABYTE)
    assert list(wrong(well)) == [Part.DISK]
    assert "nearly full: 5 MB are free, and 200 MB should be." in wrong(well)[Part.DISK]


@pytest.mark.usefixtures("seems_alive")
@pytest.mark.parametrize("hold", list(Hold))
def test_a_gateway_whose_circuit_is_open_is_told_and_other_holds_are_not(
    hold: Hold, well: Settings, new_campaign: NewCampaign
) -> None:
    made = new_campaign(2)
    control.start(well, made)
    with open_database(well.database_path) as db:
        transitions.hold(db, made, hold, "", None)
    expected = {Part.GATEWAY: HOLDS[hold].what} if hold in CIRCUIT_OPEN else {}
    assert wrong(well) == expected


def test_a_database_that_is_none_is_told(settings: Settings) -> None:
    settings.data_dir.mkdir(parents=True)
    settings.database_path.write_bytes(b"no database at all" * 1000)
    told = wrong(settings)
    assert "is damaged" in told[Part.DATABASE]
    assert "cannot be known" in told[Part.WORKER]


@pytest.mark.usefixtures("seems_alive")
def test_however_many_ask_the_database_is_asked_once_in_a_moment(
    well: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Path] = []
    real = health.open_database

    def counting(path: Path):  # type: ignore[no-untyped-def]
        opened.append(path)
        return real(path)

    monkeypatch.setattr(health, "open_database", counting)
    monkeypatch.setattr(health, "REMEMBERED_SECONDS", 3_600.0)
    probe = HealthProbe()
    assert all(probe.look(well).is_well for _ in range(50))
    assert len(opened) == 1
