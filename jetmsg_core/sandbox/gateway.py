"""The gateway behind the addresses: it takes messages and remembers what the pages show."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from . import faults
from .account import Account
from .codes import Codes
from .faults import Call
from .journal import AcceptedText, Family, Journal
from .options import Options
from .report import Report

Fields = Mapping[str, str]
SHOWN = 20


@dataclass(frozen=True)
class Received:
    """A line of the status page."""

    time: datetime
    family: Family
    number: str
    text: str
    parts: int
    sms_id: int | None


class Gateway:
    def __init__(self, options: Options) -> None:
        self.options = options
        self.account = Account(
            balances=options.balances, auth_key=options.auth_key, state=options.state
        )
        self.codes = Codes()
        self.report = Report(seed=options.seed)
        self.recent: deque[Received] = deque(maxlen=SHOWN)
        self.recipients: Counter[Family] = Counter()
        self._journal = Journal(options.journal)

    def meet(self) -> Call:
        number = self.account.next_call()
        return faults.meet(number, faults=self.options.faults, seed=self.options.seed)

    def take(self, accepted: AcceptedText, call: Call) -> range:
        """Deducts, journals and remembers. Returns the smsIds, none but for SMS. The balance
        was looked at before."""
        now = datetime.now(UTC)
        is_sms = accepted.family is Family.SMS
        sms_ids = self.account.next_sms_ids(len(accepted.numbers)) if is_sms else range(0)
        if accepted.pool is not None:
            self.account.deduct(accepted.pool, accepted.parts * len(accepted.numbers))
        self._journal.write(
            accepted,
            time=now.isoformat(timespec="milliseconds"),
            call_number=call.number,
            sms_ids=sms_ids,
        )
        self.account.save()
        if is_sms:
            self.report.add(sms_ids.start, accepted.numbers, now)
        self._remember(accepted, sms_ids, now)
        return sms_ids

    def close(self) -> None:
        self._journal.close()
        self.account.save()

    def _remember(self, accepted: AcceptedText, sms_ids: range, now: datetime) -> None:
        self.recipients[accepted.family] += len(accepted.numbers)
        for seat in range(max(0, len(accepted.numbers) - SHOWN), len(accepted.numbers)):
            sms_id = sms_ids[seat] if sms_ids else None
            number, text, parts = accepted.numbers[seat], accepted.text, accepted.parts
            self.recent.append(Received(now, accepted.family, number, text, parts, sms_id))
