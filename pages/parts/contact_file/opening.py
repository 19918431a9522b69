"""The way from the file that is held to what its check found, the same on every page."""

from __future__ import annotations

from jetmsg_core.settings import Settings
from pages.parts.contact_file.checking import Checked, ReadChoices, checked
from pages.parts.contact_file.held_upload import HeldUpload, checking_words
from pages.parts.contact_file.mappings import recall
from pages.parts.contact_file.reading import choices_made
from pages.parts.shared.file_reading import file_being_read


def read_held(settings: Settings, held: HeldUpload) -> tuple[ReadChoices, Checked]:
    """It returns what was chosen for the file, here or for an earlier one with the same columns,
    and what its check found. Raises InputError for a choice the file cannot follow,
    NotFoundError for a file that is gone."""
    with file_being_read(checking_words(held), show_time=held.is_large):
        recall(settings, held)
        choices = choices_made()
        return choices, checked(settings, held, choices)
