"""`draft list | show | test | start | delete`: what was begun on the dashboard."""

from __future__ import annotations

import argparse
import secrets
from dataclasses import asdict, replace
from typing import Any

from jetmsg_core import configuration, lists
from jetmsg_core.campaigns import approvals
from jetmsg_core.campaigns.checks.findings import BlockedError
from jetmsg_core.campaigns.draft import audience_filter, drafts
from jetmsg_core.campaigns.draft.choices import Step, spec_of
from jetmsg_core.campaigns.draft.drafts import Draft
from jetmsg_core.campaigns.draft.spec import CampaignSpec
from jetmsg_core.campaigns.draft.unfinished import NOBODY, why_unfinished
from jetmsg_core.campaigns.lifecycle import control, launch, promotional_hours, schedule
from jetmsg_core.campaigns.lifecycle.launch import SentTest
from jetmsg_core.campaigns.preview import recipient_preview
from jetmsg_core.campaigns.preview.recipient_preview import RecipientPreview
from jetmsg_core.cli.arguments.called import NAME_OR_ID
from jetmsg_core.cli.arguments.wrong_usage import whole_number
from jetmsg_core.cli.campaign import previewed
from jetmsg_core.cli.campaign.try_first import ABOUT_TEST, follow_test, whose
from jetmsg_core.cli.commands import Command, Group, an_id, as_json
from jetmsg_core.cli.lists.kept import list_called
from jetmsg_core.cli.output import show, show_table, working
from jetmsg_core.cli.output.costs import in_rupees
from jetmsg_core.cli.team import approving
from jetmsg_core.errors import InputError
from jetmsg_core.names import check_name
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.primitives.times import in_ist, utc_now
from jetmsg_core.settings import Settings

EXAMPLES = 3
LONGEST = 60


def list_all(options: argparse.Namespace) -> int:
    """Print all drafts, the one changed last first."""
    settings = configuration.load()
    kept, names = drafts.newest(settings), _list_names(settings)
    if options.json:
        listed = [_values(draft, names) for draft in kept]
        show({"count": len(kept), "drafts": listed}, as_json=True)
        return 0
    if not kept:
        print("No drafts yet. The dashboard keeps one as soon as you write a message.")
        return 0
    show_table(
        ("ID", "Changed (IST)", "At", "List", "Message"),
        [
            (
                str(draft.id),
                in_ist(draft.changed_at),
                draft.choices.step.capitalize(),
                names.get(draft.choices.list_id or 0, "-"),
                draft.choices.name.strip() or _shortened(draft.choices.message.strip()) or "-",
            )
            for draft in kept
        ],
        right=("ID",),
    )
    return 0


def show_one(options: argparse.Namespace) -> int:
    """Print a draft, and what it would send, as the dashboard shows it before sending."""
    settings = configuration.load()
    draft = drafts.get(settings, options.id)
    values = _values(draft, _list_names(settings))
    why_not = why_unfinished(draft.choices)
    if why_not is not None:
        show(values | {"unfinished": why_not}, as_json=options.json)
        return 0
    seen, spec = _seen(settings, draft)
    would_send = previewed.made(None, seen.preview, (), as_json=options.json)
    would_send.pop("campaign")
    indices = range(min(EXAMPLES, seen.recipients.count))
    texts = recipient_preview.texts(settings, seen.recipients, spec, indices)
    show(
        values
        | {"list_changes": drafts.list_changes(settings, draft)}
        | {"list_version": seen.recipients.version}
        | {"sent_before": _sent_before(settings, spec, values["list_name"])}
        | would_send
        | {"examples": previewed.examples(texts)},
        as_json=options.json,
    )
    if not options.json and not seen.preview.blockers:
        print(
            f"To send it: draft start {draft.id} --recipients {seen.preview.recipients} --parts "
            f"{seen.preview.parts} --list-version {seen.recipients.version}"
        )
    return 0


def _sent_before(settings: Settings, spec: CampaignSpec, list_name: str) -> str | None:
    twin = launch.sent_before(settings, spec, list_name)
    if twin is None:
        return None
    return launch.sent_already(twin, f"{in_ist(twin.created_at)} IST")


def _values(draft: Draft, names: dict[int, str]) -> dict[str, Any]:
    choices = draft.choices
    return {
        "draft": draft.id,
        "name": choices.name or None,
        "step": choices.step,
        "list": choices.list_id,
        "list_name": names.get(choices.list_id or 0),
        "conditions": [asdict(condition) for condition in choices.conditions],
        "without": list(choices.without),
        "taken_in": [state.value for state in choices.taken_in],
        "channel": choices.channel,
        "sender": choices.sender_id,
        "route": choices.route,
        "template": choices.template,
        "template_id": choices.dlt_id or None,
        "message": choices.message,
        "changed_at": draft.changed_at,
    }


def copy(options: argparse.Namespace) -> int:
    """Begin a draft with the choices a campaign was made with, and print it."""
    settings = configuration.load()
    choices = drafts.copy_of(settings, options.id)
    if options.list is not None:
        # Conditions are about the columns of the list that was left.
        chosen = list_called(settings, options.list).id
        choices = replace(choices, list_id=chosen, conditions=(), step=Step.WHAT)
    if options.name is not None:
        choices = replace(choices, name=check_name(options.name, "campaign"))
    draft = drafts.begin(settings, choices)
    values = {"copy_of": options.id} | _values(draft, _list_names(settings))
    if (why_not := why_unfinished(choices)) is not None:
        values["unfinished"] = why_not
    show(values, as_json=options.json)
    if not options.json:
        print(f"To see what it would send: draft show {draft.id}")
    return 0


def test(options: argparse.Namespace) -> int:
    """Send the text of one recipient to one's own number, and wait until it is sent."""
    settings = configuration.load()
    draft = _finished(settings, options.id)
    seen, spec = _seen(settings, draft)
    if seen.preview.blockers:
        raise BlockedError(seen.preview.findings)
    index = _place(settings, seen, options.row)
    (example,) = recipient_preview.texts(settings, seen.recipients, spec, [index])
    with working("Making the test"):
        campaign_id = launch.send_test(
            settings,
            draft.choices,
            seen.recipients,
            index,
            options.number or draft.choices.test_number or settings.test_number,
            token=secrets.token_hex(16),
        )
    sent = SentTest(campaign_id, example.row, example.text)
    return follow_test(settings, sent, options, test_of_draft=draft.id)


def _place(settings: Settings, seen: RecipientPreview, row: int | None) -> int:
    """Whose text it is, among the recipients in the list's order."""
    if row is None:
        return 0
    index = recipient_preview.place_of_row(settings, seen.recipients, row)
    if index is None:
        raise InputError(
            "unknown_row", f"Nobody in row {with_commas(row)} gets a message of this draft."
        )
    return index


def start(options: argparse.Namespace) -> int:
    """Make the campaign of a draft and start or schedule it, where it is what was shown."""
    settings = configuration.load()
    draft = _finished(settings, options.id)
    at = None if options.at is None else schedule.read_time(options.at)
    with working("Making the campaign"):
        campaign_id = launch.launch(
            settings,
            draft,
            recipients=options.recipients,
            parts=options.parts,
            list_version=options.list_version,
            at=at,
        )
    campaign = control.status(settings, campaign_id).campaign
    values = {
        "campaign": campaign.id,
        "state": campaign.state,
        "recipients": campaign.recipients,
        "parts": campaign.parts,
        **in_rupees(campaign.pool, campaign.parts),
        "scheduled_at": campaign.scheduled_at,
        **approving.as_values(approvals.approval_of(settings, campaign.id)),
    }
    waits = promotional_hours.wait_of(settings, campaign, at or utc_now())
    show(values | ({"warnings": [waits]} if waits else {}), as_json=options.json)
    return 0


def delete(options: argparse.Namespace) -> int:
    """Discard a draft; campaigns made before stay."""
    settings = configuration.load()
    drafts.get(settings, options.id)
    drafts.discard(settings, options.id)
    show({"draft": options.id, "deleted": True}, as_json=options.json)
    return 0


def _finished(settings: Settings, draft_id: int) -> Draft:
    """Raises InputError for a draft of which something was not chosen yet."""
    draft = drafts.get(settings, draft_id)
    why_not = why_unfinished(draft.choices)
    if why_not is not None:
        raise InputError("draft_unfinished", f"Draft {draft_id} is not finished. {why_not}")
    return draft


def _seen(settings: Settings, draft: Draft) -> tuple[RecipientPreview, CampaignSpec]:
    """What a finished draft would send, as the page shows it."""
    assert draft.choices.list_id is not None
    with working("Looking at what it would send"):
        spec = spec_of(settings, draft.choices, lists.get(settings, draft.choices.list_id).name)
        if not audience_filter.count(settings, draft.choices.who).members.count:
            raise InputError("no_recipients", NOBODY)
        return recipient_preview.preview_recipients(settings, draft.choices.who, spec), spec


def _list_names(settings: Settings) -> dict[int, str]:
    return {contact_list.id: contact_list.name for contact_list in lists.newest(settings)}


def _shortened(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip()}…"


def _confirmed(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--recipients",
        type=whole_number,
        required=True,
        metavar="N",
        help="how many get it, as `draft show` says: with another number nothing is sent",
    )
    parser.add_argument(
        "--parts", type=whole_number, required=True, metavar="N", help="what it takes, as it says"
    )
    parser.add_argument(
        "--list-version",
        type=int,
        metavar="N",
        help="of its list, as it says: with a list that was changed since nothing is sent",
    )
    parser.add_argument("--at", metavar="TIME", help='"2026-11-25 10:30", in India (default: now)')


def _other_choices(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--name", metavar="N", help="of the new campaign (default: N (copy))")
    parser.add_argument(
        "--list", metavar=NAME_OR_ID, help="other people; needed where the old list is gone"
    )


GROUP = Group("messages begun on the dashboard and not sent yet")
COPY = Command(
    "campaign copy",
    copy,
    "begin a draft with the same choices, for another campaign",
    (an_id, _other_choices, as_json),
    epilog="The draft has the same message, template, sender ID, channel and list. Nothing is "
    "sent: `draft show` says what it would send, and `draft start` sends it.",
)
COMMANDS = (
    Command("draft list", list_all, "all of them, the one changed last first", (as_json,)),
    Command("draft show", show_one, "one, with what it would send", (an_id, as_json)),
    Command(
        "draft test",
        test,
        ABOUT_TEST,
        (an_id, whose, as_json),
    ),
    Command(
        "draft start",
        start,
        "make its campaign and start it, or put it on the schedule",
        (an_id, _confirmed, as_json),
    ),
    Command("draft delete", delete, "discard it; campaigns made before stay", (an_id, as_json)),
)
