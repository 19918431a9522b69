"""How often the people or texts of a campaign that has not begun were changed: so whether an
approval still stands is known without reading them."""

from __future__ import annotations

_CONTENT = {"recipients": "number", "chunks": "hi, text_lo, text, unicode, parts"}
"""What is approved, by table, beside the key."""


def _trigger(table: str, act: str, row: str) -> str:
    return f"""
    create trigger {table}_{act.split()[0]}d_before_start after {act} on {table}
    when exists (select 1 from campaigns where id = {row}.campaign_id and started_at is null)
    begin
        update campaigns set content_version = content_version + 1 where id = {row}.campaign_id;
    end
    """


CONTENT_VERSIONS = (
    "alter table campaigns add column content_version integer not null default 0",
    *(
        _trigger(table, act, "old")
        for table, columns in _CONTENT.items()
        for act in (
            f"update of campaign_id, {'seq' if table == 'recipients' else 'lo'}, {columns}",
            "delete",
        )
    ),
)
