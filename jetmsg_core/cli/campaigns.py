"""`campaign create | start | run | pause | resume | stop | status | export`."""

from __future__ import annotations

import argparse
import contextlib
import threading
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from typing import Any

from jetmsg_core import settings as configuration
from jetmsg_core import templates, worker
from jetmsg_core.campaigns import control, creating, exporting
from jetmsg_core.campaigns.briefs import Brief
from jetmsg_core.campaigns.control import Status
from jetmsg_core.campaigns.exporting import Only
from jetmsg_core.campaigns.findings import BlockedError, Finding
from jetmsg_core.campaigns.holds import detail_of
from jetmsg_core.cli import contacts
from jetmsg_core.cli.output import draw_bar, end_bar, show
from jetmsg_core.cli.way_out import with_way_out
from jetmsg_core.errors import InputError, JetmsgError, NotFoundError, StateError
from jetmsg_core.lists import contacts_of
from jetmsg_core.messages.template import SKIP, Missing
from jetmsg_core.processes import with_any_gateway
from jetmsg_core.settings import Settings
from jetmsg_core.states import HOLD_SENTENCES, SELF_ENDING, CampaignState, Channel, Pool
from jetmsg_core.templates import Template

LOOK_SECONDS = 0.1
TAKE_OVER_SECONDS = 1.0


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
            settings, contacts_of(audience, options.file.name), _brief(settings, options)
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


def _blocked(rows: int, told: list[str], findings: Sequence[Finding]) -> dict[str, Any]:
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


def _brief(settings: Settings, options: argparse.Namespace) -> Brief:
    brief = Brief(
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
    return _from_template(settings, brief, options) if options.template else brief


def _from_template(settings: Settings, brief: Brief, options: argparse.Namespace) -> Brief:
    """What the options do not say is as the template has it."""
    if options.channel or options.template_id:
        raise InputError(
            "template_decides",
            "--template brings its own channel and DLT template ID: leave out --channel and "
            "--template-id.",
        )
    found = _stored(settings, options.template)
    return replace(
        brief,
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
    return _say(control.start(configuration.load(), options.id), options)


def pause(options: argparse.Namespace) -> int:
    return _say(control.pause(configuration.load(), options.id), options)


def resume(options: argparse.Namespace) -> int:
    return _say(control.resume(configuration.load(), options.id), options)


def stop(options: argparse.Namespace) -> int:
    return _say(control.stop(configuration.load(), options.id), options)


def status(options: argparse.Namespace) -> int:
    found = control.status(configuration.load(), options.id)
    campaign = found.campaign
    show(
        {
            "campaign": campaign.id,
            "name": campaign.name,
            "state": campaign.state,
            "held": campaign.held,
            "held_detail": campaign.held_detail,
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
    try:
        with options.out.open("wb") as out:
            written = exporting.export(settings, options.id, out, only=Only(options.only))
    except OSError as error:
        raise InputError(
            "cannot_write", f"{options.out} cannot be written: {error.strerror}."
        ) from None
    show({"campaign": options.id, "recipients": written}, as_json=options.json)
    return 0


def run(options: argparse.Namespace) -> int:
    """Start and wait. Sends from here, unless a worker is running already."""
    settings = configuration.load()
    found = control.status(settings, options.id).campaign
    if found.state in (CampaignState.DRAFT, CampaignState.SCHEDULED):
        control.start(settings, options.id)
    else:
        control.resume(settings, options.id)
    with with_any_gateway(settings) as reachable, _sending(reachable, options.id) as ended:
        last = _wait(settings, options.id, ended)
    if not last.is_over:
        raise StateError("held", _why_not_over(last))
    return _say(last, options)


@contextlib.contextmanager
def _sending(settings: Settings, campaign_id: int) -> Iterator[threading.Event]:
    """A worker beside us, told to stop at the end. The event says that it has ended; what ended
    it before it was told to is raised here."""
    stopping, ended = threading.Event(), threading.Event()
    with ThreadPoolExecutor(1) as pool:
        sender = pool.submit(_send, settings, stopping, campaign_id)
        sender.add_done_callback(lambda _: ended.set())
        try:
            yield ended
        finally:
            stopping.set()
    sender.result()


def _send(settings: Settings, stopping: threading.Event, campaign_id: int) -> None:
    """Where another worker runs, it sends the campaign and we only watch, until it leaves."""
    while not stopping.is_set():
        with contextlib.suppress(StateError):
            worker.run(settings, stopping, only=campaign_id)
        stopping.wait(TAKE_OVER_SECONDS)


def _wait(settings: Settings, campaign_id: int, ended: threading.Event) -> Status:
    """Until the campaign is over, waits for a person, or nobody sends any more."""
    while True:
        found = control.status(settings, campaign_id)
        draw_bar(found.settled, found.campaign.recipients, found.campaign.state)
        held = found.campaign.held
        waits_for_person = held is not None and held not in SELF_ENDING
        if found.campaign.state is not CampaignState.RUNNING or waits_for_person or ended.is_set():
            end_bar()
            return found
        time.sleep(LOOK_SECONDS)


def _why_not_over(found: Status) -> str:
    campaign = found.campaign
    if campaign.held:
        said = f"Campaign {campaign.id} is held. {HOLD_SENTENCES[campaign.held]}"
        return f"{said} {detail_of(campaign)}".strip()
    return f"Campaign {campaign.id} is {campaign.state}. Run it again to go on."


def _say(found: Status, options: argparse.Namespace) -> int:
    values = {"campaign": found.campaign.id, "state": found.campaign.state}
    if found.campaign.held:
        values["held"] = found.campaign.held
    show(values, as_json=options.json)
    return 0


CONTROLS = (
    ("start", start, "let the worker send it"),
    ("run", run, "start it and wait until it is over, with a progress bar"),
    ("pause", pause, "finish the calls in flight, then wait"),
    ("resume", resume, "go on after a pause, or after a hold was dealt with"),
    ("stop", stop, "cancel what is still queued"),
    ("status", status, "counts by state"),
)
