"""Arrays of text in Arrow: the shape in which the texts and values of a campaign travel here.

Always `large_string`: 64-bit offsets, since a million long texts pass 2 GB, and the type that
pandas keeps its own `str` columns in.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute

from jetmsg_core.errors import InputError
from jetmsg_core.primitives.arrays import Booleans, Integers

# Not the stubs' view of them: it refuses most calls with a Python value, which Arrow takes.
pc: Any = pyarrow.compute
array: Any = pa.array

Strings: TypeAlias = pa.LargeStringArray
Texts: TypeAlias = "Sequence[str] | pd.Series[str] | pa.Array[Any] | pa.ChunkedArray[Any]"

_BLOCK = 1 << 16  # texts
_TOGETHER = 64
"""Texts that are looked through as one."""


def as_strings(texts: Texts) -> Strings:
    """Gives one contiguous array of text, nulls as empty text. It is free for pandas `str`
    columns that are kept as one array."""
    blocks = blocks_of(texts)
    if len(blocks) == 1:
        return blocks[0]
    strings: Strings = pa.chunked_array(blocks, pa.large_string()).combine_chunks()
    return strings


def blocks_of(texts: Texts) -> list[Strings]:
    """Gives the arrays that texts are kept in, one behind the other, nulls as empty text. It is
    free for pandas `str` columns."""
    strings: Any = texts if isinstance(texts, pa.ChunkedArray) else _converted(texts)
    blocks = strings.chunks if isinstance(strings, pa.ChunkedArray) else [strings]
    blocks = [block.cast(pa.large_string()) for block in blocks]
    return [block.fill_null("") if block.null_count else block for block in blocks]


def _converted(texts: Any) -> Any:
    try:
        return array(texts, from_pandas=True)
    except UnicodeEncodeError as error:
        raise InputError(
            "broken_character", "A text holds half a character, which cannot be sent."
        ) from error


def strings_of(texts: Sequence[str]) -> Strings:
    made: Strings = array(texts, pa.large_string())
    return made


def chosen(strings: Strings, mask: Booleans) -> Strings:
    """Gives the texts for which `mask` holds; the very same array when it always does."""
    if mask.all():
        return strings
    some: Strings = pc.filter(strings, array(mask))
    return some


def beyond_ascii(strings: Strings) -> Booleans:
    """The mask is true for the texts that hold a character outside ASCII."""
    return np.asarray(pc.not_equal(pc.binary_length(strings), pc.utf8_length(strings)))


def encoded(strings: Strings) -> tuple[Strings, Integers]:
    """Gives the distinct texts in order of first appearance, and the index of each text in them."""
    dictionary: Any = strings.dictionary_encode()
    return dictionary.dictionary, np.asarray(dictionary.indices).astype(np.int64)


def joined(*pieces: str | Strings) -> Strings:
    """Joins texts element by element, one after another; at least one piece must be an array."""
    columns = [
        pa.scalar(piece, pa.large_string()) if isinstance(piece, str) else piece
        for piece in (*pieces, "")
    ]
    texts: Strings = pc.binary_join_element_wise(*columns)
    return texts


def matching(strings: Strings, pattern: str) -> Booleans:
    """The mask is true for the texts that hold what the regular expression describes, in the words
    of RE2. Block goes beside block: Arrow lets other threads run while it works, so with two cores
    many texts take half as long."""
    if len(strings) <= _BLOCK:
        return np.array(pc.match_substring_regex(strings, pattern))
    blocks = [strings.slice(start, _BLOCK) for start in range(0, len(strings), _BLOCK)]
    with ThreadPoolExecutor(pa.cpu_count()) as pool:
        masks = pool.map(lambda block: pc.match_substring_regex(block, pattern), blocks)
        return np.concatenate([np.asarray(block) for block in masks])


def matching_rarely(strings: Strings, pattern: str, loose: str | None = None) -> Booleans:
    """As `matching`, where few texts match: asked of 64 texts as if they were one, the question
    costs less than a question for each.

    `loose`, where it is not the pattern itself, has to match a part of whatever that matches. It
    asks for no begin or end, neither of a text nor of a word, so what it matches in one text it
    matches in all of them together, and only those are looked at one by one where it does.
    """
    _, starts, data = strings.buffers()
    if len(strings) <= _TOGETHER or starts is None or data is None:
        return matching(strings, pattern)
    offsets = np.frombuffer(memoryview(starts), np.int64)[strings.offset :][: len(strings) + 1]
    ends = np.append(offsets[:-1:_TOGETHER], offsets[-1])
    together = pa.LargeStringArray.from_buffers(len(ends) - 1, pa.py_buffer(ends), data)
    may_match = np.repeat(matching(together, loose or pattern), _TOGETHER)[: len(strings)]
    may_match[may_match] = matching(chosen(strings, may_match), pattern)
    return may_match
