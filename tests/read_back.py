"""What was kept, read back by the doors that pages and campaigns use."""

from __future__ import annotations

from jetmsg_core.campaigns.draft import audience_filter
from jetmsg_core.campaigns.draft.audience_filter import AudienceFilter
from jetmsg_core.campaigns.results import recipients
from jetmsg_core.campaigns.results.recipients import PAGE, Wanted
from jetmsg_core.contacts.recipients import Contacts
from jetmsg_core.settings import Settings
from jetmsg_core.store.database import Row


def read_list(settings: Settings, list_id: int) -> Contacts:
    """The list's contacts as a campaign takes them. Raises NotFoundError."""
    return audience_filter.read(settings, AudienceFilter(list_id))[0]


def read_recipients(
    settings: Settings, campaign_id: int, *, after: int = 0, limit: int = PAGE
) -> list[Row]:
    """Recipients in send order after the one numbered `after`, as a page shows them."""
    page = recipients.page(settings, campaign_id, Wanted(), after=after, limit=limit)
    return list(page.recipients)
