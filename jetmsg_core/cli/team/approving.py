"""`campaign approve | refuse | approvals`: a second person decides before a campaign starts."""

from __future__ import annotations

import argparse

from jetmsg_core import configuration
from jetmsg_core.campaigns import approvals
from jetmsg_core.campaigns.approvals import Approval
from jetmsg_core.campaigns.lifecycle.control import Campaign
from jetmsg_core.cli.commands import Command, an_id, as_json
from jetmsg_core.cli.output import show, show_table
from jetmsg_core.primitives.numbers import with_commas

HEADER = ("id", "name", "made by", "people", "credits", "approval")


def approve(options: argparse.Namespace) -> int:
    """Approve a campaign that somebody else made, as it is frozen."""
    approval = approvals.approve(configuration.load(), options.id)
    show({"campaign": options.id, **as_values(approval)}, as_json=options.json)
    return 0


def refuse(options: argparse.Namespace) -> int:
    """Refuse a campaign that somebody else made, with the reason."""
    approval = approvals.refuse(configuration.load(), options.id, options.reason)
    show({"campaign": options.id, **as_values(approval)}, as_json=options.json)
    return 0


def waiting(options: argparse.Namespace) -> int:
    """Print the campaigns that wait for somebody to approve them, the newest first."""
    members = approvals.waiting(configuration.load())
    if options.json:
        rows = [_row(campaign) | as_values(approval) for campaign, approval in members]
        show({"campaigns": rows}, as_json=True)
    elif members:
        lines = [
            (
                *(f"{campaign.id}", campaign.name, campaign.made_by or ""),
                *(with_commas(campaign.recipients), with_commas(campaign.parts), approval.state),
            )
            for campaign, approval in members
        ]
        show_table(HEADER, lines, right={"id", "people", "credits"})
    else:
        print("No campaign waits for approval.")
    return 0


def _row(campaign: Campaign) -> dict[str, object]:
    return {
        "campaign": campaign.id,
        "name": campaign.name,
        "made_by": campaign.made_by,
        "recipients": campaign.recipients,
        "parts": campaign.parts,
        "scheduled_at": campaign.scheduled_at,
    }


def as_values(approval: Approval | None) -> dict[str, object]:
    """Gives an approval as commands print it; nothing where none is needed."""
    if approval is None:
        return {}
    values: dict[str, object] = {"approval": approval.state}
    if approval.decided_by:
        values |= {"decided_by": approval.decided_by, "decided_at": approval.decided_at}
    return values | ({"reason": approval.reason} if approval.reason else {})


def _reason(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--reason", required=True, metavar="WORDS", help="what has to be changed")


COMMANDS = (
    Command(
        "campaign approve",
        approve,
        "let a campaign start that somebody else made",
        (an_id, as_json),
    ),
    Command(
        "campaign refuse",
        refuse,
        "say why a campaign that somebody else made may not start",
        (an_id, _reason, as_json),
    ),
    Command("campaign approvals", waiting, "what waits for somebody to approve it", (as_json,)),
)
