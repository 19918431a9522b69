"""`make bench`: the contacts of a million rows planned, checked and frozen, as ratios to
R = `pd.read_csv(file, dtype=str, keep_default_na=False)` of the same file in the same run.

Prints a table of medians. Ratios travel between machines, seconds do not. Peak memory is that of
child processes, each of which reads the file and does one thing with it.
"""

from __future__ import annotations

import argparse
import logging
import statistics
import subprocess
import sys
import tempfile
from collections import defaultdict
from dataclasses import replace
from pathlib import Path

from jetmsg_core import settings as configuration
from jetmsg_core import templates
from jetmsg_core.campaigns.draft.spec import CampaignSpec, check_spec
from jetmsg_core.campaigns.lifecycle import create
from jetmsg_core.campaigns.preview.pipeline import check_people, plan_campaign
from jetmsg_core.campaigns.preview.preview import preview_of
from jetmsg_core.contacts.audience import check_contacts
from jetmsg_core.contacts.recipients import Contacts
from jetmsg_core.lists import contacts_of
from jetmsg_core.primitives.times import utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.store.database import open_database
from jetmsg_core.templates import TemplateDraft
from tests.bench.bench_contacts import peak_megabytes, read_plainly, timed, write_contacts

DLT_ID = "1107160123456789012"
APPROVED = "Dear {#var#}, your bill of Rs.{#var#} is due. JETMSG"
STATIC = CampaignSpec("Bench", "Our Diwali sale begins on Friday. JETMSG", sender_id="JETMSG")
CITY = CampaignSpec("Bench", "Dear customer, we open in {{City}} today. JETMSG", sender_id="JETMSG")
PERSONAL = CampaignSpec(
    "Bench",
    "Dear {{Name}}, your bill of Rs.{{Amount}} is due. JETMSG",
    sender_id="JETMSG",
    template_id=DLT_ID,
)


SPECS = {
    "create: one text": STATIC,
    "create: personal": replace(PERSONAL, template_id=""),
}
GOALS = {
    "plan and checks": 0.65,
    "create: one text": 0.75,
    "create: personal": 1.7,
}
"""Of R. To create is to plan, to check and to store."""
MEMORY_GOAL = 1.5


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peak", nargs=2, metavar=("WHAT", "FILE"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    logging.disable(logging.WARNING)
    if options.peak:
        print_peak(options.peak[0], Path(options.peak[1]))
        return
    times: defaultdict[str, list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "contacts.csv"
        write_contacts(path, options.rows)
        contacts = contacts_of(check_contacts(path.read_bytes()), path.name)
        some_long = with_long_names(contacts)
        for turn in range(options.rounds):
            settings = replace(
                configuration.load({}), data_dir=Path(folder) / str(turn), sender_id="JETMSG"
            )
            for name, seconds in one_round(settings, path, contacts, some_long).items():
                times[name].append(seconds)
        peaks = {what: peak_of(what, path) for what in ("R", *SPECS)}
    middle = {name: statistics.median(seconds) for name, seconds in times.items()}
    print(
        f"{options.rows:,} rows, {len(contacts.numbers):,} recipients, medians of "
        f"{options.rounds} rounds\n"
    )
    print("| stage | time | of R | goal |")
    print("|---|---:|---:|---:|")
    for name, seconds in middle.items():
        goal = f"≤ {GOALS[name]:.2f}" if name in GOALS else ""
        print(f"| {name} | {seconds:.2f} s | {seconds / middle['R']:.2f} | {goal} |")
    print("\n| peak memory of a process | MB | of R | goal |\n|---|---:|---:|---:|")
    for what, peak in peaks.items():
        goal = f"≤ {MEMORY_GOAL}" if what in SPECS else ""
        print(f"| {what} | {peak:.0f} | {peak / peaks['R']:.2f} | {goal} |")


def one_round(
    settings: Settings, path: Path, contacts: Contacts, some_long: Contacts
) -> dict[str, float]:
    templates.add(settings, TemplateDraft("Bill", APPROVED, dlt_id=DLT_ID, header="JETMSG"))
    spec = check_spec(settings, PERSONAL)
    leaving = replace(spec, leave_out=("dlt_value_too_long",))

    def plan_and_check() -> None:
        planned = plan_campaign(settings, contacts, spec)
        with open_database(settings.database_path) as db:
            preview_of(db, settings, check_people(db, settings, planned, utc_now()))

    return {
        "R": timed(lambda: read_plainly(path)),
        "plan and checks": timed(plan_and_check),
        "create: one text": timed(lambda: create.create(settings, contacts, STATIC)),
        "create: by city": timed(lambda: create.create(settings, contacts, CITY)),
        "create: personal": timed(lambda: create.create(settings, contacts, spec)),
        "create: some left out": timed(lambda: create.create(settings, some_long, leaving)),
    }


def with_long_names(contacts: Contacts) -> Contacts:
    """One name in a hundred is longer than operators take in a variable."""
    names = contacts.cells["Name"].copy()
    names.iloc[::100] = "Sri " + names.iloc[::100] + " of the Long House of Pune, Maharashtra"
    return replace(contacts, cells=contacts.cells.assign(Name=names))


def peak_of(what: str, path: Path) -> float:
    command = [sys.executable, "-m", "tests.bench.bench_creating", "--peak", what, str(path)]
    return float(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)


def print_peak(what: str, path: Path) -> None:
    """The file is read and checked in the same process, as by `campaign create`."""
    if what in SPECS:
        with tempfile.TemporaryDirectory() as folder:
            settings = replace(configuration.load({}), data_dir=Path(folder))
            contacts = contacts_of(check_contacts(path.read_bytes()), path.name)
            create.create(settings, contacts, SPECS[what])
    else:
        held = read_plainly(path)
        del held
    print(peak_megabytes())


if __name__ == "__main__":
    main()
