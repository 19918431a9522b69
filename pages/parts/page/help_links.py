"""The subjects of the Help page, and the link to each behind a question mark."""

from __future__ import annotations

from enum import StrEnum


class HelpTopic(StrEnum):
    """What Help explains. The value is what its address ends in: `/help?topic=parts`."""

    DLT = "dlt"
    HEADER = "header"
    TEMPLATE = "template"
    PARTS = "parts"
    ROUTES = "routes"
    UNKNOWN = "unknown"
    CREDITS = "credits"


TITLES = {
    HelpTopic.DLT: "DLT: why a text has to be registered",
    HelpTopic.HEADER: "Header, or sender ID",
    HelpTopic.TEMPLATE: "Template and its variables",
    HelpTopic.PARTS: "Parts and Unicode",
    HelpTopic.ROUTES: "Routes and hours",
    HelpTopic.UNKNOWN: "Unknown: no clear answer came",
    HelpTopic.CREDITS: "Credits and what a campaign costs",
}


def with_more(about: str, topic: HelpTopic) -> str:
    """These are the words behind a question mark, and the way to more of them in a new tab, so that
    nothing that is being written is left."""
    return f"{about} [More in Help](/help?topic={topic})"
