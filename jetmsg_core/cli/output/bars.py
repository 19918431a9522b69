"""How far a command is that takes its time: a bar on stderr, where that is a terminal."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
)

from jetmsg_core.primitives.characters import visible
from jetmsg_core.primitives.numbers import with_commas


class Tell(Protocol):
    """Takes how much is done, of how much, and what else there is to say now."""

    def __call__(self, done: int, total: int, note: str = "") -> None: ...


@contextmanager
def working(about: str, *, counted: bool = False) -> Iterator[Tell]:
    """Show what is going on for as long as it does, and give what tells how far it is; until that
    is told the bar says only that it goes on, and then the percent. `counted` is what is told in
    people or rows, which are shown too. It is gone at the end, and where stderr is no
    terminal it never was. Nothing may be printed meanwhile."""
    if not sys.stderr.isatty():
        yield _nobody_looks
        return
    progress = Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TaskProgressColumn(markup=False),
        TextColumn("{task.fields[count]}", markup=False),
        TimeElapsedColumn(),
        console=Console(stderr=True, force_terminal=True, markup=False, emoji=False),
        transient=True,
        # It would read what is printed as markup of its own.
        redirect_stdout=False,
        redirect_stderr=False,
    )
    with progress:
        task = progress.add_task(visible(about), total=None, count="")

        def tell(done: int, total: int, note: str = "") -> None:
            """Draw the bar so far."""
            counts = [f"{with_commas(done)} of {with_commas(total)}"] if counted else []
            count = " ".join([*counts, *([visible(note)] if note else [])])
            # Of nothing, all is done.
            done, total = (done, total) if total else (1, 1)
            progress.update(task, completed=done, total=total, count=count)

        yield tell


def _nobody_looks(done: int, total: int, note: str = "") -> None:
    """What is told where there is no terminal."""
