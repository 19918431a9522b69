"""The two forms of a line, for a person and for a program, with keys and numbers of people masked:
in the message, and in what is told of an exception.

A text of somebody else cannot begin a line of its own: in both forms a line is one.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Sequence
from datetime import UTC, datetime

from jetmsg_core.logs.choices import LogFormat
from jetmsg_core.logs.requests import current_request
from jetmsg_core.primitives.masking import MASK, NUMBER_IN_TEXT, mask

FEWEST_DIGITS = 9
"""Of what is taken for the number of a person. Sizes, counts and process ids have fewer."""
_MOMENT = re.compile(r"20\d{6}-?\d{6}")
"""As it stands in the name of a copy."""
_BREAKS = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
"""What ends a line, steers a terminal, or writes from right to left."""


def masked(text: str, secrets: Sequence[str]) -> str:
    """Gives `text` without keys in any spelling, and with no more than the last four digits of
    whatever may be the number of a person."""
    return NUMBER_IN_TEXT.sub(_only_last, mask(text, tuple(secrets)))


def _only_last(match: re.Match[str]) -> str:
    digits = re.sub(r"\D", "", match[0])
    if len(digits) < FEWEST_DIGITS or _MOMENT.fullmatch(match[0]):
        return match[0]
    return f"{MASK}{digits[-4:]}"


def _written(match: re.Match[str]) -> str:
    return match[0].encode("unicode_escape").decode("ascii")


class MaskedLines(logging.Formatter):
    """Writes the lines of one `program`, in which the `secrets` never stand."""

    def __init__(self, program: str, form: LogFormat, secrets: Sequence[str]) -> None:
        super().__init__()
        self._program, self._form, self._secrets = program, form, tuple(secrets)

    def format(self, record: logging.LogRecord) -> str:
        """Gives the line of a record. What cannot be put together is told as it is, since a log
        that fails hides what went wrong."""
        try:
            message = record.getMessage()
        except (TypeError, ValueError):
            message = f"{record.msg} {record.args}"
        trace = masked(self._trace(record), self._secrets)
        message = masked(message, self._secrets)
        if self._form is LogFormat.JSON:
            return self._json(record, message, trace)
        return self._text(record, message, trace)

    def _trace(self, record: logging.LogRecord) -> str:
        return self.formatException(record.exc_info) if record.exc_info else ""

    def _text(self, record: logging.LogRecord, message: str, trace: str) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(" ", "milliseconds")
        message = _BREAKS.sub(_written, message)
        request = current_request()
        line = f"{at} {record.levelname} {self._program}: {message}"
        line += f" [{request}]" if request else ""
        return f"{line}\n{trace}" if trace else line

    def _json(self, record: logging.LogRecord, message: str, trace: str) -> str:
        values = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "program": self._program,
            "logger": record.name,
            "message": message,
        }
        if request := current_request():
            values["request"] = request
        if trace:
            values["error"] = trace
        return json.dumps(values)
