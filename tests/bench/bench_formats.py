"""Contact files of other formats, against R = `pd.read_csv(file, dtype=str,
keep_default_na=False)` of the same people in the same run.

Prints a Markdown table of medians, rounds interleaved.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import statistics
import time
from collections.abc import Callable
from typing import Any

import pandas as pd

from jetmsg_core.contacts.audience import check_contacts

Person = tuple[str, str, str, str]
GOALS = {"vCards": 10.0, "a web table": None, "JSON": None}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    people = made_up(options.people)
    csv = "\n".join(["Name,Phone,Phone 2,Organisation", *map(",".join, people)]).encode()
    files = {"vCards": cards(people), "a web table": page(people), "JSON": objects(people)}
    seconds_by_name: dict[str, list[float]] = {name: [] for name in ("R", *files)}
    for _ in range(options.rounds):
        seconds_by_name["R"].append(timed(lambda: read_plainly(csv)))
        for name, data in files.items():
            seconds_by_name[name].append(timed(lambda d=data: check_contacts(d)))
    usual = statistics.median(seconds_by_name["R"])
    print(f"{options.people:,} people, medians of {options.rounds} rounds\n")
    print("| checked | seconds | of R | goal |\n|---|---:|---:|---:|")
    for name, seconds in seconds_by_name.items():
        median, goal = statistics.median(seconds), GOALS.get(name)
        wanted = "" if goal is None else f"≤ {goal:.0f}"
        print(f"| {name} | {median:.2f} | {median / usual:.1f} | {wanted} |")


def made_up(count: int) -> list[Person]:
    """Every third person has a second number."""
    pick = random.Random(1)
    numbers = [[str(pick.randrange(7 * 10**9, 10**10)) for _ in range(2)] for _ in range(count)]
    return [
        (f"Customer {at}", first, second if at % 3 == 0 else "", f"Shop {at % 100}")
        for at, (first, second) in enumerate(numbers)
    ]


def cards(people: list[Person]) -> bytes:
    return "".join(map(_card, people)).encode()


def _card(person: Person) -> str:
    name, first, second, shop = person
    more = f"TEL;TYPE=HOME:{second}\r\n" if second else ""
    return (
        f"BEGIN:VCARD\r\nVERSION:3.0\r\nN:{name};;;;\r\nFN:{name}\r\n{more}"
        f"TEL;TYPE=CELL:+91 {first[:5]} {first[5:]}\r\nORG:{shop}\r\n"
        "EMAIL:someone@example.com\r\nREV:20260101T000000Z\r\nEND:VCARD\r\n"
    )


def page(people: list[Person]) -> bytes:
    rows = "".join(
        "<tr>" + "".join(f"<td class=x>{cell}</td>" for cell in person) + "</tr>\n"
        for person in people
    )
    head = "<th>Name</th><th>Phone</th><th>Phone 2</th><th>Organisation</th>"
    return f"<html><table><tr>{head}</tr>{rows}</table></html>".encode()


def objects(people: list[Person]) -> bytes:
    names = ("name", "phone", "phone 2", "organisation")
    return json.dumps([dict(zip(names, person, strict=True)) for person in people]).encode()


def read_plainly(csv: bytes) -> None:
    pd.read_csv(io.BytesIO(csv), dtype=str, keep_default_na=False)


def timed(work: Callable[[], Any]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


if __name__ == "__main__":
    main()
