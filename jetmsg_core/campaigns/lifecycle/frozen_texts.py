"""Some recipients of a campaign once more, with the texts frozen for them: nothing is filled in
again, so nobody reads another text than was shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa

from jetmsg_core.campaigns.draft.choices import from_json
from jetmsg_core.campaigns.draft.spec import CampaignSpec
from jetmsg_core.campaigns.lifecycle import recipient_cells
from jetmsg_core.campaigns.plan.chunking import plan_texts
from jetmsg_core.campaigns.plan.planned import PlannedCampaign
from jetmsg_core.contacts.recipients import Contacts
from jetmsg_core.lists.tables import refusing_of, theirs
from jetmsg_core.messages.arrow import strings_of
from jetmsg_core.messages.segments import SegmentSizes
from jetmsg_core.messages.template import Missing, Rendered
from jetmsg_core.names import cut_name
from jetmsg_core.primitives.arrays import Integers
from jetmsg_core.settings import Settings
from jetmsg_core.states import Channel
from jetmsg_core.store.database import Database
from jetmsg_core.store.ledger import recipients
from jetmsg_core.store.ledger.campaigns import Campaign


def plan_again(
    db: Database,
    settings: Settings,
    origin: Campaign,
    seqs: Integers,
    *,
    name: str,
    numbers: Integers,
    rows: Integers,
    texts: Sequence[str],
    text_of: Integers,
    left_out: dict[str, int],
) -> PlannedCampaign:
    """Plans a campaign of this name for the recipients `seqs` of another, ascending, with their own
    columns. `numbers` they are sent to, `rows` and `text_of` have the shape of `seqs`; the last is
    an index into `texts`."""
    people = len(seqs)
    rendered = Rendered(
        distinct=strings_of(texts),
        text_of=text_of.astype(np.int64),
        kept=np.arange(people),
        skipped=np.empty(0, np.int64),
        lacking=np.empty(0, np.object_),
        has_default=np.zeros(people, np.bool_),
    )
    sizes = None if origin.channel is Channel.WHATSAPP else SegmentSizes(*settings.part_sizes)
    table = pa.concat_tables(_cells(db, origin, seqs))
    contacts = Contacts(
        source=origin.source,
        number_column="",
        columns=origin.columns,
        numbers=numbers,
        rows=rows,
        cells=table.select(theirs(table.column_names)).to_pandas(),
        left_out=left_out,
        refusing=refusing_of(table, without=origin.channel),
    )
    plan = plan_texts(rendered, chunk_size=origin.chunk_size, sizes=sizes)
    return PlannedCampaign(contacts, _spec(origin, name), plan)


def _spec(origin: Campaign, name: str) -> CampaignSpec:
    chosen = from_json(origin.choices)
    return CampaignSpec(
        name=cut_name(name),
        message=origin.message,
        channel=origin.channel,
        sender_id=origin.sender_id,
        route=origin.route,
        template_id=origin.template_id,
        chunk_size=origin.chunk_size,
        missing=Missing(keep=chosen.keep_cells),
        stored_template=origin.stored_template,
        stored_version=origin.stored_version,
        keep_text=chosen.keep_text,
    )


def _cells(db: Database, origin: Campaign, seqs: Integers) -> Iterator[pa.Table]:
    """The original columns of these recipients and who refuses what, block after block."""
    while len(seqs):
        block = recipients.block(db, origin.id, int(seqs[0]))
        assert block is not None
        first_seq, cells = block[0], recipient_cells.unpacked(block[1], origin.channel)
        inside = seqs < first_seq + len(cells)
        yield cells.take(pa.array(seqs[inside] - first_seq))
        seqs = seqs[~inside]
