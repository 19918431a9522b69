"""What commands print: one JSON object with --json, else lines for a person."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import Any

from jetmsg_core.primitives.characters import visible
from jetmsg_core.primitives.times import in_ist

STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00")
TIME_NAMES = ("at", "since", "until")
"""How the names of values end that are moments."""


def show(values: dict[str, Any], *, as_json: bool) -> None:
    """Print one JSON object and nothing else, or a line for each value. For a person times are
    Indian, and no character is there that cannot be seen."""
    if as_json:
        # What is half a character is an escape in JSON, and nothing that can be printed.
        written = json.dumps(values, ensure_ascii=False).encode("utf-8", "backslashreplace")
        print(written.decode())
        return
    width = max(map(len, values), default=0)
    for name, value in values.items():
        if isinstance(value, list | tuple):
            print(f"{name:<{width}}  {len(value):,}")
            for item in value[:20]:
                print(f"    {_line(item)}")
        elif isinstance(value, dict):
            print(f"{name:<{width}}  {_line(value)}")
        else:
            print(f"{name:<{width}}  {_written(name, value)}")


def show_line(line: str) -> None:
    """Print a line for a person that may hold words of people's making."""
    print(visible(line))


def show_table(
    names: Sequence[str], rows: Sequence[Sequence[str]], *, right: Collection[str] = ()
) -> None:
    """Print rows under the names of their columns, those in `right` against the right edge. The
    last column has no width: letters that join would misplace what stands behind them."""
    lines = [names, *(tuple(map(visible, row)) for row in rows)]
    widths = [max(len(line[at]) for line in lines) for at in range(len(names) - 1)]
    for line in lines:
        cells = [
            f"{cell:>{width}}" if name in right else f"{cell:<{width}}"
            for name, cell, width in zip(names, line, widths, strict=False)
        ]
        print("  ".join([*cells, line[-1]]))


def _line(item: object) -> str:
    if isinstance(item, dict):
        # Some have an id or a state in the place of a name.
        values = ((str(name), value) for name, value in item.items() if value is not None)
        return ", ".join(f"{visible(name)} {_written(name, value)}" for name, value in values)
    return visible(str(item))


def _written(name: str, value: object) -> str:
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int) and name.endswith("_at"):
        return f"{in_ist(datetime.fromtimestamp(value, UTC))} IST"
    if isinstance(value, dict):
        return _line(value)
    if isinstance(value, list | tuple):
        return "; ".join(map(_line, value)) or "-"
    text = str(value)
    is_time = name.endswith(TIME_NAMES) and STAMP.fullmatch(text)
    return f"{in_ist(text)} IST" if is_time else visible(text)


def draw_bar(done: int, total: int, note: str) -> None:
    """Draw a progress bar on stderr, where that is a terminal."""
    if sys.stderr.isatty():
        filled = round(30 * done / total) if total else 30
        bar = "█" * filled + "░" * (30 - filled)
        sys.stderr.write(f"\r{bar} {done:,} of {total:,} · {note}\033[K")
        sys.stderr.flush()


def end_bar() -> None:
    """End the line of the progress bar."""
    if sys.stderr.isatty():
        sys.stderr.write("\n")
