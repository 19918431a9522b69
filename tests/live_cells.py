"""Whether a spreadsheet might calculate a cell, judged apart from the shield that prevents it."""

from __future__ import annotations

import csv
import re
import unicodedata

DROPPED = ("Cc", "Zs", "Zl", "Zp")
"""Categories of characters a program may drop before the first one it shows."""


def is_live(text: str) -> bool:
    """As any spreadsheet program may see it: without what it may drop, and with wide, small and
    raised characters folded. Dashes and dots are seen, and begin a text."""
    if text[:1] in ("\t", "\r", "\n"):
        return True
    for character in text:
        if unicodedata.category(character) in DROPPED or character in "\xad\u061c\u180e\ufeff":
            continue
        if "\u200b" <= character <= "\u206f" and unicodedata.category(character)[0] not in "PS":
            continue
        return unicodedata.normalize("NFKC", character).replace("\u2212", "-")[0] in "=+-@"
    return False


def is_our_text(cell: str) -> bool:
    """Digits as a formula that yields text: the one formula we write."""
    return re.fullmatch(r'="[0-9]+"', cell) is not None


def live_cells(data: bytes) -> list[str]:
    """Of a CSV file of ours, header included, however a program cuts it into cells."""
    text = data.decode("utf-8-sig")
    cells = [cell for row in csv.reader(text.splitlines(keepends=True)) for cell in row]
    # LibreOffice takes semicolons and tabs for delimiters as well, unless they stand in quotes.
    anywhere = re.compile(r'"((?:[^"]|"")*)"|([^,;\t\r\n"]+)')
    cells += [(a or b).replace('""', '"') for a, b in anywhere.findall(text)]
    return [cell for cell in cells if is_live(cell) and not is_our_text(cell)]
