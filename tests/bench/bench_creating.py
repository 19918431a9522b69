"""`make bench`: a million recipients planned, checked and frozen, as ratios to R, the time of
`pd.read_csv` for the same file in the same run.

Prints a table of medians. Ratios travel between machines, seconds do not.
"""

from __future__ import annotations

import argparse
import io
import logging
import os
import statistics
import tempfile
import time
from collections.abc import Callable

import pandas as pd

from jetmsg_core import settings as configuration
from jetmsg_core import templates
from jetmsg_core.campaigns import creating
from jetmsg_core.campaigns.briefs import Brief, check_brief
from jetmsg_core.campaigns.plan import Contacts
from jetmsg_core.campaigns.previewing import plan_of, preview_of
from jetmsg_core.contacts.audience import check_contacts
from jetmsg_core.lists import contacts_of
from jetmsg_core.settings import Settings
from jetmsg_core.store.database import open_database
from jetmsg_core.templates import Draft

NAMES = ("Asha", "Ravi", "Om", "Priya", "Zoya", "Kiran", "Meera")
DLT_ID = "1107160123456789012"
APPROVED = "Dear {#var#}, your bill of Rs.{#var#} is due. JETMSG"
STATIC = Brief("Bench", "Our Diwali sale begins on Friday. JETMSG", sender_id="JETMSG")
CITY = Brief("Bench", "Dear customer, we open in {{city}} today. JETMSG", sender_id="JETMSG")
PERSONAL = Brief(
    "Bench",
    "Dear {{name}}, your bill of Rs.{{amount}} is due. JETMSG",
    sender_id="JETMSG",
    template_id=DLT_ID,
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--recipients", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    logging.disable(logging.WARNING)
    data = contact_file(options.recipients)
    contacts = contacts_of(check_contacts(data), "bench.csv")
    names = ("R", "plan", "checks", "create: one text", "create: by city", "create: personal")
    taken: dict[str, list[float]] = {name: [] for name in names}
    for _ in range(options.rounds):
        with tempfile.TemporaryDirectory() as folder:
            os.environ |= {"JETMSG_DATA_DIR": folder, "JETMSG_MODE": "sandbox"}
            for name, seconds in one_round(configuration.load(), data, contacts).items():
                taken[name].append(seconds)
    middle = {name: statistics.median(seconds) for name, seconds in taken.items()}
    print(f"{options.recipients:,} recipients, medians of {options.rounds} rounds\n")
    print("| stage | time | ratio to R |")
    print("|---|---:|---:|")
    for name in names:
        print(f"| {name} | {middle[name]:.2f} s | {middle[name] / middle['R']:.2f} R |")


def contact_file(count: int) -> bytes:
    lines = [
        f"{NAMES[i % 7]} {i % 50_021},{9_000_000_000 + i * 97},City{i % 50},{i % 9973}.50,"
        f"2026-12-{i % 28 + 1:02d},x{i},y"
        for i in range(count)
    ]
    return ("name,mobile,city,amount,due,ref,group\n" + "\n".join(lines) + "\n").encode()


def one_round(settings: Settings, data: bytes, contacts: Contacts) -> dict[str, float]:
    templates.add(settings, Draft("Bill", APPROVED, dlt_id=DLT_ID, header="JETMSG"))
    brief = check_brief(settings, PERSONAL)
    plan = plan_of(settings, contacts, brief)

    def check() -> None:
        with open_database(settings.database_path) as db:
            preview_of(db, settings, contacts, brief, plan)

    return {
        "R": timed(lambda: pd.read_csv(io.BytesIO(data), dtype=str, keep_default_na=False)),
        "plan": timed(lambda: plan_of(settings, contacts, brief)),
        "checks": timed(check),
        "create: one text": timed(lambda: creating.create(settings, contacts, STATIC)),
        "create: by city": timed(lambda: creating.create(settings, contacts, CITY)),
        "create: personal": timed(lambda: creating.create(settings, contacts, brief)),
    }


def timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
