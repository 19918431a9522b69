"""Rules of DLT that need no template: ids, headers, and the way out of promotional messages."""

from __future__ import annotations

import re

from jetmsg_core.messages.arrow import Strings
from jetmsg_core.messages.pieces import Pieces, saying
from jetmsg_core.primitives.arrays import Booleans
from jetmsg_core.primitives.characters import quoted

ID_DIGITS = 19

_OPT_OUT = r"(?i)\bstop\b|opt[ -]?out|unsub|\bdnd\b|रोक|बंद"
_ONE_OF_THEM = "(?i)stop|opt|unsub|dnd|रोक|बंद"
"""Words of letters alone, of which each of the above holds one."""


def id_problem(dlt_id: str) -> str | None:
    """Tells why an id cannot be used at all, as a sentence; None when it can."""
    if re.fullmatch(r"[0-9]*", dlt_id):
        return None
    return (
        f"The DLT template ID {quoted(dlt_id)} holds something other than digits. Copy it from the "
        "operator's portal as text."
    )


def id_warning(dlt_id: str) -> str | None:
    """Tells what is doubtful about an id of digits, as a sentence; None where nothing is, and for
    an empty id."""
    if not dlt_id:
        return None
    if dlt_id.endswith("0000"):
        return (
            f"The DLT template ID {dlt_id} ends in zeros: Excel turns every digit after the "
            "15th to 0. Compare it with the operator's portal."
        )
    if len(dlt_id) != ID_DIGITS:
        return f"The DLT template ID {dlt_id} has {len(dlt_id)} digits; DLT gives {ID_DIGITS}."
    return None


def lapse_warning(name: str, status: str) -> str | None:
    """Tells that a template is no longer approved, as a sentence; None where no list says so, with
    an empty `status`."""
    if not status:
        return None
    return (
        f"The template {quoted(name)} is no longer approved: the newest list says "
        f"{quoted(status)}, and operators may drop what is sent with it. If your DLT portal shows "
        "it as approved, mark it as approved on its page, or import a newer list."
    )


def header_warning(header: str, route: int) -> str | None:
    """Tells what is wrong with a header on this route, as a sentence; None where nothing is.
    Promotional headers are six digits, all others letters."""
    if route == 2 and not header.isdigit():
        return (
            f"The sender ID {header} goes with the promotional route, whose sender IDs are 6 "
            "digits. Choose a promotional one, or the transactional route."
        )
    if route == 1 and header.isdigit():
        return (
            f"The sender ID {header} is a promotional one, but the route is transactional. "
            "Choose one of letters, or the promotional route."
        )
    return None


def offers_opt_out(texts: Strings, pieces: Pieces | None = None) -> Booleans:
    """The mask is true for the texts that tell how to get no more of them."""
    return saying(texts, _OPT_OUT, _ONE_OF_THEM, pieces)
