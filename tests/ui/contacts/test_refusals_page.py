"""Who says no in the file itself, on the pages: what is told, and whom a message leaves out."""

from __future__ import annotations

from pages_opened import OpenPage, numbers, said, upload

from jetmsg_core import lists
from jetmsg_core.settings import Settings

CHOOSY = (
    b"Mobile,Accepts SMS,WhatsApp opt-in\n9876543210,no,yes\n9876543211,yes,no\n"
    b"9876543212,no,no\n9876543213,yes,yes\n"
)
UNANSWERED = b"Mobile,DND Category\n9876543210,0\n9876543211,2\n9876543212,#N/A\n9876543213,\n"
ABOVE = b",,Opt out\n\nMobile,Name,SMS\n9876543210,Asha,Y\n9876543211,Ravi,N\n"


def test_who_refuses_one_channel_stays_in_the_list_and_is_left_out_of_its_messages(
    open_page: OpenPage, settings: Settings
) -> None:
    at = upload(open_page("contacts"), CHOOSY)
    assert (numbers(at)["Ready"], numbers(at)["Said no"]) == ("3", "1")
    assert "Rows that say no to WhatsApp messages in 'WhatsApp opt-in': 1." in said(at)
    assert "SMS campaigns leave them out." in said(at)
    at.button(key="contacts.save.go").click().run()
    (saved,) = lists.newest(settings)
    tiles = numbers(open_page("list", id=str(saved.id)))
    assert (tiles["Said no"], tiles["No to SMS"], tiles["No to WhatsApp"]) == ("1", "1", "1")
    at = open_page("compose", list=str(saved.id))
    assert numbers(at)["People"] == "2"
    assert "1 who say no to SMS messages in their file" in said(at).replace("*", "")
    at.button(key="compose.next").click().run()
    at.segmented_control(key="compose.channel").set_value("whatsapp").run()
    at.button(key="compose.back").click().run()
    assert numbers(at)["People"] == "2"
    assert "1 who say no to WhatsApp messages in their file" in said(at).replace("*", "")


def test_they_can_be_kept_on_purpose(open_page: OpenPage, settings: Settings) -> None:
    at = upload(open_page("contacts"), CHOOSY)
    at.selectbox(key="contacts.as.keep_declined").select(True).run()
    assert numbers(at)["Ready"] == "4"
    assert "They were kept, as you chose." in said(at)
    at.button(key="contacts.save.go").click().run()
    at = open_page("compose", list=str(lists.newest(settings)[0].id))
    assert numbers(at)["People"] == "4"


def test_errors_and_categories_are_told_in_their_own_words(open_page: OpenPage) -> None:
    at = upload(open_page("contacts"), UNANSWERED)
    assert (numbers(at)["Ready"], numbers(at)["Said no"]) == ("1", "3")
    assert at.dataframe[0].value["Reason"].tolist() == [
        "DND Category says '0'.",
        "DND Category says '2': a category of the DND register.",
        "DND Category shows the error '#N/A' instead of an answer.",
    ]
    assert "Correct the formulas in Excel" in said(at)
    assert "These people take only some kinds of promotion" in said(at)


def test_a_refusal_above_a_chosen_row_is_told(open_page: OpenPage) -> None:
    at = upload(open_page("contacts"), ABOVE)
    assert "Row 1, above the column names in row 3, says who wants messages" in said(at)
    picker = at.selectbox(key="contacts.as.header")
    picker.select_index(picker.options.index("Row 3: Mobile, Name, SMS")).run()
    assert "Rows that say no to SMS messages in 'Opt out / SMS': 1." in said(at)


def test_what_yes_means_is_asked_and_answered(open_page: OpenPage) -> None:
    data = b",,Exclude,\nName,Mobile,SMS,WhatsApp\nA,9876543210,Y,Y\nB,9823456712,N,N\n"
    at = upload(open_page("contacts"), data)
    assert "What does yes mean in SMS and WhatsApp?" in said(at)
    assert "Row 1 says 'Exclude' above 'SMS' and 'WhatsApp'" in said(at)
    assert "contacts.save.go" not in [button.key for button in at.button]
    assert at.button(key="contacts.consent.refuses").label == "Yes means no messages"
    at.button(key="contacts.consent.refuses").click().run()
    assert (numbers(at)["Ready"], numbers(at)["Said no"]) == ("1", "1")
    assert at.selectbox(key="contacts.as.consent.SMS").value == "refuses"
    at.selectbox(key="contacts.as.consent.SMS").select("wants").run()
    at.selectbox(key="contacts.as.consent.WhatsApp").select("ignore").run()
    assert "Rows that say no to SMS messages in 'SMS': 1." in said(at)


def test_a_card_with_only_a_fax_is_rejected_in_words(open_page: OpenPage) -> None:
    card = b"BEGIN:VCARD\nVERSION:3.0\nFN:A\nTEL;TYPE=%b:98765432%b\nEND:VCARD\n"
    data = card % (b"FAX", b"10") + card % (b"CELL", b"11")
    at = upload(open_page("contacts"), data, "friends.vcf")
    assert (numbers(at)["Ready"], numbers(at)["Rejected"]) == ("1", "1")
    assert "There is only the number of a fax or pager here, '9876543210'" in said(at)
