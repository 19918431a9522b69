"""Characters that more than one room has to know. Pure."""

from __future__ import annotations

INVISIBLE = "\u200b\u200e\u200f\u2060\ufeff"
"""Zero-width characters that carry no meaning. The joiners ZWJ and ZWNJ are not among them: Indic
letters need them to be drawn, and words of Malayalam and Bengali end with them."""
