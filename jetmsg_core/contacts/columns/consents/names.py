"""The words by which a column's name speaks of consent to messages, and through which channels.

What a column is about, its name has to say in full: a *Consent form* of a school trip and a *Bus
stop* are something else, and so is whatever speaks of e-mail or calls only.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache

from jetmsg_core.states import CHANNEL_NAMES, Channel


class ConsentSense(StrEnum):
    """The senses in which a column may speak of consent."""

    WANTS = "wants"
    """Whoever says yes wants messages: `Accepts SMS marketing`."""
    REFUSES = "refuses"
    """Whoever says yes wants none: `DND`."""
    TELLS = "tells"
    """The cell says it in words: `Status`, with *Unsubscribed* in it."""
    MENTIONS = "mentions"
    """The name says nothing of it, and a cell may: `Customer Type`, with *DND* in it."""
    LISTS = "lists"
    """The cell lists the channels that are wanted: `Consent channels`, with *SMS, E-mail* in it."""
    ANSWERS = "answers"
    """Whoever says no wants none, and all else may be about something else: `Promotional SMS`."""


def set_of(words: str) -> frozenset[str]:
    """Gives the words of a text that has commas between them."""
    return frozenset(unicodedata.normalize("NFC", word.strip()) for word in words.split(","))


_MESSAGES = (
    r"sms|msgs?|texts?|messages?|messaging|whatsapp|broadcasts?|campaigns?|marketing|promotions?"
    r"|promotional|promos?|communications?|contact|updates|alerts|notifications"
)
_NATIVE_MESSAGES = (
    r"(?:sms|msgs?|messages?|whatsapp|एसएमएस|संदेश|मैसेज|मेसेज|व्हाट्सएप|સંદેશ|મેસેજ|એસએમએસ|বার্তা|মেসেজ|এসএমএস"
    r"|செய்தி|குறுஞ்செய்தி|సందేశం|ಸಂದೇಶ|സന്ദേശം)"
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
    r"|donot\w+|dnd|dnc|dncr|ndnc|ncpr|nccp|opt(?:ed|s)? ?outs?|un ?subscribed?|unsub"
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
    r"|डीएनडी|(?:संपर्क|परेशान|मैसेज|संदेश|एसएमएस) (?:न|ना|नहीं) (?:करें|भेजें)"
    rf"|{_NATIVE_MESSAGES} (?:नहीं चाहिए|नहीं चाहिये|नको(?:त)?|જોઈતા નથી|வேண்டாம்|వద్దు|ಬೇಡ|വേണ്ട)"
    rf"|{_NATIVE_MESSAGES} (?:(?:nahi|nahin|mat|na) (?:chahiye|chaiye|bhej\w+)|nako))(?!\S)"
)
_WANTS = re.compile(
    r"(?<!\S)(?:opt(?:ed|s)? ?in|subscribed?|consent(?:s|ed)?"
    rf"|(?:accept(?:s|ed)?|allow(?:s|ed)?|agree[ds]?|want(?:s|ed)?|receives?|send|permit(?:s|ted)?|may|can"
    rf"|permission|ok|okay|willing) (?:(?:to|for|the|we|i|you|receive|get|send|be) )*"
    rf"(?:contacted|messaged|{_MESSAGES})"
    rf"|(?:{_MESSAGES}) (?:allowed|accepted|permitted|permission|agreed|ok|okay|enabled"
    r"|eligible|wanted)"
    rf"|eligible (?:for|to) (?:(?:receive|get|the) )*(?:{_MESSAGES})|contactable"
    rf"|{_NATIVE_MESSAGES} (?:चाहिए|चाहिये|हवे|हवेत|જોઈએ|வேண்டும்|కావాలి|ಬೇಕು|വേണം)"
    rf"|{_NATIVE_MESSAGES} (?:chahiye|chaiye|bhej\w+)(?: hai)?"
    r"|sahmati|sehmati|anumati|manjuri|ijazat|इजाज़त|इजाजत|मंज़ूरी|मंजूरी|मंजुरी|स्वीकृति|મંજૂરી|પરવાનગી|અનુમતિ"
    r"|অনুমতি|ਇਜਾਜ਼ਤ|ਮਨਜ਼ੂਰੀ|அனுமதி|అనుమతి|ಅನುಮತಿ|അനുമതി|ଅନୁମତି|اجازت|सहमति|सहमती|संमती|अनुमति|परवानगी|સંમતિ|સહમતિ|સમ્મતિ|সম্মতি|ਸਹਿਮਤੀ"
    r"|சம்மதம்|ஒப்புதல்|సమ్మతి|అంగీకారం|ಸಮ್ಮತಿ|ಒಪ್ಪಿಗೆ|സമ്മതം|ସମ୍ମତି)(?!\S)"
)
_BOTH = re.compile(r"\bopt in (?:or )?(?:opt )?out\b")
_TELLS = re.compile(
    r"(?:(?:sms|whatsapp|marketing|contact|lead|customer|client|subscription|subscriber|message|crm"
    r"|current|call|patient|parent|student|special|other|follow up) )*(?:status|remarks?|notes?"
    r"|comments?|tags?|labels?|preferences?|prefs?|feedbacks?|responses?|repl(?:y|ies)|stages?"
    r"|dispositions?|outcomes?|results?|instructions?|observations?|requests?"
    r"|(?:groups?|segments?)(?: memberships?)?|categor(?:y|ies))"
    r"|(?:preferred )?(?:modes?|methods?|medium|means|channels?)(?: of)? (?:communication|contact)"
    r"|preferred(?: (?:communication|contact|message|messaging))?"
    r" (?:mode|method|medium|means|channel)"
    r"|(?:communication|contact) (?:mode|method|medium|channel)s?"
)
_TELLS_OF_MESSAGES = re.compile(
    r"(?=.*\b(?:sms|whatsapp|wa|texts?|messages?|broadcasts?|communications?)\b)"
    r"(?=.*\b(?:status|pref(?:erence)?s?)\b)"
    r"(?:(?:sms|whatsapp|wa|texts?|messages?|broadcasts?|communications?|contact|customer|status"
    r"|subscriptions?|pref(?:erence)?s?|of|for|and|or|by|current)(?: |$))+"
)
FILLER = set_of(
    "alt,alternate,alternative,secondary,second,father,mother,spouse,husband,wife,is,has,have,had,be,been,for,from,to,of,on,the,our,us,my,your,he,she,they,we,you,i,customer,client,contact"
    ",user,member,person,parent,guardian,student,patient,lead,subscriber,recipient,sms,text,texts"
    ",message,messages,messaging,mobile,phone,whatsapp,wa,marketing,promotional,promotion,promotions"
    ",promo,offer,offers,communication,communications,notification,notifications,updates,alerts,bulk"
    ",transactional,all,any,channel,channels,status,flag,y,n,yes,no,true,false,t,f,given,received,list"
    ",registry,register,registered,at,date,time,timestamp,via,by,in,or,and,future,further,more,news"
    ",a,do,does,did,will,would,this,primary,receive,receiving,get,getting,send,sending,contacted,me,state"
    ",trai,dlt,gdpr,dpdp,tcpa,national,msg,msgs,through,over,material,materials,campaign,campaigns"
    ",एसएमएस,संदेश,मैसेज,मेसेज,व्हाट्सएप,की,के,का,लिए,हेतु,प्राप्त,करने,મેસેજ,સંદેશ,એસએમએસ,માટે,মেসেজ,বার্তা,এসএমএস"
    ",செய்தி,குறுஞ்செய்தி,సందేశం,ಸಂದೇಶ,സന്ദേശം"
)
_REGISTRY = re.compile(r"\b(?:dnd|dncr?|ndnc|ncpr|nccp|trai)\b")
_CATEGORY = set_of("category,categories,cat,type,code,preference,preferences,pref,prefs")
_OF_REGISTRIES = FILLER | _CATEGORY | set_of("selected,chosen,opted")
_KIND = set_of("promotional,promotion,promotions,promo,promos,marketing,bulk")
_BESIDE_KIND = (
    set_of(
        "sms,msg,msgs,text,texts,message,messages,messaging,whatsapp,communication,communications"
        ",updates,alerts,notifications,offers,status,state,preference,preferences,flag"
    )
    | _KIND
)
_COUNTED = set_of("received,date,time,timestamp,at,list")
_CALLS = set_of("call,calls")
ELSEWHERE = re.compile(r"\b(?:e ?mails?|mail|newsletters?|fax|post|postal|voice|push)\b")
HERE = re.compile(r"\b(?:sms|whatsapp|texts?)\b")
_BY_CHANNEL = {
    Channel.SMS: re.compile(r"(?<!\S)(?:sms|texts?|texting|एसएमएस)(?!\S)"),
    Channel.WHATSAPP: re.compile(r"(?<!\S)(?:whatsapp|wa|broadcasts?|व्हाट्सएप|व्हाट्सऐप)(?!\S)"),
}
_CHANNEL_ONLY = re.compile(
    r"(?=.*(?:sms|texts|text messages?|whatsapp|\bwa\b))"
    r"(?:(?:on|by|via|for|to|or|and|is|bulk|text|sms|texts|whatsapp|wa|msgs?|messages?|messaging"
    r"|updates?|alerts?|notifications?|notify|subscriptions?|broadcasts?|campaigns?|services?|facility"
    r"|reminders?|greetings|wishes|required|needed|active|flag|allowed)(?: |$))+"
    r"(?:y n|yes no)?"
)
_SENDER = re.compile(rf"((?:^| )(?:{_MESSAGES})) (?:from|by) .+")
WHEN = re.compile(r"\b(?:date|time|timestamp)\b|\b(?:at|on)$")
_SPELLINGS = (
    (re.compile(r"['\u2019`]|__p?c$|^hs_|^[a-z0-9]+__(?=[a-z]{3})", re.IGNORECASE), ""),
    (re.compile(r"whats[\s_-]?app", re.IGNORECASE), "Whatsapp"),
    (re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z]{2})"), " "),
)
"""What is taken out of a name, made one word, and split: `DoNotCall__c`, `SMSOptIn`."""
_WORD = re.compile(r"(?:[^\W\d_]|[\u0900-\u0963\u0970-\u0dff\u200c\u200d])+")


@lru_cache(maxsize=4_096)
def consent_sense(name: str) -> ConsentSense | None:
    """Gives the sense in which a column of this name speaks of consent to messages; None for any
    other column."""
    words = words_in(name)
    text = " ".join(words)
    if _BOTH.search(text):
        return ConsentSense.WANTS
    if ELSEWHERE.search(text) and not HERE.search(text):
        return None
    asked = ELSEWHERE.sub(" ", _SENDER.sub(r"\1", text))
    beside = _OF_REGISTRIES if _REGISTRY.search(text) else FILLER
    beside |= _CALLS if HERE.search(text) else frozenset()
    for sense, pattern in ((ConsentSense.REFUSES, _REFUSES), (ConsentSense.WANTS, _WANTS)):
        if pattern.search(asked) and beside.issuperset(pattern.sub(" ", asked).split()):
            # When somebody agreed says nothing of those who did not.
            is_time = sense is ConsentSense.WANTS and WHEN.search(text)
            return None if is_time else sense
    if text in ("marketing", "promotional") or (
        not _KIND.isdisjoint(kinds := asked.split())
        and not (_BESIDE_KIND - _KIND).isdisjoint(kinds)
        and (FILLER - _COUNTED | _BESIDE_KIND).issuperset(kinds)
    ):
        return ConsentSense.ANSWERS
    if names_register(name) and _OF_REGISTRIES.issuperset(words):
        return ConsentSense.REFUSES  # `TRAI Preference`
    if re.fullmatch(r"permissions?", text):
        return ConsentSense.ANSWERS
    return ConsentSense.TELLS if _TELLS.fullmatch(text) or tells_of_messages(name) else None


def tells_of_messages(name: str) -> bool:
    """Tells whether a status or preferences are those of messages, so that a plain no refuses them:
    `SMS Preference`."""
    return _TELLS_OF_MESSAGES.fullmatch(" ".join(words_in(name))) is not None


@lru_cache(maxsize=4_096)
def names_register(name: str) -> bool:
    """Tells whether a column holds categories of the DND register, by its name: `DND Category`."""
    words = words_in(name)
    return _REGISTRY.search(" ".join(words)) is not None and not _CATEGORY.isdisjoint(words)


def names_dnd(name: str) -> bool:
    """Tells whether a column is about the DND register at all."""
    return _REGISTRY.search(" ".join(words_in(name))) is not None


def channels_of(text: str) -> frozenset[Channel]:
    """Gives the channels that a name or a cell speaks of; all where it names none."""
    words = " ".join(words_in(text))
    named = [channel for channel, pattern in _BY_CHANNEL.items() if pattern.search(words)]
    return frozenset(named or Channel)


def refusal_named(name: str) -> str:
    """Gives what a cell of refusals says where all that is known is a name such as `SMS opt-outs`:
    the channel, or `Yes` for all of them."""
    channels = channels_of(name)
    return "Yes" if len(channels) == len(Channel) else CHANNEL_NAMES[min(channels)]


def names_channels_only(name: str) -> bool:
    """Tells whether a column is called `SMS`, `WhatsApp` or the like: it may hold numbers, or say
    who wants such messages."""
    return _CHANNEL_ONLY.fullmatch(" ".join(words_in(name))) is not None


def words_in(name: str) -> list[str]:
    """Gives the words of a name in small letters, without digits; `DoNotCall__c` has three."""
    apart = unicodedata.normalize("NFC", name)
    for pattern, instead in _SPELLINGS:
        apart = pattern.sub(instead, apart)
    return _WORD.findall(apart.casefold())
