"""The number that somebody asks about, and why it cannot be erased now."""

from __future__ import annotations

from collections import defaultdict

from jetmsg_core.contacts import SENTENCES, Number, normalize
from jetmsg_core.errors import InputError, StateError
from jetmsg_core.primitives.characters import quoted
from jetmsg_core.store.database import Database
from jetmsg_core.store.people import ledger
from jetmsg_core.store.readings import lookups


def number_asked(typed: str) -> int:
    """Gives the number in what was typed, in any spelling. Raises InputError for what is none."""
    number = normalize(typed, international=True)
    if not isinstance(number, Number):
        raise InputError(
            number.reason,
            f"{quoted(typed.strip()[:40])} is not a mobile number. {SENTENCES[number.reason]}",
        )
    return number.value


def messages_to(db: Database, number: int) -> dict[int, list[int]]:
    """Gives the seqs of a number by campaign, the newest campaign first."""
    seqs: defaultdict[int, list[int]] = defaultdict(list)
    for campaign_id, seq in lookups.everywhere(db, number):
        seqs[campaign_id].append(seq)
    return dict(seqs)


def refuse_open(db: Database, number: int) -> None:
    """Refuses to erase somebody whose number is needed still: a campaign may write to them yet, or
    nobody knows whether a call reached them, which a delivery report or the gateway tells by the
    number. Raises StateError."""
    not_over = {row["id"]: row for row in ledger.not_over(db)}
    for campaign_id, seqs in messages_to(db, number).items():
        if campaign_id in not_over:
            campaign = not_over[campaign_id]
            raise StateError(
                "person_in_campaign",
                f"+{number} is in campaign {campaign_id}, {quoted(campaign['name'])}, which is not "
                f"over ({campaign['state']}). Stop it, or wait until it is over, then erase.",
            )
        if ledger.in_unknown_call(db, campaign_id, seqs):
            raise StateError(
                "person_in_unknown_call",
                f"+{number} is in a call of campaign {campaign_id} without a clear answer, which "
                "a delivery report would be matched to by this number. Decide about the call "
                "first, on the page of the campaign, then erase.",
            )
