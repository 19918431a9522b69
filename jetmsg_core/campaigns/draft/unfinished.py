"""What is not chosen yet in a draft, in sentences of the page and the command line."""

from __future__ import annotations

from jetmsg_core.campaigns.draft.choices import Choices, is_unfinished

NO_LIST = "Choose who gets the message."
NOBODY = "Nobody is left to write to."
NO_MESSAGE = "Write the message."


def no_words(column: str) -> str:
    """Gives the sentence about a condition on this column that lacks what to look for."""
    return f"Write what to look for in {column}, or remove the condition."


def why_unfinished(choices: Choices) -> str | None:
    """Says what was not chosen yet; None where all was."""
    if choices.list_id is None:
        return NO_LIST
    lacking = next((test.column for test in choices.conditions if is_unfinished(test)), None)
    if lacking is not None:
        return no_words(lacking)
    return None if choices.message.strip() else NO_MESSAGE
