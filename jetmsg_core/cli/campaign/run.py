"""`campaign run`: start and wait, with a progress bar."""

from __future__ import annotations

import argparse
import contextlib
import sys
import threading
import time
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor

from jetmsg_core import configuration, worker
from jetmsg_core.campaigns.lifecycle import control, promotional_hours
from jetmsg_core.campaigns.lifecycle.control import Campaign, Status
from jetmsg_core.campaigns.lifecycle.holds import detail_of
from jetmsg_core.cli import restoring
from jetmsg_core.cli.output import Tell, show, working
from jetmsg_core.errors import StateError
from jetmsg_core.primitives.characters import visible
from jetmsg_core.primitives.numbers import counted
from jetmsg_core.primitives.times import utc_now
from jetmsg_core.processes import with_any_gateway
from jetmsg_core.settings import Settings
from jetmsg_core.states import HOLDS, SELF_ENDING, CampaignState, Hold, RecipientState

NEEDS_PERSON = 3
"""The exit code where people ended unknown, or the campaign is held: somebody has to look."""

LOOK_SECONDS = 0.1
TAKE_OVER_SECONDS = 1.0
_AGAIN = "Run it again to continue."


def run(options: argparse.Namespace) -> int:
    """Start a campaign and wait until it is over. It is sent from here, unless a worker is running
    already. The exit code is 3 where it waits for a person then, as the sentence on stderr says."""
    settings = configuration.load()
    campaign = control.status(settings, options.id).campaign
    if restored := restoring.why_not_run(campaign):
        print(visible(restored, keep="\n"), file=sys.stderr)
        return NEEDS_PERSON
    if campaign.state in (CampaignState.DRAFT, CampaignState.SCHEDULED):
        control.start(settings, options.id)
    else:
        control.resume(settings, options.id)
    if waits := promotional_hours.wait_of(settings, campaign, utc_now()):
        print(waits, file=sys.stderr)
    return follow(settings, campaign, options)


def follow(
    settings: Settings,
    campaign: Campaign,
    options: argparse.Namespace,
    waits_for: Collection[Hold] = SELF_ENDING,
    **more: object,
) -> int:
    """Wait until a campaign that was started is over, or is held for another reason than those it
    `waits_for`, and print its state with `more`. It is sent from here, unless a worker is running
    already. The exit code is that of `campaign run`."""
    with (
        working(campaign.name, counted=True) as tell,
        with_any_gateway(settings) as reachable,
        _sending(reachable, campaign.id) as ended,
    ):
        last = _wait(settings, campaign.id, ended, tell, waits_for)
    if not last.is_over and not last.campaign.held:
        raise StateError("held", f"Campaign {campaign.id} is {last.campaign.state}. {_AGAIN}")
    unknown = last.recipients[RecipientState.UNKNOWN]
    say(last, options, **more, **({"unknown": unknown} if unknown else {}))
    sentences = _for_a_person(last, unknown)
    for sentence in sentences:
        print(visible(sentence, keep="\n"), file=sys.stderr)
    return NEEDS_PERSON if sentences else 0


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


def _wait(
    settings: Settings,
    campaign_id: int,
    ended: threading.Event,
    tell: Tell,
    waits_for: Collection[Hold],
) -> Status:
    """Until the campaign is over, waits for a person, or nobody sends any more."""
    while True:
        status = control.status(settings, campaign_id)
        held = status.campaign.held
        why = HOLDS[held].sentence if held else ""
        tell(status.settled, status.campaign.recipients, why)
        waits_for_person = held is not None and held not in waits_for
        if status.campaign.state is not CampaignState.RUNNING or waits_for_person or ended.is_set():
            return status
        time.sleep(LOOK_SECONDS)


def _for_a_person(status: Status, unknown: int) -> list[str]:
    """What somebody has to look at."""
    campaign = status.campaign
    sentences = []
    if campaign.held:
        reason = f"Campaign {campaign.id} is held. {HOLDS[campaign.held].sentence}"
        sentences.append(f"{reason} {detail_of(campaign)}".strip())
    if unknown:
        people = counted(unknown, "person", "people")
        sentences.append(
            f"For {people} it is unknown whether the message arrived. See `campaign unknown "
            f"{campaign.id}`, then decide with `campaign settle {campaign.id}`."
        )
    return sentences


def say(status: Status, options: argparse.Namespace, **more: object) -> int:
    """Print a campaign's state, why it is held where it is, and `more`."""
    values = {"campaign": status.campaign.id, "state": status.campaign.state, **more}
    if status.campaign.held:
        values["held"] = status.campaign.held
    show(values, as_json=options.json)
    return 0
