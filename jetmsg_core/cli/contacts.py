"""`contacts check`."""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from pathlib import Path

from jetmsg_core import checking, configuration
from jetmsg_core.cli.commands import Command, Group, as_json
from jetmsg_core.cli.file_findings import by_code, for_a_person
from jetmsg_core.cli.output import show, working
from jetmsg_core.cli.written_files import OUT, WORKBOOK, plain, write
from jetmsg_core.contacts import from_pasted
from jetmsg_core.contacts.audience import Audience, Duplicates
from jetmsg_core.contacts.check_report import CheckReport
from jetmsg_core.contacts.exports import accepted_table, rejected_table
from jetmsg_core.contacts.findings.codes import FileFindingCode
from jetmsg_core.contacts.findings.consent_meanings import ConsentMeaning
from jetmsg_core.contacts.findings.file_finding import FileFinding
from jetmsg_core.contacts.read_options import ReadOptions, TenDigits
from jetmsg_core.errors import InputError
from jetmsg_core.files.file_format import format_of
from jetmsg_core.primitives.characters import quoted, without_broken_bytes
from jetmsg_core.primitives.progress import Tell, nobody_listens
from jetmsg_core.settings import Settings
from jetmsg_core.states import Channel

STDIN, PASTED_NAME = Path("-"), "Pasted lines"
KINDS_OF_FILES = (
    "CSV or text, .xlsx, .xlsm, .xlsb, .xls, .ods, vCards (.vcf), JSON, SpreadsheetML (.xml), or a "
    "table in a web page (.html, .mht, or such a page named .xls); - for lines on stdin, such as "
    "Asha 98765 43210"
)


def check(options: argparse.Namespace) -> int:
    """Print what a contact file holds. The exit code is 1 when nothing in it can be used."""
    wanted = {
        make: (path, format_of(path, plain=options.plain))
        for make, path in ((accepted_table, options.accepted), (rejected_table, options.rejected))
        if path
    }
    with working(f"Checking {options.file}") as tell:
        audience = read(configuration.load(), options, Channel(options.channel), tell=tell)
    for make, (path, form) in wanted.items():
        with working(f"Writing {path}") as tell:
            write(path, make(audience), form, tell)
    report = audience.report
    dropped = {
        "repeats": audience.duplicates.to_dict("records"),
        "suppressed": audience.opted_out.to_dict("records"),
        "declined_rows": audience.declined.to_dict("records"),
    }
    if options.json:
        show(report.as_dict() | dropped | by_code(report), as_json=True)
    else:
        show(for_a_person(said_once(report)) | dropped, as_json=False)
    if audience.report.blockers:
        raise refusal(audience.report.blockers[0])
    return 0


def said_once(report: CheckReport) -> CheckReport:
    """Give the report as people read it: without the warning that two columns hold numbers, where
    that is asked."""
    if all(blocker.code is not FileFindingCode.ASK_NUMBER_COLUMN for blocker in report.blockers):
        return report
    warnings = [
        warning
        for warning in report.warnings
        if warning.code is not FileFindingCode.RIVAL_NUMBER_COLUMNS
    ]
    return replace(report, warnings=tuple(warnings))


def refusal(blocker: FileFinding) -> InputError:
    """Give the error that says what blocks, with the option that answers it where it is a
    question."""
    return InputError(blocker.code, f"{blocker.message} {blocker.answer}".rstrip())


def read(
    settings: Settings,
    options: argparse.Namespace,
    channel: Channel | None,
    *,
    tell: Tell = nobody_listens,
) -> Audience:
    """Read the file an option names, checked with the file options and without those who opted out
    or say no to the channel in it; to all channels where none is chosen yet. `tell` hears how far
    it is. Raises InputError when it cannot be read."""
    return checking.check(
        settings,
        bytes_of(options.file),
        name=options.file.name,
        options=ReadOptions(
            column=options.column,
            delimiter=options.delimiter,
            encoding=options.encoding,
            header=False if options.no_header else options.header_row,
            sheet=options.sheet,
            all_sheets=options.all_sheets,
            duplicates=Duplicates(options.duplicates),
            split=options.split,
            else_columns=tuple(options.else_column),
            each_columns=tuple(options.each_column),
            keep_declined=options.keep_declined,
            consents=tuple(options.consent),
            country_column=False if options.no_country_column else options.country_column,
            ten_digits=TenDigits(options.ten_digits) if options.ten_digits else None,
            international=_international(options),
            channel=channel,
        ),
        tell=tell,
    )


def _international(options: argparse.Namespace) -> bool:
    """Whether numbers of other countries are kept. Raises InputError where that is for no WhatsApp
    message; a list is for no channel yet, a template says itself what it is for, and an SMS to them
    is refused later."""
    has_template = "template" in options and options.template is not None
    for_any = "channel" not in options or options.channel == Channel.WHATSAPP
    if not options.international or for_any or has_template:
        return bool(options.international)
    raise InputError(
        "international_sms",
        "SMS goes to Indian numbers only. Write --international with --channel whatsapp, or leave "
        "it out.",
    )


def name_of(path: Path) -> str:
    """Give the name of a file, as it is said to people."""
    return PASTED_NAME if path == STDIN else without_broken_bytes(path.name)


def bytes_of(path: Path) -> bytes:
    """Give the content of a file; for `-` that of lines on stdin, as if they were pasted. Raises
    InputError when it cannot be read."""
    if path == STDIN:
        data = sys.stdin.buffer.read()
        try:
            return from_pasted(data.decode("utf-8-sig"))
        except UnicodeDecodeError:
            return data
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError("cannot_read", f"{path} cannot be read: {error.strerror}.") from None


def _check(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help=KINDS_OF_FILES)
    file_options(parser)
    parser.add_argument("--channel", choices=("sms", "whatsapp"), default="sms")
    international_option(parser)
    parser.add_argument(
        "--accepted", type=Path, metavar=OUT, help=f"write the good rows here; {WORKBOOK}"
    )
    parser.add_argument("--rejected", type=Path, metavar=OUT, help="write the others here")
    plain(parser)


def file_options(parser: argparse.ArgumentParser) -> None:
    """Add the options that say how a contact file is read."""
    numbers = parser.add_mutually_exclusive_group()
    numbers.add_argument("--column", metavar="NAME", help="the column with the numbers")
    numbers.add_argument(
        "--each-column",
        action="append",
        default=[],
        metavar="NAME",
        help="a row for each of these columns that has something in it, given once for each",
    )
    parser.add_argument(
        "--else-column",
        action="append",
        default=[],
        metavar="NAME",
        help="where --column has no number, the first of these that has one, may be repeated",
    )
    parser.add_argument("--delimiter", metavar="C", help="what separates cells (default: found)")
    parser.add_argument("--encoding", metavar="E", help="how letters are stored (default: found)")
    sheets = parser.add_mutually_exclusive_group()
    sheets.add_argument("--sheet", metavar="NAME", help="of a workbook (default: found)")
    sheets.add_argument(
        "--all-sheets",
        action="store_true",
        help="all sheets of a workbook as one list; the column Branch says which",
    )
    parser.add_argument("--duplicates", choices=("first", "all"), default="first")
    header = parser.add_mutually_exclusive_group()
    header.add_argument("--no-header", action="store_true", help="the first row is a contact")
    header.add_argument(
        "--header-row",
        type=_row_number,
        metavar="N",
        help="the row of the column names, as numbered in Excel (default: found)",
    )
    parser.add_argument(
        "--keep-declined",
        action="store_true",
        help="keep the rows that say no to messages, as in a column DND, or show an error there "
        "(default: left out)",
    )
    parser.add_argument(
        "--consent",
        action="append",
        default=[],
        type=_consent,
        metavar="NAME=MEANING",
        help="what yes means in the column NAME: refuses (no messages), wants (messages), "
        "categories (of the DND register, where 0 blocks all promotions) or ignore (nobody is left "
        "out for it), may be repeated (default: found)",
    )
    parser.add_argument(
        "--split", action="store_true", help="a row for each number of a cell that holds several"
    )

    country = parser.add_mutually_exclusive_group()
    country.add_argument(
        "--country-column",
        metavar="NAME",
        help="the column that says of which country each number is (default: found)",
    )
    country.add_argument(
        "--no-country-column",
        action="store_true",
        help=("no column says of which country the numbers are"),
    )
    parser.add_argument(
        "--ten-digits",
        choices=[*TenDigits],
        help="what ten digits without +91 are; asked in a column of mostly foreign numbers",
    )


def international_option(
    parser: argparse.ArgumentParser,
    about: str = "keep numbers of other countries; with --channel whatsapp",
) -> None:
    """Add `--international`."""
    parser.add_argument("--international", action="store_true", help=about)


def _consent(text: str) -> tuple[str, ConsentMeaning]:
    name, _, meaning = text.rpartition("=")
    if not name or meaning not in [*ConsentMeaning]:
        meanings = ", ".join(ConsentMeaning)
        raise argparse.ArgumentTypeError(
            f"{quoted(text)} does not say what a column means. Write NAME=MEANING, with one of "
            f"{meanings}"
        )
    return name, ConsentMeaning(meaning)


def _row_number(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{quoted(text)} is not a row: the first is 1")
    return int(text)


GROUP = Group("look at a contact file")
COMMANDS = (
    Command(
        "contacts check",
        check,
        "say which rows can be sent to, and why the others cannot",
        (_check, as_json),
    ),
)
