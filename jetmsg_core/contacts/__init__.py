"""Bytes of a contact file to an accepted audience. Pure: no file, database or network access.
What opens workbooks is no part of this: `spreadsheets` does, in a process of its own.

bytes ─► formats, encodings, dialects, headers, readers ─► files.ContactFile (columns of text)
      ─► number_column, numbers ─► audience.Audience (accepted, rejected, duplicates, opted out)
      ─► reports.Report, exports (CSV)
Rejected cells typed anew ─► mending.corrected ─► the same ContactFile with them in it
"""

from __future__ import annotations

from jetmsg_core.contacts.audience import Audience, Duplicates, check_contacts
from jetmsg_core.contacts.exports import accepted_csv, rejected_csv
from jetmsg_core.contacts.findings import Finding
from jetmsg_core.contacts.headers import header_key
from jetmsg_core.contacts.limits import Limits
from jetmsg_core.contacts.mending import Correction
from jetmsg_core.contacts.numbers import Number, Rejection, normalize, normalize_column
from jetmsg_core.contacts.pasting import from_pasted
from jetmsg_core.contacts.reasons import SENTENCES, Caution, Reason, Repair
from jetmsg_core.contacts.reports import Report

__all__ = [
    "SENTENCES",
    "Audience",
    "Caution",
    "Correction",
    "Duplicates",
    "Finding",
    "Limits",
    "Number",
    "Reason",
    "Rejection",
    "Repair",
    "Report",
    "accepted_csv",
    "check_contacts",
    "from_pasted",
    "header_key",
    "normalize",
    "normalize_column",
    "rejected_csv",
]
