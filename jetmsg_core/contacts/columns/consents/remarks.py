"""What free words, as in remarks, tags and a status, say of messages: who refuses them, and through
which channels. Pure.

Who opted out of an insurance plan, or is just *Blocked*, may want messages all the same: that is
told, and nobody is left out for it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from jetmsg_core.contacts.columns.consents.names import channels_of
from jetmsg_core.states import Channel


@dataclass(frozen=True)
class Told:
    """What a text says."""

    channels: frozenset[Channel]
    """Those that it refuses."""
    is_perhaps: bool
    """Whether it may refuse some, or speak of something else."""
    is_bare: bool = False
    """Whether it names no messages: *Opted out*, which is of whatever the column is about."""


_CHANNEL = r"(?:sms|texts?|text messages?|whatsapp|wa|broadcasts?)"
_EMAIL = r"(?:e ?mails?|newsletters?)"
_NAMED = rf"(?:{_CHANNEL}|{_EMAIL}|calls?)"
_AND = r" ?(?:[,/&+]|\band\b|\bor\b){1,3} ?"
LIST_OF_CHANNELS = rf"{_NAMED}(?:{_AND}{_NAMED}){{0,5}}"
_MONTHS = r"jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_HOURS = (
    r"(?:noon|lunch|morning|afternoon|evening|night|office|work|school|college|class|weekend|sun|mon"
    r"|tues|wednes|thurs|fri|satur|holiday|festival)"
)
_WHOM = r"(?: (?:him|her|them|me|us|again|directly|or \w+))*"
_SINCE = rf"(?:(?:{_MONTHS})|20\d\d|\d+[-/. ]+(?:(?:{_MONTHS})|\d+[-/. ]+\d)|this|that|today|now)"
_LIMITED = (
    rf"(?!{_WHOM} (?:(?:before|during|between|while|when|landline|office)\b"
    rf"|after(?: *$| *[,;./]| (?!{_SINCE}))|(?:at|till|until|upto) \d{{1,2}}\b"
    rf"|(?:at|in|on|till|until|upto) (?:the |my |our )?{_HOURS}|(?:by|via|on|through) e ?mails?\b))"
)
"""Before a certain hour, or elsewhere, is no refusal."""
_SENDING = (
    r"(?: (?:any|more|again|the|me|us|him|her|them|bulk|further|promotional|marketing|such|to))*"
    r"(?: *(?:$|[,;|/.!)])| (?:sms|msgs?|messages?|texts?|whatsapp|marketing|promotions?|promos?"
    r"|promotional|offers|updates|notifications|alerts|anything|communications?|campaigns?)\b)"
)
_PIECE = r"(?:^|[,;|/(] ?)"
_PIECE_END = rf"(?= ?(?:[,;|/)]|$|\( ?{LIST_OF_CHANNELS} ?\)))"
_UNANSWERED = (
    r"(?! (?:received|sent|delivered|reply|response|pack|balance|yet|came|group|link|chat|status"
    r"|profile|pic|dp)\b)"
)
_OF_MESSAGES = (
    r"(?:sms|whatsapp|wa|msgs?|messages?|texts?|एसएमएस|संदेश|मैसेज|मेसेज|व्हाट्सएप)"
    r"(?: (?:ko|ka|ke|bhi|को|भी|pls|please))?"
)
_IN_HINDI = (
    rf"\b{_OF_MESSAGES} (?:(?:mat|mt|na) (?:bhej|kar|do)|(?:nahi|nahin) (?:chahiy|chaiy|bhej)|nako"
    r"|(?:मत|न|ना) (?:भेज|कर|दें)|(?:नहीं|नही) (?:चाहि|भेज)|नको)[^ ,;|/.!()]*"
)
"""`SMS mat bhejo`, `msg nahi chahiye`, in Marathi `SMS nako`."""
_OFF_THE_LIST = (
    r"(?:remove|delete|take) (?:(?:me|him|her|them|my|his|this|the|number|no|name|contact) )*"
    r"(?:from|off|out of) (?:(?:the|this|your|our|all|any|sms|whatsapp|broadcast|marketing|mailing"
    r"|contact|calling) )*(?:lists?|broadcasts?|database|messages?|sms|whatsapp)\b(?! of\b)"
)
_REFUSAL = re.compile(
    rf"{_IN_HINDI}|\b{_OFF_THE_LIST}|"
    rf"(?<!not )(?<!never )\b(?:(?:do not|dont|don t)"
    rf" (?:(?:contact|disturb|message|sms|call|text|whatsapp)\b{_LIMITED}"
    rf"|send{_SENDING})"
    r"|(?:do not|dont|don t|does not|doesnt|doesn t)"
    r" (?:want|wish|like)(?: \w+){0,3}"
    r" (?:sms|msgs?|messages?|texts?|whatsapp|marketing|promotions?|contacted|messaged)\b"
    r"|not to (?:be |send |get |receive )?(?:contact|contacted|messaged?|sms|messages|texts?)\b"
    r"|stop (?:sending|messaging|texting|contacting|sms|msgs?|messages?|whatsapp)\b"
    rf"|{LIST_OF_CHANNELS} (?:opt(?:ed)? ?outs?|un ?subs?(?:cribed?)?|dnd)"
    r"(?= ?(?:[,;|/)(.]|$)| (?:on|since|by|via|from|at|for|in|please)\b| \d)"
    r"(?! ?\( ?(?:no?|false)\b)"
    r"|(?P<wish>(?P<unsubscribed>un ?subscribed?|unsub)|opted out|not (?:subscribed|opted in)"
    r"|never subscribed)\b(?! ?[:=] ?(?:no?|false|0)(?= ?(?:[,;|/)]|$)))"
    rf"|no (?:sms|marketing|whatsapp)\b{_UNANSWERED}"
    r"|no consent\b(?! (?:form|letter|slip|paper|yet|needed|required|necessary|asked))"
    r"|(?:is|now|still) (?:on|in|under) dnd\b)"
    rf"|{_PIECE}(?:(?:full|fully|on|in|under) )?(?:opt ?out|dnd|dnc|ndnc)"
    rf"(?: (?:active|activated|registered|full|customer|user)"
    rf"| ?[:=] ?(?:y|yes|true|active|1))?{_PIECE_END}"
)
_TO_END = re.compile(r"[^,;|/.!()]{0,60}?(?=$|[,;|/.!()]| (?:but|only|prefers?|use|instead)\b)")
_MORE = re.compile(rf"(?:{_AND}{_NAMED}(?= ?(?:[,;|/).&+]|$)| (?:and|or)\b))+")
"""The rest of a list whose beginning names a channel."""
_IN_BRACKETS = re.compile(rf" ?\( ?{LIST_OF_CHANNELS} ?\)")
NAMES_CHANNEL = re.compile(rf"\b{_CHANNEL}\b")
_NAMES_ANY = re.compile(rf"\b{_NAMED}\b")
_MESSAGES = re.compile(
    r"\b(?:messages?|msgs?|everything|communications?|notifications?|alerts|updates|marketing"
    rf"|promotions?|promotional|promos?|offers)\b(?! {_EMAIL}\b)"
)
_OF_EMAIL = re.compile(
    rf" (?:from|to|for|of|by|via|through|on)(?: \w+){{0,3}} {_EMAIL}\b| ?\( ?{_EMAIL} ?\)"
)
_OF_SOMETHING = re.compile(
    r" (?:of|from|to|for) (?:(?:the|our|any|your|an?|this|my) )*"
    rf"(?!(?:all|everything|anything|us|it|lists?|both|now|me|today|{_MONTHS})\b|\d)[^\W\d]"
)
_BARE = re.compile(
    r"(?:not |never )?(?:un ?subscribed?|unsub|subscribed|opt(?:ed)? ?(?:out|in)|consent)"
    r"(?: by \w+)?"
)
_PERHAPS = re.compile(rf"{_PIECE}(?:stop|blocked|block|black ?listed|black ?list){_PIECE_END}")
"""Of messages, or of an account, a payment and the like."""


def told_in(text: str) -> Told:
    """Gives what a text in small letters says, with spaces for its hyphens."""
    channels: set[Channel] = set()
    is_bare = _BARE.fullmatch(text) is not None
    is_perhaps = _PERHAPS.search(text) is not None
    for refusal in _REFUSAL.finditer(text):
        clause = text[refusal.start() : _end_of(text, refusal)]
        after = clause[refusal.end() - refusal.start() :]
        if refusal["wish"] and not NAMES_CHANNEL.search(clause) and not _MESSAGES.search(after):
            if _OF_EMAIL.match(after):
                continue
            if not refusal["unsubscribed"] and _OF_SOMETHING.match(after):
                is_perhaps = True
                continue
        channels |= channels_of(clause)
    return Told(frozenset(channels), is_perhaps and not channels, is_bare)


def _end_of(text: str, refusal: re.Match[str]) -> int:
    """Where the words that belong to a refusal end, with all channels that it names."""
    clause = _TO_END.match(text, refusal.end())
    end = clause.end() if clause else refusal.end()
    if brackets := _IN_BRACKETS.match(text, end):
        return brackets.end()
    more = _MORE.match(text, end) if _NAMES_ANY.search(text, refusal.start(), end) else None
    return more.end() if more else end
