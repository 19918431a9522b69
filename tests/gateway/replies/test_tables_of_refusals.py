"""What is said of a refusal or an outcome is complete; that no member lacks a row is seen
elsewhere, for every enum."""

from __future__ import annotations

import pytest

from jetmsg_core.gateway.replies import REFUSALS, Outcome, RefusalReason
from jetmsg_core.gateway.replies.reasons import REASON_WORDS
from jetmsg_core.otp.sentences import BEGINNINGS, OtpAction


@pytest.mark.parametrize("action", OtpAction)
def test_every_outcome_but_success_begins_a_sentence(action: OtpAction) -> None:
    assert BEGINNINGS[action].keys() == set(Outcome) - {Outcome.ACCEPTED}


@pytest.mark.parametrize("reason", RefusalReason)
def test_every_class_of_refusals_is_known_by_some_words_and_what_holds_goes_back(
    reason: RefusalReason,
) -> None:
    assert reason in {worded for worded, _ in REASON_WORDS}
    assert REFUSALS[reason].goes_back or REFUSALS[reason].hold is None
