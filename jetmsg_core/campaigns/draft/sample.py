"""The sample file as a saved list, with a message to it begun: a first look without a file."""

from __future__ import annotations

from jetmsg_core import lists
from jetmsg_core.acting import Permission, requires
from jetmsg_core.campaigns.draft import drafts
from jetmsg_core.campaigns.draft.choices import Choices, Step
from jetmsg_core.checking import check
from jetmsg_core.settings import PROJECT, Settings

SAMPLE_FILE = PROJECT / "data" / "sample_contacts.csv"
NAME = "Sample contacts"
TOKEN = "sample"
MESSAGE = (
    "Hello {{Name}}, your premium of Rs.{{Amount}} is due on {{Due Date}}. Policy {{Policy No}}."
)


@requires(Permission.PREPARE)
def begin_sample(settings: Settings) -> int:
    """Begins a draft to the people of the sample file and returns its id. A second click finds the
    same list, and the draft that the first began. Raises OSError where the file is gone."""
    audience = check(settings, SAMPLE_FILE.read_bytes(), name=SAMPLE_FILE.name)
    contacts = lists.contacts_of(audience, SAMPLE_FILE.name)
    list_id = lists.save(settings, contacts, name=NAME, token=TOKEN)
    begun = (draft.id for draft in drafts.newest(settings) if draft.choices.list_id == list_id)
    choices = Choices(step=Step.WHAT, list_id=list_id, message=MESSAGE, route=1)
    return next(begun, None) or drafts.begin(settings, choices).id
