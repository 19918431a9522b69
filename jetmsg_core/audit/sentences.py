"""An act in a plain sentence, and what was before and after it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from jetmsg_core.acting import ActorKind
from jetmsg_core.audit.kinds import WORDS, Act
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.primitives.times import in_ist

Told = str | int | float | bool | None


@dataclass(frozen=True)
class Entry:
    """One act as it is read. `at` is a stamp; `role` is empty of somebody who was not signed in;
    `campaign_id` is None of what is no campaign's. `before` and `after` hold what was so, by its
    name."""

    number: int
    at: str
    actor: str
    actor_kind: str
    role: str
    origin: str
    action: str
    campaign_id: int | None
    subject: str
    before: Mapping[str, Told]
    after: Mapping[str, Told]
    hash: str


def sentence(entry: Entry) -> str:
    """Gives what was done, as a sentence: Asha started campaign 12 (Diwali)."""
    return f"{actor_of(entry)} {deed(entry)}."


def actor_of(entry: Entry) -> str:
    """Gives who did it, as a sentence begins."""
    match entry.actor_kind:
        case ActorKind.WORKER:
            return "The worker"
        case ActorKind.SYSTEM:
            return f"System user {entry.actor}"
        case ActorKind.STRANGER:
            return "Somebody"
    return entry.actor


def deed(entry: Entry) -> str:
    """Gives what was done, as it follows a name."""
    words = WORDS.get(Act(entry.action)) if entry.action in {*Act} else None
    if words is None:
        # Of a later version of the program, whose database was kept.
        return f"did {entry.action}"
    return words.format(campaign=_campaign(entry), subject=_subject(entry))


def came_from(entry: Entry) -> str:
    """Gives the role and from where, as they stand beside the sentence; empty of the worker."""
    if entry.actor_kind == ActorKind.WORKER:
        return ""
    words = (entry.role, f"from {entry.origin}" if entry.origin else "")
    return ", ".join(word for word in words if word)


def changes(entry: Entry) -> list[str]:
    """Gives what the act changed, a line for each: state: draft → running."""
    names = dict.fromkeys([*entry.before, *entry.after])
    return [f"{_name(name)}: {_change(entry, name)}" for name in names]


def _change(entry: Entry, name: str) -> str:
    if name in entry.before and name in entry.after:
        return f"{_value(entry.before[name])} → {_value(entry.after[name])}"
    if name in entry.before:
        return f"{_value(entry.before[name])} before"
    return _value(entry.after[name])


def _name(name: str) -> str:
    return name.replace("_", " ")


def _value(fact: Told) -> str:
    if fact is None or fact == "":
        return "nothing"
    if isinstance(fact, bool):
        return "yes" if fact else "no"
    if isinstance(fact, int):
        return with_commas(fact)
    text = str(fact)
    try:
        return f"{in_ist(text)} IST" if "T" in text and text.endswith("+00:00") else text
    except ValueError:
        return text


def _campaign(entry: Entry) -> str:
    named = f"campaign {entry.campaign_id}"
    return f"{named} ({entry.subject})" if entry.subject else named


def _subject(entry: Entry) -> str:
    return entry.subject or "without a name"
