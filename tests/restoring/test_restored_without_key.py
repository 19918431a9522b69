"""A copy with people who are only stand-ins says that it needs the key of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from fixtures import NewCampaign, RunJson

from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.people import erasing
from jetmsg_core.settings import Settings


def test_a_copy_restored_elsewhere_asks_for_the_key_of_whoever_was_erased(
    new_campaign: NewCampaign,
    settings: Settings,
    cli_json: RunJson,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    control.stop(settings, new_campaign(3))
    nobody_erased, copy = tmp_path / "before.db", tmp_path / "copy.db"
    cli_json("backup", nobody_erased)
    erasing.erase(settings, "9000000000")
    cli_json("backup", copy)
    assert cli_json("restore", copy)["warnings"] == []
    elsewhere = tmp_path / "elsewhere"
    monkeypatch.setenv("JETMSG_DATA_DIR", str(elsewhere))
    assert cli_json("restore", nobody_erased)["warnings"] == []
    (warning,) = cli_json("restore", copy)["warnings"]
    assert warning.startswith("people.key is not in the data folder")
    (elsewhere / "people.key").write_bytes((settings.data_dir / "people.key").read_bytes())
    assert cli_json("restore", copy)["warnings"] == []
