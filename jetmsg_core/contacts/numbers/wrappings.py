"""What stands around a number: quotes, `tel:` and its like, WhatsApp's addresses and links. Pure.

Sources: RFC 3966 (`tel:`), RFC 5724 (`sms:`), lead files of Meta (`p:`), Twilio (`whatsapp:`),
WhatsApp's links (`wa.me`, `api.whatsapp.com/send?phone=`) and the addresses in its exports
(`@c.us`, `@s.whatsapp.net`). Links and addresses always have the country code, without `+`.
"""

from __future__ import annotations

import re

QUOTES = "\"'`‘’‚‛“”„‟"
_AROUND = " \n\r"
_STRAY = f"{_AROUND},;/|"
_BESIDE = _STRAY + QUOTES
_SCHEME = r"(?:(?:tel|p|sms|smsto|callto):|whatsapp:(?=[+0-9]))(?://)?"
_BEFORE = re.compile(rf"(?:[{_BESIDE}]|=\"|({_SCHEME}))*+", re.IGNORECASE)
"""All at once: a cell may hold a scheme ten thousand times."""
_SMS_TEXT = re.compile(r"(?<=[0-9])[?&;]body=.*", re.IGNORECASE | re.DOTALL)
_CALCULATED = re.compile(r"\A=(?=[0-9]{10,14}\Z)")
"""`=9876543210` is what Excel computes from it; `=98765-43210` is not."""
_ADDRESS = re.compile(r"\+?([0-9]{7,15})(?::[0-9]{1,3})?@(?:c\.us|s\.whatsapp\.net)", re.IGNORECASE)
"""What stands behind the colon is one of the person's devices."""
_LINK = re.compile(
    r"(?:https?://)?(?:www\.|web\.|api\.)?"
    r"(?:wa\.me/|(?:whatsapp\.com/|whatsapp://)send/?\?(?:[^#]*&)?phone=)"
    r"(?:\+|%2B)?([0-9][0-9 ()-]{5,24})/?(?:[?&#].*)?",
    re.IGNORECASE | re.DOTALL,
)


def unwrapped(text: str) -> str:
    """Gives a text without what stands around its number, however nested. A number out of a link
    or an address of WhatsApp begins with `+`."""
    before = _BEFORE.match(text)
    if before is not None:
        text = text[before.end() :]
        if before[1]:
            text = _SMS_TEXT.sub("", text)
    text = _CALCULATED.sub("", text.rstrip(_BESIDE), count=1)
    if linked := _LINK.fullmatch(text) or _ADDRESS.fullmatch(text):
        return f"+{linked[1].strip(_AROUND)}"
    return text
