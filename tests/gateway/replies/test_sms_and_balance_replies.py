"""What a reply to an SMS call and to a balance call means: the documented bodies, and how far
from them a reply may be."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

import pytest
from gateway_calls import KEY, answered, documented

from jetmsg_core.gateway.replies import Outcome, RefusalReason, read_balance
from jetmsg_core.gateway.replies import read_sms as read_sms_of
from jetmsg_core.gateway.seam import TransportFailure

ASKED = ("7070300613", "7070300613")
BULK = ("7070300613", "7903551534", "4521452145", "14521478")
read_sms = partial(read_sms_of, asked=ASKED)

TAKEN = {"smsId": "512", "MobileNo": "917070300613", "Status": "SUBMITTED"}


def accepted_with(**changes: Any) -> dict[str, Any]:
    return {"success": True, "message": [TAKEN, TAKEN | changes]}


def test_the_documented_single_success() -> None:
    verdict = read_sms(answered(documented("sms--single-sms-submit-success-response")))
    assert verdict.outcome is Outcome.ACCEPTED
    assert verdict.sms_ids == {"7070300613": ("51245241258",)}


def test_the_documented_bulk_success_leaves_a_bad_number_out_without_a_word() -> None:
    verdict = read_sms_of(answered(documented("sms--bulk-sms-submit-success-response")), BULK)
    assert verdict.outcome is Outcome.ACCEPTED
    assert verdict.sms_ids == {
        "7070300613": ("51245245557",),
        "7903551534": ("51245254124",),
        "4521452145": ("51245257452",),
    }
    assert "14521478" not in str(verdict.sms_ids)


def test_the_documented_sms_refusal() -> None:
    verdict = read_sms(answered(documented("sms--other-error-response")))
    assert verdict.outcome is Outcome.REFUSED
    assert verdict.sentence == "Invalid or Unapproved Sender Name"
    assert verdict.reason is RefusalReason.SENDER
    assert verdict.sms_ids == {}


def test_the_documented_balance() -> None:
    verdict = read_balance(answered(documented("balance--fetch-balances-success")))
    assert verdict.outcome is Outcome.ACCEPTED
    assert verdict.pools == {"tranx": 2565, "promo": 9679, "otp": 10014}


def test_the_documented_balance_refusal() -> None:
    verdict = read_balance(answered(documented("balance--fetch-balances-failed")))
    assert (verdict.outcome, verdict.reason) == (Outcome.REFUSED, RefusalReason.KEY)
    assert (verdict.sentence, verdict.pools) == ("API Key Mismatch", {})


ACCEPTED_SMS = [
    pytest.param(
        accepted_with(), {"7070300613": ("512", "512")}, id="a number twice keeps both ids"
    ),
    pytest.param(
        accepted_with(MobileNo=919999999999), {"9999999999": ("512",)}, id="number as a number"
    ),
    pytest.param(accepted_with(smsId=77), {"7070300613": ("512", "77")}, id="smsId as a number"),
    pytest.param(
        accepted_with(smsId=10**30),
        {"7070300613": ("512", str(10**30))},
        id="smsId as a long number",
    ),
    pytest.param(accepted_with(MobileNo="7070300614"), {"7070300614": ("512",)}, id="without 91"),
    pytest.param(
        accepted_with(MobileNo="+917070300614"), {"7070300614": ("512",)}, id="with a plus"
    ),
]


@pytest.mark.parametrize(("body", "sms_ids"), ACCEPTED_SMS)
def test_numbers_are_matched_by_their_last_ten_digits(
    body: dict[str, Any], sms_ids: dict[str, tuple[str, ...]]
) -> None:
    verdict = read_sms_of(answered(body), [*ASKED, "7070300614", "9999999999"])
    assert verdict.outcome is Outcome.ACCEPTED
    assert sms_ids.items() <= {"7070300613": ("512",), **verdict.sms_ids}.items()


def listed(*numbers: str) -> dict[str, Any]:
    entries = [TAKEN | {"smsId": f"5{n}", "MobileNo": n} for n in numbers]
    return {"success": True, "message": entries}


A, B, C = "7000000001", "7000000002", "7000000003"
ABOUT_WHOM = [
    pytest.param([A, B], [A, B], True, id="all, in order"),
    pytest.param([A, B], [B, A], True, id="all, in another order"),
    pytest.param([A, B], [f"91{A}", f"+91{B}"], True, id="all, with 91"),
    pytest.param([A, B, C], [C], True, id="some, as where bad ones are left out"),
    pytest.param([A, A, B], [A, B, A], True, id="one as often as it was sent"),
    pytest.param([A, A, B], [A, B], True, id="one less often than it was sent"),
    pytest.param([A, B], [C], False, id="another"),
    pytest.param([A, B], [A, B, C], False, id="all, and another"),
    pytest.param([A, B], [A, C], False, id="another in the place of one"),
    pytest.param([A, B], [A, A], False, id="one in the place of another"),
    pytest.param([A, B], [A, B, B], False, id="all, and one twice"),
    pytest.param([A, A, B], [A, A, A], False, id="one more often than it was sent"),
    pytest.param([A], [A, A], False, id="a single one twice"),
    pytest.param([A, B], [], False, id="nobody"),
    pytest.param([A], [], False, id="nobody, of one"),
]


@pytest.mark.parametrize("form", ["as documented", "smsIds that are numbers"])
@pytest.mark.parametrize(("asked", "named", "is_ours"), ABOUT_WHOM)
def test_a_list_about_others_proves_nothing_about_ours(
    asked: list[str], named: list[str], is_ours: bool, form: str
) -> None:
    body = listed(*named)
    if form != "as documented":
        body["message"] = [entry | {"smsId": 5} for entry in body["message"]]
    verdict = read_sms_of(answered(body), asked)
    assert verdict.outcome is (Outcome.ACCEPTED if is_ours else Outcome.UNKNOWN)
    assert len(verdict.numbers) == (len(named) if is_ours else 0)
    assert verdict.sentence or is_ours


REFUSALS = [
    pytest.param(f"Invalid Mobile Number {A}", Outcome.REFUSED, id="one of ours"),
    pytest.param(f"Invalid Mobile Number {C}, {A}", Outcome.REFUSED, id="ours and another"),
    pytest.param("Invalid Mobile Number", Outcome.REFUSED, id="nobody"),
    pytest.param(f"Invalid Mobile Number {C}", Outcome.UNKNOWN, id="another"),
    pytest.param(f"Insufficient balance, call {C}", Outcome.REFUSED, id="a number to call"),
]


@pytest.mark.parametrize(("sentence", "outcome"), REFUSALS)
def test_a_refusal_of_others_is_none_of_ours(sentence: str, outcome: Outcome) -> None:
    body = json.dumps({"success": False, "message": sentence})
    verdict = read_sms_of(answered(body), [A, B])
    assert verdict.outcome is outcome
    assert sentence in verdict.sentence


def entry(number: str, status: str, **others: str) -> dict[str, str]:
    return {"MobileNo": f"91{number}", "smsId": f"5{number}", "Status": status} | others


NO_AND_MORE = [
    pytest.param({"message": [entry(A, "FAILED"), entry(B, "SUBMITTED")]}, id="one failed"),
    pytest.param({"message": [entry(A, "FAILED"), entry(B, "FAILED")]}, id="all failed"),
    pytest.param({"message": [entry(C, "SUBMITTED")]}, id="of others"),
    pytest.param({"message": [{"MobileNo": f"91{A}", "error": "No"}]}, id="numbers without ids"),
    pytest.param({"message": [{"smsId": "512", "Status": "OK"}]}, id="ids without numbers"),
    pytest.param({"message": entry(A, "SUBMITTED")}, id="one entry without a list"),
    pytest.param({"message": "No", "data": [entry(A, "SUBMITTED")]}, id="a list elsewhere"),
    pytest.param({"message": "No", "data": {"sent": [{"to": f"91{A}"}]}}, id="a list deep down"),
    pytest.param({"message": {f"91{A}": "FAILED", f"91{B}": "SUBMITTED"}}, id="a field for each"),
    pytest.param({"message": "Failed", "failed": [A]}, id="a list of some of ours"),
    pytest.param({"message": "Failed", "MobileNo": f"91{A}"}, id="one of ours beside it"),
    pytest.param({"message": "Failed", "smsId": "512"}, id="an id beside it"),
    pytest.param({"message": [f"{A} SUBMITTED", f"{B} FAILED"]}, id="words for each"),
    pytest.param({"message": f"{A} submitted, {B} failed"}, id="one sentence for both"),
    pytest.param({"message": "Partially submitted"}, id="some"),
    pytest.param({"message": "Only 1 of 2 messages sent, low balance"}, id="so many of so many"),
]


@pytest.mark.parametrize("status", [200, 400, 429])
@pytest.mark.parametrize("fields", NO_AND_MORE)
def test_what_tells_of_people_one_by_one_is_no_refusal(fields: dict[str, Any], status: int) -> None:
    verdict = read_sms_of(answered({"success": False} | fields, status), [A, B])
    assert (verdict.outcome, verdict.named) == (Outcome.UNKNOWN, frozenset())
    assert verdict.sentence


A_NO_ALONE = [
    pytest.param({"message": [f"Invalid Mobile Number {A}"]}, {A}, id="a sentence in a list"),
    pytest.param({"message": [{"error": "Bad sender"}]}, set(), id="an object in a list"),
    pytest.param({"message": {"MobileNo": ["Too short."]}}, set(), id="objections to a field"),
    pytest.param({"message": f"Message not sent to {A}"}, {A}, id="not sent"),
    pytest.param({"message": f"{A} cannot be accepted"}, {A}, id="cannot be accepted"),
    pytest.param({"message": "Bad", "code": 17, "number": "2"}, set(), id="other fields"),
]


@pytest.mark.parametrize("status", [200, 400])
@pytest.mark.parametrize(("fields", "named"), A_NO_ALONE)
def test_a_no_alone_is_a_refusal(fields: dict[str, Any], named: set[str], status: int) -> None:
    verdict = read_sms_of(answered({"success": False} | fields, status), [A, B])
    assert (verdict.outcome, verdict.named) == (Outcome.REFUSED, named)


def test_a_no_about_the_only_number_of_the_call_is_one() -> None:
    body = {"success": False, "message": "Invalid", "MobileNo": f"91{A}"}
    assert read_sms_of(answered(body), [A]).outcome is Outcome.REFUSED


NOT_QUITE_SMS = [
    pytest.param(accepted_with(Status="QUEUED"), id="another status"),
    pytest.param(accepted_with(Status="submitted"), id="a status in small letters"),
    pytest.param(accepted_with(Status=None), id="no status"),
    pytest.param(accepted_with(smsId=None), id="no smsId"),
    pytest.param(accepted_with(smsId=""), id="an empty smsId"),
    pytest.param(accepted_with(smsId=True), id="a smsId that is a yes"),
    pytest.param(accepted_with(smsId=["512"]), id="a list of smsIds"),
    pytest.param(accepted_with(smsId="not an id but words"), id="a sentence for a smsId"),
    pytest.param(accepted_with(smsId="51\ud8002"), id="half a character in a smsId"),
    pytest.param(accepted_with(MobileNo="14521478"), id="a short number"),
    pytest.param(accepted_with(MobileNo="invalid-number"), id="words for a number"),
    pytest.param(accepted_with(MobileNo="91٧٠٧٠٣٠٠٦١٣"), id="digits of another script"),
    pytest.param({"success": True, "message": ["512"]}, id="a list of words"),
    pytest.param({"success": True, "message": "SUBMITTED"}, id="a word for the list"),
    pytest.param({"success": True, "message": TAKEN}, id="one entry without a list"),
    pytest.param({"success": True}, id="success alone"),
    pytest.param({"success": "true", "message": [TAKEN]}, id="success as a word"),
    pytest.param({"success": 1, "message": [TAKEN]}, id="success as a number"),
    pytest.param({"message": [TAKEN]}, id="a list alone"),
    pytest.param({"success": True, "error": "OTP Verified"}, id="the success of another family"),
    pytest.param({"status": True, "message": [TAKEN]}, id="another word for success"),
    pytest.param({"error": None, "message": [TAKEN]}, id="an error that is none"),
]


@pytest.mark.parametrize("body", NOT_QUITE_SMS)
def test_what_is_not_exactly_the_success_form_is_unknown(body: dict[str, Any]) -> None:
    verdict = read_sms(answered(body))
    assert verdict.outcome is Outcome.UNKNOWN
    assert verdict.sentence
    assert verdict.sms_ids == {}


def pools(**changes: Any) -> dict[str, Any]:
    whole = {"tranx": "1", "promo": "2", "otp": "3"} | changes
    return {"success": True, "message": "SUCCESS", "balance": whole}


@pytest.mark.parametrize(
    ("value", "credits"),
    [
        pytest.param("0", 0, id="none left"),
        pytest.param("-12", -12, id="overdrawn"),
        pytest.param(2565, 2565, id="as a number"),
        pytest.param("0002565", 2565, id="with zeros in front"),
    ],
)
def test_a_balance_is_a_whole_number(value: object, credits: int) -> None:
    verdict = read_balance(answered(pools(tranx=value)))
    assert verdict.outcome is Outcome.ACCEPTED
    assert verdict.pools == {"tranx": credits, "promo": 2, "otp": 3}


@pytest.mark.parametrize(
    "value",
    ["", " 5", "5.5", "2,565", "2_565", "1e3", "٣", "unlimited", None, True, 2.5, [], "9" * 400],
    ids=repr,
)
def test_what_is_no_whole_number_is_no_balance(value: object) -> None:
    verdict = read_balance(answered(pools(otp=value)))
    assert verdict.outcome is Outcome.UNKNOWN
    assert verdict.sentence == "The reply holds no balance we can read."


@pytest.mark.parametrize(
    "body",
    [
        pytest.param({"success": True, "balance": {"tranx": "1", "promo": "2"}}, id="two pools"),
        pytest.param({"success": True, "balance": "2565"}, id="one number"),
        pytest.param({"success": True, "balance": []}, id="an empty list"),
        pytest.param({"balance": {"tranx": "1", "promo": "2", "otp": "3"}}, id="no success"),
    ],
)
def test_a_balance_of_another_form_is_unknown(body: dict[str, Any]) -> None:
    assert read_balance(answered(body)).outcome is Outcome.UNKNOWN


both_families = pytest.mark.parametrize("read", [read_sms, read_balance])

# status, pause, body → outcome
ANSWERS = [
    pytest.param(200, None, "", Outcome.UNKNOWN, id="empty"),
    pytest.param(200, None, "<h1>Down for maintenance</h1>", Outcome.UNKNOWN, id="HTML"),
    pytest.param(200, None, '{"success": fal', Outcome.UNKNOWN, id="half a JSON"),
    pytest.param(200, None, '{"success": false} {}', Outcome.UNKNOWN, id="two JSON"),
    pytest.param(200, None, "[]", Outcome.UNKNOWN, id="a list"),
    pytest.param(200, None, "true", Outcome.UNKNOWN, id="a word of JSON"),
    pytest.param(200, None, "{}", Outcome.UNKNOWN, id="an empty object"),
    pytest.param(200, None, "[" * 100_000, Outcome.UNKNOWN, id="too deep"),
    pytest.param(200, None, "9" * 10_000, Outcome.UNKNOWN, id="too long a number"),
    pytest.param(200, None, '{"success": false}', Outcome.REFUSED, id="no without a reason"),
    pytest.param(200, None, '{"status": false}', Outcome.REFUSED, id="status no"),
    pytest.param(200, None, '{"error": "No"}', Outcome.REFUSED, id="error alone"),
    pytest.param(200, None, '{"error": true, "message": "No"}', Outcome.REFUSED, id="error yes"),
    pytest.param(200, None, '\ufeff{"success": false}', Outcome.REFUSED, id="byte order mark"),
    pytest.param(202, None, '{"success": false}', Outcome.UNKNOWN, id="202"),
    pytest.param(301, None, '{"success": false}', Outcome.UNKNOWN, id="redirect"),
    pytest.param(400, None, '{"message": "No"}', Outcome.REFUSED, id="400 with JSON"),
    pytest.param(401, None, '{"error": "No"}', Outcome.REFUSED, id="401 with JSON"),
    pytest.param(404, None, "<h1>Not found</h1>", Outcome.UNKNOWN, id="404 with HTML"),
    pytest.param(404, None, "[]", Outcome.UNKNOWN, id="404 with a list"),
    pytest.param(408, None, '{"error": "No"}', Outcome.UNKNOWN, id="408, a farewell"),
    pytest.param(429, 2.0, "", Outcome.NOT_SENT, id="429 with a pause"),
    pytest.param(429, None, "", Outcome.UNKNOWN, id="429 without"),
    pytest.param(429, None, '{"error": "Slow down"}', Outcome.REFUSED, id="429 with JSON"),
    pytest.param(500, None, '{"success": false}', Outcome.UNKNOWN, id="500"),
    pytest.param(500, 2.0, "", Outcome.UNKNOWN, id="500 with a pause"),
    pytest.param(502, None, "", Outcome.UNKNOWN, id="502"),
    pytest.param(503, 0.0, "", Outcome.NOT_SENT, id="503 with a pause"),
    pytest.param(503, None, "", Outcome.UNKNOWN, id="503 without"),
    pytest.param(503, 2.0, "\r\n", Outcome.NOT_SENT, id="503 with an empty line"),
    pytest.param(503, 2.0, '{"success": false}', Outcome.NOT_SENT, id="503 with its own no"),
    pytest.param(503, 2.0, "<h1>Backend fetch failed</h1>", Outcome.UNKNOWN, id="503 of a front"),
    pytest.param(503, 2.0, '{"message": "Service Unavailable"}', Outcome.UNKNOWN, id="503 in JSON"),
    pytest.param(503, 2.0, '{"success": true}', Outcome.UNKNOWN, id="503 and yes"),
    pytest.param(503, 2.0, "[]", Outcome.UNKNOWN, id="503 with a list"),
    pytest.param(429, 2.0, "<h1>Too many</h1>", Outcome.NOT_SENT, id="429 with a page"),
    pytest.param(429, 2.0, '{"message": "Slow"}', Outcome.NOT_SENT, id="429 with a sentence"),
    pytest.param(429, 2.0, '{"success": true}', Outcome.UNKNOWN, id="429 and yes"),
    pytest.param(429, 2.0, '[{"smsId": "5"}]', Outcome.UNKNOWN, id="429 and a list"),
    pytest.param(429, 2.0, 'Notice: x {"success": true', Outcome.UNKNOWN, id="429, a yes inside"),
    pytest.param(429, None, '{"success": true}', Outcome.UNKNOWN, id="429 and yes, no pause"),
    pytest.param(400, None, '{"success": true}', Outcome.UNKNOWN, id="400 and yes"),
    pytest.param(400, None, '{"success": "True"}', Outcome.UNKNOWN, id="400 and yes as a word"),
    pytest.param(400, None, '{"status": "success"}', Outcome.UNKNOWN, id="400 and success"),
    pytest.param(200, None, '{"success": "true", "error": "No"}', Outcome.UNKNOWN, id="both"),
    pytest.param(200, None, '{"success": true, "status": false}', Outcome.UNKNOWN, id="both ways"),
]


@both_families
@pytest.mark.parametrize(("status", "pause", "body", "outcome"), ANSWERS)
def test_every_answer_has_one_outcome(
    read: Any, status: int, pause: float | None, body: str, outcome: Outcome
) -> None:
    verdict = read(answered(body, status, pause))
    assert verdict.outcome is outcome
    assert verdict.sentence, "a person is told why"
    assert verdict.retry_after == (pause if outcome is Outcome.NOT_SENT else None)


@both_families
@pytest.mark.parametrize("sent", [True, False])
def test_a_failure_is_unknown_unless_it_is_proved_that_nothing_left(read: Any, sent: bool) -> None:
    verdict = read(
        TransportFailure(sent, "Lost.", 0.1, body=documented("balance--fetch-balances-success"))
    )
    assert verdict.outcome is (Outcome.UNKNOWN if sent else Outcome.NOT_SENT)
    assert verdict.sentence == "Lost."


def test_a_whole_success_in_a_failed_call_is_still_unknown() -> None:
    body = documented("sms--single-sms-submit-success-response")
    verdict = read_sms(TransportFailure(True, "Lost.", 0.1, body=body))
    assert (verdict.outcome, verdict.sms_ids) == (Outcome.UNKNOWN, {})


SENTENCES = [
    pytest.param({"message": "No  such\n sender"}, "No such sender", id="on one line"),
    pytest.param({"error": "Worse", "message": "Bad"}, "Worse", id="the error first"),
    pytest.param({"message": ["One.", "Two."]}, "One. Two.", id="a list"),
    pytest.param({"message": {"to": ["Too long."]}}, "Too long.", id="an object"),
    pytest.param({"message": 7}, "7", id="a number"),
    pytest.param({"message": "x" * 900}, "x" * 500, id="cut"),
    pytest.param({"message": f"Wrong {KEY}"}, "Wrong •••", id="a key is masked"),
    pytest.param({}, "The gateway refused without a reason.", id="none"),
]


@both_families
@pytest.mark.parametrize(("body", "sentence"), SENTENCES)
def test_the_gateways_own_sentence_is_kept(read: Any, body: dict[str, Any], sentence: str) -> None:
    assert read(answered({"success": False} | body)).sentence == sentence
