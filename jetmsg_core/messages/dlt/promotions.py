"""Words that only promotions say: TRAI lets none of them travel by the transactional route. Pure.

Few and sure ones: a bill has a discount, an offer letter is no offer, and cashback is credited.
"""

from __future__ import annotations

import re

from jetmsg_core.messages.arrow import Strings
from jetmsg_core.messages.pieces import Pieces, saying
from jetmsg_core.primitives.arrays import Booleans

_SALE = (
    r"\bsale\s*(?:[!:]|$|\s(?:is|on|now|live|starts?|ends?|today|up ?to|flat)\b)"
    r"|\b(?:mega|big|grand|flash|summer|winter|monsoon|festive|season|clearance|diwali|holi|eid)"
    r"\s+sale\b"
)
_OFF = (
    r"\b\d{1,2}\s?%\s?off\b|\bflat\s+(?:rs\.?|inr|₹)?\s?\d+\s?%?\s?off\b"
    r"|(?:\brs\.?|\binr|₹)\s?\d+\s+off\b|\bbuy\s+\d\s+get\s+\d\b"
)
_OFFER = (
    r"\b(?:special|exciting|exclusive|festive|limited|best|great|amazing)\s+(?:offers?|deals?)\b"
    r"|\boffers?\s+(?:valid|ends?|till)\b|\blimited\s+(?:time|period)\b"
)
_CALL = r"\b(?:shop|buy|order)\s+now\b|\bhurry\b|\b(?:coupon|promo)\s+code\b|\bfree\s+gift\b"
_IN_HINDI = "छूट|महासेल|ऑफर|ऑफ़र|मुफ्त उपहार"
_WORDS = rf"(?i){_SALE}|{_OFF}|{_OFFER}|{_CALL}|{_IN_HINDI}"
_ONE_OF_THEM = "(?i)sale|off|buy|deal|limited|now|hurry|code|gift|छूट|महासेल|ऑफर|ऑफ़र|मुफ्त"
"""Words of letters alone, of which each of the above holds one; *offer* begins with *off*."""


def speak_of_promotion(texts: Strings, pieces: Pieces | None = None) -> Booleans:
    """The mask is true for the texts that speak as promotions do."""
    return saying(texts, _WORDS, _ONE_OF_THEM, pieces)


def promotional_words(text: str) -> str:
    """Gives the first such words of a text; an empty string where there are none."""
    words = re.search(_WORDS, text)
    return words[0].strip() if words else ""
