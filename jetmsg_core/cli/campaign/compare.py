"""`campaign compare`."""

from __future__ import annotations

import argparse
from dataclasses import asdict
from typing import Any

from jetmsg_core import configuration
from jetmsg_core.campaigns.results import compare as comparing
from jetmsg_core.campaigns.results.compare import FEWEST, MOST, Compared
from jetmsg_core.cli.arguments.wrong_usage import whole_number
from jetmsg_core.cli.commands import Command, as_json
from jetmsg_core.cli.output import show, show_table
from jetmsg_core.primitives.numbers import percent, with_commas, with_rupees
from jetmsg_core.states import ASSUMED

LABELS = (
    *("Name", "Recipients", "Submitted", ASSUMED.word, "Reported", "Delivered", "Unknown"),
    *("Credits used", "Credits per delivered", "Seconds"),
)


def compare(options: argparse.Namespace) -> int:
    """Print what became of some campaigns, side by side."""
    compared = comparing.compare(configuration.load(), options.ids)
    if options.json:
        show({"campaigns": [_values(campaign) for campaign in compared]}, as_json=True)
        return 0
    columns = [_cells(campaign) for campaign in compared]
    heads = [f"Campaign {campaign.campaign}" for campaign in compared]
    is_any_assumed = any(campaign.assumed_sent for campaign in compared)
    show_table(
        ("", *heads),
        [
            (label, *cells)
            for label, *cells in zip(LABELS, *columns, strict=True)
            if is_any_assumed or label != ASSUMED.word
        ],
    )
    if any(campaign.reported < campaign.submitted for campaign in compared):
        print(comparing.NOT_ALL_REPORTED)
    return 0


def _values(campaign: Compared) -> dict[str, Any]:
    return asdict(campaign) | {
        "submitted_share": campaign.submitted_share,
        "delivered_share": campaign.delivered_share,
        "credits_per_delivered": campaign.credits_per_delivered,
    }


def _cells(campaign: Compared) -> tuple[str, ...]:
    delivered, each = campaign.delivered_share, campaign.credits_per_delivered
    return (
        campaign.name,
        with_commas(campaign.recipients),
        f"{with_commas(campaign.taken)} ({percent(campaign.taken_share)})",
        with_commas(campaign.assumed_sent),
        with_commas(campaign.reported),
        "no report yet"
        if delivered is None
        else f"{with_commas(campaign.delivered)} ({percent(delivered)})",
        with_commas(campaign.unknown),
        "none" if campaign.credits is None else with_rupees(campaign.credits),
        "not known yet" if each is None else with_rupees(each, 2),
        "not over" if campaign.seconds is None else with_commas(campaign.seconds, 1),
    )


def _ids(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "ids", nargs="+", type=whole_number, metavar="ID", help=f"{FEWEST} to {MOST} campaigns"
    )


COMPARE = Command(
    "campaign compare",
    compare,
    "what became of some campaigns, side by side",
    (_ids, as_json),
)
