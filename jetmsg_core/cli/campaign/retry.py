"""`campaign retry`."""

from __future__ import annotations

import argparse
from typing import Any

from jetmsg_core import configuration
from jetmsg_core.campaigns.lifecycle import retry as retrying
from jetmsg_core.campaigns.lifecycle.retry_kinds import (
    FROM_GATEWAY,
    RETRY_KINDS,
    WHY_NEVER,
    RetryKind,
)
from jetmsg_core.campaigns.lifecycle.retry_offer import RetryOffer
from jetmsg_core.cli.commands import Command, an_id, as_json
from jetmsg_core.cli.output import show, working
from jetmsg_core.cli.output.costs import in_rupees
from jetmsg_core.states import Pool, RecipientState


def retry(options: argparse.Namespace) -> int:
    """Make a draft of those who failed, and print it."""
    kinds = [RetryKind(word) for word in dict.fromkeys(options.of)]
    with working(f"Looking for people not reached by campaign {options.id}"):
        made = retrying.retry_failed(configuration.load(), options.id, kinds=kinds or FROM_GATEWAY)
    values: dict[str, Any] = {
        "campaign": made.campaign.id,
        "state": made.campaign.state,
        "retry_of": options.id,
        "recipients": made.campaign.recipients,
        "chunks": made.campaign.chunks,
        "parts": made.campaign.parts,
        **in_rupees(made.campaign.pool, made.campaign.parts),
        "opted_out": made.opted_out,
        "reported": made.reported,
        "unknown": made.offer.unknown if made.offer else 0,
        "warnings": list(made.warnings),
    }
    if kinds and made.offer:
        values |= {"of": [kind.value for kind in kinds], **_taken(made.offer)}
    show(values, as_json=options.json)
    return 0


def _taken(offer: RetryOffer) -> dict[str, Any]:
    return {
        "pool": None if offer.pool is Pool.NONE else offer.pool,
        "balance": offer.balance,
        "reasons": [
            {
                "recipients": why.recipients,
                "state": why.state,
                "reason": why.reason or None,
                "meaning": why.advice.meaning,
                "todo": why.advice.todo or None,
            }
            for why in offer.reasons
        ],
    }


def _chosen(word: str) -> str:
    """Raise ArgumentTypeError with the reason for a state of which nobody is tried again."""
    if word in {state.value for state in WHY_NEVER}:
        why = WHY_NEVER[RecipientState(word)]
        kinds = ", ".join(RETRY_KINDS)
        raise argparse.ArgumentTypeError(f"{word} cannot be chosen. {why} Choose of {kinds}")
    return word


def _of(parser: argparse.ArgumentParser) -> None:
    words = ", ".join(RETRY_KINDS)
    parser.add_argument(
        "--of",
        action="append",
        default=[],
        type=_chosen,
        choices=tuple(kind.value for kind in RETRY_KINDS),
        metavar="STATE",
        help=f"who to try again, may be repeated: {words}. Default: refused and not_accepted. "
        "assumed_sent are calls without a clear answer that were counted as sent: some "
        "people may get it twice",
    )


RETRY = Command(
    "campaign retry",
    retry,
    "make a new campaign of those it did not reach",
    (an_id, as_json, _of),
    description="Make a draft for the people a campaign did not reach, each with their own text. "
    "It leaves out people whom a delivery report calls delivered or on the way, who opted out, or "
    "who are in another try. Numbers on the DND list and numbers that do "
    "not exist are never tried again.",
)
