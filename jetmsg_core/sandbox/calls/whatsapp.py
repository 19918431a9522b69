"""`create-message`: one WhatsApp message for one number.

The documentation has no reply of it, so these are the replies of panels of this family,
with their 401s.
"""

from __future__ import annotations

import re

from .. import refusals
from ..faults import Call
from ..gateway import Fields, Gateway
from ..journal import AcceptedText, Family
from ..replies import Reply, json_reply

DEVICE = "919000000000"
LONGEST = {"to": 13, "message": 1000}
_NUMBER = re.compile(r"[0-9]{8,13}")


def answer(gateway: Gateway, call: Call, fields: Fields) -> Reply:
    """`sandbox=true` is taken like any other: panels of this family really send then."""
    forced = call.refusal
    refusal = forced.whatsapp if forced else _refusal(gateway, fields)
    if refusal:
        return refusal
    number = fields["to"]
    gateway.take(AcceptedText(Family.WHATSAPP, [number], fields["message"], parts=1), call)
    data = {"from": DEVICE, "to": number, "status_code": 200}
    return json_reply({"message_status": "Success", "data": data})


def _refusal(gateway: Gateway, fields: Fields) -> Reply | None:
    if not (fields.get("appkey", "").strip() and gateway.account.knows(fields.get("authkey", ""))):
        return refusals.KEY.whatsapp
    problems = {name: [problem] for name in LONGEST if (problem := _problem(name, fields))}
    if problems:
        return refusals.invalid(problems)
    return None if _NUMBER.fullmatch(fields["to"]) else refusals.SENDER.whatsapp


def _problem(name: str, fields: Fields) -> str | None:
    value, limit = fields.get(name, ""), LONGEST[name]
    if not value.strip():
        return f"The {name} field is required."
    if len(value) > limit:
        return f"The {name} may not be greater than {limit} characters."
    return None
