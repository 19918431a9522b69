"""The ledger's own promises: connections, claims, counts."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fixtures import NewCampaign

from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.errors import JetmsgError
from jetmsg_core.messages.arrow import strings_of
from jetmsg_core.primitives.times import utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.states import ChunkState, RecipientState
from jetmsg_core.store import processes
from jetmsg_core.store.database import (
    Database,
    connect,
    first,
    open_database,
    rows,
    transaction,
)
from jetmsg_core.store.ledger import campaign_search, campaigns, chunks, recipients, recording
from jetmsg_core.store.ledger.campaign_search import CampaignFilter
from jetmsg_core.store.ledger.recording import ChunkResult
from jetmsg_core.store.saved import list_changes, lists, optouts, otp, templates
from jetmsg_core.store.saved import settings as saved_settings
from jetmsg_core.store.saved.optouts import OptOut
from jetmsg_core.store.saved.templates import TemplateDraft
from jetmsg_core.store.schema.migrations import migrations


def test_every_connection_is_safe_against_power_loss_and_checks_references(tmp_path: Path) -> None:
    with open_database(tmp_path / "new" / "jetmsg.db") as db:
        assert first(db, "pragma journal_mode") == {"journal_mode": "wal"}
        assert first(db, "pragma synchronous") == {"synchronous": 2}
        assert first(db, "pragma foreign_keys") == {"foreign_keys": 1}


def test_a_file_that_is_no_database_is_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "jetmsg.db"
    path.write_text("not a database at all, but long enough to have a header" * 10)
    with pytest.raises(JetmsgError, match="no database of this program"), open_database(path):
        pass


def test_a_transaction_that_fails_leaves_nothing(tmp_path: Path) -> None:
    with open_database(tmp_path / "jetmsg.db") as db:
        with pytest.raises(ZeroDivisionError), transaction(db):  # noqa: PT012
            processes.announce(db, "worker", holder="a", pid=1, url=None, now=utc_now())
            raise ZeroDivisionError
        assert processes.get(db, "worker") is None


def test_states_outside_the_words_are_refused_by_the_database(
    new_campaign: NewCampaign, settings: Settings
) -> None:
    made = new_campaign(1)
    with (
        open_database(settings.database_path) as db,
        pytest.raises(sqlite3.IntegrityError, match="CHECK"),
    ):
        rows(db, "update campaigns set state = 'done' where id = ? returning id", made)


def test_threads_that_claim_at_once_never_get_the_same_chunk(
    new_campaign: NewCampaign, settings: Settings
) -> None:
    made = new_campaign(2_000, "Hello", chunk_size=2)
    control.start(settings, made)
    with open_database(settings.database_path) as db:
        processes.announce(db, "worker", holder="w", pid=1, url=None, now=utc_now())
    claimed: list[int] = []

    def claim_all() -> None:
        with open_database(settings.database_path) as db:
            while True:
                with transaction(db):
                    mine = chunks.claim(db, made, worker="w", limit=3, now=utc_now())
                if not mine:
                    return
                claimed.extend(chunk.first_seq for chunk in mine)

    threads = [threading.Thread(target=claim_all) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(claimed) == len(set(claimed)) == 1_000


def test_counts_kept_by_the_trigger_equal_a_recount(
    new_campaign: NewCampaign, settings: Settings
) -> None:
    made = new_campaign(100, "Hello {{city}}", chunk_size=3)
    control.start(settings, made)
    db = connect(settings.database_path)
    processes.announce(db, "worker", holder="w", pid=1, url=None, now=utc_now())
    outcomes = [ChunkState.ACCEPTED, ChunkState.REFUSED, ChunkState.UNKNOWN, ChunkState.PLANNED]
    for chunk in chunks.claim(db, made, worker="w", limit=20, now=utc_now()):
        state = outcomes[chunk.chunk % 4]
        sent = 1 if state is ChunkState.ACCEPTED else 0
        settled = ChunkResult(made, chunk.first_seq, chunk.attempt, state, None, None, sent, [])
        recording.record(db, [settled], worker="w", now=utc_now())
    chunks.claim(db, made, worker="w", limit=4, now=utc_now())
    recount = rows(
        db,
        "select state, count(*) as chunks, sum(hi - lo) as recipients,"
        " sum(parts * (hi - lo)) as parts, sum(submitted) as submitted"
        " from chunks where campaign_id = ? group by state",
        made,
    )
    kept = campaigns.progress(db, made)
    for row in recount:
        tally = kept[ChunkState(row["state"])]
        assert (tally.chunks, tally.recipients) == (row["chunks"], row["recipients"])
        assert (tally.parts, tally.submitted) == (row["parts"], row["submitted"])
    assert sum(tally.recipients for tally in kept.values()) == 100
    db.close()


def test_a_reply_that_comes_after_the_crash_was_settled_changes_nothing(
    new_campaign: NewCampaign, settings: Settings
) -> None:
    made = new_campaign(1, "Hello")
    control.start(settings, made)
    with open_database(settings.database_path) as db:
        processes.announce(db, "worker", holder="old", pid=1, url=None, now=utc_now())
        (chunk,) = chunks.claim(db, made, worker="old", limit=1, now=utc_now())
        processes.announce(db, "worker", holder="new", pid=2, url=None, now=utc_now())
        assert chunks.recover(db, now=utc_now()) == 1
        accepted = ChunkResult(
            made, chunk.first_seq, 1, ChunkState.ACCEPTED, None, None, 1, [(1, "submitted", "77")]
        )
        recording.record(db, [accepted], worker="old", now=utc_now())
    counts = control.status(settings, made).recipients
    assert (counts[RecipientState.UNKNOWN], counts[RecipientState.SUBMITTED]) == (1, 0)


def test_the_same_token_makes_one_campaign(settings: Settings, new_campaign: NewCampaign) -> None:
    first_id = new_campaign(3)
    with open_database(settings.database_path) as db:
        row = first(db, "select token from campaigns where id = ?", first_id)
        assert row is not None
        assert campaigns.id_of_token(db, row["token"]) == first_id
        assert campaigns.insert(db, row["token"], _minimal()) is None


def _minimal() -> dict[str, Any]:
    return {
        "name": "n",
        "mode": "sandbox",
        "channel": "sms",
        "sender_id": "JETMSG",
        "route": 1,
        "template_id": "",
        "pool": "tranx",
        "message": "Hello",
        "source": "s",
        "columns": "[]",
        "recipients": 1,
        "skipped": 0,
        "chunks": 1,
        "chunk_size": 1,
        "parts": 1,
        "created_at": "",
    }


def test_results_of_an_older_database_are_all_there_after_the_upgrade(tmp_path: Path) -> None:
    path = tmp_path / "jetmsg.db"
    old = [(1, 1, "submitted", "77"), (1, 2, "not_accepted", None), (2, 1, "cancelled", None)]
    with open_database(path) as db:
        for step in ("m012_results_checked_quickly", "m025_reasons_of_results"):
            db.conn.execute("delete from _sqlite_migrations where name = ?", (step,))
        db.conn.execute("drop index results_with_a_reason")
        db.conn.execute("alter table results drop column reason")
        db.conn.executemany("insert into results values (?, ?, ?, ?)", old)
    migrations.apply(upgraded := Database(sqlite3.connect(path)))
    results = upgraded.conn.execute("select * from results").fetchall()
    assert results == [(*row, None) for row in old]
    with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
        upgraded.conn.execute("insert into results values (2, 2, 'done', null, null)")
    upgraded.close()


def test_chunks_of_an_older_database_are_all_there_and_counted_after_the_upgrade(
    tmp_path: Path,
) -> None:
    path = tmp_path / "jetmsg.db"
    with open_database(path) as db:
        campaign_id = campaigns.insert(db, "t", _minimal())
        assert campaign_id is not None
        ranges = np.array([[1, 2, 1, 1, 0, 1], [2, 4, 2, 2, 1, 2]])
        recipients.insert_chunks(db, campaign_id, ranges, strings_of(["Hello", "नमस्ते"]))
        recipients.open_progress(db, campaign_id)
        old = rows(db, "select * from chunks order by lo")
        shape = _shape_of_chunks(db)
        step = "m015_chunks_checked_quickly"
        db.conn.execute("delete from _sqlite_migrations where name = ?", (step,))
    migrations.apply(upgraded := Database(sqlite3.connect(path)))
    assert rows(upgraded, "select * from chunks order by lo") == old
    assert _shape_of_chunks(upgraded) == shape
    upgraded.conn.execute("update chunks set state = 'cancelled' where lo = 2")
    assert campaigns.progress(upgraded, campaign_id)[ChunkState.CANCELLED].recipients == 2
    with pytest.raises(sqlite3.IntegrityError, match="CHECK"):
        upgraded.conn.execute("update chunks set state = 'done'")
    upgraded.close()


def test_calls_that_an_older_database_sent_again_had_left_by_the_start_of_their_campaign(
    tmp_path: Path,
) -> None:
    """When they left first was not kept, so a report since then may be about the first time."""
    upgraded = Database(sqlite3.connect(tmp_path / "jetmsg.db"))
    migrations.apply(upgraded, stop_before="m019_calls_sent_again")
    made = campaigns.insert(upgraded, "t", _minimal() | {"started_at": "2026-05-01"})
    note = "insert into audit (at, campaign_id, lo, chunk, action, recipients, detail)"
    for first_seq, action in ((1, "send_again"), (1, "send_again"), (2, "assume_sent")):
        upgraded.conn.execute(
            f"{note} values ('2026-05-02', ?, ?, 1, ?, 1, '')", (made, first_seq, action)
        )
    migrations.apply(upgraded)
    assert rows(upgraded, "select lo, left_at from sent_again") == [
        {"lo": 1, "left_at": "2026-05-01"}
    ]
    assert {row["left_out"] for row in rows(upgraded, "select left_out from audit")} == {0}
    upgraded.close()


def test_words_of_reports_in_an_older_database_keep_what_they_mean(tmp_path: Path) -> None:
    upgraded = Database(sqlite3.connect(tmp_path / "jetmsg.db"))
    migrations.apply(upgraded, stop_before="m022_explained_words")
    words = "select word, state from report_words"
    upgraded.conn.execute("insert into report_words values (1, 'delivered', 'DELIVRD', '', '')")
    before = rows(upgraded, words)
    migrations.apply(upgraded)
    assert rows(upgraded, words) == before
    assert rows(upgraded, "select * from explained_words") == []
    upgraded.close()


def test_templates_and_codes_of_an_older_database_stay_as_they_were(tmp_path: Path) -> None:
    upgraded = Database(sqlite3.connect(tmp_path / "jetmsg.db"))
    migrations.apply(upgraded, stop_before="m023_lapsed_templates")
    made = templates.insert(upgraded, TemplateDraft("Order", "Hello"), "2026-05-01")
    upgraded.conn.execute(
        "insert into otp_events (at, action, api, receiver, message_id)"
        " values ('2026-05-01', 'send', 'v3', '•••0613', '7')"
    )
    migrations.apply(upgraded)
    template = templates.get(upgraded, made)
    assert template is not None
    assert (template.name, template.body, template.lapsed) == ("Order", "Hello", "")
    (event,) = otp.recent(upgraded, 5)
    assert (event.message_id, event.receiver, event.receiver_mark) == ("7", "•••0613", "")
    upgraded.close()


def _shape_of_chunks(db: Database) -> list[tuple[str, str]]:
    return db.conn.execute(
        "select type, name from sqlite_master where tbl_name = 'chunks' order by type, name"
    ).fetchall()


def test_campaigns_of_an_older_database_go_by_the_hours_of_the_settings(tmp_path: Path) -> None:
    upgraded = Database(sqlite3.connect(tmp_path / "jetmsg.db"))
    migrations.apply(upgraded, stop_before="m033_settings_changed_by_people")
    made = campaigns.insert(upgraded, "t", _minimal())
    migrations.apply(upgraded)
    assert made is not None
    campaign = campaigns.get(upgraded, made)
    assert campaign is not None
    assert (campaign.name, campaign.promo_stops) == (_minimal()["name"], None)
    assert saved_settings.last_changes(upgraded) == []
    upgraded.close()


def test_lists_of_an_older_database_stay_and_have_no_rejected_rows(tmp_path: Path) -> None:
    upgraded = Database(sqlite3.connect(tmp_path / "jetmsg.db"))
    migrations.apply(upgraded, stop_before="m028_rejected_rows_of_lists")
    upgraded.conn.execute(
        "insert into lists (token, name, source, columns, number_column, contacts, findings,"
        " created_at) values ('t', 'A', 'a.csv', '[]', '', 0, '{\"rejected\": 2}', '2026-05-01')"
    )
    migrations.apply(upgraded)
    (older,) = lists.newest(upgraded)
    assert (older.name, older.findings) == ("A", {"rejected": 2})
    assert lists.rejected_blocks(upgraded, older.id) == []
    upgraded.close()


def test_campaigns_of_an_older_database_are_searched_and_not_archived(tmp_path: Path) -> None:
    upgraded = Database(sqlite3.connect(tmp_path / "jetmsg.db"))
    migrations.apply(upgraded, stop_before="m031_campaign_search")
    template = templates.insert(upgraded, TemplateDraft("Festival", "Hello"), "2026-05-01")
    campaigns.insert(upgraded, "a", _minimal() | {"name": "Soldes d\u2019E\u0301te\u0301"})
    campaigns.insert(upgraded, "b", _minimal() | {"stored_template": template, "stored_version": 1})
    migrations.apply(upgraded)

    def searched(words: str) -> list[int]:
        page = campaign_search.page(upgraded, CampaignFilter(search=words), 9, None)
        return [campaign.id for campaign in page]

    assert (searched("\u00e9t\u00e9"), searched("FESTIVAL"), searched("jetmsg")) == (
        [1],
        [2],
        [2, 1],
    )
    upgraded.close()


def test_lists_and_opt_outs_of_an_older_database_stay_as_they_were(tmp_path: Path) -> None:
    upgraded = Database(sqlite3.connect(tmp_path / "jetmsg.db"))
    migrations.apply(upgraded, stop_before="m035_list_changes")
    upgraded.conn.execute(
        "insert into lists (token, name, source, columns, number_column, contacts, findings,"
        " created_at) values ('t', 'A', 'a.csv', '[]', '', 0, '{}', '2026-05-01')"
    )
    for table in ("opt_outs", "kept_opt_outs"):
        upgraded.conn.execute(f"insert into {table} values (919876543210, 'call', '2026-05-01')")
    migrations.apply(upgraded)
    (contact_list,) = lists.newest(upgraded)
    assert (contact_list.name, contact_list.version, contact_list.changed_at) == ("A", 0, None)
    assert list_changes.newest(upgraded, contact_list.id, below=None, limit=5) == []
    assert optouts.newest(upgraded, None, after=None, limit=5) == [
        OptOut(919876543210, "call", "2026-05-01", "")
    ]
    assert rows(upgraded, "select reason from kept_opt_outs") == [{"reason": ""}]
    upgraded.close()
