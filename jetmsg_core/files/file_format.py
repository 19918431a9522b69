"""The formats of files that leave the product, and how they are named. Pure."""

from __future__ import annotations

from enum import StrEnum
from pathlib import PurePath

from jetmsg_core.errors import InputError


class FileFormat(StrEnum):
    """`CSV` opens right in a spreadsheet. `PLAIN` is CSV for other programs: no byte order mark,
    and every cell as it is, formulas too. `XLSX` is an Excel workbook."""

    CSV = "csv"
    PLAIN = "plain"
    XLSX = "xlsx"

    @property
    def ending(self) -> str:
        return ".xlsx" if self is FileFormat.XLSX else ".csv"

    @property
    def media_type(self) -> str:
        if self is FileFormat.XLSX:
            return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        return "text/csv"


class SheetTitle(StrEnum):
    """What the first sheet of a workbook of ours is called; further ones get a number."""

    RECIPIENTS = "Recipients"
    ACCEPTED = "Accepted"
    REJECTED = "Rejected"
    OPT_OUTS = "Opt-outs"
    UNMATCHED = "Unmatched"
    BALANCE = "Balance"
    ROWS = "Rows"
    AUDIT = "Audit"


def format_of(path: PurePath, *, plain: bool = False) -> FileFormat:
    """Gives the format that a file's name asks for: a workbook where it ends in .xlsx, else CSV.
    Raises InputError (`plain_workbook`) for a workbook that should be plain."""
    if path.suffix.lower() != FileFormat.XLSX.ending:
        return FileFormat.PLAIN if plain else FileFormat.CSV
    if plain:
        raise InputError(
            "plain_workbook",
            f"--plain is for CSV files. Leave it out for {path.name}: formulas are never "
            "calculated in that workbook.",
        )
    return FileFormat.XLSX
