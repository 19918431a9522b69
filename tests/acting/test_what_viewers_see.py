"""What a viewer is given of people: four digits, and no text that holds what is known of them."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from functools import partial
from itertools import pairwise
from typing import Any

import pytest
from fixtures import NewCampaign, Send, StartGateway
from hypothesis import given
from hypothesis import strategies as some

from jetmsg_core import lists, optouts
from jetmsg_core.acting import Actor, ActorKind, Role, acting_as
from jetmsg_core.campaigns.exports import jobs
from jetmsg_core.campaigns.exports.recipient_file import Only, export
from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.campaigns.results import recipients, timeline
from jetmsg_core.campaigns.results.recipients import Wanted
from jetmsg_core.campaigns.unknown_calls import calls
from jetmsg_core.contacts.audience import check_contacts
from jetmsg_core.errors import NotAllowed
from jetmsg_core.primitives.masking import last_digits, mask_numbers, written_number
from jetmsg_core.reports import importing
from jetmsg_core.reports.matching import unmatched
from jetmsg_core.settings import Settings

VIEWER = Actor("Asha", Role.VIEWER, ActorKind.PERSON)
NUMBER = 919812345678


@pytest.fixture
def as_viewer() -> Iterator[None]:
    with acting_as(VIEWER):
        yield


def test_a_viewer_sees_four_digits_of_each_recipient_and_the_message_unfilled(
    settings: Settings, new_campaign: NewCampaign
) -> None:
    made = new_campaign(3, "Hello {{name}} of {{city}}")
    whole = recipients.page(settings, made, Wanted()).recipients
    with acting_as(VIEWER):
        seen = recipients.page(settings, made, Wanted()).recipients
    assert [row["number"] for row in seen] == [row["number"] % 10_000 for row in whole]
    assert {row["text"] for row in seen} == {"Hello {{name}} of {{city}}"}
    assert {row["text"] for row in whole} >= {"Hello Name0 of City0"}
    assert [row["seq"] for row in seen] == [row["seq"] for row in whole]


def test_a_viewer_sees_four_digits_and_no_cell_of_a_list(settings: Settings) -> None:
    contacts = lists.contacts_of(check_contacts(b"name,mobile\nAsha,9812345678\n"), "people.csv")
    made = lists.save(settings, contacts, name="May", token="May")
    with acting_as(VIEWER):
        page = lists.page(settings, made)
    assert page.numbers.tolist() == [5678]
    assert page.rows.tolist() == [2]
    assert page.cells.shape == (1, 0)


def test_a_viewer_sees_four_digits_of_who_opted_out(settings: Settings) -> None:
    optouts.add(settings, ["9812345678"], source="a call")
    with acting_as(VIEWER):
        (opt_out,) = optouts.listing(settings).opt_outs
    assert (opt_out.number, opt_out.source) == (5678, "a call")


def test_a_viewer_sees_four_digits_of_who_is_in_a_call_of_unknown_end(
    settings: Settings,
    start_gateway: StartGateway,
    new_campaign: NewCampaign,
    send: Send,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    start_gateway("--fault", "half=1")
    made = new_campaign(2, "Hello {{name}}")
    send(made)
    whole = calls.needs(settings, made)
    with acting_as(VIEWER):
        seen = calls.needs(settings, made)
    assert [call.numbers for call in seen] == [
        tuple(map(last_digits, call.numbers)) for call in whole
    ]
    assert {call.text for call in seen} == {"Hello {{name}}"}
    numbers = {str(number) for call in whole for number in call.numbers}
    assert not any(number in call.reply for call in seen for number in numbers)


def test_a_viewer_sees_four_digits_of_rows_of_reports_that_belong_to_nobody(
    settings: Settings,
) -> None:
    report = b"number,status\n919812345678,DELIVRD\n"
    importing.import_report(settings, report, name="report.csv")
    with acting_as(VIEWER):
        (row,) = unmatched.unmatched_rows(settings)
    assert (row["number"], row["word"]) == (5678, "DELIVRD")


@pytest.mark.usefixtures("as_viewer")
def test_a_viewer_looks_for_nobody_and_takes_no_file(settings: Settings) -> None:
    with acting_as(Actor("Ravi", Role.ADMIN, ActorKind.PERSON)):
        contacts = lists.contacts_of(check_contacts(b"name,mobile\nAsha,9812345678\n"), "a.csv")
        made = lists.save(settings, contacts, name="May", token="May")
    attempts: list[Callable[[], Any]] = [
        partial(timeline.of_number, settings, "9812345678"),
        partial(lists.page, settings, made, search="Asha"),
        partial(lists.history, settings, made),
        partial(lists.rejected, settings, made),
        partial(optouts.listing, settings, search="98"),
        partial(optouts.export, settings),
        partial(recipients.page, settings, 1, Wanted(search="9812345678")),
        partial(export, settings, 1, io.BytesIO()),
        partial(jobs.ask, settings, 1, only=Only.ALL, name="a"),
        partial(jobs.ready_file, settings, "a" * 32),
        partial(unmatched.unmatched_file, settings),
    ]
    for attempt in attempts:
        with pytest.raises(NotAllowed):
            attempt()


@pytest.mark.usefixtures("as_viewer")
def test_a_viewer_looks_at_counts_as_everybody_does(
    settings: Settings, new_campaign: NewCampaign
) -> None:
    with acting_as(Actor("Ravi", Role.COMPOSER, ActorKind.PERSON)):
        made = new_campaign(4)
    assert control.status(settings, made).campaign.recipients == 4


@given(some.integers(1_000_000, 999_999_999_999_999))
def test_a_number_of_four_digits_is_written_with_a_mask_and_a_whole_one_with_its_plus(
    number: int,
) -> None:
    assert written_number(number) == f"+{number}"
    assert written_number(last_digits(number)) == f"•••{str(number)[-4:]}"


@given(
    some.lists(some.integers(91_600_000_0000, 91_999_999_9999), min_size=1, max_size=4),
    some.sampled_from([" ", ", ", " and ", "\n", ";", '"', "<b>"]),
    some.sampled_from(["{}", "+{}", "'{}'"]),
)
def test_no_whole_number_is_left_in_words_that_are_masked(
    numbers: list[int], between: str, written: str
) -> None:
    text = between.join(written.format(number) for number in numbers)
    masked = mask_numbers(f"Refused: {text}!")
    digits = "".join(letter if letter.isdigit() else " " for letter in masked)
    assert all(len(run) <= 4 for run in digits.split())


def test_words_without_a_number_stay_as_they_are() -> None:
    words = "Sent on 2026-11-25 at 10:30, 1,23,456 people, code 101, template 42"
    assert mask_numbers(words) == words
    for before, after in pairwise(["call 98123 45678 now", "call •••5678 now"]):
        assert mask_numbers(before) == after
