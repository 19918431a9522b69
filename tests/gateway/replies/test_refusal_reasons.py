"""Refusals are classed by their words; the list of sentences is not documented."""

from __future__ import annotations

import pytest

from jetmsg_core.gateway.replies import RefusalReason, classify

SENTENCES = [
    # As documented, or seen on panels of this family.
    ("Invalid or Unapproved Sender Name", RefusalReason.SENDER),
    ("API Key Mismatch", RefusalReason.KEY),
    ("Invalid API key", RefusalReason.KEY),
    ("Invalid Auth and AppKey", RefusalReason.KEY),
    ("Maximum Monthly Messages Limit Exceeded", RefusalReason.CREDIT),  # waiting does not help
    ("Request Failed", RefusalReason.OTHER),
    ("Validation errors The to may not be greater than 13 characters.", RefusalReason.OTHER),
    ("Customize OTP message should between 24 and 100 characters only", RefusalReason.OTHER),
    ("Message Id not found", RefusalReason.OTHER),
    # Plausible.
    ("Insufficient credit balance", RefusalReason.CREDIT),
    ("Insufficient OTP credit balance", RefusalReason.CREDIT),
    ("Low balance, please recharge", RefusalReason.CREDIT),
    ("Credit limit exceeded", RefusalReason.CREDIT),
    ("You do not have enough credits", RefusalReason.CREDIT),
    ("Your plan has expired", RefusalReason.CREDIT),
    ("Expired subscription", RefusalReason.CREDIT),
    ("Daily quota reached", RefusalReason.CREDIT),
    ("Invalid or Unapproved DLT Template Id", RefusalReason.TEMPLATE),
    ("Template Id is required", RefusalReason.TEMPLATE),
    ("tempid missing", RefusalReason.TEMPLATE),
    ("Message does not match template, variable limit 30 characters", RefusalReason.TEMPLATE),
    ("Sender Id not mapped with template", RefusalReason.TEMPLATE),
    ("Invalid PE ID", RefusalReason.TEMPLATE),
    ("Header not registered", RefusalReason.SENDER),
    ("Unauthorized sender", RefusalReason.SENDER),
    ("Invalid AuthKey", RefusalReason.KEY),
    ("Invalid auth key or IP", RefusalReason.KEY),
    ("Authentication failed", RefusalReason.KEY),
    ("Unauthorized", RefusalReason.KEY),
    ("Invalid credentials", RefusalReason.KEY),  # not a credit
    ("Token expired", RefusalReason.KEY),
    ("Your account is suspended", RefusalReason.KEY),
    ("IP not whitelisted", RefusalReason.IP),
    ("Unauthorized IP address 10.0.0.1", RefusalReason.IP),
    ("Invalid Route", RefusalReason.ROUTE),
    ("Route not allowed", RefusalReason.ROUTE),
    ("Too many requests", RefusalReason.RATE),
    ("Too many requests, resend OTP after 30 seconds", RefusalReason.RATE),
    ("Rate limit exceeded", RefusalReason.RATE),
    ("Limit reached, try again later", RefusalReason.RATE),
    ("Request throttled", RefusalReason.RATE),
    # Words that only hold one of the others: waiting would never end for these.
    ("Message length limit exceeded", RefusalReason.OTHER),
    ("Limit of 100 numbers exceeded", RefusalReason.OTHER),
    ("Corporate accounts only", RefusalReason.OTHER),
    ("Keyword not allowed", RefusalReason.OTHER),
    ("Invalid recipient", RefusalReason.OTHER),  # an ip in the middle
    ("Recipient is on the DND list", RefusalReason.OTHER),
    ("Invalid Mobile Number", RefusalReason.OTHER),
    ("", RefusalReason.OTHER),
]


@pytest.mark.parametrize(("sentence", "reason"), SENTENCES, ids=lambda value: str(value) or "-")
def test_the_words_of_a_refusal_name_its_class(sentence: str, reason: RefusalReason) -> None:
    assert classify(sentence) is reason
    assert classify(sentence.upper()) is reason
