"""Rejected cells typed anew: only they are read again, and repeats are decided again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from jetmsg_core.contacts.audience import Audience
from jetmsg_core.contacts.cautions import caution_findings, suspicious
from jetmsg_core.contacts.files import ContactFile
from jetmsg_core.contacts.findings import Finding
from jetmsg_core.contacts.numbers import NumberColumn, normalize_column
from jetmsg_core.contacts.outcomes import (
    problems_in,
    read_numbers,
    rejected_rows,
    repairs_in,
    repeated_rows,
    suppressed_rows,
)
from jetmsg_core.contacts.reasons import Caution, Repair
from jetmsg_core.contacts.reports import Listing, Report
from jetmsg_core.contacts.sorting import Sorting, sort_rows
from jetmsg_core.contacts.tables import table_of_text, unreadable_rows
from jetmsg_core.errors import InputError

Integers = npt.NDArray[np.int64]


def recheck(
    audience: Audience, fixes: Mapping[int, str], *, opt_outs: Integers | None = None
) -> Audience:
    """The audience as if the file had held `fixes` (row → new cell) in its number column.

    Only rejected rows can be fixed. A fixed row may stand before an accepted one of the same
    number; then it is kept in its place, as in any other check. Raises InputError.
    """
    if not fixes:
        return audience
    file = _fixed_file(audience, fixes)
    assert audience.column is not None
    read = read_numbers(file, audience.column)
    good = _all_good(audience, file, read)
    out = [
        audience.opted_out["number"].to_numpy(np.int64),
        *([] if opt_outs is None else [opt_outs]),
    ]
    sorting = sort_rows(good.numbers, np.concatenate(out), audience.policy)
    numbers, rows = good.numbers[sorting.accepted], good.rows[sorting.accepted]
    still = audience.rejected.drop(index=list(fixes))
    rejected = pd.concat([still, rejected_rows(file.cells, read.rejections)]).sort_index()
    return replace(
        audience,
        numbers=numbers,
        rows=rows,
        contacts=_contacts(audience, file, good.places[sorting.accepted]),
        rejected=rejected,
        duplicates=repeated_rows(good.rows, good.numbers, sorting),
        opted_out=suppressed_rows(good.rows, good.numbers, sorting),
        report=_report(audience, file, read, sorting, numbers, rows),
    )


def _fixed_file(audience: Audience, fixes: Mapping[int, str]) -> ContactFile:
    """The fixed rows alone, as a file."""
    rows = sorted(fixes)
    for row in rows:
        if row not in audience.rejected.index or audience.column is None:
            raise InputError(
                "row_not_rejected",
                f"Row {row} was not rejected, so there is nothing to mend in it.",
            )
    cells = audience.rejected.loc[rows].iloc[:, : len(audience.columns)]
    cells.columns = pd.Index(audience.columns)
    texts = [fixes[row].encode("utf-8", "replace").decode().replace("\0", "") for row in rows]
    cells = cells.assign(**{str(audience.column): pd.array(texts, dtype="str")})
    broken = unreadable_rows(table_of_text(cells), None)
    shifted = np.flatnonzero(np.isin(rows, audience.shifted_rows))
    both = np.union1d(broken, shifted)
    return ContactFile(columns=audience.columns, cells=cells, unreadable=both)


@dataclass(frozen=True)
class _Good:
    """Every row with a good number, accepted or not, in file order."""

    numbers: Integers
    rows: Integers
    places: Integers
    """Among the accepted contacts followed by the fixed rows, -1 for what was left out."""


def _all_good(audience: Audience, file: ContactFile, read: NumberColumn) -> _Good:
    left_out = pd.concat([audience.duplicates[["row", "number"]], audience.opted_out])
    fixed = np.flatnonzero(read.numbers)
    rows = np.concatenate(
        [
            audience.rows,
            left_out["row"].to_numpy(np.int64),
            file.cells.index.to_numpy(np.int64)[fixed],
        ]
    )
    numbers = np.concatenate(
        [audience.numbers, left_out["number"].to_numpy(np.int64), read.numbers[fixed]]
    )
    accepted = len(audience.rows)
    nowhere = np.full(len(left_out), -1)
    places = np.concatenate([np.arange(accepted), nowhere, accepted + fixed])
    order = np.argsort(rows, kind="stable")
    return _Good(numbers[order], rows[order], places[order])


def _contacts(audience: Audience, file: ContactFile, places: Integers) -> pd.DataFrame:
    both = pa.concat_tables([table_of_text(audience.contacts), table_of_text(file.cells)])
    contacts: pd.DataFrame = both.take(pa.array(places)).to_pandas()
    return contacts


def _report(
    audience: Audience,
    file: ContactFile,
    read: NumberColumn,
    sorting: Sorting,
    numbers: Integers,
    rows: Integers,
) -> Report:
    before = audience.report
    fixed = file.cells.index
    problems = before.problems.frame
    problems = problems[~problems["row"].isin(fixed)]
    new_problems = problems_in(file.cells, audience.column, read.rejections)
    repairs = _joined(before.repairs.frame, repairs_in(file.cells, audience.column, read))
    warnings = [warning for warning in before.warnings if warning.code not in set(Caution)]
    return replace(
        before,
        accepted=len(numbers),
        rejected=before.rejected - len(fixed) + len(read.rejections),
        duplicates=len(sorting.repeats),
        opted_out=len(sorting.suppressed),
        problems=Listing(_joined(problems, new_problems)),
        repairs=Listing(repairs),
        warnings=(*warnings, *_cautions(repairs, numbers, rows)),
    )


def _joined(before: pd.DataFrame, new: pd.DataFrame) -> pd.DataFrame:
    both = [frame for frame in (before, new) if len(frame)] or [before]
    return pd.concat(both).sort_values("row", ignore_index=True)


def _cautions(repairs: pd.DataFrame, numbers: Integers, rows: Integers) -> list[Finding]:
    """Only what Excel wrote as a power of ten must be looked at again as text."""
    powers = repairs[repairs["code"] == Repair.SCIENTIFIC_NOTATION]
    again = normalize_column(powers["value"].astype("str"))
    rounded = powers["row"].to_numpy(np.int64)[again.cautions[Caution.ROUNDED_BY_EXCEL]]
    cautions = suspicious(numbers)
    cautions[Caution.ROUNDED_BY_EXCEL] = np.flatnonzero(np.isin(rows, rounded))
    return caution_findings(cautions, rows)
