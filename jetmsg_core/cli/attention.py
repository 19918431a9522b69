"""`campaign settle | retry | schedule | unschedule`."""

from __future__ import annotations

import argparse

from jetmsg_core import settings as configuration
from jetmsg_core.campaigns import attention, control, retrying, scheduling
from jetmsg_core.campaigns.control import Status
from jetmsg_core.cli.output import show
from jetmsg_core.errors import InputError

ALL = "all"
WAYS = {"sent": attention.assume_sent, "retry": attention.send_again}


def settle(options: argparse.Namespace) -> int:
    settings = configuration.load()
    control.status(settings, options.id)
    los = None
    if options.chunk != ALL:
        if not (options.chunk.isascii() and options.chunk.isdigit()):
            raise InputError(
                "wrong_call", f"--chunk is {options.chunk!r}: write the call's number, or all."
            )
        los = attention.los_of_call(settings, options.id, int(options.chunk[:15]))
    done = WAYS[options.way](settings, options.id, los)
    show(
        {
            "campaign": options.id,
            "state": done.status.campaign.state,
            "settled": list(done.chunks),
            "recipients": done.recipients,
        },
        as_json=options.json,
    )
    return 0


def retry(options: argparse.Namespace) -> int:
    made = retrying.retry_failed(configuration.load(), options.id)
    show(
        {
            "campaign": made.campaign.id,
            "state": made.campaign.state,
            "retry_of": options.id,
            "recipients": made.campaign.recipients,
            "chunks": made.campaign.chunks,
            "parts": made.campaign.parts,
            "opted_out": made.opted_out,
            "warnings": list(made.warnings),
        },
        as_json=options.json,
    )
    return 0


def schedule(options: argparse.Namespace) -> int:
    at = scheduling.read_time(options.at)
    return _say(control.schedule(configuration.load(), options.id, at), options)


def unschedule(options: argparse.Namespace) -> int:
    return _say(control.unschedule(configuration.load(), options.id), options)


def _say(found: Status, options: argparse.Namespace) -> int:
    campaign = found.campaign
    values = {
        "campaign": campaign.id,
        "state": campaign.state,
        "scheduled_at": campaign.scheduled_at,
    }
    show(values, as_json=options.json)
    return 0


def add_commands(ways: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    settling = _command(ways, "settle", settle, "decide about calls whose end is unknown")
    settling.add_argument("--chunk", required=True, metavar="C|all", help="the call's number")
    settling.add_argument(
        "--as",
        dest="way",
        required=True,
        choices=tuple(WAYS),
        help="sent: count as sent; retry: send again, which may reach some twice",
    )
    _command(ways, "retry", retry, "make a new campaign of those refused or not accepted")
    later = _command(ways, "schedule", schedule, "let the worker start it at a time")
    later.add_argument("--at", required=True, metavar="TIME", help='"2026-11-25 10:30", in India')
    _command(ways, "unschedule", unschedule, "take it off the schedule")


def _command(
    ways: argparse._SubParsersAction[argparse.ArgumentParser], name: str, run: object, about: str
) -> argparse.ArgumentParser:
    way = ways.add_parser(name, help=about)
    way.set_defaults(run=run)
    way.add_argument("id", type=int, metavar="ID")
    way.add_argument("--json", action="store_true")
    return way
