"""The row of the column names is found without losing anybody above it, or is asked about."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest
from examples import examples
from hypothesis import given
from hypothesis import strategies as st

from jetmsg_core.contacts import Audience, ReadOptions, check_contacts
from jetmsg_core.contacts.columns.names import (
    EXACT,
    HINT,
    LONGER,
    NOTHING,
    number_likeness,
    says_other,
)
from jetmsg_core.contacts.numbers.normalize_cell import Number, normalize
from jetmsg_core.errors import InputError

GOOGLE = (
    "First Name,Phone 1 - Label,Phone 1 - Value\n"
    "John,Mobile,+1 202 555 0104\nAsha,Mobile,+91 98765 43201\nRavi,Mobile,+91 90123 45671\n"
)


def read(text: str, header: bool | int | None = None) -> Audience:
    return check_contacts(text.encode(), name="contacts.csv", options=ReadOptions(header=header))


def codes(audience: Audience) -> list[str]:
    report = audience.report
    return [finding.code for finding in (*report.blockers, *report.warnings)]


@pytest.mark.parametrize(
    ("text", "header_row", "rows"),
    [
        pytest.param(GOOGLE, 1, 3, id="Google Contacts: Mobile is the label of every row"),
        pytest.param(
            "Student,Relation,Parent Mobile\nAsha,Contact,\nRavi,Contact,9876543211\n",
            1,
            2,
            id="a relation that is called Contact",
        ),
        pytest.param(
            "Student,Relation,Guardian\nAsha,Contact,\nRavi,Contact,9876543211\n",
            1,
            2,
            id="a relation, and no word for numbers at all",
        ),
        pytest.param(
            "Name,Given Name,Group Membership,Phone 1 - Type,Phone 1 - Value\n"
            "Asha R,Asha,* myContacts,Mobile,\nOm K,Om,* myContacts,Mobile,9876543210\n",
            1,
            2,
            id="the older Google export",
        ),
        pytest.param(
            "First Name,Last Name,Company,Business Phone,Mobile Phone,Primary Phone\n"
            "Asha,Rao,Phone House,,9876543210,\n",
            1,
            1,
            id="Outlook, and a company that is called Phone",
        ),
        pytest.param(
            "Customer ID,First Name,Email,Default Address Phone,Phone,Total Spent\n"
            "7012345678901,Asha,a@example.in,'+919876543210,'+919876543210,10.00\n",
            1,
            1,
            id="Shopify customers",
        ),
        pytest.param(
            "id,first_name,last_name,billing_phone,order_total\n12,Asha,Rao,9876543210,500\n",
            1,
            1,
            id="WooCommerce",
        ),
        pytest.param(
            "id\tcreated_time\tfull_name\tphone_number\n"
            "l:123456789012345\t2026-01-01T10:00:00+05:30\tAsha\t+919876543210\n",
            1,
            1,
            id="Meta leads",
        ),
        pytest.param(
            "Lead Id,First Name,Mobile,Lead Source\n5125000000123456,Asha,9876543210,Web\n",
            1,
            1,
            id="Zoho leads",
        ),
        pytest.param(
            "Saved Name,Public Name,Phone Number,Group\nAsha,Asha,+91 98765 43210,School\n",
            1,
            1,
            id="members of a WhatsApp group",
        ),
        pytest.param(
            "Buyer name,Buyer phone no.,Order\nMobile Shop,9876543210,Mobile\nOm,,Mobile\n",
            1,
            2,
            id="a word inside a longer name",
        ),
        pytest.param(
            "Timestamp,Your name,WhatsApp number (with country code)\n"
            "01-01-2026 10:00,Asha,9876543210\n",
            1,
            1,
            id="a form's question",
        ),
        pytest.param("नाम,मोबाइल नंबर\nआशा,9876543210\n", 1, 1, id="Hindi"),
        pytest.param("Name,Q1 2024,2025,Mobile\nAsha,1,2,9876543210\n", 1, 1, id="years in names"),
        pytest.param(
            "Name,Mobile,20240101,01-02-2024\nAsha,9876543210,P,A\n", 1, 1, id="days of a register"
        ),
        pytest.param("Mobile\n9876543210\n", 1, 1, id="one column"),
        pytest.param("Mobile,\n9876543210,Asha\n", 1, 1, id="only the numbers have a name"),
        pytest.param("Diwali list\nMobile\n9876543210\n", 2, 1, id="a title over one column"),
        pytest.param(
            "Contact numbers of members,,\nMobile,Name,City\n9876543210,Asha,Pune\n",
            2,
            1,
            id="a title with a word for numbers",
        ),
        pytest.param(
            "Sharma Traders,,,\nPune 411001,,,\nName,City,Mobile,Amount\nA,Goa,9876543210,5\n",
            3,
            1,
            id="a letterhead",
        ),
        pytest.param(
            "Report,Customers,,,\nDate,01-01-2026,,,\nNaam,Shahar,Rakam,Sampark,Tip\n"
            "Asha,Pune,5,9876543210,x\nOm,Goa,7,9012345671,y\n",
            3,
            2,
            id="what a report says of itself, and strange names",
        ),
        pytest.param(
            ",,Contact,,\nName,City,Mobile,Landline,Amount\nAsha,Goa,9876543210,,5\n",
            2,
            1,
            id="names of two levels",
        ),
        pytest.param(
            "Name,Mobile\nAsha,9876543210\nName,Mobile\nOm,9012345671\n",
            1,
            3,
            id="printed again on the next page",
        ),
        pytest.param("Ravi,9876543210\nAsha,9012345671\n", None, 2, id="none"),
        pytest.param("Ravi,Mobile,9876543210\nAsha,Mobile,9012345671\n", None, 2, id="labels"),
        pytest.param("Ravi,Contact,\nAsha,Contact,9012345671\n", None, 2, id="labels, one empty"),
        pytest.param("Ravi,Friend,\nAsha,Contact,9012345671\n", None, 2, id="another label"),
        pytest.param("John,+1 202 555 0104\nAsha,9876543210\n", None, 2, id="a foreign one first"),
        pytest.param("Ravi,9.19877E+11\nAsha,9876543210\n", None, 2, id="a lossy one first"),
        pytest.param("Ravi,98765\nAsha,9876543210\n", None, 2, id="a short one first"),
        pytest.param("A,Pune,not given\nB,Pune,9876543210\n", None, 2, id="a city that repeats"),
        pytest.param("9876543210\n", None, 1, id="one number"),
        pytest.param("Ravi,9876543210\n", None, 1, id="one contact"),
    ],
)
def test_the_header_is_the_row_that_is_unlike_those_below_it(
    text: str, header_row: int | None, rows: int
) -> None:
    audience = read(text)
    assert (audience.report.header_row, audience.report.rows) == (header_row, rows)
    assert "ask_header_row" not in codes(audience)
    assert audience.report.guesses["header_row"]


def test_a_file_of_only_a_header_has_no_contacts() -> None:
    for text in ("Name,Mobile\n", "Mobile\n", "First Name,Phone 1 - Label,Phone 1 - Value\n"):
        assert codes(read(text)) == ["no_contacts"]


LETTERHEAD = (
    "Sharma Traders,Pune,,\nCall,9876543210,,\n\nName,City,Mobile,Amount\nA,Goa,9012345671,5\n"
)


@pytest.mark.parametrize(
    ("text", "header_row", "lost"),
    [
        pytest.param(LETTERHEAD, 4, (2,), id="a letterhead with a number"),
        pytest.param(
            "Ravi,9876543210\nJohn,+1 202 555 0104\nName,Mobile\nAsha,9012345671\n",
            3,
            (1, 2),
            id="two files glued together",
        ),
    ],
)
def test_contacts_above_a_header_are_asked_about(
    text: str, header_row: int, lost: tuple[int, ...]
) -> None:
    audience = read(text)
    asked = audience.report.blockers[0]
    assert (asked.code, asked.row, asked.rows) == ("ask_header_row", lost[0], lost)
    assert audience.report.header_row == header_row
    chosen = read(text, header_row)
    assert not chosen.report.blockers
    finding = next(
        warning for warning in chosen.report.warnings if warning.code == "contacts_above_header"
    )
    assert finding.rows == lost, "not silent, though chosen"
    every = read(text, header=False)
    assert every.report.header_row is None
    accounted = {*every.rows.tolist(), *every.rejected.index.tolist()}
    assert set(lost) <= accounted


BELOW = "\nRavi,Goa,98123 45678\nMeena,Goa,88123 45679\n"


@pytest.mark.parametrize(
    "cell",
    [
        *("Mob: 98765 43210", "Mobile 9876543210", "WhatsApp: 98765 43210"),
        *("Contact: 9876543210 / 9876543211", "Phone: +1 202 555 0104", "Ph: 98765O3210"),
    ],
)
def test_a_number_within_words_is_a_contact(cell: str) -> None:
    audience = read(f"Asha,Pune,{cell}{BELOW}")
    assert (audience.report.header_row, audience.report.rows) == (None, 3)
    is_read = not cell.startswith(("Contact", "Phone", "Ph:"))
    assert audience.rejected.index.tolist() == ([] if is_read else [1])
    assert not audience.report.blockers
    several = read(f"Asha,{cell}\nLata,{cell}\nRavi,9812345678\nMeena,8812345679\n")
    assert (several.report.header_row, several.report.accepted) == (None, 3 if is_read else 2)


@pytest.mark.parametrize(
    "cell",
    [
        *("no phone", "same mobile", "Wrong Mobile", "WhatsApp", "no number"),
        *("wrong mobile number", "Ph 98765"),
    ],
)
def test_a_remark_in_place_of_a_number_is_asked_about(cell: str) -> None:
    asked = read(f"Asha,Pune,{cell}{BELOW}").report.blockers[0]
    assert (asked.code, asked.row, asked.rows) == ("ask_header_row", 1, (1,))
    for header in (1, False):
        chosen = read(f"Asha,Pune,{cell}{BELOW}", header).report
        assert "ask_header_row" not in {blocker.code for blocker in chosen.blockers}


def test_a_row_with_two_names_for_numbers_is_no_contact() -> None:
    text = "Ishita,Father Mobile,Mother Mobile\nA,9876543210,9823456712\nB,9922334415,9012345671\n"
    each = ("Father Mobile", "Mother Mobile")
    report = check_contacts(text.encode(), options=ReadOptions(each_columns=each)).report
    assert (report.blockers, report.accepted) == ((), 4)


def test_a_row_that_names_the_chosen_column_is_no_contact() -> None:
    text = b"Ishita,Pune,WhatsApp\nRavi,Goa,98123 45678\nMeena,Goa,88123 45679\n"
    assert [asked.code for asked in check_contacts(text).report.blockers] == ["ask_header_row"]
    report = check_contacts(text, options=ReadOptions(column="whatsapp")).report
    assert (report.blockers, report.header_row) == ((), 1)


@pytest.mark.parametrize(
    "contact",
    ["Asha / आशा,Pune / पुणे,WhatsApp", "Customer (आशा),Pune,WhatsApp", "Asha,Pune,Mobile (नहीं)"],
)
def test_a_contact_in_two_languages_is_asked_about(contact: str) -> None:
    asked = read(contact + BELOW).report.blockers[0]
    assert (asked.code, asked.row, asked.rows) == ("ask_header_row", 1, (1,))


@pytest.mark.parametrize(
    "header",
    [
        *(
            "Name,City,Mobile",
            "Naam,Shahar,WhatsApp",
            "Name,Area X,Phone",
            "Strange,Odd,Mobile No",
            "Odd,V,mobile",
        ),
        *("Name,City,WhatsApp number (e.g. 9876543210)", "Name,City,Mobile 2024-25"),
        "Name,City,Mobile on 01-01-2026",
        *("Name / नाम,City / शहर,Mobile / मोबाइल", "Name/नाम,City/शहर,Mobile/मोबाइल"),
        *("Name (नाम),City (गाँव),Mobile No. (मोबाइल नं.)", "नाम / Name,शहर / City,मोबाइल / Mobile"),
        *("Name - പേര്,Town - ഊര്,WhatsApp - വാട്സാപ്പ്", "Customer / ग्राहक,City,Phone / चलभाष"),
        *("Sender,Text,Receiver Mobile", "Beneficiary,Subject,Beneficiary Mobile"),
        *("Child,City,Mother Mobile", "Nm,City,Mo. No.", "Naam,Shahar,Mo."),
    ],
)
def test_names_of_columns_are_not_asked_about(header: str) -> None:
    report = read(header + BELOW).report
    assert (report.header_row, report.accepted, report.blockers) == (1, 2, ())


@pytest.mark.parametrize("cell", ["9876543210 / 9876543211", "98765O3210", "98765432"])
def test_a_damaged_number_above_a_header_is_asked_about(cell: str) -> None:
    asked = read(f"John,{cell}\nName,Mobile\nAsha,9812345678\n").report.blockers[0]
    assert (asked.code, asked.rows) == ("ask_header_row", (1,))
    title = read("Sharma Traders,Pune 411001\nName,Mobile\nAsha,9812345678\n")
    assert codes(title) == ["title_rows"]


def test_a_first_row_that_is_chosen_is_the_first_row() -> None:
    text = "Title,,\nName,Mobile,City\nAsha,9876543210,Pune\n"
    assert read(text).report.header_row == 2
    assert read(text, header=True).report.header_row == 1
    assert read(f"\n{text}", header=True).report.header_row == 2, "of those with anything in them"


def test_the_row_that_has_the_column_a_person_named_is_the_header() -> None:
    data = b"Name,Mobile\nPHONE,\n9876543210,98765\n"
    assert check_contacts(data).report.header_row == 2
    named = check_contacts(data, options=ReadOptions(column="mobile"))
    assert named.report.header_row == 1
    assert named.rejected["Name"].tolist() == ["PHONE", "9876543210"]


def test_a_column_named_by_its_place_leaves_the_guess_of_the_header() -> None:
    data = b"Mobile,\n9876543210,9876543211\n"
    named = check_contacts(data, options=ReadOptions(column="Column 2"))
    assert (named.report.header_row, named.numbers.tolist()) == (1, [919876543211])


def test_a_contact_chosen_for_the_header_is_said() -> None:
    audience = read("9876543210,x\n9012345671,y\n", header=1)
    assert audience.columns == ("9876543210", "x")
    finding = next(
        warning for warning in audience.report.warnings if warning.code == "contacts_above_header"
    )
    assert finding.rows == (1,)


@pytest.mark.parametrize("row", [3, 9])
def test_a_row_that_is_not_there_cannot_be_the_header(row: int) -> None:
    with pytest.raises(InputError) as refused:
        read("Name,Mobile\nAsha,9876543210\n\nOm,9012345671\n", header=row)
    assert refused.value.code == "unknown_header_row"
    assert str(row) in str(refused.value)


def test_the_header_row_of_a_workbook_can_be_chosen() -> None:
    book = openpyxl.Workbook()
    for cells in (["Old", "Names"], ["Name", "Mobile"], ["Asha", 9876543210]):
        book.active.append(cells)
    sink = io.BytesIO()
    book.save(sink)
    assert check_contacts(sink.getvalue()).columns == ("Name", "Mobile")
    chosen = check_contacts(sink.getvalue(), options=ReadOptions(header=1))
    assert (chosen.columns, chosen.report.rows) == (("Old", "Names"), 2)
    assert [row for row, _ in chosen.head] == [1, 2, 3]


@pytest.mark.parametrize(
    ("name", "likeness"),
    [
        *((name, EXACT) for name in ("Mobile", "PHONE NO", "whatsapp_number", "Contact", "फोन")),
        *((name, EXACT) for name in ("मोबाइल नंबर", "மொபைல் எண்", "Mobile1", "Customer Mobile")),
        *((name, LONGER) for name in ("Parent Mobile", "Buyer phone no.", "Phone 1 - Value")),
        *((name, LONGER) for name in ("billing_phone", "BillingPhone", "Default Address Phone")),
        *((name, EXACT) for name in ("Mobile / मोबाइल", "फ़ोन नं. (Phone No.)", "Phone-ফোন")),
        *((name, LONGER) for name in ("Mobile / चलभाष", "Receiver Mobile (मोबाइल)")),
        *((name, HINT) for name in ("Mobile दुकान", "दुकान Mobile Shop")),
        *((name, LONGER) for name in ("custmobileno", "Mobile (10 digits)", "पिता का मोबाइल")),
        *((name, LONGER) for name in ("What is your WhatsApp number?", "Account Holder Mobile")),
        *((name, HINT) for name in ("Contact Person", "Phone 1 - Label", "Mobile Shop")),
        *((name, HINT) for name in ("Phone ID", "Customer (mobile)")),
        *((name, NOTHING) for name in ("Name", "Roll No", "Automobile Club", "City", "")),
        ("Give us a ring on " + "the telephone " * 20, NOTHING),
    ],
)
def test_a_name_speaks_for_numbers_more_or_less(name: str, likeness: int) -> None:
    assert number_likeness(name) == likeness


@pytest.mark.parametrize(
    ("name", "other"),
    [
        *((name, True) for name in ("Customer ID", "Lead Id", "A/c No", "Aadhaar", "Order ID")),
        *((name, True) for name in ("Roll No", "Invoice", "PIN", "Sl No", "Serial", "Policy No.")),
        *((name, True) for name in ("Customer No", "Phone ID", "Contact code", "customerId")),
        *((name, False) for name in ("Mobile", "Order Phone", "Account Holder Mobile", "Sampark")),
        *((name, False) for name in ("Name", "Phone 1 - Value", "Mobile (with country code)")),
    ],
)
def test_a_name_speaks_of_something_else_than_numbers(name: str, other: bool) -> None:
    assert says_other(name) is other


_WORDS = ["", "Asha", "Mobile", "Contact", "Name", "Phone", "City", "Pune", "WhatsApp", "n/a"]
_NUMBERS = ["9876543210", "+91 90123 45671", "+1 202 555 0104", "7000012345", "98765", "12"]
_TABLES = st.integers(1, 4).flatmap(
    lambda width: st.lists(
        st.lists(st.sampled_from(_WORDS + _NUMBERS), min_size=width, max_size=width), max_size=9
    )
)


@examples(400)
@given(_TABLES)
def test_no_row_with_a_mobile_number_is_ever_missing_in_silence(rows: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    audience = check_contacts(out.getvalue().encode(), options=ReadOptions(delimiter=","))
    report = audience.report
    rows_told = {
        *audience.rows.tolist(),
        *audience.rejected.index.tolist(),
        *audience.duplicates["row"].tolist(),
        *(row for finding in (*report.blockers, *report.warnings) for row in finding.rows),
    }
    held = {
        row
        for row, cells in enumerate(rows, 1)
        if any(isinstance(normalize(cell), Number) for cell in cells)
    }
    assert held <= rows_told
