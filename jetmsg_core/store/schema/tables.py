"""What a row of each table is, in the order in which `schema.sql` has the tables. A new table gets
its line here with its migration."""

from __future__ import annotations

from collections.abc import Mapping

TABLES: Mapping[str, str] = {
    # what people keep
    "lists": "One saved list of contacts.",
    "list_blocks": "Some thousand contacts of a list, as a packed Arrow table; `lo` is the first.",
    "list_rejected": "Some thousand rows of a list's file without a usable number, and why, as a "
    "packed Arrow table; `lo` is the first.",
    "list_changes": "One contact of a list that was added, changed or removed after it was saved.",
    "opt_outs": "One number that is never sent to.",
    "mappings": "How a person said that files with these column names are to be read.",
    "templates": "One saved text, and which of its versions is the newest.",
    "template_versions": "One version of a saved text; versions are never changed.",
    "lapsed_templates": "One text that a later list no longer calls approved, and what it says.",
    "drafts": "One campaign that is being composed, as the choices made so far.",
    # the ledger: campaigns, their chunks and recipients, and what came back
    "campaigns": "One campaign: what was confirmed, its state, and why it is held.",
    "recipient_blocks": "The columns of some thousand recipients, frozen with the campaign.",
    "recipients": "One number of a campaign. `seq` counts from 1 in the order of sending.",
    "chunks": "One call of a campaign: recipients `[lo, hi)`, with the text that chunk `text_lo` "
    "keeps.",
    "progress": "A campaign's chunks in one state, counted. Triggers keep it with each change.",
    "replies": "One answer of the gateway to one attempt of a chunk, with the keys masked.",
    "results": "One recipient of an accepted chunk, or one left out of any: the state, and the "
    "smsId.",
    "audit": "One decision of a person about a call of unknown end.",
    "sent_again": "When a chunk that goes out again had first left, or may have.",
    "approvals": "One decision of a second person about a campaign that has not begun.",
    # found quickly once a campaign is over
    "lookups": "Which of the next four are written for a campaign that is over.",
    "numbers": "One place of a number among the recipients of campaigns.",
    "sms_ids": "Which recipient an smsId belongs to.",
    "recipient_groups": "The recipients of one state and reason among some thousands, as bits.",
    "delivery_hours": "How many were submitted, reported and delivered, by the hour of their call.",
    # delivery reports
    "report_files": "One imported report, and what it came to. `sha256` finds it again.",
    "report_words": "One status and error code of reports, and the state it means.",
    "explained_words": "One word of reports, and the state that a person said it means.",
    "deliveries": "What a report says of one recipient; the one that stands.",
    "delivery_counts": "How many recipients of a campaign are in a state that reports gave them.",
    "parked_reports": "One row of a report that fits no recipient yet.",
    # balances
    "samples": "One reading of the balance, or its failure, with the parts submitted by then.",
    "low_pools": "One pool that is low, since when, and whether somebody was told.",
    # one-time codes
    "otp_events": "One order about a one-time code. The code itself is never kept.",
    # files that are made for people
    "export_jobs": "One file that was asked for, and how far it is.",
    # settings
    "setting_changes": "One change of a setting by a person; the newest of a name holds.",
    # who may come in
    "users": "One person who may sign in, or might; whoever was removed keeps the name.",
    "sessions": "One browser that is signed in. Of its token only the hash is kept.",
    "sign_in_attempts": "One attempt to sign in, noted before the password is looked at.",
    # who did what
    "acts": "One act of a person, of the system's own user or of the worker; rows are only added.",
    # people who were erased, and what is no longer kept
    "erasures": "One person who was erased, and what was. The number is not kept.",
    "aged_campaigns": "One campaign whose numbers or texts are no longer kept, or are being taken "
    "away.",
    # processes, and databases that were put back
    "processes": "Who sends, and who imitates the gateway, with the last sign of life.",
    "fleet_epochs": "In which epoch of Redis a worker handed its calls to posters.",
    "generations": "One life of a worker: it began, stopped, or found the database put back.",
    "restorations": "One copy of the database, or one finding that it was put back.",
    "restored_campaigns": "One campaign that was held for that, and the state it was in.",
    "kept_opt_outs": "One opt-out of the database that was put aside, for a person to take over.",
    "kept_templates": "One text of the database that was put aside, for a person to take over.",
}
