"""What a person once said about a file's columns, remembered for files with the same ones.

A file is known by the columns found when everything about it is guessed, compared as headers are:
without case, spaces, `_` and `-`. Files without column names are not known again. A header row that
was chosen is taken again only where it holds the same names, because another file may have its
first contact there. What ten digits mean in a column of mostly foreign numbers is asked anew each
time: it is about the numbers of one file.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict, replace

from jetmsg_core.acting import Permission, requires
from jetmsg_core.contacts.columns.headers import header_key
from jetmsg_core.contacts.partition import Duplicates
from jetmsg_core.contacts.read_options import GUESSED, ReadOptions
from jetmsg_core.errors import InputError
from jetmsg_core.primitives.times import Clock, utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.store.database import open_database
from jetmsg_core.store.saved import mappings

_MADE_UP = re.compile(r"Column [0-9]+")


def remembered(
    settings: Settings,
    columns: Sequence[str],
    *,
    read: Callable[[ReadOptions], Sequence[str]] | None = None,
) -> ReadOptions | None:
    """Gives what was remembered for a file in which these columns were found, if anything.

    `read` gives the columns as options read them, and may raise InputError: those of the file that
    is to be read so, which need not be the one the choice was made for.
    """
    signature = _signature(columns)
    if signature is None:
        return None
    with open_database(settings.database_path) as db:
        choices = mappings.get(db, signature)
    if choices is None:
        return None
    duplicates = Duplicates(choices.pop("duplicates", Duplicates.FIRST))
    names = choices.pop("names", None) or _keys(columns)
    for name in ("else_columns", "each_columns", "consents"):
        choices[name] = tuple(choices.get(name, ()))
    options = ReadOptions(**choices, duplicates=duplicates)
    if read is None or not options.header:
        return options
    with suppress(InputError):
        if _keys(read(options)) == names:
            return options
    return None


@requires(Permission.PREPARE)
def remember(
    settings: Settings,
    columns: Sequence[str],
    options: ReadOptions,
    *,
    names: Sequence[str] = (),
    clock: Clock = utc_now,
) -> None:
    """Replaces what was remembered; `GUESSED` forgets it. `names` are the columns as they were read
    in the end. Nothing is remembered for columns without names of their own; and that people who
    say no were kept is never remembered, nor what their columns mean, nor the channel: others say
    it in the next file."""
    options = replace(options, keep_declined=False, channel=None, consents=())
    signature = _signature(columns)
    if signature is None:
        return
    with open_database(settings.database_path) as db:
        if replace(options, ten_digits=None) == GUESSED:
            mappings.delete(db, signature)
        else:
            chosen = asdict(replace(options, ten_digits=None))
            chosen |= {"names": _keys(names)} if options.header else {}
            mappings.keep(db, signature, chosen, clock())


def _keys(columns: Sequence[str]) -> list[str]:
    return [header_key(column) for column in columns]


def _signature(columns: Sequence[str]) -> str | None:
    if all(_MADE_UP.fullmatch(column) for column in columns):
        return None
    keys = json.dumps(_keys(columns))
    return hashlib.sha256(keys.encode()).hexdigest()
