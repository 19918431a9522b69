"""Rows in which the file itself says no are left out and listed, or kept on purpose."""

from __future__ import annotations

import time
from pathlib import Path

import openpyxl
import pytest
from fixtures import RunJson

from jetmsg_core import mappings
from jetmsg_core.contacts import ReadOptions, check_contacts
from jetmsg_core.contacts.columns.consents.cells import ConsentReading, reading_of
from jetmsg_core.contacts.columns.consents.names import ConsentSense, consent_sense
from jetmsg_core.settings import Settings

WANTS, REFUSES, TELLS, MENTIONS, LISTS, ANSWERS = ConsentSense
MESSAGE = ("--name", "N", "--message", "Hello")


def file_of(tmp_path: Path, column: str, *cells: str) -> Path:
    """Of a contact for each of the cells, the last of whom wants messages."""
    path = tmp_path / "contacts.csv"
    rows = [f"{9876543210 + index},Person {index},{cell}" for index, cell in enumerate(cells)]
    path.write_text("\n".join([f"Mobile,Name,{column}", *rows, ""]), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("column", "no", "yes"),
    [
        pytest.param("Accepts SMS Marketing", "no", "yes", id="Shopify"),
        pytest.param("Accepts Marketing", "FALSE", "TRUE", id="older Shopify"),
        pytest.param("SMS consent", "0", "1", id="a consent, as numbers"),
        pytest.param("whatsapp_opt_in", "N", "Y", id="an opt-in"),
        pytest.param("Opted In?", "✗", "✓", id="ticks"),
        pytest.param("Can we send SMS?", "No", "Yes", id="a form's question"),
        pytest.param("Marketing consent", "Withdrawn", "Granted", id="words for it"),
        pytest.param("DND", "Y", "N", id="DND"),
        pytest.param("DND Status", "Fully blocked", "Non-DND", id="DND in words"),
        pytest.param("Opt out", "true", "false", id="an opt-out"),
        pytest.param("smsOptOut", "1", "0", id="an opt-out in one word"),
        pytest.param("Unsubscribed", "yes", "", id="empty where nobody said anything"),
        pytest.param("Unsubscribed at", "03-01-2026", "", id="when it was"),
        pytest.param("Do Not Contact", "x", "", id="a cross"),
        pytest.param("Don't disturb", "हाँ", "नहीं", id="Hindi"),
        pytest.param("Status", "Unsubscribed", "Active", id="a status"),
        pytest.param("Subscription status", "NOT_SUBSCRIBED", "SUBSCRIBED", id="one of a shop"),
        pytest.param("Remarks", "Asked twice: do not contact!", "Came in May", id="a remark"),
        pytest.param("Tags", "vip; DND", "vip; dnd-free", id="a tag among others"),
        pytest.param("WhatsApp Opt-In", "No", "Yes", id="WhatsApp is one word"),
        pytest.param("WhatsApp Consent", "No", "Yes", id="a consent to WhatsApp"),
        pytest.param("WhatsApp Opt-Out", "Yes", "No", id="an opt-out of WhatsApp"),
        pytest.param("Allow WhatsApp", "No", "Yes", id="allowing WhatsApp"),
        pytest.param("SMSOptIn", "No", "Yes", id="SMS is a word of its own"),
        pytest.param("Consent to receive SMS", "No", "Yes", id="a consent to receive"),
        pytest.param("Can we contact you on WhatsApp?", "No", "Yes", id="a question with on"),
        pytest.param("I agree to receive SMS from Om Ltd", "No", "Yes", id="who it is from"),
        pytest.param("DoNotCall__c", "1", "0", id="Salesforce"),
        pytest.param("Promotional SMS", "No", "Yes", id="whether somebody gets promotions"),
        pytest.param("Marketing", "No", "Yes", id="whether somebody gets marketing"),
        pytest.param("SMS Marketing Status", "No", "Yes", id="a status with a plain answer"),
        pytest.param("sms_marketing_state", "UNSUBSCRIBED", "SUBSCRIBED", id="a state"),
        pytest.param("Blocked", "Yes", "No", id="blocked"),
        pytest.param("Black List", "Yes", "No", id="a black list"),
        pytest.param("TRAI DND", "Y", "N", id="of TRAI"),
        pytest.param("NDNC/DND status", "Full DND", "DND inactive", id="two registries"),
        pytest.param("DND Category", "Fully Blocked", "Not registered", id="a category of DND"),
        pytest.param("Do not want SMS", "Yes", "No", id="not wanting"),
        pytest.param("No Consent", "Yes", "No", id="no consent"),
        pytest.param("No SMS consent", "Yes", "No", id="no consent to SMS"),
        pytest.param("Consent not given", "Yes", "No", id="a consent that was not given"),
        pytest.param("Does not accept marketing", "Yes", "No", id="not accepting"),
        pytest.param("SMS not allowed", "Yes", "No", id="not allowing"),
        pytest.param("सहमति", "नहीं", "हाँ", id="a consent in Hindi"),
        pytest.param("Alt DND", "Y", "N", id="of another number that is not there"),
        pytest.param("SMS Consent", "No; I do not agree", "Yes; gladly", id="an explained answer"),
        pytest.param("SMS Consent", "No - told us 2021", "Yes - 2021", id="an answer and a year"),
        pytest.param("Opt-in Status", "opt-out via STOP", "opted in", id="how it was"),
        pytest.param("DND", "Full DND", "Non-DND", id="all of DND"),
        pytest.param("DND Status", "DND Active", "DND free", id="an active DND"),
        pytest.param("Remarks", "Don't send SMS", "Do not send bills", id="what is not sent"),
        pytest.param("Remarks", "does not want messages", "wants messages", id="a wish"),
    ],
)
def test_who_says_no_is_left_out_listed_and_counted_apart(
    cli_json: RunJson, tmp_path: Path, column: str, no: str, yes: str
) -> None:
    path = file_of(tmp_path, column, no, yes)
    channel = ("--channel", "whatsapp" if "whatsapp" in column.casefold() else "sms")
    report = cli_json("contacts", "check", path, *channel)
    assert (report["rows"], report["accepted"], report["declined"]) == (2, 1, 1)
    (declined,) = report["declined_rows"]
    assert (declined["row"], declined["number"]) == (2, 919876543210)
    assert (declined["said_in"], declined["column"], declined["value"]) == (2, column, no)
    (finding,) = [warning for warning in report["warnings"] if warning["code"] == "declined"]
    assert finding["rows"] == [2]
    assert column in finding["message"]
    made = cli_json("campaign", "create", path, *MESSAGE, *channel)
    assert (made["recipients"], made["skipped_by_reason"]) == (1, {"declined": 1})
    assert finding["message"] in made["warnings"]


def test_they_are_kept_on_purpose_and_that_is_said(cli_json: RunJson, tmp_path: Path) -> None:
    path = file_of(tmp_path, "DND", "Y", "N")
    report = cli_json("contacts", "check", path, "--keep-declined")
    assert (report["accepted"], report["declined"], report["declined_rows"]) == (2, 0, [])
    assert [warning["code"] for warning in report["warnings"]] == ["declined_kept"]
    made = cli_json("campaign", "create", path, *MESSAGE, "--keep-declined")
    assert (made["recipients"], made["skipped"]) == (2, 0)


@pytest.mark.parametrize(
    "column",
    [
        *("Consent form", "Bus stop", "Stop", "Subscription", "Email opt out", "City"),
        *("Accepts Email Marketing", "Unsubscribed from all email", "Contact", "Opt out reason"),
        *(
            "Active",
            "Call status",
            "Opted in at",
            "Message",
            "Has WhatsApp",
            "Offer accepted",
            "S. No",
        ),
        *("Never contacted", "Not WhatsApp", "Block", "Card blocked", "Call opt out"),
        *("Marketing SMS received", "Message not sent", "Did not receive SMS", "Photo consent"),
    ],
)
def test_columns_about_something_else_leave_nobody_out(column: str) -> None:
    assert consent_sense(column) in (None, TELLS)
    data = f"Mobile,Name,{column}\n9876543210,Asha,No\n9812345678,Ravi,Yes\n".encode()
    audience = check_contacts(data, options=ReadOptions(column="Mobile"))
    assert (audience.report.accepted, audience.report.declined) == (2, 0)


@pytest.mark.parametrize(
    ("cell", "sense", "reading"),
    [
        *((cell, WANTS, "silent") for cell in ("", "-", "NA", "Yes", "Opted in", "pending")),
        *((cell, WANTS, "no") for cell in (" No ", "n", "Opted-out", "declined", "unsubscribed")),
        *((cell, REFUSES, "silent") for cell in ("", "no", "Not registered", "Not opted out")),
        *((cell, REFUSES, "no") for cell in ("Yes", "Y", "1.0", "DND", "12 Jan 2026", "opted out")),
        *((cell, WANTS, "unclear") for cell in ("maybe", "ask again", "12-01-2026")),
        *((cell, REFUSES, "unclear") for cell in ("perhaps", "Pune")),
        *((cell, TELLS, "silent") for cell in ("Rejected", "Stop 5", "No", "not unsubscribed")),
        *((cell, TELLS, "no") for cell in ("Opt out", "vip | opt out", "Don't call after May")),
        *((cell, WANTS, "no") for cell in ("refused by phone", "I don't consent", "No (2021)")),
        *((cell, WANTS, "unclear") for cell in ("No. 5", "n.a.", "No response", "no/yes")),
        *((cell, REFUSES, "silent") for cell in ("No, fine", "Not in DND", "DND: No")),
        *((cell, REFUSES, "unclear") for cell in ("DND?", "DND removed", "check DND")),
        *((cell, TELLS, "no") for cell in ("Do not send", "on DND", "do not contact till further")),
        *((cell, TELLS, "no") for cell in ("Do not message on 9876543210", "asked not to contact")),
        *((cell, TELLS, "silent") for cell in ("Call after 5 PM; do not call before", "non-DND")),
        *((cell, TELLS, "silent") for cell in ("Do not send courier", "don't call after 5.30 pm")),
        *((cell, TELLS, "silent") for cell in ("do not call on Sundays", "No SMS received")),
        *((cell, TELLS, "silent") for cell in ("unsubscribed from email", "no consent form")),
        *((cell, WANTS, "no") for cell in ("N - 12/3/26", "n, told us", "nahi ji")),
        *((cell, WANTS, "silent") for cell in ("Y - 12/3/26", "haan ji", "All", "both")),
        *((cell, LISTS, "no") for cell in ("Email", "SMS", "WhatsApp; e-mail", "None", "no")),
        *((cell, LISTS, "silent") for cell in ("SMS, WhatsApp", "whatsapp & SMS", "", "All")),
        *((cell, ANSWERS, "no") for cell in ("No", "FALSE", "NOT_SUBSCRIBED", "No - told us")),
        *((cell, ANSWERS, "silent") for cell in ("Yes", "No-cost EMI!", "Sale. STOP to opt out")),
    ],
)
def test_a_cell_says_no_or_leaves_its_row_alone(
    cell: str, sense: ConsentSense, reading: str
) -> None:
    assert reading_of(cell, sense) is ConsentReading(reading)


def test_a_cell_that_says_neither_yes_nor_no_is_said_and_its_row_kept(
    cli_json: RunJson, tmp_path: Path
) -> None:
    report = cli_json("contacts", "check", file_of(tmp_path, "DND", "perhaps", "N"))
    (finding,) = report["warnings"]
    assert (finding["code"], finding["rows"], report["accepted"]) == ("consent_unclear", [2], 2)
    assert "'perhaps'" in finding["message"]


@pytest.mark.parametrize(
    ("column", "accepted"), [("Mobile", 2), ("Alt Mobile", 1)], ids=["mobile", "alternate"]
)
def test_a_refusal_for_another_number_counts_for_that_number(
    cli_json: RunJson, tmp_path: Path, column: str, accepted: int
) -> None:
    path = tmp_path / "contacts.csv"
    path.write_text("Mobile,Alt Mobile,Alt DND\n9876543210,9812345671,Y\n9812345678,9012345671,N\n")
    report = cli_json("contacts", "check", path, "--column", column)
    assert (report["accepted"], report["declined"]) == (accepted, 2 - accepted)


@pytest.mark.parametrize(
    "cell",
    [
        ", " * 16_000,
        "do not call" + " or a" * 6_000,
        "do not send " + "any " * 8_000,
        "sms, " * 9_000 + "z",
    ],
)
def test_a_long_remark_is_read_in_a_moment(cell: str) -> None:
    begun = time.process_time()
    assert {reading_of(cell, sense).value for sense in ConsentSense} <= {"no", "silent", "unclear"}
    assert time.process_time() - begun < 1


def test_the_column_of_the_numbers_is_not_asked(cli_json: RunJson, tmp_path: Path) -> None:
    path = tmp_path / "contacts.csv"
    path.write_text("DND Mobile,Name\n9876543210,Asha\n9812345678,Ravi\n")
    report = cli_json("contacts", "check", path)
    assert (report["accepted"], report["warnings"]) == (2, [])


def test_who_says_no_in_one_row_gets_nothing_for_another(cli_json: RunJson, tmp_path: Path) -> None:
    path = tmp_path / "contacts.csv"
    path.write_text(
        "Mobile,Name,DND\n9876543210,Asha,\n+91 98765 43210,Asha R,Y\n98,Om,Y\n9812345678,Ravi,N\n"
    )
    report = cli_json("contacts", "check", path)
    assert [(row["row"], row["said_in"]) for row in report["declined_rows"]] == [(2, 3), (3, 3)]
    assert (report["accepted"], report["rejected"], report["declined"]) == (1, 1, 2)
    kept = cli_json("contacts", "check", path, "--keep-declined")
    assert (kept["accepted"], kept["duplicates"], kept["declined"]) == (2, 1, 0)


def test_a_large_file_lists_who_says_no_too() -> None:
    rows = "".join(f"{7000123000 + 7 * index},{'NY'[index % 2]}\n" for index in range(12_000))
    audience = check_contacts(f"Mobile,DND\n{rows}".encode())
    assert (audience.report.accepted, audience.report.declined) == (6_000, 6_000)
    assert set(audience.declined["value"]) == {"Y"}
    assert audience.declined["row"].tolist() == list(range(3, 12_002, 2))


def test_who_opted_out_here_is_counted_there(cli_json: RunJson, tmp_path: Path) -> None:
    path = file_of(tmp_path, "DND", "Y", "N")
    cli_json("optout", "add", "9876543210")
    report = cli_json("contacts", "check", path)
    assert (report["opted_out"], report["declined"], report["accepted"]) == (1, 0, 1)


def test_a_file_of_opt_outs_is_taken_in_whole(cli_json: RunJson, tmp_path: Path) -> None:
    imported = cli_json("optout", "import", file_of(tmp_path, "DND", "Y", "N"))
    assert (imported["added"], imported["warnings"]) == (2, [])


def test_true_in_a_workbook_is_heard(cli_json: RunJson, tmp_path: Path) -> None:
    path, book = tmp_path / "contacts.xlsx", openpyxl.Workbook()
    for cells in (["Mobile", "Opt out"], [9876543210, True], [9812345678, False]):
        book.active.append(cells)
    book.save(path)
    assert cli_json("contacts", "check", path)["declined"] == 1


def test_keeping_them_is_not_remembered_for_the_next_file(settings: Settings) -> None:
    options = ReadOptions(column="Mobile", keep_declined=True)
    mappings.remember(settings, ["Mobile", "DND"], options)
    assert mappings.remembered(settings, ["Mobile", "DND"]) == ReadOptions(column="Mobile")
