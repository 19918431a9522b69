"""What all families share: the four outcomes, and everything that is clear before the form of a
success matters."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from jetmsg_core.gateway.replies.reasons import RefusalReason, classify
from jetmsg_core.gateway.seam import Answer, TransportFailure
from jetmsg_core.primitives.masking import mask

LONGEST_SENTENCE = 500
UNREADABLE = object()
"""In place of a reply that is no JSON."""

_YES_WORDS = frozenset(("true", "success", "ok", "sent", "submitted", "queued", "accepted"))
_YES_IN_TEXT = re.compile(
    r"""["'](success|status)["']\s*:\s*(true\b|["']?(success|submitted|sent))""", re.IGNORECASE
)
"""In what is no JSON as a whole, such as a script's warning before its reply."""

_ID = re.compile(r"[^\s\ud800-\udfff]{1,100}")


class Outcome(StrEnum):
    """The ways in which a call may end; see the package for what each proves."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    NOT_SENT = "not_sent"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Verdict:
    """An outcome and the words for a person. `sentence` is the gateway's own where it had one."""

    outcome: Outcome
    sentence: str = ""
    reason: RefusalReason | None = None
    retry_after: float | None = None


def parse(answer: Answer | TransportFailure) -> tuple[dict[str, Any], Verdict | None]:
    """Gives the reply as an object, empty where it is none, and the verdict if that is clear
    without its form.

    A no of the status is believed only while the body does not say otherwise: a front that asks for
    a pause, or a script that sets the wrong status, may stand before a call that was taken.
    """
    if isinstance(answer, TransportFailure):
        outcome = Outcome.UNKNOWN if answer.sent else Outcome.NOT_SENT
        return {}, Verdict(outcome, answer.text)
    loaded = _loaded(answer.body)
    data = loaded if isinstance(loaded, dict) else {}
    return data, _by_status(answer, loaded)


def _loaded(body: str) -> Any:
    """`UNREADABLE` when it is no JSON."""
    try:
        # PHP files saved with a byte order mark put it before every reply.
        return json.loads(body.removeprefix("\ufeff"))
    except (ValueError, RecursionError):
        return UNREADABLE


def _by_status(answer: Answer, loaded: Any) -> Verdict | None:
    if answer.status in (429, 503) and answer.retry_after is not None:
        return _pause(answer, loaded)
    if answer.status >= 500:
        return unknown(f"The gateway failed (HTTP {answer.status}).")
    if answer.status == 408:
        # Servers say so before they close an idle connection, also when a call is on its way.
        return unknown("The gateway did not wait for the call (HTTP 408).")
    if 300 <= answer.status < 400:
        return unknown("The gateway answered with another address.")
    if loaded is UNREADABLE:
        return unknown("The gateway's reply cannot be read.")
    if not isinstance(loaded, dict) or (answer.status != 200 and answer.status < 400):
        return undocumented()
    if answer.status < 400:
        return None
    if says_yes(loaded):
        return contradiction()
    return _refusal(loaded, RefusalReason.RATE if answer.status == 429 else None)


def _pause(answer: Answer, loaded: Any) -> Verdict:
    """Asked to come back later (RFC 9110, 10.2.3). 429 is about the call (RFC 6585, 4), and nothing
    was taken unless the body says so. 503 (RFC 9110, 15.6.4) is said as well by a front that handed
    the call on and got no answer, mostly with a page of its own: so it counts only without a word,
    or with the gateway's own no."""
    if _says_otherwise(answer.body, loaded):
        return contradiction()
    is_own = isinstance(loaded, dict) and loaded.get("success") is False
    if answer.status == 503 and answer.body.strip() and not is_own:
        return unknown("The gateway asks for a pause, but does not say whether it took the call.")
    sentence = "The gateway asks for a pause."
    return Verdict(Outcome.NOT_SENT, sentence, RefusalReason.RATE, answer.retry_after)


def _says_otherwise(body: str, loaded: Any) -> bool:
    if isinstance(loaded, dict):
        return says_yes(loaded)
    return bool(_YES_IN_TEXT.search(body)) if loaded is UNREADABLE else bool(loaded)


def says_yes(data: dict[str, Any]) -> bool:
    """Returns whether the reply says of itself that the call succeeded, in any family's words."""
    return any(_is_yes(data.get(name)) for name in ("success", "status", "message_status"))


def _is_yes(value: object) -> bool:
    return value is True or (isinstance(value, str) and value.strip().lower() in _YES_WORDS)


def refusal_or_unknown(data: dict[str, Any]) -> Verdict:
    """Gives the verdict on a reply that is not the family's success form. One that says yes and no
    at once is no refusal: it is unknown."""
    says_no = data.get("success") is False or data.get("status") is False
    if not says_no and data.get("error") in (None, False, ""):
        return undocumented()
    return contradiction() if says_yes(data) else _refusal(data)


def contradiction() -> Verdict:
    """Gives the verdict on a reply that says yes and no at once: unknown."""
    return unknown("The gateway's reply says yes and no at once.")


def undocumented() -> Verdict:
    """Gives the verdict on a reply of another form than any documented one: unknown."""
    return unknown("The gateway's reply does not have the documented form.")


def unknown(sentence: str) -> Verdict:
    """Gives the verdict that it may have arrived, with a sentence that says why nobody can tell."""
    return Verdict(Outcome.UNKNOWN, sentence)


def is_id(value: object) -> bool:
    """Returns whether it is a number or a word without spaces: an identifier, and not a sentence in
    its place. Half a character, which JSON can spell and nothing can store, is none."""
    if not isinstance(value, (str, int)) or isinstance(value, bool):
        return False
    return _ID.fullmatch(str(value)) is not None


def _refusal(data: dict[str, Any], reason: RefusalReason | None = None) -> Verdict:
    sentence = _sentence_of(data) or "The gateway refused without a reason."
    return Verdict(Outcome.REFUSED, sentence, reason or classify(sentence))


def _sentence_of(data: dict[str, Any]) -> str:
    """The sentence, with the objections to single fields where a panel lists them."""
    parts = [_flat(data[name]) for name in ("error", "message") if _is_given(data.get(name))][:1]
    fields = data.get("data")
    if isinstance(fields, dict):
        parts += [
            _flat(objections) for objections in fields.values() if isinstance(objections, list)
        ]
    # A gateway may quote the key it refuses.
    return mask(" ".join(filter(None, parts)))[:LONGEST_SENTENCE]


def _is_given(value: object) -> bool:
    return value not in (None, True, False, "")


def _flat(value: object, depth: int = 4) -> str:
    """Words on one line, whatever form they came in."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return " ".join(_flat(item, depth - 1) for item in value if depth)
    return " ".join(str(value).split())
