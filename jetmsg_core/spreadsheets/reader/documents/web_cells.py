"""The text of a cell of a web page as a person sees it."""

from __future__ import annotations

import re
from html import unescape

from jetmsg_core.spreadsheets.reader.documents.web_markup import Tag

_LINE_TAGS = frozenset({"br", "p", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4"})
_VOID = frozenset({"br", "img", "input", "hr", "wbr", "col", "link", "meta"})
_LINE = "\0"
"""Stands for the end of a line that is shown: an LF in a page is but a space."""
_NO_NUMBER_SHOWN = re.compile(r"-?\d(?:\.\d*)?[eE][+-]?\d{1,3}|#+")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][+-]?\d{1,3})?")


class CellText:
    """A cell on its way from its tag to its text."""

    def __init__(self, tag: Tag, after: str) -> None:
        self._tag = tag
        self._parts = [after]
        self._hidden_by = ""
        self._hidden_depth = 0

    def add(self, tag: Tag, after: str) -> None:
        """Adds a tag within the cell, and the text after it. What a page hides is left out."""
        if self._hidden_by:
            if tag.name == self._hidden_by:
                self._hidden_depth += -1 if tag.is_end else 1
            if self._hidden_depth:
                return
            self._hidden_by = ""
        elif tag.hides and not tag.is_end and tag.name not in _VOID:
            self._hidden_by, self._hidden_depth = tag.name, 1
            return
        if tag.name in _LINE_TAGS:
            self._parts.append(_LINE)
        self._parts.append(after)

    def add_lines(self, text: str) -> None:
        """Adds text as lines of its own, such as that of a table within the cell."""
        if text and not self._hidden_by:
            self._parts += (_LINE, text.replace("&", "&amp;").replace("\n", _LINE), _LINE)

    def text(self) -> str:
        """Gives the text, with LF between the lines that are shown. Where Excel showed a number as
        a power of ten or as `###`, it is the number itself, which it writes beside (`x:num`)."""
        joined = "".join(self._parts)
        if "&" in joined:
            joined = unescape(joined)
        if _LINE in joined:
            lines = (" ".join(line.split()) for line in joined.split(_LINE))
            text = "\n".join(filter(None, lines))
        else:
            text = " ".join(joined.split())
        exact = self._tag.attributes.get("x:num", "")
        if exact and _NO_NUMBER_SHOWN.fullmatch(text) and _NUMBER.fullmatch(exact):
            return exact
        return text
