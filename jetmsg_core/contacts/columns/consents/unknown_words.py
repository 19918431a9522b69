"""Names that speak of consent in words of which not all are known. Pure.

`Donor Opt-out` is about a person, `Photo consent` about something else. What no list has, as
`Locker opt-out`, may be either: a person is asked. Questions of a form, such as *Would you like to
get offers on SMS?*, are known by what they ask about and what they ask for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from jetmsg_core.contacts.columns.consents.names import (
    ELSEWHERE,
    FILLER,
    HERE,
    WHEN,
    ConsentSense,
    names_channels_only,
    names_dnd,
    set_of,
    words_in,
)
from jetmsg_core.contacts.columns.names import PERSONS


@dataclass(frozen=True)
class LikelySense:
    """The sense that a name most likely has where its cells are plain answers."""

    sense: ConsentSense
    is_doubtful: bool = False
    """Whether it may as well be about something else than messages."""


_PLAINLY_REFUSES = re.compile(
    r"(?<!\S)(?:dnd|dncr?|ndnc|ncpr|nccp|opt(?:ed|s)? ?outs?|un ?subscribed?|unsub"
    r"|do not (?:disturb|contact)"
    r"|remove[ds]? from (?:the )?(?:list|database)"
    r"|(?:exclude[ds]?|skip|block(?:ed)?|mute[ds]?) (?:from )?(?:(?:all|any|bulk|the) )*"
    r"(?:sms|whatsapp|messages|messaging|marketing|campaigns?))(?!\S)"
)
_PLAINLY_WANTS = re.compile(r"(?<!\S)(?:opt(?:ed|s)? ?in|consent(?:s|ed)?|सहमति|संमती)(?!\S)")
_TURNED = set_of("no,non,not,never,without,withdrawn,withdrew,revoked,refused,declined,denied")
_SOMETHING_ELSE = set_of(
    "form,forms,letter,slip,photo,photos,photograph,picture,pictures,image,video,videos,media,trip,trips,tour"
    ",excursion,travel,visit,picnic,camp,outing,event,function,activity,sports,swimming,class,course,treatment"
    ",medical,medicine,surgery,surgical,operation,procedure,anaesthesia,vaccine,vaccination,test,therapy"
    ",meal,meals,breakfast,lunch,dinner,food,mess,canteen,transport,bus,cab,insurance,mediclaim,pension"
    ",nps,pf,epf,plan,scheme,policy,loan,emi,debit,credit,cibil,bureau,gst,tax,receipt,fund,sip,gym,training"
    ",locker,hostel,room,sign,uniform,blood,organ,donation,donations,transfusion,research,study,survey"
    ",biometric,kyc,aadhaar,pan,data,cookie,cookies,terms,recording,interview"
    ",reason,source,by,mode,method,text,version,id,ref,reference,number,url,link,file,document,copy"
    ",remark,remarks,note,notes,comment,comments,collected,signed,signature,expiry,expires,valid,till"
    ",required,needed,requested,asked,pending,sent,check,checked,scrub,scrubbed,verified,count,call,calls"
)
"""What people also agree to, and what else is kept of a consent than the answer. A word that is not
here costs a question."""
_OF_CHANNELS = set_of("by,text,texts")
"""Beside a channel these tell which it is."""
_ABOUT_ANYTHING = set_of(
    "reason,mode,method,remark,remarks,note,notes,comment,comments,call,check,scrub"
)
_PLACES = set_of("area,address,location,landmark,locality,site,road,route,street,city,place")
"""There *DND* is a road."""

_THING = re.compile(
    r"\b(?:sms|whatsapp|texts?|text messages?|msgs?|messages?|offers?|updates|alerts|notifications?"
    r"|promotional|promotions?|promos?|marketing|campaigns?|communications?)\b"
)
_SURELY = re.compile(r"\b(?:sms|whatsapp|offers|promotional)\b")
_ASKS_FOR = re.compile(
    r"\b(?:agrees?|consents?|likes?|wants?|wish|authori[sz]e|allow|accept|permit|happy|okay|ok|love"
    r"|interested|subscribe|sign|opt|receive|receiving|get|getting|contact(?:ed)?|send|share|notify"
    r"|informed|updated|may|can|shall)\b"
)
_AFTERWARDS = re.compile(
    r"\b(?:did|was|were|received|sent|delivered|joined|seen|already|repl(?:y|ied)|groups?"
    r"|failed|bounced|undelivered|opened|clicked|scheduled|attempts?|verified|users?|has|have|had|using"
    r"|available|installed|active on|name|pack|balance|credits|link|chat|template|when|why|how"
    r"|which|what|who|where|date|time|count|number|numbers|no of|do you (?:get|receive|have|use)"
    r"|are you (?:getting|receiving|using))\b"
)
"""What a question may ask about messages without asking for leave to send them."""
_NEGATED = re.compile(r"\b(?:not|don|dont|never|no|stop|unsubscribe|out|without|refuse|object)\b")


@lru_cache(maxsize=4_096)
def likely_sense(name: str) -> LikelySense | None:
    """Gives the sense that a name most likely has which `consent_sense` does not know; None where
    it speaks of no consent to messages."""
    words = words_in(name)
    text = " ".join(words)
    is_here = HERE.search(text) is not None
    if ELSEWHERE.search(text) and not is_here:
        return None
    if (asked := _asked_in(text)) is not None:
        return asked
    if not (_SOMETHING_ELSE - (_OF_CHANNELS if is_here else frozenset())).isdisjoint(words):
        return None
    for sense, pattern in (
        (ConsentSense.REFUSES, _PLAINLY_REFUSES),
        (ConsentSense.WANTS, _PLAINLY_WANTS),
    ):
        rest = pattern.sub(" ", text).split()
        if rest == words or (sense is ConsentSense.WANTS and WHEN.search(text)):
            continue
        turned = not _TURNED.isdisjoint(rest)
        if turned and sense is ConsentSense.REFUSES:
            return None
        is_known = is_here or names_dnd(name) or (FILLER | PERSONS | _TURNED).issuperset(rest)
        return LikelySense(ConsentSense.REFUSES if turned else sense, not is_known)
    return _beside_channel(text) if is_here else None


def _beside_channel(text: str) -> LikelySense | None:
    """What a name with a channel and words that are not known may ask: `SMS birthday wishes`."""
    if _AFTERWARDS.search(text) or names_channels_only(text):
        return None
    is_negated = _NEGATED.search(text) is not None
    return LikelySense(ConsentSense.REFUSES if is_negated else ConsentSense.WANTS, is_doubtful=True)


def may_mention(name: str) -> bool:
    """Tells whether the cells under a name that says nothing of consent may speak of messages, as
    of another channel, a place or a thing they do not."""
    words = words_in(name)
    if ELSEWHERE.search(" ".join(words)):
        return False
    return (_SOMETHING_ELSE - _ABOUT_ANYTHING | _PLACES).isdisjoint(words)


def _asked_in(text: str) -> LikelySense | None:
    """What a question or a statement asks for: `I agree to get offers on WhatsApp`."""
    if not (_THING.search(text) and _ASKS_FOR.search(text)) or _AFTERWARDS.search(text):
        return None
    is_negated = _NEGATED.search(text) is not None
    is_sure = not is_negated and _SURELY.search(text) is not None
    return LikelySense(ConsentSense.REFUSES if is_negated else ConsentSense.WANTS, not is_sure)
