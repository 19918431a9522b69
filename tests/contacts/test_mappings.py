"""What was said about a file's columns is remembered for files with the same ones."""

from __future__ import annotations

import pytest

from jetmsg_core.contacts import GUESSED, Duplicates, ReadOptions
from jetmsg_core.errors import InputError
from jetmsg_core.mappings import remember, remembered
from jetmsg_core.settings import Settings

CHOICES = ReadOptions(
    column="Alternate", delimiter=";", header=True, sheet="July", duplicates=Duplicates.ALL
)


@pytest.mark.parametrize(
    "columns", [("Name", "Mobile No"), ("NAME", "mobile_no"), (" name ", "Mobile-No.")]
)
def test_the_same_columns_bring_the_choices_back(
    settings: Settings, columns: tuple[str, ...]
) -> None:
    remember(settings, ("Name", "Mobile No"), CHOICES)
    assert remembered(settings, columns) == CHOICES


@pytest.mark.parametrize("columns", [("Name",), ("Mobile No", "Name"), ("NameMobile", "No")])
def test_other_columns_do_not(settings: Settings, columns: tuple[str, ...]) -> None:
    remember(settings, ("Name", "Mobile No"), CHOICES)
    assert remembered(settings, columns) is None


def test_the_last_choices_count_and_guesses_forget_them(settings: Settings) -> None:
    remember(settings, ("A", "B"), CHOICES)
    remember(settings, ("A", "B"), ReadOptions(header=False))
    assert remembered(settings, ("A", "B")) == ReadOptions(header=False)
    remember(settings, ("A", "B"), GUESSED)
    assert remembered(settings, ("A", "B")) is None


def test_a_file_without_column_names_is_not_known_again(settings: Settings) -> None:
    remember(settings, ("Column 1", "Column 2"), CHOICES)
    assert remembered(settings, ("Column 1", "Column 2")) is None


@pytest.mark.parametrize(
    ("names", "fits"),
    [
        pytest.param(("Name", "Mobile"), True, id="the same names"),
        pytest.param(("NAME", "mobile_"), True, id="spelled otherwise"),
        pytest.param(("Asha", "9876543210"), False, id="a contact in its place"),
    ],
)
def test_a_header_row_comes_back_only_where_it_holds_the_same_names(
    settings: Settings, names: tuple[str, ...], fits: bool
) -> None:
    chosen = ReadOptions(header=3)
    remember(settings, ("A", "B"), chosen, names=("Name", "Mobile"))
    mapping = remembered(settings, ("A", "B"), read=lambda _: names)
    assert mapping == (chosen if fits else None)


def test_a_header_row_that_a_file_does_not_have_does_not_come_back(settings: Settings) -> None:
    def read(_: ReadOptions) -> tuple[str, ...]:
        raise InputError("unknown_header_row", "Row 3 cannot hold the column names.")

    remember(settings, ("A", "B"), ReadOptions(header=3), names=("Name", "Mobile"))
    assert remembered(settings, ("A", "B"), read=read) is None


def test_a_first_row_chosen_by_an_earlier_release_must_hold_the_names_that_are_found(
    settings: Settings,
) -> None:
    """It then kept the header that was guessed, wherever that was."""
    remember(settings, ("A", "B"), ReadOptions(header=True))
    assert remembered(settings, ("A", "B"), read=lambda _: ("A", "B")) == ReadOptions(header=True)
    assert remembered(settings, ("A", "B"), read=lambda _: ("Title", "B")) is None


def test_no_other_choice_reads_the_file_again(settings: Settings) -> None:
    def read(_: ReadOptions) -> tuple[str, ...]:
        raise AssertionError("nothing needs it")

    for mapping in (ReadOptions(header=False), ReadOptions(column="B")):
        remember(settings, ("A", "B"), mapping)
        assert remembered(settings, ("A", "B"), read=read) == mapping
