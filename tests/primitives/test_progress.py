"""How far a work is, as whoever asked for it hears: never less than before, and the whole at the
end."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
from fixtures import ContactFile, NewCampaign

from jetmsg_core import checking, optouts
from jetmsg_core.backup import back_up
from jetmsg_core.campaigns.draft.spec import CampaignSpec
from jetmsg_core.campaigns.exports import recipient_file
from jetmsg_core.campaigns.lifecycle import create as creating
from jetmsg_core.errors import StateError
from jetmsg_core.files import tables
from jetmsg_core.files.file_format import FileFormat
from jetmsg_core.files.tables import write_whole
from jetmsg_core.lists import contacts_of
from jetmsg_core.primitives.progress import WHOLE, Steps
from jetmsg_core.settings import Settings
from jetmsg_core.store import backup as copying
from jetmsg_core.store.database import open_database, transaction


class Heard:
    """What was told, each as done and total."""

    def __init__(self) -> None:
        self.told: list[tuple[int, int]] = []

    def __call__(self, done: int, total: int) -> None:
        self.told.append((done, total))

    def is_whole(self) -> bool:
        """Whether it only grew, of one and the same total, to the whole."""
        assert len({total for _, total in self.told}) == 1
        assert self.told == sorted(self.told)
        return self.told[-1][0] == self.told[-1][1]


def test_steps_are_told_by_their_weights() -> None:
    heard = Heard()
    with Steps(heard, 1, 3) as steps:
        steps.begin()
        second = steps.begin()
        second(1, 3)
        second(1, 3)
        second(3, 3)
    assert heard.told == [(0, 100), (25, 100), (50, 100), (100, 100)]


def test_a_step_of_nothing_and_one_within_another_end_at_the_whole() -> None:
    heard = Heard()
    with Steps(heard, 1, 1) as steps:
        steps.begin()(0, 0)
        with Steps(steps.begin(), 1, 1) as inner:
            inner.begin()
            inner.begin()(1, 2)
    assert [done for done, _ in heard.told] == [0, 50, 75, 87, 100]


def test_what_fails_is_not_told_as_done() -> None:
    heard = Heard()
    with pytest.raises(ZeroDivisionError), Steps(heard, 1) as steps:  # noqa: PT012
        steps.begin()(1, 2)
        raise ZeroDivisionError
    assert heard.told[-1] == (50, WHOLE)


def test_a_check_tells_how_far_it_is(settings: Settings, contact_file: ContactFile) -> None:
    heard = Heard()
    checking.check(settings, contact_file(3).read_bytes(), tell=heard)
    assert heard.is_whole()
    assert len(heard.told) > 2


def test_making_a_campaign_tells_how_far_it_is(
    settings: Settings, contact_file: ContactFile
) -> None:
    heard = Heard()
    people = contacts_of(checking.check(settings, contact_file(40).read_bytes()), "c.csv")
    spec = CampaignSpec(name="Sale", message="Hello {{name}}", sender_id="JETMSG")
    creating.create(settings, people, spec, tell=heard)
    assert heard.is_whole()
    assert len(heard.told) > 4


def test_a_campaign_that_is_refused_is_not_told_as_made(
    settings: Settings, contact_file: ContactFile
) -> None:
    heard = Heard()
    people = contacts_of(checking.check(settings, contact_file(3).read_bytes()), "c.csv")
    spec = CampaignSpec(name="Sale", message="Hello", sender_id="JETMSG")
    with pytest.raises(StateError, match="You confirmed 5 recipients"):
        creating.create(settings, people, spec, expected_recipients=5, tell=heard)
    assert heard.told[-1][0] < WHOLE


@pytest.mark.parametrize("form", FileFormat)
def test_an_export_tells_rows(
    settings: Settings, new_campaign: NewCampaign, form: FileFormat
) -> None:
    heard = Heard()
    recipient_file.export(settings, new_campaign(7), io.BytesIO(), form=form, tell=heard)
    assert heard.is_whole()
    assert heard.told[-1] == (7, 7)


@pytest.mark.parametrize("form", FileFormat)
def test_a_table_of_more_than_one_block_is_written_whole(
    settings: Settings, form: FileFormat, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "ROWS", 4)
    optouts.add(settings, [str(9_000_000_000 + n) for n in range(9)], source="test")
    heard, out = Heard(), io.BytesIO()
    written = write_whole(out, optouts.export_table(settings, form), form, tell=heard)
    assert heard.is_whole()
    assert [done for done, _ in heard.told] == [4, 8, 9]
    assert written.rows == 9
    if form is not FileFormat.XLSX:
        text = out.getvalue().decode("utf-8-sig")
        assert [text.count(f"91900000000{n}") for n in range(9)] == [1] * 9


def test_a_copy_tells_pages_and_is_of_one_moment_whatever_is_written_meanwhile(
    settings: Settings, new_campaign: NewCampaign, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    new_campaign(300)
    monkeypatch.setattr(copying, "PAGES", 4)
    before = optouts.numbers(settings)
    heard = Heard()

    def write_too(done: int, total: int) -> None:
        """As the worker would: what is written now is not in the copy, and does not delay it."""
        heard(done, total)
        with open_database(settings.database_path) as db, transaction(db):
            db.conn.execute(
                "insert into opt_outs (number, source, added_at) values (?, 'test', '')",
                (919_000_000_000 + done,),
            )

    back_up(settings, tmp_path / "copy.db", tell=write_too)
    assert heard.is_whole()
    assert len({done for done, _ in heard.told}) == len(heard.told) > 3
    assert len(optouts.numbers(settings)) == len(heard.told)
    with open_database(tmp_path / "copy.db") as db:
        (copied,) = db.conn.execute("select count(*) from opt_outs").fetchone()
    assert copied == np.size(before) == 0
