"""The sample file as a saved list, with a message to it begun."""

from __future__ import annotations

from jetmsg_core import lists
from jetmsg_core.campaigns.draft import drafts
from jetmsg_core.campaigns.draft.choices import Choices, Step
from jetmsg_core.checking import check
from jetmsg_core.settings import Settings
from pages.parts.shared.upload import SAMPLE

NAME = "Sample contacts"
TOKEN = "sample"
MESSAGE = (
    "Hello {{Name}}, your premium of Rs.{{Amount}} is due on {{Due Date}}. Policy {{Policy No}}."
)


def begin_sample(settings: Settings) -> int:
    """The draft's id; a second click gives the same list, and the draft that was begun."""
    audience = check(settings, SAMPLE.read_bytes(), name=SAMPLE.name)
    contacts = lists.contacts_of(audience, SAMPLE.name)
    made = lists.save(settings, contacts, name=NAME, token=TOKEN)
    begun = (draft.id for draft in drafts.newest(settings) if draft.choices.list_id == made)
    choices = Choices(step=Step.WHAT, list_id=made, message=MESSAGE)
    return next(begun, None) or drafts.begin(settings, choices).id
