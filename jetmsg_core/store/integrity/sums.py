"""Counts that are kept beside what they count, chains between restorations and campaigns, and the
chain of acts."""

from __future__ import annotations

from collections.abc import Iterator

from sqlite_utils import Database

from jetmsg_core.store.audit import chain
from jetmsg_core.store.database import rows
from jetmsg_core.store.integrity.damage import Damage, DamageKind

_PROGRESS = """
select campaign_id, state, max(kept) as kept, max(counted) as counted from (
    select campaign_id, state, recipients || ' people in ' || chunks || ' calls, '
        || submitted || ' submitted, ' || withheld || ' withheld' as kept, null as counted
    from progress where chunks > 0 or recipients > 0 or submitted > 0 or withheld > 0
    union all
    select campaign_id, state, null, sum(hi - lo) || ' people in ' || count(*) || ' calls, '
        || sum(submitted) || ' submitted, ' || sum(withheld) || ' withheld'
    from chunks group by campaign_id, state
) group by campaign_id, state having max(kept) is not max(counted)
"""

_RECIPIENTS = """
select c.id, c.recipients,
    (select count(*) from recipients r where r.campaign_id = c.id) as people,
    (select coalesce(sum(hi - lo), 0) from chunks k where k.campaign_id = c.id) as in_calls,
    (select coalesce(max(hi) - min(lo), 0) from chunks k where k.campaign_id = c.id) as reach
from campaigns c
where c.recipients <> people or c.recipients <> in_calls or c.recipients <> reach
"""

_RESULTS = """
select c.id,
    (select coalesce(sum(hi - lo - withheld - submitted), 0) from chunks k
        where k.campaign_id = c.id and k.state = 'accepted') as left_over,
    (select count(*) from results r
        where r.campaign_id = c.id and r.state = 'not_accepted') as not_accepted,
    (select coalesce(sum(withheld), 0) from chunks k where k.campaign_id = c.id) as withheld,
    (select count(*) from results r
        where r.campaign_id = c.id and r.state = 'cancelled') as cancelled
from campaigns c where left_over <> not_accepted or withheld <> cancelled
"""

_DELIVERIES = """
select campaign_id, state, sum(kept) as kept, sum(counted) as counted from (
    select campaign_id, state, recipients as kept, 0 as counted from delivery_counts
    union all
    select d.campaign_id, w.state, 0, count(*) from deliveries d
    join report_words w on w.id = d.word_id
    where d.counted = 1 and w.state is not null group by d.campaign_id, w.state
) group by campaign_id, state having sum(kept) <> sum(counted)
"""

_HELD = """
select c.id from campaigns c where c.held = 'restored'
    and not exists (select 1 from restored_campaigns k where k.campaign_id = c.id)
"""


def wrong_sums(db: Database) -> Iterator[Damage]:
    """Gives the counts of campaigns that are not what they count. Raises sqlite3.DatabaseError."""
    for row in rows(db, _PROGRESS):
        yield _sum(
            f"Campaign {row['campaign_id']}, {row['state']}: {row['kept'] or 'nobody'} are kept, "
            f"and {row['counted'] or 'nobody'} are there."
        )
    for row in rows(db, _RECIPIENTS):
        yield _sum(
            f"Campaign {row['id']} has {row['recipients']} recipients, and {row['people']} numbers "
            f"and {row['in_calls']} people in calls are there."
        )
    for row in rows(db, _RESULTS):
        yield _sum(
            f"Campaign {row['id']}: {row['left_over']} people were not accepted and "
            f"{row['withheld']} left out by its calls, {row['not_accepted']} and "
            f"{row['cancelled']} by its results."
        )
    for row in rows(db, _DELIVERIES):
        yield _sum(
            f"Campaign {row['campaign_id']}: reports call {row['counted']} people {row['state']}, "
            f"and {row['kept']} are kept."
        )


def broken_chains(db: Database) -> Iterator[Damage]:
    """Gives the campaigns that are held since a restoration that is not there. Raises
    sqlite3.DatabaseError."""
    for row in rows(db, _HELD):
        yield Damage(
            DamageKind.CHAINS,
            f"Campaign {row['id']} is held since a copy was restored, and nothing says which.",
        )


def broken_audit(db: Database) -> Iterator[Damage]:
    """Gives the first act that does not follow the one before it. Raises sqlite3.DatabaseError."""
    for broken in chain.breaks(db):
        yield Damage(DamageKind.CHAINS, f"{broken.what} See `audit verify`.")
        return


def _sum(what: str) -> Damage:
    return Damage(DamageKind.SUMS, what)
