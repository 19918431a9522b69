"""Rows of a sheet as the tags they are kept in (ECMA-376, part 1, 18.3.1.4 and 18.3.1.73). Pure.

They are made of whole Arrow columns: tags and cells are joined for all rows at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from jetmsg_core.files.columns import Column, Kind, text_column
from jetmsg_core.files.workbooks.cells import Cells, cells_of
from jetmsg_core.files.workbooks.styles import MOST_DECIMALS, Style, style_of_decimals

HEADER_ROW = 1

Place = tuple[int, int]
"""A column and a row of what was laid out, both from 0."""


@dataclass(frozen=True)
class Rows:
    """Rows as tags, and the places of texts that could not be kept as they were: those that were
    too long, and those with characters that nobody sees."""

    tags: memoryview
    first_row: int
    count: int
    cut: tuple[Place, ...]
    controlled: tuple[Place, ...]


def rows_of(columns: Sequence[Column], first_row: int, styles: Mapping[str, str]) -> Rows:
    """Writes rows of these columns. The first stands in `first_row` of the sheet, counted from 1;
    `styles` are the numbers of the styles."""
    laid_out = [cells_of(column) for column in columns]
    count = len(columns[0])
    numbers = pa.array(np.arange(first_row, first_row + count)).cast(pa.large_string())
    pieces: list[Any] = ['<row r="', numbers, '">']
    for index, cells in enumerate(laid_out):
        pieces += [f'<c r="{letters_of(index)}', numbers, *_tags(cells, styles)]
    joined = pc.binary_join_element_wise(*_merged([*pieces, "</row>"]), _scalar(""))
    return Rows(
        _bytes_of(joined),
        first_row,
        count,
        tuple(_places(cells.cut for cells in laid_out)),
        tuple(_places(cells.controlled for cells in laid_out)),
    )


def row_of_texts(texts: Sequence[str], row: int, style: str, styles: Mapping[str, str]) -> Rows:
    """Writes one row of texts in a style of their own."""
    in_style = dict(styles) | {Style.AS_TEXT: styles[style]}
    return rows_of([text_column([text], Kind.ID) for text in texts], row, in_style)


def letters_of(index: int) -> str:
    """Gives the letters of a column, counted from 0: A, B, …, AA."""
    letters = ""
    number = index + 1
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters


def _tags(cells: Cells, styles: Mapping[str, str]) -> list[Any]:
    """What follows the place of each cell: the end of its tag, its value, and its closing tag."""
    openings, closings = zip(*_all_tags(styles, keeps_space=cells.keeps_space), strict=True)
    lowest, highest = int(cells.types.min()), int(cells.types.max())
    if lowest == highest:
        return [openings[lowest], cells.values, closings[lowest]]
    types = pa.array(cells.types)
    return [
        pa.array(openings, pa.large_string()).take(types),
        cells.values,
        pa.array(closings, pa.large_string()).take(types),
    ]


def _all_tags(styles: Mapping[str, str], *, keeps_space: bool) -> Iterator[tuple[str, str]]:
    """Around a value of each type, in the order of `CellType`."""
    text = (
        ' t="inlineStr"><is><t xml:space="preserve">' if keeps_space else ' t="inlineStr"><is><t>'
    )
    yield '"/>', ""
    yield f'"{text}', "</t></is></c>"
    yield f'" s="{styles[Style.AS_TEXT]}"{text}', "</t></is></c>"
    yield f'" s="{styles[Style.TIME]}"><v>', "</v></c>"
    yield '"><v>', "</v></c>"
    for decimals in range(1, MOST_DECIMALS + 1):
        yield f'" s="{styles[style_of_decimals(decimals)]}"><v>', "</v></c>"


def _merged(pieces: Sequence[Any]) -> list[Any]:
    """With neighbouring texts that are the same in every row made one."""
    merged: list[Any] = []
    for piece in pieces:
        if isinstance(piece, str) and merged and isinstance(merged[-1], str):
            merged[-1] += piece
        else:
            merged.append(piece)
    return [_scalar(piece) if isinstance(piece, str) else piece for piece in merged]


def _scalar(text: str) -> Any:
    return pa.scalar(text, pa.large_string())


def _bytes_of(joined: Any) -> memoryview:
    _, offsets, data = joined.buffers()
    end = int(np.frombuffer(offsets, np.int64)[len(joined)])
    return memoryview(data)[:end]


def _places(of_each: Any) -> Iterator[Place]:
    for column, rows in enumerate(of_each):
        yield from ((column, row) for row in rows)
