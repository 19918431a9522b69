"""The contacts of the file that is held, saved as a list."""

from __future__ import annotations

from jetmsg_core import lists
from jetmsg_core.settings import Settings
from pages.parts.contact_file import held_upload
from pages.parts.contact_file.checking import ReadChoices, audience_of
from pages.parts.contact_file.held_upload import HeldUpload
from pages.parts.contact_file.mappings import remember
from pages.parts.shared.memory import give_back


def save_list(settings: Settings, held: HeldUpload, choices: ReadChoices, name: str) -> int:
    """It returns the new list's id. The way the file was read is remembered for the next one
    with the same columns, and the file is let go. Saving the same upload twice gives the same
    list."""
    list_id = _save(settings, held, choices, name)
    give_back()
    remember(settings, held, choices)
    held_upload.let_go(settings)
    return list_id


def _save(settings: Settings, held: HeldUpload, choices: ReadChoices, name: str) -> int:
    audience = audience_of(settings, held.token, held.name, choices)
    contacts = lists.contacts_of(audience, held.name)
    return lists.save(settings, contacts, name=name, token=held.token)
