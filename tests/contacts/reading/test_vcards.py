"""vCard files, as phones and address books write them: every card is a row, and nobody is lost."""

from __future__ import annotations

import random

import pytest
from command_line_check import Check, Report, codes, people
from hypothesis import given
from hypothesis import strategies as st

from jetmsg_core.contacts.audience import check_contacts
from jetmsg_core.contacts.limits import Limits

ASHA, RAVI, MEENA = 919876543210, 919876543211, 919876543212


def card(*lines: str, version: str = "3.0", end: str = "END:VCARD") -> str:
    return "\r\n".join(["BEGIN:VCARD", f"VERSION:{version}", *lines, *([end] if end else []), ""])


TWO = card("FN:Asha", "TEL;TYPE=CELL:9876543210") + card("FN:Ravi", "TEL;TYPE=CELL:9876543211")


def names(report: Report) -> list[str]:
    return [row["Name"] for row in report["good"]]


def test_each_card_is_a_row_with_its_names_numbers_and_organisation(check: Check) -> None:
    report = check(
        card("N:Rao;Asha;;Dr;", "FN:Asha Rao", "TEL;TYPE=CELL:+91 98765 43210", "ORG:Acme;Sales")
        + card("N:Rao;Ravi;;;", "TEL;TYPE=HOME:02224001234", "TEL;TYPE=CELL:9876543211"),
        name="contacts.vcf",
    )
    assert people(report) == [(1, ASHA), (2, RAVI)]
    assert report["columns"] == ["Name", "Phone", "Phone 2", "Organisation"]
    assert [(row["Name"], row["Phone 2"], row["Organisation"]) for row in report["good"]] == [
        ("Asha Rao", "", "Acme, Sales"),
        ("Ravi Rao", "02224001234", ""),
    ]
    assert (report["column"], report["header_row"], report["rows_are"]) == ("Phone", None, "cards")
    assert report["blockers"] == report["problems"] == []


@pytest.mark.parametrize(
    ("tel", "first", "others"),
    [
        pytest.param(["TEL;HOME:9876543211", "TEL;CELL:9876543210"], ASHA, 1, id="2.1"),
        pytest.param(["TEL;TYPE=WORK:9876543211", "TEL;TYPE=CELL:9876543210"], ASHA, 1, id="3.0"),
        pytest.param(
            ["TEL;TYPE=home:9876543211", 'TEL;VALUE=uri;TYPE="voice,cell":tel:+91-98765-43210'],
            ASHA,
            1,
            id="4.0",
        ),
        pytest.param(
            ["item1.TEL;type=HOME:9876543211", "item2.TEL;type=CELL;type=pref:9876543210"],
            ASHA,
            1,
            id="groups of an iPhone",
        ),
        pytest.param(["TEL;CELL:02224001234", "TEL;HOME:9876543210"], ASHA, 1, id="a false mobile"),
        pytest.param(["TEL;FAX:9876543211", "TEL;WORK:9876543210"], ASHA, 1, id="a fax"),
        pytest.param(["TEL;CELL:9876543210", "TEL;CELL;PREF:9876543211"], RAVI, 1, id="preferred"),
        pytest.param(["TEL;HOME:9876543210", "TEL;WORK:9876543211"], ASHA, 1, id="as they stand"),
        pytest.param(["TEL;CELL:9876543210", "TEL;HOME:+919876543210"], ASHA, 0, id="twice"),
        pytest.param(["TEL;CELL:", "TEL;HOME:9876543210"], ASHA, 0, id="an empty one"),
        pytest.param(["TEL;VALUE=uri:tel:+91-98765-43210;ext=5"], ASHA, 0, id="an extension"),
        pytest.param(["TEL;waid=919876543210:+91 98765 43210"], ASHA, 0, id="WhatsApp"),
        pytest.param(['TEL;TYPE="CELL:9876543210'], ASHA, 0, id="a quote left open"),
        pytest.param(["TEL;ENCODING=QUOTED-PRINTABLE:=2B919876543210"], ASHA, 0, id="quoted"),
        pytest.param(["tel;type=cell:9876543210"], ASHA, 0, id="small letters"),
    ],
)
def test_the_number_to_send_to_is_the_mobile_one(
    check: Check, tel: list[str], first: int, others: int
) -> None:
    report = check(card("FN:Asha", *tel), name="contacts.vcf")
    assert people(report) == [(1, first)]
    assert len(report["columns"]) == 3 + others
    assert codes(report["warnings"]) == (
        ["more_numbers"] if others and "0222" not in str(tel) and "FAX" not in str(tel) else []
    )


ABROAD = 971501234567


@pytest.mark.parametrize(
    ("tel", "abroad", "at_home"),
    [
        pytest.param(
            ["TEL;TYPE=CELL,PREF:+971501234567", "TEL;TYPE=WORK:9876543210"],
            ABROAD,
            ASHA,
            id="a preferred one abroad",
        ),
        pytest.param(
            ["TEL;TYPE=HOME:9876543210", "TEL;TYPE=CELL:+971 50 123 4567"],
            ABROAD,
            ASHA,
            id="a mobile abroad beside a number at home",
        ),
        pytest.param(
            ["TEL;TYPE=CELL:9876543210", "TEL;TYPE=WORK:+971501234567"],
            ASHA,
            ASHA,
            id="a mobile at home",
        ),
        pytest.param(
            ["TEL;TYPE=CELL:9876543210", "TEL;PREF=1:+971501234567"],
            ABROAD,
            ASHA,
            id="preferred in 4.0",
        ),
    ],
)
def test_the_card_says_which_of_the_numbers_that_can_be_reached(
    check: Check, tel: list[str], abroad: int, at_home: int
) -> None:
    text = card("FN:Asha", *tel)
    whatsapp = ("--channel", "whatsapp", "--international")
    assert people(check(text, *whatsapp, name="contacts.vcf")) == [(1, abroad)]
    assert people(check(text, "--channel", "whatsapp", name="contacts.vcf")) == [(1, at_home)]
    assert people(check(text, name="contacts.vcf")) == [(1, at_home)]


@pytest.mark.parametrize(
    "second",
    [
        pytest.param("TEL;PREF=1;TYPE=cell", id="4.0"),
        pytest.param("TEL;TYPE=cell;PREF=1", id="4.0, at the end"),
        pytest.param('TEL;PREF="1"', id="4.0, in quotes"),
        pytest.param("TEL;TYPE=PREF", id="3.0"),
        pytest.param("TEL;TYPE=CELL,pref", id="3.0, in small letters"),
        pytest.param("TEL;CELL;PREF", id="2.1"),
        pytest.param("TEL;PREF=50", id="between 1 and 100"),
    ],
)
def test_the_preferred_number_wins_wherever_it_stands(check: Check, second: str) -> None:
    text = card("FN:Asha", "TEL;TYPE=cell:9876543210", f"{second}:9876543211")
    assert people(check(text, name="contacts.vcf")) == [(1, RAVI)]
    third = card("FN:Asha", "TEL;PREF=2:9876543210", "TEL;PREF=100:9876543212", "TEL;PREF=1:98")
    assert people(check(third, name="contacts.vcf")) == [(1, ASHA)]


@pytest.mark.parametrize(
    ("tel", "quoted"),
    [
        pytest.param(["TEL;TYPE=FAX:9876543210"], "9876543210", id="a fax"),
        pytest.param(["TEL;WORK;FAX:+91 98765 43210"], "+91 98765 43210", id="one of 2.1"),
        pytest.param(["TEL;TYPE=PAGER:9876543210"], "9876543210", id="a pager"),
        pytest.param(
            ['TEL;VALUE=uri;TYPE="work,fax":tel:+919876543210'], "+919876543210", id="one of 4.0"
        ),
        pytest.param(
            ["TEL;TYPE=FAX;PREF=1:9876543210", "TEL;TYPE=PAGER:9876543211"],
            "9876543210, 9876543211",
            id="both",
        ),
        *(
            pytest.param(
                ["item1.TEL;type=pref:9876543210", f"item1.X-ABLabel:{label}"],
                "9876543210",
                id=label,
            )
            for label in ("Fax", "_$!<HomeFAX>!$_", "_$!<WorkFAX>!$_", "work fax", "Fax 2", "Pager")
        ),
        pytest.param(
            ["Item1.X-ABLABEL;ENCODING=QUOTED-PRINTABLE:=46ax", "item1.TEL:9876543210"],
            "9876543210",
            id="a label before its number",
        ),
        pytest.param(["TEL;X-Fax:9876543210"], "9876543210", id="a word of its own"),
        pytest.param(["TEL;TYPE=X-FAX:9876543210"], "9876543210", id="a type of its own"),
        pytest.param(["TEL;TYPE=HOME_FAX:9876543210"], "9876543210", id="of two words"),
        pytest.param(["TEL;TYPE=HOMEFAX:9876543210"], "9876543210", id="of two words in one"),
        pytest.param(
            ["TEL;X-CUSTOM(CHARSET=UTF-8,ENCODING=QUOTED-PRINTABLE,=46=61=78):9876543210"],
            "9876543210",
            id="a label in codes",
        ),
    ],
)
def test_nobody_is_sent_a_message_on_a_fax(check: Check, tel: list[str], quoted: str) -> None:
    text = card("FN:Asha", *tel) + card("FN:Ravi", "TEL:9876543211")
    for options in ((), ("--channel", "whatsapp", "--international")):
        report = check(text, *options, name="contacts.vcf")
        assert people(report) == [(2, RAVI)]
        (problem,) = report["problems"]
        assert (problem["row"], problem["code"]) == (1, "empty")
        assert f"a fax or pager here, {quoted!r}" in problem["message"]
        assert codes(report["warnings"]) == []


def test_a_fax_beside_a_phone_is_in_a_column_of_its_own(check: Check) -> None:
    text = card("FN:Asha", "TEL;FAX:9876543212", "TEL;CELL:9876543210", "TEL;HOME:9876543211")
    report = check(text, name="contacts.vcf")
    assert report["columns"] == ["Name", "Phone", "Phone 2", "Fax or pager", "Organisation"]
    each = ("--each-column", "Phone", "--each-column", "Phone 2")
    assert people(check(text, *each, name="contacts.vcf")) == [(1, ASHA), (1, RAVI)]


@pytest.mark.parametrize(
    "tel",
    [
        pytest.param(["TEL;TYPE=CELL,FAX:9876543210"], id="its types"),
        pytest.param(["item1.TEL:9876543210", "item1.X-ABLabel:Mobile / Fax"], id="its label"),
        pytest.param(["item1.TEL:9876543210", "item2.X-ABLabel:Fax"], id="a label of another"),
        pytest.param(["item1.TEL:9876543210", "item1.X-ABLabel:Halifax"], id="a town"),
        pytest.param(["TEL:9876543210", "X-ABLabel:Fax"], id="a label of nothing"),
    ],
)
def test_a_mobile_that_takes_faxes_too_is_a_mobile(check: Check, tel: list[str]) -> None:
    before = card("FN:Ravi", "item1.TEL:9876543211", "item1.X-ABLabel:Fax")
    report = check(before + card("FN:Asha", *tel), name="contacts.vcf")
    assert people(report) == [(2, ASHA)]


def test_a_label_says_which_number_is_the_mobile_one(check: Check) -> None:
    lines = ("TEL;TYPE=HOME:9876543210", "item1.TEL:9876543211", "item1.X-ABLabel:Mobile")
    report = check(card("FN:Asha", *lines), name="contacts.vcf")
    assert people(report) == [(1, RAVI)]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(
            "Name,Phone 1 - Label,Phone 1 - Value\nA,Work Fax,9876543210\nB,Mobile,9876543211\n",
            id="Google",
        ),
        pytest.param("Name,Phone Type,Phone\nA,pager,9876543210\nB,cell,9876543211\n", id="a type"),
        pytest.param("Name,Mobile,Home Fax\nA,,9876543210\nB,9876543211,\n", id="Outlook"),
    ],
)
def test_a_fax_in_an_address_book_is_none_either(check: Check, text: str) -> None:
    report = check(text, name="contacts.csv")
    assert people(report) == [(3, RAVI)]
    assert "a fax or pager here, '9876543210'" in report["problems"][0]["message"]


SHAPES = {
    "no end": TWO.replace("END:VCARD\r\n", ""),
    "no end of the last": TWO.removesuffix("END:VCARD\r\n"),
    "a byte order mark": "\ufeff" + TWO,
    "LF": TWO.replace("\r\n", "\n"),
    "CR": TWO.replace("\r\n", "\r"),
    "small letters": TWO.replace("BEGIN:VCARD", "begin:vcard").replace("END:", "end:"),
    "blank lines": TWO.replace("\r\n", "\r\n\r\n"),
    "a line of blanks": TWO.replace("FN:Ravi", "FN:Ravi\r\n   "),
    "indented": TWO.replace("\r\n", "\r\n  ").rstrip(" "),
    "a blank before a begin": TWO.replace("\r\nBEGIN", "\r\n BEGIN"),
    "an unfolded note": TWO.replace(
        "FN:Ravi", "NOTE:calls on Monday\r\nand on Tuesday, at 10:30; ask\r\nFN:Ravi"
    ),
    "an unfolded photo": TWO.replace(
        "FN:Ravi",
        "PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQ\r\nAAAQABAAD/2wBD==\r\n\r\nFN:Ravi",
    ),
    "a folded photo": TWO.replace(
        "FN:Ravi", "PHOTO;ENCODING=b:/9j/4AAQ\r\n SkZJRgAB\r\n AQ==\r\nFN:Ravi"
    ),
    "a folded name": TWO.replace("FN:Ravi", "FN:Ra\r\n vi"),
    "a note in quoted-printable that is cut": TWO.replace(
        "END:VCARD\r\nBEGIN", "NOTE;ENCODING=QUOTED-PRINTABLE:hello=\r\nBEGIN", 1
    ),
    "a note with a phone line": TWO.replace(
        "END:VCARD\r\nBEGIN",
        "NOTE;ENCODING=QUOTED-PRINTABLE:call=\r\nTEL:9000000000=\r\nEND:VCARD\r\nBEGIN",
        1,
    ),
    "an address that ends with =": TWO.replace(
        "TEL;TYPE=CELL:9876543210", "URL:https://example.com/?q=\r\nTEL;TYPE=CELL:9876543210"
    ),
    "nothing but numbers and names": "BEGIN:VCARD\nFN:Asha\nTEL:9876543210\n"
    "BEGIN:VCARD\nFN:Ravi\nTEL:9876543211",
}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("shape", SHAPES)
def test_nobody_is_lost_whatever_a_phone_makes_of_a_card(
    check: Check, shape: str, encoding: str
) -> None:
    report = check(SHAPES[shape].encode(encoding), name="contacts.vcf")
    assert people(report) == [(1, ASHA), (2, RAVI)]
    assert names(report) == ["Asha", "Ravi"]


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        pytest.param(["FN:Asha Rao", "N:Rao;Asha;;;"], "Asha Rao", id="the full name"),
        pytest.param(["N:Rao;Asha;;;"], "Asha Rao", id="of its parts"),
        pytest.param(["FN:", "N:Rao;Asha;K;Dr;Jr"], "Dr Asha K Rao Jr", id="of all parts"),
        pytest.param(["ORG:Acme\\, Pune"], "Acme, Pune", id="the organisation"),
        pytest.param(["FN:Rao\\, Asha \\\\ Co"], "Rao, Asha \\ Co", id="escapes"),
        pytest.param(
            ["FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E0=A4=86=E0=\r\n=A4=B6=E0=A4=BE"],
            "आशा",
            id="Hindi in quoted-printable, broken within a letter",
        ),
        pytest.param(
            ["N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=E0=A4=86=E0=A4=B6=E0=A4=BE;;;;"],
            "आशा",
            id="the parts in quoted-printable",
        ),
        pytest.param(
            ["FN;ENCODING=QUOTED-PRINTABLE;CHARSET=ISO-8859-1:Jos=E9"], "José", id="Latin-1"
        ),
        pytest.param(
            ["FN;ENCODING=QUOTED-PRINTABLE;CHARSET=no-such:Asha"], "Asha", id="an unknown charset"
        ),
        pytest.param(["FN;ENCODING=BASE64;CHARSET=UTF-8:4KSG4KS24KS+"], "आशा", id="Base64"),
        pytest.param(["FN;ENCODING=b:QXNoYSBS\r\n YW8="], "Asha Rao", id="folded Base64"),
        pytest.param(["N;BASE64:UmFvO0FzaGE7Ozs="], "Asha Rao", id="the parts in Base64"),
        pytest.param(["FN;ENCODING=B:Asha!"], "Asha!", id="no Base64, though it says so"),
        pytest.param(["FN;X-B=C;TYPE=B:QXNoYQ=="], "QXNoYQ==", id="another parameter called B"),
        pytest.param(["X.FN.Y:no", "FN:Asha"], "Asha", id="what only looks like a name"),
    ],
)
def test_the_name_is_what_the_card_says(check: Check, lines: list[str], name: str) -> None:
    report = check(card(*lines, "TEL:9876543210"), name="contacts.vcf")
    assert names(report) == [name]


def test_a_letter_that_a_fold_cuts_in_two_is_whole(check: Check) -> None:
    text = card("FN:आशा", "TEL:9876543210").encode()
    inside = text.index("आ".encode()) + 1
    report = check(text[:inside] + b"\r\n " + text[inside:], name="contacts.vcf")
    assert (names(report), report["encoding"]) == (["आशा"], "utf-8")


def test_letters_in_windows_1252_and_a_chosen_encoding_are_read(check: Check) -> None:
    text = card("FN:José", "TEL:9876543210")
    assert names(check(text.encode("cp1252"), name="contacts.vcf")) == ["José"]
    cyrillic = card("FN:Жанна", "TEL:9876543210").encode("cp1251")
    assert names(check(cyrillic, "--encoding", "cp1251", name="contacts.vcf")) == ["Жанна"]


def test_each_property_is_read_in_the_character_set_that_it_names(check: Check) -> None:
    west = card("FN;CHARSET=windows-1252:Renée Peña", "TEL:9876543210").encode("cp1252")
    dos = card("N;LANGUAGE=es;CHARSET=IBM850:Ávila;Inés", "TEL:9876543211").encode("cp850")
    odd = card("FN;CHARSET=no-such:Asha", "TEL:9876543212").encode()
    hindi = card("FN;CHARSET=UTF-8:आशा", "TEL:9876543213").encode()
    expected = ["Renée Peña", "Inés Ávila", "Asha", "आशा"]
    assert names(check(west + dos + odd + hindi, name="contacts.vcf")) == expected
    assert names(check(west, name="contacts.vcf")) == expected[:1]


def test_a_card_without_a_number_is_rejected_and_seen_under_its_own_number(check: Check) -> None:
    report = check(
        card("FN:Asha", "TEL:9876543210") + card("FN:Nobody") + card() + TWO, name="contacts.vcf"
    )
    assert people(report) == [(1, ASHA), (5, RAVI)]
    assert [(row["row"], row["code"]) for row in report["problems"]] == [(2, "empty")]
    assert (report["blank_rows"], report["duplicates"]) == (1, 1)


def test_another_column_can_be_chosen(check: Check) -> None:
    text = card("FN:Asha", "TEL;CELL:9876543210", "TEL;HOME:9876543212")
    assert people(check(text, name="contacts.vcf")) == [(1, ASHA)]
    assert people(check(text, "--column", "phone 2", name="contacts.vcf")) == [(1, MEENA)]


def test_a_vcard_file_is_known_by_what_is_in_it_not_by_its_name(check: Check) -> None:
    assert people(check(TWO, name="contacts.csv")) == [(1, ASHA), (2, RAVI)]
    text = "Name,Mobile\nBEGIN:VCARD,9876543210\n"
    report = check(text, name="contacts.vcf")
    assert (people(report), "rows_are" in report) == ([(2, ASHA)], False)


def test_a_calendar_is_said_to_be_one(check: Check) -> None:
    report = check("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n", name="contacts.vcf")
    assert codes(report["blockers"]) == ["not_a_contact_file"]
    assert "a calendar (iCalendar)" in report["said"]


def test_what_stands_before_the_first_begin_is_a_card_of_its_own(check: Check) -> None:
    text = "\nBEGIN : VCARD\nFN:Asha\nTEL;CELL:9876543210\n" + card("FN:Ravi", "TEL:9876543212")
    report = check(text, name="contacts.vcf")
    assert [(row["Name"], row["number"]) for row in report["good"]] == [
        ("Asha", "919876543210"),
        ("Ravi", "919876543212"),
    ]


def test_the_numbers_of_one_card_do_not_widen_the_table_without_end() -> None:
    tels = [f"TEL:98765{number:05}" for number in range(30)]
    data = (card("FN:Asha", *tels) + card("FN:Ravi", "TEL:9000000000")).encode()
    report = check_contacts(data, limits=Limits(columns=10)).report
    assert (len(report.columns), report.accepted, report.blockers) == (10, 2, ())
    assert check_contacts(data, limits=Limits(rows=1)).report.blockers[0].code == "too_many_rows"


@given(st.integers(0, 2**32))
def test_cut_and_shuffled_cards_never_raise_and_their_sums_hold(seed: int) -> None:
    pick = random.Random(seed)
    lines = list(SHAPES.values())[pick.randrange(len(SHAPES))].splitlines(keepends=True)
    for _ in range(pick.randrange(1, 4)):
        at = pick.randrange(len(lines))
        lines[at] = lines[at][pick.randrange(len(lines[at]) + 1) :]
        pick.shuffle(lines)
    report = check_contacts("".join(lines).encode(), name="contacts.vcf").report
    assert report.rows == report.accepted + report.rejected + report.duplicates


@pytest.mark.parametrize(
    "lines",
    [
        pytest.param(["CATEGORIES:DND"], id="a category"),
        pytest.param(["CATEGORIES:Friends,DND"], id="one of several"),
        pytest.param(["CATEGORIES:Friends", "item1.CATEGORIES:Unsubscribed"], id="on a line more"),
        pytest.param(["NOTE:opted out"], id="a note"),
        pytest.param(["NOTE:Met in Pune\\nDND\\nlikes tea"], id="a line of a note"),
        pytest.param(["NOTE;ENCODING=QUOTED-PRINTABLE:Met in Pune=0D=0ADND"], id="a line in codes"),
    ],
)
def test_a_card_may_say_that_nobody_is_to_be_sent_to(check: Check, lines: list[str]) -> None:
    text = card("FN:Asha", "TEL:9876543210", *lines) + card("FN:Ravi", "TEL:9876543211", "NOTE:ok")
    report = check(text, name="contacts.vcf")
    assert (people(report), report["declined"]) == ([(2, RAVI)], 1)


def test_what_a_card_says_in_words_is_kept(check: Check) -> None:
    lines = ("TEL:9876543210", "CATEGORIES:Friends", "NOTE:Likes tea", "NOTE:and rain", "NOTE:")
    report = check(card("FN:Asha", *lines), name="contacts.vcf")
    assert report["columns"] == ["Name", "Phone", "Organisation", "Categories", "Note"]
    assert [(row["Categories"], row["Note"]) for row in report["good"]] == [
        ("Friends", "Likes tea, and rain")
    ]
