"""What the page and the command line do with one-time codes.

An event is written before its call and completed after it, so that a program that ends in
between leaves a trace, shown as unknown. Events hold masked receivers and redacted replies; the
code is in none of them.

Before a resend 30 seconds must have passed, or the gateway may block the service. That is decided
from the stored events, in the transaction that writes the next one, so it holds across tabs,
programs and restarts.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from jetmsg_core.errors import StateError
from jetmsg_core.gateway.client import OtpMethod, OtpOptions, PreparedCall, prepare
from jetmsg_core.gateway.replies import OtpVerdict, Outcome
from jetmsg_core.otp.orders import Api, OtpOrder, resend_call, send_call, verify_call
from jetmsg_core.otp.receivers import is_receiver, masked
from jetmsg_core.otp.sentences import UNFINISHED, OtpAction, outcome_sentence
from jetmsg_core.primitives.masking import mask
from jetmsg_core.primitives.times import Clock, parse, utc_now
from jetmsg_core.settings import Settings
from jetmsg_core.store.database import Database, open_database, transaction
from jetmsg_core.store.saved import otp

__all__ = [
    "Api",
    "OtpAction",
    "OtpEvent",
    "OtpMethod",
    "OtpOptions",
    "OtpOrder",
    "OtpResult",
    "Outcome",
    "history",
    "resend",
    "seconds_until_resend",
    "send",
    "verify",
]

RESEND_AFTER_SECONDS = 30.0
"""As documented. Earlier, the gateway may block the service."""


@dataclass(frozen=True)
class OtpResult:
    """The result of one call. `message` is one sentence for a person, `message_id` what resend and
    verify take."""

    outcome: Outcome
    message_id: str
    message: str

    @property
    def success(self) -> bool:
        """It is true only for what the gateway has confirmed."""
        return self.outcome is Outcome.ACCEPTED


@dataclass(frozen=True)
class OtpEvent:
    """One line of the history. `at` is UTC; `reply` is the gateway's, without codes and keys."""

    at: str
    action: OtpAction
    api: Api
    method: OtpMethod | None
    receiver: str
    message_id: str
    outcome: Outcome
    message: str
    reply: str


@dataclass(frozen=True)
class _Intent:
    action: OtpAction
    api: Api
    method: OtpMethod | None
    receiver: str
    message_id: str = ""


def send(settings: Settings, order: OtpOrder, clock: Clock = utc_now) -> OtpResult:
    """Order a code. Raises InputError, before anything is sent or written, for what cannot be
    ordered."""
    settings.require_live_ready()
    call = prepare(settings, send_call(settings, order))
    intent = _Intent(OtpAction.SEND, order.api, order.method, masked(order.to))
    return _make(settings, call, intent, clock)


def resend(settings: Settings, *, api: Api, message_id: str, clock: Clock = utc_now) -> OtpResult:
    """Ask for the same code once more. Raises InputError for what is no message id, and StateError
    with the seconds to wait when it is too early."""
    settings.require_live_ready()
    message_id = message_id.strip()
    call = prepare(settings, resend_call(api, message_id))
    intent = _intent(settings, OtpAction.RESEND, api, message_id)
    return _make(settings, call, intent, clock, message_id)


def verify(
    settings: Settings, *, api: Api, message_id: str, code: str, clock: Clock = utc_now
) -> OtpResult:
    """Ask whether a code is right. Raises InputError for what is no message id or no code."""
    settings.require_live_ready()
    message_id, code = message_id.strip(), code.strip()
    call = prepare(settings, verify_call(api, message_id, code))
    intent = _intent(settings, OtpAction.VERIFY, api, message_id)
    return _make(settings, call, intent, clock, message_id)


def seconds_until_resend(settings: Settings, message_id: str, clock: Clock = utc_now) -> float:
    """Gives the seconds until the code may be sent again, 0 when it may be now; for the page's
    countdown. `resend` decides anew."""
    intent = _intent(settings, OtpAction.RESEND, Api.V3, message_id.strip())
    with open_database(settings.database_path) as db:
        return _wait(db, intent, clock)


def history(settings: Settings, limit: int = 50) -> list[OtpEvent]:
    """Gives the last `limit` events, the newest first."""
    with open_database(settings.database_path) as db:
        return [_event(row) for row in otp.recent(db, limit)]


def _intent(settings: Settings, action: OtpAction, api: Api, message_id: str) -> _Intent:
    """Whose code it is, where that is known. A receiver in place of the id is kept masked."""
    with open_database(settings.database_path) as db:
        sent = otp.find(db, message_id)
    if sent is not None:
        method = OtpMethod(sent.method) if sent.method else None
        return _Intent(action, api, method, sent.receiver, message_id)
    if is_receiver(message_id):
        return _Intent(action, api, None, masked(message_id))
    return _Intent(action, api, None, "", message_id)


def _make(
    settings: Settings,
    call: PreparedCall[OtpVerdict],
    intent: _Intent,
    clock: Clock,
    message_id: str = "",
) -> OtpResult:
    with open_database(settings.database_path) as db:
        event = _begin(db, intent, clock)
        verdict = call.make(settings)
        sentence = outcome_sentence(
            intent.action, verdict, receiver=intent.receiver, method=intent.method
        )
        message = mask(sentence, settings.secrets)
        otp.complete(
            db,
            event,
            at=clock(),
            outcome=verdict.outcome,
            sentence=message,
            raw=mask(verdict.raw, settings.secrets),
            message_id=verdict.message_id,
        )
    return OtpResult(verdict.outcome, verdict.message_id or message_id, message)


def _begin(db: Database, intent: _Intent, clock: Clock) -> int:
    """The intent is written, and for a resend only when its time has come; both at once, so that
    of two tabs one is refused."""
    with transaction(db):
        wait = _wait(db, intent, clock) if intent.action is OtpAction.RESEND else 0.0
        if wait:
            raise StateError(
                "resend_too_early",
                f"Wait {math.ceil(wait)} s before the code is sent again: the gateway may block "
                f"the service when less than {RESEND_AFTER_SECONDS:.0f} s have passed.",
            )
        return otp.begin(
            db,
            at=clock(),
            action=intent.action,
            api=intent.api,
            method=intent.method,
            receiver=intent.receiver,
            message_id=intent.message_id,
        )


def _wait(db: Database, intent: _Intent, clock: Clock) -> float:
    last = otp.last_sent_at(db, message_id=intent.message_id, receiver=intent.receiver)
    if last is None:
        return 0.0
    left = RESEND_AFTER_SECONDS - (clock() - parse(last)).total_seconds()
    # A clock that was set back must not make anyone wait for longer than the rule says.
    return min(max(0.0, left), RESEND_AFTER_SECONDS)


def _event(row: otp.Event) -> OtpEvent:
    return OtpEvent(
        at=row.at,
        action=OtpAction(row.action),
        api=Api(row.api),
        method=OtpMethod(row.method) if row.method else None,
        receiver=row.receiver,
        message_id=row.message_id,
        outcome=Outcome(row.outcome) if row.outcome else Outcome.UNKNOWN,
        message=row.sentence if row.outcome else UNFINISHED,
        reply=row.raw,
    )
