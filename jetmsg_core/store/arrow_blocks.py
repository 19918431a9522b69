"""Contacts as compressed blocks: columns of text to Arrow IPC bytes and back."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import pyarrow as pa


def pack(contacts: pd.DataFrame) -> bytes:
    """Packs a frame into one block. The index is not kept."""
    return pack_table(pa.Table.from_pandas(contacts, preserve_index=False))


def pack_table(table: pa.Table) -> bytes:
    """Packs a table into one block."""
    table = table.replace_schema_metadata(None)
    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression="zstd")
    with pa.ipc.new_stream(sink, table.schema, options=options) as writer:
        writer.write_table(table)
    return bytes(sink.getvalue())


def unpack(blocks: list[bytes]) -> pd.DataFrame:
    """Unpacks at least one block, one after another, into a frame whose index counts from 0."""
    frame: pd.DataFrame = unpack_table(blocks).to_pandas()
    return frame


def unpack_table(blocks: Sequence[bytes], columns: Sequence[str] | None = None) -> pa.Table:
    """Unpacks at least one block into a table. With `columns`, only those are decompressed."""
    return pa.concat_tables([_open(block, columns) for block in blocks])


def column_names(block: bytes) -> list[str]:
    """Gives the names of a block's columns, of which nothing is decompressed."""
    names: list[str] = pa.ipc.open_stream(block).schema.names
    return names


def _open(block: bytes, columns: Sequence[str] | None) -> pa.Table:
    if columns is None:
        return pa.ipc.open_stream(block).read_all()
    names = column_names(block)
    options = pa.ipc.IpcReadOptions(included_fields=[names.index(name) for name in columns])
    return pa.ipc.open_stream(block, options=options).read_all()
