"""Who may sign in, who has, and who tried."""

from __future__ import annotations

ACCOUNTS = (
    """
    create table users (
        id integer primary key,
        name text not null,
        -- the name in one case and one spelling
        name_key text not null unique,
        role text not null check (role in ('viewer', 'composer', 'sender', 'admin')),
        -- argon2id, with its salt and its costs
        password_hash text not null,
        added_at text not null,
        password_at text not null,
        -- null while they may sign in; a row is never taken away
        removed_at text
    ) strict
    """,
    """
    create table sessions (
        id integer primary key,
        -- SHA-256 of what the cookie holds
        token_hash text not null unique,
        user_id integer not null references users (id) on delete cascade,
        began_at text not null,
        -- when a person last did something in it, to the minute
        seen_at text not null,
        ends_at text not null,
        address text not null,
        browser text not null
    ) strict
    """,
    "create index sessions_of_users on sessions (user_id)",
    """
    create table sign_in_attempts (
        id integer primary key,
        -- a keyed hash of the name that was typed: some people type a password there
        name_mark text not null,
        address text not null,
        at text not null,
        succeeded integer not null default 0 check (succeeded in (0, 1))
    ) strict
    """,
    "create index sign_in_attempts_by_name on sign_in_attempts (name_mark, at)",
    "create index sign_in_attempts_by_address on sign_in_attempts (address, at)",
    "create index sign_in_attempts_in_time on sign_in_attempts (at)",
)
