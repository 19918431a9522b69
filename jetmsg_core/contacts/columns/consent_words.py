"""The words by which a column's name speaks of consent to messages, and its cells say yes or no.

What a column is about, its name has to say in full: a *Consent form* of a school trip and a *Bus
stop* are something else, and so is whatever speaks of e-mail or calls only.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache


class ConsentSense(StrEnum):
    """The senses in which a column may speak of consent."""

    WANTS = "wants"
    """Whoever says yes wants messages: `Accepts SMS marketing`."""
    REFUSES = "refuses"
    """Whoever says yes wants none: `DND`."""
    TELLS = "tells"
    """The cell says it in words: `Status`, with *Unsubscribed* in it."""
    ANSWERS = "answers"
    """Whoever says no wants none, and all else may be about something else: `Promotional SMS`."""


class ConsentReading(StrEnum):
    """The meaning of a cell for its row."""

    NO = "no"
    SILENT = "silent"
    """It says yes, or nothing."""
    UNCLEAR = "unclear"


def _set_of(words: str) -> frozenset[str]:
    return frozenset(unicodedata.normalize("NFC", word.strip()) for word in words.split(","))


_MESSAGES = (
    r"sms|msgs?|texts?|messages?|messaging|whatsapp|marketing|promotions?|promotional|promos?"
    r"|communications?|contact|updates|alerts|notifications"
)
_BE_SENT = r"be (?:contacted|called|messaged|texted|disturbed|sent)"
_LINK = (
    r"(?:(?:want|wish|like|accept|agree|allow|consent|send|receive|get|to|for|any|be|the|me|us|my"
    r"|further|more|bulk) )*"
)
_REFUSES = re.compile(
    rf"(?<!\S)(?:(?:do not|dont|don t|never) {_LINK}(?:disturb|call|send|{_BE_SENT}|{_MESSAGES})"
    r"|(?:does not|doesnt|doesn t|did not|didnt|not|no longer|should not|cannot|can not|will not)"
    rf" (?:wants?|wish|like|accept(?:ed)?|agreed?|allow(?:ed)?|consent(?:ed)?|send|to) {_LINK}"
    rf"(?:{_BE_SENT}|{_MESSAGES})"
    r"|donot\w+|dnd|dnc|dncr|ndnc|ncpr|opt(?:ed|s)? ?outs?|un ?subscribed?|unsub"
    r"|(?:black|block) ?list(?:ed)?|blocked|suppressed|suppression"
    r"|(?:not|never) (?:opted ?in|subscribed|consented)"
    rf"|(?:no|non|without) (?:(?:{_MESSAGES}|to|for|any) )*(?:consent(?:ed)?|permission|opt ?in)"
    r"|no (?:sms|texts?|marketing|promotional|promotions?|promos?|whatsapp|messages?|messaging)"
    r"|stop (?:sms|texts?|messages?|messaging|marketing|promotional|promotions?|whatsapp)"
    r"|(?:consent|permission) (?:withdrawn|revoked|refused|declined|denied|rejected|not g\w+)"
    r"|(?:withdrew|withdrawn|revoked?|refuse[ds]?|decline[ds]?|denied|rejected)"
    r" (?:(?:the|to|for|sms|whatsapp|marketing|receive) )*"
    r"(?:consent|permission|marketing|sms|whatsapp)"
    rf"|(?:{_MESSAGES}) not (?:allowed|accepted|permitted|wanted|agreed|consented)"
    r"|(?:sms|marketing|messages?) (?:refused|declined|blocked)"
    r"|डीएनडी|(?:संपर्क|परेशान|मैसेज|संदेश|एसएमएस) (?:न|ना|नहीं) (?:करें|भेजें))(?!\S)"
)
_WANTS = re.compile(
    r"(?<!\S)(?:opt(?:ed|s)? ?in|subscribed?|consent(?:s|ed)?"
    rf"|(?:accept(?:s|ed)?|allow(?:s|ed)?|agree[ds]?|want(?:s|ed)?|receives?|send|permit(?:s|ted)?|may|can"
    rf"|permission|ok|okay|willing) (?:(?:to|for|the|we|i|you|receive|get|send|be) )*"
    rf"(?:contacted|messaged|{_MESSAGES})"
    rf"|(?:{_MESSAGES}) (?:allowed|accepted|permitted|permission|agreed)"
    r"|sahmati|sehmati|anumati|सहमति|सहमती|संमती|अनुमति|परवानगी|સંમતિ|સહમતિ|સમ્મતિ|সম্মতি|ਸਹਿਮਤੀ"
    r"|சம்மதம்|ஒப்புதல்|సమ్మతి|అంగీకారం|ಸಮ್ಮತಿ|ಒಪ್ಪಿಗೆ|സമ്മതം|ସମ୍ମତି)(?!\S)"
)
_BOTH = re.compile(r"\bopt in (?:or )?(?:opt )?out\b")
_TELLS = re.compile(
    r"(?:(?:sms|whatsapp|marketing|contact|lead|customer|client|subscription|subscriber|message|crm"
    r"|current) )*(?:status|remarks?|notes?|comments?|tags?|labels?|preferences?)"
)
_WHOSE = _set_of("alt,alternate,alternative,secondary,second,father,mother,spouse,husband,wife")
_FILLER = _WHOSE | _set_of(
    "is,has,have,had,be,been,for,from,to,of,on,the,our,us,my,your,he,she,they,we,you,i,customer,client,contact"
    ",user,member,person,parent,guardian,student,patient,lead,subscriber,recipient,sms,text,texts"
    ",message,messages,messaging,mobile,phone,whatsapp,wa,marketing,promotional,promotion,promotions"
    ",promo,offer,offers,communication,communications,notification,notifications,updates,alerts,bulk"
    ",transactional,all,any,channel,channels,status,flag,y,n,yes,no,true,false,t,f,given,received,list"
    ",registry,register,registered,at,date,time,timestamp,via,by,in,or,and,future,further,more,news"
    ",a,do,does,did,will,would,this,primary,receive,receiving,get,getting,send,sending,contacted,me,state"
    ",trai,dlt,gdpr,dpdp,tcpa,national,msg,msgs,through,over"
    ",एसएमएस,संदेश,मैसेज,व्हाट्सएप,की,के,का,लिए,हेतु,प्राप्त,करने"
)
_OF_REGISTRIES = _FILLER | _set_of("category,categories,type,code,preference,preferences")
_REGISTRY = re.compile(r"\b(?:dnd|dncr?|ndnc|ncpr)\b")
_KIND = _set_of("promotional,promotion,promotions,promo,promos,marketing,bulk")
_BESIDE_KIND = (
    _set_of(
        "sms,msg,msgs,text,texts,message,messages,messaging,whatsapp,communication,communications"
        ",updates,alerts,notifications,offers,status,state,preference,preferences,flag"
    )
    | _KIND
)
_COUNTED = _set_of("received,date,time,timestamp,at,list")
_CALLS = _set_of("call,calls")
_ELSEWHERE = re.compile(r"\b(?:e ?mails?|mail|newsletters?|fax|post|postal|voice|push)\b")
_HERE = re.compile(r"\b(?:sms|whatsapp|texts?)\b")
_SENDER = re.compile(rf"((?:^| )(?:{_MESSAGES})) (?:from|by) .+")
_WHEN = re.compile(r"\b(?:date|time|timestamp)\b|\b(?:at|on)$")
_SPELLINGS = (
    (re.compile(r"['\u2019`]|__p?c$|^[a-z0-9]+__(?=[a-z]{3})", re.IGNORECASE), ""),
    (re.compile(r"whats[\s_-]?app", re.IGNORECASE), "Whatsapp"),
    (re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z]{2})"), " "),
)
"""What is taken out of a name, made one word, and split: `DoNotCall__c`, `SMSOptIn`."""
_WORD = re.compile(r"(?:[^\W\d_]|[\u0900-\u0963\u0970-\u0dff\u200c\u200d])+")

_YES = _set_of(
    "y,yes,yeah,yep,true,t,1,1.0,on,x,✓,✔,☑,haan,haa,ok,okay,checked,हाँ,हां,होय,હા,হ্যাঁ,ਹਾਂ,ஆம்,అవును,ಹೌದು,അതെ,ହଁ,ہاں"
)
_NO = _set_of(
    "n,no,nope,false,f,0,0.0,off,✗,✘,nahi,nahin,never,unchecked,no thanks,no thank you,नहीं,नही,नाही"
    ",जी नहीं,ના,না,ਨਹੀਂ,இல்லை,లేదు,కాదు,ಇಲ್ಲ,ഇല്ല,ନା,نہیں"
)
_FIRST = re.compile(
    r"(?:(?P<yes>yes|yeah|yep|true|haan|हाँ|हां)"
    r"|(?P<no>no|nope|no thanks|no thank you|nahi|nahin|never|नहीं|नही))"
    r"\s*(?:[,;:!|(\u2013\u2014]|-\s|\s-|\.(?!\s*\d))"
)
"""An answer before its explanation: `No - told us 2021`."""
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
_UNMISTAKABLE = re.compile(
    rf"(?<!not )(?<!never )\b(?:(?:do not|dont|don t)"
    rf" (?:(?:contact|disturb|message|sms|call|text)\b{_LIMITED}"
    rf"|send{_SENDING})"
    r"|(?:do not|dont|don t|does not|doesnt|doesn t)"
    r" (?:want|wish|like)(?: \w+){0,3}"
    r" (?:sms|msgs?|messages?|texts?|whatsapp|marketing|promotions?|contacted|messaged)\b"
    r"|not to (?:be |send |get |receive )?(?:contact|contacted|messaged?|sms|messages|texts?)\b"
    r"|stop (?:sending|messaging|texting|contacting|sms|messages|whatsapp)\b"
    r"|(?:unsubscribed?|opted out|not (?:subscribed|opted in)|never subscribed)\b"
    r"(?! (?:from|to|for|of|by)(?: the| all| our)? e ?mails?\b)"
    r"|no (?:sms|marketing)\b(?! (?:received|sent|delivered|reply|response|pack|balance|yet|came))"
    r"|no consent\b(?! (?:form|letter|slip|paper|yet))"
    r"|(?:is|now|still) (?:on|in|under) dnd\b)"
    r"|(?:^|[,;|/(] ?)(?:(?:full|fully|on|in|under) )?(?:opt ?out|dnd|dnc|ndnc)"
    r"(?: (?:active|activated|registered|full|customer|user))?(?= ?(?:[,;|/)]|$))"
)
_DISAGREES = re.compile(
    r"\b(?:do not|dont|don t|does not|doesn t|did not|will not|cannot|can not|not) "
    r"(?:agree|consent|want|wish|accept|allow|permit|interested|willing)"
)
_REFUSED_FIRST = re.compile(
    r"(?:opt(?:ed)? ?out|unsubscribed?|unsub|not (?:subscribed|opted in|given|granted|allowed)"
    r"|not agreed|never subscribed|declined|denied|refused|rejected|revoked|withdrawn|withdrew"
    r"|blocked|blacklisted|disallowed)\b(?! not\b)"
)
_REFUSED = _set_of(
    "unsub,declined,denied,refused,rejected,revoked,withdrawn,not subscribed,not opted in,not given"
    ",not granted,not allowed,not agreed,disallowed,blocked,blacklisted,stop,stopped,out,optout"
    ",opt out,never subscribed"
)
_CONSENTED = _set_of(
    "opted in,opt in,optin,subscribed,granted,given,accepted,allowed,in,agreed,consented,permitted"
    ",approved,active"
)
_LISTED = _set_of(
    "registered,active,full,fully blocked,partially blocked,blocked,blacklisted,stop,out"
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
_NOTHING = _set_of(",na,n/a,null,none,nil,nan,-,--,.,unknown,pending,not known,not asked,not set")
_DATE = re.compile(r"\d{1,4}[-/. ](?:\d{1,2}|[a-z]{3,9})[-/. ,]+\d{1,4}")


@lru_cache(maxsize=4_096)
def consent_sense(name: str) -> ConsentSense | None:
    """Gives the sense in which a column of this name speaks of consent to messages; None for any
    other column."""
    words = _words(name)
    text = " ".join(words)
    if _BOTH.search(text):
        return ConsentSense.WANTS
    if _ELSEWHERE.search(text) and not _HERE.search(text):
        return None
    asked = _SENDER.sub(r"\1", text)
    beside = _OF_REGISTRIES if _REGISTRY.search(text) else _FILLER
    beside |= _CALLS if _HERE.search(text) else frozenset()
    for sense, pattern in ((ConsentSense.REFUSES, _REFUSES), (ConsentSense.WANTS, _WANTS)):
        if pattern.search(asked) and beside.issuperset(pattern.sub(" ", asked).split()):
            # When somebody agreed says nothing of those who did not.
            is_time = sense is ConsentSense.WANTS and _WHEN.search(text)
            return None if is_time else sense
    if text in ("marketing", "promotional") or (
        not _KIND.isdisjoint(words)
        and not (_BESIDE_KIND - _KIND).isdisjoint(words)
        and (_FILLER - _COUNTED | _BESIDE_KIND).issuperset(words)
    ):
        return ConsentSense.ANSWERS
    return ConsentSense.TELLS if _TELLS.fullmatch(text) else None


def whose(name: str) -> frozenset[str]:
    """Gives the words of a name that say whose number it is about, or which one: `alt`, `father`;
    none for the number of a row."""
    return _WHOSE.intersection(_words(name))


def _words(name: str) -> list[str]:
    apart = unicodedata.normalize("NFC", name)
    for pattern, instead in _SPELLINGS:
        apart = pattern.sub(instead, apart)
    return _WORD.findall(apart.casefold())


def reading_of(cell: str, sense: ConsentSense) -> ConsentReading:
    """Gives the meaning of a cell of a column with this sense."""
    plain = unicodedata.normalize("NFC", cell.casefold()).strip()
    text = " ".join(re.sub(r"[_\-'’\"]+", " ", plain).split()).rstrip(".!।")
    if sense is ConsentSense.TELLS:
        is_no = bool(_UNMISTAKABLE.search(text)) or text == "optout"
        return ConsentReading.NO if is_no else ConsentReading.SILENT
    if text in _NOTHING:
        return ConsentReading.SILENT
    first = _FIRST.match(plain)
    if sense is ConsentSense.ANSWERS:
        is_no = text in _NO | _REFUSED or bool(
            _REFUSED_FIRST.match(text) or (first and first["no"])
        )
        return ConsentReading.NO if is_no else ConsentReading.SILENT
    if sense is ConsentSense.WANTS:
        no, silent, says_no = _NO | _REFUSED, _YES | _CONSENTED, "no"
    else:
        no, silent, says_no = _YES | _LISTED, _NO | _NOT_LISTED | _CONSENTED - {"active"}, "yes"
    if text in no or (text not in silent and _UNMISTAKABLE.search(text)):
        return ConsentReading.NO
    if text in silent:
        return ConsentReading.SILENT
    if first:
        return ConsentReading.NO if first[says_no] else ConsentReading.SILENT
    if sense is ConsentSense.WANTS:
        is_no = bool(_DISAGREES.search(text) or _REFUSED_FIRST.match(text))
    else:
        is_listed = bool(_ON_LIST.search(text)) and not _NOT_ON_LIST.search(text)
        is_no = is_listed or bool(_DATE.match(text))
    return ConsentReading.NO if is_no else ConsentReading.UNCLEAR
