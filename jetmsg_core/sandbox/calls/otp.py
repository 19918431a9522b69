"""The OTP calls, v1 and v3. Only v3's Initiate hands the code back, as documented; the replies
of v3's Resend and Verify are undocumented and follow v1's."""

from __future__ import annotations

import re

from .. import refusals
from ..codes import PLACEHOLDER, Issued, Order, draw_code, without_code
from ..faults import Call
from ..gateway import Fields, Gateway
from ..journal import AcceptedText, Family
from ..options import Pool
from ..replies import Reply, json_reply
from .parts import count_parts

METHODS = ("SMS", "VOICE", "EMAIL", "WHATSAPP")
WHATSAPP_SENDER = "13129404954"
EMAIL_SENDER = "otp@jetmsg.invalid"
NOT_FOUND = "Message Id not found"


class _Refused(Exception):
    """Raised by a check of the fields: the first objection is the answer."""


def send(gateway: Gateway, call: Call, fields: Fields) -> Reply:
    """Answers an order of v1: the message id is a number, and the code stays with the gateway."""
    try:
        _check(gateway, call, fields)
        _require(len(fields.get("SenderId", "")) == 6, refusals.SENDER.otp)
        _require(fields.get("tempid", "").strip(), "Template Id is required")
        order = _order(Family.OTP_V1, fields, _indian_mobile(fields))
        issued = _issue(gateway, call, order)
    except _Refused as refused:
        return _refuse(str(refused))
    return json_reply({"success": True, "messageid": issued.message_id})


def initiate(gateway: Gateway, call: Call, fields: Fields) -> Reply:
    """Answers an order of v3: the message id is a string, and `data` tells everything, the code
    included."""
    method = fields.get("method", "").strip().upper()
    try:
        _check(gateway, call, fields)
        _require(method in METHODS, "Invalid method")
        _require(4 <= len(fields.get("SenderId", "")) <= 15, refusals.SENDER.otp)
        _require(method != "SMS" or fields.get("tempid", "").strip(), "Template Id is required")
        receiver = _email(fields) if method == "EMAIL" else _any_mobile(fields)
        order = _order(Family.OTP_V3, fields, receiver)
        issued = _issue(gateway, call, order)
    except _Refused as refused:
        return _refuse(str(refused))
    return _initiated(issued, method)


def resend(family: Family, gateway: Gateway, call: Call, fields: Fields) -> Reply:
    """Answers a resend, which is a message again: it costs credits and is journalled."""
    try:
        _check(gateway, call, fields)
        issued = _issued(gateway, family, fields)
        waited = gateway.codes.clock() - issued.sent_at
        _require(waited >= gateway.options.resend_after, _too_early(gateway))
        _take(gateway, call, issued.order)
    except _Refused as refused:
        return _refuse(str(refused))
    gateway.codes.renew(issued)
    return json_reply({"success": True, "messageid": "OTP Resend Successfully"})


def verify(family: Family, gateway: Gateway, call: Call, fields: Fields) -> Reply:
    """Answers whether the code is right. A code is good once."""
    try:
        _check(gateway, call, fields)
        issued = _issued(gateway, family, fields)
        _require(not issued.is_verified, "OTP already verified")
        _require(not issued.is_expired(gateway.codes.clock()), "OTP Expired")
        _require(fields.get("otp", "") == issued.order.code, "Invalid OTP")
    except _Refused as refused:
        return _refuse(str(refused))
    gateway.codes.mark_verified(issued)
    return json_reply({"success": True, "error": "OTP Verified"})


def _refuse(sentence: str) -> Reply:
    return json_reply({"success": False, "error": sentence})


def _require(met: object, sentence: str) -> None:
    if not met:
        raise _Refused(sentence)


def _check(gateway: Gateway, call: Call, fields: Fields) -> None:
    if call.refusal:
        raise _Refused(call.refusal.otp)
    _require(gateway.account.knows(fields.get("AuthKey", "")), refusals.KEY.otp)


def _too_early(gateway: Gateway) -> str:
    return f"Too many requests, resend OTP after {gateway.options.resend_after:g} seconds"


def _issued(gateway: Gateway, family: Family, fields: Fields) -> Issued:
    issued = gateway.codes.find(family, fields.get("msgid", ""))
    if issued is None:
        raise _Refused(NOT_FOUND)
    return issued


def _indian_mobile(fields: Fields) -> str:
    mobile = fields.get("Mobile", "").strip()
    _require(re.fullmatch("[0-9]{10}", mobile), "Invalid Mobile Number")
    return mobile


def _any_mobile(fields: Fields) -> str:
    country = fields.get("country_code", "").strip().removeprefix("+")
    _require(re.fullmatch("[0-9]{1,4}", country), "Invalid Country Code")
    if country == "91":
        return _indian_mobile(fields)
    mobile = fields.get("Mobile", "").strip()
    _require(re.fullmatch("[0-9]{5,14}", mobile), "Invalid Mobile Number")
    return mobile


def _email(fields: Fields) -> str:
    address = fields.get("email_id", "").strip()
    _require(re.fullmatch(r"[^@\s]+@[^@\s]+", address), "Invalid Email Id")
    return address


def _order(family: Family, fields: Fields, receiver: str) -> Order:
    sender = fields["SenderId"]
    code = _code(fields)
    template = (
        fields.get("message") or f"Your OTP (One time password) is {PLACEHOLDER} from {sender}"
    )
    text = template.replace(PLACEHOLDER, code)
    if fields.get("message"):
        limits = "Customize OTP message should between 24 and 100 characters only"
        _require(24 <= len(template) <= 100, limits)
    accepted = AcceptedText(
        family=family,
        numbers=[receiver],
        text=without_code(template, code),
        parts=count_parts(text),
        pool=Pool.OTP,
        tempid=fields.get("tempid"),
        sender=sender,
    )
    return Order(receiver, template, code, _seconds(fields), accepted)


def _code(fields: Fields) -> str:
    chosen, length = fields.get("otp", ""), fields.get("len") or "4"
    _require(re.fullmatch("[4-9]|10", length), "OTP length should between 4 and 10 only")
    _require(not chosen or re.fullmatch("[0-9]{4,10}", chosen), "Invalid OTP")
    return chosen or draw_code(int(length))


def _seconds(fields: Fields) -> int:
    seconds = fields.get("etime") or "900"
    _require(re.fullmatch("[1-9][0-9]{0,5}", seconds), "Invalid etime")
    return int(seconds)


def _issue(gateway: Gateway, call: Call, order: Order) -> Issued:
    message_id = gateway.account.next_message_id()
    _take(gateway, call, order)
    issued = Issued(message_id, order, sent_at=gateway.codes.clock())
    gateway.codes.keep(issued)
    return issued


def _take(gateway: Gateway, call: Call, order: Order) -> None:
    _require(gateway.account.covers(Pool.OTP, order.accepted.parts), refusals.CREDIT.otp)
    gateway.take(order.accepted, call)


def _initiated(issued: Issued, method: str) -> Reply:
    order = issued.order
    data = {
        "status": "SENT",
        "receiver": order.receiver,
        "message": order.text,
        "otp": order.code,
        "sender_details": {
            "sender_email": EMAIL_SENDER if method == "EMAIL" else None,
            "sender_whatsapp": WHATSAPP_SENDER if method == "WHATSAPP" else None,
            "sender_id": order.accepted.sender if method in ("SMS", "VOICE") else None,
        },
        "method": method,
    }
    return json_reply({"success": True, "messageid": str(issued.message_id), "data": data})
