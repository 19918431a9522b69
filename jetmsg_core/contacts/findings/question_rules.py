"""The rules of what a person is asked about a file, in the words of `rules`: nothing is sent to it
before the answer.
"""

from __future__ import annotations

from jetmsg_core.contacts.findings.codes import FileFindingCode
from jetmsg_core.contacts.findings.finding_rule import FindingRule, asks

QUESTIONS: dict[FileFindingCode, FindingRule] = {
    FileFindingCode.ASK_ENCODING: asks(
        "The file does not say how its letters are stored. A cell of it reads {readings}. Choose "
        "the spelling that is right.",
        answer="Answer with --encoding and the name in brackets after it.",
    ),
    FileFindingCode.ASK_HEADER_ROW: asks(
        "Row {header_row} ({titles}) {doubt}. Say which row holds the column names, or that none "
        "does.",
        answer="Answer with --header-row N or --no-header.",
    ),
    FileFindingCode.ASK_NUMBER_COLUMN: asks(
        "{doubt} Choose the column of the mobile numbers.", answer="Answer with --column NAME."
    ),
    FileFindingCode.MOSTLY_FOREIGN: asks(
        "Most numbers in '{column}' look foreign. Rows with ten digits and no +91 in front, such "
        "as {example}, would be sent to as Indian numbers: {count}. Say whether they are Indian.",
        answer="Answer with --ten-digits indian or --ten-digits foreign.",
    ),
}
