"""A workbook's contacts as the sheet shows them, everywhere but in the numbers.

A number is read from what its cell holds: under a format it may look like another one. What people
read in a message is what the sheet shows. A country that the sheet shows beside a number is heard
(`rows.shown_codes`). Pure.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

import pandas as pd

from jetmsg_core.contacts.contact_file import ContactFile
from jetmsg_core.contacts.findings.codes import FileFindingCode


def as_shown(file: ContactFile, numbers: Collection[str]) -> ContactFile:
    """Gives the file as its sheet shows it, but for the columns of the `numbers`, whose looks are
    kept beside it. Where nobody knows a look, it is said of the numbers too: it may show another
    country."""
    looks = replace(file.looks, numbers=_beside(file, numbers))
    displayed = {name: cells for name, cells in file.looks.shown.items() if name not in numbers}
    doubts = [
        doubt
        for name, doubt in file.looks.doubts
        if name not in numbers or doubt.code is FileFindingCode.LOOKS_UNKNOWN
    ]
    if not displayed and not doubts:
        return replace(file, looks=looks)
    texts = {name: pd.array(cells, dtype="str") for name, cells in displayed.items()}
    cells = file.cells.assign(**texts)
    return replace(file, cells=cells, looks=looks, warnings=(*file.warnings, *doubts))


def _beside(file: ContactFile, numbers: Collection[str]) -> dict[str, pd.Series[str]]:
    return {
        name: pd.Series(pd.array(cells, dtype="str"), index=file.cells.index)
        for name, cells in file.looks.shown.items()
        if name in numbers
    }
