"""`restore`, `check-data`, `optout kept`, `template kept`, and what `campaign status` and `campaign
resume` say of a campaign that is held since its database was put back."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from jetmsg_core import configuration, worker
from jetmsg_core import settings as configured
from jetmsg_core.campaigns.lifecycle.control import Campaign
from jetmsg_core.cli.arguments.passphrases import passphrase_of
from jetmsg_core.cli.commands import Command, as_json
from jetmsg_core.cli.output import show, working
from jetmsg_core.errors import InputError, StateError
from jetmsg_core.restoring import data_check, kept, replacing
from jetmsg_core.restoring.evidence import RestoredEvidence
from jetmsg_core.restoring.replacing import Restoration
from jetmsg_core.states import HOLDS, Hold

KEPT = "newer than the copy that was restored: bring them back or leave them out"


def take_or_leave(parser: argparse.ArgumentParser) -> None:
    """Add the options that say what becomes of opt-outs, or of templates, that are newer than the
    copy."""
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument("--take", action="store_true", help="all of them, as they were")
    choice.add_argument("--leave", action="store_true", help="forget them here")


def restore(options: argparse.Namespace) -> int:
    """Put a copy in the place of the database, while no worker runs."""
    # What people changed stands in the database, which may be the damaged one.
    settings = configured.load()
    passphrase = passphrase_of(settings, options.copy)
    try:
        with working(f"Restoring {options.copy}"), worker.worker_lock(settings):
            done = replacing.restore(settings, options.copy, passphrase=passphrase)
    except StateError as error:
        if error.code != "worker_running":
            raise
        raise StateError(
            error.code,
            "The dashboard or a worker is running on this data folder. Stop it, then restore.",
        ) from None
    show(_told(options.copy, done), as_json=options.json)
    return 0


def _told(copy: Path, done: Restoration) -> dict[str, Any]:
    return {
        "restored": str(copy),
        "since": done.since,
        "aside": str(done.aside) if done.aside else None,
        "people": sum(held.people for held in done.held),
        "held": [
            {
                "campaign": held.campaign_id,
                "name": held.name,
                "state": held.state,
                "people": held.people,
            }
            for held in done.held
        ],
        "opt_outs_kept": done.opt_outs,
        "templates_kept": done.templates,
        "campaigns_missing": done.missing,
        "erased_again": done.erased,
        "warnings": list(done.warnings),
    }


def check_data(options: argparse.Namespace) -> int:
    """Print what is damaged. The exit code is 1 when anything is."""
    # What people changed stands in the database, which may be the damaged one.
    settings = configured.load()
    copy: Path | None = options.copy
    passphrase = passphrase_of(settings, copy) if copy else None
    with working("Looking through the database") as tell:
        if copy is None:
            checked = data_check.check(settings, tell=tell)
        else:
            checked = data_check.check_copy(settings, copy, passphrase, tell=tell)
    faults = checked.faults
    values: dict[str, Any] = {"database": str(checked.path), "whole": not faults}
    if options.json:
        values["damage"] = [{"kind": fault.kind, "what": fault.what} for fault in faults]
    elif faults:
        values["damage"] = [fault.what for fault in faults]
    show(values, as_json=options.json)
    if checked.refusal:
        raise checked.refusal
    return 0


def kept_opt_outs(options: argparse.Namespace) -> int:
    """Print the opt-outs that are newer than the copy, after taking or leaving them."""
    settings = configuration.load()
    values: dict[str, Any] = {}
    if options.take:
        values["taken"] = kept.take_opt_outs(settings).count
    if options.leave:
        values["left"] = kept.leave_opt_outs(settings)
    show(values | {"kept": kept.waiting(settings).opt_outs}, as_json=options.json)
    return 0


def kept_templates(options: argparse.Namespace) -> int:
    """Print the templates that are newer than the copy, after taking or leaving them. The exit code
    is 1 when one could not be taken; the others are."""
    settings = configuration.load()
    values: dict[str, Any] = {}
    refused: tuple[str, ...] = ()
    if options.take:
        done = kept.take_templates(settings)
        refused = done.refused
        values |= {"taken": done.count, "refused": list(refused)}
    if options.leave:
        values["left"] = kept.leave_templates(settings)
    waiting = kept.waiting(settings).templates
    values["kept"] = len(waiting)
    values["names"] = [kept_template.template.name for kept_template in waiting]
    show(values, as_json=options.json)
    if refused:
        raise InputError("template_known", " ".join(refused))
    return 0


def as_values(restored: RestoredEvidence | None, *, as_json: bool) -> dict[str, Any]:
    """Give the key `restored`, for a campaign that is held since its database was put back; else
    nothing. A person gets only the sentences, a line each."""
    if restored is None:
        return {}
    sentences = {"evidence": list(restored.sentences)}
    return {"restored": _facts(restored) | sentences} if as_json else sentences


def _facts(restored: RestoredEvidence) -> dict[str, Any]:
    balance = restored.balance
    return {
        "kind": restored.kind,
        "since": restored.since,
        "state": restored.state,
        "people": restored.people,
        "parts": restored.parts,
        "went": restored.went,
        "balance": {
            "finding": balance.assessment.finding,
            "fell": balance.fell,
            "missing": balance.assessment.least,
            "missing_most": balance.assessment.most,
            "waiting": balance.waiting,
        },
        "reported": {state.value: count for state, count in restored.reported.items()},
    }


def why_not_run(campaign: Campaign) -> str:
    """Say why `campaign run` does not go on with a campaign that is held since its database was put
    back, "" for any other: it stands in scripts, and a script does not look at what is known;
    `campaign resume` is what a person says."""
    if campaign.held is not Hold.RESTORED:
        return ""
    return (
        f"Campaign {campaign.id} is held. {HOLDS[campaign.held].sentence} {campaign.held_detail} "
        f"See `campaign status {campaign.id}`, then `campaign resume {campaign.id}`."
    )


def _perhaps_copy(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "copy",
        type=Path,
        metavar="COPY",
        nargs="?",
        help="a copy made by `backup`, encrypted or not, in place of the database in use",
    )


def _copy(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("copy", type=Path, metavar="COPY")


COMMANDS = (
    Command(
        "check-data",
        check_data,
        "look whether the database is damaged, and where",
        (_perhaps_copy, as_json),
        epilog="Looks at the file's pages, references between tables, every sum that is kept, "
        "restored campaigns, the packed contacts, and times and states. Exit code 1 when anything "
        "is damaged: `restore` a copy then.",
    ),
    Command(
        "restore",
        restore,
        "replace the database with a copy; the old one is put aside",
        (_copy, as_json),
        epilog="Stop the dashboard first. Campaigns that were running, paused or scheduled in the "
        "copy are held until a person has looked at each: `campaign status ID`, then `campaign "
        "resume ID`. Opt-outs and templates newer than the copy wait in `optout kept` and "
        "`template kept`.",
    ),
)
