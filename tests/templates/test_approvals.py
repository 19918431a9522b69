"""Which words of which columns call a template approved, and which say its type."""

from __future__ import annotations

import pytest

from jetmsg_core.templates.approvals import StatusColumn, first_against, status_column
from jetmsg_core.templates.content_types import route_of, type_columns
from jetmsg_core.templates.status_words import StatusVerdict, judge_words


@pytest.mark.parametrize(
    "words",
    [
        *("Approved", "APPROVED", " approved ", "Active", "ACTIVE", "Verified", "Registered"),
        *("Whitelisted", "White Listed", "white-listed", "Enabled", "Authorised", "Activated"),
        *("Approved and Active", "Approved by operator", "Registered on DLT", "Auto Approved"),
        *("REGISTERED VIA AIRTEL", "Approved successfully", "Registered through VILPOWER"),
        *("Approved (Airtel)", "Approved - Active", "Approved by Jio on 12/05/2024", "Approved."),
    ],
)
def test_good_words_are_good(words: str) -> None:
    assert judge_words(words) is StatusVerdict.GOOD


@pytest.mark.parametrize(
    "words",
    [
        *(
            "Not Approved",
            "NotApproved",
            "not_approved",
            "Non-approved",
            "Un-approved",
            "Unapproved",
        ),
        *("Approval pending", "Pending approval", "Pending", "Inactive", "In-active", "In Active"),
        *(
            "Not active",
            "Deactivated",
            "De-activated",
            "Unverified",
            "Not verified",
            "Unregistered",
        ),
        *("Approved - Blocked", "Approved, later blocked", "Blocked", "Blacklisted", "Draft"),
        *("Declined", "Rejected", "REJECTED BY REGISTRAR", "Expired", "Suspended", "Deleted"),
        *("Disapproved", "Disabled", "On hold", "Under review", "Submitted", "Awaiting approval"),
        *("Withdrawn", "Cancelled", "Failed", "Revoked", "Archived", "Approved? No", "In progress"),
        *("Under scrutiny", "Under process", "Black listed", "ApprovalPending", "Onhold"),
        *("Lapsed", "Dormant", "Unused", "Removed", "Retired", "Discontinued", "Closed", "Locked"),
        *("Frozen", "Withheld", "Obsolete", "Deprecated", "Approved, later removed", "Stopped"),
        *("APPROVALPENDING", "Auto-rejected", "Admin Rejected", "Not Approved by admin"),
    ],
)
def test_bad_words_are_bad(words: str) -> None:
    assert judge_words(words) is StatusVerdict.BAD


@pytest.mark.parametrize(
    "words",
    [
        "Unblocked",
        "",
        "Processed",
        "Live",
        "A",
        "Approval",
        "Approved with changes",
        "स्वीकृत",
        "1",
        "OK",
        "Not blocked",
        *("Admin Approved", "Admin Verified", "Code Approved", "Captain Approved"),
        *("Main Registered", "Not Applicable", "Not Required", "not needed"),
    ],
)
def test_all_others_are_asked_about(words: str) -> None:
    assert judge_words(words) is StatusVerdict.UNKNOWN


@pytest.mark.parametrize(
    ("name", "cell", "verdict"),
    [
        pytest.param("Is Active", "Yes", StatusVerdict.GOOD, id="active, yes"),
        pytest.param("Active", "0", StatusVerdict.BAD, id="active, zero"),
        pytest.param("Blocked", "No", StatusVerdict.GOOD, id="blocked, no"),
        pytest.param("Is Blacklisted", "TRUE", StatusVerdict.BAD, id="blacklisted, true"),
        pytest.param("Blocked", "", StatusVerdict.GOOD, id="blocked, nothing said"),
        pytest.param("Blocked", "-", StatusVerdict.GOOD, id="blocked, a hyphen"),
        pytest.param("Inactive", "N", StatusVerdict.GOOD, id="inactive, no"),
        pytest.param("Blocked", "Active", StatusVerdict.GOOD, id="blocked, in a word"),
        pytest.param("Active", "", StatusVerdict.UNKNOWN, id="active, nothing said"),
        pytest.param("Active/Blocked", "Blocked", StatusVerdict.BAD, id="either, in a word"),
        pytest.param("Active/Blocked", "Active", StatusVerdict.GOOD, id="either, in a good word"),
        pytest.param("Active/Blocked", "Yes", StatusVerdict.UNKNOWN, id="either, yes to which?"),
        pytest.param("Active/Blocked", "", StatusVerdict.UNKNOWN, id="either, nothing said"),
        pytest.param(
            "Blocked On", "12/05/2024", StatusVerdict.BAD, id="a date on which it was blocked"
        ),
        pytest.param("Blocked On", "", StatusVerdict.GOOD, id="no date on which it was blocked"),
        pytest.param("Status", "Yes", StatusVerdict.UNKNOWN, id="a status is no question"),
    ],
)
def test_yes_and_no_mean_what_their_column_asks(
    name: str, cell: str, verdict: StatusVerdict
) -> None:
    column = status_column(name, ["Yes", "Active"])
    assert column is not None
    assert column.judge(cell) is verdict


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        pytest.param("Status", ["Live", "Gone"], id="a status of unknown words"),
        pytest.param("TEMPLATE_STATUS", ["Approved", ""], id="an underscore"),
        pytest.param("Approval Status", ["Pending"], id="approval"),
        pytest.param("Active/Blocked", ["Active", "Blocked"], id="a name of two words"),
        pytest.param("Approved", ["Y", "N"], id="yes and no"),
        pytest.param("State", ["Approved"], id="a state"),
        pytest.param("Stage", ["Approved", "Rejected", "Odd"], id="by its cells alone"),
        pytest.param("Remarks", ["Rejected: wrong category", ""], id="remarks that are one"),
        pytest.param("Any", ["Rejected", "Processed"], id="half of its cells"),
        pytest.param("Status", ["", "-"], id="nothing in it"),
        pytest.param("Approval", ["NA", "Not Applicable"], id="an approval, nothing in it"),
        pytest.param("Result", ["Processed", "Processed", "Rejected", "Odd"], id="a result"),
    ],
)
def test_columns_of_statuses_are_found(name: str, cells: list[str]) -> None:
    assert status_column(name, cells) is not None


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        pytest.param("Approved On", ["12/05/2024"], id="a date"),
        pytest.param("Approved By", ["Registrar"], id="a person"),
        pytest.param("Status Date", ["12/05/2024"], id="the date of a status"),
        pytest.param("State", ["Maharashtra", "Goa"], id="a state of India"),
        pytest.param("Category", ["Banking", "Retail"], id="a category"),
        pytest.param("Remarks", ["ok", "see mail", "Approved"], id="mostly other words"),
        pytest.param("Consent Status", ["Not Applicable", "Rejected"], id="about consent"),
        pytest.param("Tags", ["Order cancelled", "Delivery failed"], id="what it is about"),
        pytest.param("Use case", ["Cancelled", "Payment failed", "Pending"], id="uses"),
        pytest.param("Journey", ["Order cancelled", "Cancelled order"], id="uses by their cells"),
        pytest.param("Action", ["View", "Delete", "Edit / Delete", "Block"], id="buttons"),
        pytest.param("Approved On", ["", ""], id="a date, nothing in it"),
    ],
)
def test_other_columns_are_none(name: str, cells: list[str]) -> None:
    assert status_column(name, cells) is None


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        pytest.param("Action", ["View", "View", "View", "Rejected"], id="an action"),
        pytest.param("Note", ["ok", "", "", "Blocked by operator"], id="a note"),
        pytest.param("Remark", ["", "", "", "Rejected by operator"], id="a remark"),
        pytest.param("Why", ["ok", "ok", "ok", "Rejected due to header"], id="with its reason"),
        pytest.param("Why", ["ok", "ok", "ok", "Not approved - header"], id="denied"),
        pytest.param("Level", ["2", "3", "4", "Under scrutiny"], id="under scrutiny"),
        pytest.param("Level", ["2", "3", "4", "Pending for approval"], id="pending"),
        pytest.param("Rejection Reason", ["", "", "", "Blocked"], id="a reason"),
    ],
)
def test_a_bad_status_in_another_column_stops_its_own_row(name: str, cells: list[str]) -> None:
    column = status_column(name, cells)
    assert column is not None
    verdicts = [column.judge(cell) for cell in cells]
    assert verdicts == [StatusVerdict.GOOD] * 3 + [StatusVerdict.BAD]


def test_every_column_has_a_say_and_a_person_about_the_unknown_only() -> None:
    columns = (StatusColumn("Status"), StatusColumn("Approval Status"))
    assert first_against(columns, ("Approved", "Active"), ()) is None
    assert first_against(columns, ("Approved", "Blocked"), ()) == (StatusVerdict.BAD, 1)
    assert first_against(columns, ("Live", "Blocked"), ()) == (StatusVerdict.BAD, 1)
    assert first_against(columns, ("Live", "Approved"), ()) == (StatusVerdict.UNKNOWN, 0)
    assert first_against(columns, ("LIVE ", "Approved"), {"live"}) is None
    assert first_against(columns, ("Blocked", "Approved"), {"blocked"}) == (StatusVerdict.BAD, 0)
    assert first_against(columns, ("", "Approved"), {""}) is None


@pytest.mark.parametrize(
    ("cell", "route"),
    [
        *((word, 2) for word in ("Promotional", "PROMO", "P", "Promotional SMS", "promotion")),
        *((word, 1) for word in ("Transactional", "Trans", "T", "TXN", "Service", "S", "SI", "SE")),
        *((word, 1) for word in ("Service-Implicit", "Service Explicit", "SERVICE_IMPLICIT")),
        *(
            (word, 1)
            for word in ("Service (Inferred)", "ServiceExplicit", "Service-I", "Government")
        ),
        *((word, None) for word in ("", "SMS", "Text", "Unicode", "Banking", "Others", "OTP", "I")),
        *(
            (word, 2)
            for word in (
                *("Promotional (P)", "Commercial - Promotional", "Promotional/Marketing"),
                *("Promotional - Text", "Commercial (P)", "promotional [P]", "PROMO (Offers)"),
            )
        ),
        *(
            (word, 1)
            for word in (
                *("Service Implicit (SI)", "Service-Implicit (SI)", "Transactional (OTP)"),
                *("Service Explicit (SE)", "Commercial - Service", "Banking - Transactional"),
                *("Transaction alerts", "Implicit (SI)"),
            )
        ),
        *(
            (word, None)
            for word in (
                *("Promotional (T)", "Service (P)", "Text (T)", "Unicode (U)", "Single Item (SI)"),
                *("Financial services", "Customer service desk", "not transactional"),
                *("Promotional (Service Explicit)", "Promotional " + "x" * 60),
            )
        ),
        *((word, None) for word in ("Non-promotional", "Promotional/Transactional", "E", "1", "2")),
    ],
)
def test_the_words_and_codes_of_a_type(cell: str, route: int | None) -> None:
    assert route_of(cell) == route


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        pytest.param(
            {"Communication type": ["SMS", "SMS"], "Content type": ["Promotional", "Service"]},
            ("Content type",),
            id="the one whose cells say it",
        ),
        pytest.param(
            {"Template Type": ["SMS"], "Communication Type": ["Promotional"]},
            ("Communication Type",),
            id="another portal, the other way round",
        ),
        pytest.param(
            {"Template Type": ["T", "T"], "Content Type": ["Promotional", "Promotional"]},
            ("Content Type",),
            id="a code for Text beside words",
        ),
        pytest.param({"Type": ["P", "SI", ""]}, ("Type",), id="codes"),
        pytest.param({"Type": ["SI", "OTP"]}, ("Type",), id="a code of two letters"),
        pytest.param({"Type": ["T", "U"]}, (), id="Text and Unicode"),
        pytest.param({"Kind of use": ["Promotional", ""]}, ("Kind of use",), id="any name"),
        pytest.param({"Remarks": ["Promotional", "for Diwali"]}, (), id="a word in remarks"),
        pytest.param({"Type": ["Promotional", "OTP"]}, ("Type",), id="some cells say it"),
        pytest.param({"Type": ["", ""], "Language": ["English", "Hindi"]}, (), id="nobody does"),
        pytest.param({"Route": ["1", "2"]}, ("Route",), id="the routes of the gateway"),
        pytest.param({"Type": ["1", "2"]}, (), id="numbers elsewhere"),
        pytest.param({"Mode": ["S", "S"]}, (), id="codes of a mode"),
        pytest.param({"Format": ["T", "T"]}, (), id="codes of a format"),
        pytest.param({"Grade": ["G", "SE"]}, (), id="grades"),
        pytest.param({"Media type": ["T", "T"]}, (), id="a type of something else"),
        pytest.param({"Department": ["Service", "Services"]}, (), id="a department"),
        pytest.param({"Entity type": ["Government"]}, (), id="whose it is"),
        pytest.param({"Mode": ["Promotional", "Service"]}, ("Mode",), id="words, any name"),
        pytest.param({"Mode": ["Service Implicit"]}, ("Mode",), id="two words, any name"),
        *(
            pytest.param({name: ["P", "T"]}, (name,), id=name)
            for name in ("Template Type", "Category", "Content", "Nature of message", "Route")
        ),
    ],
)
def test_the_columns_that_say_the_type(
    columns: dict[str, list[str]], expected: tuple[str, ...]
) -> None:
    assert type_columns(columns) == expected
