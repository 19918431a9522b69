"""Refusals are classed by their words; the list of sentences is not documented."""

from __future__ import annotations

import pytest

from jetmsg_core.gateway.replies import Reason, classify

SENTENCES = [
    # As documented, or seen on panels of this family.
    ("Invalid or Unapproved Sender Name", Reason.SENDER),
    ("API Key Mismatch", Reason.KEY),
    ("Invalid API key", Reason.KEY),
    ("Invalid Auth and AppKey", Reason.KEY),
    ("Maximum Monthly Messages Limit Exceeded", Reason.CREDIT),  # waiting does not help
    ("Request Failed", Reason.OTHER),
    ("Validation errors The to may not be greater than 13 characters.", Reason.OTHER),
    ("Customize OTP message should between 24 and 100 characters only", Reason.OTHER),
    ("Message Id not found", Reason.OTHER),
    # Plausible.
    ("Insufficient credit balance", Reason.CREDIT),
    ("Insufficient OTP credit balance", Reason.CREDIT),
    ("Low balance, please recharge", Reason.CREDIT),
    ("Credit limit exceeded", Reason.CREDIT),
    ("You do not have enough credits", Reason.CREDIT),
    ("Your plan has expired", Reason.CREDIT),
    ("Expired subscription", Reason.CREDIT),
    ("Daily quota reached", Reason.CREDIT),
    ("Invalid or Unapproved DLT Template Id", Reason.TEMPLATE),
    ("Template Id is required", Reason.TEMPLATE),
    ("tempid missing", Reason.TEMPLATE),
    ("Message does not match template, variable limit 30 characters", Reason.TEMPLATE),
    ("Sender Id not mapped with template", Reason.TEMPLATE),
    ("Invalid PE ID", Reason.TEMPLATE),
    ("Header not registered", Reason.SENDER),
    ("Unauthorized sender", Reason.SENDER),
    ("Invalid AuthKey", Reason.KEY),
    ("Invalid auth key or IP", Reason.KEY),
    ("Authentication failed", Reason.KEY),
    ("Unauthorized", Reason.KEY),
    ("Invalid credentials", Reason.KEY),  # not a credit
    ("Token expired", Reason.KEY),
    ("Your account is suspended", Reason.KEY),
    ("IP not whitelisted", Reason.IP),
    ("Unauthorized IP address 10.0.0.1", Reason.IP),
    ("Invalid Route", Reason.ROUTE),
    ("Route not allowed", Reason.ROUTE),
    ("Too many requests", Reason.RATE),
    ("Too many requests, resend OTP after 30 seconds", Reason.RATE),
    ("Rate limit exceeded", Reason.RATE),
    ("Limit reached, try again later", Reason.RATE),
    ("Request throttled", Reason.RATE),
    # Words that only hold one of the others: waiting would never end for these.
    ("Message length limit exceeded", Reason.OTHER),
    ("Limit of 100 numbers exceeded", Reason.OTHER),
    ("Corporate accounts only", Reason.OTHER),
    ("Keyword not allowed", Reason.OTHER),
    ("Invalid recipient", Reason.OTHER),  # an ip in the middle
    ("Recipient is on the DND list", Reason.OTHER),
    ("Invalid Mobile Number", Reason.OTHER),
    ("", Reason.OTHER),
]


@pytest.mark.parametrize(("sentence", "reason"), SENTENCES, ids=lambda value: str(value) or "-")
def test_the_words_of_a_refusal_name_its_class(sentence: str, reason: Reason) -> None:
    assert classify(sentence) is reason
    assert classify(sentence.upper()) is reason
