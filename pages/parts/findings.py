"""What a check found: counts, sentences about the file, and the rows with something to say."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pandas as pd
import streamlit as st

from jetmsg_core.contacts import SENTENCES
from jetmsg_core.contacts.findings import Finding
from pages.parts.checking import SHOWN_FINDINGS, SHOWN_ROWS, Checked
from pages.parts.words import counted, plain

TABLE_HEIGHT = 320


def draw_counts(found: Checked) -> None:
    tiles = [
        ("Ready", found.accepted, ":material/check_circle:", "Rows a message can be sent to."),
        (
            "Repaired",
            found.repaired,
            ":material/healing:",
            "Ready rows whose number had to be put right. They are counted in Ready too.",
        ),
        (
            "Rejected",
            found.rejected,
            ":material/block:",
            "Rows without a mobile number that can be used.",
        ),
        (
            "Duplicates",
            found.duplicates,
            ":material/content_copy:",
            "Rows that repeat a number. The first row of each number is kept.",
        ),
        ("Blank rows", found.blank_rows, ":material/check_box_outline_blank:", "Skipped."),
    ]
    if found.opted_out:
        about = "People who do not want messages. They are left out."
        tiles.append(("Opted out", found.opted_out, ":material/do_not_disturb_on:", about))
    with st.grid(len(tiles), min_column_width=150, key="contacts.counts"):
        for label, value, icon, about in tiles:
            st.metric(label, f"{value:,}", icon=icon, border=True, help=about)


def draw_findings(found: Checked) -> None:
    for blocker in found.blockers:
        st.error(_said(blocker), icon=":material/error:")
    _draw_warnings(found.warnings)


def _draw_warnings(warnings: Sequence[Finding]) -> None:
    if not warnings:
        return
    # A caution about one row comes in hundreds: the same sentence is said once, with its rows.
    grouped: dict[str, list[int]] = {}
    for warning in warnings:
        rows = grouped.setdefault(warning.message, [])
        if warning.row is not None:
            rows.append(warning.row)
    sentences = [_with_rows(message, rows) for message, rows in grouped.items()]
    more = len(sentences) - SHOWN_FINDINGS
    if more > 0:
        sentences[SHOWN_FINDINGS:] = [f"And {counted(more, 'remark')} more."]
    lines = sentences if len(sentences) == 1 else [f"- {sentence}" for sentence in sentences]
    st.warning("\n".join(lines), icon=":material/warning:")


def _with_rows(message: str, rows: list[int]) -> str:
    if not rows:
        return plain(message)
    shown = ", ".join(f"{row:,}" for row in rows[:5])
    tail = f" and {len(rows) - 5:,} more" if len(rows) > 5 else ""
    return f"{plain(message)} (row{'s' if len(rows) > 1 else ''} {shown}{tail})"


def _said(finding: Finding) -> str:
    return plain(finding.message) + (f" (row {finding.row:,})" if finding.row else "")


def draw_rows(found: Checked) -> None:
    """One tab each for rejected, repeated and repaired rows; none for what did not happen."""
    groups = [
        ("Rejected", found.rejected, _problems(found)),
        ("Duplicates", found.duplicates, _repeats(found)),
        ("Repaired", found.repaired, _repairs(found)),
    ]
    groups = [group for group in groups if group[1]]
    if not groups:
        return
    st.subheader("Rows worth a look", anchor=False)
    names = [f"{name} ({total:,})" for name, total, _ in groups]
    for tab, (name, total, frame) in zip(st.tabs(names), groups, strict=True):
        with tab:
            if name == "Rejected":
                _draw_reasons(found.reasons)
            _draw_table(name, total, frame)


def _draw_reasons(reasons: dict[str, int]) -> None:
    lines = [f"- **{count:,}** · {plain(reason)}" for reason, count in reasons.items()]
    st.markdown("\n".join(lines))


def _draw_table(name: str, total: int, frame: pd.DataFrame) -> None:
    height = "auto" if len(frame) < 8 else TABLE_HEIGHT
    st.dataframe(
        frame,
        hide_index=True,
        height=height,
        column_config={"Reason": st.column_config.TextColumn(width="large")},
        alt=f"{name} rows of the contact file",
    )
    if total > SHOWN_ROWS:
        st.caption(f"The first {SHOWN_ROWS:,} of {total:,}. The download holds all of them.")


def _problems(found: Checked) -> pd.DataFrame:
    return _frame(
        [(p["row"], p["column"] or "", p["value"], p["message"]) for p in found.problems],
        ("Row", "Column", "Cell", "Reason"),
    )


def _repeats(found: Checked) -> pd.DataFrame:
    return _frame(
        [
            (r["row"], str(r["number"]), f"Same number as row {r['first_row']:,}, which is kept.")
            for r in found.repeats
        ],
        ("Row", "Number", "Reason"),
    )


def _repairs(found: Checked) -> pd.DataFrame:
    return _frame(
        [(r["row"], r["value"], str(r["number"]), SENTENCES[r["code"]]) for r in found.repairs],
        ("Row", "Cell", "Sent to", "What was done"),
    )


def _frame(rows: list[tuple[Any, ...]], columns: tuple[str, ...]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=list(columns))
