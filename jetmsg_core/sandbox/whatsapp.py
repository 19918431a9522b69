"""`create-message`: one WhatsApp message for one number.

The documentation has no reply of it, so these are the replies of panels of this family,
with their 401s.
"""

from __future__ import annotations

import re

from .faults import Call
from .gateway import Fields, Gateway, Reply, json_reply
from .journal import Family, Taken
from .options import Fault

DEVICE = "919000000000"
LONGEST = {"to": 13, "message": 1000}
_NUMBER = re.compile(r"[0-9]{8,13}")


def _invalid(problems: dict[str, list[str]]) -> Reply:
    return json_reply({"success": False, "message": "Validation errors", "data": problems})


WRONG_KEYS = json_reply({"error": "Invalid Auth and AppKey"}, 401)
LIMIT_REACHED = json_reply({"message": "Maximum Monthly Messages Limit Exceeded"}, 401)
NOT_SENT = json_reply({"error": "Request Failed"}, 401)
REFUSALS = {
    Fault.SENDER: NOT_SENT,
    Fault.TEMPLATE: _invalid({"message": ["The template is not approved."]}),
    Fault.CREDIT: LIMIT_REACHED,
    Fault.KEY: WRONG_KEYS,
}


def answer(gateway: Gateway, call: Call, fields: Fields) -> Reply:
    """Answers a WhatsApp call. `sandbox=true` is taken like any other: panels of this family really
    send then."""
    refusal = REFUSALS.get(call.fault) if call.fault else None
    refusal = refusal or _refusal(gateway, fields)
    if refusal:
        return refusal
    number = fields["to"]
    gateway.take(Taken(Family.WHATSAPP, [number], fields["message"], parts=1), call)
    data = {"from": DEVICE, "to": number, "status_code": 200}
    return json_reply({"message_status": "Success", "data": data})


def _refusal(gateway: Gateway, fields: Fields) -> Reply | None:
    if not (fields.get("appkey", "").strip() and gateway.account.knows(fields.get("authkey", ""))):
        return WRONG_KEYS
    problems = {name: [problem] for name in LONGEST if (problem := _problem(name, fields))}
    if problems:
        return _invalid(problems)
    return None if _NUMBER.fullmatch(fields["to"]) else NOT_SENT


def _problem(name: str, fields: Fields) -> str | None:
    value, limit = fields.get(name, ""), LONGEST[name]
    if not value.strip():
        return f"The {name} field is required."
    if len(value) > limit:
        return f"The {name} may not be greater than {limit} characters."
    return None
