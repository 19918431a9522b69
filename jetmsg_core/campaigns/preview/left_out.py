"""Whoever of a list gets no message, each with the reason: to be looked at, and as a file."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa

from jetmsg_core import lists
from jetmsg_core.acting import Permission, requires
from jetmsg_core.audit import Act, record
from jetmsg_core.campaigns.checks.codes import FINDINGS, LEAVABLE, FindingCode
from jetmsg_core.campaigns.draft import audience_filter
from jetmsg_core.campaigns.draft.audience_filter import AudienceFilter
from jetmsg_core.campaigns.draft.spec import CampaignSpec, check_spec
from jetmsg_core.campaigns.preview.pipeline import check_people, plan_campaign
from jetmsg_core.contacts.exports import table_of_rejected
from jetmsg_core.contacts.reading.tables import REASON_COLUMN, without_reasons
from jetmsg_core.contacts.recipients import RejectedRows
from jetmsg_core.files.file_format import FileFormat
from jetmsg_core.files.tables import file_of
from jetmsg_core.lists.tables import ROW, found_list, require_version, theirs, whole_table
from jetmsg_core.primitives.times import Clock, utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.store.database import open_database, snapshot, transaction


@requires(Permission.PREPARE)
def left_out(
    settings: Settings,
    chosen: AudienceFilter,
    spec: CampaignSpec | None = None,
    clock: Clock = utc_now,
) -> RejectedRows:
    """Gives the contacts of a list who are not chosen or, with a `spec`, get no message for what
    they lack or what a finding is about. Raises as `preview_recipients`."""
    if spec is not None:
        chosen = replace(chosen, channel=spec.channel)
    version = lists.get(settings, chosen.list_id).version
    why = np.array(audience_filter.why_left_out(settings, chosen), np.object_)
    if spec is not None:
        _add_of_message(settings, chosen, check_spec(settings, spec), why, clock)
    with open_database(settings.database_path) as db, snapshot(db):
        require_version(db, chosen.list_id, version)
        table = whole_table(db, chosen.list_id).filter(pa.array(why != ""))
    cells = table.select(without_reasons(theirs(table.column_names)))
    reasons = pa.array(why[why != ""], pa.large_string())
    return RejectedRows(table.column(ROW).to_numpy(), cells.append_column(REASON_COLUMN, reasons))


@requires(Permission.DOWNLOAD)
def left_out_file(
    settings: Settings, chosen: AudienceFilter, spec: CampaignSpec | None, form: FileFormat
) -> bytes:
    """Gives these contacts as a file, with the reasons. Raises as `left_out`."""
    rows = left_out(settings, chosen, spec)
    with open_database(settings.database_path) as db, transaction(db):
        name = found_list(db, chosen.list_id).name
        record(db, Act.FILE_TAKEN, subject=f"people of the list {name} who are left out")
    return file_of(table_of_rejected(rows), form)


def _add_of_message(
    settings: Settings,
    chosen: AudienceFilter,
    spec: CampaignSpec,
    why: np.ndarray[tuple[int], np.dtype[np.object_]],
    clock: Clock,
) -> None:
    """Writes into `why` what the message leaves out of those who are chosen."""
    contacts, members = audience_filter.read(settings, chosen)
    planned = plan_campaign(settings, contacts, spec)
    positions, rendered = members.positions(), planned.plan.rendered
    if len(positions) and positions[-1] >= len(why):
        return  # People were added meanwhile; `left_out` says so.
    why[positions[rendered.skipped]] = [f"Has no value for {name}." for name in rendered.lacking]
    with open_database(settings.database_path) as db:
        concerns = check_people(db, settings, planned, clock()).concerns
    for concern in concerns:
        if concern.code in LEAVABLE and concern.code in spec.leave_out:
            theirs_of_plan = rendered.kept[concern.recipients(planned.plan)]
            why[positions[theirs_of_plan]] = f"{_words(concern.code)}."


def _words(code: FindingCode) -> str:
    title = FINDINGS[code].title
    return title[:1].upper() + title[1:]
