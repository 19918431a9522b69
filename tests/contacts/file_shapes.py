"""Contact files in the shapes in which programs write them, all people made up: what each is, its
bytes, how it is asked for, and the numbers that may be sent to, in the order of the file."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass

from workbook_files import Cell, ods, xls, xlsx

Rows = Sequence[Sequence[str]]


@dataclass(frozen=True)
class FileShape:
    """One file. `accepted` holds the ten digits of each number; `rest` says what becomes of the
    other rows."""

    kind: str
    program: str
    file: str
    data: bytes
    accepted: tuple[str, ...]
    rest: str = ""
    options: tuple[str, ...] = ()


def text(rows: Rows, *, delimiter: str = ",", encoding: str = "utf-8", quote_all: bool = False) -> bytes:
    out = io.StringIO(newline="")
    quoting = csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL
    csv.writer(out, delimiter=delimiter, quoting=quoting).writerows(rows)
    return out.getvalue().encode(encoding)


def sheet_xlsx(rows: list[list[Cell]]) -> bytes:
    return xlsx({"Sheet1": rows})


def sheet_xls(rows: list[list[str | float]]) -> bytes:
    return xls({"Sheet1": rows})


def lines(*written: str, end: str = "\r\n", encoding: str = "utf-8") -> bytes:
    return (end.join(written) + end).encode(encoding)


A, B, C, D = "9876543201", "9876543202", "9876543203", "9876543204"


ADDRESS_BOOKS = (
    FileShape(
        "Address book",
        "Google Contacts, CSV since 2024",
        "contacts.csv",
        text(
            [
                ["First Name", "Middle Name", "Last Name", "Organization Name", "Labels"]
                + ["E-mail 1 - Label", "E-mail 1 - Value", "Phone 1 - Label", "Phone 1 - Value"],
                ["Asha", "", "Rao", "", "* myContacts", "", "", "Mobile", "+91 98765 43201"],
                ["Ravi", "", "", "", "* myContacts", "", "", "Mobile", "098765 43202"],
                ["John", "", "", "", "* myContacts", "", "", "Mobile", "+1 202-555-0104"],
                ["Meena", "", "", "", "* myContacts", "", "", "Mobile", "9876543203"],
            ]
        ),
        (A, B, C),
        "one from abroad",
    ),
    FileShape(
        "Address book",
        "Google Contacts, CSV until 2024, several numbers in a cell",
        "contacts.csv",
        text(
            [
                ["Name", "Given Name", "Family Name", "Group Membership"]
                + ["Phone 1 - Type", "Phone 1 - Value"],
                ["Asha Rao", "Asha", "Rao", "* myContacts", "Mobile", "+91 98765 43201"],
                ["Ravi", "Ravi", "", "* myContacts", "Mobile", "9876543202 ::: 9876543203"],
            ]
        ),
        (A, B, C),
        options=("--split",),
    ),
    FileShape(
        "Address book",
        "Outlook, CSV (Windows)",
        "contacts.csv",
        text(
            [
                ["First Name", "Last Name", "Company", "Business Phone", "Home Phone"]
                + ["Mobile Phone", "E-mail Address"],
                ["Asha", "Rao", "", "022 2655 0101", "", "+91 98765 43201", "a@example.com"],
                ["Ravi", "", "", "", "98765 43202", "", ""],
                ["Meena", "", "", "", "", "098765-43203", ""],
            ],
            quote_all=True,
            encoding="cp1252",
        ),
        (A, B, C),
        options=("--column", "Mobile Phone", "--else-column", "Home Phone"),
    ),
    FileShape(
        "Address book",
        "Thunderbird, CSV",
        "abook.csv",
        text(
            [
                ["First Name", "Last Name", "Display Name", "Primary Email", "Work Phone"]
                + ["Home Phone", "Fax Number", "Pager Number", "Mobile Number"],
                ["Asha", "Rao", "Asha Rao", "", "02226550101", "", "", "", "9876543201"],
                ["Ravi", "", "Ravi", "", "", "", "", "", "9876543202"],
            ]
        ),
        (A, B),
    ),
    FileShape(
        "Address book",
        "Android, vCard 2.1 with quoted-printable names",
        "contacts.vcf",
        lines(
            "BEGIN:VCARD",
            "VERSION:2.1",
            "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:;=E0=A4=86=E0=A4=B6=E0=A4=BE;;;",
            "FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E0=A4=86=E0=A4=B6=E0=A4=BE",
            "TEL;CELL;PREF:9876543201",
            "END:VCARD",
            "BEGIN:VCARD",
            "VERSION:2.1",
            "N:Kumar;Ravi;;;",
            "FN:Ravi Kumar",
            "TEL;HOME:02226550101",
            "TEL;CELL:+91-98765-43202",
            "END:VCARD",
        ),
        (A, B),
    ),
    FileShape(
        "Address book",
        "iPhone and iCloud, vCard 3.0 with labelled numbers",
        "iCloud vCards.vcf",
        lines(
            "BEGIN:VCARD",
            "VERSION:3.0",
            "PRODID:-//Apple Inc.//iOS 17.0//EN",
            "N:Rao;Asha;;;",
            "FN:Asha Rao",
            "ORG:Shop;",
            "item1.TEL;type=pref:+91 98765 43201",
            "item1.X-ABLabel:_$!<Other>!$_",
            "END:VCARD",
            "BEGIN:VCARD",
            "VERSION:3.0",
            "N:;Ravi;;;",
            "FN:Ravi",
            "TEL;type=WORK;type=VOICE:+91 22 2655 0101",
            "TEL;type=CELL;type=VOICE;type=pref:+91 98765 43202",
            "END:VCARD",
        ),
        (A, B),
    ),
    FileShape(
        "Address book",
        "Nextcloud, vCard 4.0",
        "contacts.vcf",
        lines(
            "BEGIN:VCARD",
            "VERSION:4.0",
            "FN:Asha Rao",
            'TEL;TYPE="voice,cell";VALUE=uri:tel:+91-98765-43201',
            "END:VCARD",
            "BEGIN:VCARD",
            "VERSION:4.0",
            "FN:Ravi",
            "TEL;TYPE=cell:9876543202",
            "END:VCARD",
        ),
        (A, B),
    ),
    FileShape(
        "Address book",
        "An old phone, vCard cards that do not end",
        "backup.vcf",
        lines(
            "BEGIN:VCARD",
            "VERSION:2.1",
            "N:Asha",
            "TEL;CELL:9876543201",
            "BEGIN:VCARD",
            "VERSION:2.1",
            "N:Ravi",
            "TEL;CELL:9876543202",
        ),
        (A, B),
    ),
    FileShape(
        "Address book",
        "Truecaller, CSV backup",
        "truecaller.csv",
        text(
            [
                ["Name", "Number", "Type"],
                ["Asha", "+919876543201", "mobile"],
                ["Bank", "1800111109", "toll free"],
                ["Ravi", "+919876543202", "mobile"],
            ]
        ),
        (A, B),
        "a toll-free number",
    ),
)

CRMS = (
    FileShape(
        "CRM",
        "Zoho CRM, leads",
        "Leads.csv",
        text(
            [
                ["Record Id", "Lead Owner.id", "Lead Owner", "Company", "First Name", "Last Name"]
                + ["Email", "Phone", "Mobile", "Lead Source", "SMS Opt Out"],
                ["zcrm_5000000000001", "zcrm_1", "Team", "Shop", "Asha", "Rao", "", "02226550101"]
                + ["9876543201", "Web", "false"],
                ["zcrm_5000000000002", "zcrm_1", "Team", "", "Ravi", "K", "", "", "9876543202"]
                + ["Web", "true"],
                ["zcrm_5000000000003", "zcrm_1", "Team", "", "Meena", "S", "", "", "9876543203"]
                + ["Web", "false"],
            ]
        ),
        (A, C),
        "one who opted out in the file itself",
        options=("--column", "Mobile"),
    ),
    FileShape(
        "CRM",
        "HubSpot, contacts",
        "hubspot-crm-exports-all-contacts.csv",
        text(
            [
                ["Record ID", "First Name", "Last Name", "Email", "Phone Number"]
                + ["Contact owner", "Lead Status"],
                ["101", "Asha", "Rao", "a@example.com", "+91 98765 43201", "Team", "NEW"],
                ["151", "Ravi", "", "", "", "Team", "OPEN"],
                ["201", "Meena", "", "", "'+91 98765 43203", "Team", "OPEN"],
            ],
            quote_all=True,
        ),
        (A, C),
        "one without a number",
    ),
    FileShape(
        "CRM",
        "Salesforce, report with its footer",
        "report1700000000000.csv",
        lines(
            '"First Name","Last Name","Mobile","Lead Source"',
            '"Asha","Rao","(98765) 43201","Web"',
            '"Ravi","Kumar","+91 98765 43202","Partner"',
            "",
            "",
            '"Leads by Source"',
            '"Copyright (c) 2000-2026 salesforce.com, inc. All rights reserved."',
            '"Confidential Information - Do Not Distribute"',
            '"Generated By: Team 28/11/2026, 10:15 am"',
        ),
        (A, B),
        "the lines of the footer",
    ),
    FileShape(
        "CRM",
        "Pipedrive, people",
        "people.csv",
        text(
            [
                ["Person - ID", "Person - Name", "Person - Organization"]
                + ["Person - Phone - Work", "Person - Phone - Mobile", "Person - Owner"],
                ["1", "Asha Rao", "Shop", "022 2655 0101", "9876543201", "Team"],
                ["2", "Ravi", "", "", "9876543202", "Team"],
            ]
        ),
        (A, B),
        options=("--column", "Person - Phone - Mobile"),
    ),
    FileShape(
        "CRM",
        "Bitrix24, contacts with semicolons",
        "CONTACT.csv",
        text(
            [
                ["ID", "Salutation", "First name", "Last name", "Work Phone", "Mobile", "Source"],
                ["11", "Ms.", "Asha", "Rao", "", "+919876543201", "Call"],
                ["12", "Mr.", "Ravi", "", "", "+919876543202", "Call"],
            ],
            delimiter=";",
            encoding="utf-8-sig",
            quote_all=True,
        ),
        (A, B),
    ),
    FileShape(
        "CRM",
        "Odoo, res.partner",
        "res.partner.xlsx",
        sheet_xlsx(
            [
                ["External ID", "Name", "Phone", "Mobile", "Country"],
                ["__export__.res_partner_7", "Asha Rao", "+91 22 2655 0101"]
                + ["+91 98765 43201", "India"],
                ["__export__.res_partner_8", "John", "", "+44 7911 123456", "United Kingdom"],
                ["__export__.res_partner_9", "Ravi", "", "+91 98765 43202", "India"],
            ]
        ),
        (A, B),
        "one from abroad",
        options=("--column", "Mobile"),
    ),
    FileShape(
        "CRM",
        "LeadSquared, leads",
        "leads.csv",
        text(
            [
                ["Lead Number", "First Name", "Last Name", "Phone Number", "Mobile Number"]
                + ["Do Not Call", "Do Not SMS"],
                ["21", "Asha", "Rao", "", "+91-9876543201", "No", "No"],
                ["22", "Ravi", "", "", "+91-9876543202", "No", "Yes"],
                ["23", "Meena", "", "", "+91-9876543203", "No", "No"],
            ]
        ),
        (A, C),
        "one who wants no SMS",
        options=("--column", "Mobile Number"),
    ),
    FileShape(
        "CRM",
        "A copy of a JSON answer of an API",
        "contacts.json",
        json.dumps(
            {
                "data": [
                    {"id": 1, "name": "Asha", "phone": 919876543201, "city": "Pune"},
                    {"id": 2, "name": "Ravi", "phone": "+91 98765 43202", "city": None},
                ]
            }
        ).encode(),
        (A, B),
    ),
)

SHOPS = (
    FileShape(
        "Shop",
        "Shopify, customers",
        "customers_export.csv",
        text(
            [
                ["Customer ID", "First Name", "Last Name", "Email", "Accepts Email Marketing"]
                + ["Default Address Country Code", "Default Address Phone", "Phone"]
                + ["Accepts SMS Marketing", "Total Spent", "Total Orders"],
                ["'7000012345001", "Asha", "Rao", "", "no", "IN", "", "'+919876543201", "yes"]
                + ["500.00", "1"],
                ["'7000012345002", "Ravi", "", "", "no", "IN", "'+919876543202", "", "yes"]
                + ["0.00", "0"],
                ["'7000012345003", "Meena", "", "", "yes", "IN", "", "'+919876543203", "no"]
                + ["0.00", "0"],
                ["'7000012345004", "John", "", "", "yes", "US", "", "'+12025550104", "yes"]
                + ["0.00", "0"],
            ]
        ),
        (A, B),
        "one who accepts no SMS, one from abroad",
        options=("--column", "Phone", "--else-column", "Default Address Phone"),
    ),
    FileShape(
        "Shop",
        "Shopify, orders: a row for each article",
        "orders_export.csv",
        text(
            [
                ["Name", "Email", "Financial Status", "Total", "Lineitem name", "Billing Name"]
                + ["Billing Phone", "Shipping Name", "Shipping Phone"],
                ["#1001", "a@example.com", "paid", "900.00", "Kurta", "Asha Rao"]
                + ["+91 98765 43201", "Asha Rao", "+91 98765 43201"],
                ["#1001", "a@example.com", "", "", "Dupatta", "", "", "", ""],
                ["#1002", "", "paid", "400.00", "Kurta", "Ravi", "9876543202", "Ravi"]
                + ["9876543202"],
            ]
        ),
        (A, B),
        "the second article of an order, which names nobody",
        options=("--column", "Billing Phone"),
    ),
    FileShape(
        "Shop",
        "WooCommerce, orders",
        "orders.csv",
        text(
            [
                ["Order Number", "Order Status", "First Name (Billing)", "Phone (Billing)"]
                + ["Order Total Amount"],
                ["3001", "Processing", "Asha", "9876543201", "900"],
                ["3002", "Completed", "Ravi", "+91 9876543202", "450"],
                ["3003", "Completed", "Asha", "09876543201", "99"],
            ]
        ),
        (A, B),
        "a second order of one person",
    ),
    FileShape(
        "Shop",
        "Magento, customers",
        "customers.csv",
        text(
            [
                ["ID", "Name", "Email", "Group", "Phone", "ZIP", "Country", "Customer Since"],
                ["000000011", "Asha Rao", "", "General", "9876543201", "411001", "India"]
                + ["Nov 1, 2026, 9:15:00 AM"],
                ["000000012", "Ravi", "", "General", "9876543202", "400001", "India"]
                + ["Nov 2, 2026, 9:15:00 AM"],
            ],
            quote_all=True,
        ),
        (A, B),
    ),
    FileShape(
        "Shop",
        "Amazon, order report with tabs",
        "orders.txt",
        text(
            [
                ["order-id", "purchase-date", "buyer-name", "buyer-phone-number", "sku"]
                + ["quantity-purchased", "ship-postal-code"],
                ["403-0000001-0000001", "2026-11-01T10:00:00+00:00", "Asha", "9876543201", "K-1"]
                + ["1", "411001"],
                ["403-0000002-0000002", "2026-11-02T10:00:00+00:00", "Ravi", "9876543202", "K-1"]
                + ["1", "400001"],
            ],
            delimiter="\t",
            encoding="cp1252",
        ),
        (A, B),
    ),
    FileShape(
        "Shop",
        "Tally, list of ledgers under a letterhead",
        "ListofLedgers.xlsx",
        sheet_xlsx(
            [
                ["Asha Traders"],
                ["12 MG Road, Pune - 411001"],
                ["Contact : 020-26550101, 98765 49999"],
                ["List of Ledgers"],
                ["Particulars", "Mobile No.", "Closing Balance"],
                ["Ravi Stores", "98765 43201", "1500"],
                ["Meena & Co", "98765 43202", "250"],
            ]
        ),
        (A, B),
        "the letterhead",
    ),
    FileShape(
        "Shop",
        "Vyapar, parties",
        "PartyReport.xlsx",
        sheet_xlsx(
            [
                ["Name", "Email", "Phone No.", "Address", "GSTIN Number", "Receivable Balance"],
                ["Ravi Stores", "", "9876543201", "Pune", "", "500"],
                ["Meena", "", "9876543202", "Pune", "", "0"],
                ["Total", "", "", "", "", "500"],
            ]
        ),
        (A, B),
        "the line of totals",
    ),
    FileShape(
        "Shop",
        "Razorpay, payments",
        "payments.csv",
        text(
            [
                ["id", "amount", "currency", "status", "order_id", "email", "contact", "created_at"],
                ["pay_00000000000001", "500", "INR", "captured", "order_1", "a@example.com"]
                + ["+919876543201", "1764300000"],
                ["pay_00000000000002", "250", "INR", "captured", "order_2", "b@example.com"]
                + ["+919876543202", "1764300060"],
            ]
        ),
        (A, B),
    ),
)

AUDIENCES = (
    FileShape(
        "Newsletter tool",
        "Mailchimp, audience",
        "subscribed_members.csv",
        text(
            [
                ["Email Address", "First Name", "Last Name", "Phone Number", "MEMBER_RATING"]
                + ["OPTIN_TIME", "LEID", "EUID"],
                ["a@example.com", "Asha", "Rao", "98765 43201", "2", "2026-01-01 10:00:00"]
                + ["1000000001", "abc1"],
                ["b@example.com", "Ravi", "", "98765 43202", "2", "2026-01-02 10:00:00"]
                + ["1000000002", "abc2"],
            ]
        ),
        (A, B),
    ),
    FileShape(
        "Newsletter tool",
        "Brevo, contacts",
        "contacts.csv",
        text(
            [
                ["CONTACT ID", "EMAIL", "FIRSTNAME", "LASTNAME", "SMS", "DOUBLE_OPT-IN"],
                ["1", "a@example.com", "Asha", "Rao", "919876543201", "Yes"],
                ["2", "b@example.com", "Ravi", "", "919876543202", "Yes"],
            ],
            delimiter=";",
        ),
        (A, B),
        options=("--column", "SMS"),
    ),
    FileShape(
        "Newsletter tool",
        "Klaviyo, profiles with their consent",
        "profiles.csv",
        text(
            [
                ["Email", "First Name", "Phone Number", "SMS Consent", "Country"],
                ["a@example.com", "Asha", "+919876543201", "SUBSCRIBED", "India"],
                ["b@example.com", "Ravi", "+919876543202", "UNSUBSCRIBED", "India"],
            ]
        ),
        (A,),
        "one who has unsubscribed",
    ),
)

LEADS = (
    FileShape(
        "Lead ads",
        "Meta, leads (UTF-16 with tabs)",
        "leads.csv",
        text(
            [
                ["id", "created_time", "ad_id", "ad_name", "form_name", "platform", "full_name"]
                + ["phone_number", "city"],
                ["l:1000000000000001", "2026-11-01T10:00:00+05:30", "ag:120000000000000001", "Ad"]
                + ["Form", "fb", "Asha Rao", "p:+919876543201", "Pune"],
                ["l:1000000000000002", "2026-11-01T11:00:00+05:30", "ag:120000000000000001", "Ad"]
                + ["Form", "ig", "Ravi", "p:9876543202", "Pune"],
            ],
            delimiter="\t",
            encoding="utf-16",
        ),
        (A, B),
    ),
    FileShape(
        "Lead ads",
        "Google Ads, lead form",
        "leads.csv",
        text(
            [
                ["Lead ID", "Campaign ID", "Form ID", "Lead submit time", "Full Name"]
                + ["User Phone", "City"],
                ["TeSter-1", "1234567890", "7777777777", "2026-11-01 10:00:00", "Asha"]
                + ["+91 98765 43201", "Pune"],
                ["TeSter-2", "1234567890", "7777777777", "2026-11-02 10:00:00", "Ravi"]
                + ["+91 98765 43202", "Pune"],
            ]
        ),
        (A, B),
    ),
    FileShape(
        "Lead ads",
        "LinkedIn, lead gen forms",
        "leads.csv",
        text(
            [
                ["Lead ID", "Lead Type", "First name", "Last name", "Phone number", "Job title"],
                ["urn:li:1", "Sponsored", "Asha", "Rao", "+919876543201", "Owner"],
                ["urn:li:2", "Sponsored", "Ravi", "K", "+919876543202", "Owner"],
            ]
        ),
        (A, B),
    ),
    FileShape(
        "Lead market",
        "IndiaMART, enquiries",
        "enquiries.xlsx",
        sheet_xlsx(
            [
                ["Query ID", "Date", "Sender Name", "Sender Mobile", "Alternate Mobile"]
                + ["Company", "Product"],
                ["2600000001", "01-11-2026", "Asha", "+91-9876543201", "", "Shop", "Bags"],
                ["2600000002", "02-11-2026", "Ravi", "+91-9876543202", "", "", "Bags"],
            ]
        ),
        (A, B),
    ),
    FileShape(
        "Lead market",
        "Justdial, leads",
        "leads.csv",
        text(
            [
                ["leadid", "prefix", "name", "mobile", "phone", "email", "date", "category"],
                ["JD0000001", "Ms", "Asha", "9876543201", "", "", "2026-11-01", "Bags"],
                ["JD0000002", "Mr", "Ravi", "9876543202", "", "", "2026-11-02", "Bags"],
            ]
        ),
        (A, B),
    ),
)

FORMS = (
    FileShape(
        "Form",
        "Google Forms, answers",
        "Registration (Responses).csv",
        text(
            [
                ["Timestamp", "Your name", "WhatsApp number (10 digits)", "Which batch?"],
                ["01/11/2026 10:15:00", "Asha", "9876543201", "Morning"],
                ["01/11/2026 10:16:00", "Ravi", "98765-43202", "Evening"],
                ["01/11/2026 10:17:00", "Meena", "same as before", "Evening"],
            ]
        ),
        (A, B),
        "an answer that is no number",
    ),
    FileShape(
        "Form",
        "Microsoft Forms, answers",
        "Registration.xlsx",
        sheet_xlsx(
            [
                ["ID", "Start time", "Completion time", "Email", "Name", "Mobile number"],
                ["1", "11-1-26 10:15:00", "11-1-26 10:16:00", "anonymous", "", "9876543201"],
                ["2", "11-1-26 10:17:00", "11-1-26 10:18:00", "anonymous", "", "9876543202"],
            ]
        ),
        (A, B),
    ),
    FileShape(
        "Form",
        "SurveyMonkey, two rows of names",
        "Survey.csv",
        text(
            [
                ["Respondent ID", "Collector ID", "Start Date", "Please tell us about you", "", ""],
                ["", "", "", "Name", "Mobile number", "City"],
                ["118000000001", "440000001", "01/11/2026", "Asha", "9876543201", "Pune"],
                ["118000000002", "440000001", "01/11/2026", "Ravi", "9876543202", "Pune"],
            ]
        ),
        (A, B),
        "the second row of names",
    ),
    FileShape(
        "Event",
        "Eventbrite, attendees",
        "report.csv",
        text(
            [
                ["Order #", "Order Date", "First Name", "Last Name", "Email", "Quantity"]
                + ["Ticket Type", "Cell Phone"],
                ["7000012345", "2026-11-01", "Asha", "Rao", "", "1", "Entry", "+91 98765 43201"],
                ["7000012346", "2026-11-01", "Ravi", "", "", "1", "Entry", "9876543202"],
            ]
        ),
        (A, B),
    ),
    FileShape(
        "Event",
        "Zoom, registration report below its summary",
        "registrants.csv",
        lines(
            "Registration Report",
            "Topic,Meeting ID,Scheduled Time",
            "Open day,850 0000 0001,01/11/2026 10:00",
            "Registration Details",
            "First Name,Last Name,Email,Phone,Registration Time,Approval Status",
            "Asha,Rao,a@example.com,9876543201,01/10/2026 10:00,approved",
            "Ravi,,b@example.com,9876543202,01/10/2026 11:00,approved",
        ),
        (A, B),
        "the summary",
    ),
)

SCHOOLS = (
    FileShape(
        "School",
        "A list of pupils with both parents",
        "class5.csv",
        text(
            [
                ["Roll No", "Student Name", "Father Name", "Father Mobile", "Mother Mobile"],
                ["1", "Asha", "Ravi", "9876543201", "9876543202"],
                ["2", "Meena", "Anil", "9876543203", ""],
            ]
        ),
        (A, B, C),
        options=("--each-column", "Father Mobile", "--each-column", "Mother Mobile"),
    ),
    FileShape(
        "School",
        "A sheet with two rows of names, the upper merged",
        "class6.xlsx",
        sheet_xlsx(
            [
                ["Roll", "Student", "Parent", "", "Fees"],
                ["", "", "Name", "Mobile", "Due"],
                ["1", "Asha", "Ravi", "9876543201", "500"],
                ["2", "Meena", "Anil", "9876543202", "0"],
            ]
        ),
        (A, B),
        "the two rows of names",
    ),
    FileShape(
        "School",
        "A list of fees under a letterhead, totals at its end",
        "fees.xls",
        sheet_xls(
            [
                ["ABC Public School, Pune", "", "", ""],
                ["Phone: 98765 49999", "", "", ""],
                ["Sr", "Name", "Parent's Mobile", "Due"],
                ["1", "Asha", "9876543201", "500"],
                ["2", "Meena", "9876543202", "700"],
                ["", "Total", "", "1200"],
            ]
        ),
        (A, B),
        "the letterhead and the totals",
    ),
    FileShape(
        "School",
        "A register in LibreOffice",
        "register.ods",
        ods(
            [
                ["Name", "Mobile", "Present"],
                ["Asha", "9876543201", "P"],
                ["Ravi", "9876543202", "A"],
            ]
        ),
        (A, B),
    ),
    FileShape(
        "Clinic",
        "A list of appointments with patient numbers of ten digits",
        "appointments.csv",
        text(
            [
                ["UHID", "Patient Name", "Age/Sex", "Contact No.", "Doctor", "Appointment"],
                ["7000012345", "Asha Rao", "34/F", "9876543201", "Dr. Shah", "01-12-2026 10:00"],
                ["7000012346", "Ravi", "41/M", "9876543202", "Dr. Shah", "01-12-2026 10:15"],
            ]
        ),
        (A, B),
    ),
    FileShape(
        "Clinic",
        "Practo, patients",
        "patients.csv",
        text(
            [
                ["Patient Number", "Patient Name", "Mobile Number", "Email Address"]
                + ["Secondary Mobile", "Gender", "Do Not Disturb"],
                ["'P0001'", "'Asha'", "'+919876543201'", "''", "''", "'F'", "'N'"],
                ["'P0002'", "'Ravi'", "'+919876543202'", "''", "''", "'M'", "'Y'"],
                ["'P0003'", "'Meena'", "'+919876543203'", "''", "''", "'F'", "'N'"],
            ]
        ),
        (A, C),
        "one who is not to be disturbed",
    ),
)

_HTML = (
    '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head>'
    '<meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head><body>'
    "<table border=1><tr><th>Sr</th><th>Name</th><th>Mobile No</th><th>Ward</th></tr>"
    "<tr><td>1</td><td>Asha &amp; Sons</td><td x:num=9876543201>9.88E+09</td><td>007</td></tr>"
    "<tr><td>2</td><td>आशा</td><td>9876543202</td><td>012</td></tr></table></body></html>"
)
_SPREADSHEETML = (
    '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="List"><Table>'
    "<Row><Cell><Data ss:Type='String'>Name</Data></Cell>"
    "<Cell><Data ss:Type='String'>Mobile</Data></Cell></Row>"
    "<Row><Cell><Data ss:Type='String'>Asha</Data></Cell>"
    "<Cell><Data ss:Type='Number'>9876543201</Data></Cell></Row>"
    "<Row ss:Index='4'><Cell ss:Index='2'><Data ss:Type='String'>9876543202</Data></Cell></Row>"
    "</Table></Worksheet></Workbook>"
)

OFFICES = (
    FileShape(
        "Government list",
        "A table of a web page, named .xls",
        "Beneficiaries.xls",
        _HTML.encode(),
        (A, B),
    ),
    FileShape(
        "Government list",
        "SpreadsheetML 2003, named .xls",
        "List.xls",
        _SPREADSHEETML.encode(),
        (A, B),
    ),
    FileShape(
        "Government list",
        "A web archive of Excel (MHTML)",
        "List.mht",
        lines(
            "MIME-Version: 1.0",
            'Content-Type: multipart/related; boundary="----=_NextPart_01"',
            "",
            "------=_NextPart_01",
            "Content-Location: file:///C:/List.htm",
            "Content-Transfer-Encoding: quoted-printable",
            'Content-Type: text/html; charset="utf-8"',
            "",
            "<html><body><table><tr><td>Name</td><td>Mobile</td></tr>=",
            "<tr><td>Asha</td><td>9876543201</td></tr>=",
            "<tr><td>Ravi</td><td>9876543202</td></tr></table></body></html>",
            "",
            "------=_NextPart_01--",
        ),
        (A, B),
    ),
    FileShape(
        "Government list",
        "A list in Hindi from Excel, Unicode text",
        "list.txt",
        text(
            [
                ["क्रमांक", "नाम", "मोबाइल नंबर", "ग्राम"],
                ["१", "आशा", "९८७६५४३२०१", "वडगाव"],
                ["२", "रवि", "9876543202", "वडगाव"],
            ],
            delimiter="\t",
            encoding="utf-16",
        ),
        (A, B),
    ),
    FileShape(
        "Society",
        "Flats with the numbers of owners and tenants",
        "members.csv",
        text(
            [
                ["Flat", "Owner", "Mobile"],
                ["A-101", "Asha", "9876543201 / 9876543202"],
                ["A-102", "Ravi", "9876543203"],
            ]
        ),
        (A, B, C),
        options=("--split",),
    ),
)

PANELS = (
    FileShape(
        "Panel",
        "A delivery report of a panel",
        "report.csv",
        text(
            [
                ["S.No", "Message Id", "Mobile No", "Sender", "Status", "Done Date"],
                ["1", "176000000000001", "919876543201", "JETMSG", "DELIVRD", "2026-11-01 10:00"],
                ["2", "176000000000002", "919876543202", "JETMSG", "UNDELIV", "2026-11-01 10:00"],
            ]
        ),
        (A, B),
    ),
    FileShape(
        "Panel",
        "WATI, contacts",
        "contacts.csv",
        text(
            [
                ["Name", "Phone", "AllowBroadcast", "AllowSMS"],
                ["Asha", "919876543201", "TRUE", "TRUE"],
                ["Ravi", "919876543202", "TRUE", "FALSE"],
                ["Meena", "919876543203", "TRUE", "TRUE"],
            ]
        ),
        (A, C),
        "one who allows no SMS",
    ),
    FileShape(
        "Panel",
        "Interakt, users with the country code in a column of its own",
        "users.csv",
        text(
            [
                ["Name", "Country Code", "Phone Number", "Email", "WhatsApp Opted In"],
                ["Asha", "+91", "9876543201", "", "true"],
                ["John", "+1", "7185550123", "", "true"],
                ["Ravi", "+91", "9876543202", "", "true"],
            ]
        ),
        (A, B),
        "one from abroad",
    ),
    FileShape(
        "Panel",
        "Members of a WhatsApp group, from a browser extension",
        "group.csv",
        text(
            [
                ["Name", "Id", "Phone"],
                ["Asha", "919876543201@c.us", "whatsapp:+919876543201"],
                ["Ravi", "919876543202@c.us", "whatsapp:+919876543202"],
            ]
        ),
        (A, B),
        options=("--column", "Phone"),
    ),
    FileShape(
        "Panel",
        "A list of links to chats",
        "links.csv",
        text(
            [
                ["Name", "WhatsApp link"],
                ["Asha", "https://wa.me/919876543201"],
                ["Ravi", "https://api.whatsapp.com/send?phone=919876543202&text=Hi"],
            ]
        ),
        (A, B),
    ),
    FileShape(
        "Panel",
        "Numbers in one line after another, no names",
        "numbers.txt",
        lines("9876543201", "919876543202,", "+91 98765 43203;", "9876543201"),
        (A, B, C),
        "a number that stands there twice",
    ),
)

EXCEL = (
    FileShape(
        "Excel",
        "CSV of a German Excel, with its sep line",
        "kontakte.csv",
        b"sep=;\r\n" + text([["Name", "Mobil"], ["Jörg", A], ["Asha", B]], delimiter=";", encoding="cp1252"),
        (A, B),
    ),
    FileShape(
        "Excel",
        "CSV of Excel on a Mac (Mac Roman, CR)",
        "contacts.csv",
        "Name,Mobile\rJosé,9876543201\rZoë,9876543202\r".encode("mac_roman"),
        (A, B),
        options=("--encoding", "mac_roman"),
    ),
    FileShape(
        "Excel",
        "CSV with numbers as powers of ten",
        "contacts.csv",
        lines("Name,Mobile", "Asha,9.19877E+11", "Ravi,9876543202", "Meena,9876543203.0"),
        (B, C),
        "one whose last digits are lost",
    ),
    FileShape(
        "Excel",
        "Every row in one quoted cell",
        "contacts.csv",
        lines('"Name,Mobile,Due"', '"Asha,9876543201,500"', '"Ravi,9876543202,700"'),
        (A, B),
    ),
    FileShape(
        "Excel",
        "Formulas that keep numbers as text",
        "contacts.csv",
        lines('Name,Mobile', 'Asha,"=""9876543201"""', "Ravi,=9876543202", "Meena,'9876543203"),
        (A, B, C),
    ),
    FileShape(
        "Excel",
        "A workbook with a cover sheet that has a helpline",
        "campaign.xlsx",
        xlsx(
            {
                "Read me": [["Diwali offer"], ["Helpline"], ["98765 49999"]],
                "Data": [["Name", "Mobile"], ["Asha", A], ["Ravi", B], ["Meena", C]],
            }
        ),
        (A, B, C),
    ),
)

SHAPES = (
    *ADDRESS_BOOKS,
    *CRMS,
    *SHOPS,
    *AUDIENCES,
    *LEADS,
    *FORMS,
    *SCHOOLS,
    *OFFICES,
    *PANELS,
    *EXCEL,
)
