"""What was typed in the fields of a page, and whether it is still there."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

KEY = re.compile(r"st-key-\S+")
KEPT = "st-key-compose-"
"""A draft is kept as it is written: its fields have it still when the page is left or reloaded."""


class Typed:
    """By the keys of the fields. Whoever presses a button may have sent or emptied them, so then
    all is forgotten; whatever else happens, what was typed stays."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._words: dict[str, str] = {}

    def key_of(self, field: Locator, timeout: float) -> str | None:
        """The class by which the field is found when it was drawn anew."""
        within = field.locator("xpath=ancestor::*[contains(@class, 'st-key-')][1]")
        key = KEY.search(within.get_attribute("class", timeout=timeout) or "")
        return key[0] if key else None

    def remember(self, key: str, words: str) -> None:
        """These words were typed. A field may have a limit: nothing else is cut."""
        field = self._field(key)
        if field.count() != 1:
            return
        limit = field.get_attribute("maxlength")
        self._words[key] = words[: int(limit)] if limit else words

    def drop(self, key: str) -> None:
        """Something else is typed in this field."""
        self._words.pop(key, None)

    def leave(self) -> None:
        """Another page is opened, or the same one anew."""
        self._words = {key: words for key, words in self._words.items() if key.startswith(KEPT)}

    def forget(self) -> None:
        self._words = {}

    def look(self, told: str) -> None:
        """Each field that is on the drawn page holds what was typed in it."""
        for key, words in self._words.items():
            field = self._field(key)
            if field.count() == 1:
                expect(field, f"{key} held {words!r}\n{told}").to_have_value(words)

    def _field(self, key: str) -> Locator:
        return self._page.locator(f'[class~="{key}"]').locator("input, textarea")
