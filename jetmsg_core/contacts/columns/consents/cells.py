"""What the cells of such columns say: yes, no, or something else. Pure."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

from jetmsg_core.contacts.columns.consents.channel_answers import (
    lists_channels,
    refused_by_name,
)
from jetmsg_core.contacts.columns.consents.names import (
    ConsentSense,
    channels_of,
    names_channels_only,
)
from jetmsg_core.contacts.columns.consents.remarks import told_in
from jetmsg_core.states import Channel


class ConsentReading(StrEnum):
    """The meaning of a cell for its row."""

    NO = "no"
    CATEGORIES = "categories"
    """Promotions of some kinds only, as `dnd_register` has them."""
    ERROR = "error"
    """A formula went wrong there, so nobody said yes."""
    SILENT = "silent"
    """It says yes, or nothing."""
    UNCLEAR = "unclear"


REFUSALS = (ConsentReading.NO, ConsentReading.CATEGORIES, ConsentReading.ERROR)
"""Those for which a row is left out; of several in a row the first counts."""


def _set_of(words: str) -> frozenset[str]:
    return frozenset(unicodedata.normalize("NFC", word.strip()) for word in words.split(","))


_YES = _set_of(
    "y,yes,yeah,yep,true,t,1,1.0,on,enabled,enable,activated,x,✓,✔,☑,✅,[x]"
    ",haan,haa,haan ji,ji haan,ok,okay,checked,sure,yes please"
    ",हाँ,हां,होय,હા,হ্যাঁ,ਹਾਂ,ஆம்,అవును,ಹೌದು,അതെ,ହଁ,ہاں"
)
_NO = _set_of(
    "n,no,nope,false,f,0,0.0,off,disabled,disable,inactive,deactivated,not enabled,not active"
    ",✗,✘,❌,✖,☐,□,[ ],nahi,nahin,nahi ji,ji nahi,nai,never,unchecked,no thanks,no thank you,नहीं"
    ",नही,नाही,जी नहीं,ના,না,ਨਹੀਂ,இல்லை,లేదు,కాదు,ಇಲ್ಲ,ഇല്ല,ନା,نہیں"
)
_FIRST = re.compile(
    r"(?:(?P<yes>yes|yeah|yep|true|haan|हाँ|हां)"
    r"|(?P<no>no|nope|no thanks|no thank you|nahi|nahin|never|नहीं|नही))"
    r"\s*(?:[,;:!|(\u2013\u2014]|-\s|\s-|\.(?!\s*\d))"
)
"""An answer before its explanation: `No - told us 2021`."""
_LETTER_FIRST = re.compile(r"(?:(?P<yes>y)|(?P<no>n))\s*(?:[,;:(\u2013\u2014]|-\s|\s-)")
_DISAGREES = re.compile(
    r"\b(?:do not|dont|don t|does not|doesn t|did not|will not|cannot|can not|not) "
    r"(?:agree|consent|want|wish|accept|allow|permit|interested|willing|send|contact|disturb|message|receive)"
)
_REFUSED_FIRST = re.compile(
    r"(?:opt(?:ed)? ?out|unsubscribed?|unsub|not (?:subscribed|opted in|given|granted|allowed)"
    r"|not agreed|never subscribed|declined|denied|refused|rejected|revoked|withdrawn|withdrew"
    r"|blocked|blacklisted|disallowed)\b(?! not\b)"
)
_REFUSED = _set_of(
    "unsub,declined,denied,refused,rejected,revoked,withdrawn,not subscribed,not opted in,not given"
    ",not granted,not allowed,not agreed,disallowed,deny,decline,refuse,disagree,disagreed,dissent"
    ",unwilling,without consent,no consent,blocked,blacklisted,stop,stopped,out,optout"
    ",opt out,never subscribed"
)
_CONSENTED = _set_of(
    "opted in,opt in,optin,subscribed,granted,given,accepted,allowed,in,agreed,consented,permitted"
    ",approved,active,send,allow,accept,agree,grant,permit,willing,with consent"
)
_ANSWERS = _YES | _NO | _REFUSED | _CONSENTED
_LISTED = _set_of(
    "registered,active,full,fully,full block,full blocked,fully blocked,partially blocked"
    ",blocked,blacklisted,stop,out,do not allow,dont allow,don t allow,do not send,dont send"
    ",don t send"
)
_NOT_LISTED = _set_of(
    "non dnd,nondnd,not dnd,no dnd,not opted out,not registered,unregistered,inactive"
    ",not unsubscribed,not blocked,unblocked,not in dnd,not on dnd,dnd inactive"
    ",dnd free,dnd no,dnd: no,dnd off"
)
_ON_LIST = re.compile(r"\b(?:dnd|dnc|ndnc|ncpr|opt(?:ed)? ?out|unsubscribed|blocked)\b")
_NOT_ON_LIST = re.compile(
    r"\?|\b(?:no|non|not|never|without|inactive|deactivated|removed?|free|off|expired|ended|cleared"
    r"|disabled|false|0|nil|na|pending|unknown|if|maybe|perhaps|check\w*|un(?:blocked|listed))\b"
)
_NAMED_AGAIN = re.compile(
    r"(?:dnd|dnc|ndnc|opt(?:ed)? ?out|unsubscribed|blocked)(?: status)? ?[:=]? ?(?P<answer>\S+)"
)
"""An answer after what it is about: `DND: N`."""
_FINE = _set_of("ok,okay")
"""For a refusal: a yes to it, or nothing against messages."""
_NOTHING = _set_of(",na,n/a,null,none,nil,nan,-,--,.,unknown,pending,not known,not asked,not set")
_ERROR = re.compile(r"#(?:n/[adv]|nv\b|#|[^\W\d][\w./]*[!?]|getting.data)|#¡|err:\d|=[^\W\d]")
"""Of a formula, in any language, or of a cell too narrow for what it holds; or the formula."""
_EVERYWHERE = _set_of("both,all,any,everything,all channels,any channel,all messages")
_NOT_HERE = re.compile(
    r"(?:(?:e ?mails?|calls?|voice(?: calls?)?|post|fax|letters?|newsletters?)(?: only)?"
    r"(?: ?(?:[,/&;+]|and|or) ?|$))+"
)
_WHATSAPP = re.compile(r"\bwhats ?app?\b")
_DATE = re.compile(r"\d{1,4}[-/. ](?:\d{1,2}|[a-z]{3,9})[-/. ,]+\d{1,4}")


def refused_channels(cell: str, sense: ConsentSense) -> frozenset[Channel]:
    """Gives the channels that a cell which says no speaks of: `no SMS`, or `WhatsApp` in a column
    of who opted out. All where it names none."""
    text = _compared(_plain(cell))
    if sense is ConsentSense.REFUSES and names_channels_only(text):
        return channels_of(text)
    by_name = refused_by_name(text, sense)
    return by_name or told_in(text).channels or frozenset(Channel)


def answers_by_name(cell: str, sense: ConsentSense) -> bool:
    """Tells whether a cell answers for channels by name, and so for no other."""
    return refused_by_name(_compared(_plain(cell)), sense) is not None


def is_answer(cell: str) -> bool:
    """Tells whether a cell is a yes or no, perhaps with what explains it."""
    plain = _plain(cell)
    return _compared(plain) in _ANSWERS or _first(plain) is not None


def is_list_of_channels(cell: str) -> bool:
    """Tells whether a cell names channels, and nothing else."""
    return lists_channels(_compared(_plain(cell)))


def is_plain_no(cell: str) -> bool:
    """Tells whether a cell is a no, perhaps with what explains it, in words or as a 0."""
    plain = _plain(cell)
    return _compared(plain) in _NO or _begins(plain, "no")


def _plain(cell: str) -> str:
    text = unicodedata.normalize("NFC", cell.casefold()).strip()
    return text[2:-1] if text.startswith('="') and text.endswith('"') else text


def _compared(plain: str) -> str:
    plain = re.sub(r"^\* | *::: *(?:\* )?", "|", plain)  # Labels of Google Contacts.
    apart = re.sub(r"[_\-'’\"]+", " ", plain)
    return _WHATSAPP.sub("whatsapp", " ".join(apart.split())).rstrip(".!।")


def reading_of(cell: str, sense: ConsentSense) -> ConsentReading:
    """Gives the meaning of a cell of a column with this sense."""
    plain = _plain(cell)
    text = _compared(plain)
    if sense in (ConsentSense.TELLS, ConsentSense.MENTIONS):
        return _of_free_text(text, sense)
    if _ERROR.match(plain):
        return ConsentReading.ERROR
    if text in _NOTHING:
        return _no_if(sense is ConsentSense.LISTS and text == "none")
    by_name = refused_by_name(text, sense)
    if by_name is not None:
        return _no_if(bool(by_name))
    if sense is ConsentSense.ANSWERS:
        return _no_if(
            text in _NO | _REFUSED or bool(_REFUSED_FIRST.match(text)) or _begins(plain, "no")
        )
    return _of_refusal(plain, text) if sense is ConsentSense.REFUSES else _of_wish(plain, text)


def _of_free_text(text: str, sense: ConsentSense) -> ConsentReading:
    told = told_in(text)
    if sense is ConsentSense.MENTIONS and (told.is_bare or not told.channels):
        return ConsentReading.UNCLEAR if told.channels else ConsentReading.SILENT
    if told.channels or refused_by_name(text, sense):
        return ConsentReading.NO
    return ConsentReading.UNCLEAR if told.is_perhaps else ConsentReading.SILENT


def _of_wish(plain: str, text: str) -> ConsentReading:
    """Where a yes wants messages."""
    meaning = _known(
        plain, text, no=_NO | _REFUSED, silent=_YES | _CONSENTED | _EVERYWHERE, says_no="no"
    )
    if meaning is not None:
        return meaning
    is_no = bool(_DISAGREES.search(text) or _REFUSED_FIRST.match(text))
    return ConsentReading.NO if is_no else ConsentReading.UNCLEAR


def _of_refusal(plain: str, text: str) -> ConsentReading:
    """Where a yes wants none."""
    named = _NAMED_AGAIN.fullmatch(text)
    text = named["answer"] if named and named["answer"] in _YES | _NO else text
    if _NOT_HERE.fullmatch(text):
        return ConsentReading.SILENT
    silent = _NO | _NOT_LISTED | _CONSENTED - {"active"}
    meaning = _known(plain, text, no=_YES - _FINE | _LISTED, silent=silent, says_no="yes")
    if meaning is not None:
        return meaning
    is_listed = text in _EVERYWHERE or names_channels_only(text)
    is_listed |= bool(_ON_LIST.search(text)) and not _NOT_ON_LIST.search(text)
    return ConsentReading.NO if is_listed or _DATE.match(text) else ConsentReading.UNCLEAR


def _known(
    plain: str, text: str, *, no: frozenset[str], silent: frozenset[str], says_no: str
) -> ConsentReading | None:
    """What a cell says in words that are known, or begins with; None where it says neither."""
    if text in no or (text not in silent and told_in(text).channels):
        return ConsentReading.NO
    if text in silent:
        return ConsentReading.SILENT
    return _no_if(_begins(plain, says_no)) if _first(plain) else None


def _begins(plain: str, answer: str) -> bool:
    """Whether a cell begins with a yes, or with a no."""
    first = _first(plain)
    return bool(first and first[answer])


def _first(plain: str) -> re.Match[str] | None:
    """The answer that a cell begins with; one letter may stand for it, but not that of `n.a.`."""
    return _FIRST.match(plain) or _LETTER_FIRST.match(plain)


def _no_if(is_no: bool) -> ConsentReading:
    return ConsentReading.NO if is_no else ConsentReading.SILENT
