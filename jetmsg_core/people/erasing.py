"""A person erased everywhere but the opt-outs, with a receipt.

It is done place by place, each in a transaction of its own, so that sending is never stopped for
long; and looked over again until a whole look finds nothing. Killed in between, it is not finished,
and doing it again does the rest.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from jetmsg_core import uploads
from jetmsg_core.acting import Permission, current, requires
from jetmsg_core.audit import Act, record
from jetmsg_core.campaigns.exports import jobs
from jetmsg_core.errors import InputError, StateError
from jetmsg_core.otp.receivers import mark_of, masked
from jetmsg_core.people import from_campaigns, from_lists, spellings
from jetmsg_core.people.asked import number_asked, refuse_open
from jetmsg_core.people.kinds import PlaceKind
from jetmsg_core.primitives.progress import Tell, nobody_listens
from jetmsg_core.primitives.times import Clock, stamp, utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.store import stand_ins
from jetmsg_core.store.database import Database, open_database, transaction
from jetmsg_core.store.people import erasures, listed, wiping, words
from jetmsg_core.store.people.erasures import Erasure
from jetmsg_core.store.saved import exports, optouts

__all__ = ["Erasure", "Receipt", "erase", "receipts"]

LOOKS = 5
"""At most. The second finds nothing, unless somebody brought the number in meanwhile."""
STEPS = 8
"""Of a look."""
OLDER = ("jetmsg-aside-*.db", "jetmsg-before-upgrade-*.db")


@dataclass(frozen=True)
class Receipt:
    """What was erased: how much of each kind, and in sentences what stays and who has to see to
    it. `number` is told to whoever asked, and is kept nowhere."""

    number: int
    erasure: Erasure

    @property
    def counts(self) -> dict[PlaceKind, int]:
        return {PlaceKind(kind): count for kind, count in self.erasure.counts.items()}


@requires(Permission.MANAGE_RETENTION)
def erase(
    settings: Settings, typed: str, clock: Clock = utc_now, *, tell: Tell = nobody_listens
) -> Receipt:
    """Erases whoever has this number, in any spelling. Raises InputError for what is no number,
    StateError while the number is needed (`asked.refuse_open`) or somebody brings it in again and
    again. `tell` hears steps done."""
    number = number_asked(typed)
    with open_database(settings.database_path) as db:
        refuse_open(db, number)
        stand_in = stand_ins.of_number(db, number)
        now = stamp(clock())
        erasure_id = erasures.begin(db, stand_in, by=current().name, now=now)
        went = _files_gone(settings, db) + erase_all(settings, db, number, clock, tell=tell)
        is_wiped = wiping.cut_log(db)
        remarks = [*_staying(settings, db, number), *([] if is_wiped else [_NOT_WIPED])]
        with transaction(db):
            counts = {kind.value: count for kind, count in went.items()}
            done = erasures.finish(db, erasure_id, counts, remarks, now=stamp(clock()))
            record(db, Act.PERSON_ERASED, subject=receipt_name(erasure_id), after=counts)
    return Receipt(number, done)


def receipt_name(erasure_id: int) -> str:
    """Names an erasure by its receipt: whose it was is kept nowhere."""
    return f"receipt {erasure_id}"


@requires(Permission.MANAGE_RETENTION)
def receipts(settings: Settings, limit: int) -> list[Erasure]:
    """Gives up to `limit` erasures, the newest first. None says whose it was."""
    with open_database(settings.database_path) as db:
        return erasures.newest(db, limit)


def erase_all(
    settings: Settings,
    db: Database,
    number: int,
    clock: Clock,
    *,
    tell: Tell = nobody_listens,
) -> Counter[PlaceKind]:
    """Takes a number out of the database, look after look, until one finds nothing. Returns how
    much went of each kind. Raises StateError."""
    went: Counter[PlaceKind] = Counter()
    for _ in range(LOOKS):
        step = _look(settings, db, number, clock, tell)
        if not step:
            return went
        went += step
    raise StateError(
        "person_comes_back",
        f"+{number} was brought in again while it was erased: a list is being saved or a campaign "
        "made with it. Erase it again when that is done.",
    )


def _look(
    settings: Settings, db: Database, number: int, clock: Clock, tell: Tell
) -> Counter[PlaceKind]:
    went: Counter[PlaceKind] = Counter()
    fitting, without = spellings.fitting(number), partial(spellings.without, number=number)
    stand_in = stand_ins.of_number(db, number)
    receiver = (masked(str(number)), mark_of(str(number), settings.key()))
    went += from_lists.erase_contacts(db, number, stamp(clock()))
    tell(1, STEPS)
    went[PlaceKind.REJECTED_ROWS] += from_lists.erase_rejected(db, number)
    tell(2, STEPS)
    went[PlaceKind.LIST_CHANGES] += from_lists.erase_changes(db, number)
    tell(3, STEPS)
    went += from_campaigns.erase_messages(db, number, stand_in)
    tell(6, STEPS)
    went[PlaceKind.REPORT_ROWS] += listed.drop_reports(db, number)
    for table, column in words.WORDS:
        went[PlaceKind.REPLIES] += words.cut(db, table, column, fitting, without)
    tell(7, STEPS)
    went[PlaceKind.CODES] += listed.drop_codes(db, *receiver)
    went[PlaceKind.OPT_OUT_REASON] += listed.clear_reason(db, number)
    tell(8, STEPS)
    refuse_open(db, number)
    return +went


def _files_gone(settings: Settings, db: Database) -> Counter[PlaceKind]:
    """Uploads are of any format and may wait for an answer; what is made for download may be in
    the middle of being made. They are a day old at most, so all of them go."""
    kept = uploads.forget_all(settings)
    tokens = sorted(exports.tokens(db))
    exports.forget(db, tokens)
    with suppress(OSError):
        for path in jobs.folder_of(settings).iterdir():
            with suppress(OSError):
                path.unlink()
    return +Counter({PlaceKind.UPLOADS: kept, PlaceKind.EXPORTS: len(tokens)})


_NOT_WIPED = (
    "Somebody read the database for so long that its log could not be emptied. It is emptied as "
    "the dashboard goes on."
)
_ELSEWHERE = (
    "Copies made by `backup`, files that were downloaded, and the records of the gateway are not "
    "reached from here. Where a copy from before is restored, this person is erased again."
)


def _staying(settings: Settings, db: Database, number: int) -> Iterator[str]:
    if optouts.has(db, number):
        yield "The opt-out stays: without it the number could be written to again."
    for what, text in words.in_own_words(db, spellings.fitting(number)):
        if spellings.names(text, number):
            yield f"Your team wrote this number in {what}. Change or delete that, where it can be."
    if number == _test_number(settings):
        yield "It is the test number in Settings. Change it there."
    for campaign_id in from_campaigns.named_in_open(db, number):
        yield (
            f"Campaign {campaign_id}, which is not over, has this number in the row or text of "
            "somebody else. Erase it again when the campaign is over."
        )
    older = sorted(path.name for pattern in OLDER for path in settings.data_dir.glob(pattern))
    if older:
        yield (
            f"Older databases in the data folder may hold this person: {', '.join(older)}. Delete "
            "them when you need them no more."
        )
    yield _ELSEWHERE


def _test_number(settings: Settings) -> int | None:
    try:
        return number_asked(settings.test_number) if settings.test_number else None
    except InputError:
        return None
