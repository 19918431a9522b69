"""The layout of a text, for which the meaning of its quotes has to be known."""

from __future__ import annotations

from jetmsg_core.contacts.columns.headers import Layout, lay_out
from jetmsg_core.contacts.reading import dialects, loose_quotes
from jetmsg_core.contacts.reading.loose_quotes import Way

_HEAD_RECORDS = 100


def lay_out_text(
    head: bytes,
    delimiter: str,
    ways: list[Way],
    *,
    header: bool | int | None,
    columns: tuple[str, ...] = (),
) -> tuple[Way, Layout]:
    """Gives the way in which the quotes are meant, and the layout of the first records then."""
    layouts = []
    for way in ways:
        plain = loose_quotes.made_plain(head, delimiter, way)
        records = dialects.head_records(plain, delimiter)[:_HEAD_RECORDS]
        layout = lay_out(records, header=header, columns=columns)
        layouts.append((layout.fit(records), way, layout))
    _, way, layout = max(layouts, key=lambda candidate: candidate[0])
    return way, layout
