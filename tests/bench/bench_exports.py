"""Everybody of a campaign of a million as a file, against R = `pd.read_csv(file, dtype=str,
keep_default_na=False)` of the very contact file in the same run, and the peak memory of a process
that does nothing but write one.

Prints Markdown tables of medians, rounds interleaved.
"""

from __future__ import annotations

import argparse
import logging
import statistics
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from jetmsg_core import settings as configuration
from jetmsg_core.campaigns.exports import recipient_file
from jetmsg_core.files.file_format import FileFormat
from jetmsg_core.reports import importing
from jetmsg_core.reports.indexing import index_ended
from jetmsg_core.settings import Settings
from tests.bench.bench_contacts import ROOT, peak_megabytes, read_plainly, timed, write_contacts

GOALS = {FileFormat.CSV: 1.0, FileFormat.XLSX: 6.0}
MEGABYTES = {FileFormat.XLSX: 400}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--peak", nargs=2, metavar=("FORMAT", "FOLDER"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    logging.disable(logging.WARNING)
    if options.peak:
        form, folder = options.peak
        export(settings_in(Path(folder)), FileFormat(form))
        print(peak_megabytes())
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "contacts.csv"
        make_campaign(settings_in(Path(folder)), path, options.rows)
        print_speed(settings_in(Path(folder)), path, options.rounds)
        print_memory(Path(folder))


def settings_in(folder: Path) -> Settings:
    return replace(configuration.load({}), data_dir=folder, sender_id="JETMSG")


def make_campaign(settings: Settings, path: Path, rows: int) -> None:
    """One that has ended, with a delivery report about everybody."""
    # With it comes all that draws pages, which is not there where memory is measured.
    from tests.bench.bench_results import create, report_of, send

    write_contacts(path, rows)
    campaign_id = create(settings, path)
    send(settings, campaign_id, part=1)
    index_ended(settings)
    report = report_of(settings, campaign_id, path.with_name("report.csv"))
    importing.import_report(settings, report.read_bytes())


def export(settings: Settings, form: FileFormat) -> None:
    with (settings.data_dir / f"export{form.ending}").open("wb") as out:
        recipient_file.export(settings, 1, out, form=form)


def print_speed(settings: Settings, path: Path, rounds: int) -> None:
    times: dict[str, list[float]] = {"R": []} | {form: [] for form in FileFormat}
    for _ in range(rounds):
        times["R"].append(timed(lambda: read_plainly(path)))
        for form in FileFormat:
            times[form].append(timed(lambda form=form: export(settings, form)))
    print("| everybody exported | s | of R | goal | MB |\n|---|---:|---:|---:|---:|")
    usual = statistics.median(times["R"])
    print(f"| R | {usual:.2f} | 1.00 | | |")
    for form in FileFormat:
        seconds = statistics.median(times[form])
        goal = f"≤ {GOALS[form]}" if form in GOALS else ""
        size = (settings.data_dir / f"export{form.ending}").stat().st_size / 1e6
        print(f"| {form} | {seconds:.2f} | {seconds / usual:.2f} | {goal} | {size:.0f} |")
    print(flush=True)


def print_memory(folder: Path) -> None:
    print("| peak memory of a process | MB | goal |\n|---|---:|---:|")
    for form in FileFormat:
        command = [sys.executable, "-m", "tests.bench.bench_exports", "--peak", form, str(folder)]
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT)
        goal = f"≤ {MEGABYTES[form]}" if form in MEGABYTES else ""
        print(f"| {form} | {float(done.stdout):.0f} | {goal} |", flush=True)


if __name__ == "__main__":
    main()
