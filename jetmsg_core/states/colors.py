"""The colours a badge can have, by their names in Streamlit. Its *primary* is none of them: the
words would have 3:1 against their ground in the dark theme."""

from __future__ import annotations

from typing import Literal

BadgeColor = Literal["red", "orange", "yellow", "blue", "green", "violet", "gray", "grey"]
