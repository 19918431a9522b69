"""Refusals that every family of calls knows, each in its own words."""

from __future__ import annotations

from typing import NamedTuple

from .replies import Reply, json_reply


class Refusal(NamedTuple):
    """What each family says: SMS and OTP a sentence, WhatsApp a whole reply."""

    sms: str
    otp: str
    whatsapp: Reply


def invalid(problems: dict[str, list[str]]) -> Reply:
    """WhatsApp's reply to fields that it cannot use."""
    return json_reply({"success": False, "message": "Validation errors", "data": problems})


SENDER = Refusal(
    sms="Invalid or Unapproved Sender Name",
    otp="Invalid or Unapproved Sender Name",
    whatsapp=json_reply({"error": "Request Failed"}, 401),
)
TEMPLATE = Refusal(
    sms="Invalid or Unapproved DLT Template Id",
    otp="Invalid or Unapproved DLT Template Id",
    whatsapp=invalid({"message": ["The template is not approved."]}),
)
CREDIT = Refusal(
    sms="Insufficient credit balance",
    otp="Insufficient OTP credit balance",
    whatsapp=json_reply({"message": "Maximum Monthly Messages Limit Exceeded"}, 401),
)
KEY = Refusal(
    sms="Invalid AuthKey",
    otp="Invalid API key",
    whatsapp=json_reply({"error": "Invalid Auth and AppKey"}, 401),
)
