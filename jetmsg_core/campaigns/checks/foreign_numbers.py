"""Numbers of other countries in an SMS campaign: a list may hold them, for WhatsApp. Pure."""

from __future__ import annotations

from jetmsg_core.campaigns.checks import words
from jetmsg_core.campaigns.checks.codes import FindingCode
from jetmsg_core.campaigns.checks.concerns import Concern, ConcernedRecipients
from jetmsg_core.campaigns.plan.planned import PlannedCampaign
from jetmsg_core.contacts.numbers.written import are_foreign


def check_foreign_numbers(planned: PlannedCampaign) -> list[Concern]:
    """Finds people whose number SMS cannot reach: its ten last digits may be an Indian's."""
    foreign = are_foreign(planned.contacts.numbers)
    concern = Concern(FindingCode.FOREIGN_NUMBER, foreign, _say, by_text=False)
    return [concern] if foreign.any() else []


def _say(group: ConcernedRecipients) -> str:
    return words.foreign_number(group.row, group.count)
