"""What commands print: one JSON object with --json, else lines for a person."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from jetmsg_core.cli.output.tables import show_table
from jetmsg_core.primitives.characters import visible
from jetmsg_core.primitives.numbers import rupees, with_commas
from jetmsg_core.primitives.times import duration, in_ist
from jetmsg_core.states import CREDIT_POOLS, POOL_NAMES, Pool

STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00")
TIME_NAMES = ("at", "since", "until")
"""How the names of values end that are moments."""
CALLED_BY_NUMBER = ("campaign", "draft", "id", "list", "number", "pid", "row", "template")
"""How the names of values end that are no counts: whole numbers by which something is called."""
LABELS: Mapping[str, str] = {"estimate_seconds": "time"} | {
    pool.value: POOL_NAMES[pool].lower() for pool in CREDIT_POOLS
}
"""What a value is called for a person, where its name in JSON is no word of theirs."""
SHOWN = 20
"""Of a list, for a person."""
INDENT = 4


def show(values: Mapping[str, Any], *, as_json: bool) -> None:
    """Print one JSON object and nothing else, or a line for each value and a table for each list of
    things with values of their own. For a person times are Indian, and no character is there that
    cannot be seen."""
    if as_json:
        # What is half a character is an escape in JSON, and nothing that can be printed.
        written = json.dumps(values, ensure_ascii=False).encode("utf-8", "backslashreplace")
        print(written.decode())
        return
    values = {_label(name): value for name, value in _in_words(values).items()}
    width = max(map(len, values), default=0)
    lines: list[tuple[str, str]] = []
    for name, value in values.items():
        if isinstance(value, list | tuple):
            lines.append((f"{name:<{width}}", with_commas(len(value))))
            if value:
                _show_lines(lines)
                lines = []
                _show_list(value)
        else:
            lines.append((f"{name:<{width}}", _written(name, value)))
    _show_lines(lines)


def _in_words(values: Mapping[str, Any]) -> dict[str, Any]:
    """Seconds and pools as a person says them."""
    words = dict(values)
    if words.get("estimate_seconds") is not None:
        words["estimate_seconds"] = f"about {duration(words['estimate_seconds'])}"
    if words.get("pool") in CREDIT_POOLS:
        words["pool"] = f"{_label(words['pool'])} credits"
    return words


def _label(name: object) -> str:
    return LABELS.get(str(name), str(name))


def _show_lines(lines: Sequence[tuple[str, str]]) -> None:
    show_table(("", ""), lines, headed=False)


def _show_list(items: Sequence[Any]) -> None:
    head = list(items[:SHOWN])
    if all(isinstance(item, dict) for item in head):
        names = [
            name
            for name in dict.fromkeys(name for item in head for name in item)
            if any(item.get(name) not in (None, "") for item in head)
        ]
        cells = [[_written(str(name), item.get(name)) for name in names] for item in head]
        counts = [name for name in names if _are_counts([item.get(name) for item in head])]
        show_table(
            [_title(name) for name in names],
            cells,
            right=[_title(name) for name in counts],
            indent=INDENT,
        )
    else:
        show_table(("",), [(_line(item),) for item in head], indent=INDENT, headed=False)
    if len(items) > SHOWN:
        print(f"{'':{INDENT}}and {with_commas(len(items) - SHOWN)} more")


def _are_counts(values: Sequence[object]) -> bool:
    return all(type(value) is int or value is None for value in values)


def _title(name: object) -> str:
    """The name of a value over its column."""
    words = visible(str(name)).replace("_", " ")
    return words[:1].upper() + words[1:]


def show_line(line: str) -> None:
    """Print a line for a person that may hold words of people's making."""
    print(visible(line))


def _line(item: object) -> str:
    if isinstance(item, dict):
        # Some have an id or a state in the place of a name.
        values = ((str(name), value) for name, value in item.items() if value is not None)
        return ", ".join(
            f"{visible(_label(name))} {_written(name, value)}" for name, value in values
        )
    return visible(_label(item) if isinstance(item, Pool) else str(item))


def _written(name: str, value: object) -> str:
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int) and name.endswith("_at"):
        return f"{in_ist(datetime.fromtimestamp(value, UTC))} IST"
    if isinstance(value, float) and name.startswith("rupees"):
        return rupees(Decimal(str(value)))
    if isinstance(value, int) and not name.endswith(CALLED_BY_NUMBER):
        return with_commas(value)
    if isinstance(value, dict):
        return _line(value) or "-"
    if isinstance(value, list | tuple):
        return "; ".join(map(_line, value)) or "-"
    text = str(value)
    is_time = name.endswith(TIME_NAMES) and STAMP.fullmatch(text)
    return f"{in_ist(text)} IST" if is_time else visible(text)
