"""`results` as `migrations.m012_results_checked_quickly` makes it. Never edited.

SQLite looks a state up in `in (…)` of three words through a table it makes for each statement,
which took longer than writing the row. Written with `or`, the first comparison is the only one.
"""

from __future__ import annotations

QUICK_RESULTS = (
    """
    create table quick_results (
        campaign_id integer not null,
        seq integer not null,
        state text not null check (
            state = 'submitted' or state = 'not_accepted' or state = 'cancelled'),
        sms_id text,
        primary key (campaign_id, seq)
    ) strict, without rowid
    """,
    """
    insert into quick_results (campaign_id, seq, state, sms_id)
    select campaign_id, seq, state, sms_id from results order by campaign_id, seq
    """,
    "drop table results",
    "alter table quick_results rename to results",
)
