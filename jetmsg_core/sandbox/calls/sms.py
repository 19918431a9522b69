"""`sendsms.php`: one text for one number or a comma list of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from .. import refusals
from ..faults import Call, leave_some_out
from ..gateway import Fields, Gateway
from ..journal import AcceptedText, Family
from ..options import Fault, Pool
from ..replies import Reply, json_reply
from .parts import count_parts

POOLS = {"1": Pool.TRANX, "2": Pool.PROMO}
TYPES = ("text", "unicode")
SENDER_LENGTH = 6
_MOBILE = re.compile(r"(?:91)?([0-9]{10})")


def refuse(sentence: str) -> Reply:
    return json_reply({"success": False, "message": sentence})


def answer(gateway: Gateway, call: Call, fields: Fields) -> Reply:
    """Any call without an objection is a success, also when no number of it was any good."""
    forced = call.refusal
    objection = forced.sms if forced else _objection(gateway, fields)
    if objection:
        return refuse(objection)
    numbers = mobiles(fields.get("MobileNo", ""))
    if call.fault is Fault.MISSING:
        numbers = leave_some_out(numbers, call.dice)
    accepted = _order(fields, numbers)
    if not gateway.account.covers(POOLS[fields["route"]], accepted.parts * len(numbers)):
        return refuse(refusals.CREDIT.sms)
    return _accepted(accepted.numbers, gateway.take(accepted, call))


def mobiles(field: str) -> list[str]:
    """Gives the numbers of the list, each `91` and ten digits; `91` may be missing there. Whatever
    else stands in the list is left out without a word, as the documented bulk example does with
    `14521478`."""
    matches = (_MOBILE.fullmatch(cell.strip()) for cell in field.split(","))
    return [f"91{match[1]}" for match in matches if match]


def _objection(gateway: Gateway, fields: Fields) -> str | None:
    if not gateway.account.knows(fields.get("AuthKey", "")):
        return refusals.KEY.sms
    if len(fields.get("SenderId", "")) != SENDER_LENGTH:
        return refusals.SENDER.sms
    if not fields.get("MobileNo", "").strip():
        return "Mobile Number is required"
    if not fields.get("Message", "").strip():
        return "Message is required"
    if fields.get("route") not in POOLS:
        return "Invalid Route"
    if fields.get("type", "text") not in TYPES:
        return "Invalid Message Type"
    return None


def _order(fields: Fields, numbers: Sequence[str]) -> AcceptedText:
    text, kind, route = fields["Message"], fields.get("type", "text"), fields["route"]
    return AcceptedText(
        family=Family.SMS,
        numbers=numbers,
        text=text,
        parts=count_parts(text, as_unicode=kind == "unicode"),
        pool=POOLS[route],
        route=route,
        type=kind,
        tempid=fields.get("tempid"),
        sender=fields["SenderId"],
    )


def _accepted(numbers: Sequence[str], sms_ids: range) -> Reply:
    """Joined by hand, for speed: the only values are digits."""
    items = [
        f'{{"smsId": "{sms_id}", "MobileNo": "{number}", "Status": "SUBMITTED"}}'
        for sms_id, number in zip(sms_ids, numbers, strict=True)
    ]
    return Reply(f'{{"success": true, "message": [{", ".join(items)}]}}'.encode())
