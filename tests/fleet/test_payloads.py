"""What travels through Redis: nobody else reads or makes it, and no key is in it."""

from __future__ import annotations

from dataclasses import replace

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jetmsg_core.fleet.payloads import (
    VERSION,
    Bundle,
    FleetCall,
    NotReadable,
    Report,
    ReportKind,
    fingerprints,
    read_bundle,
    read_report,
    with_keys,
    write_bundle,
    write_report,
)
from jetmsg_core.fleet.sealing import NotSealedByUs, Seal
from jetmsg_core.fleet.tickets import Epoch
from jetmsg_core.gateway.seam import Answer, Request, TransportFailure

KEY = "a-key-of-tests"
FORM = Request(
    "http://127.0.0.1/sms",
    {"AuthKey": KEY, "SenderId": "JETMSG", "MobileNo": "9000000001", "Message": "Hello Asha"},
)
SEAL = Seal("a-secret-of-tests-that-is-long-enough")


def bundle() -> Bundle:
    calls = [FleetCall("w:1:0:1", 1_000, FORM)]
    return Bundle(Epoch("e", "p"), "sandbox", 30.0, fingerprints([FORM], SEAL), calls)


def test_a_bundle_comes_as_it_left_but_for_the_keys() -> None:
    came = read_bundle(write_bundle(bundle(), SEAL), SEAL)
    assert replace(came, calls=[]) == replace(bundle(), calls=[])
    assert came.calls[0].name == "w:1:0:1"
    assert came.calls[0].deadline == 1_000
    assert came.calls[0].request.fields["AuthKey"] == ""
    assert with_keys(came.calls[0].request, {"AuthKey": KEY}) == FORM


def test_neither_keys_nor_numbers_nor_texts_can_be_read_on_the_way() -> None:
    text = write_bundle(bundle(), SEAL)
    report = Report("w:1:0:1", ReportKind.CAME, Answer(200, "9000000001", 0.1), "north")
    for word in (KEY, "9000000001", "Hello", "JETMSG"):
        assert word not in text
        assert word not in write_report(report, SEAL)
    assert KEY.encode() not in SEAL.open("bundle", orjson.loads(text)["sealed"])


def test_fields_keep_their_order() -> None:
    came = read_bundle(write_bundle(bundle(), SEAL), SEAL).calls[0].request
    assert list(with_keys(came, {"AuthKey": KEY}).fields) == list(FORM.fields)


def test_a_bundle_of_another_secret_is_not_read_and_names_its_calls() -> None:
    with pytest.raises(NotReadable, match="JETMSG_FLEET_SECRET") as refusal:
        read_bundle(write_bundle(bundle(), Seal("another-secret-of-tests")), SEAL)
    assert refusal.value.names == ["w:1:0:1"]


def test_a_bundle_of_another_version_is_not_read_and_names_its_calls() -> None:
    envelope = orjson.loads(write_bundle(bundle(), SEAL))
    text = orjson.dumps(envelope | {"version": VERSION + 1}).decode()
    with pytest.raises(NotReadable, match="another version") as refusal:
        read_bundle(text, SEAL)
    assert refusal.value.names == ["w:1:0:1"]


@given(st.integers(0, 10_000), st.integers(1, 255))
def test_whatever_is_changed_on_the_way_is_found_out(at: int, change: int) -> None:
    sealed = bytearray(orjson.loads(write_bundle(bundle(), SEAL))["sealed"].encode())
    sealed[at % len(sealed)] ^= change
    with pytest.raises(NotSealedByUs):
        SEAL.open("bundle", sealed.decode("latin-1"))


def test_a_report_is_no_bundle() -> None:
    sealed = SEAL.close("report", b"{}")
    with pytest.raises(NotSealedByUs):
        SEAL.open("bundle", sealed)


@pytest.mark.parametrize(
    "raw",
    [
        pytest.param(Answer(200, '{"success": true}', 0.2, None, 7.0), id="answer"),
        pytest.param(Answer(429, "", 0.2, 30.0, 7.0), id="with a pause"),
        pytest.param(TransportFailure(True, "Lost.", 0.2, "half", 7.0), id="may have left"),
        pytest.param(TransportFailure(False, "Not reached.", 0.2, "", 7.0), id="not sent"),
    ],
)
def test_a_report_comes_as_it_left(raw: Answer | TransportFailure) -> None:
    report = Report("w:1:0:1", ReportKind.CAME, raw, "north", "token")
    assert read_report(write_report(report, SEAL), SEAL, 7.0) == report


def test_a_report_of_another_secret_or_version_says_nothing() -> None:
    report = Report("w:1:0:1", ReportKind.CAME, Answer(200, "", 0.1), "north")
    assert read_report(write_report(report, Seal("another-secret-of-tests")), SEAL, 0.0) is None
    envelope = orjson.loads(write_report(report, SEAL))
    other = orjson.dumps(envelope | {"version": VERSION + 1}).decode()
    assert read_report(other, SEAL, 0.0) is None


def test_a_request_that_is_none_of_a_campaign_is_not_handed_out() -> None:
    webhook = replace(FORM, as_json=True)
    with pytest.raises(ValueError, match="gateway's own"):
        write_bundle(replace(bundle(), calls=[FleetCall("w:1:0:1", 1, webhook)]), SEAL)


def test_two_who_hold_the_same_key_see_it_by_its_fingerprint() -> None:
    assert SEAL.fingerprint(KEY) == Seal("a-secret-of-tests-that-is-long-enough").fingerprint(KEY)
    assert SEAL.fingerprint(KEY) != SEAL.fingerprint(KEY + "x")
    assert SEAL.fingerprint(KEY) != Seal("another-secret-of-tests").fingerprint(KEY)
