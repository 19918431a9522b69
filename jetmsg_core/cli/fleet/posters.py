"""`fleet run` and `fleet status`: posters, which make the worker's calls."""

from __future__ import annotations

import argparse
from typing import Any

from jetmsg_core import settings as configuration
from jetmsg_core.cli.arguments.wrong_usage import whole_number
from jetmsg_core.cli.commands import Command, Group, as_json
from jetmsg_core.cli.output import show, show_table
from jetmsg_core.fleet.packages import require_fleet
from jetmsg_core.logs import starting as logs
from jetmsg_core.primitives.numbers import with_commas

GROUP = Group("posters on this and other machines, which make the worker's calls")

HEADER = ("poster", "host", "calls now", "of", "made", "mean time", "last seen", "state")


def run(options: argparse.Namespace) -> int:
    """Make the calls that the worker hands out, until SIGTERM or Ctrl-C."""
    logs.begin("poster")
    # No database is opened, so what a person changed on the Settings page is not asked for.
    settings = configuration.load()
    logs.begin(
        "poster", level=settings.log_level, form=settings.log_format, secrets=settings.secrets
    )
    require_fleet(settings)
    # Celery takes as long to import as all of ours.
    from jetmsg_core.fleet.poster import running

    name = options.name or running.default_name()
    running.run(settings, running.PosterOptions(name, options.concurrency, options.bind))
    return 0


def status(options: argparse.Namespace) -> int:
    """Print the posters, and why they get no calls where they do not."""
    settings = configuration.load()
    require_fleet(settings)
    from jetmsg_core.fleet.status import fleet_status

    fleet = fleet_status(settings)
    rows = [_row(poster) for poster in fleet.posters]
    if options.json:
        show({"trouble": fleet.trouble or None, "posters": rows}, as_json=True)
        return 0
    if rows:
        show_table(HEADER, [_line(row) for row in rows], right={"calls now", "of", "made"})
    if fleet.trouble:
        print(fleet.trouble)
    return 0


def _row(poster: Any) -> dict[str, Any]:
    seen, card = poster.seen, poster.seen.card
    return {
        "poster": seen.name,
        "instance": seen.instance,
        "host": card.host if card else None,
        "version": seen.version,
        "mode": card.mode if card else None,
        "slots": card.slots if card else None,
        "in_flight": card.in_flight if card else None,
        "posted": card.posted if card else None,
        "latency_ms": round(card.latency * 1000) if card and card.latency is not None else None,
        "bind": card.bind or None if card else None,
        "last_seen_seconds": round(seen.ago, 1),
        "why_not": poster.why_not or None,
    }


def _line(row: dict[str, Any]) -> tuple[str, ...]:
    latency = row["latency_ms"]
    return (
        row["poster"],
        row["host"] or "",
        *("" if row[key] is None else with_commas(row[key]) for key in ("in_flight", "slots")),
        "" if row["posted"] is None else with_commas(row["posted"]),
        "" if latency is None else f"{with_commas(latency)} ms",
        f"{with_commas(round(row['last_seen_seconds']))} s ago",
        row["why_not"] or "ready",
    )


def _name(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--name", default="", metavar="NAME", help="what it is called; no two have the same"
    )


def _concurrency(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--concurrency",
        type=whole_number,
        default=64,
        metavar="N",
        help="calls that it makes at once, up to 1024 (64)",
    )


def _bind(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--bind", default="", metavar="ADDRESS", help="the address here that its calls leave from"
    )


COMMANDS = (
    Command(
        "fleet run",
        run,
        "make the calls that the worker hands out, until stopped",
        (_name, _concurrency, _bind),
        epilog="It needs JETMSG_FLEET_URL, JETMSG_FLEET_SECRET, the API keys and the mode of the "
        "worker, and no data folder.",
    ),
    Command("fleet status", status, "the posters, and how they are", (as_json,)),
)
