"""`contacts check`."""

from __future__ import annotations

import argparse
from pathlib import Path

from jetmsg_core import checking
from jetmsg_core import settings as configuration
from jetmsg_core.cli.output import show
from jetmsg_core.contacts.audience import Audience, Duplicates
from jetmsg_core.contacts.exports import accepted_csv, rejected_csv
from jetmsg_core.errors import InputError
from jetmsg_core.settings import Settings


def check(options: argparse.Namespace) -> int:
    """Exit 1 when nothing in the file can be used."""
    audience = read(configuration.load(), options)
    if options.accepted:
        write(options.accepted, accepted_csv(audience))
    if options.rejected:
        write(options.rejected, rejected_csv(audience))
    dropped = {
        "repeats": audience.duplicates.to_dict("records"),
        "suppressed": audience.opted_out.to_dict("records"),
    }
    show(audience.report.as_dict() | dropped, as_json=options.json)
    if audience.report.blockers:
        raise InputError(audience.report.blockers[0].code, audience.report.blockers[0].message)
    return 0


def read(settings: Settings, options: argparse.Namespace) -> Audience:
    """The file an option names, checked with the file options and without the opt-outs."""
    return checking.check(
        settings,
        bytes_of(options.file),
        name=options.file.name,
        column=options.column,
        delimiter=options.delimiter,
        encoding=options.encoding,
        header=False if options.no_header else None,
        sheet=options.sheet,
        duplicates=Duplicates(options.duplicates),
        split=options.split,
    )


def write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise InputError("cannot_write", f"{path} cannot be written: {error.strerror}.") from None


def bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError("cannot_read", f"{path} cannot be read: {error.strerror}.") from None
