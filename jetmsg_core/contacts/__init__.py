"""Bytes of a contact file to an accepted audience. Pure: no file, database or network access.

bytes ─► formats, encodings, dialects, headers, readers ─► files.ContactFile (columns of text)
      ─► number_column, numbers ─► audience.Audience (accepted, rejected, duplicates, opted out)
      ─► reports.Report, exports (CSV)
"""

from __future__ import annotations

from jetmsg_core.contacts.audience import Audience, Duplicates, check_contacts
from jetmsg_core.contacts.exports import accepted_csv, rejected_csv
from jetmsg_core.contacts.findings import Finding
from jetmsg_core.contacts.headers import header_key
from jetmsg_core.contacts.numbers import Number, Rejection, normalize, normalize_column
from jetmsg_core.contacts.reasons import SENTENCES, Caution, Reason, Repair
from jetmsg_core.contacts.reports import Report

__all__ = [
    "SENTENCES",
    "Audience",
    "Caution",
    "Duplicates",
    "Finding",
    "Number",
    "Reason",
    "Rejection",
    "Repair",
    "Report",
    "accepted_csv",
    "check_contacts",
    "header_key",
    "normalize",
    "normalize_column",
    "rejected_csv",
]
