"""What a person chooses about the log."""

from __future__ import annotations

from enum import StrEnum


class LogLevel(StrEnum):
    """The least that is written down."""

    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


class LogFormat(StrEnum):
    """The form of a line: for a person, or for a program that gathers logs."""

    TEXT = "text"
    JSON = "json"
