"""What is said of rows in which the file itself says who wants messages."""

from __future__ import annotations

from jetmsg_core.contacts.findings.codes import FileFindingCode
from jetmsg_core.contacts.findings.finding_rule import FindingRule, asks, blocks, warns

_ANSWER = (
    "Answer with --consent NAME=refuses (yes means no messages), NAME=wants (yes means wants "
    "messages) or NAME=ignore (nobody is left out for it), once for each column; or keep everybody "
    "with --keep-declined."
)


CONSENT_FINDINGS: dict[FileFindingCode, FindingRule] = {
    FileFindingCode.DECLINED: warns(
        "Rows that say no to messages in {names}: {count}. They are left out. Keep them only "
        "if these people have agreed since."
    ),
    FileFindingCode.DECLINED_KEPT: warns(
        "Rows that say no to messages in {names}: {count}. They were kept, as you chose."
    ),
    FileFindingCode.DECLINED_CHANNEL: warns(
        "Rows that say no to {channel} messages in {names}: {count}. They stay in the list, and "
        "{channel} campaigns leave them out."
    ),
    FileFindingCode.DND_CATEGORIES: warns(
        "Rows with categories of the DND register in {names}, such as '{example}': {count}. "
        "These people take only some kinds of promotion, so they are left out. If your message "
        "is of such a kind, or no promotion, empty the cell and upload the file again."
    ),
    FileFindingCode.DND_KEPT: warns(
        "Rows with categories of the DND register in {names}, such as '{example}': {count}. "
        "These people take only some kinds of promotion. They were kept, as you chose."
    ),
    FileFindingCode.CONSENT_ERRORS: warns(
        "Rows with an error instead of yes or no in {names}, such as '{example}': {count}. They "
        "are left out. Correct the formulas in Excel, and upload the file again."
    ),
    FileFindingCode.CONSENT_ERRORS_KEPT: warns(
        "Rows with an error instead of yes or no in {names}, such as '{example}': {count}. They "
        "were kept, as you chose."
    ),
    FileFindingCode.CONSENT_ERRORS_CHANNEL: warns(
        "Rows with an error instead of yes or no to {channel} messages in {names}, such as "
        "'{example}': {count}. They stay in the list, and {channel} campaigns leave them out. "
        "Correct the formulas in Excel, and upload the file again."
    ),
    FileFindingCode.CONSENT_ABOVE_NAMES: warns(
        "Row {upper}, above the column names in row {row}, says who wants messages. So both were "
        "joined into one name, such as '{example}'."
    ),
    FileFindingCode.ASK_CONSENT: asks(
        "'{column}' may say who wants messages, or be about something else. Rows that say no "
        "there, such as '{example}': {count}. Say what yes means in this column.",
        answer=_ANSWER,
    ),
    FileFindingCode.ASK_WHOSE_CONSENT: asks(
        "'{column}' says who wants messages, but not on which of the numbers in {owners}. Rows "
        "that say no there, such as '{example}': {count}. Say what yes means for all numbers of "
        "a row. Or put the name of its number column into the name of this column, and upload "
        "the file again.",
        answer=_ANSWER,
    ),
    FileFindingCode.DND_ZERO_UNCLEAR: asks(
        "'{column}' holds 0 beside '{example}'. In the DND register, 0 blocks all promotions. In "
        "a column of 0 and 1, it blocks none. Say what 0 means here.",
        answer="Answer with --consent NAME=categories (0 blocks all promotions), NAME=refuses (0 "
        "blocks none) or NAME=ignore (nobody is left out for it); or keep everybody with "
        "--keep-declined.",
    ),
    FileFindingCode.UNCLEAR_ABOVE_NAMES: asks(
        "Row {row} says '{words}' above {names}. Yes there may mean that a person wants "
        "messages, or wants none. Say which.",
        answer=_ANSWER,
    ),
    FileFindingCode.CONSENTS_DIFFER: blocks(
        "The sheets '{first}' and '{sheet}' have different words above '{column}', so yes may "
        "mean different things in them. Read one sheet at a time.",
        answer="Read one with --sheet NAME.",
    ),
    FileFindingCode.NOBODY_WANTS: blocks(
        "'{title}' says that nobody in this list wants messages. Choose another file, or add "
        "these numbers to the opt-outs. Keep these people only if they have agreed since.",
        answer="Keep them with --keep-declined.",
    ),
    FileFindingCode.CONSENT_NOT_CALCULATED: blocks(
        "The column '{column}' says who wants no messages, but its formulas have no results in "
        "this file. Open the workbook in Excel, save it, and upload it again.",
        answer="Or keep everybody with --keep-declined.",
    ),
    FileFindingCode.CONSENT_UNCLEAR: warns(
        "'{column}' says who wants messages, but some of its cells, such as '{example}', say "
        "neither yes nor no: {count}. Those rows were kept. Look at them before you send."
    ),
    FileFindingCode.CONSENT_PERHAPS: warns(
        "Some cells of '{column}', such as '{example}', may say that a person wants no messages, "
        "or something else: {count}. Those rows were kept. If a person wants none, write 'Opted "
        "out' there, and upload the file again."
    ),
}
"""A part of `rules.FINDINGS`."""

KEPT_ON_PURPOSE = frozenset(
    {
        FileFindingCode.DECLINED_KEPT,
        FileFindingCode.DND_KEPT,
        FileFindingCode.CONSENT_ERRORS_KEPT,
    }
)
"""Those that say nothing but what a person chose."""
