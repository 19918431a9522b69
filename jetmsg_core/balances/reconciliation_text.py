"""What a reconciliation says, in words. Pure."""

from __future__ import annotations

from jetmsg_core.balances.reconciliation import Reconciled, ReconciliationVerdict


def explain(found: Reconciled, asked: int) -> str:
    """In words, for the campaign `asked`."""
    words = _words(found, asked)
    if found.verdict in (ReconciliationVerdict.NOT_OVER, ReconciliationVerdict.NOTHING_SENT):
        return words
    others = [one for one in found.together if one.id != asked]
    if others:
        named = f"“{others[0].name}”"
        if len(others) > 1:
            named += f" and {_counted(len(others) - 1, 'other')}"
        words = f"Together with {named}, sent in the same time: {_lower(words)}"
    if _is_over(found, asked):
        return words
    return f"So far: {_lower(words)}"


def _is_over(found: Reconciled, asked: int) -> bool:
    return all(one.is_over for one in found.together if one.id == asked)


def _lower(words: str) -> str:
    return f"{words[0].lower()}{words[1:]}"


def _words(found: Reconciled, asked: int) -> str:
    match found.verdict:
        case ReconciliationVerdict.MATCHES:
            return f"Matches.{_untaken(found)}"
        case ReconciliationVerdict.MORE:
            return _more(found)
        case ReconciliationVerdict.FEWER:
            return _fewer(found)
        case ReconciliationVerdict.TOPPED_UP:
            return _topped_up(found)
        case ReconciliationVerdict.NO_READING_BEFORE:
            return "No reading before the start, so what was used cannot be told."
        case ReconciliationVerdict.NO_READING_AFTER:
            return "No reading since the end yet."
        case ReconciliationVerdict.NOT_OVER:
            return _waits(found, asked)
        case ReconciliationVerdict.NOTHING_SENT:
            over = _is_over(found, asked)
            return "Nothing was sent, so nothing was used." if over else "Nothing was sent yet."


def _waits(found: Reconciled, asked: int) -> str:
    unended = [one for one in found.together if one.ended is None]
    if any(one.id == asked for one in unended):
        return "Not over yet."
    first = unended[0]
    resting = f", which is {first.rests_as}" if first.rests_as else ""
    return f"Waits for the end of “{first.name}”{resting}: it was sent in the same time."


def _fewer(found: Reconciled) -> str:
    said = f"{-(found.difference or 0):,} fewer than submitted: "
    if any(one.assumed_parts for one in found.together):
        return f"{said}calls of unknown end that were assumed sent may not have been taken."
    return (
        f"{said}the gateway may have counted fewer parts, given credits back, or not counted all "
        "of them yet."
    )


def _more(found: Reconciled) -> str:
    difference = found.difference or 0
    said = f"{difference:,} more than submitted: "
    lost = sum(one.unknown_parts for one in found.together)
    again = sum(one.repeated_parts for one in found.together)
    if difference == lost and not again:
        return f"{said}exactly what {_unknown(found)} would cost, so they were most likely taken."
    causes = [f"{_unknown(found)} may have been taken"] if lost else []
    causes += ["calls that were sent again may have been taken twice"] if again else []
    if not causes:
        return f"{said}others may use these credits, or the gateway counted more parts."
    if difference > lost + again:
        causes.append(f"that explains {lost + again:,} at most: others may use these credits")
    elif not again:
        return f"{said}part of {_unknown(found)} may have been taken, or others used these credits."
    return f"{said}{', and '.join(causes)}."


def _untaken(found: Reconciled) -> str:
    if not found.unknown_calls:
        return ""
    return f" So {_unknown(found)} most likely did not go out."


def _topped_up(found: Reconciled) -> str:
    """What was added is not in the readings, only its least: what was used before the next reading
    is missing from the rise."""
    top_up, risen = found.top_up or 0, found.risen or 0
    unknown = sum(one.unknown_parts for one in found.together)
    if risen > top_up + unknown:
        return _topped_up_and_more(found, risen - top_up - unknown)
    least, most = max(top_up, risen), top_up + unknown
    if least == most:
        return f"Topped up meanwhile. If {_counted(least, 'credit')} came in, everything matches."
    return (
        f"Topped up meanwhile. If {least:,} to {most:,} credits came in, everything matches: more "
        f"if more of {_unknown(found)} was taken."
    )


def _topped_up_and_more(found: Reconciled, more: int) -> str:
    beside = f", even if {_unknown(found)} was taken" if found.unknown_calls else ""
    return (
        f"Topped up meanwhile, by {found.risen:,} or more; yet at least {_counted(more, 'credit')} "
        f"more than submitted left the balance{beside}. Others may use these credits."
    )


def _unknown(found: Reconciled) -> str:
    people = sum(one.unknown_people for one in found.together)
    to = "1 person" if people == 1 else f"{people:,} people"
    return f"{_counted(found.unknown_calls, 'unknown call')} to {to}"


def _counted(number: int, one: str) -> str:
    return f"{number:,} {one}" if number == 1 else f"{number:,} {one}s"
