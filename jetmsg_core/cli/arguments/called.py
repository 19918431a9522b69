"""What is asked for by its name, or by its id."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from jetmsg_core.errors import InputError, NotFoundError
from jetmsg_core.primitives.characters import quoted

NAME_OR_ID = "NAME|ID"


class Named(Protocol):
    """A thing with a name that people gave it."""

    @property
    def id(self) -> int: ...
    @property
    def name(self) -> str: ...


T = TypeVar("T", bound=Named)


def called(
    kind: str, wanted: str, items: Sequence[T], *, also: Callable[[T], str] = lambda item: ""
) -> T:
    """Give the one of these things that is called so in any case, or whose id it is; `also` gives
    another name of each. `id=7` is the id alone. Raises NotFoundError where there is none, and
    InputError where it may be one of several, in words about the `kind`."""
    number = wanted.lstrip("0")
    matches = [item for item in items if number == str(item.id) or wanted == also(item)]
    if wanted.startswith("id="):
        matches = [item for item in items if wanted == f"id={item.id}"]
    else:
        same = [item for item in items if item.name.casefold() == wanted.strip().casefold()]
        matches += [item for item in same if item not in matches]
    if len(matches) > 1:
        ids = " or ".join(f"id={item.id}" for item in matches)
        raise InputError(
            f"ambiguous_{kind}", f"Several {kind}s are called {quoted(wanted)}: write {ids}."
        )
    if not matches:
        word = wanted if wanted.isdecimal() else quoted(wanted)
        raise NotFoundError(f"unknown_{kind}", f"There is no {kind} {word}.")
    return matches[0]
