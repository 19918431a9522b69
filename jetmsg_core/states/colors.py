"""The colours a badge can have, by their names in Streamlit."""

from __future__ import annotations

from typing import Literal

BadgeColor = Literal[
    "red", "orange", "yellow", "blue", "green", "violet", "gray", "grey", "primary"
]
