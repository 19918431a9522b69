"""Whether a message still holds placeholders as other tools spell them. Pure.

They make nobody's text right: everybody is concerned, and only a person can say that it is meant.
"""

from __future__ import annotations

from dataclasses import replace

from jetmsg_core.campaigns.checks import words
from jetmsg_core.campaigns.checks.codes import FindingCode
from jetmsg_core.campaigns.checks.findings import CampaignFinding, about_all
from jetmsg_core.campaigns.draft.spec import CampaignSpec
from jetmsg_core.campaigns.plan.planned import PlannedCampaign
from jetmsg_core.messages.spellings.find import spellings
from jetmsg_core.messages.text import prepare_text


def check_spellings(planned: PlannedCampaign) -> list[CampaignFinding]:
    """Looks for placeholders as other tools spell them in the message and in its defaults, but for
    those that are kept on purpose."""
    spec, columns = planned.spec, list(planned.contacts.cells.columns)
    kept = {prepare_text(text) for text in spec.keep_text}
    message, default = (
        [
            spelling
            for spelling in spellings(prepare_text(text), columns)
            if spelling.text not in kept
        ]
        for text in (spec.message, "\n".join(defaults_of(spec)))
    )
    sure = [spelling for spelling in message if spelling.sure]
    doubtful = [spelling for spelling in message if not spelling.sure]
    in_default = [
        spelling for spelling in default if spelling.sure and planned.plan.rendered.defaulted
    ]
    kinds = [
        (FindingCode.SPELLED_PLACEHOLDER, words.spelled_placeholder, sure),
        (FindingCode.SPELLED_DEFAULT, words.spelled_default, in_default),
        (FindingCode.DOUBTFUL_PLACEHOLDER, words.doubtful_placeholder, doubtful),
    ]
    return [
        replace(about_all(code, say(about), planned.plan.recipients), spellings=tuple(about))
        for code, say, about in kinds
        if about
    ]


def defaults_of(spec: CampaignSpec) -> list[str]:
    """Gives the words that stand in for missing values: the default, and one for every placeholder
    that has its own."""
    return [text for text in (spec.missing.default, *spec.missing.defaults.values()) if text]
