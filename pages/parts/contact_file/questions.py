"""What cannot be guessed about a file without a risk to somebody is asked, the guess first."""

from __future__ import annotations

import streamlit as st

from jetmsg_core.contacts.findings.codes import FileFindingCode
from jetmsg_core.contacts.findings.consent_meanings import ConsentMeaning
from jetmsg_core.contacts.findings.file_finding import FileFinding
from jetmsg_core.contacts.read_options import TenDigits
from jetmsg_core.primitives.numbers import with_commas
from pages.parts.contact_file.checking import Checked
from pages.parts.contact_file.findings import question, with_rows
from pages.parts.contact_file.reading import ENCODINGS, choose
from pages.parts.styles.formatting import plain, shortened

_ABOUT_CONSENT = (
    FileFindingCode.UNCLEAR_ABOVE_NAMES,
    FileFindingCode.ASK_WHOSE_CONSENT,
    FileFindingCode.ASK_CONSENT,
    FileFindingCode.DND_ZERO_UNCLEAR,
)


def draw_question(report: Checked) -> bool:
    """Questions come one after another: how letters are stored, the row of the column names, the
    column of the numbers, what ten digits mean among foreign numbers, then what columns of consent
    mean. It returns whether anything was asked."""
    if (asked := question(report, FileFindingCode.ASK_ENCODING)) is not None:
        _draw_encoding_question(asked)
    elif (asked := question(report, FileFindingCode.ASK_HEADER_ROW)) is not None:
        _draw_header_question(report, asked)
    elif (asked := question(report, FileFindingCode.ASK_NUMBER_COLUMN)) is not None:
        _draw_column_question(report, asked)
    elif (asked := question(report, FileFindingCode.MOSTLY_FOREIGN)) is not None:
        _draw_country_question(asked, report)
    else:
        codes = (question(report, code) for code in _ABOUT_CONSENT)
        asked = next((asked for asked in codes if asked is not None), None)
        if asked is not None:
            _draw_consent_question(asked, report)
    return asked is not None


def _draw_encoding_question(asked: FileFinding) -> None:
    with st.container(border=True, key="contacts.question"):
        st.markdown(":material/help: **Which spelling is right?**")
        st.caption(plain(asked.message))
        for index, (encoding, cell) in enumerate(asked.choices):
            _draw_answer(
                plain(cell),
                ENCODINGS.get(encoding, encoding) + ("" if index else " · our guess"),
                key=f"contacts.encoding.{encoding}",
                is_first=not index,
                encoding=encoding,
            )


def _draw_header_question(report: Checked, asked: FileFinding) -> None:
    names = plain(shortened(", ".join(report.columns), 60))
    with st.container(border=True, key="contacts.question"):
        st.markdown(":material/help: **Which row holds the column names?**")
        st.caption(plain(asked.message))
        row = report.header_row or 0
        many = f"{len(asked.rows)} rows above are"
        left_out = f"row {with_commas(asked.rows[0])} is" if len(asked.rows) == 1 else many
        _draw_answer(
            f"Row {with_commas(row)}",
            f"{names} · {left_out} left out · our guess",
            key="contacts.header.0",
            is_first=True,
            header=row,
        )
        _draw_answer(
            "No row does",
            "Every row is read as a contact.",
            key="contacts.header.1",
            is_first=False,
            header=False,
        )


def _draw_column_question(report: Checked, asked: FileFinding) -> None:
    several = len(asked.columns) > 1
    with st.container(border=True, key="contacts.question"):
        title = "Which column holds" if several else "Does this column hold"
        st.markdown(f":material/help: **{title} the numbers to send to?**")
        st.caption(plain(asked.message))
        for index, name in enumerate(asked.columns):
            _draw_answer(
                f"Use {plain(name)}",
                _examples(report, name) + (" · our guess" if several and not index else ""),
                key=f"contacts.use.{index}",
                is_first=several and not index,
                column=name,
            )
        if several:
            _draw_several(report, asked.columns)


def _draw_several(report: Checked, columns: tuple[str, ...]) -> None:
    first, *others = columns
    names = plain(shortened(", ".join(others), 60))
    _draw_answer(
        "The first that has one",
        f"{plain(first)}, and where it has no number: {names}.",
        key="contacts.use.else",
        is_first=False,
        column=first,
        else_columns=others,
    )
    _draw_answer(
        "Each of them",
        "A row for each of these columns: everybody gets a message on every number.",
        key="contacts.use.each",
        is_first=False,
        each_columns=[name for name in report.columns if name in columns],
    )


def _draw_country_question(asked: FileFinding, report: Checked) -> None:
    with st.container(border=True, key="contacts.question"):
        st.markdown(":material/help: **Are these numbers Indian?**")
        st.caption(with_rows(asked, report))
        for answer, label, about in (
            (
                TenDigits.FOREIGN,
                "No, they are foreign",
                "Rejected, unless you keep numbers of other countries.",
            ),
            (TenDigits.INDIAN, "Yes, they are Indian", "Each gets +91 in front."),
        ):
            _draw_answer(
                label,
                about,
                key=f"contacts.ten_digits.{answer}",
                is_first=answer is TenDigits.FOREIGN,
                ten_digits=answer,
            )


def _draw_consent_question(asked: FileFinding, report: Checked) -> None:
    names = " and ".join(plain(shortened(name, 40)) for name in asked.columns)
    with st.container(border=True, key="contacts.question"):
        st.markdown(f":material/help: **What does yes mean in {names}?**")
        st.caption(with_rows(asked, report))
        for index, (meaning, words) in enumerate(asked.choices):
            answer = {f"consent.{name}": ConsentMeaning(meaning) for name in asked.columns}
            _draw_answer(
                words,
                "",
                key=f"contacts.consent.{meaning}",
                is_first=not index,
                **answer,
            )


def _draw_answer(label: str, about: str, *, key: str, is_first: bool, **choice: object) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            label,
            key=key,
            type="primary" if is_first else "secondary",
            on_click=choose,
            kwargs=choice,
        )
        st.caption(about)


def _examples(report: Checked, name: str) -> str:
    if name not in report.ready.columns:
        return "Another column, further right"
    cells = [str(cell).strip() for cell in report.ready[name] if str(cell).strip()]
    return ", ".join(plain(shortened(cell, 24)) for cell in cells[:3]) or "no value"
