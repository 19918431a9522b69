"""Cells that answer for channels by name: `SMS yes / WhatsApp no`, `WhatsApp only`. Pure."""

from __future__ import annotations

import re

from jetmsg_core.contacts.columns.consents.names import ConsentSense, channels_of
from jetmsg_core.contacts.columns.consents.remarks import LIST_OF_CHANNELS, NAMES_CHANNEL
from jetmsg_core.states import Channel

_YES = r"yes|y|true|on|ok|okay|allowed|enabled|agreed|accepted|active|opted in|1|✓|✔"
_NO = (
    r"not (?:allowed|agreed|accepted|active)|no|n|false|off|disabled|disallowed|denied|refused"
    r"|inactive|0|✗|✘"
)
_PAIR = rf"(?P<names>{LIST_OF_CHANNELS})\b ?[:=(]? ?(?:(?P<yes>{_YES})|(?P<no>{_NO})) ?\)?"
_PAIRS = re.compile(rf"{_PAIR}(?=[ ,;/|&+]|$)")
_BETWEEN = re.compile(r"[ ,;/|&+]*(?:(?:and|but)\b)?[ ,;/|&+]*")
_ONLY = re.compile(
    rf"only (?:on |by |via )?(?P<after>{LIST_OF_CHANNELS})|(?P<before>{LIST_OF_CHANNELS}) ?only"
)
_BRACKETED = re.compile(rf"[\[(]? ?(?P<names>{LIST_OF_CHANNELS}) ?[\])]?")


def lists_channels(text: str) -> bool:
    """Tells whether a text in small letters is a list of channels."""
    return _BRACKETED.fullmatch(_with_commas(text)) is not None


def refused_by_name(text: str, sense: ConsentSense) -> frozenset[Channel] | None:
    """Gives the channels that a cell refuses by their names in a column of this sense, perhaps
    none; None where it does not answer so. `text` is in small letters, with spaces for hyphens."""
    if sense is ConsentSense.ANSWERS:
        return None
    wants = sense is not ConsentSense.REFUSES
    if only := _ONLY.fullmatch(text):
        named = _named(only["after"] or only["before"])
        return frozenset(Channel) - named if wants else named
    if sense in (ConsentSense.TELLS, ConsentSense.MENTIONS):
        return None
    if sense is not ConsentSense.WANTS and (listed := _BRACKETED.fullmatch(_with_commas(text))):
        named = _named(listed["names"])
        return frozenset(Channel) - named if wants else named
    if _PAIRS.search(text) is None or not _BETWEEN.fullmatch(_PAIRS.sub("", text)):
        return None
    refused = (
        _named(pair["names"])
        for pair in _PAIRS.finditer(text)
        if bool(pair["no"] if wants else pair["yes"])
    )
    return frozenset[Channel]().union(*refused)


def _with_commas(text: str) -> str:
    return text.replace(";", ",").replace("|", ",")


def _named(names: str) -> frozenset[Channel]:
    return channels_of(names) if NAMES_CHANNEL.search(names) else frozenset()
