"""Writes jetmsg_core/store/schema/schema.sql from a database that has just been made."""

from __future__ import annotations

import tempfile
from pathlib import Path

from jetmsg_core.store.database import open_database
from jetmsg_core.store.schema.as_sql import PATH, schema_sql


def main() -> None:
    with (
        tempfile.TemporaryDirectory() as folder,
        open_database(Path(folder) / "jetmsg.db") as db,
    ):
        PATH.write_text(schema_sql(db), "utf-8")


if __name__ == "__main__":
    main()
