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
        "Rows with categories of the DND register in {names}, such as {example!r}: {count}. "
        "These people take promotions of some kinds only, and are left out. Where your message is "
        "of such a kind, or no promotion, empty the cell and upload the file again."
    ),
    FileFindingCode.DND_KEPT: warns(
        "Rows with categories of the DND register in {names}, such as {example!r}: {count}. "
        "These people take promotions of some kinds only. They were kept, as you chose."
    ),
    FileFindingCode.CONSENT_ERRORS: warns(
        "Rows with an error, such as {example!r}, in {names}, where it should say who wants "
        "messages: {count}. They are left out. Correct the formulas in Excel, and upload the "
        "file again."
    ),
    FileFindingCode.CONSENT_ERRORS_KEPT: warns(
        "Rows with an error, such as {example!r}, in {names}, where it should say who wants "
        "messages: {count}. They were kept, as you chose."
    ),
    FileFindingCode.CONSENT_ERRORS_CHANNEL: warns(
        "Rows with an error, such as {example!r}, in {names}, where it should say who wants "
        "{channel} messages: {count}. They stay in the list, and {channel} campaigns leave them "
        "out. Correct the formulas in Excel, and upload the file again."
    ),
    FileFindingCode.CONSENT_ABOVE_NAMES: warns(
        "Row {upper} says over the column names in row {row} who wants messages, so these names "
        "were joined, as in {example!r}."
    ),
    FileFindingCode.ASK_CONSENT: asks(
        "{column!r} may say who wants messages, or be about something else. Rows that say no "
        "there, as {example!r}: {count}. Say what yes means in it.",
        answer=_ANSWER,
    ),
    FileFindingCode.ASK_WHOSE_CONSENT: asks(
        "{column!r} says who wants messages, but not which of the numbers in {owners} it is about. "
        "Rows that say no there, as {example!r}: {count}. Say what yes means for all numbers of "
        "its row, or call it as the column of the number is called, and upload the file again.",
        answer=_ANSWER,
    ),
    FileFindingCode.DND_ZERO_UNCLEAR: asks(
        "{column!r} holds 0 beside {example!r}. As a category of the DND register 0 blocks all "
        "promotions; beside 1 it blocks none. Say what it means here.",
        answer="Answer with --consent NAME=categories (0 blocks all promotions), NAME=refuses (0 "
        "blocks none) or NAME=ignore (nobody is left out for it); or keep everybody with "
        "--keep-declined.",
    ),
    FileFindingCode.UNCLEAR_ABOVE_NAMES: asks(
        "Row {row} says {words!r} above {names}, and it is not clear whether yes there means that "
        "somebody wants messages or not. Say what it means.",
        answer=_ANSWER,
    ),
    FileFindingCode.CONSENTS_DIFFER: blocks(
        "The sheets {first!r} and {sheet!r} have different words above {column!r}, so that yes may "
        "mean one thing in the one and another in the other. Read one sheet at a time.",
        answer="Read one with --sheet NAME.",
    ),
    FileFindingCode.NOBODY_WANTS: blocks(
        "{title!r} says that nobody in this list wants messages. Choose another file, or add these "
        "numbers to the opt-outs. Keep these people only if they have agreed since.",
        answer="Keep them with --keep-declined.",
    ),
    FileFindingCode.CONSENT_NOT_CALCULATED: blocks(
        "The column {column!r} says who wants no messages, but its formulas have no results in "
        "this file. Open the workbook in Excel, save it, and upload it again.",
        answer="Or keep everybody with --keep-declined.",
    ),
    FileFindingCode.CONSENT_UNCLEAR: warns(
        "{column!r} says who wants messages, but some of its cells, such as {example!r}, say "
        "neither yes nor no: {count}. Those rows were kept. Look at them before you send."
    ),
    FileFindingCode.CONSENT_PERHAPS: warns(
        "Some cells of {column!r}, such as {example!r}, may say who wants no messages, or "
        "something else: {count}. Those rows were kept. Write 'Opted out' in the cells of those "
        "who want none, and upload the file again."
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
