"""The words of delivery reports. Pure: tables, and how a cell is read by them.

Words are compared in upper case, by their letters and digits alone. What is in no table is
*unrecognised*: it is shown as it came and changes no state, until a person says what it means.
`docs/report_words.md` lists them all, with where each was published.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from jetmsg_core.reports.dlt_faults import CODE_OF_NAME, DLT_FAULTS
from jetmsg_core.states import HAVE_OR_GET, RecipientState

SUBMITTED = RecipientState.SUBMITTED
DELIVERED = RecipientState.DELIVERED
UNDELIVERED = RecipientState.UNDELIVERED
REJECTED = RecipientState.REJECTED
DND = RecipientState.DND

WORDS = {
    SUBMITTED: "SUBMITTED ENROUTE ACCEPTD ACCEPTED ACKED QUEUED SENT SENTPENDING PENDING AWAITING"
    " AWAITEDDLR SENDING SENTNODLR SENTBUTNOREPORT NODLROPTR SUBMITTEDTONETWORK"
    " SUBMITTEDTOCARRIER DELIVEREDTOOPERATOR UNDERPROCESS MAYBEDELIVEREDORFAILED DISPATCHED"
    " BUFFERED UNKNOWN SUCCESS SENTTOOPERATOR MESSAGESENT MESSAGEISSENT MESSAGEINQUEUE"
    " REPORTSPENDING ONGOING DELIVEREDTOCARRIER ?",
    DELIVERED: "DELIVRD DELIVERED DLV DELIVEREDTOTERMINAL DELIVEREDTOHANDSET DELIVEREDTOMOBILE"
    " MESSAGEDELIVEREDTOHANDSET SUCCESSFULLYDELIVERED DELIVEREDONMOBILE MESSAGEDELIVERED"
    " MESSAGEISDELIVERED D",
    RecipientState.READ: "READ SEEN REPLIED",
    UNDELIVERED: "UNDELIV UNDELIVERED UNDELIVERABLE NOTDELIVERED FAILED FAILURE NOTSENT U"
    " DELIVERYFAILED DELIVERYFAILURE MESSAGEDELIVERYFAILED SMDELIVERYFAILURE FAILEDUNDELIVERED"
    " DELIVERYIMPOSSIBLE NOTDELIVERABLE MESSAGEISNOTSENT NOTSENTTOOPERATOR SUBMITFAIL"
    " ABSENTSUB ABSENTSUBSCRIBER UNREACHABLE NUMBERNOTREACHABLE NUMBERTEMPORARILYUNAVAILABLE"
    " NUMBEROUTOFCOVERAGEAREASWITCHEDOFF NUMBERSWITCHOFFORLOWSIGNAL EXPABSSUBS HANDSETERR"
    " MOBILEEQUIPMENTERROR EQUIPMENTPROTOCOLERROR HANDSETBUSY MEMEXEC INBOXFULL"
    " MESSAGEINBOXFULL SMSINBOXFULL INBOXCAPACITYEXCEEDED MEMORYCAPACITYEXCEEDED EXPMEMEXCD"
    " MOBOFF SWITCHEDOFF MOBILESWITCHEDOFF MOBILEHANDSETSWITCHEDOFF MOBILESWITCHOFF"
    " NETERR NETWORKFAILURE NETWORKFAILED NETWORKERROR OPERATORERROR HLRMSCTIMEOUT EXPNWFAIL"
    " SUBSCRIBEBSYFORMTSMS SYSTEMFAILURE SYSTEMFAIL SERVERERR SERVICEDOWN CONGESTION BARRED"
    " BARRING CALLBARRED CALLPROHIBITED SERVICESTEMPORARILYBLOCKED TLESERVCENOTPROVSND AUTOFAILED",
    RecipientState.EXPIRED: "EXPIRED EXPIRE FORCEEXPIRED MESSAGEEXPIRED REPORTTIMEOUT"
    " EXPSMSTMOUT EXPIREDMAXIMUMRETRIESEXCEEDED",
    REJECTED: "REJECTD REJECTED OPERATORREJECTED REJECTEDBYOPERATOR REJECTEDBYPROVIDER DELETED NACK"
    " SPAM FAILEDSPAM BLACKLIST BLACKLISTED FAILEDBLACKLISTED BLOCKED BLOCKEDNUMBER"
    " BLOCKEDFORUSER PROMOBLOCKED SERIESBLOCK SERIESBLK SERIESBLOCKED OPTOUT OPTEDOUT OPTOUTREJ"
    " OUTPUTREJ UNSUBSCRIBED NOTOPTIN REJECTEDMULTIPART MAXLENGTH MAXLIMIT"
    " NOTALLOWED DUPLICATEMESSAGEDROP " + " ".join((*DLT_FAULTS, *CODE_OF_NAME)),
    DND: "NDNC DND DNDNUMB DNDFAIL FAILEDDND NDNCREJECT NDNCREJECTED NDNCERROR NDNCFAILED"
    " NCPRREJECTED CONDND",
    RecipientState.INVALID_NUMBER: "INVNUMBER INVALIDNUM INVALIDNUMBER FAILEDINVALIDNUMBER"
    " KLRINVNUMBER INVMOBPATTRN NUMBERNOTEXIST INVALIDDESTINATIONNUMBER INVALIDDESTINATION"
    " INVALIDSUB INVALIDSUBSCRIBER ILLEGALSUBSCRIBER ILEGALSUBSCRIBE UNIDENTIFIEDSUBSCRIBER"
    " UNKNOWNSUBSCRIBER UNKNWNSUBSCRIBE I RECIPIENTNOTONWHATSAPP",
    RecipientState.OUTSIDE_HOURS: "TIMEOUTPROM OUTSIDEWORKINGHOURS",
    RecipientState.NO_CREDIT: "NOCREDITS INSUFFICIENTCREDITS INFCREDIT",
}
STATE_OF = {word: state for state, words in WORDS.items() for word in words.split()}

SAME_AS = {
    "ABSENTSUB": "ABSENTSUBSCRIBER UNREACHABLE NUMBERNOTREACHABLE NUMBERTEMPORARILYUNAVAILABLE"
    " NUMBEROUTOFCOVERAGEAREASWITCHEDOFF NUMBERSWITCHOFFORLOWSIGNAL EXPABSSUBS",
    "HANDSETERR": "MOBILEEQUIPMENTERROR EQUIPMENTPROTOCOLERROR",
    "MOBOFF": "SWITCHEDOFF MOBILESWITCHEDOFF MOBILEHANDSETSWITCHEDOFF MOBILESWITCHOFF",
    "MEMEXEC": "INBOXFULL MESSAGEINBOXFULL SMSINBOXFULL INBOXCAPACITYEXCEEDED"
    " MEMORYCAPACITYEXCEEDED EXPMEMEXCD",
    "NETERR": "NETWORKFAILURE NETWORKFAILED NETWORKERROR OPERATORERROR HLRMSCTIMEOUT EXPNWFAIL"
    " SUBSCRIBEBSYFORMTSMS SYSTEMFAILURE SYSTEMFAIL SERVERERR SERVICEDOWN CONGESTION SUBMITFAIL",
    "BARRED": "BARRING CALLBARRED CALLPROHIBITED SERVICESTEMPORARILYBLOCKED TLESERVCENOTPROVSND",
    "MAXLENGTH": "MAXLIMIT",
    "SPAM": "FAILEDSPAM",
    "BLACKLIST": "BLACKLISTED FAILEDBLACKLISTED BLOCKEDNUMBER BLOCKEDFORUSER",
    "SERIESBLOCK": "SERIESBLK SERIESBLOCKED",
    "OPTOUT": "OPTEDOUT OPTOUTREJ OUTPUTREJ UNSUBSCRIBED",
    "NDNC": "DND DNDNUMB DNDFAIL FAILEDDND NDNCREJECT NDNCREJECTED NDNCERROR NDNCFAILED"
    " NCPRREJECTED CONDND",
    "INVNUMBER": "INVALIDNUM INVALIDNUMBER FAILEDINVALIDNUMBER KLRINVNUMBER INVMOBPATTRN I"
    " NUMBERNOTEXIST INVALIDDESTINATIONNUMBER INVALIDDESTINATION",
    "INVALIDSUB": "INVALIDSUBSCRIBER ILLEGALSUBSCRIBER ILEGALSUBSCRIBE UNIDENTIFIEDSUBSCRIBER",
    "UNKNOWNSUBSCRIBER": "UNKNWNSUBSCRIBE",
    "NOCREDITS": "INSUFFICIENTCREDITS INFCREDIT",
}
"""Spellings of one and the same reason, by the word that stands for them."""
_REASON_OF = {
    spelling: reason for reason, spellings in SAME_AS.items() for spelling in spellings.split()
} | CODE_OF_NAME

_GENERIC = (
    "UNDELIV UNDELIVERED UNDELIVERABLE NOTDELIVERED FAILED FAILURE NOTSENT U REJECTD REJECTED"
    " OPERATORREJECTED REJECTEDBYOPERATOR REJECTEDBYPROVIDER DELETED NACK BLOCKED UNKNOWN SUCCESS"
    " DELIVERYFAILED DELIVERYFAILURE MESSAGEDELIVERYFAILED SMDELIVERYFAILURE FAILEDUNDELIVERED"
    " DELIVERYIMPOSSIBLE NOTDELIVERABLE MESSAGEISNOTSENT NOTSENTTOOPERATOR"
)
GENERIC = frozenset(_GENERIC.split())
"""Words that say how it ended and not why."""

SAY_NOTHING = frozenset(("FOUNDDELIVERYREPORT", "AVAILABLE", "COMPLETED", "PROCESSED"))
"""Words about the report itself: the other column speaks."""

_FINAL_BY_PROOF = "SUCCESS"
"""It may be said of a message that was only taken; beside a cell that says *no error* it is the
end."""

_VAGUE = (UNDELIVERED, REJECTED)
"""States of which an error code may tell more: UNDELIV with 633 is a text that DLT refused."""

_NO_ERROR = re.compile(r"0*|NONE|NULL|NA|NOERROR|SUCCESS|OK")
_LOOSE = re.compile(r"[\W_]+")
_ROUNDED = re.compile(r"(\d+)\.0+")
_PARTS = re.compile(r"[:;,|()\[\]]| [-\u2013\u2014] ")
_LEADING_CODE = re.compile(
    r"\W*(?:(?:DLT|ERROR|ERR|CODE|STATUS|REASON|SCRUBBING)[\W_]*)*(\d{3})(?![0-9A-Za-z])",
    re.IGNORECASE,
)
_DLT_CODE = re.compile(
    r"DLT[\W_]*(?:(?:ERROR|ERR|CODE|SCRUBBING)[\W_]*)*(\d{3})(?!\d)", re.IGNORECASE
)
"""Wherever in a cell: `Failed due to DLT 633`."""
_BEFORE_NAME = re.compile(r"(?:DLT|ERROR|ERR|FAILED|FAIL|REJECTED|REASON|SCRUBBING)+")
"""What panels put before the name of a DLT error: `DLT_TEMPLATE_NOT_FOUND`."""
_DENIES = re.compile(r"\W*(?:not\b.*|(?:no|n|false)\W*)", re.IGNORECASE)
LONGEST = 60
_LOOKED_AT = 200
Mapped = Mapping[str, RecipientState]
"""What a person said words mean, by their keys."""
NOTHING: Mapped = {}


class ReportedStatus(NamedTuple):
    """A status and an error code as a report gave them, and what they mean. `state` None is
    unrecognised; `reason` is a code that `reasons.advice_on` explains."""

    state: RecipientState | None
    word: str
    error: str
    reason: str


class Meaning(NamedTuple):
    """What a cell says: the state, and the word that stands for why. One that is generic gives way
    to whatever says more."""

    state: RecipientState
    reason: str
    is_generic: bool


def word_key(word: str) -> str:
    """Gives what is compared of a word; a word of signs alone is compared as it is."""
    return _LOOSE.sub("", word).upper() or word.strip()


def is_no_error(cell: str) -> bool:
    """Tells whether a cell says that nothing went wrong: 000, None, Success; or nothing."""
    return bool(_NO_ERROR.fullmatch(_LOOSE.sub("", cell).upper()))


@lru_cache(maxsize=4096)
def meaning_of(cell: str) -> Meaning | None:
    """Gives what a cell means by the tables, also of a code with words around it (`DLT 633`,
    `633:…`) and of a sentence that begins or ends with one; None where nobody knows, as where it
    takes back what it says (`Delivered: No`)."""
    generic = None
    for key in _keys(cell):
        if key in STATE_OF:
            meaning = Meaning(STATE_OF[key], _REASON_OF.get(key, key), key in GENERIC)
            if meaning.state in HAVE_OR_GET and _is_taken_back(cell):
                return None
            if not meaning.is_generic:
                return meaning
            generic = generic or meaning
    return generic


def _keys(cell: str) -> Iterator[str]:
    """The whole cell, the code it begins with, then its parts. Only the first part can say that
    somebody has the message: what follows tells more of it, or denies it."""
    cell = _ROUNDED.sub(r"\1", cell[:_LOOKED_AT].strip())
    yield word_key(cell)
    if (code := _DLT_CODE.search(cell)) and code[1] in DLT_FAULTS:
        yield code[1]
    for position, part in enumerate(_PARTS.split(cell)):
        if (code := _LEADING_CODE.match(part)) and code[1] in STATE_OF:
            yield code[1]
        key = word_key(part)
        if not position or STATE_OF.get(key) not in HAVE_OR_GET:
            yield key
            if (name := _BEFORE_NAME.sub("", key, count=1)) in CODE_OF_NAME:
                yield name


def _is_taken_back(cell: str) -> bool:
    """Whether the cell goes on with a no or a failure: nobody can tell which of the two is so."""
    if word_key(cell) in STATE_OF:
        return False
    _, *others = _PARTS.split(cell)
    return any(
        _DENIES.fullmatch(part) or STATE_OF.get(word_key(part), DELIVERED) not in HAVE_OR_GET
        for part in others
    )


def read_words(status: str, error: str, mapped: Mapped = NOTHING) -> ReportedStatus:
    """Gives the meaning of a row: its status, or where that is silent or vague its error code.
    `mapped` is what a person said words mean, by their keys."""
    word, code = (" ".join(cell.split())[:LONGEST] for cell in (status, error))
    proves = word_key(word) == _FINAL_BY_PROOF and bool(code) and is_no_error(code)
    code = "" if is_no_error(code) and not proves else code
    first, second = meaning_in(word, mapped), meaning_in(code, mapped)
    if (both := mapped.get(word_key(word + code))) is not None:
        first = Meaning(both, "", is_generic=False)
    if proves and first and first.is_generic:
        first, second = Meaning(DELIVERED, "", is_generic=False), None
    meaning = second if _speaks(first, second, word) else first
    if meaning is None:
        return ReportedStatus(None, word, code, word_key(code) or word_key(word))
    return ReportedStatus(meaning.state, word, code, _reason(meaning, second, word, code))


def meaning_in(cell: str, mapped: Mapped) -> Meaning | None:
    """Gives what a person said that a cell means, else what the tables say."""
    key = word_key(cell)
    if key in mapped:
        return Meaning(mapped[key], "", is_generic=mapped[key] in _VAGUE)
    return meaning_of(cell)


def _speaks(first: Meaning | None, second: Meaning | None, word: str) -> bool:
    """Whether the error code is what counts, and not the status."""
    if second is None:
        return False
    if first is None:
        return not _LOOSE.sub("", word) or word_key(word) in SAY_NOTHING
    is_failure = second.state not in HAVE_OR_GET
    return is_failure and (first.is_generic or (first.state in _VAGUE and not second.is_generic))


def _reason(meaning: Meaning, second: Meaning | None, word: str, code: str) -> str:
    """The error's where it says why, else the status's, else the code itself."""
    if meaning.state in HAVE_OR_GET:
        return ""
    for told in (second, meaning if meaning.state in _VAGUE else None):
        is_failure = told is not None and told.state not in HAVE_OR_GET
        if told is not None and is_failure and told.reason and not told.is_generic:
            return told.reason
    return word_key(code) or meaning.reason or word_key(word)
