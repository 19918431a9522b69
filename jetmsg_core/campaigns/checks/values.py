"""Whether cells that fill a placeholder are values at all: `NULL`, `#N/A`, `-` and `JosÃ©` are
none. Pure.

They count as empty, so nobody reads them: whoever has one is left out, or reads the default.
Somebody may be called Nil all the same, so a column is kept as it stands when a person says so.
"""

from __future__ import annotations

from jetmsg_core.campaigns.checks import words
from jetmsg_core.campaigns.checks.codes import FindingCode
from jetmsg_core.campaigns.checks.concerns import SHOWN_ROWS
from jetmsg_core.campaigns.checks.findings import CampaignFinding
from jetmsg_core.campaigns.plan.planned import PlannedCampaign

_LONGEST_EXAMPLE = 40


def check_values(planned: PlannedCampaign) -> list[CampaignFinding]:
    """Gives a finding for each placeholder of the message that a cell fills with no value."""
    return [
        _finding(planned, column, positions.tolist())
        for column, positions in planned.plan.rendered.non_values.items()
    ]


def _finding(planned: PlannedCampaign, column: str, positions: list[int]) -> CampaignFinding:
    rows = planned.contacts.rows[positions[:SHOWN_ROWS]].tolist()
    count = len(positions)
    sentence = words.no_real_value(
        column, count, non_value(planned, column), planned.spec.missing.value_for(column)
    )
    return CampaignFinding(
        FindingCode.NO_REAL_VALUE, sentence, count, rows=tuple(rows), column=column
    )


def non_value(planned: PlannedCampaign, column: str) -> str:
    """Says what the first such cell of a column holds, and in which row."""
    position = int(planned.plan.rendered.non_values[column][0])
    cell = " ".join(str(planned.contacts.cells[column].iloc[position]).split())
    row = int(planned.contacts.rows[position])
    return words.row_says(row, cell[:_LONGEST_EXAMPLE])
