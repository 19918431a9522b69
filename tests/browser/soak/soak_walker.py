"""A person who clicks, types, uploads and goes back without a plan, and what must hold whatever
they do."""

from __future__ import annotations

import random
import re
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import ConsoleMessage, Download, Error, Locator, Page, expect
from soak_typed import Typed

HURRY = 2_000
"""Milliseconds an action may wait for what it wants to touch: it may be gone by then."""
PATIENT = 0.7
"""So often the page is waited for; else the next thing is done while it is drawn."""
LEAVES_AT_ONCE = 0.6
"""So often somebody who pressed the button of a file goes on before it is there."""
SECONDS_TO_ARRIVE = 120
WORDS = ("ab12", "Pune 7", "नमस्ते", "98765 43210", "{{name}}", "AGAIN", "1,234", "", "x" * 6)
MAIN = '[data-testid="stMain"]'
DIALOG = '[role="dialog"]'
BUTTONS = "button:visible:enabled"
FILES = 'a[href^="/files/"]:visible, a[href^="/exports/"]:visible'
FIELDS = '[data-testid="stTextInput"] input:visible:enabled, [data-testid="stTextArea"] textarea'
BROKEN = "This page could not be shown"
LOOKS_FOR_ITS_SERVER = re.compile(r"/\w+/_stcore/(health|host-config)$")
"""Opened at a page's own address, Streamlit asks below that address first."""
LEAVING = ("open_page", "reload")
KEEPING = ("type", "download", "wait", "escape")
"""What leaves alone what is typed in other fields."""


class Walker:
    """Every choice comes from `chance`; `files` are what may be uploaded."""

    def __init__(self, page: Page, url: str, chance: random.Random, files: list[Path]) -> None:
        self.page, self.url, self.chance, self.files = page, url, chance, files
        self.steps: list[str] = []
        self.done: Counter[str] = Counter()
        self.complaints: list[str] = []
        self.typed = Typed(page)
        self.downloads: list[Download] = []
        page.on("download", lambda download: self.downloads.append(download))
        page.on("pageerror", lambda error: self.complaints.append(f"page error: {error}"))
        page.on("console", self._listen)
        page.on("dialog", lambda dialog: dialog.accept())

    def _listen(self, message: ConsoleMessage) -> None:
        if message.type == "error" and not LOOKS_FOR_ITS_SERVER.search(message.location["url"]):
            self.complaints.append(f"console: {message.text} ({message.location})")

    def step(self) -> None:
        """Does something, and looks whether all holds that must."""
        ways: list[tuple[int, Callable[[], str]]] = [
            (5, self._open_page),
            (9, self._click),
            (2, self._click_twice),
            (6, self._type),
            (4, self._type_and_click),
            (3, self._choose),
            (2, self._upload),
            (2, self._go_back),
            (1, self._reload),
            (1, self._escape),
            (2, self._download),
            (1, self._wait),
        ]
        weights, actions = zip(*ways, strict=True)
        action = self.chance.choices(actions, weights)[0]
        name = action.__name__.strip("_")
        if name in LEAVING:
            self.typed.leave()
        elif name not in KEEPING:
            self.typed.forget()
        try:
            what = action()
            self.done[name] += 1
        except Error as error:
            what = f"could not: {str(error).splitlines()[0][:80]}"
        self.steps.append(f"{name}: {what}")
        if self.chance.random() < PATIENT:
            self._settle()
            self.typed.look(self.told())
        self.look()

    def look(self) -> None:
        """What must hold: a page with its title, without an exception or a complaint."""
        title = self.page.locator(f"{MAIN} h1")
        expect(title.first, self.told()).to_be_visible()
        assert self.page.get_by_test_id("stException").count() == 0, self.told()
        assert self.page.get_by_text(BROKEN).count() == 0, self.told()
        assert not self.complaints, self.told()

    def told(self) -> str:
        """What was done last, for whoever reads that it went wrong."""
        last = "\n".join(self.steps[-15:])
        return f"{self.page.url}\n{last}\n{self.complaints[:3]}"

    def _any(self, selector: str) -> Locator | None:
        scope = DIALOG if self.page.locator(DIALOG).count() else MAIN
        fitting = self.page.locator(scope).last.locator(selector)
        return self._one_of(fitting) if fitting.count() else None

    def _one_of(self, fitting: Locator) -> Locator:
        fitting.first.wait_for(timeout=HURRY, state="attached")
        return fitting.nth(self.chance.randrange(fitting.count() or 1))

    def _open_page(self) -> str:
        links = self.page.get_by_test_id("stSidebarNavLink")
        self._one_of(links).click(timeout=HURRY)
        return self.page.url

    def _click(self) -> str:
        button = self._any(f"{BUTTONS}, a[data-testid='stPageLink-NavLink']")
        if button is None:
            return "nothing to click"
        label = button.inner_text(timeout=HURRY)
        button.click(timeout=HURRY)
        return repr(label)

    def _click_twice(self) -> str:
        button = self._any(BUTTONS)
        if button is None:
            return "nothing to click"
        label = button.inner_text(timeout=HURRY)
        button.dblclick(timeout=HURRY, delay=self.chance.randrange(120))
        return repr(label)

    def _type(self) -> str:
        """What is typed in a field stays there, whatever is drawn meanwhile."""
        field = self._any(FIELDS)
        if field is None:
            return "nothing to type in"
        words = self.chance.choice(WORDS)
        key = self.typed.key_of(field, HURRY)
        if key is not None:
            self.typed.drop(key)
        field.fill("", timeout=HURRY)
        field.press_sequentially(words, timeout=HURRY, delay=self.chance.randrange(60))
        if self.chance.random() < PATIENT:
            field.press("Tab", timeout=HURRY)
        if key is not None:
            self._settle()
            self.typed.remember(key, words)
            self.typed.look(self.told())
        return f"{words!r} in {key}"

    def _type_and_click(self) -> str:
        return f"{self._type_only()}, then {self._click()}"

    def _type_only(self) -> str:
        field = self._any(FIELDS)
        if field is None:
            return "nothing"
        words = self.chance.choice(WORDS)
        field.fill(words, timeout=HURRY)
        return repr(words)

    def _choose(self) -> str:
        box = self._any('[data-testid="stSelectbox"] button:visible:enabled')
        if box is None:
            return "nothing to choose"
        box.click(timeout=HURRY)
        options = self.page.get_by_role("option")
        option = self._one_of(options)
        label = option.inner_text(timeout=HURRY)
        option.click(timeout=HURRY)
        return repr(label)

    def _upload(self) -> str:
        field = self._any("input[type=file]")
        if field is None:
            return "nowhere to upload"
        path = self.chance.choice(self.files)
        field.set_input_files(path, timeout=HURRY)
        return path.name

    def _go_back(self) -> str:
        if self.page.evaluate("history.length") < 3:
            return "nothing before"
        self.chance.choice((self.page.go_back, self.page.go_forward))(timeout=HURRY)
        if not self.page.url.startswith(self.url):
            self.page.goto(self.url)
        return self.page.url

    def _reload(self) -> str:
        self.page.reload()
        return self.page.url

    def _escape(self) -> str:
        self.page.keyboard.press("Escape")
        return ""

    def _download(self) -> str:
        """Who presses the button of a file gets it, whatever they do next."""
        link = self._any(FILES)
        if link is None:
            return "nothing to download"
        label, before = link.inner_text(timeout=HURRY), len(self.downloads)
        link.click(timeout=HURRY)
        if self.chance.random() < LEAVES_AT_ONCE:
            self.typed.leave()
            with suppress(Error):
                label += f", then {self._open_page()}"
        deadline = time.monotonic() + SECONDS_TO_ARRIVE
        while len(self.downloads) == before:
            assert time.monotonic() < deadline, f"{label} did not arrive\n{self.told()}"
            self.page.wait_for_timeout(50)
        assert self.downloads[-1].failure() is None, self.told()
        return label

    def _wait(self) -> str:
        """The parts of the page that live draw themselves again."""
        self.page.wait_for_timeout(self.chance.randrange(4_000))
        return ""

    def _settle(self) -> None:
        """Waits until the page is drawn."""
        app = self.page.get_by_test_id("stApp")
        expect(app).to_have_attribute("data-test-script-state", "notRunning")
