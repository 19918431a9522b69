"""Whose smsId it is, among all that are stored: found alike however many others lie between."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from jetmsg_core.messages.arrow import strings_of
from jetmsg_core.store.database import Database, open_database
from jetmsg_core.store.readings import lookups

OWN, OTHER, NEWER = 1, 2, 3
ASKED = 130


def store(db: Database, campaign_id: int, ids: list[str]) -> None:
    rows = [(sms_id, campaign_id, seq) for seq, sms_id in enumerate(ids, 1)]
    db.conn.executemany("insert into sms_ids values (?, ?, ?)", rows)


def owners(db: Database, ids: list[str]) -> dict[str, list[tuple[int, int]]]:
    """Campaign and seq of each id that is known, in the order in which they are given."""
    owned: dict[str, list[tuple[int, int]]] = {}
    for index, campaign_id, seq in lookups.find_sms_ids(db, strings_of(ids)).tolist():
        owned.setdefault(ids[index], []).append((campaign_id, seq))
    return owned


@pytest.mark.parametrize("between", [0, 3], ids=lambda n: f"{n}-others-between-two")
def test_ids_are_found_whatever_is_stored_between_them(
    tmp_path: Path, between: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lookups, "_ASKED_AT_ONCE", 50)
    step = between + 1
    every = [str(176_000_000_000_000 + n) for n in range(ASKED * step)]
    ids = every[::step]
    with open_database(tmp_path / "jetmsg.db") as db:
        store(db, OWN, ids[:-5])
        store(db, OTHER, [sms_id for n, sms_id in enumerate(every) if n % step])
        owned = owners(db, ids)
    assert owned == {sms_id: [(OWN, seq)] for seq, sms_id in enumerate(ids[:-5], 1)}


def test_of_an_id_that_several_campaigns_have_the_newest_is_last(tmp_path: Path) -> None:
    with open_database(tmp_path / "jetmsg.db") as db:
        for campaign_id in (NEWER, OTHER, OWN):
            store(db, campaign_id, ["wamid.HBgM-é", "7"])
        assert owners(db, ["", "7", "77", "wamid.HBgM-é"]) == {
            "7": [(OWN, 2), (OTHER, 2), (NEWER, 2)],
            "wamid.HBgM-é": [(OWN, 1), (OTHER, 1), (NEWER, 1)],
        }


def test_nothing_is_found_among_nothing(tmp_path: Path) -> None:
    with open_database(tmp_path / "jetmsg.db") as db:
        for ids in ([], ["176000000000001"]):
            matches = lookups.find_sms_ids(db, strings_of(ids))
            assert matches.shape == (0, 3)
            assert matches.dtype == np.int64
