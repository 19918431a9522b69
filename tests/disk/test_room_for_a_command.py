"""A command that makes a file of people asks whether its disk has room."""

from __future__ import annotations

from pathlib import Path

from fixtures import NewCampaign, RunCommand


def test_a_command_makes_no_file_of_people_on_a_disk_that_is_nearly_full(
    cli: RunCommand, new_campaign: NewCampaign, tmp_path: Path
) -> None:
    asked = ("campaign", "export", new_campaign(3), tmp_path / "c.csv")
    refused = cli(*asked, JETMSG_MIN_FREE_MB="1000000")
    assert refused.returncode == 1
    assert refused.stderr.startswith("No file was made: the disk of ")
    assert not (tmp_path / "c.csv").exists()
    assert cli(*asked, JETMSG_MIN_FREE_MB="0").returncode == 0
