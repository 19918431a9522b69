"""What the page and the command line do with one-time codes.

An event is written before its call and completed after it, so that a program that ends in
between leaves a trace, shown as unknown. Events hold masked receivers and redacted replies; the
code is in none of them.

Before a code goes to the same receiver again 30 seconds must have passed, or the gateway may block
the service, and so many go there in an hour at most. Both are decided from the stored events, in
the transaction that writes the next one, so they hold across tabs, programs and restarts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from jetmsg_core.acting import Permission, requires
from jetmsg_core.audit import Act, record
from jetmsg_core.gateway.client import OtpMethod, OtpOptions, PreparedCall, prepare
from jetmsg_core.gateway.replies import OtpVerdict, Outcome
from jetmsg_core.otp import checks
from jetmsg_core.otp.orders import Api, OtpOrder, resend_call, send_call, verify_call
from jetmsg_core.otp.receivers import called_by, is_receiver, mark_of, masked, plain_number
from jetmsg_core.otp.sentences import UNFINISHED, OtpAction, outcome_sentence
from jetmsg_core.primitives.masking import mask
from jetmsg_core.primitives.times import Clock, utc_now
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


ACTS: Mapping[OtpAction, Act] = MappingProxyType(
    {
        OtpAction.SEND: Act.CODE_SENT,
        OtpAction.RESEND: Act.CODE_SENT_AGAIN,
        OtpAction.VERIFY: Act.CODE_CHECKED,
    }
)


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
    mark: str
    message_id: str = ""


@requires(Permission.SEND)
def send(settings: Settings, order: OtpOrder, clock: Clock = utc_now) -> OtpResult:
    """Order a code; the message also says where its stored template is no longer approved. Raises
    InputError, before anything is sent or written, for what cannot be
    ordered, and StateError with the time to wait when it is too early or too much."""
    settings.require_live_ready()
    call = prepare(settings, send_call(settings, order))
    with open_database(settings.database_path) as db:
        checks.refuse_other_text(db, order)
        checks.refuse_opted_out(db, settings, order)
        caution = checks.lapse_caution(db, order)
    mark = mark_of(_whole(order), settings.key())
    intent = _Intent(OtpAction.SEND, order.api, order.method, masked(order.to), mark)
    result = _make(settings, call, intent, clock)
    return replace(result, message=f"{result.message} {caution}".rstrip())


@requires(Permission.SEND)
def resend(settings: Settings, *, api: Api, message_id: str, clock: Clock = utc_now) -> OtpResult:
    """Ask for the same code once more. Raises InputError for what is no message id and for a number
    that gets no codes, as it has opted out since, and StateError with the seconds to wait when it
    is too early."""
    settings.require_live_ready()
    message_id = called_by(message_id)
    call = prepare(settings, resend_call(api, message_id))
    intent = _intent(settings, OtpAction.RESEND, api, message_id)
    with open_database(settings.database_path) as db:
        checks.refuse_opted_out_since(db, settings, receiver=intent.receiver, mark=intent.mark)
    return _make(settings, call, intent, clock, message_id)


@requires(Permission.SEND)
def verify(
    settings: Settings, *, api: Api, message_id: str, code: str, clock: Clock = utc_now
) -> OtpResult:
    """Ask whether a code is right. Raises InputError for what is no message id or no code."""
    settings.require_live_ready()
    message_id, code = called_by(message_id), code.strip()
    call = prepare(settings, verify_call(api, message_id, code))
    intent = _intent(settings, OtpAction.VERIFY, api, message_id)
    return _make(settings, call, intent, clock, message_id)


def seconds_until_resend(settings: Settings, message_id: str, clock: Clock = utc_now) -> float:
    """Gives the seconds until the code may be sent again, 0 when it may be now; for the page's
    countdown. `resend` decides anew."""
    intent = _intent(settings, OtpAction.RESEND, Api.V3, called_by(message_id))
    with open_database(settings.database_path) as db:
        return _wait(db, settings, intent, clock)


def is_confirmed(settings: Settings, message_id: str) -> bool:
    """Tells whether the code that was sent last was found right, so that nothing is left to check
    or to send again."""
    intent = _intent(settings, OtpAction.VERIFY, Api.V3, called_by(message_id))
    mode, receiver, mark = settings.mode, intent.receiver, intent.mark
    with open_database(settings.database_path) as db:
        confirmed_at = otp.last_confirmed_at(
            db, mode=mode, message_id=message_id, receiver=receiver, mark=mark
        )
        sent_at = otp.last_sent_at(
            db, mode=mode, message_id=message_id, receiver=receiver, mark=mark
        )
    return confirmed_at is not None and confirmed_at >= (sent_at or "")


def _whole(order: OtpOrder) -> str:
    """The receiver whatever way it was typed: an address, or a number with its country."""
    if order.method is OtpMethod.EMAIL:
        return order.to
    country_code = order.country_code.strip().removeprefix("+")
    return country_code + plain_number(order.to.strip(), country_code)


def history(settings: Settings, limit: int = 50) -> list[OtpEvent]:
    """Gives the last `limit` events, the newest first."""
    with open_database(settings.database_path) as db:
        return [_event(row) for row in otp.recent(db, limit)]


def _intent(settings: Settings, action: OtpAction, api: Api, message_id: str) -> _Intent:
    """Whose code it is, where that is known. A receiver in place of the id is kept masked."""
    with open_database(settings.database_path) as db:
        sent = otp.find(db, message_id, settings.mode)
    if sent is not None:
        method = OtpMethod(sent.method) if sent.method else None
        return _Intent(action, api, method, sent.receiver, sent.receiver_mark, message_id)
    if is_receiver(message_id):
        mark = mark_of(message_id, settings.key())
        return _Intent(action, api, None, masked(message_id), mark)
    return _Intent(action, api, None, "", "", message_id)


def _make(
    settings: Settings,
    call: PreparedCall[OtpVerdict],
    intent: _Intent,
    clock: Clock,
    message_id: str = "",
) -> OtpResult:
    with open_database(settings.database_path) as db:
        event = _begin(db, settings, intent, clock)
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


def _begin(db: Database, settings: Settings, intent: _Intent, clock: Clock) -> int:
    """The intent is written, and one that sends only when its time has come; both at once, so that
    of two tabs one is refused."""
    with transaction(db):
        if intent.action is not OtpAction.VERIFY:
            again = intent.action is OtpAction.RESEND
            checks.refuse_too_early(_wait(db, settings, intent, clock), again=again)
            checks.refuse_too_many(
                db, settings, clock(), receiver=intent.receiver, mark=intent.mark
            )
        record(db, ACTS[intent.action], subject=intent.receiver or "a receiver not known here")
        return otp.begin(
            db,
            at=clock(),
            action=intent.action,
            api=intent.api,
            method=intent.method,
            receiver=intent.receiver,
            message_id=intent.message_id,
            receiver_mark=intent.mark,
            mode=settings.mode,
        )


def _wait(db: Database, settings: Settings, intent: _Intent, clock: Clock) -> float:
    return checks.seconds_to_wait(
        db,
        clock(),
        mode=settings.mode,
        message_id=intent.message_id,
        receiver=intent.receiver,
        mark=intent.mark,
    )


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
