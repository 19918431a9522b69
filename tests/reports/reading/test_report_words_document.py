"""`docs/report_words.md` lists what the program knows of reports, each with its source."""

from __future__ import annotations

from pathlib import Path

from jetmsg_core.reports.dlt_faults import CODE_OF_NAME, DLT_FAULTS
from jetmsg_core.reports.reading.column_names import NAMES, column_key
from jetmsg_core.reports.reading.words import SAY_NOTHING, STATE_OF, word_key

DOCUMENT = (Path(__file__).parents[3] / "docs" / "report_words.md").read_text("utf-8")
TITLES = ("Words", "Codes of the DLT check", "Columns")


def rows_under(title: str) -> list[list[str]]:
    """The cells of the table under a title of the document, without its head."""
    table = DOCUMENT.partition(f"## {title}\n")[2].partition("\n## ")[0]
    lines = [line for line in table.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def test_the_document_lists_every_word_with_its_state_and_source() -> None:
    listed = {row[0].strip("`"): row[1] for row in rows_under("Words")}
    of_dlt = {*DLT_FAULTS, *CODE_OF_NAME}
    states = {word: state.value for word, state in STATE_OF.items() if word not in of_dlt}
    silent = {word: state for word, state in listed.items() if word in SAY_NOTHING}
    assert listed == states | silent
    assert set(silent) == SAY_NOTHING
    assert all(word == word_key(word) for word in listed)


def test_the_document_lists_every_dlt_code_with_its_names_and_what_to_put_right() -> None:
    listed = {
        code.strip("`"): (names.replace("`", "").replace(",", ""), todo)
        for code, names, todo, _ in rows_under("Codes of the DLT check")
    }
    assert listed == {
        code: (fault.names, f"{fault.meaning} {fault.todo}") for code, fault in DLT_FAULTS.items()
    }


def test_each_row_of_the_document_names_a_source_that_it_explains() -> None:
    sources = {row[0] for row in rows_under("Sources")}
    used = {row[-1] for title in TITLES for row in rows_under(title)}
    assert used <= sources
    assert all(all(row) for row in rows_under("Sources"))


def test_the_document_lists_every_name_of_a_column_with_its_source() -> None:
    listed: dict[str, list[str]] = {}
    for name, part, _ in rows_under("Columns"):
        listed.setdefault(part, []).append(name.strip("`"))
    assert listed == {role: names.split() for role, names in NAMES.items()}
    assert all(name == column_key(name) for names in listed.values() for name in names)
