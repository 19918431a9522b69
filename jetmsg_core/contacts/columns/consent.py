"""What a file itself says of who wants no messages: columns such as *Accepts SMS marketing*, *DND*
or *Opt out*, in both senses of wording, and remarks such as *Unsubscribed*.

What a column is about, its name has to say in full: a *Consent form* of a school trip and a *Bus
stop* are something else, and so is whatever speaks of e-mail or calls only. A cell that says
neither yes nor no leaves its row alone, and is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from jetmsg_core.arrays import Integers
from jetmsg_core.contacts.finding_codes import FileFindingCode
from jetmsg_core.contacts.findings import FileFinding

_NAMED_ROWS = 100


class ConsentSense(StrEnum):
    """The senses in which a column may speak of consent."""

    WANTS = "wants"
    """Whoever says yes wants messages: `Accepts SMS marketing`."""
    REFUSES = "refuses"
    """Whoever says yes wants none: `DND`."""
    TELLS = "tells"
    """The cell says it in words: `Status`, with *Unsubscribed* in it."""


class ConsentReading(StrEnum):
    """The meaning of a cell for its row."""

    NO = "no"
    SILENT = "silent"
    """It says yes, or nothing."""
    UNCLEAR = "unclear"


@dataclass(frozen=True)
class ConsentColumn:
    """A column in which somebody says no, or something unclear, by position among the rows."""

    name: str
    says_no: Integers
    unclear: Integers
    example: str
    """The first unclear cell; empty without one."""


@dataclass(frozen=True)
class SaidNo:
    """The rows that say no to messages: their positions, ascending, and for each the first column
    that says it."""

    positions: Integers
    columns: tuple[str, ...]

    def columns_at(self, positions: Integers) -> list[str]:
        """Gives the column that says it in each of these rows, which must be among them."""
        places = np.searchsorted(self.positions, positions)
        return [self.columns[place] for place in places.tolist()]


def _set_of(words: str) -> frozenset[str]:
    return frozenset(word.strip() for word in words.split(","))


_MESSAGES = (
    r"sms|texts?|messages?|messaging|whatsapp|marketing|promotions?|promotional|promos?"
    r"|communications?|contact|updates|alerts|notifications"
)
_REFUSES = re.compile(
    rf"\b(?:(?:do not|dont|don t|never) (?:disturb|call|send|{_MESSAGES})|donot\w+|dnd|dnc|ndnc"
    r"|ncpr|opt(?:ed|s)? ?outs?|unsubscribed?|unsub|blacklist(?:ed)?|suppressed"
    r"|no (?:sms|marketing|promotions?|promos?|whatsapp|messages?)"
    r"|stop (?:sms|messages?|marketing|promotions?)"
    r"|consent (?:withdrawn|revoked|refused|declined)"
    r"|(?:sms|marketing|messages?) (?:refused|declined|blocked))\b"
)
_WANTS = re.compile(
    r"\b(?:opt(?:ed|s)? ?in|subscribed|consent(?:s|ed)?"
    rf"|(?:accept(?:s|ed)?|allow(?:s|ed)?|agree[ds]?|want(?:s|ed)?|receives?|send|permit(?:s|ted)?|may|can"
    rf"|permission|ok|okay|willing) (?:(?:to|for|the|we|i|you|receive|send) )*(?:{_MESSAGES})"
    rf"|(?:{_MESSAGES}) (?:allowed|accepted|permitted|permission|agreed))\b"
)
_BOTH = re.compile(r"\bopt in (?:or )?(?:opt )?out\b")
_TELLS = re.compile(
    r"(?:(?:sms|whatsapp|marketing|contact|lead|customer|client|subscription|subscriber|message|crm"
    r"|current) )*(?:status|remarks?|notes?|comments?|tags?|labels?|preferences?)"
)
_FILLER = _set_of(
    "is,has,have,had,be,been,for,from,to,of,on,the,our,us,my,your,he,she,they,we,you,i,customer,client,contact"
    ",user,member,person,parent,guardian,student,patient,lead,subscriber,recipient,sms,text,texts"
    ",message,messages,messaging,mobile,phone,whatsapp,wa,marketing,promotional,promotion,promotions"
    ",promo,offer,offers,communication,communications,notification,notifications,updates,alerts,bulk"
    ",transactional,all,any,channel,channels,status,flag,y,n,yes,no,true,false,t,f,given,received,list"
    ",registry,register,registered,at,date,time,timestamp,via,by,in,or,and,future,further,more,news"
)
_ELSEWHERE = re.compile(r"\b(?:e ?mails?|mail|newsletters?|fax|post|postal|voice|push)\b")
_HERE = re.compile(r"\b(?:sms|whatsapp|texts?)\b")
_WHEN = re.compile(r"\b(?:at|date|time|timestamp|on)\b")

_YES = _set_of("y,yes,yeah,yep,true,t,1,1.0,on,x,✓,✔,☑,haan,haa,ok,okay,checked,हाँ,हां")
_NO = _set_of("n,no,nope,false,f,0,0.0,off,✗,✘,nahi,nahin,never,unchecked,no thanks,नहीं")
_UNMISTAKABLE = re.compile(
    r"(?<!not )(?<!never )\b(?:(?:do not|dont|don t) (?:contact|disturb|message|sms|call|text|send)"
    r"|unsubscribed?|opted out|not (?:subscribed|opted in)|never subscribed"
    r"|no (?:sms|consent|marketing))\b"
    r"|(?:^|[,;|/] ?)(?:opt ?out|dnd|dnc|ndnc)(?= ?(?:[,;|/]|$))"
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
    ",not unsubscribed,not blocked,unblocked"
)
_NOTHING = _set_of(",na,n/a,null,none,nil,nan,-,--,.,unknown,pending,not known,not asked,not set")
_DATE = re.compile(r"\d{1,4}[-/. ](?:\d{1,2}|[a-z]{3,9})[-/. ,]+\d{1,4}")


@lru_cache(maxsize=4_096)
def consent_sense(name: str) -> ConsentSense | None:
    """Gives the sense in which a column of this name speaks of consent to messages; None for any
    other column."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name.replace("'", "").replace("\u2019", ""))
    text = " ".join(re.findall(r"[^\W\d_]+", apart.casefold()))
    if _TELLS.fullmatch(text):
        return ConsentSense.TELLS
    if _BOTH.search(text):
        return ConsentSense.WANTS
    if _ELSEWHERE.search(text) and not _HERE.search(text):
        return None
    for sense, pattern in ((ConsentSense.REFUSES, _REFUSES), (ConsentSense.WANTS, _WANTS)):
        found = pattern.search(text)
        if found and _FILLER.issuperset(f"{text[: found.start()]} {text[found.end() :]}".split()):
            # When somebody agreed says nothing of those who did not.
            is_time = sense is ConsentSense.WANTS and _WHEN.search(text)
            return None if is_time else sense
    return None


def reading_of(cell: str, sense: ConsentSense) -> ConsentReading:
    """Gives the meaning of a cell of a column with this sense."""
    text = " ".join(re.sub(r"[_\-'’\"]+", " ", cell.casefold()).split()).rstrip(".!")
    if sense is ConsentSense.TELLS:
        is_no = _UNMISTAKABLE.search(text) or text == "optout"
        return ConsentReading.NO if is_no else ConsentReading.SILENT
    if text in _NOTHING:
        return ConsentReading.SILENT
    if sense is ConsentSense.WANTS:
        no, silent = _NO | _REFUSED, _YES | _CONSENTED
    else:
        no, silent = _YES | _LISTED, _NO | _NOT_LISTED | _CONSENTED - {"active"}
    if text in no or (text not in silent and _UNMISTAKABLE.search(text)):
        return ConsentReading.NO
    if text in silent:
        return ConsentReading.SILENT
    is_dated = sense is ConsentSense.REFUSES and _DATE.match(text)
    return ConsentReading.NO if is_dated else ConsentReading.UNCLEAR


def consent_columns(cells: pd.DataFrame, numbers: Sequence[str]) -> Iterator[ConsentColumn]:
    """Gives the columns, but those of the `numbers`, in which anybody says no, or something that is
    neither yes nor no. Each different cell is read once."""
    for name in map(str, cells.columns):
        sense = consent_sense(name)
        if sense is None or name in numbers:
            continue
        column = _read_column(name, sense, cells[name])
        if column.says_no.size or column.unclear.size:
            yield column


def _read_column(name: str, sense: ConsentSense, cells: pd.Series[str]) -> ConsentColumn:
    texts: Any = pa.array(cells, type=pa.large_string())
    texts = texts.combine_chunks() if isinstance(texts, pa.ChunkedArray) else texts
    encoded: Any = pc.dictionary_encode(texts)
    distinct = encoded.dictionary.to_pylist()
    readings = np.array([reading_of(cell, sense) for cell in distinct], dtype=np.object_)
    codes = np.asarray(encoded.indices)
    says_no, unclear = (
        np.flatnonzero(np.isin(codes, np.flatnonzero(readings == reading)))
        for reading in (ConsentReading.NO, ConsentReading.UNCLEAR)
    )
    example = str(distinct[int(codes[unclear[0]])]) if unclear.size else ""
    return ConsentColumn(name, says_no, unclear, example)


def said_no(columns: Sequence[ConsentColumn]) -> SaidNo:
    """Gives the rows that say no in any of the columns."""
    first: dict[int, str] = {}
    for column in columns:
        for position in column.says_no.tolist():
            first.setdefault(position, column.name)
    positions = np.array(sorted(first), dtype=np.int64)
    return SaidNo(positions, tuple(first[position] for position in positions.tolist()))


def declined_findings(
    said: SaidNo, positions: Integers, rows: Integers, *, kept: bool
) -> list[FileFinding]:
    """Gives what is said of the rows at these positions, which are left out for it or `kept` on
    purpose; nothing without any."""
    if not positions.size:
        return []
    named = tuple(dict.fromkeys(rows[positions[:_NAMED_ROWS]].tolist()))
    code = FileFindingCode.DECLINED_KEPT if kept else FileFindingCode.DECLINED
    columns = ", ".join(map(repr, dict.fromkeys(said.columns)))
    return [FileFinding.of(code, named[0], rows=named, names=columns, count=len(positions))]


def unclear_findings(columns: Sequence[ConsentColumn], rows: Integers) -> list[FileFinding]:
    """Gives a warning for each column with cells that say neither yes nor no. `rows` are those of
    all positions, as seen in Excel."""
    return [
        FileFinding.of(
            FileFindingCode.CONSENT_UNCLEAR,
            int(rows[column.unclear[0]]),
            rows=tuple(rows[column.unclear[:_NAMED_ROWS]].tolist()),
            column=column.name,
            example=column.example[:40],
            count=len(column.unclear),
        )
        for column in columns
        if column.unclear.size
    ]
