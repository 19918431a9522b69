"""What was said about a file's columns is remembered for files with the same ones."""

from __future__ import annotations

import pytest

from jetmsg_core.contacts import Duplicates
from jetmsg_core.mappings import GUESSED, Mapping, remember, remembered
from jetmsg_core.settings import Settings

CHOICES = Mapping(
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
    remember(settings, ("A", "B"), Mapping(header=False))
    assert remembered(settings, ("A", "B")) == Mapping(header=False)
    remember(settings, ("A", "B"), GUESSED)
    assert remembered(settings, ("A", "B")) is None


def test_a_file_without_column_names_is_not_known_again(settings: Settings) -> None:
    remember(settings, ("Column 1", "Column 2"), CHOICES)
    assert remembered(settings, ("Column 1", "Column 2")) is None
