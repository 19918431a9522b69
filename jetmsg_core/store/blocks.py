"""Contacts as compressed blocks: a frame of text columns to Arrow IPC bytes and back."""

from __future__ import annotations

import pandas as pd
import pyarrow as pa


def pack(contacts: pd.DataFrame) -> bytes:
    """One block. The index is not kept."""
    table = pa.Table.from_pandas(contacts, preserve_index=False).replace_schema_metadata(None)
    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression="zstd")
    with pa.ipc.new_stream(sink, table.schema, options=options) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue())


def unpack(blocks: list[bytes]) -> pd.DataFrame:
    """The blocks one after another, index counted from 0. At least one block."""
    tables = [pa.ipc.open_stream(block).read_all() for block in blocks]
    frame: pd.DataFrame = pa.concat_tables(tables).to_pandas()
    return frame
