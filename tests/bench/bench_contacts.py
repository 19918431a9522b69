"""Reading contact files and working with lists, against R = `pd.read_csv(file, dtype=str,
keep_default_na=False)` of the same file in the same run.

Prints Markdown tables of medians, rounds interleaved. Ratios travel between machines, seconds do
not. Peak memory is that of child processes, each of which does one thing.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from jetmsg_core import lists, optouts
from jetmsg_core import settings as configuration
from jetmsg_core.campaigns.plan.chunking import make_plan
from jetmsg_core.contacts.audience import check_contacts
from jetmsg_core.contacts.files import read_contacts
from jetmsg_core.contacts.numbers.normalize import normalize_column
from jetmsg_core.contacts.partition import Duplicates, partition_rows
from jetmsg_core.lists import CellTest, Comparison, InList
from jetmsg_core.messages.template import SKIP
from jetmsg_core.settings import Settings
from tests.read_back import read_list

ROOT = Path(__file__).parents[2]
OPT_OUTS = 100_000
GOALS = {
    "read": 0.25,
    "numbers": 0.20,
    "repeats and opt-outs": 0.10,
    "whole check": None,
    "read with odd quoting": 1.5,
}
MEMORY_GOAL = 1.5
SPELLINGS = (
    *["{n}"] * 8,
    *["+91{n}", "91{n}", "0{n}", "{a} {b}", "+91 {a} {b}", "+91-{a}-{b}", "{a}-{b}"],
    *["0091{n}", "{n}.0", "'{n}", "({a}) {b}", "{a}.{b}", "091{n}"],
)
CITIES = ("Pune", "Mumbai", "Chennai", "Kolkata", "Bengaluru", "Hyderabad", "Lucknow", "Surat")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peak", nargs=2, metavar=("WHAT", "FILE"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.peak:
        print_peak(*options.peak)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "contacts.csv"
        numbers = write_contacts(path, options.rows)
        opt_outs = np.array(random.Random(2).choices(numbers, k=OPT_OUTS)) + 910_000_000_000
        odd = Path(folder) / "odd.csv"
        write_odd_quotes(path, odd)
        size = path.stat().st_size / 1e6
        print(f"{options.rows:,} rows, {size:.0f} MB, medians of {options.rounds} rounds\n")
        print_speed(path, odd, opt_outs, options.rounds)
        print_memory(path)
        print_lists(path, opt_outs, Path(folder), options.rounds)


def write_contacts(path: Path, rows: int) -> list[int]:
    """7 columns, 21 spellings of numbers, one row in 20 repeats an earlier number."""
    pick = random.Random(1)
    numbers: list[int] = []
    with path.open("w", encoding="utf-8") as out:
        out.write("Name,Mobile,City,Amount,Due Date,Policy No,Link\n")
        for row in range(rows):
            again = row > 100 and pick.random() < 0.05
            number = pick.choice(numbers) if again else pick.randrange(7 * 10**9, 10**10)
            numbers.append(number)
            text = str(number)
            spelled = pick.choice(SPELLINGS).format(n=text, a=text[:5], b=text[5:])
            out.write(
                f"Customer {row},{spelled},{pick.choice(CITIES)},{pick.randrange(100, 99_999)},"
                f"{row % 28 + 1:02}-01-2026,SMPL-{row:08},https://example.in/p/{row:x}\n"
            )
    return numbers


def write_odd_quotes(path: Path, odd: Path) -> None:
    """The same contacts; in one row of twenty a stray quote, in another a cell of two lines. The
    latter has two quotes, so R reads the same rows."""
    with path.open(encoding="utf-8") as lines, odd.open("w", encoding="utf-8") as out:
        for index, line in enumerate(lines):
            name, rest = line.split(",", 1)
            if index % 20 == 1:
                name = f'{name} 5" pipe'
            elif index % 20 == 11:
                name = f'"{name}\nSecond floor, Pune"'
            out.write(f"{name},{rest}")


def print_speed(path: Path, odd: Path, opt_outs: Any, rounds: int) -> None:
    ratios: dict[str, list[float]] = {name: [] for name in ("R", *GOALS)}
    for _ in range(rounds):
        ratios["R"].append(timed(lambda: read_plainly(path)))
        ratios["read with odd quoting"].append(timed(lambda: read_contacts(odd.read_bytes())))
        ratios["read"].append(timed(lambda: read_contacts(path.read_bytes())))
        cells = read_contacts(path.read_bytes()).cells["Mobile"]
        ratios["numbers"].append(timed(lambda c=cells: normalize_column(c)))
        column = normalize_column(cells).numbers
        ratios["repeats and opt-outs"].append(
            timed(lambda n=column: partition_rows(n, opt_outs, Duplicates.FIRST))
        )
        del cells, column
        ratios["whole check"].append(
            timed(lambda: check_contacts(path.read_bytes(), opt_outs=opt_outs))
        )
    print("| stage | seconds | of R | goal |\n|---|---:|---:|---:|")
    for name, seconds in ratios.items():
        ratio = statistics.median(s / r for s, r in zip(seconds, ratios["R"], strict=True))
        goal = GOALS.get(name)
        wanted = f"≤ {goal:.2f}" if goal else ""
        print(f"| {name} | {statistics.median(seconds):.2f} | {ratio:.2f} | {wanted} |")
    print(flush=True)


def read_plainly(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def print_memory(path: Path) -> None:
    peaks = {what: peak_of(what, path) for what in PEAKS}
    print("| peak memory of a process | MB | of R | goal |\n|---|---:|---:|---:|")
    for what, peak in peaks.items():
        goal = f"≤ {MEMORY_GOAL}" if what not in ("nothing", "R") else ""
        print(f"| {what} | {peak:.0f} | {peak / peaks['R']:.2f} | {goal} |")
    print(flush=True)


def peak_of(what: str, path: Path) -> float:
    command = [sys.executable, "-m", "tests.bench.bench_contacts", "--peak", what, str(path)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT)
    return float(done.stdout)


def print_peak(what: str, path: str) -> None:
    held = PEAKS[what](Path(path))
    print(peak_megabytes())
    del held


def peak_megabytes() -> float:
    """Of this process alone: on Linux `ru_maxrss` begins with the peak of the parent."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def prepare(path: Path) -> object:
    audience = check_contacts(path.read_bytes())
    contacts = lists.contacts_of(audience, path.name)
    return make_plan(contacts, "Hello from our shop.", missing=SKIP, chunk_size=500)


PEAKS: dict[str, Callable[[Path], object]] = {
    "nothing": lambda _: None,
    "R": read_plainly,
    "check": lambda path: check_contacts(path.read_bytes()),
    "check and plan": prepare,
}


def print_lists(path: Path, opt_outs: Any, folder: Path, rounds: int) -> None:
    settings = replace(configuration.load({}), data_dir=folder)
    contacts = lists.contacts_of(check_contacts(path.read_bytes()), path.name)
    optouts.add(settings, map(str, set(opt_outs.tolist())), source="bench")
    first, second = (lists.save(settings, contacts, name=n, token=n) for n in ("one", "two"))
    half = CellTest("City", Comparison.CONTAINS, "u")
    smaller = lists.choose(settings, first, half, name="half", token="half")
    last = len(contacts.numbers) - 60
    works: dict[str, Callable[[str], object]] = {
        "save": lambda token: lists.save(settings, contacts, name="x", token=token),
        "read, without the opt-outs": lambda _: read_list(settings, first),
        "a page from the end": lambda _: lists.page(settings, first, after=last),
        "find a number": lambda _: lists.page(settings, first, search="+91 70000 00000"),
        "find a text that is nowhere": lambda _: lists.page(settings, first, search="no such"),
        "count by a column": lambda _: lists.count(settings, first, half),
        "choose by a column": lambda t: choose(settings, first, half, t),
        "take a list away": lambda t: choose(settings, first, InList(smaller, outside=True), t),
        "merge two": lambda t: lists.merge(settings, first, second, name="x", token=t),
        "all opt-outs as an array": lambda _: optouts.numbers(settings),
        "a page of opt-outs, searched": lambda _: optouts.listing(settings, search="12345"),
    }
    print(f"| {len(contacts.numbers):,} contacts in a list | ms |\n|---|---:|")
    for name, work in works.items():
        seconds = [timed(lambda w=work, t=f"{name}{n}": w(t)) for n in range(rounds)]
        print(f"| {name} | {statistics.median(seconds) * 1000:.0f} |", flush=True)


def choose(settings: Settings, list_id: int, choice: Any, token: str) -> int:
    return lists.choose(settings, list_id, choice, name="x", token=token)


def timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
