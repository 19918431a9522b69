"""Words of delivery reports that a person explained, as `migrations.m022_explained_words` makes
them. Never edited.

`word` is what is compared: letters and digits in one case. `written` is how a report wrote it.
"""

from __future__ import annotations

EXPLAINED_WORDS = (
    """
    create table explained_words (
        word text primary key,
        written text not null,
        state text not null,
        said_at text not null
    ) strict, without rowid
    """,
)
