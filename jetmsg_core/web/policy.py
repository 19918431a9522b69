"""What a page of the dashboard may load and do in a browser: nothing from elsewhere. Pure.

The Content-Security-Policy (W3C CSP 3) names what Streamlit 1.67 needs and no more: styles that its
libraries write into the page, pictures and fonts out of texts, and of scripts its own files and
those few that stand in the page, each by its hash. A script that somebody smuggled into a text is
none of them.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable

_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def content_policy(inline_scripts: Iterable[str]) -> str:
    """Gives the value of the header, with the hashes of the scripts that stand in pages."""
    hashes = " ".join(f"'sha256-{_hash(script)}'" for script in inline_scripts)
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' {hashes}".strip(),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "media-src 'self' blob:",
            "worker-src 'self' blob:",
            "connect-src 'self'",
            "frame-src 'self'",
            "object-src 'none'",
            "base-uri 'none'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


def form_policy(style: str) -> str:
    """Gives the value of the header for a page of our own that is nothing but a form and this
    style."""
    return (
        f"default-src 'none'; style-src 'sha256-{_hash(style)}'; img-src data:; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


def scripts_in(page: str) -> list[str]:
    """Gives the scripts that stand in a page of HTML, without those that are files."""
    return _SCRIPT.findall(page)


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
