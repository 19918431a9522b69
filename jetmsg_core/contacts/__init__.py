"""Bytes of a contact file to an accepted audience. Pure: no file, database or network access.
What opens workbooks is no part of this: `spreadsheets` does, in a process of its own.

bytes ─► reading (a table of text) ─► columns (header, number column) ─► files: a ContactFile
      ─► rows (whose number is what, by `numbers`), partition ─► audience.Audience (accepted,
      rejected, duplicates, opted out, declined)
      ─► check_report.CheckReport (with `findings`), exports (CSV)
A workbook ─► looks (what its cells show) ─► shown_cells; all_sheets makes one list of its sheets,
      as far as they are some (sheet_lists)
Rejected cells typed anew ─► rows.corrections ─► the same ContactFile with them in it
`recipients.Contacts` are those who may be sent to, as a campaign takes them.
"""

from __future__ import annotations

from jetmsg_core.contacts.audience import Audience, Duplicates, check_contacts
from jetmsg_core.contacts.check_report import CheckReport
from jetmsg_core.contacts.columns.headers import header_key
from jetmsg_core.contacts.columns.pasted_lines import from_pasted, number_of_line
from jetmsg_core.contacts.exports import accepted_file, rejected_file
from jetmsg_core.contacts.findings.file_finding import FileFinding
from jetmsg_core.contacts.findings.reasons import SENTENCES, Caution, Reason, Repair
from jetmsg_core.contacts.limits import Limits
from jetmsg_core.contacts.numbers.normalize import Number, Rejection, normalize, normalize_column
from jetmsg_core.contacts.read_options import GUESSED, ReadOptions
from jetmsg_core.contacts.rows.corrections import Correction

__all__ = [
    "GUESSED",
    "SENTENCES",
    "Audience",
    "Caution",
    "CheckReport",
    "Correction",
    "Duplicates",
    "FileFinding",
    "Limits",
    "Number",
    "ReadOptions",
    "Reason",
    "Rejection",
    "Repair",
    "accepted_file",
    "check_contacts",
    "from_pasted",
    "header_key",
    "normalize",
    "normalize_column",
    "number_of_line",
    "rejected_file",
]
