"""Who did what: a chain of acts to which rows are only ever added."""

from __future__ import annotations

ACTS = (
    """
    create table acts (
        -- from 1 on, without a gap
        id integer primary key check (id > 0),
        at text not null,
        actor text not null,
        actor_kind text not null,
        -- empty of somebody who was not signed in
        role text not null,
        -- the address of the browser, `command line` or `worker`
        origin text not null,
        action text not null,
        -- no reference: an act is told of what is gone too
        campaign_id integer,
        -- what it was done to, by the name it had then
        subject text not null,
        -- JSON; null where there was nothing, or nothing is left
        before text,
        after text,
        -- the hash of the act before it; empty of the first
        previous text not null,
        -- SHA-256 of all the other columns, in hex
        hash text not null
    ) strict
    """,
    "create index acts_of_campaigns on acts (campaign_id, id) where campaign_id is not null",
    "create index acts_of_actors on acts (actor, id)",
    """
    create trigger acts_are_never_changed before update on acts begin
        select raise(abort, 'an act that is written down is never changed');
    end
    """,
    """
    create trigger acts_are_never_removed before delete on acts begin
        select raise(abort, 'an act that is written down is never removed');
    end
    """,
    # `insert or replace` removes a row without the trigger above.
    """
    create trigger acts_are_only_added before insert on acts
    when new.id is not (select coalesce(max(id), 0) + 1 from acts)
        or new.previous is not coalesce((select hash from acts order by id desc limit 1), '')
    begin
        select raise(abort, 'an act is only ever added behind the last');
    end
    """,
)
