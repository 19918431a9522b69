"""Everything ever sent to one number."""

from __future__ import annotations

from dataclasses import dataclass

from jetmsg_core.acting import Permission, requires
from jetmsg_core.contacts import SENTENCES, Number, normalize
from jetmsg_core.errors import InputError
from jetmsg_core.primitives.characters import quoted
from jetmsg_core.reports.reasons import advice_on
from jetmsg_core.settings import Settings
from jetmsg_core.states import ASSUMED_SENT, RecipientState, RecipientStateFacts, facts_of
from jetmsg_core.store.database import Database, Row, open_database, snapshot
from jetmsg_core.store.ledger import campaigns, recipients
from jetmsg_core.store.readings import lookups
from jetmsg_core.store.reports import deliveries
from jetmsg_core.store.saved import optouts

MOST = 500


@dataclass(frozen=True)
class TimelineEntry:
    """One text for the number. `reported` is what a panel's report said; where we do not know
    that the gateway took the message it is evidence and the state is as it was."""

    campaign: int
    name: str
    mode: str
    channel: str
    sender: str
    seq: int
    state: RecipientState
    facts: RecipientStateFacts
    """How the state is shown: *assumed sent*, where that is all that is known."""
    reason: str
    sms_id: str | None
    parts: int
    at: str
    """When the call was settled, else when the campaign was made."""
    reported: str
    reported_at: int | None
    text: str


@dataclass(frozen=True)
class Timeline:
    """All that was sent to one number, newest first. `unmatched` are reports that name the number
    and belong to no message."""

    number: int
    opted_out_at: str | None
    opted_out_how: str
    messages: tuple[TimelineEntry, ...]
    more: int
    unmatched: tuple[Row, ...]


@requires(Permission.SEE_NUMBERS)
def of_number(settings: Settings, typed: str) -> Timeline:
    """Gives everything ever sent to a number. Raises InputError for what is no mobile number."""
    number = normalize(typed, international=True)
    if not isinstance(number, Number):
        raise InputError(
            number.reason,
            f"{quoted(typed.strip()[:40])} is not a mobile number. {SENTENCES[number.reason]}",
        )
    with open_database(settings.database_path) as db, snapshot(db):
        rows = lookups.everywhere(db, number.value)
        messages = [_message(db, campaign_id, seq) for campaign_id, seq in rows[:MOST]]
        opted_out = optouts.get(db, number.value)
        return Timeline(
            number.value,
            opted_out["added_at"] if opted_out else None,
            opted_out["source"] if opted_out else "",
            tuple(sorted(messages, key=lambda message: message.at, reverse=True)),
            max(0, len(rows) - MOST),
            tuple(deliveries.unmatched_about(db, settings.mode, number.value)),
        )


def _message(db: Database, campaign_id: int, seq: int) -> TimelineEntry:
    campaign = campaigns.get(db, campaign_id)
    assert campaign is not None
    (row,) = recipients.states_of(db, campaign_id, [seq])
    state = RecipientState(row["state"])
    return TimelineEntry(
        campaign=campaign.id,
        name=campaign.name,
        mode=campaign.mode,
        channel=campaign.channel.value,
        sender=campaign.sender_id,
        seq=seq,
        state=state,
        facts=shown_state(row),
        reason=reason_of(row),
        sms_id=row["sms_id"],
        parts=row["parts"],
        at=row["settled_at"] or campaign.started_at or campaign.created_at,
        reported=said_of(row),
        reported_at=row["reported_at"],
        text=row["text"],
    )


def shown_state(row: Row) -> RecipientStateFacts:
    """Gives how the state of a recipient is shown, a row of `ledger.recipients.states`."""
    return facts_of(RecipientState(row["state"]), ASSUMED_SENT if row["is_assumed"] else None)


def reason_of(row: Row) -> str:
    """Says why a recipient, a row of `ledger.recipients.states`, is in its state: in the gateway's
    own words where it had some."""
    state = RecipientState(row["state"])
    if row["is_assumed"]:
        return advice_on(state, ASSUMED_SENT).meaning
    if state.value == row["reported"] and row["report_reason"]:
        return advice_on(state, row["report_reason"]).meaning
    if row["detail"] and state is not RecipientState.CANCELLED:
        return str(row["detail"])
    if state is RecipientState.CANCELLED:
        return advice_on(state, row["reason"] or "stopped").meaning
    return advice_on(state, row["reason"] or "").meaning


def said_of(row: Row) -> str:
    """Gives the words of the delivery report, as they came."""
    return " ".join(filter(None, (row["word"], row["error"])))
