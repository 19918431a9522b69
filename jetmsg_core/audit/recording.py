"""An act is written down within the transaction that does it: both are on the disk, or neither."""

from __future__ import annotations

import json
import logging
from collections.abc import Mapping, Sequence
from pathlib import Path

from jetmsg_core.acting import Actor, ActorKind, current
from jetmsg_core.acting.actors import WORKER
from jetmsg_core.audit.kinds import Act
from jetmsg_core.primitives.characters import without_broken_bytes
from jetmsg_core.primitives.masking import mask, mask_numbers
from jetmsg_core.primitives.times import stamp, utc_now
from jetmsg_core.states import CampaignState, Hold
from jetmsg_core.store.audit import acts, end_mark
from jetmsg_core.store.audit.end_mark import EndMark, UnreadableMark
from jetmsg_core.store.database import Database, after_commit

log = logging.getLogger(__name__)

Fact = str | int | float | bool | None
Facts = Mapping[str, Fact]
"""What was so before an act, or is after it: a few words and counts by their names."""

NO_MARK = "no mark"
HELD: Facts = {"state": CampaignState.RUNNING, "held": Hold.RESTORED}
"""Of a campaign whose database was put back."""


def record(
    db: Database,
    act: Act,
    *,
    campaign: int | None = None,
    subject: str = "",
    before: Facts | None = None,
    after: Facts | None = None,
    actor: Actor | None = None,
) -> None:
    """Writes down what is being done, in the transaction that does it. `subject` is the name of
    what it is done to; `actor` whoever acts now, for None. Whatever may be a phone number in words
    keeps its last four digits. Raises SignedOutError."""
    if after_commit(db, _note_end):
        _note_missing_end(db, acts.folder_of(db))
    _add(db, act, actor or current(), campaign, subject, before, after)


def record_restored(
    db: Database,
    folder: Path,
    subject: str,
    *,
    before: Facts,
    held: Sequence[tuple[int, str, str]] = (),
) -> None:
    """Writes down in a copy that is about to become the database of this data folder that it is
    restored; where the copy does not have the acts that the end mark names, that too. `held` are
    the campaigns that are held for it: id, name and the state before. The caller writes the mark,
    with `note_end`, once the copy is the database."""
    _note_missing_end(db, folder)
    _add(db, Act.RESTORED, current(), None, subject, before, None)
    for campaign, name, state in held:
        _add(db, Act.CAMPAIGN_HELD, current(), campaign, name, {"state": state}, HELD)


def record_held(
    db: Database, campaign: int, name: str, state: str, *, actor: Actor | None = None
) -> None:
    """Writes down of a campaign that was in this state that it is held, since its database was put
    back."""
    former = {"state": state}
    record(
        db,
        Act.CAMPAIGN_HELD,
        campaign=campaign,
        subject=name,
        before=former,
        after=HELD,
        actor=actor,
    )


def note_end(folder: Path, end: EndMark) -> None:
    """Writes the end mark of a data folder. It raises nothing: what is done is done, and a mark
    that is older says nothing wrong."""
    try:
        end_mark.write(folder, end)
    except OSError as error:
        log.warning("the end of the audit could not be noted (%s)", error)


def _note_end(db: Database) -> None:
    """After each commit of an act. Of two at once the later stays: a mark that this chain knows
    and that is further on is none of an earlier time."""
    folder, end = acts.folder_of(db), acts.end(db)
    mark = _mark(folder)
    if mark is None or mark.act < end.act or not acts.knows(db, mark):
        note_end(folder, end)


def _note_missing_end(db: Database, folder: Path) -> None:
    """Before the first act of a transaction: whoever cut the chain off, or put an earlier database
    in the place of this one, is told of for ever by what is added next."""
    mark, end = _mark(folder), acts.end(db)
    if mark is None and not (folder / end_mark.NAME).exists() and end.act == 0:
        # Before the very first act. So a kill right after it leaves a chain with a mark.
        note_end(folder, end)
    elif mark is None or not acts.knows(db, mark):
        noted: Facts = {"act": mark.act, "at": mark.at} if mark else {"mark": NO_MARK}
        ends: Facts = {"act": end.act, "at": end.at}
        _add(db, Act.END_MISSING, WORKER, None, mark.hash if mark else "", noted, ends)


def _mark(folder: Path) -> EndMark | None:
    try:
        return end_mark.read(folder)
    except UnreadableMark:
        return None


def _add(
    db: Database,
    act: Act,
    actor: Actor,
    campaign: int | None,
    subject: str,
    before: Facts | None,
    after: Facts | None,
) -> None:
    acts.add(
        db,
        {
            "at": stamp(utc_now()),
            "actor": without_broken_bytes(actor.name),
            "actor_kind": actor.kind.value,
            "role": "" if actor.kind is ActorKind.STRANGER else actor.role.value,
            "origin": actor.origin,
            "action": act.value,
            "campaign_id": campaign,
            "subject": _cut(subject),
            "before": _as_json(before),
            "after": _as_json(after),
        },
    )


LONGEST_WORDS = 500
"""Characters of one text in an act."""


def _cut(text: str) -> str:
    """The name of a file may be any bytes; what is kept is text."""
    return mask_numbers(mask(without_broken_bytes(text)))[:LONGEST_WORDS]


def _as_json(facts: Facts | None) -> str | None:
    if not facts:
        return None
    kept = {name: _cut(fact) if isinstance(fact, str) else fact for name, fact in facts.items()}
    return json.dumps(kept, ensure_ascii=False)
