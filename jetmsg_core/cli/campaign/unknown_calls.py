"""`campaign unknown | settle | schedule | unschedule`."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import Any

from jetmsg_core import configuration
from jetmsg_core.campaigns.lifecycle import control, promotional_hours
from jetmsg_core.campaigns.lifecycle import schedule as scheduling
from jetmsg_core.campaigns.lifecycle.control import Status
from jetmsg_core.campaigns.unknown_calls import decisions, evidence_groups
from jetmsg_core.campaigns.unknown_calls.decisions import (
    Sample,
    Settlement,
    UnknownCall,
    UnknownCallAction,
)
from jetmsg_core.campaigns.unknown_calls.evidence_groups import EvidenceGroup
from jetmsg_core.cli.campaign.call_numbers import ALL, read_numbers, written_numbers
from jetmsg_core.cli.commands import Command, an_id, as_json
from jetmsg_core.cli.output import show, working
from jetmsg_core.primitives.characters import visible
from jetmsg_core.primitives.numbers import counted, with_commas
from jetmsg_core.primitives.times import second_in_ist

MOST_CALLS = 100_000
WAYS = {"sent": UnknownCallAction.ASSUME_SENT, "retry": UnknownCallAction.SEND_AGAIN}
"""The two decisions, as `--as` takes them."""

OF_ALL = {
    UnknownCallAction.ASSUME_SENT: decisions.assume_sent,
    UnknownCallAction.SEND_AGAIN: decisions.send_again,
}
WORDS: dict[UnknownCallAction | None, str] = {action: word for word, action in WAYS.items()}


def unknown(options: argparse.Namespace) -> int:
    """Print the calls whose end is unknown, in groups of one evidence, and each with its own."""
    settings = configuration.load()
    control.status(settings, options.id)
    with working(f"Looking for what is known of campaign {options.id}"):
        calls = decisions.needs(settings, options.id, limit=MOST_CALLS)
        groups = evidence_groups.grouped(
            (call.shown, bool(call.reported.all), call.evidence) for call in calls
        )
    if not options.json:
        summary = [
            _group_lines(options.id, group, len(calls)) for group in groups if len(calls) > 1
        ]
        lines = [*summary, *map(_line, calls)] or ["There is no call without a clear answer."]
        print(visible("\n".join(lines), keep="\n"))
        return 0
    values = {
        "campaign": options.id,
        "recipients": sum(call.recipients for call in calls),
        "groups": [_group(group) for group in groups],
        "calls": [_call(call) for call in calls],
    }
    show(values, as_json=True)
    return 0


def _group_lines(campaign_id: int, group: EvidenceGroup, total: int) -> str:
    people = counted(group.recipients, "person", "people")
    way = WORDS.get(group.suggested, "|".join(WAYS))
    numbers = written_numbers(call.chunk for call in group.calls)
    return (
        f"{with_commas(len(group.calls))} of {with_commas(total)} calls, {people}: {group.words}.\n"
        f"    campaign settle {campaign_id} --chunk {numbers} --as {way}"
    )


def _group(group: EvidenceGroup) -> dict[str, Any]:
    return {
        "suggestion": group.suggestion,
        "suggested": WORDS.get(group.suggested),
        "reported": group.is_reported,
        "evidence": group.words,
        "calls": len(group.calls),
        "recipients": group.recipients,
        "chunk": written_numbers(call.chunk for call in group.calls),
    }


def _line(call: UnknownCall) -> str:
    people = counted(call.recipients, "person", "people")
    sent = f", {second_in_ist(call.sent_at)} IST" if call.sent_at else ""
    advice = f"\n    Suggested: --as {WORDS[call.suggested]}" if call.suggested else ""
    reply = call.reply_sentence or "No answer came."
    return (
        f"Call {with_commas(call.chunk)}, {people}{sent}: {reply}\n    "
        f"{call.evidence.sentence}{advice}"
    )


def _call(call: UnknownCall) -> dict[str, Any]:
    return {
        "chunk": call.chunk,
        "recipients": call.recipients,
        "parts": call.parts,
        "sent_at": call.sent_at,
        "said": call.reply_sentence or "No answer came.",
        "suggestion": call.evidence.suggestion,
        "suggested": WORDS.get(call.suggested),
        "evidence": call.evidence.sentence,
        "reported": asdict(call.reported),
        "balance": {
            when: None if sample is None else {"taken_at": sample.taken_at, **_pools(sample)}
            for when, sample in (("before", call.before), ("after", call.after))
        },
    }


def _pools(sample: Sample) -> dict[str, int | None]:
    return {"tranx": sample.tranx, "promo": sample.promo, "otp": sample.otp}


def settle(options: argparse.Namespace) -> int:
    """Count calls as sent, or send them again, and print what became of the campaign."""
    settings = configuration.load()
    control.status(settings, options.id)
    action = WAYS[options.way]
    with working(f"Settling calls of campaign {options.id}"):
        if options.chunk == ALL:
            done = OF_ALL[action](settings, options.id)
        else:
            numbers = read_numbers(options.chunk)
            calls = decisions.calls_with_numbers(settings, options.id, numbers)
            done = decisions.decide(settings, options.id, action, calls)
    show(_settled(options.id, action, done), as_json=options.json)
    return 0


def _settled(campaign_id: int, action: UnknownCallAction, done: Settlement) -> dict[str, Any]:
    values: dict[str, Any] = {
        "campaign": campaign_id,
        "state": done.status.campaign.state,
        "settled": list(done.chunks),
        "recipients": done.recipients,
    }
    if done.changed:
        values["changed"] = list(done.changed)
    if action is UnknownCallAction.SEND_AGAIN:
        left_out = done.left_out
        values["left_out"] = {
            "delivered": left_out.delivered,
            "on_the_way": left_out.on_the_way,
        }
    return values


def schedule(options: argparse.Namespace) -> int:
    """Put a campaign on the schedule."""
    settings, at = configuration.load(), scheduling.read_time(options.at)
    scheduled = control.schedule(settings, options.id, at)
    waits = promotional_hours.wait_of(settings, scheduled.campaign, at)
    return _say(scheduled, options, **({"warnings": [waits]} if waits else {}))


def unschedule(options: argparse.Namespace) -> int:
    """Take a campaign off the schedule."""
    return _say(control.unschedule(configuration.load(), options.id), options)


def _say(status: Status, options: argparse.Namespace, **more: object) -> int:
    campaign = status.campaign
    values = {
        "campaign": campaign.id,
        "state": campaign.state,
        "scheduled_at": campaign.scheduled_at,
        **more,
    }
    show(values, as_json=options.json)
    return 0


def _decision(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--chunk",
        required=True,
        metavar="C|all",
        help="the call's number, several as 1,4-6, as `campaign unknown` prints them, or all",
    )
    parser.add_argument(
        "--as",
        dest="way",
        required=True,
        choices=tuple(WAYS),
        help="sent: count as sent; retry: send again, which some people may get twice, without "
        "those whom a delivery report calls delivered or on the way",
    )


def _time(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--at", required=True, metavar="TIME", help='"2026-11-25 10:30", in India')


ABOUT_CALLS = (
    Command(
        "campaign unknown",
        unknown,
        "the calls without a clear answer, in groups and each with its evidence",
        (an_id, as_json),
    ),
    Command(
        "campaign settle",
        settle,
        "decide about calls without a clear answer",
        (an_id, as_json, _decision),
    ),
)
SCHEDULING = (
    Command(
        "campaign schedule", schedule, "let the worker start it at a time", (an_id, as_json, _time)
    ),
    Command("campaign unschedule", unschedule, "cancel its schedule", (an_id, as_json)),
)
