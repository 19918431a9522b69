"""What a table shows as a file of our own. The toolbar of a table writes its cells raw, formulas
included, so its button is off (`client.disableDataExport`)."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pandas as pd
import pyarrow as pa
from pandas.io.formats.style import Styler

from jetmsg_core.acting import Permission, may, require
from jetmsg_core.files.columns import Column, Kind, ours_beside, text_column, theirs_beside
from jetmsg_core.files.file_format import FileFormat, SheetTitle
from jetmsg_core.files.shields import Shield
from jetmsg_core.files.tables import Table, file_of
from jetmsg_core.primitives.numbers import with_commas
from pages.parts.shared.file_buttons import draw_file_buttons


def with_numbers(frame: pd.DataFrame, *columns: str) -> Styler:
    """The table writes the whole numbers of these columns as people do, and still sorts them as
    numbers. Streamlit's own `localized` would follow the browser."""
    forms: dict[Any, str | Callable[[object], str] | None]
    forms = {name: _written for name in columns if name in frame}
    return frame.style.format(forms)


def _written(number: Any) -> str:
    return with_commas(number)


def draw_rows_download(
    frame: pd.DataFrame,
    *,
    name: str,
    key: str,
    permission: Permission = Permission.DOWNLOAD,
    make: Callable[[Table, FileFormat], bytes] = file_of,
) -> None:
    """Small buttons below a table download it; nothing for whoever may not. `name` is the file's,
    without its ending; `make` writes it, and tells the audit where people are in it."""
    if not may(permission):
        return
    draw_file_buttons(
        "Download these rows",
        partial(file_of_table, frame, permission=permission, make=make),
        name=name,
        key=key,
        kind="tertiary",
    )


def file_of_table(
    frame: pd.DataFrame,
    form: FileFormat,
    *,
    permission: Permission = Permission.DOWNLOAD,
    make: Callable[[Table, FileFormat], bytes] = file_of,
) -> bytes:
    """The file has texts shielded as in every export, numbers bare, and what is missing empty.
    Whoever fetches it is asked anew whether they may: another may have its address."""
    require(permission)
    columns = [_column(frame.iloc[:, index]) for index in range(frame.shape[1])]
    table = Table(list(map(str, frame.columns)), columns, Shield.PERSON, SheetTitle.ROWS)
    return make(table, form)


def _column(column: pd.Series[Any]) -> Column:
    if pd.api.types.is_numeric_dtype(column):
        return Column(Kind.NUMBER, pa.array(column, from_pandas=True))
    return text_column(("" if pd.isna(cell) else str(cell) for cell in column), Kind.CELL)


def beside(ours: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    """The table has our columns, then those of a file. A column of ours that is named as one of the
    file's gets a mark, for a table cannot have two columns of the same name."""
    names = ours_beside(list(map(str, cells.columns)), list(map(str, ours.columns)))
    return _joined(ours.set_axis(names, axis="columns"), cells, list(map(str, cells.columns)))


def before(ours: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    """The table is the same, of columns of ours that are asked for by name: it is the file's that
    get the mark."""
    return _joined(ours, cells, theirs_beside(list(ours.columns), list(map(str, cells.columns))))


def _joined(ours: pd.DataFrame, cells: pd.DataFrame, names: list[str]) -> pd.DataFrame:
    theirs = {name: cells.iloc[:, index].to_numpy() for index, name in enumerate(names)}
    return ours.assign(**theirs)
