"""Files that commands write: what is asked about each, and how it is written."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path

from jetmsg_core.disk import room as disk_room
from jetmsg_core.files.file_format import FileFormat
from jetmsg_core.files.tables import Table, write_whole
from jetmsg_core.files.whole_files import written_whole
from jetmsg_core.primitives.progress import Tell, nobody_listens
from jetmsg_core.settings import Settings

OUT = "OUT.csv"
WORKBOOK = "a name that ends in .xlsx makes an Excel workbook"


def out_file(parser: argparse.ArgumentParser) -> None:
    """Add the file that is written, and `--plain`."""
    parser.add_argument("out", type=Path, metavar=OUT, help=WORKBOOK)
    plain(parser)


def plain(parser: argparse.ArgumentParser) -> None:
    """Add `--plain`, for CSV that other programs read."""
    parser.add_argument(
        "--plain",
        action="store_true",
        help="CSV for other programs: every cell as it is; a spreadsheet would calculate formulas "
        "and shorten long numbers",
    )


def require_room_for(settings: Settings, path: Path) -> None:
    """Refuse a file that may be large where its disk is nearly full, as the dashboard does; a pipe
    takes no room. Raises DiskNearlyFull."""
    if path.is_file() or not path.exists():
        folder = path.absolute().parent
        disk_room.require_room(settings, "No file was made", folder=folder)


def write(path: Path, table: Table, form: FileFormat, tell: Tell = nobody_listens) -> None:
    """Write a table, whole or not at all, and say what the file could not hold."""
    with written_whole(path) as out:
        written = write_whole(out, table, form, tell=tell)
    say_remarks(written.remarks)


def say_remarks(remarks: Iterable[str]) -> None:
    """Print what a file could not hold as it was, on stderr."""
    for sentence in remarks:
        print(sentence, file=sys.stderr)
