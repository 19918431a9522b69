"""A workbook's contacts as the sheet shows them, everywhere but in the numbers.

A number is read from what its cell holds: under a format it may look like another one. What people
read in a message is what the sheet shows. Pure.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import pandas as pd

from jetmsg_core.contacts.files import ContactFile


def as_shown(file: ContactFile, numbers: Collection[str]) -> ContactFile:
    """Gives the file as its sheet shows it, but for the columns of the `numbers`."""
    shown = {name: cells for name, cells in file.looks.shown.items() if name not in numbers}
    doubts = [doubt for name, doubt in file.looks.doubts if name not in numbers]
    if not shown and not doubts:
        return file
    texts = {name: pd.array(cells, dtype="str") for name, cells in shown.items()}
    return replace(file, cells=file.cells.assign(**texts), warnings=(*file.warnings, *doubts))
