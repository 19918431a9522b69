"""Numbers of other countries in an SMS campaign: a list may hold them, for WhatsApp. Pure."""

from __future__ import annotations

from jetmsg_core.campaigns.checks.codes import FindingCode
from jetmsg_core.campaigns.checks.concerns import Concern, ConcernedRecipients
from jetmsg_core.campaigns.plan.planned import PlannedCampaign
from jetmsg_core.contacts.numbers.written import are_foreign
from jetmsg_core.primitives.numbers import with_commas


def check_foreign_numbers(planned: PlannedCampaign) -> list[Concern]:
    """Finds people whose number SMS cannot reach: its ten last digits may be an Indian's."""
    foreign = are_foreign(planned.contacts.numbers)
    concern = Concern(FindingCode.FOREIGN_NUMBER, foreign, _say, by_text=False)
    return [concern] if foreign.any() else []


def _say(group: ConcernedRecipients) -> str:
    people = "1 person has" if group.count == 1 else f"{with_commas(group.count)} people have"
    return (
        f"{people} a number of another country, first in row {group.row}. SMS goes to Indian "
        "numbers only. Leave them out, or write to them on WhatsApp."
    )
