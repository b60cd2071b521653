"""The sheets of a workbook on their way from one process to another, as Arrow's own bytes.

Every message is one Arrow IPC stream, written straight after the one before: what was noted of a
sheet with its row numbers, then each of its columns, and at the end a word that all was said. So
no column is held twice for longer than it takes to pass, and nothing is ever unpickled.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from typing import Any, BinaryIO

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from adapters.errors import ReadFailedError, UnreadableError
from adapters.grid import Grid
from adapters.model import Defect

_TOLD = b"told"
_BROKEN = (
    *(pa.ArrowException, OSError, KeyError, ValueError, StopIteration),
    *(TypeError, OverflowError, RecursionError),
)
"""What reading raises when the other side fell silent in the midst of a word, or said another."""


def send_sheets(sink: BinaryIO, sheets: Iterable[tuple[str, Grid]]) -> None:
    """Write the sheets, or why the workbook is refused or cannot be had."""
    try:
        for name, grid in sheets:
            _send_sheet(sink, name, grid)
    except UnreadableError as refused:
        _send(sink, {"refused": vars(refused)})
    except OSError as failed:
        _send(sink, {"errno": failed.errno or 0})
    else:
        _send(sink, {"done": True})


def received_sheets(
    source: BinaryIO,
) -> list[tuple[str, Grid]] | UnreadableError | ReadFailedError | None:
    """Return the sheets that the other side sends, or its reason.

    None if it did not say all, or anything that is no word of ours.
    """
    sheets = []
    try:
        while "sheet" in (message := _receive(source))[0]:
            sheets.append((_a(str, message[0]["sheet"]), _grid(source, *message)))
        told = message[0]
        if "refused" in told:
            return _refusal(_a(dict, told["refused"]))
        if "errno" in told:
            failed = ReadFailedError("the file cannot be read")
            failed.__cause__ = OSError(told["errno"], os.strerror(told["errno"]))
            return failed
        return sheets if told["done"] is True else None
    except _BROKEN:
        return None


def _refusal(told: dict[str, Any]) -> UnreadableError:
    row = told.pop("row")
    words = {name: _a(str | None, word) for name, word in told.items()}
    return UnreadableError(**words, row=_a(int | None, row))


def _a(kind: Any, value: Any) -> Any:  # noqa: ANN401  # a type or a union, and what JSON can hold
    """Return what was told if it is of that kind, else raise ValueError."""
    if not isinstance(value, kind):
        raise ValueError("told is another kind of value")
    return value


def _send_sheet(sink: BinaryIO, name: str, grid: Grid) -> None:
    defects = [
        (each.code, each.row, each.field, each.letter, dict(each.facts)) for each in grid.defects
    ]
    told = {"sheet": name, "columns": len(grid.columns), "since_1904": grid.since_1904}
    told["defects"] = defects
    _send(sink, told, {"rows": pa.array(grid.rows)})
    for index, column in enumerate(grid.columns):
        kinds = (("numbers", grid.numeric), ("dates", grid.dated), ("framed", grid.framed))
        more = {name: pa.array(flags[index]) for name, flags in kinds if index in flags}
        _send(sink, {"column": index}, {"cells": column, **more})


def _send(sink: BinaryIO, told: dict[str, Any], columns: dict[str, Any] | None = None) -> None:
    """Write one message: what is told, and columns of one length."""
    table = pa.record_batch(columns or {"none": pa.nulls(0)})
    table = table.replace_schema_metadata({_TOLD: json.dumps(told).encode()})
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_batch(table)


def _receive(source: BinaryIO) -> tuple[dict[str, Any], Any]:
    """Read one message; what stands in it is checked, for the other side read a stranger's file."""
    with pa.ipc.open_stream(source) as stream:
        batch = stream.read_next_batch()
        told = _a(dict, json.loads(stream.schema.metadata[_TOLD]))
        if list(stream):
            raise ValueError("a message has one batch")
    batch.validate(full=True)
    return told, batch


def _grid(source: BinaryIO, told: dict[str, Any], batch: Any) -> Grid:  # noqa: ANN401  # a pyarrow.RecordBatch, not annotated
    columns: list[Any] = []
    flags: dict[str, dict[int, NDArray[np.bool_]]] = {"numbers": {}, "dates": {}, "framed": {}}
    rows = _full(batch, "rows", pa.int64(), batch.num_rows)
    for index in range(told["columns"]):
        _, column = _receive(source)
        columns.append(_full(column, "cells", pa.large_string(), len(rows)))
        for name in flags.keys() & set(column.schema.names):
            mask = _full(column, name, pa.bool_(), len(rows))
            flags[name][index] = mask.to_numpy(zero_copy_only=False)
    return Grid(
        columns=tuple(columns),
        rows=rows.to_numpy().astype(np.int64),
        defects=tuple(_defect(*each) for each in told["defects"]),
        numeric=flags["numbers"],
        dated=flags["dates"],
        framed=flags["framed"],
        since_1904=_a(bool, told["since_1904"]),
    )


def _full(batch: Any, name: str, kind: Any, rows: int) -> Any:  # noqa: ANN401  # Arrow's own, not annotated
    """Return a column of a message; raise ValueError unless it is of that kind and whole."""
    column = batch.column(name)
    if column.type != kind or column.null_count or len(column) != rows:
        raise ValueError("a column is of another kind or length")
    return column


def _defect(code: str, row: int, field: str, letter: str, facts: dict[str, str | int]) -> Defect:
    """Return a defect; raise ValueError unless all of it is what it should be."""
    return Defect(
        code=_a(str, code),
        row=_a(int | None, row),
        field=_a(str | None, field),
        letter=_a(str | None, letter),
        facts={name: _a(str | int, fact) for name, fact in _a(dict, facts).items()},
    )
