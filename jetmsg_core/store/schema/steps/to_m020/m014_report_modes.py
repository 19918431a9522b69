"""Reports know their mode, as `migrations.m014_modes_of_reports` makes it. Never edited.

A parked row of the sandbox must never be given to a live campaign, nor the other way round, and a
file imported in one mode is new in the other. Rows that came before are of the one mode all
campaigns have; where there are campaigns of both, of none: they stay listed, given to nobody.
"""

from __future__ import annotations

_ONLY_MODE = """
    coalesce((select min(mode) from campaigns having count(distinct mode) = 1), '')
"""

REPORTS_BY_MODE = (
    """
    create table parked_by_mode (
        mode text not null,
        sms_id text not null,
        number integer not null,
        word_id integer not null references report_words (id),
        at integer not null,
        report_id integer not null,
        why text not null,
        primary key (mode, sms_id, number, word_id)
    ) strict, without rowid
    """,
    f"""
    insert into parked_by_mode
    select {_ONLY_MODE}, sms_id, number, word_id, at, report_id, why
    from parked_reports where sms_id <> '' or number <> 0
    """,
    "drop table parked_reports",
    "alter table parked_by_mode rename to parked_reports",
    "create index parked_numbers on parked_reports (number)",
    """
    create table files_by_mode (
        id integer primary key,
        mode text not null,
        sha256 text not null,
        -- 0 where no campaign was named: rows are then found by smsId alone
        campaign_id integer not null,
        name text not null,
        rows integer not null default 0,
        matched integer not null default 0,
        changed integer not null default 0,
        evidence integer not null default 0,
        unrecognised integer not null default 0,
        parked integer not null default 0,
        skipped integer not null default 0,
        imported_at text not null,
        finished_at text,
        unique (mode, sha256, campaign_id)
    ) strict
    """,
    f"""
    insert into files_by_mode
    select id, coalesce((select c.mode from campaigns c where c.id = f.campaign_id), {_ONLY_MODE}),
        sha256, campaign_id, name, rows, matched, changed, evidence, unrecognised, parked, 0,
        imported_at, finished_at
    from report_files f
    """,
    "drop table report_files",
    "alter table files_by_mode rename to report_files",
)
