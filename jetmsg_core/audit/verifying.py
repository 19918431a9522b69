"""Whether the chain of acts is whole: each as it was written down, none gone, and none behind the
end that was noted."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from jetmsg_core.acting import Permission, requires
from jetmsg_core.audit.kinds import Act
from jetmsg_core.primitives.numbers import counted, with_commas
from jetmsg_core.primitives.times import second_in_ist
from jetmsg_core.settings import Settings
from jetmsg_core.store.audit import acts, chain, end_mark
from jetmsg_core.store.audit.end_mark import EndMark, UnreadableMark
from jetmsg_core.store.database import Database, Row, open_database, snapshot

MOST = 20
"""Faults that are told: behind the first, many acts may not fit."""


@dataclass(frozen=True)
class Verification:
    """What was found in a chain of `count` acts that ends with the hash `last_hash`, at `last_at`
    (a stamp; both empty before the first). `faults` say what does not fit; `notes` what looks like
    it and has its reason in the chain, as a copy that was restored."""

    count: int
    last_hash: str
    last_at: str
    faults: tuple[str, ...]
    notes: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """Tells whether nothing was found that does not fit."""
        return not self.faults


@requires(Permission.SEE_AUDIT)
def verify(settings: Settings) -> Verification:
    """Looks through all acts and at the end mark beside the database. Raises NotAllowed."""
    with open_database(settings.database_path) as db, snapshot(db):
        # The mark first: an act that is added meanwhile is behind it, and in no way missing.
        faults = [*_faults_at_the_end(db, settings)]
        broken = [fault.what for _, fault in zip(range(MOST), chain.breaks(db), strict=False)]
        unexplained, notes = _gaps(db)
        last = acts.end(db)
        return Verification(
            acts.count(db),
            last.hash,
            last.at,
            (*broken, *unexplained, *faults),
            tuple(notes),
        )


def outcome(verification: Verification) -> str:
    """Says in a sentence what was found."""
    if not verification.is_whole:
        return "The audit is not whole: something was changed or removed."
    if not verification.count:
        return "Nothing was done yet."
    acts_counted = counted(verification.count, "act")
    return (
        f"{acts_counted}, up to {second_in_ist(verification.last_at)} IST, and each is as it was "
        f"written down. The last hash is {verification.last_hash}."
    )


def _faults_at_the_end(db: Database, settings: Settings) -> Iterator[str]:
    try:
        mark = end_mark.read(settings.data_dir)
    except UnreadableMark as error:
        yield (
            f"{end_mark.NAME} in the data folder cannot be read ({error}), so nobody can say "
            "whether the last acts are still here."
        )
        return
    end = acts.end(db)
    if mark is None and end.act:
        yield (
            f"{end_mark.NAME} is not in the data folder, so nobody can say whether the last acts "
            "are still here."
        )
    elif mark is not None and not acts.knows(db, mark):
        yield _older(mark, end)


def _older(mark: EndMark, end: EndMark) -> str:
    last = f"act {_number(end)}" if end.act else "no act"
    return (
        f"{end_mark.NAME} names act {_number(mark)}, and this database ends with {last}: it is "
        "older than the mark. An earlier copy was put in its place without `restore`, or the last "
        "acts were removed."
    )


def _number(mark: EndMark) -> str:
    at = f" of {second_in_ist(mark.at)} IST" if mark.at else ""
    return f"{with_commas(mark.act)}{at}"


def _gaps(db: Database) -> tuple[list[str], list[str]]:
    """What the chain itself says of ends that were missing: those without a reason, and those
    where the database was put back then, by `restore` or as a worker found."""
    unexplained, explained = [], []
    marked = acts.of_actions(db, (Act.END_MISSING, Act.RESTORED, Act.FOUND_RESTORED))
    for row, following in zip(marked, [*marked[1:], None], strict=False):
        if row["action"] != Act.END_MISSING:
            continue
        if following is None or following["action"] == Act.END_MISSING:
            unexplained.append(_told(row))
        else:
            number = with_commas(following["id"])
            explained.append(f"{_told(row)} The database was put back then, says act {number}.")
    return unexplained, explained


def _told(row: Row) -> str:
    before, after = json.loads(row["before"]), json.loads(row["after"])
    number, at = with_commas(row["id"]), second_in_ist(row["at"])
    if "act" not in before:
        return f"Act {number}, {at} IST: {end_mark.NAME} was missing or could not be read."
    noted = EndMark(before["act"], "", before["at"])
    ended = EndMark(after["act"], "", after["at"])
    return (
        f"Act {number}, {at} IST: the acts up to {_number(noted)} were missing, since the database "
        f"ended with act {_number(ended)}."
    )
