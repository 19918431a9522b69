"""Who did what: written down with the act itself, and read by admins.

kinds       what can be done, each with its words
recording   `record`: an act, within the transaction that does it
sentences   an act in a plain sentence, and what was before and after
reading     acts by person, campaign, kind and day, a page at a time
verifying   whether the chain of acts is whole
exporting   all of them as a file

Nothing here is about one recipient, and no number of a person is kept whole, so that whoever is
forgotten need not be looked for in it.
"""

from __future__ import annotations

from jetmsg_core.audit.kinds import Act
from jetmsg_core.audit.recording import Facts, record

__all__ = ["Act", "Facts", "record"]
