"""The kinds of places where something about a person is, and what is said of each. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class PlaceKind(StrEnum):
    """Where something about a person was, or is. The values stand in receipts and in JSON."""

    CONTACTS = "contacts"
    REJECTED_ROWS = "rejected_rows"
    LIST_CHANGES = "list_changes"
    MESSAGES = "messages"
    TEXTS = "texts"
    CELLS_OF_OTHERS = "cells_of_others"
    TEXTS_OF_OTHERS = "texts_of_others"
    REPORT_ROWS = "report_rows"
    REPLIES = "replies"
    CODES = "codes"
    OPT_OUT_REASON = "opt_out_reason"
    UPLOADS = "uploads"
    EXPORTS = "exports"


PLACES: Mapping[PlaceKind, str] = MappingProxyType(
    {
        PlaceKind.CONTACTS: "contacts of lists",
        PlaceKind.REJECTED_ROWS: "rejected rows of lists",
        PlaceKind.LIST_CHANGES: "changes of lists",
        PlaceKind.MESSAGES: "messages of campaigns",
        PlaceKind.TEXTS: "texts that nobody else got",
        PlaceKind.CELLS_OF_OTHERS: "rows of other people with this number",
        PlaceKind.TEXTS_OF_OTHERS: "texts of other people with this number",
        PlaceKind.REPORT_ROWS: "unmatched rows of delivery reports",
        PlaceKind.REPLIES: "words of the gateway or of reports",
        PlaceKind.CODES: "orders about one-time codes",
        PlaceKind.OPT_OUT_REASON: "the reason of the opt-out",
        PlaceKind.UPLOADS: "uploaded files that were not saved, of everybody",
        PlaceKind.EXPORTS: "files made for download, of everybody",
    }
)
"""What was erased of each kind, as a receipt says it."""
