"""Lists: contacts kept under a name, ready to be sent to.

saving     a checked file to a list; rename, delete
reading    the lists; pages of one, searched
choosing   a smaller list of those in a campaign, in another list, or with something in a column
merging    two lists to one
changing   cells edited, people removed, changes undone; adding: people who come in; history: what
           was changed, by whom and when
rejected   the rows of its file that had no usable number
"""

from __future__ import annotations

from jetmsg_core.contacts.recipients import Contacts
from jetmsg_core.lists.adding import Joining, add_people, add_person
from jetmsg_core.lists.adding import look as look_at_joining
from jetmsg_core.lists.changing import Edit, change, undo
from jetmsg_core.lists.choosing import (
    CellTest,
    Choice,
    Comparison,
    InCampaign,
    InList,
    choose,
    count,
)
from jetmsg_core.lists.exporting import shown_file
from jetmsg_core.lists.history import (
    ChangeKind,
    HistoryPage,
    ListChange,
    changes_since,
    history,
)
from jetmsg_core.lists.listed_contact import ContactKey, ListedContact
from jetmsg_core.lists.merging import merge
from jetmsg_core.lists.reading import (
    ContactPage,
    get,
    newest,
    opted_out,
    page,
    refusing,
    with_number,
)
from jetmsg_core.lists.rejected import rejected, rejected_file
from jetmsg_core.lists.saving import contacts_of, delete, rename, save
from jetmsg_core.store.saved.lists import ContactList

__all__ = [
    "CellTest",
    "ChangeKind",
    "Choice",
    "Comparison",
    "ContactKey",
    "ContactList",
    "ContactPage",
    "Contacts",
    "Edit",
    "HistoryPage",
    "InCampaign",
    "InList",
    "Joining",
    "ListChange",
    "ListedContact",
    "add_people",
    "add_person",
    "change",
    "changes_since",
    "choose",
    "contacts_of",
    "count",
    "delete",
    "get",
    "history",
    "look_at_joining",
    "merge",
    "newest",
    "opted_out",
    "page",
    "refusing",
    "rejected",
    "rejected_file",
    "rename",
    "save",
    "shown_file",
    "undo",
    "with_number",
]
