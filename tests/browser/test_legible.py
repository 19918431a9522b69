"""What a person must read has 4.5:1 against what is behind it, in both themes (WCAG 2.1, 1.4.3)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MEASURE = """
(selector) => {
  const canvas = Object.assign(document.createElement('canvas'), {width: 1, height: 1});
  const brush = canvas.getContext('2d', {willReadFrequently: true});
  const paint = (colors) => {
    for (const color of colors) { brush.fillStyle = color; brush.fillRect(0, 0, 1, 1); }
    return [...brush.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const linear = (c) => (c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  const light = (rgb) => [0.2126, 0.7152, 0.0722].reduce((s, w, i) => s + w * linear(rgb[i]), 0);
  const grounds = (element) => {
    const found = [];
    for (let at = element; at; at = at.parentElement) {
      found.unshift(getComputedStyle(at).backgroundColor);
    }
    return ['#fff', ...found];
  };
  const own = (element) => [...element.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
  return [...document.querySelectorAll(selector)]
    .flatMap((part) => [part, ...part.querySelectorAll('*')])
    .filter((element) => own(element) && element.checkVisibility({checkOpacity: true}))
    .map((element) => {
      const behind = grounds(element);
      const a = light(paint(behind));
      const b = light(paint([...behind, getComputedStyle(element).color]));
      const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
      return [element.textContent.trim(), Math.round(ratio * 100) / 100];
    });
}
"""

PARTS = {
    "otp": ('[data-testid="stButtonGroup"] button', "Version 3"),
    "contacts": ('[role="tab"]', "Paste numbers"),
    "settings": ('[data-testid="stCode"]', "JETMSG_MODE"),
    "campaigns": ('[data-testid="stBaseButton-primary"]', "sample file"),
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_choices_tabs_buttons_and_code_can_be_read(
    scheme: str, start_dashboard: Callable[..., Any], open_browser: Callable[..., Page]
) -> None:
    url = start_dashboard().url
    page = open_browser(scheme=scheme)
    for name, (selector, words) in PARTS.items():
        page.goto(f"{url}/{name}")
        page.locator(selector).filter(has_text=words).first.wait_for(timeout=120_000)
        measured = page.evaluate(MEASURE, selector)
        assert any(words.split()[0] in text for text, _ in measured), (name, measured)
        unread = [(text, ratio) for text, ratio in measured if ratio < 4.5]
        assert not unread, (name, unread)
