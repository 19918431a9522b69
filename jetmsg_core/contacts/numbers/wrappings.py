"""What stands around a number: quotes, `tel:` and its like, WhatsApp's addresses and links, and
words for what it is, as `Mob: ` or `(Home)`. Pure.

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


_KIND = (
    r"mob(?:ile)?|mbl|mo|ph(?:one)?|cell|tel(?:ephone)?|contact|whats ?app|wa|home|office|work"
    r"|resi?|personal|primary|self|father|mother|मोबाइल|मोबाईल|मो|फोन|फ़ोन|दूरभाष|संपर्क"
)
_NO = r"(?:[\s.]*(?:no|nos|num|number|नं|नंबर)\b)?"
_LABEL_BEFORE = re.compile(
    rf"(?:[\u260e\u2706\U0001f4de\U0001f4f1]\ufe0f?|\(?(?:{_KIND}|call){_NO}\)?(?![^\W\d_])|\(?m(?=[.:)\-])\)?)"
    r"[\s.:\-\u2013]*(?=[+(0-9])",
    re.IGNORECASE,
)
_LABEL_BEHIND = re.compile(
    rf"(?<=[0-9])\s*(?:[(\[]\s*(?:{_KIND}|[mhopr])(?:\s*[,/]\s*(?:{_KIND}))?\s*[)\]]"
    rf"|[\s\-\u2013]+(?:mob(?:ile)?|whats ?app|home|office|work))\.?\Z",
    re.IGNORECASE,
)
"""One letter alone needs a sign: `O9876543210` may have a letter for a zero."""
_LONGEST_LABEL = 60


def is_labelled(text: str) -> bool:
    """Tells whether a word for what it is stands beside the number of a cell, as in letterheads."""
    return without_label(text.strip()) != text.strip()


def without_label(text: str) -> str:
    """Gives a text without the word before or behind its number that says what it is."""
    if len(text) > _LONGEST_LABEL:
        return text
    before = _LABEL_BEFORE.match(text)
    return _LABEL_BEHIND.sub("", text[before.end() :] if before else text)


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
    return without_label(text)
