"""People who sign in through an identity provider, and have no password here."""

from __future__ import annotations

PROVIDER_USERS = (
    # A column that may be empty is made beside each of these and takes its name: SQLite has no
    # statement that lets one be empty, and a table that sessions refer to is not made anew.
    "alter table users add column may_have_hash text",
    "alter table users add column may_have_time text",
    "update users set may_have_hash = password_hash, may_have_time = password_at",
    "alter table users drop column password_hash",
    "alter table users drop column password_at",
    # argon2id, with its salt and its costs; null for whoever signs in through the provider
    "alter table users rename column may_have_hash to password_hash",
    "alter table users rename column may_have_time to password_at",
    # of the provider, null until they first came: its address, and its own mark of the person
    "alter table users add column issuer text",
    "alter table users add column subject text",
    # the address of e-mail that the provider gave last
    "alter table users add column email text",
    # the rule that let them in, with its role; null for whom an admin gave the role by name
    "alter table users add column rule text",
    "create unique index users_of_providers on users (issuer, subject) where subject is not null",
)
