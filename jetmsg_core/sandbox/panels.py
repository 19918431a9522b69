"""Delivery reports in the shapes of other panels: their columns, their words and their times.

Each says of the same messages the same. Who published which shape stands in `docs/report_words.md`.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

Ending = tuple[str, str]
"""A status and an error code as the sandbox's own report has them."""

DELIVERED: Ending = ("DELIVRD", "000")
ABSENT: Ending = ("UNDELIV", "ABSENTSUB")
HANDSET: Ending = ("UNDELIV", "HANDSETERR")
EXPIRED: Ending = ("EXPIRED", "MOBOFF")
NDNC: Ending = ("NDNC", "650")
DND: Ending = ("DND", "650")
MISMATCH: Ending = ("REJECTD", "633")
NO_TEMPLATE: Ending = ("REJECTD", "630")
NO_LINK: Ending = ("REJECTD", "634")
ENDINGS = (
    *(DELIVERED, ABSENT, HANDSET, EXPIRED, NDNC, DND),
    *(MISMATCH, NO_TEMPLATE, NO_LINK),
)


class ReportedMessage(NamedTuple):
    """A message that a report tells of; the times are in IST."""

    sms_id: int
    number: int
    ending: Ending
    sent_at: datetime
    done_at: datetime


class Panel(NamedTuple):
    """The shape of a panel's report: its columns, the cells of a row from a message and from the
    panel's words for its ending."""

    header: tuple[str, ...]
    cells: Callable[[ReportedMessage, tuple[str, ...]], tuple[object, ...]]
    words: dict[Ending, tuple[str, ...]]

    def row(self, message: ReportedMessage) -> tuple[object, ...]:
        """Gives the cells of a message's row."""
        return self.cells(message, self.words[message.ending])


def _plain(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M:%S}"


PANELS: dict[str, Panel] = {
    "msg91": Panel(
        (
            *("requestId", "date", "amount", "clientid", "number", "credit", "status", "desc"),
            *("failedReason",),
        ),
        lambda sms, words: (
            *(sms.sms_id, _plain(sms.done_at), "0.01", "", sms.number, "1"),
            *words,
        ),
        {
            DELIVERED: ("1", "DELIVERED", ""),
            ABSENT: ("2", "FAILED", "Absent Subscriber"),
            HANDSET: ("2", "FAILED", "HANDSET-ERR"),
            EXPIRED: ("2", "EXPIRED", ""),
            NDNC: ("9", "NDNC", ""),
            DND: ("9", "NDNC", ""),
            MISMATCH: ("16", "REJECTED", "633:Template mismatch"),
            NO_TEMPLATE: ("16", "REJECTED", "630:Template not found"),
            NO_LINK: ("25", "Rejected by provider", ""),
        },
    ),
    "91bulksms": Panel(
        (
            *(
                "sentAt",
                "senderid",
                "campaignId",
                "deliverytime",
                "deliverystatus",
                "reason",
                "status",
            ),
            *("clientsmsid", "messageid", "statuscode", "mobileno"),
        ),
        lambda sms, words: (
            *(_plain(sms.sent_at), "NTFSMS", "", _plain(sms.done_at), *words),
            *("Found Delivery Report", sms.sms_id % 1_000, sms.sms_id, "1111", f"+{sms.number}"),
        ),
        {
            DELIVERED: ("DELIVRD", "Successfully Delivered"),
            ABSENT: ("UNDELIV", "Absent Subscriber"),
            HANDSET: ("UNDELIV", "Mobile switch off"),
            EXPIRED: ("EXPIRED", "Mobile switch off"),
            NDNC: ("UNDELIV", "NDNC"),
            DND: ("UNDELIV", "DND"),
            MISMATCH: ("UNDELIV", "TEMPLATE_NOT_MATCHED"),
            NO_TEMPLATE: ("UNDELIV", "TEMPLATE_NOT_FOUND"),
            NO_LINK: ("REJECTD", "HEADER_NOT_REGISTERED_FOR_TEMPLATE"),
        },
    ),
    "kaleyra": Panel(
        ("id", "mobile", "status", "status_trace", "dlrtime"),
        lambda sms, words: (
            *(f"{sms.sms_id}:1", sms.number, *words, f"{sms.done_at:%d-%m-%Y %H:%M:%S} IST"),
        ),
        {
            DELIVERED: ("DELIVRD", ""),
            ABSENT: ("UNDELIVERED", "ABSENT-SUB"),
            HANDSET: ("UNDELIVERED", "HANDSET-ERR"),
            EXPIRED: ("UNDELIVERED", "EXPIRED"),
            NDNC: ("NOT-SENT", "DND-NUMB"),
            DND: ("NOT-SENT", "CON-DND"),
            MISMATCH: ("NOT-SENT", "INV-TEMPLATE-MATCH"),
            NO_TEMPLATE: ("NOT-SENT", "TEMPLATE-NOT-FOUND"),
            NO_LINK: ("NOT-SENT", "SENDER-ID-NOT-FOUND"),
        },
    ),
    "gupshup": Panel(
        ("externalId", "deliveredTS", "status", "cause", "phoneNo", "errCode", "noOfFrags", "mask"),
        lambda sms, words: (
            *(sms.sms_id, int(sms.done_at.timestamp()) * 1000, *words[:2], sms.number),
            *(words[2], "1", "TESTIN"),
        ),
        {
            DELIVERED: ("SUCCESS", "SUCCESS", "000"),
            ABSENT: ("FAILURE", "ABSENT_SUBSCRIBER", "001"),
            HANDSET: ("FAILURE", "SYSTEM_FAILURE", "005"),
            EXPIRED: ("FAILURE", "MESSAGE_EXPIRED", "012"),
            NDNC: ("FAILURE", "DND_FAIL", "006"),
            DND: ("FAILURE", "DND_FAIL", "006"),
            MISMATCH: ("FAILURE", "MSG_DOES_NOT_MATCH_TEMPLATE", "038"),
            NO_TEMPLATE: ("FAILURE", "TEMPLATE_NOT_FOUND", "630"),
            NO_LINK: ("FAILURE", "BLOCKED_MASK", "00b"),
        },
    ),
    "exotel": Panel(
        ("Sid", "AccountSid", "From", "To", "DateCreated", "DateSent", "Status", "DetailedStatus"),
        lambda sms, words: (
            *(sms.sms_id, "example", "EXOTEL", f"0{sms.number % 10**10}"),
            *(_plain(sms.sent_at), _plain(sms.done_at), *words),
        ),
        {
            DELIVERED: ("sent", "DELIVERED_TO_HANDSET"),
            ABSENT: ("failed", "Unreachable"),
            HANDSET: ("failed", "Mobile handset switched off"),
            EXPIRED: ("expired", "EXPIRED"),
            NDNC: ("failed-dnd", "FAILED_DND"),
            DND: ("failed-dnd", "FAILED_DND"),
            MISMATCH: ("failed", "FAILED_DLT_TEMPLATE"),
            NO_TEMPLATE: ("failed", "FAILED_DLT_TEMPLATE"),
            NO_LINK: ("failed", "FAILED_INVALID_SENDER"),
        },
    ),
    "routemobile": Panel(
        (
            *("sSender", "sMobileNo", "sStatus", "dtSubmit", "dtDone", "sMessageId", "iCostPerSms"),
            *("iCharge", "iMCCMNC", "iErrCode"),
        ),
        lambda sms, words: (
            *("JETMSG", sms.number, words[0], _plain(sms.sent_at), _plain(sms.done_at)),
            *(sms.sms_id, "0.1", "1", "404045", words[1]),
        ),
        {
            DELIVERED: ("DELIVRD", "0"),
            ABSENT: ("UNDELIV", "1"),
            HANDSET: ("UNDELIV", "32"),
            EXPIRED: ("EXPIRED", "0"),
            NDNC: ("UNDELIV", "NDNC"),
            DND: ("REJECTD", "DND"),
            MISMATCH: ("UNDELIV", "633"),
            NO_TEMPLATE: ("REJECTD", "630"),
            NO_LINK: ("REJECTD", "634"),
        },
    ),
    "2factor": Panel(
        (
            *("SessionId", "SmsTo", "SmsStatus", "StatusGroupId", "StatusId", "StatusDescription"),
            *("ErrorName", "ErrorPermanent", "sentAt", "deliveredAt"),
        ),
        lambda sms, words: (
            *(sms.sms_id, sms.number, words[0], "3", "5", words[1], words[2], "false"),
            *(_plain(sms.sent_at), f"{sms.done_at:%d/%m/%Y, %I:%M:%S %p}".lower()),
        ),
        {
            DELIVERED: ("DELIVERED", "Message delivered to handset", "NO_ERROR"),
            ABSENT: ("FAILED", "Message not delivered", "ABSENT_SUBSCRIBER"),
            HANDSET: ("FAILED", "Message not delivered", "HANDSET_ERR"),
            EXPIRED: ("EXPIRED", "Message expired", "NO_ERROR"),
            NDNC: ("REJECTED", "Message rejected", "DND"),
            DND: ("REJECTED", "Message rejected", "NDNC_REJECT"),
            MISMATCH: ("REJECTED", "Message rejected", "TEMPLATE_NOT_MATCHED"),
            NO_TEMPLATE: ("REJECTED", "Message rejected", "DLT 630"),
            NO_LINK: ("REJECTED", "Message rejected", "DLT 634"),
        },
    ),
    "netcore": Panel(
        ("S No", "Transaction ID", "Mobile Number", "Status", "Sent Time", "Delivered Time"),
        lambda sms, words: (
            *(sms.sms_id % 100_000, sms.sms_id, sms.number, *words),
            *(f"{sms.sent_at:%d-%b-%y %H:%M:%S}", f"{sms.done_at:%d-%b-%y %H:%M:%S}"),
        ),
        {
            DELIVERED: ("Delivered",),
            ABSENT: ("Absent subscriber",),
            HANDSET: ("Undelivered",),
            EXPIRED: ("Force Expired",),
            NDNC: ("NDNC Reject",),
            DND: ("NDNC Reject",),
            MISMATCH: ("Dropped",),
            NO_TEMPLATE: ("Dropped",),
            NO_LINK: ("Blacklist",),
        },
    ),
    "smpp": Panel(
        ("id", "sub", "dlvrd", "submit date", "done date", "stat", "err", "destination"),
        lambda sms, words: (
            *(sms.sms_id, "001", "001", f"{sms.sent_at:%y%m%d%H%M%S}"),
            *(f"{sms.done_at:%y%m%d%H%M%S}", *words, sms.number),
        ),
        {
            ending: (status, code) if status not in ("NDNC", "DND") else ("REJECTD", status)
            for ending in ENDINGS
            for status, code in [ending]
        },
    ),
}
