"""The tags of an HTML text and what stands between them, in one pass that never goes back.

Python's own `html.parser` takes several times as long. What is no good HTML is read as a browser
does, as far as tables need it; a comment or a quote that nothing ends is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

_PIECE = re.compile(
    r"<(!--|[!?][^>]*+>?|/(?![a-zA-Z])[^>]*+>?"
    r"|/?[a-zA-Z][^\s/<>]*+"
    r"""(?:[^<>="']++|=\s*+(?:"[^"]{0,20000}+"|'[^']{0,20000}+')?+|["'])*+>?)?([^<]*+)"""
)
"""A tag, or where one seems to begin, and the text after it. Values in quotes may hold `<` and `>`;
one of more characters than this is taken for a quote that nothing ends."""
_NAME = re.compile(r"(/?)([a-zA-Z][^\s/>]*)")
_ATTRIBUTE = re.compile(r"""([^\s=>"'/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?""")
_RAW = ("script", "style", "noscript", "template", "title", "textarea")
"""Elements whose content is no text of a page."""
_END_OF_RAW = {name: re.compile(f"</{name}", re.IGNORECASE) for name in _RAW}
_REMEMBERED = 5_000
"""Spellings of tags; a page has few."""


@dataclass(frozen=True)
class Tag:
    """A tag by its name in small letters, with the values of its attributes."""

    name: str = ""
    is_end: bool = False
    attributes: dict[str, str] = field(default_factory=dict)

    @property
    def hides(self) -> bool:
        """Whether nobody sees the element."""
        style = self.attributes.get("style", "").replace(" ", "").lower()
        return "display:none" in style or "hidden" in self.attributes


_NO_TAG = Tag()


def tags_of(text: str) -> Iterator[tuple[Tag, str]]:
    """Gives each tag with the text after it, entities as they stand there. A tag without a name is
    a comment, a declaration or a `<` in a text. What scripts and styles hold is left out."""
    tags: dict[str | None, Tag] = {}
    endless: set[str] = set()
    position = text.find("<")
    while 0 <= position < len(text):
        piece = _PIECE.match(text, position)
        assert piece is not None  # A `<` is enough for it.
        spelled, after = piece.groups()
        position = piece.end()
        if spelled == "!--":
            position, after = _after_comment(text, piece.start(2), endless)
        tag = tags.get(spelled)
        if tag is None:
            tag = _parsed(spelled)
            if len(tags) < _REMEMBERED:
                tags[spelled] = tag
        if spelled is None:
            after = f"<{after}"  # `Rao < Sons` is text.
        elif tag.name in _END_OF_RAW and not tag.is_end and tag.name not in endless:
            end = _END_OF_RAW[tag.name].search(text, piece.start(2))
            if end is not None:
                position = end.start()
                continue
            endless.add(tag.name)
        yield tag, after


def _after_comment(text: str, begin: int, endless: set[str]) -> tuple[int, str]:
    """Where the first tag after a comment begins, and the text between."""
    end = -1 if "!--" in endless else text.find("-->", max(begin - 2, 0))
    if end == -1:
        endless.add("!--")
        end = begin - len("-->")
    begin = end + len("-->")
    position = text.find("<", begin)
    position = len(text) if position == -1 else position
    return position, text[begin:position]


def _parsed(spelled: str | None) -> Tag:
    begin = None if spelled is None else _NAME.match(spelled)
    if spelled is None or begin is None:
        return _NO_TAG
    attributes: dict[str, str] = {}
    for name, *values in _ATTRIBUTE.findall(spelled, begin.end()):
        attributes.setdefault(name.lower(), unescape("".join(values)))
    return Tag(begin[2].lower(), bool(begin[1]), attributes)
