"""`campaign create | start | run | pause | resume | stop | status | export`."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from jetmsg_core import settings as configuration
from jetmsg_core import templates
from jetmsg_core.campaigns.checks.findings import BlockedError, CampaignFinding
from jetmsg_core.campaigns.draft.spec import CampaignSpec
from jetmsg_core.campaigns.exports import csv_file
from jetmsg_core.campaigns.exports.csv_file import Only
from jetmsg_core.campaigns.lifecycle import control
from jetmsg_core.campaigns.lifecycle import create as creating
from jetmsg_core.cli import contacts, restoring, running
from jetmsg_core.cli.output import draw_bar, end_bar, show
from jetmsg_core.cli.running import say
from jetmsg_core.cli.way_out import with_way_out
from jetmsg_core.errors import InputError, JetmsgError, NotFoundError
from jetmsg_core.files.whole_files import written_whole
from jetmsg_core.lists import contacts_of
from jetmsg_core.messages.template import SKIP, Missing
from jetmsg_core.restoring import evidence
from jetmsg_core.settings import Settings
from jetmsg_core.states import Channel, Pool
from jetmsg_core.templates import Template


def create(options: argparse.Namespace) -> int:
    settings = configuration.load()
    audience = contacts.read(settings, options)
    report = audience.report
    if report.blockers:
        blockers = [asdict(blocker) for blocker in report.blockers]
        if options.json:
            show(_refused(report.rows, blockers), as_json=True)
        raise contacts.refusal(report.blockers[0])
    told = [warning.message for warning in report.warnings]
    try:
        campaign_id, shown = creating.create(
            settings, contacts_of(audience, options.file.name), _spec(settings, options)
        )
    except BlockedError as error:
        refusal = with_way_out(error)
        if options.json:
            show(_blocked(report.rows, told, refusal.findings), as_json=True)
        raise refusal from None
    except JetmsgError as error:
        if options.json:
            blocker = {"code": error.code, "row": None, "message": str(error)}
            show(_refused(report.rows, [blocker]) | {"warnings": told}, as_json=True)
        raise
    show(
        {
            "campaign": campaign_id,
            "recipients": shown.recipients,
            "skipped": sum(shown.skipped.values()),
            "skipped_by_reason": shown.skipped,
            "chunks": shown.chunks,
            "parts": shown.parts,
            "pool": None if shown.pool is Pool.NONE else shown.pool,
            "estimate_seconds": round(shown.estimate_seconds, 1),
            "warnings": told + list(shown.warnings),
            "blockers": [],
            "findings": [asdict(finding) for finding in shown.findings],
        },
        as_json=options.json,
    )
    return 0


def _blocked(rows: int, told: list[str], findings: Sequence[CampaignFinding]) -> dict[str, Any]:
    blockers = [
        {"row": min(finding.rows, default=None)} | asdict(finding)
        for finding in findings
        if finding.blocks
    ]
    told = told + [finding.message for finding in findings if not finding.blocks]
    found = [asdict(finding) for finding in findings]
    return _refused(rows, blockers) | {"warnings": told, "findings": found}


def _refused(rows: int, blockers: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "campaign": None,
        "recipients": 0,
        "skipped": rows,
        "chunks": 0,
        "parts": 0,
        "pool": None,
        "estimate_seconds": 0,
        "warnings": [],
        "blockers": blockers,
        "findings": [],
    }


def _spec(settings: Settings, options: argparse.Namespace) -> CampaignSpec:
    spec = CampaignSpec(
        name=options.name,
        message=options.message or "",
        channel=Channel(options.channel or Channel.SMS),
        sender_id=options.sender,
        route=options.route or 1,
        template_id=options.template_id,
        chunk_size=options.chunk,
        missing=_missing(options.missing),
        leave_out=tuple(options.leave_out),
        keep_text=tuple(options.keep_text),
    )
    return _from_template(settings, spec, options) if options.template else spec


def _from_template(
    settings: Settings, spec: CampaignSpec, options: argparse.Namespace
) -> CampaignSpec:
    """What the options do not say is as the template has it."""
    if options.channel or options.template_id:
        raise InputError(
            "template_decides",
            "--template brings its own channel and DLT template ID: leave out --channel and "
            "--template-id.",
        )
    found = _stored(settings, options.template)
    return replace(
        spec,
        message=templates.message(found),
        channel=found.channel,
        sender_id=options.sender or found.header,
        route=options.route or found.route,
        template_id=found.dlt_id,
        stored_template=found.id,
        stored_version=found.version,
    )


def _stored(settings: Settings, wanted: str) -> Template:
    """By its id, its DLT id or its name in any case."""
    known = templates.listing(settings)
    matches = [found for found in known if wanted in (str(found.id), found.dlt_id)]
    matches = matches or [found for found in known if found.name.casefold() == wanted.casefold()]
    if len(matches) > 1:
        ids = ", ".join(str(found.id) for found in matches)
        raise InputError(
            "ambiguous_template", f"Several templates are called {wanted!r}: give an id ({ids})."
        )
    if not matches:
        raise NotFoundError("unknown_template", f"There is no template {wanted!r}.")
    return matches[0]


def _missing(choice: str) -> Missing:
    if choice == "skip":
        return SKIP
    if choice.startswith("default="):
        return Missing(default=choice.removeprefix("default="))
    raise InputError(
        "wrong_missing", f"--missing is {choice!r}: write skip, or default=TEXT to stand in."
    )


def start(options: argparse.Namespace) -> int:
    return say(control.start(configuration.load(), options.id), options)


def pause(options: argparse.Namespace) -> int:
    return say(control.pause(configuration.load(), options.id), options)


def resume(options: argparse.Namespace) -> int:
    """With what was known, where it was held since its database was put back."""
    settings = configuration.load()
    known = evidence.of_campaign(settings, options.id)
    found = control.resume(settings, options.id)
    return say(found, options, **restoring.as_values(known, as_json=options.json))


def stop(options: argparse.Namespace) -> int:
    return say(control.stop(configuration.load(), options.id), options)


def status(options: argparse.Namespace) -> int:
    settings = configuration.load()
    found, known = control.status(settings, options.id), evidence.of_campaign(settings, options.id)
    campaign = found.campaign
    show(
        {
            "campaign": campaign.id,
            "name": campaign.name,
            "state": campaign.state,
            "held": campaign.held,
            "held_detail": campaign.held_detail,
            **restoring.as_values(known, as_json=options.json),
            "recipients": campaign.recipients,
            **{state.value: count for state, count in found.recipients.items()},
            "chunks": {state.value: count for state, count in found.chunks.items()},
            "parts_planned": campaign.parts,
            "parts_submitted": found.parts_submitted,
            "started_at": campaign.started_at,
            "finished_at": campaign.finished_at,
        },
        as_json=options.json,
    )
    return 0


def export(options: argparse.Namespace) -> int:
    settings = configuration.load()
    control.status(settings, options.id)
    with written_whole(options.out) as out:
        written = csv_file.export(
            settings, options.id, out, only=Only(options.only), tell=_tell_written
        )
    end_bar()
    show({"campaign": options.id, "recipients": written}, as_json=options.json)
    return 0


def _tell_written(done: int, total: int) -> None:
    draw_bar(done, total, "rows")


CONTROLS = (
    ("start", start, "let the worker send it"),
    ("run", running.run, "start it and wait until it is over, with a progress bar"),
    ("pause", pause, "finish the calls in flight, then wait"),
    ("resume", resume, "go on after a pause, or after a hold was dealt with"),
    ("stop", stop, "cancel what is still queued"),
    ("status", status, "counts by state"),
)
