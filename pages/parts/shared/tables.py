"""What a table shows as a file of our own. The toolbar of a table writes its cells raw, formulas
included, so its button is off (`client.disableDataExport`)."""

from __future__ import annotations

from functools import partial
from typing import Any

import pandas as pd
import pyarrow as pa
import streamlit as st

from jetmsg_core.files.csv_files import csv_of
from jetmsg_core.files.formula_escapes import as_excel_text, texts


def draw_rows_download(frame: pd.DataFrame, *, name: str, key: str) -> None:
    """A small button below a table downloads it. `name` is the file's, without its ending."""
    st.download_button(
        "Download these rows",
        data=partial(csv_of_table, frame),
        file_name=f"{name}.csv",
        mime="text/csv",
        on_click="ignore",
        icon=":material/download:",
        type="tertiary",
        key=key,
    )


def csv_of_table(frame: pd.DataFrame) -> bytes:
    """The CSV has texts shielded as in every export, numbers bare, and what is missing empty."""
    columns = [_cells(frame.iloc[:, index]) for index in range(frame.shape[1])]
    return csv_of(as_excel_text(texts(map(str, frame.columns))).to_pylist(), columns)


def _cells(column: pd.Series[Any]) -> object:
    if pd.api.types.is_numeric_dtype(column):
        return pa.array(column, from_pandas=True)
    return as_excel_text(texts("" if pd.isna(cell) else str(cell) for cell in column))


def beside(ours: pd.DataFrame, cells: pd.DataFrame) -> pd.DataFrame:
    """The table has our columns, then those of a file. A column of a file named as one of ours
    gets white space after its name, because a table cannot have two columns of the same name."""
    table = ours.copy()
    for index, name in enumerate(cells.columns):
        free = str(name)
        while free in table.columns:
            free += " "
        table[free] = cells.iloc[:, index].to_numpy()
    return table
