"""A workbook read in a process of its own, two at once and no more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass

from jetmsg_core.spreadsheets.answers import SheetAnswer, SheetNames, read_answer
from jetmsg_core.spreadsheets.bounds import Bounds
from jetmsg_core.spreadsheets.frames import GarbledError
from jetmsg_core.spreadsheets.reader_process import ReaderProcess
from jetmsg_core.spreadsheets.refusals import RefusedWorkbookError
from jetmsg_core.spreadsheets.turns import READING

Answers = Callable[[], SheetNames | SheetAnswer | None]
Weigh = Callable[[SheetAnswer], int]


@dataclass(frozen=True)
class Found:
    """The sheet that was read, None where all are empty; with `weight` 0 it is not what was looked
    for, only the first that is not empty."""

    names: SheetNames
    sheet: SheetAnswer | None
    weight: int
    passed_over: bool = False
    """A sheet before it weighs something too."""


def find_sheet(
    data: bytes, *, sheet: str | None, weigh: Weigh, enough: int, bounds: Bounds
) -> Found:
    """Finds the sheet of that name; with None, the first one a person sees that weighs `enough`,
    else the heaviest, or the first that holds anything. Waits for its turn. Raises
    RefusedWorkbookError, whatever the process says or dies of."""
    with READING.turn(), ReaderProcess(bounds.seconds) as process:
        process.ask({"sheet": sheet, "bounds": asdict(bounds)}, data)
        try:
            weigh_it = weigh if sheet is None else lambda _: enough
            return _find(lambda: read_answer(process.answers, bounds), weigh_it, enough)
        except GarbledError:
            raise RefusedWorkbookError(process.why_it_failed()) from None


def _find(answer: Answers, weigh: Weigh, enough: int) -> Found:
    names = answer()
    if not isinstance(names, SheetNames):
        raise GarbledError
    try:
        return _heaviest(names, answer, weigh, enough)
    except RefusedWorkbookError as refused:
        refused.sheets = names.visible
        raise


def _heaviest(names: SheetNames, answer: Answers, weigh: Weigh, enough: int) -> Found:
    best, passed_over = Found(names, None, 0), False
    while (found := answer()) is not None:
        if not isinstance(found, SheetAnswer) or found.name not in names.every:
            raise GarbledError
        weight = weigh(found)
        if weight >= enough:
            return Found(names, found, weight, passed_over)
        passed_over |= weight > 0
        is_first = best.sheet is None and bool(found.table.num_rows)
        if weight > best.weight or is_first:
            best = Found(names, found, weight)
    return best
