"""The sample file as a saved list, ready to be written to."""

from __future__ import annotations

from jetmsg_core import lists
from jetmsg_core.checking import check
from jetmsg_core.settings import Settings
from pages.parts.upload import SAMPLE

NAME = "Sample contacts"
TOKEN = "sample"
MESSAGE = (
    "Hello {{Name}}, your premium of Rs.{{Amount}} is due on {{Due Date}}. Policy {{Policy No}}."
)


def save_sample(settings: Settings) -> int:
    """Its list's id; a second click gives the same list."""
    audience = check(settings, SAMPLE.read_bytes(), name=SAMPLE.name)
    contacts = lists.contacts_of(audience, SAMPLE.name)
    return lists.save(settings, contacts, name=NAME, token=TOKEN)
