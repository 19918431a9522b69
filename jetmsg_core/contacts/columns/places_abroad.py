"""Addresses and towns of other countries, where numbers without a code may look Indian. Pure.

Nepal's mobiles have ten digits that begin with 97 or 98, Britain's with 7 behind the 0 that Excel
drops, and North America's with any. Where a column of addresses or towns names such a country or a
town that only it has, a number that is a mobile there is not taken for an Indian one. Lalitpur and
Bharatpur are in India, too, and say nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from jetmsg_core.contacts.columns.belonging import words_of
from jetmsg_core.contacts.columns.country_columns import CountryCell, CountryColumn
from jetmsg_core.contacts.numbers.countries import CODE_OF_REGION

_PLACES = {
    "NP": "nepal|kathmandu|pokhara|bhaktapur|biratnagar|birgunj|butwal|dharan|hetauda|nepalgunj"
    "|dhangadhi|itahari|chitwan|काठमाडौं|काठमांडू|नेपाल",
    "GB": "united kingdom|great britain|england|scotland|wales|u\\.?k|london|birmingham|manchester"
    "|leeds|glasgow|liverpool|edinburgh|leicester",
    "US": "united states(?: of america)?|u\\.?s\\.?a|new york|new jersey|california|texas|chicago"
    "|houston|toronto|canada",
}
_WORDS = frozenset(
    ("address", "addr", "city", "town", "location", "place", "residence", "district", "पता", "शहर")
)
_NOT_OF_THE_NUMBER = frozenset(
    ("email", "ip", "web", "preferred", "destination", "interest", "desired", "target", "birth")
)
_AT_END = re.compile(
    "|".join(
        rf"(?P<{region}>(?:^|[,;/\n-]\s*)(?:{pattern}))" for region, pattern in _PLACES.items()
    ),
    re.IGNORECASE,
)
_ENDS = rf"(?i)(?:^|[,;/\n-]\s*)(?:{'|'.join(_PLACES.values())})[\s.,0-9-]*$"
"""A post code may follow."""


def places_abroad(cells: pd.DataFrame, number_columns: Sequence[str]) -> list[CountryColumn]:
    """Gives the columns of addresses and towns in which a cell ends with such a country or town."""
    columns = []
    for name in map(str, cells.columns):
        words = frozenset(words_of(name))
        is_of_places = not words.isdisjoint(_WORDS) and words.isdisjoint(_NOT_OF_THE_NUMBER)
        if is_of_places and name not in number_columns and (foreign := _abroad(cells[name])):
            nowhere = np.zeros(len(cells), np.bool_)
            columns.append(CountryColumn(name, foreign, nowhere))
    return columns


def _abroad(column: pd.Series[str]) -> dict[int, CountryCell]:
    """The cells that end so, by position."""
    texts = pa.array(column, type=pa.large_string())
    matches = pc.match_substring_regex(texts, _ENDS)
    foreign = {}
    for position in np.flatnonzero(matches.to_numpy(zero_copy_only=False)).tolist():
        text = " ".join(str(column.iloc[position]).split())
        *_, match = _AT_END.finditer(text)
        code = CODE_OF_REGION[str(match.lastgroup)]
        foreign[position] = CountryCell(text[-40:], code, is_dial_code=False, is_place=True)
    return foreign
