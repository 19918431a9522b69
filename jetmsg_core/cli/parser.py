"""The commands and their options. Exit 0 done, 1 refused with a sentence, 2 wrong usage."""

from __future__ import annotations

import argparse
import sqlite3
import sys
from pathlib import Path

from jetmsg_core import settings as configuration
from jetmsg_core.campaigns.checks.codes import LEAVABLE
from jetmsg_core.cli import (
    attention,
    campaigns,
    contacts,
    gateway,
    messages,
    optouts,
    otp,
    reports,
    restoring,
    templates,
)
from jetmsg_core.errors import JetmsgError
from jetmsg_core.store.errors import unusable


def main(argv: list[str] | None = None) -> int:
    argv = sys.argv[1:] if argv is None else argv
    if argv[:1] == ["sandbox"]:
        # The sandbox is a program of its own and knows its options.
        return gateway.sandbox(argv[1:])
    options = build_parser().parse_args(argv)
    try:
        return int(options.run(options))
    except (KeyboardInterrupt, BrokenPipeError):
        return 1
    except (JetmsgError, sqlite3.DatabaseError, OSError) as error:
        print(_sentence(error), file=sys.stderr)
        return 1


def _sentence(error: JetmsgError | sqlite3.DatabaseError | OSError) -> str:
    if isinstance(error, sqlite3.DatabaseError):
        return str(unusable(error, configuration.load().database_path))
    if isinstance(error, OSError):
        where = error.filename or "A file or an address"
        return f"{where} could not be used: {error.strerror or error}."
    return str(error)


def build_parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m jetmsg_core",
        description="Bulk SMS and WhatsApp campaigns through the JETMSG gateway.",
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _contacts(commands)
    _message(commands)
    _campaign(commands)
    _balance(commands)
    otp.add_commands(commands)
    optouts.add_commands(commands)
    templates.add_commands(commands)
    reports.add_commands(commands)
    _worker(commands)
    _backup(commands)
    restoring.add_command(commands)
    commands.add_parser(
        "sandbox", help="run the imitation gateway (sandbox --help shows its options)"
    )
    return parser


def _contacts(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    group = commands.add_parser("contacts", help="look at a contact file")
    check = group.add_subparsers(required=True, metavar="COMMAND").add_parser(
        "check", help="say which rows can be sent to, and why the others cannot"
    )
    check.set_defaults(run=contacts.check)
    check.add_argument("file", type=Path, metavar="FILE")
    _file_options(check)
    check.add_argument("--channel", choices=("sms", "whatsapp"), default="sms")
    check.add_argument("--accepted", type=Path, metavar="OUT.csv", help="write the good rows here")
    check.add_argument("--rejected", type=Path, metavar="OUT.csv", help="write the others here")
    check.add_argument("--json", action="store_true")


def _file_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--column", metavar="NAME", help="the column with the numbers")
    parser.add_argument("--delimiter", metavar="C", help="what separates cells (default: found)")
    parser.add_argument("--encoding", metavar="E", help="how letters are stored (default: found)")
    parser.add_argument("--sheet", metavar="NAME", help="of a workbook (default: found)")
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
        "--split", action="store_true", help="a row for each number of a cell that holds several"
    )


def _row_number(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no row: the first is 1")
    return int(text)


def _message(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    group = commands.add_parser("message", help="look at a text")
    parts = group.add_subparsers(required=True, metavar="COMMAND").add_parser(
        "parts", help="count SMS parts; stdin is a JSON list of texts"
    )
    parts.set_defaults(run=messages.parts)
    parts.add_argument("--json", action="store_true")


def _campaign(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    group = commands.add_parser("campaign", help="create, send and follow campaigns")
    ways = group.add_subparsers(required=True, metavar="COMMAND")
    create = ways.add_parser("create", help="freeze a campaign, ready to start")
    create.set_defaults(run=campaigns.create)
    create.add_argument("file", type=Path, metavar="FILE")
    create.add_argument("--name", required=True, metavar="N")
    text = create.add_mutually_exclusive_group(required=True)
    text.add_argument("--message", metavar="TEXT", help="may hold {{column}}")
    text.add_argument(
        "--template",
        metavar="NAME|ID",
        help="a stored template: its text, channel, header, route and DLT id",
    )
    create.add_argument("--channel", choices=("sms", "whatsapp"), help="default: sms")
    create.add_argument("--sender", default="", metavar="ID", help="6 characters, as with DLT")
    create.add_argument("--route", type=int, choices=(1, 2), help="default: 1")
    create.add_argument("--template-id", default="", metavar="ID")
    create.add_argument("--chunk", type=int, metavar="N", help="recipients a call, 1 to 1000")
    create.add_argument("--missing", default="skip", metavar="skip|default=TEXT")
    create.add_argument(
        "--leave-out",
        action="append",
        default=[],
        choices=LEAVABLE,
        metavar="CODE",
        help=f"whoever a finding is about, may be repeated: {', '.join(LEAVABLE)}",
    )
    create.add_argument(
        "--keep-text",
        action="append",
        default=[],
        metavar="TEXT",
        help="send {name}, [city] or the like as it stands, may be repeated: it is no placeholder",
    )
    _file_options(create)
    create.add_argument("--json", action="store_true")
    for name, run, about in campaigns.CONTROLS:
        way = ways.add_parser(name, help=about)
        way.set_defaults(run=run)
        way.add_argument("id", type=int, metavar="ID")
        way.add_argument("--json", action="store_true")
    attention.add_commands(ways)
    export = ways.add_parser("export", help="write every recipient and its state as CSV")
    export.set_defaults(run=campaigns.export)
    export.add_argument("id", type=int, metavar="ID")
    export.add_argument("out", type=Path, metavar="OUT.csv")
    export.add_argument(
        "--only",
        choices=("all", "failed"),
        default="all",
        help="failed: who did not get it, as a contact file with the reason",
    )
    export.add_argument("--json", action="store_true")
    reports.add_campaign_command(ways)


def _balance(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    balance = commands.add_parser(
        "balance",
        help="the credits in each pool, their use a day and how long they last",
        epilog="The worker reads the balance every JETMSG_BALANCE_MINUTES (30); in live mode every "
        "30 minutes at most, and 48 times in 24 hours with what is asked for here, a minute apart.",
    )
    balance.set_defaults(run=gateway.balance)
    balance.add_argument("--sample", action="store_true", help="ask the gateway now")
    balance.add_argument("--json", action="store_true")


def _worker(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    worker = commands.add_parser("worker", help="send whatever is running, until stopped")
    worker.set_defaults(run=gateway.run_worker)
    worker.add_argument("--with-parent", type=int, metavar="PID", help=argparse.SUPPRESS)


def _backup(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    backup = commands.add_parser(
        "backup", help="copy the database, also while campaigns run; `restore` puts it back"
    )
    backup.set_defaults(run=gateway.backup)
    backup.add_argument("out", type=Path, metavar="OUT")
    backup.add_argument("--json", action="store_true")
