"""The passphrase of a copy: out of the settings, typed, or read from standard input."""

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
        return settings.backup_passphrase or _first_line()
    typed = getpass.getpass(f"Passphrase ({SHORTEST} characters or more): ")
    if getpass.getpass("Passphrase again: ") != typed:
        raise InputError("passphrases_differ", "The passphrase was typed in two ways. Try again.")
    return typed


def passphrase_of(settings: Settings, copy: Path) -> str | None:
    """Give the passphrase of a copy, None for one that is not encrypted."""
    if not is_encrypted(copy):
        return None
    if settings.backup_passphrase or not sys.stdin.isatty():
        return settings.backup_passphrase or _first_line()
    return getpass.getpass(f"Passphrase of {copy.name}: ")


def _first_line() -> str:
    return sys.stdin.readline().rstrip("\r\n")
