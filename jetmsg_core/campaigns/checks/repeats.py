"""Who would get a text that was sent to them already in the last 24 hours, by any campaign."""

from __future__ import annotations

from datetime import datetime, timedelta

import numpy as np
import pandas as pd

from jetmsg_core.campaigns.checks import words
from jetmsg_core.campaigns.checks.codes import FindingCode
from jetmsg_core.campaigns.checks.concerns import Concern, ConcernedRecipients
from jetmsg_core.campaigns.plan.planned import PlannedCampaign
from jetmsg_core.messages.arrow import Strings, pc, strings_of
from jetmsg_core.messages.text import prepare_text
from jetmsg_core.primitives.arrays import Booleans, Integers
from jetmsg_core.primitives.masking import TEXT_MARK
from jetmsg_core.settings import Mode
from jetmsg_core.states import FAILED, REPORTED
from jetmsg_core.store import stand_ins
from jetmsg_core.store.database import Database
from jetmsg_core.store.ledger import recipients, repeats
from jetmsg_core.store.reports import people_called

GUARDED = timedelta(hours=24)
_MISSED = tuple(state for state in FAILED if state in REPORTED)
"""What a report says of those whom the text did not reach."""
_ASKED_BY_NAME = 200
"""Up to this many texts SQLite looks for them; more are compared here."""


def check_repeats(
    db: Database, mode: Mode, planned: PlannedCampaign, now: datetime
) -> list[Concern]:
    """Finds those who were sent their own text within `GUARDED` before `now`, on the same channel
    and in this mode. Nobody else who gets that text is concerned."""
    spec, since = planned.spec, now - GUARDED
    before = repeats.campaigns_since(db, mode, spec.channel, since)
    likely = [row["id"] for row in before if _may_say_the_same(row["message"], spec.message)]
    kept = planned.plan.rendered.kept
    again = np.zeros(len(planned.contacts.numbers), np.bool_)
    for campaign_id in likely:
        again[kept] |= _sent_before(db, planned, campaign_id, since)
    return [Concern(FindingCode.REPEATED, again, _say, by_text=False)] if again.any() else []


def _say(group: ConcernedRecipients) -> str:
    return words.repeated(group.count)


def _sent_before(
    db: Database, planned: PlannedCampaign, campaign_id: int, since: datetime
) -> Booleans:
    """Which kept contacts were sent their own text by this campaign."""
    rendered = planned.plan.rendered
    numbers, text_indexes = _sent_texts(db, campaign_id, since, rendered.distinct)
    ours = stand_ins.known_again(db, planned.contacts.numbers[rendered.kept], numbers)
    # One integer for a number and a text; numbers themselves would not leave room for it.
    keys = pd.factorize(np.concatenate((ours, numbers)))[0].astype(np.int64)
    keys *= len(rendered.distinct)
    pairs = pd.Series(keys[: len(ours)] + rendered.text_of)
    return np.asarray(pairs.isin(keys[len(ours) :] + text_indexes))


def _sent_texts(
    db: Database, campaign_id: int, since: datetime, texts: Strings
) -> tuple[Integers, Integers]:
    """The numbers that were sent one of `texts`, and the index of which."""
    among = texts.to_pylist() if len(texts) <= _ASKED_BY_NAME else None
    kept = repeats.texts(db, campaign_id, among)
    if not kept:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    starts, bodies = zip(*kept, strict=True)
    codes = pc.index_in(strings_of(bodies), value_set=texts).fill_null(-1)
    if any(body.startswith(TEXT_MARK) for body in bodies):
        marks = strings_of(stand_ins.of_texts(db, texts.to_pylist()))
        codes = pc.max_element_wise(codes, pc.index_in(strings_of(bodies), value_set=marks))
    ranges = repeats.sent_ranges(db, campaign_id, since)
    index = np.minimum(np.searchsorted(starts, ranges[:, 2]), len(starts) - 1)
    text_indexes = np.where(np.array(starts)[index] == ranges[:, 2], np.asarray(codes)[index], -1)
    return _spread(db, campaign_id, ranges[text_indexes >= 0], text_indexes[text_indexes >= 0])


def _spread(
    db: Database, campaign_id: int, ranges: Integers, text_indexes: Integers
) -> tuple[Integers, Integers]:
    """From ranges to the numbers in them."""
    sizes = ranges[:, 1] - ranges[:, 0]
    if not len(sizes):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    firsts = np.cumsum(sizes) - sizes
    indices = np.arange(sizes.sum()) - np.repeat(firsts - ranges[:, 0] + 1, sizes)
    # Who was left out of a call, or of the reply to it, was not sent anything; and whom it did not
    # reach has not read it.
    missed = (
        repeats.not_submitted(db, campaign_id),
        people_called.submitted(db, campaign_id, _MISSED),
    )
    sent = ~np.isin(indices, np.concatenate(missed) - 1)
    numbers = recipients.numbers(db, campaign_id)
    return numbers[indices[sent]], np.repeat(text_indexes, sizes)[sent]


def _may_say_the_same(message: str, other: str) -> bool:
    """Whether two messages could give one text: what stands before the first placeholder and
    behind the last must agree. It spares looking through campaigns that said something else."""
    (head, tail), (other_head, other_tail) = _ends(message), _ends(other)
    heads = head.startswith(other_head) or other_head.startswith(head)
    return heads and (tail.endswith(other_tail) or other_tail.endswith(tail))


def _ends(message: str) -> tuple[str, str]:
    message = prepare_text(message)
    # A letter less, since an accent at the start of a value could join the one before it.
    head = message.partition("{{")[0]
    return (head if head == message else head[:-1]), message.rpartition("}}")[2]
