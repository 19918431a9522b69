"""Pictures of the pages a walk passes: light and dark, wide and as wide as a phone.

They are made where `SCREENSHOTS` names a folder, each under its name in a folder for how it is
seen. Those of `light` are what README shows (`make pictures`).
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, ViewportSize, expect

WIDE = ViewportSize(width=1280, height=800)
PHONE = ViewportSize(width=390, height=844)
VIEWS = {
    "light": (WIDE, "light"),
    "dark": (WIDE, "dark"),
    "phone": (PHONE, "light"),
    "phone-dark": (PHONE, "dark"),
}
COLORS = 64
"""A page has few colours: with a palette of so many its picture takes a third of the bytes."""

IN_THEME = """([scheme, width]) => innerWidth === width
  && getComputedStyle(document.querySelector('.stApp')).colorScheme === scheme
  && !document.getAnimations().some((animation) => animation instanceof CSSTransition)"""

TakePicture = Callable[..., None]


def take_picture(page: Page, name: str, *, top: str | None = None) -> None:
    """Keeps the page as it is seen in each theme and width, or does nothing where no pictures are
    wanted. What the selector `top` names is scrolled to the top first."""
    folder = os.environ.get("SCREENSHOTS")
    if not folder:
        return
    before = page.viewport_size or WIDE
    page.locator('[data-test-script-state="notRunning"]').wait_for()
    expect(page.get_by_test_id("stSkeleton")).to_have_count(0)
    for view, (size, scheme) in VIEWS.items():
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.wait_for_function(IN_THEME, arg=[scheme, size["width"]])
        target = page.locator(top or ".stMainBlockContainer").first
        target.evaluate("(element) => element.scrollIntoView({block: 'start'})")
        _keep(page.screenshot(animations="disabled"), Path(folder, view, f"{name}.png"))
    page.set_viewport_size(before)
    page.emulate_media(color_scheme="light")


def _keep(picture: bytes, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    few = Image.open(io.BytesIO(picture)).convert("RGB").quantize(COLORS, dither=Image.Dither.NONE)
    few.save(path)
