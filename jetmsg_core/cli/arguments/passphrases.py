"""The passphrase of a copy, out of the settings, typed, or read from standard input; and what else
is the first line of that."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path

from jetmsg_core.errors import InputError
from jetmsg_core.files.encrypted import SHORTEST
from jetmsg_core.restoring.replacing import is_encrypted
from jetmsg_core.settings import Settings


def new_passphrase(settings: Settings) -> str:
    """Give the passphrase to encrypt with. On a terminal it is asked for twice and not shown; else
    it is the first line of standard input. Raises InputError where it was typed in two ways."""
    if settings.backup_passphrase or not sys.stdin.isatty():
        return settings.backup_passphrase or first_line("The passphrase")
    typed = getpass.getpass(f"Passphrase ({SHORTEST} characters or more): ")
    if getpass.getpass("Passphrase again: ") != typed:
        raise InputError("passphrases_differ", "The passphrase was typed in two ways. Try again.")
    return typed


def passphrase_of(settings: Settings, copy: Path) -> str | None:
    """Give the passphrase of a copy, None for one that is not encrypted."""
    if not is_encrypted(copy):
        return None
    if settings.backup_passphrase or not sys.stdin.isatty():
        return settings.backup_passphrase or first_line("The passphrase")
    return getpass.getpass(f"Passphrase of {copy.name}: ")


def first_line(what: str) -> str:
    """Give the first line of standard input. Raises InputError where it is no UTF-8: who types the
    same characters elsewhere would hand over other bytes. `what` begins the sentence."""
    try:
        line = sys.stdin.readline().rstrip("\r\n")
        # A system without a language reads other bytes as halves of characters.
        line.encode()
    except UnicodeError:
        raise InputError(
            "not_utf8", f"{what} on standard input is not UTF-8. Write it in UTF-8."
        ) from None
    return line
