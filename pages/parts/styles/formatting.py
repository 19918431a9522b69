"""How things are written on screen: counts, times, names of people's making."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from jetmsg_core.primitives.numbers import counted as counted  # parts take it from here
from jetmsg_core.primitives.numbers import with_commas
from jetmsg_core.primitives.times import day_in_ist, parse
from jetmsg_core.primitives.times import duration as duration

_MARKDOWN = re.compile(r"([\\`*_\[\]<>#$:~|&])")
_BEGINS_A_BLOCK = re.compile(r"^(\d{0,9})([-+.)])(?=[\s-]|$)")
"""A list, or a line across."""
_MADE_LINKS = re.compile(r"(?<=http)(?=s?://)|(?<=www)(?=\.)|(?<=[-.\w+])(?=@[-\w])", re.IGNORECASE)
_MADE_SIGNS = re.compile(r"(?<!\S)(<|-|>|~)(->|-|=|>)(?!\S)")
_APART = "\x00"
_NOTHING = ":small[]"
"""An element of no text. What stands before and behind it is not seen as one."""


def plain(text: str) -> str:
    """The text, of a person's or a gateway's making, is safe inside Markdown: it is shown letter by
    letter. Streamlit makes links of addresses and dashes of `--` after it has taken the backslashes
    away, so these are taken apart instead."""
    words = " ".join(text.replace(_APART, "").split())
    apart = _MADE_SIGNS.sub(rf"\1{_APART}\2", _MADE_LINKS.sub(_APART, words))
    escaped = _BEGINS_A_BLOCK.sub(r"\1\\\2", _MARKDOWN.sub(r"\\\1", apart))
    return escaped.replace(_APART, _NOTHING)


def shortened(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def label_of(labels: Mapping[Any, str]) -> Callable[[Any], str]:
    """This is the `format_func` of options with these labels. One that is gone has none, so that
    it is never taken for another of the same words."""
    return lambda option: labels.get(option, "")


def people(number: int) -> str:
    return counted(number, "person", "people")


def credits(number: int) -> str:
    return counted(number, "credit")


def short_duration(seconds: float) -> str:
    """The time is written for a tile: 8 s, 4 min, 1 h 20 min."""
    words = duration(seconds)
    for word, sign in (("second", "s"), ("minute", "min"), ("hour", "h")):
        words = words.replace(f"{word}s", sign).replace(word, sign)
    return words


def ago(stamp: str, now: datetime) -> str:
    """This says how long ago a stamp was; from a day on it gives the date in India."""
    seconds = (now - parse(stamp)).total_seconds()
    if seconds < 5:
        return "just now"
    if seconds < 86_400:
        return f"{duration(seconds)} ago"
    return day_in_ist(stamp)


def assumed_too(number: int) -> str:
    """This ends a sentence on what the gateway took; empty where nobody is assumed to be sent
    to."""
    if not number:
        return ""
    return f", and {with_commas(number)} {'is' if number == 1 else 'are'} assumed sent"


def file_size(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB" if size >= 1_000_000 else f"{max(1, round(size / 1000))} kB"
