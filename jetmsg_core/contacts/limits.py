"""How large a file may be. A larger one is refused with words, before it fills the memory."""

from __future__ import annotations

from dataclasses import dataclass

from jetmsg_core.contacts.findings.codes import FileFindingCode
from jetmsg_core.contacts.findings.file_finding import FileFinding

MB = 1_000_000
"""As the browser counts them when it refuses a file."""


@dataclass(frozen=True)
class Limits:
    """The largest file that is read. Each limit can be raised by the setting its sentence names."""

    file_mb: int = 200
    rows: int = 2_000_000
    columns: int = 500


USUAL = Limits()


def too_large(size: int, limits: Limits) -> FileFinding | None:
    """Gives the blocker for a file of so many bytes, None where that is not too many."""
    if size <= limits.file_mb * MB:
        return None
    return FileFinding.of(FileFindingCode.FILE_TOO_LARGE, megabytes=limits.file_mb)


def too_many_rows(rows: int, limits: Limits) -> FileFinding | None:
    """Gives the blocker for so many filled rows, None where that is not too many."""
    if rows <= limits.rows:
        return None
    return FileFinding.of(FileFindingCode.TOO_MANY_ROWS, row_count=rows, most=limits.rows)


def too_many_columns(columns: int, limits: Limits) -> FileFinding | None:
    """Gives the blocker for so many columns, None where that is not too many."""
    if columns <= limits.columns:
        return None
    return FileFinding.of(
        FileFindingCode.TOO_MANY_COLUMNS, column_count=columns, most=limits.columns
    )
