"""What is so outside, whatever the ledger says: which messages left, which of them the gateway
took, what its panel reports of them, and what a person decided about them.

A message may be repeated only if all that left for the same person with the same text before it is
settled: the gateway's reply proves that it was not taken, a report calls it failed, or a person
decided so, knowing what could be known.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from jetmsg_core.gateway.seam import Answer, TransportFailure
from jetmsg_core.primitives.times import IST
from jetmsg_core.states import HAVE_OR_GET, REACHED, RecipientState

WORDS: dict[str, RecipientState | None] = {
    "READ": RecipientState.READ,
    "DELIVRD": RecipientState.DELIVERED,
    "UNDELIV": RecipientState.UNDELIVERED,
    "EXPIRED": RecipientState.EXPIRED,
    "REJECTD": RecipientState.REJECTED,
    "NDNC": RecipientState.DND,
    "INVNUMBER": RecipientState.INVALID_NUMBER,
    "TIMEOUTPROM": RecipientState.OUTSIDE_HOURS,
    "NOCREDITS": RecipientState.NO_CREDIT,
    "PENDING": RecipientState.SUBMITTED,
    "WHAT": None,
}
"""What a panel says, and the state that it means."""


@dataclass(eq=False)
class Message:
    """A message that left for one person. `is_taken`: the gateway has it. `is_proved`: the reply
    proves that it has not. `is_decided`: a person let it be sent again, or the people who wait in a
    database that does not know it."""

    token: str
    seq: int
    number: int
    text: str
    left: datetime
    sms_id: str
    is_taken: bool = False
    is_proved: bool = False
    is_assumed: bool = False
    is_decided: bool = False


@dataclass(frozen=True)
class Line:
    """A row of a report, about a message."""

    message: Message
    word: str
    has_id: bool
    has_number: bool
    minutes: int | None

    def cells(self) -> list[str]:
        message = self.message
        at = ""
        if self.minutes is not None:
            moment = (message.left + timedelta(minutes=self.minutes)).astimezone(IST)
            at = moment.strftime("%Y-%m-%d %H:%M:%S")
        return [
            message.sms_id if self.has_id else "",
            str(message.number) if self.has_number else "",
            self.word,
            at,
        ]


@dataclass
class Knowledge:
    """What one database has been told: which messages left, whose smsId a reply gave, and the rows
    of the reports that were imported into it."""

    left: set[Message] = field(default_factory=set)
    with_id: set[Message] = field(default_factory=set)
    lines: list[Line] = field(default_factory=list)

    def copied(self) -> Knowledge:
        return Knowledge(set(self.left), set(self.with_id), list(self.lines))


@dataclass
class World:
    messages: list[Message] = field(default_factory=list)
    by_number: dict[int, list[Message]] = field(default_factory=lambda: defaultdict(list))

    def leave(
        self, token: str, people: Iterable[tuple[int, int]], text: str, now: datetime
    ) -> list[Message]:
        """Notes a call: `people` are seq and number of each."""
        made = [
            Message(token, seq, number, text, now, f"1760{len(self.messages) + index:06}")
            for index, (seq, number) in enumerate(people)
        ]
        for message in made:
            self.by_number[message.number].append(message)
        self.messages += made
        return made

    def to(self, token: str, seqs: Iterable[int]) -> list[Message]:
        wanted = {*seqs}
        return [m for m in self.messages if m.token == token and m.seq in wanted]

    def with_text(self, number: int, text: str) -> list[Message]:
        return [m for m in self.by_number[number] if m.text == text]

    def before(self, message: Message) -> list[Message]:
        """What left for the same person with the same text before it."""
        theirs = self.by_number[message.number]
        return [m for m in theirs[: theirs.index(message)] if m.text == message.text]

    def is_spared(self, message: Message, knowledge: Knowledge) -> bool:
        """Whether the reports in a database say for certain that the person has it or gets it."""
        states = [
            WORDS[line.word]
            for line in knowledge.lines
            if line.message is message and self._is_certain(line, knowledge)
        ]
        if any(state in REACHED for state in states):
            return True
        return RecipientState.SUBMITTED in states and not self.may_have_failed(message, knowledge)

    def may_have_failed(self, message: Message, knowledge: Knowledge) -> bool:
        """Whether a report calls what left for the same recipient of the same campaign failed: one
        that has a number alone does not say which attempt it means."""
        states = [
            WORDS[line.word]
            for line in knowledge.lines
            if (line.message.token, line.message.seq) == (message.token, message.seq)
        ]
        return any(state is not None and state not in HAVE_OR_GET for state in states)

    def _is_certain(self, line: Line, knowledge: Knowledge) -> bool:
        """By an smsId that a reply gave; or by the number, where nothing else ever left for it but
        to this one recipient of this one campaign, none with an smsId of its own."""
        message = line.message
        if message in knowledge.with_id:
            return line.has_id
        theirs = self.by_number[message.number]
        return line.has_number and all(
            (m.token, m.seq) == (message.token, message.seq) and m not in knowledge.with_id
            for m in theirs
        )


def accepting(messages: Iterable[Message]) -> Answer:
    """The reply that lists these."""
    listed = [
        {"smsId": m.sms_id, "MobileNo": str(m.number), "Status": "SUBMITTED"} for m in messages
    ]
    return Answer(200, json.dumps({"success": True, "message": listed}), 0.1)


def refusing(words: str) -> Answer:
    return Answer(200, json.dumps({"success": False, "message": words}), 0.1)


LOST = TransportFailure(True, "The connection was lost.", 0.1)
NEVER_SENT = TransportFailure(False, "Nothing listens there.", 0.1)
