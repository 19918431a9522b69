"""What the choices mean: counts and previews. Only small results are kept, never contacts, and only
while what they depend on is the same."""

from __future__ import annotations

import streamlit as st

from jetmsg_core import lists
from jetmsg_core.acting import Permission, requires
from jetmsg_core.campaigns.draft import audience_filter
from jetmsg_core.campaigns.draft.audience_filter import AudienceFilter, Counted, Selection
from jetmsg_core.campaigns.draft.choices import Choices, spec_of
from jetmsg_core.campaigns.draft.spec import CampaignSpec
from jetmsg_core.campaigns.preview import recipient_preview
from jetmsg_core.campaigns.preview.preview import Example
from jetmsg_core.campaigns.preview.recipient_preview import RecipientPreview
from jetmsg_core.campaigns.sending.rate_limit import promotional_opening
from jetmsg_core.primitives.times import utc_now
from jetmsg_core.settings import Settings
from pages.parts.shared.memory import give_back

KEPT_SECONDS = 3600
MANY = 50_000


def counted_people(settings: Settings, choices: Choices) -> Counted:
    """This counts the people whom the choices come to. Raises as `audience_filter.count`."""
    return _counted(settings, choices.who, recipient_preview.facts(settings, choices.who))


def preview_of(settings: Settings, choices: Choices) -> RecipientPreview:
    """This is what the choices would send, with its findings and its cost. Raises as
    `recipient_preview.preview_recipients`."""
    now = utc_now()
    opening = promotional_opening(now, settings.promo_stops) if choices.route == 2 else None
    hour = now.replace(minute=0, second=0, microsecond=0)
    spec = spec_of_choices(settings, choices)
    facts = recipient_preview.facts(settings, choices.who)
    return _looked(settings, choices.who, spec, facts, (opening, hour))


def spec_of_choices(settings: Settings, choices: Choices) -> CampaignSpec:
    """This is what the choices ask for. Raises NotFoundError when the list is gone."""
    return spec_of(settings, choices, list_name(settings, choices))


def list_name(settings: Settings, choices: Choices) -> str:
    assert choices.list_id is not None
    return lists.get(settings, choices.list_id).name


def text_of(settings: Settings, recipients: Selection, spec: CampaignSpec, index: int) -> Example:
    return _texts(settings, recipients, spec, (index,))[0]


def first_text(settings: Settings, recipients: Selection, spec: CampaignSpec) -> Example | None:
    """This is the first text that can be filled, of the first few people; None where none can."""
    examples = _texts(settings, recipients, spec, tuple(range(min(20, recipients.count))))
    return examples[0] if examples else None


@requires(Permission.PREPARE)
@st.cache_data(max_entries=16, ttl=KEPT_SECONDS, show_spinner=False)
def _counted(_settings: Settings, chosen: AudienceFilter, facts: object) -> Counted:
    result = audience_filter.count(_settings, chosen)
    if result.listed > MANY:
        give_back()
    return result


@requires(Permission.PREPARE)
@st.cache_data(max_entries=8, ttl=KEPT_SECONDS, show_spinner=False)
def _looked(
    _settings: Settings, chosen: AudienceFilter, spec: CampaignSpec, facts: object, hour: object
) -> RecipientPreview:
    result = recipient_preview.preview_recipients(_settings, chosen, spec)
    if result.preview.recipients > MANY:
        give_back()
    return result


@requires(Permission.PREPARE)
@st.cache_data(max_entries=64, ttl=KEPT_SECONDS, show_spinner=False)
def _texts(
    _settings: Settings, recipients: Selection, spec: CampaignSpec, indices: tuple[int, ...]
) -> tuple[Example, ...]:
    return recipient_preview.texts(_settings, recipients, spec, indices)
