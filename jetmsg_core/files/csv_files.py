"""CSV files as spreadsheets open them right: a byte order mark, and quotes around every text.

Pure. Nothing but this module writes one. What is in the cells is shielded before (`shields`).
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.csv

_PLAIN = re.compile(r"[\w ()./-]*")
"""Names that no program cuts in two: semicolons and tabs are delimiters to some of them."""


def begin_csv(names: Iterable[str], *, mark: bool = True) -> bytes:
    """Writes the line of column names, behind a byte order `mark`."""
    line = ",".join(map(_quoted, names))
    return (codecs.BOM_UTF8 if mark else b"") + f"{line}\n".encode()


def rows_of(columns: Sequence[Any]) -> pa.Buffer:
    """Writes the lines of these columns. Arrow quotes texts that need it and leaves numbers
    bare."""
    names = [str(column) for column in range(len(columns))]
    sink = pa.BufferOutputStream()
    options = pyarrow.csv.WriteOptions(include_header=False, quoting_style="needed")
    pyarrow.csv.write_csv(pa.Table.from_arrays(list(columns), names=names), sink, options)
    return sink.getvalue()


def _quoted(name: str) -> str:
    return name if _PLAIN.fullmatch(name) else '"{}"'.format(name.replace('"', '""'))
