"""Writes the databases of earlier versions to `tests/store/aged`, one dump for each step of the
schema: a database that was made by the first step, used, and brought up step by step, while people
went on using it.

    PYTHONPATH=. .venv/bin/python tests/store/aging.py

A dump that is there is never written again: it is what that version left on people's disks. Run it
when a step was added, after saying in `USED` what people do with what it brought.
"""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pandas as pd
from sqlite_utils import Database

from jetmsg_core.store.arrow_blocks import pack
from jetmsg_core.store.schema.migrations import migrations

AGED = Path(__file__).with_name("aged")

AT = "2026-05-01T09:30:00.000+00:00"
FIRST_HASH = "95af34491bea1111d85ff5cf7a365b0b3b15a9f24b1bc38d6fdc0682aa5b378c"
"""Of the one act below."""

CAMPAIGNS = {
    "draft": ["planned", "planned"],
    "scheduled": ["planned"],
    "running": ["planned", "sending", "accepted", "refused", "unknown"],
    "paused": ["accepted", "planned"],
    "finished": ["accepted", "refused", "unknown"],
    "stopped": ["accepted", "cancelled", "unknown"],
}
"""By state of a campaign, in the order of their ids: the states of its chunks, each of two people.
Of an accepted chunk the first person was taken and the second not."""

CHUNK_STATES = ["planned", "sending", "accepted", "refused", "unknown", "cancelled"]

USED = {
    "m002_otp_events": (
        "insert into otp_events (at, action, api, method, receiver, message_id, outcome)"
        f" values ('{AT}', 'send', 'v3', 'SMS', '•••0613', '63385', 'accepted')",
    ),
    "m003_opt_outs": (
        f"insert into opt_outs (number, source, added_at) values (919000090001, 'stop', '{AT}'),"
        f" (919000090002, 'typed', '{AT}'), (919000090003, 'file', '{AT}')",
    ),
    "m005_mappings": (f"insert into mappings values ('name|mobile', '{{}}', '{AT}')",),
    "m006_templates": (
        "insert into templates values (1, 2)",
        "insert into template_versions values"
        f" (1, 1, 'Offer', 'Hello {{{{city}}}}', 'sms', '', 'JETMSG', 1, '{{}}', '{AT}'),"
        f" (1, 2, 'Offer', 'Hello, {{{{city}}}}', 'sms', '1107', 'JETMSG', 1, '{{}}', '{AT}')",
    ),
    "m007_drafts": (
        f"insert into drafts (secret, choices, changed_at) values ('s1', '{{}}', '{AT}')",
        "update campaigns set stored_template = 1, stored_version = 2 where id = 5",
    ),
    "m008_attention": (
        "insert into audit (at, campaign_id, lo, chunk, action, recipients, detail)"
        f" values ('{AT}', 3, 1, 1, 'send_again', 2, 'no answer')",
        "update campaigns set retry_of = 5 where id = 1",
    ),
    "m010_reports": (
        "insert into report_files (id, sha256, campaign_id, name, rows, matched, imported_at)"
        f" values (1, 'aa', 5, 'report.csv', 2, 1, '{AT}')",
        "insert into report_words values (1, 'delivered', 'DELIVRD', '', '')",
        "insert into deliveries values (5, 1, 1, 1777627800, 1, 1)",
        "insert into delivery_counts values (5, 'delivered', 1)",
        "insert into parked_reports values ('77', 919000090009, 1, 1777627800, 1, 'unknown')",
        "insert into exports (token, campaign_id, only, name, state, rows, asked_at)"
        f" values ('t1', 5, '', 'all.csv', 'ready', 6, '{AT}')",
    ),
    "m011_balance": (
        "insert into samples (mode, taken_at, tranx, promo, otp, sent_tranx, sent_promo)"
        f" values ('sandbox', '{AT}', 90, 100, 10, 4, 0)",
        f"insert into low_pools values ('sandbox', 'otp', '{AT}', null, null)",
    ),
    "m016_restorations": (
        f"insert into generations values ('g1', '{AT}', 'started'), ('g2', '{AT}', 'stopped')",
        f"insert into kept_opt_outs values (919000090004, 'stop', '{AT}')",
    ),
    "m022_explained_words": (
        f"insert into explained_words values ('gone', 'Gone', 'undelivered', '{AT}')",
    ),
    "m023_lapsed_templates": (
        "insert into lapsed_templates (template_id, status, lapsed_at)"
        f" values (1, 'Inactive', '{AT}')",
    ),
    "m025_reasons_of_results": (
        "update results set reason = 'report' where campaign_id = 5 and seq = 2",
    ),
    "m033_settings_changed_by_people": (
        "insert into setting_changes (name, value, changed_by, changed_at)"
        f" values ('JETMSG_CHUNK_SIZE', '50', 'a browser', '{AT}')",
    ),
    "m035_list_changes": (
        "insert into list_changes values"
        ' (1, 1, 0, \'{"name": "Aasha"}\', \'{"name": "Asha"}\', \'a browser\','
        f" '{AT}', null)",
        f"update lists set version = 1, changed_at = '{AT}' where id = 1",
    ),
    "m045_accounts": (
        "insert into users (id, name, name_key, role, password_hash, added_at, password_at)"
        f" values (1, 'Asha', 'asha', 'sender', '', '{AT}', '{AT}')",
        "insert into sessions (token_hash, user_id, began_at, seen_at, ends_at, address, browser)"
        f" values ('aa', 1, '{AT}', '{AT}', '{AT}', '127.0.0.1', 'a browser')",
    ),
    "m048_approvals": (
        "update campaigns set made_by = 'Ravi' where id = 2",
        "insert into approvals (campaign_id, verdict, fingerprint, decided_by, decided_at)"
        f" values (2, 'approved', 'ff', 'Asha', '{AT}')",
    ),
    "m049_acts": (
        "insert into acts values"
        f" (1, '{AT}', 'Asha', 'person', 'sender', '127.0.0.1', 'campaign.approved', 2,"
        " 'Offer draft', null, '{\"verdict\": \"approved\"}', '', '"
        f"{FIRST_HASH}')",
    ),
    "m050_people_erased": (
        "insert into erasures (stand_in, erased_by, began_at, finished_at, counts)"
        f" values (-5, 'Asha', '{AT}', '{AT}', '{{\"contacts\": 1}}')",
    ),
    "m052_provider_users": (
        "insert into users (name, name_key, role, added_at, issuer, subject, email, rule) values"
        f" ('om@example.in', 'om@example.in', 'viewer', '{AT}', 'https://login.example.in', 'om-1',"
        " 'om@example.in', '@example.in=viewer')",
    ),
}
"""By step: what people did with what it brought. The first step is in `_use_first`."""


def as_it_was(version: str, path: Path) -> None:
    """Makes the database that this version left on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("pragma journal_mode = wal")
        connection.executescript((AGED / f"{version}.sql").read_text("utf-8"))


def newest_dump() -> str:
    """Gives the version of the newest dump."""
    return max(AGED.glob("m*.sql")).stem


def write_missing() -> None:
    """Writes the dumps that are not there."""
    AGED.mkdir(exist_ok=True)
    db = Database(sqlite3.connect(":memory:", isolation_level=None))
    steps = [step.name for step in migrations.pending(db)]
    for position, step in enumerate(steps):
        migrations.apply(db, stop_before=steps[position + 1 :])
        db.conn.execute("update _sqlite_migrations set applied_at = ?", (AT,))
        if position == 0:
            _use_first(db.conn)
        for statement in USED.get(step, ()):
            db.conn.execute(statement)
        dump = AGED / f"{step[:4]}.sql"
        if not dump.exists():
            dump.write_text("\n".join(db.conn.iterdump()) + "\n", "utf-8")


def _use_first(connection: sqlite3.Connection) -> None:
    contacts = {"name": ["Asha", "Ravi"], "mobile": ["9000090001", "9000090002"]}
    _insert(
        connection,
        "lists",
        {
            "id": 1,
            "token": "l1",
            "name": "Customers",
            "source": "a.csv",
            "columns": '["name", "mobile"]',
        }
        | {"number_column": "mobile", "contacts": 2, "findings": "[]", "created_at": AT},
    )
    _insert(
        connection,
        "list_blocks",
        {"list_id": 1, "lo": 0, "contacts": pack(pd.DataFrame(contacts))},
    )
    for campaign_id, (state, chunks) in enumerate(CAMPAIGNS.items(), 1):
        _add_campaign(connection, campaign_id, state, chunks)
    _insert(
        connection,
        "samples",
        {"mode": "sandbox", "taken_at": AT, "tranx": 100, "promo": 100, "otp": 10},
    )
    _insert(
        connection,
        "processes",
        {"name": "worker", "holder": "w1", "pid": 1, "started_at": AT, "beat_at": AT},
    )


def _add_campaign(
    connection: sqlite3.Connection, campaign_id: int, state: str, chunks: list[str]
) -> None:
    people = 2 * len(chunks)
    over = state in ("finished", "stopped")
    begun = over or state in ("running", "paused")
    _insert(
        connection,
        "campaigns",
        {"id": campaign_id, "token": f"t{campaign_id}", "name": f"Offer {state}", "mode": "sandbox"}
        | {"channel": "sms", "sender_id": "JETMSG", "route": 1, "template_id": "", "pool": "tranx"}
        | {
            "message": "Hello {{city}}",
            "source": "a.csv",
            "columns": '["city"]',
            "recipients": people,
        }
        | {"skipped": 0, "chunks": len(chunks), "chunk_size": 2, "parts": people, "state": state}
        | {
            "created_at": AT,
            "started_at": AT if begun else None,
            "finished_at": AT if over else None,
        }
        | {"scheduled_at": "2036-05-01T09:30:00.000+00:00" if state == "scheduled" else None},
    )
    cities = pd.DataFrame({"city": ["Pune"] * people})
    cities = cities.assign(**{"\x01no sms": False, "\x01no whatsapp": False})
    _insert(
        connection,
        "recipient_blocks",
        {"campaign_id": campaign_id, "lo": 1, "contacts": pack(cities)},
    )
    for seq in range(1, people + 1):
        number = 919_000_000_000 + 1_000 * campaign_id + seq
        _insert(
            connection,
            "recipients",
            {"campaign_id": campaign_id, "seq": seq, "number": number, "row": seq + 1},
        )
    for position, chunk in enumerate(chunks):
        _add_chunk(connection, campaign_id, position, chunk)
    for chunk in CHUNK_STATES:
        count = chunks.count(chunk)
        submitted = count if chunk == "accepted" else 0
        _insert(
            connection,
            "progress",
            {"campaign_id": campaign_id, "state": chunk, "chunks": count, "recipients": 2 * count}
            | {"parts": 2 * count, "submitted": submitted, "submitted_parts": submitted},
        )


def _add_chunk(connection: sqlite3.Connection, campaign_id: int, position: int, state: str) -> None:
    lo = 2 * position + 1
    left = state in ("sending", "accepted", "refused", "unknown")
    settled = left and state != "sending"
    _insert(
        connection,
        "chunks",
        {"campaign_id": campaign_id, "lo": lo, "hi": lo + 2, "chunk": position + 1}
        | {
            "text_lo": 1,
            "text": "Hello Pune" if lo == 1 else None,
            "unicode": 0,
            "parts": 1,
            "state": state,
        }
        | {"attempts": int(left), "worker": "w1" if left else None}
        | {"sending_at": AT if left else None, "settled_at": AT if settled else None}
        | {"submitted": int(state == "accepted")},
    )
    if settled:
        outcome = {"accepted": "accepted", "refused": "refused"}.get(state, "unknown")
        _insert(
            connection,
            "replies",
            {
                "campaign_id": campaign_id,
                "lo": lo,
                "attempt": 1,
                "received_at": AT,
                "elapsed_ms": 20,
            }
            | {"outcome": outcome, "body": "{}"},
        )
    if state == "accepted":
        first_person = {"seq": lo, "state": "submitted", "sms_id": f"{campaign_id}{lo}"}
        for result in (first_person, {"seq": lo + 1, "state": "not_accepted", "sms_id": None}):
            _insert(connection, "results", {"campaign_id": campaign_id} | result)


def _insert(connection: sqlite3.Connection, table: str, row: dict[str, Any]) -> None:
    marks = ", ".join("?" * len(row))
    connection.execute(
        f"insert into {table} ({', '.join(row)}) values ({marks})", tuple(row.values())
    )


if __name__ == "__main__":
    write_missing()
