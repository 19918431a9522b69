"""What a cell may be asked, for a smaller list and for the people of a campaign."""

from __future__ import annotations

import argparse

from jetmsg_core.lists import CellTest, Comparison


def cell_options(parser: argparse.ArgumentParser) -> None:
    """Add what a cell may be asked, each with the name of its column, for `asked_of_cells`."""
    for word, about in (
        ("equals", "is TEXT, in capitals or small letters"),
        ("contains", "holds TEXT"),
    ):
        parser.add_argument(
            f"--{word}",
            nargs=2,
            action="append",
            default=[],
            metavar=("COLUMN", "TEXT"),
            help=f"only people whose cell {about}",
        )
    for word, about in (("empty", "is empty"), ("not-empty", "is not empty")):
        parser.add_argument(
            f"--{word}",
            action="append",
            default=[],
            metavar="COLUMN",
            help=f"only people whose cell {about}",
        )


def asked_of_cells(options: argparse.Namespace) -> list[CellTest]:
    """Give the questions that the options ask of cells. An unknown column is refused where the
    cells are."""
    with_text = ((Comparison.EQUALS, options.equals), (Comparison.CONTAINS, options.contains))
    without = ((Comparison.EMPTY, options.empty), (Comparison.NOT_EMPTY, options.not_empty))
    return [
        *(CellTest(column, test, text) for test, asked in with_text for column, text in asked),
        *(CellTest(column, test) for test, columns in without for column in columns),
    ]
