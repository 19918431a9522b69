"""Lists: contacts kept under a name, ready to be sent to.

saving     a checked file to a list; rename, delete
reading    the lists; pages of one, searched
choosing   a smaller list of those in a campaign, in another list, or with something in a column
merging    two lists to one
rejected   the rows of its file that had no usable number
"""

from __future__ import annotations

from jetmsg_core.contacts.recipients import Contacts
from jetmsg_core.lists.choosing import (
    CellTest,
    Choice,
    Comparison,
    InCampaign,
    InList,
    choose,
    count,
)
from jetmsg_core.lists.merging import merge
from jetmsg_core.lists.reading import ContactPage, get, newest, opted_out, page, refusing
from jetmsg_core.lists.rejected import rejected, rejected_file
from jetmsg_core.lists.saving import contacts_of, delete, rename, save
from jetmsg_core.store.saved.lists import ContactList

__all__ = [
    "CellTest",
    "Choice",
    "Comparison",
    "ContactList",
    "ContactPage",
    "Contacts",
    "InCampaign",
    "InList",
    "choose",
    "contacts_of",
    "count",
    "delete",
    "get",
    "merge",
    "newest",
    "opted_out",
    "page",
    "refusing",
    "rejected",
    "rejected_file",
    "rename",
    "save",
]
