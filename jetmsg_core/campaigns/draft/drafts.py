"""Drafts: every choice on the way to a campaign, written down as it is made. Closing the browser
loses nothing; what was sent is no draft any more."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, replace

from jetmsg_core.acting import Permission, requires
from jetmsg_core.audit import Act, record
from jetmsg_core.campaigns.draft.choices import Choices, Step, as_json, essence, from_json
from jetmsg_core.errors import NotFoundError
from jetmsg_core.messages.dlt.filling import Fill, check_fills, message_of
from jetmsg_core.messages.dlt.guessing import guess
from jetmsg_core.names import cut_name
from jetmsg_core.primitives.times import Clock, stamp, utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.states import Channel
from jetmsg_core.store.database import open_database, transaction
from jetmsg_core.store.ledger import campaigns
from jetmsg_core.store.ledger.campaigns import Campaign
from jetmsg_core.store.saved import drafts, lists
from jetmsg_core.store.saved import list_changes as stored_changes
from jetmsg_core.store.saved import templates as stored_templates
from jetmsg_core.store.saved.drafts import KeptDraft
from jetmsg_core.templates import Template, as_draft, change, message


@dataclass(frozen=True)
class Draft:
    """Choices that are kept. `secret` makes its token one that nobody can guess; `changed_at` is
    UTC."""

    id: int
    secret: str
    choices: Choices
    changed_at: str

    @property
    def token(self) -> str:
        """Gives the token of the campaign it makes: the same for the same choices, from whichever
        tab."""
        words = f"{self.secret}\n{essence(self.choices)}"
        return hashlib.sha256(words.encode(errors="surrogatepass")).hexdigest()[:32]


@requires(Permission.PREPARE)
def begin(settings: Settings, choices: Choices, clock: Clock = utc_now) -> Draft:
    """Keeps a new draft with these choices and returns it."""
    with open_database(settings.database_path) as db:
        now = stamp(clock())
        return _draft(drafts.insert(db, secrets.token_hex(16), as_json(choices), now))


@requires(Permission.PREPARE)
def keep(
    settings: Settings, draft_id: int, before: Choices, after: Choices, clock: Clock = utc_now
) -> Choices | None:
    """Writes down what differs between the choices a window had before and has now, and leaves the
    rest as it is kept: what another window wrote since is not undone. Gives all choices as they are
    kept then; None when the draft was sent or discarded meanwhile."""
    mine = {
        field: getattr(after, field)
        for field in Choices.__dataclass_fields__
        if getattr(after, field) != getattr(before, field)
    }
    with open_database(settings.database_path) as db:
        while (kept := drafts.get(db, draft_id)) is not None:
            merged = replace(from_json(kept.choices), **mine)
            now = stamp(clock())
            if drafts.update(db, draft_id, kept.choices, as_json(merged), now):
                return merged
    return None


def get(settings: Settings, draft_id: int) -> Draft:
    """Gives the draft of this id. Raises NotFoundError when it was sent or discarded."""
    with open_database(settings.database_path) as db:
        kept = drafts.get(db, draft_id)
    if kept is None:
        raise NotFoundError("unknown_draft", "This draft is gone: it was sent or discarded.")
    return _draft(kept)


def newest(settings: Settings) -> list[Draft]:
    """Gives all drafts, the one changed last first."""
    with open_database(settings.database_path) as db:
        return [_draft(kept) for kept in drafts.newest(db)]


def list_changes(settings: Settings, draft: Draft) -> int:
    """Counts the changes of the draft's list since the draft was written down last; 0 where no list
    is chosen yet."""
    if draft.choices.list_id is None:
        return 0
    with open_database(settings.database_path) as db:
        return stored_changes.count_since(db, draft.choices.list_id, draft.changed_at)


@requires(Permission.PREPARE)
def discard(settings: Settings, draft_id: int) -> bool:
    """Forgets a draft. Returns False when it was gone already."""
    with open_database(settings.database_path) as db, transaction(db):
        draft = drafts.get(db, draft_id)
        if draft is None:
            return False
        record(db, Act.DRAFT_DISCARDED, subject=from_json(draft.choices).name)
        return drafts.delete(db, draft_id)


def let_go(settings: Settings, draft_id: int) -> None:
    """Forgets a draft of which a campaign was made, which is told of by itself."""
    with open_database(settings.database_path) as db:
        drafts.delete(db, draft_id)


def with_template(choices: Choices, template: Template, usual_sender: str = "") -> Choices:
    """Gives the choices with what a stored template decides: its text, channel, header, route and
    DLT id. Of several headers the chosen or usual one stays, else it is the first. While nothing
    fills one of its variables, there is no message."""
    is_filled = None not in template.fills
    return replace(
        choices,
        template=template.id,
        version=template.version,
        message=message(template) if is_filled else "",
        fills=template.fills if is_filled else None,
        channel=template.channel,
        sender_id=template.sender(choices.sender_id or usual_sender) or None,
        route=template.route,
        dlt_id=template.dlt_id,
    )


def with_guesses(settings: Settings, choices: Choices) -> Choices:
    """Gives the choices with a likely column of their list for each variable of their template that
    nothing fills yet; the same choices where that was done, or there is no list."""
    if choices.fills is not None or choices.list_id is None or choices.template is None:
        return choices
    with open_database(settings.database_path) as db:
        template = stored_templates.get(db, choices.template)
        contact_list = lists.get(db, choices.list_id)
    if template is None or contact_list is None or template.version != choices.version:
        return choices
    likely = guess(template.body, contact_list.columns)
    fills = (fill or other for fill, other in zip(template.fills, likely, strict=True))
    return with_fills(choices, template, tuple(fills))


def with_fills(choices: Choices, template: Template, fills: tuple[Fill, ...]) -> Choices:
    """Gives the choices with these fills of their template, and the message that they make; none
    while one is missing. Raises InputError (`wrong_fill`)."""
    fills = check_fills(template.body, fills)
    made = "" if None in fills else message_of(template.body, fills)
    return replace(choices, fills=fills, message=made)


@requires(Permission.PREPARE)
def remember_fills(settings: Settings, choices: Choices, clock: Clock = utc_now) -> Choices:
    """Keeps what fills the template with the template, for the next message, and gives the choices
    with its version. A template that was changed or deleted since stays as it is."""
    if not choices.fills or None in choices.fills or choices.template is None:
        return choices
    with open_database(settings.database_path) as db:
        template = stored_templates.get(db, choices.template)
    if template is None or template.version != choices.version or template.fills == choices.fills:
        return choices
    kept = change(settings, template.id, replace(as_draft(template), fills=choices.fills), clock)
    return replace(choices, version=kept.version)


@requires(Permission.PREPARE)
def copy_of(settings: Settings, campaign_id: int) -> Choices:
    """Gives the choices a campaign was made with, as the beginning of another; its list only if
    that still exists. Raises NotFoundError."""
    with open_database(settings.database_path) as db:
        campaign = campaigns.existing(db, campaign_id)
        made = from_json(campaign.choices)
        if made.message == "":
            made = _from_campaign(made, campaign)
            named = [
                contact_list
                for contact_list in lists.newest(db)
                if contact_list.name == campaign.source
            ]
            made = replace(made, list_id=named[0].id if named else None)
        has_list = made.list_id is not None and lists.get(db, made.list_id) is not None
    return replace(
        made,
        name=cut_name(f"{campaign.name} (copy)"),
        step=Step.WHAT if has_list else Step.WHO,
        list_id=made.list_id if has_list else None,
        conditions=made.conditions if has_list else (),
        **{field: getattr(Choices, field) for field in ("when", "at")},
    )


def _from_campaign(choices: Choices, campaign: Campaign) -> Choices:
    """For one that was made by a command: what the campaign itself tells."""
    return replace(
        choices,
        message=campaign.message,
        channel=campaign.channel,
        sender_id=campaign.sender_id if campaign.channel is Channel.SMS else None,
        route=campaign.route,
        dlt_id=campaign.template_id,
        template=campaign.stored_template,
        version=campaign.stored_version,
    )


def _draft(kept: KeptDraft) -> Draft:
    return Draft(kept.id, kept.secret, from_json(kept.choices), kept.changed_at)


def is_kept(settings: Settings, draft_id: int) -> bool:
    """Tells whether the draft was neither sent nor discarded."""
    with open_database(settings.database_path) as db:
        return drafts.get(db, draft_id) is not None
