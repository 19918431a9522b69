"""What commands print: one JSON object with --json, else lines for a person."""

from __future__ import annotations

import json
import sys
from typing import Any


def show(values: dict[str, Any], *, as_json: bool) -> None:
    """Print one JSON object and nothing else, or a line for each value."""
    if as_json:
        print(json.dumps(values, ensure_ascii=False))
        return
    width = max(map(len, values), default=0)
    for name, value in values.items():
        if isinstance(value, list):
            print(f"{name:<{width}}  {len(value):,}")
            for item in value[:20]:
                print(f"    {_line(item)}")
        elif isinstance(value, dict):
            print(f"{name:<{width}}  {_line(value)}")
        else:
            print(f"{name:<{width}}  {'-' if value is None else value}")


def _line(item: object) -> str:
    if isinstance(item, dict):
        return ", ".join(f"{name} {value}" for name, value in item.items() if value is not None)
    return str(item)


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
