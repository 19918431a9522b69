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
Wanted = Callable[[SheetAnswer], bool]


@dataclass(frozen=True)
class Found:
    """The sheet that was read, None where all are empty; `wanted` tells whether it is what was
    looked for, or only the first that is not empty."""

    names: SheetNames
    sheet: SheetAnswer | None
    wanted: bool


def find_sheet(data: bytes, *, sheet: str | None, wanted: Wanted, bounds: Bounds) -> Found:
    """Finds the sheet of that name; with None, the first one a person sees that is `wanted`, or
    else the first that holds anything. Waits for its turn. Raises RefusedWorkbookError, whatever
    the process says or dies of."""
    with READING.turn(), ReaderProcess(bounds.seconds) as process:
        process.ask({"sheet": sheet, "bounds": asdict(bounds)}, data)
        try:
            return _find(lambda: read_answer(process.answers, bounds), sheet, wanted)
        except GarbledError:
            raise RefusedWorkbookError(process.why_it_failed()) from None


def _find(answer: Answers, sheet: str | None, wanted: Wanted) -> Found:
    names = answer()
    if not isinstance(names, SheetNames):
        raise GarbledError
    try:
        return _first(names, answer, sheet, wanted)
    except RefusedWorkbookError as refused:
        refused.sheets = names.visible
        raise


def _first(names: SheetNames, answer: Answers, sheet: str | None, wanted: Wanted) -> Found:
    first: SheetAnswer | None = None
    while (found := answer()) is not None:
        if not isinstance(found, SheetAnswer) or found.name not in names.every:
            raise GarbledError
        if sheet is not None or wanted(found):
            return Found(names, found, wanted=True)
        if first is None and found.table.num_rows:
            first = found
    return Found(names, first, wanted=False)
