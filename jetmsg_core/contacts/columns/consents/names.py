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
    ANSWERS = "answers"
    """Whoever says no wants none, and all else may be about something else: `Promotional SMS`."""


def _set_of(words: str) -> frozenset[str]:
    return frozenset(unicodedata.normalize("NFC", word.strip()) for word in words.split(","))


_MESSAGES = (
    r"sms|msgs?|texts?|messages?|messaging|whatsapp|broadcasts?|marketing|promotions?|promotional"
    r"|promos?"
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
    r"|डीएनडी|(?:संपर्क|परेशान|मैसेज|संदेश|एसएमएस) (?:न|ना|नहीं) (?:करें|भेजें))(?!\S)"
)
_WANTS = re.compile(
    r"(?<!\S)(?:opt(?:ed|s)? ?in|subscribed?|consent(?:s|ed)?"
    rf"|(?:accept(?:s|ed)?|allow(?:s|ed)?|agree[ds]?|want(?:s|ed)?|receives?|send|permit(?:s|ted)?|may|can"
    rf"|permission|ok|okay|willing) (?:(?:to|for|the|we|i|you|receive|get|send|be) )*"
    rf"(?:contacted|messaged|{_MESSAGES})"
    rf"|(?:{_MESSAGES}) (?:allowed|accepted|permitted|permission|agreed|ok|okay|enabled)"
    r"|sahmati|sehmati|anumati|सहमति|सहमती|संमती|अनुमति|परवानगी|સંમતિ|સહમતિ|સમ્મતિ|সম্মতি|ਸਹਿਮਤੀ"
    r"|சம்மதம்|ஒப்புதல்|సమ్మతి|అంగీకారం|ಸಮ್ಮತಿ|ಒಪ್ಪಿಗೆ|സമ്മതം|ସମ୍ମତି)(?!\S)"
)
_BOTH = re.compile(r"\bopt in (?:or )?(?:opt )?out\b")
_TELLS = re.compile(
    r"(?:(?:sms|whatsapp|marketing|contact|lead|customer|client|subscription|subscriber|message|crm"
    r"|current) )*(?:status|remarks?|notes?|comments?|tags?|labels?|preferences?"
    r"|(?:groups?|segments?)(?: memberships?)?|categor(?:y|ies))"
)
_TELLS_OF_MESSAGES = re.compile(
    r"(?=.*\b(?:sms|whatsapp|wa|texts?|broadcasts?|communications?)\b)"
    r"(?=.*\b(?:status|pref(?:erence)?s?)\b)"
    r"(?:(?:sms|whatsapp|wa|texts?|messages?|broadcasts?|communications?|contact|customer|status"
    r"|pref(?:erence)?s?|of|for|and|or|by|current)(?: |$))+"
)
_FILLER = _set_of(
    "alt,alternate,alternative,secondary,second,father,mother,spouse,husband,wife,is,has,have,had,be,been,for,from,to,of,on,the,our,us,my,your,he,she,they,we,you,i,customer,client,contact"
    ",user,member,person,parent,guardian,student,patient,lead,subscriber,recipient,sms,text,texts"
    ",message,messages,messaging,mobile,phone,whatsapp,wa,marketing,promotional,promotion,promotions"
    ",promo,offer,offers,communication,communications,notification,notifications,updates,alerts,bulk"
    ",transactional,all,any,channel,channels,status,flag,y,n,yes,no,true,false,t,f,given,received,list"
    ",registry,register,registered,at,date,time,timestamp,via,by,in,or,and,future,further,more,news"
    ",a,do,does,did,will,would,this,primary,receive,receiving,get,getting,send,sending,contacted,me,state"
    ",trai,dlt,gdpr,dpdp,tcpa,national,msg,msgs,through,over"
    ",एसएमएस,संदेश,मैसेज,व्हाट्सएप,की,के,का,लिए,हेतु,प्राप्त,करने"
)
_PLAINLY_REFUSES = re.compile(
    r"(?<!\S)(?:dnd|dncr?|ndnc|ncpr|nccp|opt(?:ed|s)? ?outs?|un ?subscribed?|unsub"
    r"|do not (?:disturb|contact))(?!\S)"
)
_PLAINLY_WANTS = re.compile(r"(?<!\S)(?:opt(?:ed|s)? ?in|consent(?:s|ed)?|सहमति|संमती)(?!\S)")
_TURNED = _set_of("no,non,not,never,without,withdrawn,withdrew,revoked,refused,declined,denied")
_SOMETHING_ELSE = _set_of(
    "form,forms,letter,slip,photo,photos,photograph,picture,pictures,image,video,videos,media,trip,trips,tour"
    ",excursion,travel,visit,picnic,camp,outing,event,function,activity,sports,swimming,class,course,treatment"
    ",medical,medicine,surgery,surgical,operation,procedure,anaesthesia,vaccine,vaccination,test,therapy"
    ",meal,meals,lunch,food,mess,canteen,transport,bus,cab,insurance,mediclaim,pension,nps,plan,scheme"
    ",policy,loan,emi,gym,kyc,aadhaar,pan,data,cookie,cookies,privacy,terms,recording,interview"
    ",reason,source,by,mode,method,text,version,id,ref,reference,number,url,link,file,document,copy"
    ",remark,remarks,note,notes,comment,comments,collected,signed,signature,expiry,expires,valid,till"
    ",required,needed,requested,asked,pending,sent,check,checked,scrub,scrubbed,verified,count,call,calls"
)
"""What people also agree to, and what else is kept of a consent than the answer."""
_MOST_UNKNOWN = 3
_REGISTRY = re.compile(r"\b(?:dnd|dncr?|ndnc|ncpr|nccp|trai)\b")
_CATEGORY = _set_of("category,categories,cat,type,code,preference,preferences,pref,prefs")
_OF_REGISTRIES = _FILLER | _CATEGORY | _set_of("selected,chosen,opted")
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
_BY_CHANNEL = {
    Channel.SMS: re.compile(r"(?<!\S)(?:sms|texts?|texting|एसएमएस)(?!\S)"),
    Channel.WHATSAPP: re.compile(r"(?<!\S)(?:whatsapp|wa|broadcasts?|व्हाट्सएप|व्हाट्सऐप)(?!\S)"),
}
_CHANNEL_ONLY = re.compile(
    r"(?=.*(?:sms|texts|text messages?|whatsapp|\bwa\b))"
    r"(?:(?:on|by|via|for|or|and|is|bulk|text|sms|texts|whatsapp|wa|msgs?|messages?|messaging"
    r"|updates|alerts|notifications|subscriptions?|broadcasts?|flag|allowed)(?: |$))+"
    r"(?:y n|yes no)?"
)
_SENDER = re.compile(rf"((?:^| )(?:{_MESSAGES})) (?:from|by) .+")
_WHEN = re.compile(r"\b(?:date|time|timestamp)\b|\b(?:at|on)$")
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
    words = _words(name)
    text = " ".join(words)
    if _BOTH.search(text):
        return ConsentSense.WANTS
    if _ELSEWHERE.search(text) and not _HERE.search(text):
        return None
    asked = _ELSEWHERE.sub(" ", _SENDER.sub(r"\1", text))
    beside = _OF_REGISTRIES if _REGISTRY.search(text) else _FILLER
    beside |= _CALLS if _HERE.search(text) else frozenset()
    for sense, pattern in ((ConsentSense.REFUSES, _REFUSES), (ConsentSense.WANTS, _WANTS)):
        if pattern.search(asked) and beside.issuperset(pattern.sub(" ", asked).split()):
            # When somebody agreed says nothing of those who did not.
            is_time = sense is ConsentSense.WANTS and _WHEN.search(text)
            return None if is_time else sense
    if text in ("marketing", "promotional") or (
        not _KIND.isdisjoint(kinds := asked.split())
        and not (_BESIDE_KIND - _KIND).isdisjoint(kinds)
        and (_FILLER - _COUNTED | _BESIDE_KIND).issuperset(kinds)
    ):
        return ConsentSense.ANSWERS
    if names_register(name) and _OF_REGISTRIES.issuperset(words):
        return ConsentSense.REFUSES  # `TRAI Preference`
    if re.fullmatch(r"permissions?", text):
        return ConsentSense.ANSWERS
    return ConsentSense.TELLS if _TELLS.fullmatch(text) or tells_of_messages(name) else None


@lru_cache(maxsize=4_096)
def likely_sense(name: str) -> ConsentSense | None:
    """Gives the sense that a name most likely has which `consent_sense` does not know for a few
    words, such as `Donor Opt-out`: where its cells are plain answers. None for any other."""
    words = _words(name)
    text = " ".join(words)
    is_here = _HERE.search(text) is not None
    if not _SOMETHING_ELSE.isdisjoint(words) or (_ELSEWHERE.search(text) and not is_here):
        return None
    for sense, pattern in (
        (ConsentSense.REFUSES, _PLAINLY_REFUSES),
        (ConsentSense.WANTS, _PLAINLY_WANTS),
    ):
        rest = pattern.sub(" ", text).split()
        if rest == words or (sense is ConsentSense.WANTS and _WHEN.search(text)):
            continue
        if len(set(rest) - _FILLER) > _MOST_UNKNOWN and not is_here:
            return None
        if sense is ConsentSense.WANTS and not _TURNED.isdisjoint(rest):
            return ConsentSense.REFUSES
        return None if not _TURNED.isdisjoint(rest) else sense
    return None


def tells_of_messages(name: str) -> bool:
    """Tells whether a status or preferences are those of messages, so that a plain no refuses them:
    `SMS Preference`."""
    return _TELLS_OF_MESSAGES.fullmatch(" ".join(_words(name))) is not None


@lru_cache(maxsize=4_096)
def names_register(name: str) -> bool:
    """Tells whether a column holds categories of the DND register, by its name: `DND Category`."""
    words = _words(name)
    return _REGISTRY.search(" ".join(words)) is not None and not _CATEGORY.isdisjoint(words)


def names_dnd(name: str) -> bool:
    """Tells whether a column is about the DND register at all."""
    return _REGISTRY.search(" ".join(_words(name))) is not None


def channels_of(text: str) -> frozenset[Channel]:
    """Gives the channels that a name or a cell speaks of; all where it names none."""
    words = " ".join(_words(text))
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
    return _CHANNEL_ONLY.fullmatch(" ".join(_words(name))) is not None


def _words(name: str) -> list[str]:
    apart = unicodedata.normalize("NFC", name)
    for pattern, instead in _SPELLINGS:
        apart = pattern.sub(instead, apart)
    return _WORD.findall(apart.casefold())
