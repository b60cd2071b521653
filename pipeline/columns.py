"""Tables on disk: Arrow IPC files, written as bytes and read in part, never row by row."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pyarrow as pa

from pipeline.errors import ArtefactError

_BATCH = 4096
"""Rows per record batch: a dossier's slice then costs one or two batches, whatever the file."""


def to_bytes(frame: pd.DataFrame) -> bytes:
    """Return a frame as an Arrow IPC file, LZ4-compressed, in batches of equal length."""
    table = pa.Table.from_pandas(frame, preserve_index=False).combine_chunks()
    sink = pa.BufferOutputStream()
    options = pa.ipc.IpcWriteOptions(compression="lz4")
    with pa.ipc.new_file(sink, table.schema, options=options) as writer:
        writer.write_table(table, max_chunksize=_BATCH)
    data: bytes = sink.getvalue().to_pybytes()
    return data


def from_file(
    path: Path, *, columns: Sequence[str] | None = None, first: int = 0, count: int | None = None
) -> pd.DataFrame:
    """Read a frame, or some of its columns, or `count` of its rows from `first` on."""
    try:
        part = _read(path, columns, first, count)
    except pa.ArrowException as damaged:
        words = f"keep/…/{path.name} bị hỏng / is damaged: {type(damaged).__name__}"
        raise ArtefactError(words) from damaged
    # Without what pandas noted of each column: reading that takes longer than the columns.
    frame: pd.DataFrame = part.replace_schema_metadata(None).to_pandas()
    return frame


def _read(path: Path, columns: Sequence[str] | None, first: int, count: int | None) -> pa.Table:
    with pa.memory_map(str(path)) as source:
        with pa.ipc.open_file(source) as whole:
            schema = whole.schema
        wanted = list(columns) if columns is not None else schema.names
        fields = [schema.get_field_index(name) for name in wanted]
        options = pa.ipc.IpcReadOptions(included_fields=fields)
        with pa.ipc.open_file(source, options=options) as reader:
            begin = min(first // _BATCH, reader.num_record_batches)
            stop = reader.num_record_batches
            if count is not None:
                stop = min(stop, (first + count + _BATCH - 1) // _BATCH)
            batches = [reader.get_batch(index) for index in range(begin, stop)]
            table = pa.Table.from_batches(batches, schema=reader.schema)
    return table.slice(first - begin * _BATCH, count).select(wanted)
