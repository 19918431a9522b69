"""Columns of consent as forms, CRMs and shops of India call them, and words in any column that
say no to messages."""

from __future__ import annotations

import pytest

from jetmsg_core.contacts.audience import Audience, check_contacts
from jetmsg_core.contacts.read_options import ReadOptions
from jetmsg_core.states import Channel

ASHA, RAVI = 919876543210, 919823456712


def checked(column: str, asha: str, ravi: str, channel: Channel = Channel.SMS) -> Audience:
    quoted = (f'"{cell}"' for cell in (column, asha, ravi))
    name, *cells = quoted
    data = f"Name,Mobile,{name}\nAsha,{ASHA},{cells[0]}\nRavi,{RAVI},{cells[1]}\n"
    return check_contacts(data.encode(), options=ReadOptions(channel=channel))


@pytest.mark.parametrize(
    ("column", "yes", "no"),
    [
        pytest.param("Would you like to receive updates on SMS?", "Yes", "No", id="a form"),
        pytest.param("i_agree_to_receive_offers_on_sms?", "yes,_i_agree", "no", id="Meta"),
        pytest.param("I authorise Acme to send me SMS/WhatsApp", "Yes", "No", id="a statement"),
        pytest.param("Can we send you offers on SMS?", "Sure", "No thanks", id="an offer"),
        pytest.param("I would like SMS about new stock", "checked", "unchecked", id="a box"),
        pytest.param("By submitting, I agree to get promotional SMS", "TRUE", "FALSE", id="small"),
        pytest.param("Send Marketing Materials", "Send", "Do Not Send", id="Dynamics"),
        pytest.param("Do not allow Bulk SMS", "Allow", "Do Not Allow", id="Dynamics, turned"),
        pytest.param("AllowCampaign", "TRUE", "FALSE", id="WATI"),
        pytest.param("SMS Subscription Status", "true", "false", id="MoEngage"),
        pytest.param("Notify by SMS", "On", "Off", id="to be notified"),
        pytest.param("SMS Alert", "Enabled", "Disabled", id="an alert"),
        pytest.param("SMS eligible", "Yes", "No", id="eligible"),
        pytest.param("Contactable", "Yes", "No", id="contactable"),
        pytest.param("Get offers", "Yes", "No", id="offers"),
        pytest.param("Block SMS", "0", "1", id="blocked"),
        pytest.param("Remove from list", "", "Yes", id="removed"),
        pytest.param("SMS Required", "Yes", "No", id="required"),
        pytest.param("SMS Active", "Y", "N", id="active"),
        pytest.param("Message Preference", "Yes", "No", id="of messages"),
        pytest.param("Consent channels", "SMS;Email", "Email", id="a list"),
        pytest.param("Opt in (SMS, WhatsApp)", "SMS, WhatsApp", "WhatsApp", id="a list of two"),
        pytest.param("Exclude from SMS", "", "Yes", id="excluded"),
        pytest.param("SMS consent", "☑", "☐", id="boxes"),
        pytest.param("SMS consent", "✅", "❌", id="signs"),
        pytest.param("TRAI DND check", "Clean", "DND Active", id="scrubbed"),
        pytest.param("संदेश चाहिए", "हां", "नहीं", id="wanted, in Hindi"),
        pytest.param("संदेश नको", "नाही", "होय", id="unwanted, in Marathi"),
        pytest.param("SMS bhejna hai", "Haan", "Nahi", id="Hindi in Latin letters"),
        pytest.param("SMS அனுமதி", "ஆம்", "இல்லை", id="Tamil"),
        pytest.param("SMS મંજૂરી", "હા", "ના", id="Gujarati"),
        pytest.param("Mode of communication", "SMS, Email", "Email only", id="another way only"),
        pytest.param("Preferred Channel", "SMS", "WhatsApp only", id="another channel only"),
        pytest.param("Pref", "SMS ok", "No SMS", id="short"),
        pytest.param("Lead Stage", "Hot", "DND", id="a stage"),
        pytest.param("Disposition", "Interested", "Do Not Contact", id="an outcome of calls"),
        pytest.param("Customer Type", "Retail", "DND customer", id="a type"),
        pytest.param("Bucket", "A", "DND", id="a column of any name"),
        pytest.param("Feedback", "good", "stop msg", id="feedback"),
        pytest.param("Remarks", "SMS bhejo", "SMS mat bhejo", id="a remark in Hindi"),
        pytest.param("Remarks", "msg nahi gaya", "msg nahi chahiye", id="not wanted"),
        pytest.param("Remarks", "मैसेज मिला", "मैसेज मत भेजो", id="in its letters"),
        pytest.param("Remarks", "wants brochure", "take me off the list", id="off the list"),
        pytest.param(
            "Remarks",
            "removed from list of defaulters",
            "Not interested, remove from list",
            id="to be removed",
        ),
    ],
)
def test_who_says_no_gets_no_sms(column: str, yes: str, no: str) -> None:
    audience = checked(column, yes, no)
    assert audience.numbers.tolist() == [ASHA]
    assert audience.declined["column"].tolist() == [column]
    assert audience.report.blockers == ()


@pytest.mark.parametrize(
    ("column", "asha", "ravi"),
    [
        pytest.param("Email Status", "Active", "Unsubscribed", id="of e-mail"),
        pytest.param("Area", "Sector 15", "DND", id="a road"),
        pytest.param("Lunch plan", "Veg", "Opted out", id="of lunch"),
        pytest.param("Account", "Active", "Blocked", id="of an account"),
        pytest.param("Did you get our SMS?", "Yes", "No", id="whether it came"),
        pytest.param("SMS sent", "Yes", "No", id="whether it was sent"),
        pytest.param("SMS failed", "No", "Yes", id="whether it failed"),
        pytest.param("WhatsApp number verified", "Yes", "No", id="whether it is a number"),
        pytest.param("Has WhatsApp", "Yes", "No", id="whether somebody has it"),
        pytest.param("Offer letter sent", "Yes", "No", id="of a job"),
        pytest.param("Want to join our WhatsApp group?", "Yes", "No", id="of a group"),
        pytest.param("Would you like our newsletter by e-mail?", "Yes", "No", id="a newsletter"),
        pytest.param("Preferred Channel", "SMS", "WhatsApp", id="liked more"),
        pytest.param("Communication Preference", "SMS", "Email", id="another one liked more"),
    ],
)
def test_what_is_about_something_else_leaves_nobody_out(column: str, asha: str, ravi: str) -> None:
    audience = checked(column, asha, ravi)
    assert audience.numbers.tolist() == [ASHA, RAVI]
    assert audience.report.blockers == ()


def test_a_word_for_leaving_anything_is_told_where_the_column_may_be_of_anything() -> None:
    audience = checked("Programme", "Gold", "Opted out")
    assert audience.numbers.tolist() == [ASHA, RAVI]
    (told,) = audience.report.warnings
    assert (told.code, told.rows) == ("consent_perhaps", (3,))
