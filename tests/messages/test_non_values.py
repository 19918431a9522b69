"""What is no value though a cell holds it: words for nothing, signs, and letters that got lost."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jetmsg_core.messages.arrow import strings_of
from jetmsg_core.messages.non_values import NON_WORDS, are_non_values
from jetmsg_core.messages.template import SKIP, Missing, render

DEVANAGARI, TAMIL = "आशा", "ஆஷா"


def misread(text: str, encoding: str) -> str:
    """UTF-8 that was read as another encoding; Windows leaves some bytes as they are."""
    if encoding != "cp1252":
        return text.encode().decode(encoding)
    return "".join(
        bytes([byte]).decode("latin-1" if byte in b"\x81\x8d\x8f\x90\x9d" else "cp1252")
        for byte in text.encode()
    )


@pytest.mark.parametrize(
    "value",
    [
        *("NULL", "null", "NA", "N/A", "n.a.", "#N/A", "NaN", "None", "nil", "<NA>", "undefined"),
        *("#REF!", "#DIV/0!", "#NAME?", "#ERROR!", "Not available", "########"),
        *("Err:502", "err:508", "#GETTING_DATA", "#BUSY!", "#N/A #N/A", "#REF!,"),
        *(r"\N", "(blank)", "<empty>", "(not set)", "[object Object]", "<none>", "[null]"),
        *("NULL NULL", "null, null", "N/A N/A", "None/None", "n / a", "N\\A", "(n/a)", "-NA-"),
        *("null,", "NULL.", "'null'", "ＮＡ", "ＮＵＬＬ", "Ｎ／Ａ", "NULL\u200b", "NULL\u00a0NULL"),
        *("-", "--", "—", ".", "...", "_", "*", "/", "?", "????", "???? ????", "₹ -", "- -"),
        *("?? Rao", "Asha ??", "Rao &amp; Sons", "O&#39;Brien", "Caf&eacute;", "R&nbsp;K"),
        *(misread(text, "cp1252") for text in ("José", "Müller", "“Ravi”", "₹500", "👍")),
        *(misread(DEVANAGARI, encoding) for encoding in ("cp1252", "latin-1", "mac_roman")),
        *(misread(TAMIL, encoding) for encoding in ("cp1252", "mac_roman", "cp437")),
        *(misread("José", encoding) for encoding in ("mac_roman", "cp437")),
        *(misread(DEVANAGARI, "cp437"), misread("Ravi\u00a0Rao", "cp1252")),
        *(misread(text, "cp1252") for text in ("✓", "❤ Asha", "☎ 5", "⭐")),
        *("Asha NULL", "NULL Rao", "Asha null", "Asha undefined", "NULL, Pune", "Due #N/A today"),
        *("--Select--", "- select -", "Please select", "[Choose]"),
        *("0000-00-00", "0000-00-00 00:00:00", "00/00/0000", "0001-01-01T00:00:00", "30/12/1899"),
        *("01-01-0001 12:00:00 AM", "1900-01-00", "31-Dec-1899", "1899-12-30"),
        *("Pune<br>", "<b>Ravi</b>", "12 MG Road<BR/>Pune", '<span class="x">Asha</span>', "<p>"),
        *("Jos=C3=A9", "=E0=A4=86", r"Jos\u00e9"),
    ],
)
def test_no_value(value: str) -> None:
    assert are_non_values(strings_of([value])).tolist() == [True]


@pytest.mark.parametrize(
    "value",
    [
        *("Nair", "Nan da", "Nilesh", "Nile", "Naina", "Noneetha", "N A Rao", "Null Bazaar"),
        *("Nana", "Nil Kamal", "Na Rao", "N A", "Blank", "Empty", "Not set", "Noneus", "(Nair)"),
        *("Err:", "Err:50", "#1", "#N", "Unknown Pleasures", "Anna", "Nana Na", "A/N", "object"),
        *("José", "Müller", "Çelik", "Ñandu", "JOÃO", "L'Été", "Ça va", "Ântonio", "Øystein"),
        *(DEVANAGARI, TAMIL, "عائشہ", "Ольга", "阿莎", "♥", "👍", "✓"),
        *(
            "Rao & Sons",
            "R&D;",
            "A & B; C",
            "AT&T",
            "What?",
            "Really?? yes",
            "10/10",
            "5-6",
            "₹500",
        ),
        *("0", "-5", "(x)", "A-1"),
        *("Null Rao", "Nullu Rao", "Annulled", "Select", "Select Plus", "-5-", "30/12/1999"),
        *("01-01-1970", "00:00", "2000-01-01", "12:00:00 AM", "a=5", "x=ABC=9", "i < b > c", "<3"),
        *("<Name>", "Ask #5", "C:\\users", "pâté", "voilâ –"),
        *(
            "&lt;&lt;Name&gt;&gt;",
            "{{name}}",
            "{{",
            "{{^^}}",
            "Café™",
            "“Ravi”",
            "50 °C",
            "a – b",
            "Rs. 1,500.50",
        ),
    ],
)
def test_somebodys_value(value: str) -> None:
    assert are_non_values(strings_of([value])).tolist() == [False]


def test_an_empty_cell_is_no_matter_of_this() -> None:
    assert not are_non_values(strings_of(["", "Asha"])).any()


@given(st.lists(st.sampled_from([*sorted(NON_WORDS), "Asha", "-", "??", "Ã©", "", "&amp;"])))
def test_each_value_is_judged_alone(values: list[str]) -> None:
    together = are_non_values(strings_of(values)).tolist()
    assert together == [bool(are_non_values(strings_of([value]))[0]) for value in values]


CELLS = pd.DataFrame({"name": ["Asha", " NULL ", "", "Nil"], "city": ["-", "Pune", "Goa", "Agra"]})


def texts(body: str, missing: Missing) -> list[str]:
    rendered = render(body, CELLS, missing=missing)
    return [rendered.distinct[int(index)].as_py() for index in rendered.text_of]


@pytest.mark.parametrize(
    ("missing", "expected"),
    [
        pytest.param(SKIP, ["Asha"], id="left out"),
        pytest.param(Missing("friend"), ["Asha", "friend", "friend", "friend"], id="a default"),
        pytest.param(Missing(keep=("NAME",)), ["Asha", "NULL", "Nil"], id="kept on purpose"),
        pytest.param(
            Missing("friend", keep=("name",)), ["Asha", "NULL", "friend", "Nil"], id="kept, default"
        ),
        pytest.param(Missing(keep=("city",)), ["Asha"], id="another column is kept"),
    ],
)
def test_it_is_treated_as_a_missing_value(missing: Missing, expected: list[str]) -> None:
    assert texts("{{name}}", missing) == expected


def test_only_columns_of_the_message_are_looked_at() -> None:
    rendered = render("{{name}}", CELLS, missing=SKIP)
    assert {column: rows.tolist() for column, rows in rendered.non_values.items()} == {
        "name": [1, 3]
    }
    assert (rendered.skipped.tolist(), rendered.lacking.tolist()) == ([1, 2, 3], ["name"] * 3)
    assert render("Hello", CELLS, missing=SKIP).non_values == {}
