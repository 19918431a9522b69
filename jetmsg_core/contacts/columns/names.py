"""What a column's name says of its cells: mobile numbers, something else, or nothing that helps.

Names are compared in any case and spelling. A word counts inside a longer name too (`Phone 1 -
Value`, `Buyer phone no.`), but only where the name ends with it is the column about numbers: a
`Contact Person` is somebody's name, and a `Phone 1 - Label` says *Mobile* in every row.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from jetmsg_core.primitives.characters import INVISIBLE

_NOT_COMPARED = re.compile(rf"[\s_.\-{INVISIBLE}\u200c\u200d]+")

EXACT, LONGER, HINT, NOTHING = 3, 2, 1, 0
"""How much a name speaks for numbers: it is usual for them, ends with a word for them, holds one
somewhere, or none."""

_LONGEST_NAME = 120
"""Characters. What is longer is a sentence, which may hold any word."""
_REACHED_BY = {"whatsapp", "watsapp", "whatsup", "wa"}
"""Of the words for numbers, those that say how somebody is reached."""
_GLUED_NUMBER = re.compile(r"(?:nos?|num|numbers?)$")


def _set_of(words: str) -> frozenset[str]:
    return frozenset(words.split())


_EXACT_NAME = re.compile(
    r"(?:customer|primary)?(?:mobile|mob|mbl|mo|phone|ph|contact|whatsapp|cell|tel|telephone)"
    r"(?:phone|mobile)?(?:no|nos|num|number|numbers|s)?[0-9]?"
    r"|msisdn"
)
_HINT_NAME = re.compile(
    r"(?:numbers?|num|recipients?|destinations?)(?:no|number)?[0-9]?"
    r"|(?:alternate|alternative|alt|secondary)(?:no|num|numbers?)?[0-9]?"
)
"""Tokens and orders have a `Number`, too, and parcels a `Destination`."""
_NUMBER_WORDS = _set_of(
    "mobile mobiles mob mbl mo phone phones ph phno phonenumber mobileno mobilenumber contact"
    " contacts contactno whatsapp watsapp whatsup wa cell cellphone cellular tel telephone msisdn"
    " handphone smartphone mobil telefon"
)
_GLUED = re.compile(
    r"(?!auto|micro|head|ear)[a-z]+(?:mobile|phone|whatsapp|contact)(?:nos?|num|numbers?)?"
)
"""`billingphone`, `custmobileno`."""
_AFTER_NUMBER_WORDS = _set_of("no nos num number numbers nr value")
_NONE_WORDS = _set_of(
    "no not none same wrong invalid incorrect without nil dead lost switched unknown nahi nahin"
)
WHATSAPP = re.compile(r"whats\s?app", re.IGNORECASE)
"""One word, though it has a capital in its middle."""
_TAIL = re.compile(r"[(\[{<:*]|\s(?:with|without|of|for|incl|including)\s", re.IGNORECASE)
"""Where a name begins to explain itself: `Mobile No (with country code)`."""

PERSONS = _set_of(
    "customer client student dealer party doctor patient agent executive guardian parent person"
    " member employee teacher driver owner tenant sender receiver beneficiary payee payer borrower"
    " buyer seller vendor supplier applicant candidate donor subscriber user nominee insured"
    " proposer voter farmer resident investor shareholder trustee partner guest visitor attendee"
    " participant volunteer devotee alumni lead prospect office shop store company firm business"
    " household family mother mothers father fathers mom mum dad papa parents guardians spouse"
    " husband wife son daughter"
)
"""What a person or a firm is called for what they are."""
_SIGN_BETWEEN = re.compile(r"[/|()\[\]\n\-\u2013:]")
_OTHER_SCRIPT = re.compile(r"[\u0370-\u1dff\u200c\u200d\u2e80-\ufdff]+")
_LATIN = re.compile(r"[A-Za-z]+")

_NATIVE_WORDS = (
    "मोबाइल मोबाईल फोन फ़ोन दूरभाष संपर्क भ्रमणध्वनी মোবাইল ফোন મોબાઇલ મોબાઈલ ફોન ਮੋਬਾਈਲ ਫੋਨ ਫ਼ੋਨ"
    " மொபைல் கைபேசி அலைபேசி தொலைபேசி మొబైల్ ఫోన్ ಮೊಬೈಲ್ ಫೋನ್ മൊബൈൽ ഫോൺ ମୋବାଇଲ ଫୋନ موبائل فون"
)
_NATIVE_NUMBERS = (
    "नंबर नम्बर नं क्रमांक संख्या নম্বর নাম্বার નંબર ਨੰਬਰ எண் நம்பர் నంబర్ నెంబర్ సంఖ్య ಸಂಖ್ಯೆ ನಂಬರ್ നമ്പർ ନମ୍ବର نمبر"
)

_OTHER_WORDS = _set_of(
    "id ids uid uuid guid code codes account accounts acc acct ac roll order orders aadhaar aadhar"
    " adhaar adhar aadharcard invoice inv bill voucher receipt challan pin pincode zip zipcode"
    " postal serial sl sr sno slno srno policy policies consumer member membership employee emp"
    " staff registration regn reg enrollment enrolment admission application appl ticket token ref"
    " reference transaction txn utr rrn loan card folio pan gst gstin tan cin tin imei imsi iccid"
    " barcode ean sku hsn ifsc micr meter ledger docket awb tracking shipment booking pnr ration"
    " voter epic epf uan esic licence license passport vehicle chassis engine fax otp amount amt"
    " balance price total cost salary fee fees quantity qty date time timestamp year dob age"
    " latitude longitude key index rank"
)
"""Words of names whose cells may be ten digits long and nobody's mobile number."""
_ACCOUNT = re.compile(r"\ba\s*/\s*c\b", re.IGNORECASE)

_ORDINARY_NAME = re.compile(
    r"(?:first|middle|last|full|given|family|nick|display|company|customer|client|student|parent"
    r"|father|mother|guardian)?name|surname|customer|client|student|city|state|country|region"
    r"|district|area|branch|email|emailid|mail|address|amount|date|duedate|id|(?:sr|s|sl)?no|pin"
    r"|pincode|zip|gender|sex|age|company|organi[sz]ation|message|url|link|otp|code|relation|relationship|status|remarks?"
    r"|numbers?|num|recipients?|destinations?"
    r"|notes?|comments?|labels?|tags?|title|birthday|dob|website|source|type|category|group|नाम|शहर"
)
_SNAKE_CASE = re.compile(r"[a-z]_[a-z]", re.IGNORECASE)
_SELDOM_NAME = re.compile(
    r"naam|nam|shahar|sheher|gaon|pata|village|town|taluka|ward|class|std|section|division|course"
    r"|batch|school|college|department|dept|designation|role|product|item|service|plan|scheme|model"
    r"|dealer|shop|party|doctor|patient|hospital|child|kid|pupil|baby|son|daughter|salutation|agent|executive|guardian|parent|language"
    r"|person|member|employee|teacher|driver|owner|tenant|flat|wing|building|location|place|store"
    r"|outlet|office|unit|firm|business|brand|policy|loan|bank|vehicle|bill|invoice|order|total"
    r"|balance|due|price|fees?|salary|rank|marks|score|time|day|month|year|count|qty|quantity"
    r"|sender|receiver|beneficiary|payee|payer|consignee|consignor|borrower|buyer|seller|vendor"
    r"|supplier|applicant|candidate|donor|subscriber|user|username|text|body|content|subject"
    r"|template|sentto|sheetrow|smsid|नाव|गाव|নাম|শহর|નામ|શહેર|ਨਾਮ|ਨਾਂ|ਸ਼ਹਿਰ|பெயர்|ஊர்|పేరు|ఊరు|ಹೆಸರು|ಊರು|പേര്|ନାମ|نام"
)
"""Beside a word for numbers these are names of columns; alone they prove nothing."""
_ORDINARY_ENDS = _set_of(
    "name email mail address amount date id no number value label type code notes birthday url"
    " status remarks"
)


def header_key(name: str) -> str:
    """Gives what is compared of a name: not its case, spaces, `_` and `-`."""
    return _NOT_COMPARED.sub("", unicodedata.normalize("NFC", name)).casefold()


@lru_cache(maxsize=4_096)
def number_likeness(name: str) -> int:
    """Tells how clearly a name is one of numbers: `EXACT`, `LONGER`, `HINT` or `NOTHING`."""
    if len(name) > _LONGEST_NAME:
        return NOTHING
    key = header_key(name)
    if _EXACT_NAME.fullmatch(key) or _NATIVE_EXACT.fullmatch(key):
        return EXACT
    if both := _in_two_languages(name):
        english, native = both
        likeness = number_likeness(english)
        if likeness == EXACT and _NATIVE_EXACT.fullmatch(header_key(native)):
            return EXACT
        if likeness >= LONGER:
            return LONGER
    head = _head_of(name)
    if _EXACT_NAME.fullmatch(header_key(head)) or _NATIVE_END.search(header_key(head)):
        return LONGER
    words = _words(head)
    while words and words[-1] in _AFTER_NUMBER_WORDS:
        words.pop()
    if words and _is_number_word(words[-1]):
        return LONGER
    if _HINT_NAME.fullmatch(key) or _NATIVE.search(key):
        return HINT
    return HINT if any(map(_is_number_word, _words(name))) else NOTHING


def may_stand_for_number(cell: str) -> bool:
    """Tells whether somebody writes such a cell in place of a number: `WhatsApp`, where a person is
    reached. Nobody writes `Mobile` or `Phone Number` so, which are names of columns."""
    words = _words(_head_of(cell))
    if words and (words[-1] in _AFTER_NUMBER_WORDS or _GLUED_NUMBER.search(words[-1])):
        return False
    return number_likeness(cell) < EXACT or header_key(cell) in _REACHED_BY


def says_none(cell: str) -> bool:
    """Tells whether a cell says why there is no number: `no phone`, `same mobile`, `Wrong
    number`."""
    words = _words(cell)
    return len(words) > 1 and not _NONE_WORDS.isdisjoint(words[:-1])


def says_other(name: str) -> bool:
    """Tells whether the name speaks of ids, accounts, dates and the like, and not clearly of
    numbers."""
    if number_likeness(name) >= LONGER or _HINT_NAME.fullmatch(header_key(name)):
        return False
    words = _words(_head_of(name))
    numbered = bool(words) and words[-1] in _AFTER_NUMBER_WORDS and words[-1] != "value"
    return numbered or has_other_word(name)


def has_other_word(name: str) -> bool:
    """Tells whether a name says id, account or the like. `Moblie No` is a number of something
    unknown."""
    words = _words(_head_of(name))
    return bool(_ACCOUNT.search(name)) or not _OTHER_WORDS.isdisjoint(words)


def is_familiar(name: str) -> bool:
    """Tells whether columns usually have such a name."""
    if _ORDINARY_NAME.fullmatch(header_key(name)) or number_likeness(name) >= LONGER:
        return True
    if (both := _in_two_languages(name)) and _is_no_person(both[0]) and is_familiar(both[0]):
        return True
    words = _words(name)
    return len(words) > 1 and words[-1] in _ORDINARY_ENDS


def may_be_name(cell: str) -> bool:
    """Tells whether columns have such a name, usual or not."""
    if is_familiar(cell) or has_other_word(cell) or _SNAKE_CASE.search(cell):
        return True
    if (both := _in_two_languages(cell)) and _is_no_person(both[0]) and may_be_name(both[0]):
        return True
    return _SELDOM_NAME.fullmatch(header_key(cell)) is not None


def _head_of(name: str) -> str:
    head = _TAIL.split(name, maxsplit=1)[0]
    return head if head.strip() else name


def _in_two_languages(name: str) -> tuple[str, str] | None:
    """The English and the other part of `Name / नाम` or `Mobile No. (मोबाइल नं.)`; None where no
    sign sets them apart."""
    if name.isascii() or not (_SIGN_BETWEEN.search(name) and _OTHER_SCRIPT.search(name)):
        return None
    english = _SIGN_BETWEEN.sub(" ", _OTHER_SCRIPT.sub(" ", name)).strip(" .")
    native = _SIGN_BETWEEN.sub(" ", _LATIN.sub(" ", name)).strip(" .")
    return (english, native) if _LATIN.search(english) else None


def _is_no_person(english: str) -> bool:
    """A `Customer (राम)` is called so, and no column."""
    return header_key(english) not in PERSONS


def _words(name: str) -> list[str]:
    """In small letters, without digits; `BillingPhone` is two."""
    whole = WHATSAPP.sub("whatsapp", name)
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", whole)
    return [word for word in re.split(r"[\W_\d]+", apart.casefold()) if word]


def _is_number_word(word: str) -> bool:
    return word in _NUMBER_WORDS or _GLUED.fullmatch(word) is not None


def _pattern_of(words: str) -> str:
    return "|".join(sorted({re.escape(header_key(word)) for word in words.split()}, key=len)[::-1])


_NATIVE = re.compile(_pattern_of(_NATIVE_WORDS))
_NATIVE_EXACT = re.compile(
    f"(?:{_pattern_of(_NATIVE_WORDS)})+(?:{_pattern_of(_NATIVE_NUMBERS)}|no|number)?[0-9]?"
)
_NATIVE_END = re.compile(f"{_NATIVE_EXACT.pattern}$")
