"""In which epoch of Redis a worker handed its calls to posters."""

from __future__ import annotations

FLEET_EPOCHS = (
    """
    create table fleet_epochs (
        holder text primary key,
        name text not null,
        proof text not null,
        began_at text not null
    ) strict
    """,
)
