"""Reading a page that AppTest has drawn."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from streamlit.testing.v1 import AppTest

from jetmsg_core.files.offers import Offer, offer_of
from pages.parts.shared.file_buttons import ROUTE

ROOT = Path(__file__).parent.parent.parent
MENU = ROOT / "pages" / "menu.py"
EVERY_PAGE = sorted(path.stem for path in (ROOT / "pages").glob("*.py") if path != MENU)
SAMPLE = ROOT / "data" / "sample_contacts.csv"

OpenPage = Callable[..., AppTest]

_KINDS = (
    *("title", "header", "markdown", "caption", "text", "error", "warning", "info", "success"),
    *("exception", "code"),
)


def said(at: AppTest) -> str:
    """Everything in words on the page, with the escapes of Markdown taken out."""
    words = [str(element.value) for kind in _KINDS for element in getattr(at, kind)]
    words += [f"{metric.label} {metric.value}" for metric in at.metric]
    words += [button.label for button in at.button]
    return unescaped("\n".join(words))


def unescaped(text: str) -> str:
    return re.sub(r"\\(.)", r"\1", text)


def errors(at: AppTest) -> list[str]:
    return [unescaped(error.value) for error in at.error]


def is_kept_back(at: AppTest) -> bool:
    """Beside *Next* on Compose stands why one cannot go on yet."""
    reasons = (":gray[:material/info: ", ":red[:material/info: ")
    return any(words.value.startswith(reasons) for words in at.markdown)


def numbers(at: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in at.metric}


def offers(at: AppTest) -> dict[str, Offer]:
    """The files that the page offers, by their names."""
    urls = [link.proto.url for link in at.get("link_button")]
    offered = [offer_of(url.removeprefix(ROUTE)) for url in urls if url.startswith(ROUTE)]
    return {file.name: file for file in offered if file is not None}


def upload(at: AppTest, data: bytes, name: str = "friends.csv") -> AppTest:
    at.file_uploader[0].upload(name, data)
    return at.run()
