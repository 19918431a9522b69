"""Rows under the names of their columns: fitted to a terminal, plain anywhere else."""

from __future__ import annotations

import sys
from collections.abc import Collection, Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from jetmsg_core.primitives.characters import visible

GAP = 2
NARROWEST = 8
"""Of a column, on the average: below that a terminal gets lines, which it breaks itself."""
MOST_DRAWN = 1_000
"""Rows that are fitted to a terminal, which takes a fifth of a millisecond each."""


def show_table(
    names: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    right: Collection[str] = (),
    indent: int = 0,
    headed: bool = True,
) -> None:
    """Print rows under the names of their columns, those in `right` against the right edge,
    `indent` characters from the left. What a column of a terminal cannot hold goes on below."""
    right = {visible(name) for name in right}
    names, *lines = [tuple(map(visible, line)) for line in (names, *rows)]
    if sys.stdout.isatty() and len(lines) <= MOST_DRAWN:
        console = terminal()
        if console.width >= indent + len(names) * NARROWEST:
            drawn = _drawn(names, lines, right, headed=headed)
            console.print(Padding(drawn, (0, 0, 0, indent), expand=False))
            return
    for line in _plain([names, *lines] if headed else lines, names, right):
        print(f"{'':{indent}}{line}")


def terminal() -> Console:
    """Give the terminal behind stdout. Nothing in a text is a command to it: no markup, no names of
    emoji, nothing that looks like a number or an address."""
    return Console(force_terminal=True, markup=False, emoji=False, highlight=False)


def _drawn(
    names: Sequence[str], lines: Sequence[Sequence[str]], right: Collection[str], *, headed: bool
) -> Table:
    table = Table(
        box=None, pad_edge=False, padding=(0, GAP, 0, 0), show_header=headed, header_style="bold"
    )
    for name in names:
        # The usual way with what is too long is to cut it.
        table.add_column(Text(name), justify="right" if name in right else "left", overflow="fold")
    for line in lines:
        table.add_row(*map(Text, line))
    return table


def _plain(
    lines: Sequence[Sequence[str]], names: Sequence[str], right: Collection[str]
) -> list[str]:
    """The last column has no width: nothing stands behind it."""
    widths = [
        max((cell_len(line[at]) for line in lines), default=0) for at in range(len(names) - 1)
    ]
    return [
        "".join(
            _filled(cell, width, to_right=name in right) + " " * GAP
            for name, cell, width in zip(names, line, widths, strict=False)
        )
        + line[-1]
        for line in lines
    ]


def _filled(cell: str, width: int, *, to_right: bool) -> str:
    spaces = " " * (width - cell_len(cell))
    return spaces + cell if to_right else cell + spaces
