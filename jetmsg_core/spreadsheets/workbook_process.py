"""A workbook read in a process of its own, two at once and no more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass

from jetmsg_core.spreadsheets.answers import SheetAnswer, SheetNames, read_answer
from jetmsg_core.spreadsheets.bounds import Bounds
from jetmsg_core.spreadsheets.frames import GarbledError
from jetmsg_core.spreadsheets.reader_process import ReaderProcess
from jetmsg_core.spreadsheets.refusals import RefusedWorkbookError, WorkbookRefusal
from jetmsg_core.spreadsheets.turns import READING

Answers = Callable[[], SheetNames | SheetAnswer | None]
Sheets = Callable[[], SheetAnswer | None]
Weigh = Callable[[SheetAnswer], int]

_LONGEST_CHARACTER, _END = 4, 8
"""Bytes of a character in UTF-8, and of the end of a cell."""


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
    data: bytes, *, sheet: str | None, weigh: Weigh, enough: int, surely: int, bounds: Bounds
) -> Found:
    """Finds the sheet of that name. With None, the first one that a person sees is found, unless a
    later one weighs twice as much; without any weight, the first that holds anything. None is
    looked at behind one that weighs `enough`, and what cannot be read behind one that weighs
    `surely` stops nobody. Waits for its turn. Raises RefusedWorkbookError, whatever the process
    says or dies of."""
    with READING.turn(), ReaderProcess(bounds.seconds) as process:
        process.ask({"sheet": sheet, "bounds": asdict(bounds)}, data)
        try:
            names, answer = _begun(lambda: read_answer(process.answers, bounds))
            weigh_it = weigh if sheet is None else lambda _: enough
            with _knowing(names):
                return _heaviest(names, answer, weigh_it, enough, surely)
        except GarbledError:
            raise RefusedWorkbookError(process.why_it_failed()) from None


def every_sheet(data: bytes, *, bounds: Bounds) -> tuple[SheetNames, list[SheetAnswer]]:
    """Gives all sheets that a person sees, which together may take as much as one. Waits for its
    turn. Raises RefusedWorkbookError as `find_sheet` does."""
    with READING.turn(), ReaderProcess(bounds.seconds) as process:
        process.ask({"sheet": None, "bounds": asdict(bounds)}, data)
        try:
            names, answer = _begun(lambda: read_answer(process.answers, bounds))
            with _knowing(names):
                return names, _all(names, answer, bounds)
        except GarbledError:
            raise RefusedWorkbookError(process.why_it_failed()) from None


def _begun(answer: Answers) -> tuple[SheetNames, Sheets]:
    """The names, which come first, and what gives the sheets that follow, None after the last."""
    names = answer()
    if not isinstance(names, SheetNames):
        raise GarbledError

    def sheet() -> SheetAnswer | None:
        message = answer()
        if message is None:
            return None
        if not isinstance(message, SheetAnswer) or message.name not in names.every:
            raise GarbledError
        return message

    return names, sheet


@contextmanager
def _knowing(names: SheetNames) -> Iterator[None]:
    """Whoever refuses says which sheets there are."""
    try:
        yield
    except RefusedWorkbookError as refused:
        refused.sheets = names.visible
        raise


def _all(names: SheetNames, answer: Sheets, bounds: Bounds) -> list[SheetAnswer]:
    sheets: list[SheetAnswer] = []
    room = bounds.characters * _LONGEST_CHARACTER + bounds.cells * _END
    while (message := answer()) is not None:
        room -= message.table.nbytes + sum(column.nbytes for column in message.shown.values())
        if room < 0:
            raise RefusedWorkbookError(WorkbookRefusal.TOO_MUCH_TEXT, sheet=message.name)
        if len(sheets) == len(names.every):
            raise GarbledError
        sheets.append(message)
    return sheets


def _heaviest(names: SheetNames, answer: Sheets, weigh: Weigh, enough: int, surely: int) -> Found:
    best, heard = Found(names, None, 0), False
    while best.weight < enough:
        try:
            message = answer()
        except (RefusedWorkbookError, GarbledError):
            if best.weight >= surely:
                break
            raise
        if message is None:
            break
        weight = weigh(message)
        is_first = best.sheet is None and bool(message.table.num_rows)
        if is_first or weight >= max(1, 2 * best.weight):
            best = Found(names, message, weight, passed_over=heard)
        elif weight >= enough:
            break
        heard |= weight > 0
    return best
