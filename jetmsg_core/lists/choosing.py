"""A smaller list out of a list: those in a campaign or another list or not, or those with
something in a column. Who opted out stays in it, and is left out when it is sent to."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from jetmsg_core.acting import Permission, requires
from jetmsg_core.contacts.columns.number_column import find_column
from jetmsg_core.errors import InputError
from jetmsg_core.lists.saving import checked_name, insert
from jetmsg_core.lists.tables import found_list, numbers_of, one_column
from jetmsg_core.primitives.arrays import Booleans, Integers
from jetmsg_core.primitives.characters import quoted
from jetmsg_core.primitives.times import Clock, utc_now
from jetmsg_core.reports import in_states
from jetmsg_core.settings import Settings
from jetmsg_core.states import NEVER_SENT, RECIPIENT_STATES, RecipientState
from jetmsg_core.store import arrow_blocks, stand_ins
from jetmsg_core.store.database import Database, open_database, snapshot, transaction
from jetmsg_core.store.ledger import campaigns
from jetmsg_core.store.saved import lists
from jetmsg_core.store.saved.lists import ContactList


@dataclass(frozen=True)
class InCampaign:
    """The contacts who are recipients of a campaign, whatever became of them, `but` those in these
    states, or `only` those in these; `outside`: the others. Whoever may have the message though the
    state denies it is never among the others as one who was not sent to."""

    campaign_id: int
    outside: bool = False
    but: tuple[RecipientState, ...] = ()
    only: tuple[RecipientState, ...] = ()


@dataclass(frozen=True)
class InList:
    """The contacts whose number is in another list too; `outside`: the others."""

    list_id: int
    outside: bool = False


class Comparison(StrEnum):
    """The questions asked of a cell. Case and white space at its ends do not count."""

    EQUALS = "equals"
    CONTAINS = "contains"
    EMPTY = "empty"
    NOT_EMPTY = "not_empty"


@dataclass(frozen=True)
class CellTest:
    """The contacts whose cell in `column` passes. `value` is not used by the two tests for
    emptiness."""

    column: str
    test: Comparison
    value: str = ""


Choice = InCampaign | InList | CellTest


@requires(Permission.PREPARE)
def count(settings: Settings, list_id: int, choice: Choice) -> int:
    """Counts the contacts that `choose` would keep. Raises as it does."""
    with open_database(settings.database_path) as db, snapshot(db):
        return int(np.count_nonzero(fits(db, found_list(db, list_id), choice)))


@requires(Permission.PREPARE)
def choose(
    settings: Settings,
    list_id: int,
    choice: Choice,
    *,
    name: str,
    token: str,
    clock: Clock = utc_now,
) -> int:
    """Makes a new list of those chosen and gives its id; the old one stays. The same token again
    returns the list it made before. Raises InputError (`no_name`, `nobody_left`, `unknown_column`,
    `ambiguous_column`, `no_value`, `same_list`), NotFoundError."""
    name = checked_name(name)
    with open_database(settings.database_path) as db:
        if (made_before := lists.id_of_token(db, token)) is not None:
            return made_before
        with transaction(db):
            contact_list = found_list(db, list_id)
            mask = fits(db, contact_list, choice)
            if not mask.any():
                raise InputError(
                    "nobody_left",
                    f"Nobody in {quoted(contact_list.name)} fits, so no list was made.",
                )
            return insert(
                db,
                list(_kept(db, list_id, mask)),
                name=name,
                token=token,
                source=_description(db, contact_list, choice),
                number_column=contact_list.number_column,
                findings={},
                clock=clock,
            )


def fits(db: Database, contact_list: ContactList, choice: Choice) -> Booleans:
    """The mask is true for the contacts of the list that are chosen. Raises as `choose` does."""
    if isinstance(choice, CellTest):
        column = find_column(contact_list.columns, choice.column)
        return passes(one_column(db, contact_list.id, column), choice)
    if isinstance(choice, InList):
        found_list(db, choice.list_id)
        if choice.list_id == contact_list.id:
            raise InputError("same_list", "A list cannot be compared with itself. Choose another.")
        members = numbers_of(db, choice.list_id)
    else:
        members = _members(db, choice)
    inside = stand_ins.are_among(db, numbers_of(db, contact_list.id), members)
    return ~inside if choice.outside else inside


def _members(db: Database, choice: InCampaign) -> Integers:
    if not choice.only:
        return sent_to(db, choice.campaign_id, but=choice.but)
    if choice.outside:
        but = tuple(state for state in RecipientState if state not in choice.only)
        return sent_to(db, choice.campaign_id, but=but)
    _campaign_name(db, choice.campaign_id)
    return in_states.numbers_inside(db, choice.campaign_id, choice.only)


def sent_to(
    db: Database, campaign_id: int, *, but: Collection[RecipientState] = NEVER_SENT
) -> Integers:
    """Gives the numbers of a campaign's recipients but those in the states `but`: whoever was sent
    to, may have been or still will be. Raises NotFoundError."""
    _campaign_name(db, campaign_id)
    return in_states.numbers_outside(db, campaign_id, but)


def passes(cells: pa.ChunkedArray, choice: CellTest) -> Booleans:
    """The mask is true for the cells of one column that pass. Raises InputError (`no_value`)."""
    cells = pc.utf8_trim_whitespace(cells)
    value = choice.value.strip()
    if choice.test in (Comparison.EMPTY, Comparison.NOT_EMPTY):
        empty: Booleans = pc.equal(cells, "").to_numpy()
        return empty if choice.test is Comparison.EMPTY else ~empty
    if not value:
        raise InputError("no_value", "Write what to look for, or ask for empty cells.")
    if choice.test is Comparison.EQUALS:
        wanted = pc.utf8_lower(pa.scalar(value, pa.large_string()))
        passing: Booleans = pc.equal(pc.utf8_lower(cells), wanted).to_numpy()
    else:
        passing = pc.match_substring(cells, value, ignore_case=True).to_numpy()
    return passing


def _kept(db: Database, list_id: int, mask: Booleans) -> Iterator[pa.Table]:
    for start, block in lists.blocks_from(db, list_id, 0):
        table = arrow_blocks.unpack_table([block])
        within = mask[start : start + table.num_rows]
        if within.any():
            yield table.filter(pa.array(within))


def _description(db: Database, contact_list: ContactList, choice: Choice) -> str:
    if isinstance(choice, CellTest):
        asked = f"{choice.column} {choice.test.replace('_', ' ')} {choice.value.strip()}"
        return f"{contact_list.name}: {asked.strip()}"
    if isinstance(choice, InList):
        other = found_list(db, choice.list_id).name
    else:
        other = _campaign_name(db, choice.campaign_id)
        if choice.only:
            words = (RECIPIENT_STATES[state].word.lower() for state in choice.only)
            other = f"{other} who are {' or '.join(words)}"
    return f"{contact_list.name}, {'without' if choice.outside else 'only'} those in {other}"


def _campaign_name(db: Database, campaign_id: int) -> str:
    return campaigns.existing(db, campaign_id).name
