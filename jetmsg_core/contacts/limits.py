"""How large a file may be. A larger one is refused with words, before it fills the memory."""

from __future__ import annotations

from dataclasses import dataclass

from jetmsg_core.contacts.findings import FileFinding

MB = 1_000_000
"""As the browser counts them when it refuses a file."""


@dataclass(frozen=True)
class Limits:
    """Each can be raised by the setting its sentence names."""

    file_mb: int = 200
    rows: int = 2_000_000
    columns: int = 500


USUAL = Limits()


def too_large(size: int, limits: Limits) -> FileFinding | None:
    if size <= limits.file_mb * MB:
        return None
    return FileFinding(
        "file_too_large",
        f"The file has more than {limits.file_mb:,} MB, which is the most that is read at once. "
        "Split it into smaller files, or raise JETMSG_MAX_FILE_MB.",
    )


def too_many_rows(rows: int, limits: Limits) -> FileFinding | None:
    if rows <= limits.rows:
        return None
    return FileFinding(
        "too_many_rows",
        f"The file has {rows:,} rows with something in them; at most {limits.rows:,} are read at "
        "once. Split it into smaller files, or raise JETMSG_MAX_ROWS.",
    )


def too_many_columns(columns: int, limits: Limits) -> FileFinding | None:
    if columns <= limits.columns:
        return None
    return FileFinding(
        "too_many_columns",
        f"The file has {columns:,} columns; at most {limits.columns:,} are read. Remove the ones "
        "no message needs, or raise JETMSG_MAX_COLUMNS. If it should have fewer, the delimiter "
        "may be a wrong guess.",
    )
