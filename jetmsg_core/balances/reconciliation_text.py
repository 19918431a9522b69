"""What a reconciliation says, in words. Pure."""

from __future__ import annotations

from jetmsg_core.balances.reconciliation import Reconciled, ReconciliationVerdict
from jetmsg_core.primitives.numbers import counted, with_commas


def explain(reconciled: Reconciled, asked: int) -> str:
    """Gives the words for what was reconciled, as they are said of the campaign `asked`."""
    words = _words(reconciled, asked)
    if reconciled.verdict in (ReconciliationVerdict.NOT_OVER, ReconciliationVerdict.NOTHING_SENT):
        return words
    others = [spender for spender in reconciled.together if spender.id != asked]
    if others:
        named = f"“{others[0].name}”"
        if len(others) > 1:
            named += f" and {counted(len(others) - 1, 'other')}"
        words = f"Together with {named}, sent at the same time: {_lower(words)}"
    if _is_over(reconciled, asked):
        return words
    return f"So far: {_lower(words)}"


def _is_over(reconciled: Reconciled, asked: int) -> bool:
    return all(spender.is_over for spender in reconciled.together if spender.id == asked)


def _lower(words: str) -> str:
    return f"{words[0].lower()}{words[1:]}"


def _words(reconciled: Reconciled, asked: int) -> str:
    match reconciled.verdict:
        case ReconciliationVerdict.MATCHES:
            return f"Matches.{_untaken(reconciled)}"
        case ReconciliationVerdict.MORE:
            return _more(reconciled)
        case ReconciliationVerdict.FEWER:
            return _fewer(reconciled)
        case ReconciliationVerdict.TOPPED_UP:
            return _topped_up(reconciled)
        case ReconciliationVerdict.NO_READING_BEFORE:
            return "No reading before the start, so it is not clear what was used."
        case ReconciliationVerdict.NO_READING_AFTER:
            return "No reading since the end yet."
        case ReconciliationVerdict.NOT_OVER:
            return _waits(reconciled, asked)
        case ReconciliationVerdict.NOTHING_SENT:
            over = _is_over(reconciled, asked)
            return "Nothing was sent, so nothing was used." if over else "Nothing was sent yet."


def _waits(reconciled: Reconciled, asked: int) -> str:
    unended = [spender for spender in reconciled.together if spender.ended is None]
    if any(spender.id == asked for spender in unended):
        return "Not over yet."
    first = unended[0]
    resting = f", which is {first.rests_as}" if first.rests_as else ""
    return f"Waits for the end of “{first.name}”{resting}: it was sent at the same time."


def _fewer(reconciled: Reconciled) -> str:
    sentence = f"{with_commas(-(reconciled.difference or 0))} fewer than submitted: "
    if any(spender.assumed_parts for spender in reconciled.together):
        return (
            f"{sentence}calls without a clear answer that were assumed sent may not have been "
            "taken."
        )
    return (
        f"{sentence}the gateway may have counted fewer parts, given credits back, or not counted "
        "all of them yet."
    )


def _more(reconciled: Reconciled) -> str:
    difference = reconciled.difference or 0
    sentence = f"{with_commas(difference)} more than submitted: "
    lost = sum(spender.unknown_parts for spender in reconciled.together)
    again = sum(spender.repeated_parts for spender in reconciled.together)
    calls = _unknown(reconciled)
    if difference == lost and not again:
        return f"{sentence}exactly the cost of {calls}, most likely taken."
    causes = [f"{calls} may have been taken"] if lost else []
    causes += ["calls that were sent again may have been taken twice"] if again else []
    if not causes:
        return f"{sentence}somebody else may use these credits, or the gateway counted more parts."
    if difference > lost + again:
        causes.append(
            f"that explains at most {with_commas(lost + again)}: somebody else may use these "
            "credits"
        )
    elif not again:
        return (
            f"{sentence}part of {calls} may have been taken, or somebody else used these credits."
        )
    return f"{sentence}{', and '.join(causes)}."


def _untaken(reconciled: Reconciled) -> str:
    if not reconciled.unknown_calls:
        return ""
    return f" So {_unknown(reconciled)} most likely did not go out."


def _topped_up(reconciled: Reconciled) -> str:
    """What was added is not in the readings, only its least: what was used before the next reading
    is missing from the rise."""
    top_up, risen = reconciled.top_up or 0, reconciled.risen or 0
    unknown = sum(spender.unknown_parts for spender in reconciled.together)
    if risen > top_up + unknown:
        return _topped_up_and_more(reconciled, risen - top_up - unknown)
    least, most = max(top_up, risen), top_up + unknown
    if least == most:
        return f"Topped up meanwhile. If {counted(least, 'credit')} came in, everything matches."
    return (
        f"Topped up meanwhile. If {with_commas(least)} to {with_commas(most)} credits came in, "
        f"everything matches. It depends on how much of {_unknown(reconciled)} was taken."
    )


def _topped_up_and_more(reconciled: Reconciled, more: int) -> str:
    beside = f", even if {_unknown(reconciled)} was taken" if reconciled.unknown_calls else ""
    return (
        f"Topped up meanwhile, by {with_commas(reconciled.risen or 0)} or more. But the balance "
        f"lost at least {counted(more, 'credit')} more than submitted{beside}. Somebody else may "
        "use these credits."
    )


def _unknown(reconciled: Reconciled) -> str:
    people = sum(spender.unknown_people for spender in reconciled.together)
    to = counted(people, "person", "people")
    return f"{counted(reconciled.unknown_calls, 'unknown call')} to {to}"
