"""What somebody may see of people: of whom a service tells, it asks here at each act.

Whoever may not see numbers gets the last four digits, `primitives.masking.last_digits`, and no text
that holds what is known of a person.
"""

from __future__ import annotations

from jetmsg_core.acting.roles import Permission, may, require
from jetmsg_core.primitives.masking import last_digits, mask_numbers


def sees_people() -> bool:
    """Tells whether whoever acts now may see whole numbers and what is known of people."""
    return may(Permission.SEE_NUMBERS)


def shown_number(number: int) -> int:
    """Gives a number as whoever acts now may see it: whole, or its last four digits."""
    return number if sees_people() else last_digits(number)


def shown_words(text: str) -> str:
    """Gives words of the gateway or of a panel as whoever acts now may read them: numbers in them
    whole, or their last four digits."""
    return text if sees_people() else mask_numbers(text)


def refuse_search(typed: str) -> None:
    """Refuses to look for what was typed, where whoever acts now may not see what it would be
    looked for in: with one number after the other it would tell whole ones. Raises NotAllowed."""
    if typed.strip():
        require(Permission.SEE_NUMBERS)
