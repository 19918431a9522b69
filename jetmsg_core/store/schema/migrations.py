"""The steps a database goes through, in order. Each is taken once, when a database is opened.

A step is never edited once released: databases made by it are out there. To change the schema, add
a step at the end:

1. Write the statements in a module with the next number, `steps/from_m021/m0NN_what_it_is.py`, SQL
   in lower case. A column or an index alone may stand in the step itself.
2. Add the step here, at the end, under the same number. Numbers only grow; gaps do no harm.
3. Say in `tables.py` what a row of a new table is.
4. Run `make schema`, which writes `schema.sql` anew, and commit it with them.
5. Test that what an older database holds is still there after the step, as
   `tests/store/test_ledger.py` does: `migrations.apply(db, stop_before=…)` makes an older one.
6. Say in `tests/store/aging.py` how it is used, and run it: it adds what this version leaves on
   disks to `tests/store/aged`, of which every database is brought up to date by a test.
"""

from __future__ import annotations

from collections.abc import Iterable

from sqlite_utils import Database, Migrations

from jetmsg_core.store.schema.steps.from_m021.m021_export_jobs import EXPORT_JOBS
from jetmsg_core.store.schema.steps.from_m021.m022_explained_words import EXPLAINED_WORDS
from jetmsg_core.store.schema.steps.from_m021.m023_lapsed_templates import LAPSED_TEMPLATES
from jetmsg_core.store.schema.steps.from_m021.m031_campaign_search import make_searchable
from jetmsg_core.store.schema.steps.from_m021.m033_setting_changes import SETTING_CHANGES
from jetmsg_core.store.schema.steps.from_m021.m035_list_changes import LIST_CHANGES
from jetmsg_core.store.schema.steps.from_m021.m045_accounts import ACCOUNTS
from jetmsg_core.store.schema.steps.from_m021.m048_approvals import APPROVALS
from jetmsg_core.store.schema.steps.from_m021.m049_acts import ACTS
from jetmsg_core.store.schema.steps.from_m021.m050_people_erased import PEOPLE_ERASED
from jetmsg_core.store.schema.steps.from_m021.m052_provider_users import PROVIDER_USERS
from jetmsg_core.store.schema.steps.from_m021.m053_content_versions import CONTENT_VERSIONS
from jetmsg_core.store.schema.steps.from_m021.m055_fleet_epochs import FLEET_EPOCHS
from jetmsg_core.store.schema.steps.to_m020.m001_initial import OTP_EVENTS, TABLES
from jetmsg_core.store.schema.steps.to_m020.m006_templates import TEMPLATES
from jetmsg_core.store.schema.steps.to_m020.m007_drafts import DRAFTS
from jetmsg_core.store.schema.steps.to_m020.m008_attention import ATTENTION
from jetmsg_core.store.schema.steps.to_m020.m010_reports import REPORTS
from jetmsg_core.store.schema.steps.to_m020.m011_balance import BALANCE
from jetmsg_core.store.schema.steps.to_m020.m012_results import QUICK_RESULTS
from jetmsg_core.store.schema.steps.to_m020.m014_report_modes import REPORTS_BY_MODE
from jetmsg_core.store.schema.steps.to_m020.m015_chunks import make_quick
from jetmsg_core.store.schema.steps.to_m020.m016_restorations import RESTORATIONS
from jetmsg_core.store.schema.steps.to_m020.m019_calls_sent_again import SENT_AGAIN

migrations = Migrations("jetmsg")


@migrations()
def m001_initial(db: Database) -> None:
    _execute(db, TABLES)


@migrations()
def m002_otp_events(db: Database) -> None:
    _execute(db, OTP_EVENTS)


@migrations()
def m003_opt_outs(db: Database) -> None:
    """Makes a table of numbers never to be sent to. `source` says who or what asked for it."""
    db.conn.execute(
        """
        create table opt_outs (
            number integer primary key,
            source text not null,
            added_at text not null
        ) strict
        """
    )


@migrations()
def m004_opt_outs_in_time(db: Database) -> None:
    """Makes an index for pages of opt-outs, the newest first."""
    db.conn.execute("create index opt_outs_in_time on opt_outs (added_at, number)")


@migrations()
def m005_mappings(db: Database) -> None:
    """Makes a table of how a person said files with these column names are to be read. `choices` is
    JSON."""
    db.conn.execute(
        """
        create table mappings (
            signature text primary key,
            choices text not null,
            used_at text not null
        ) strict, without rowid
        """
    )


@migrations()
def m006_templates(db: Database) -> None:
    _execute(db, TEMPLATES)


@migrations()
def m007_drafts(db: Database) -> None:
    _execute(db, DRAFTS)


@migrations()
def m008_attention(db: Database) -> None:
    _execute(db, ATTENTION)


@migrations()
def m010_reports(db: Database) -> None:
    _execute(db, REPORTS)


@migrations()
def m011_balance(db: Database) -> None:
    _execute(db, BALANCE)


@migrations()
def m012_results_checked_quickly(db: Database) -> None:
    _execute(db, QUICK_RESULTS)


@migrations()
def m013_modes_of_processes(db: Database) -> None:
    """Adds the mode that the worker sends in: one of another mode sends nothing of ours."""
    db.conn.execute("alter table processes add column mode text not null default ''")


@migrations()
def m014_modes_of_reports(db: Database) -> None:
    _execute(db, REPORTS_BY_MODE)


@migrations()
def m015_chunks_checked_quickly(db: Database) -> None:
    make_quick(db)


@migrations()
def m016_restorations(db: Database) -> None:
    _execute(db, RESTORATIONS)


@migrations()
def m019_calls_sent_again(db: Database) -> None:
    _execute(db, SENT_AGAIN)


@migrations()
def m021_export_jobs(db: Database) -> None:
    _execute(db, EXPORT_JOBS)


@migrations()
def m022_explained_words(db: Database) -> None:
    _execute(db, EXPLAINED_WORDS)


@migrations()
def m023_lapsed_templates(db: Database) -> None:
    _execute(db, LAPSED_TEMPLATES)


@migrations()
def m024_marks_of_receivers(db: Database) -> None:
    """Adds what tells two receivers of the same mask apart."""
    db.conn.execute("alter table otp_events add column receiver_mark text not null default ''")


@migrations()
def m025_reasons_of_results(db: Database) -> None:
    """Adds why somebody was left out of a call; null for what was the only reason before, that they
    had opted out."""
    db.conn.execute("alter table results add column reason text")
    db.conn.execute(
        "create index results_with_a_reason on results (campaign_id) where reason is not null"
    )


@migrations()
def m026_modes_of_codes(db: Database) -> None:
    """Adds the mode in which a one-time code was ordered; empty for what may be of either."""
    db.conn.execute("alter table otp_events add column mode text not null default ''")


@migrations()
def m027_templates_said_to_be_approved(db: Database) -> None:
    """Adds when a person said of a text that a list no longer called approved that it is."""
    db.conn.execute("alter table lapsed_templates add column approved_at text")


@migrations()
def m028_rejected_rows_of_lists(db: Database) -> None:
    """Makes a table of the rows that were rejected when a list was saved. Of lists from before they
    are not known."""
    db.conn.execute(
        """
        create table list_rejected (
            list_id integer not null references lists (id) on delete cascade,
            lo integer not null,
            rows blob not null,
            primary key (list_id, lo)
        ) strict
        """
    )


@migrations()
def m031_campaign_search(db: Database) -> None:
    make_searchable(db)


@migrations()
def m033_settings_changed_by_people(db: Database) -> None:
    _execute(db, SETTING_CHANGES)


@migrations()
def m034_hours_of_campaigns(db: Database) -> None:
    """Adds when promotional calls of a campaign stop, as it was confirmed; null where it goes by
    the settings, as those from before do."""
    db.conn.execute("alter table campaigns add column promo_stops text")


@migrations()
def m035_list_changes(db: Database) -> None:
    _execute(db, LIST_CHANGES)


@migrations()
def m036_reasons_of_opt_outs(db: Database) -> None:
    """Adds why somebody opted out; empty for what nobody said."""
    for table in ("opt_outs", "kept_opt_outs"):
        db.conn.execute(f"alter table {table} add column reason text not null default ''")


@migrations()
def m040_reports_of_people_not_taken(db: Database) -> None:
    """Makes an index of what reports say of people of whom it is not known that the gateway took
    the message: few among a million, and asked for by each look at a campaign's page."""
    db.conn.execute(
        "create index deliveries_not_counted on deliveries (campaign_id, seq) where counted = 0"
    )


@migrations()
def m045_accounts(db: Database) -> None:
    _execute(db, ACCOUNTS)


@migrations()
def m048_approvals(db: Database) -> None:
    _execute(db, APPROVALS)


@migrations()
def m049_acts(db: Database) -> None:
    _execute(db, ACTS)


@migrations()
def m050_people_erased(db: Database) -> None:
    _execute(db, PEOPLE_ERASED)


@migrations()
def m052_provider_users(db: Database) -> None:
    _execute(db, PROVIDER_USERS)


@migrations()
def m053_content_versions(db: Database) -> None:
    _execute(db, CONTENT_VERSIONS)


@migrations()
def m054_calls_at_once(db: Database) -> None:
    db.conn.execute("alter table processes add column calls_at_once integer")


@migrations()
def m055_fleet_epochs(db: Database) -> None:
    _execute(db, FLEET_EPOCHS)


def _execute(db: Database, statements: Iterable[str]) -> None:
    for statement in statements:
        db.conn.execute(statement)
