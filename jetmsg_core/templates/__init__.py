"""Templates: approved texts kept under a name, with what fills their variables.

saving                        add, change (a new version), delete; read
importing                     a file of approved templates, as the operators' portals export it
portal_columns, portal_rows   which column is which field; one row to a template
approvals, content_types      whether it is called approved; promotional, transactional or service
status_words                  words of a cell to what they say of a template
lapses                        what a later list no longer calls approved, who uses it, and a
                              person who says otherwise
imported                      what became of a file's rows, and what has to be asked
"""

from __future__ import annotations

from jetmsg_core.messages.dlt.filling import Fill, FixedText, FromColumn, variables
from jetmsg_core.store.saved.templates import Template, TemplateDraft
from jetmsg_core.templates.imported import (
    NO_TYPE,
    NOTHING_SAID,
    UNKNOWN_STATUS,
    Answers,
    ImportedTemplates,
    RowNote,
    RowTaken,
    StatusCount,
)
from jetmsg_core.templates.importing import import_file, preview_import
from jetmsg_core.templates.lapses import say_approved
from jetmsg_core.templates.saving import (
    add,
    as_draft,
    change,
    delete,
    get,
    listing,
    message,
    search,
    versions,
    warnings_of,
    with_fills_of,
)

__all__ = [
    "NOTHING_SAID",
    "NO_TYPE",
    "UNKNOWN_STATUS",
    "Answers",
    "Fill",
    "FixedText",
    "FromColumn",
    "ImportedTemplates",
    "RowNote",
    "RowTaken",
    "StatusCount",
    "Template",
    "TemplateDraft",
    "add",
    "as_draft",
    "change",
    "delete",
    "get",
    "import_file",
    "listing",
    "message",
    "preview_import",
    "say_approved",
    "search",
    "variables",
    "versions",
    "warnings_of",
    "with_fills_of",
]
