"""What is not chosen yet in a draft, in sentences of the page and the command line."""

from __future__ import annotations

from jetmsg_core.campaigns.draft.choices import Choices, is_unfinished
from jetmsg_core.states import Channel

NO_LIST = "Choose who gets the message."
NOBODY = "Nobody is left to write to."
NO_MESSAGE = "Write the message."
NO_FILLS = "Fill in the variables."
NO_ROUTE = "Choose the route."


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
    if not choices.message.strip():
        return NO_MESSAGE if choices.template is None else NO_FILLS
    if choices.channel is Channel.SMS and choices.route is None:
        return NO_ROUTE
    return None
