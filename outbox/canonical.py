"""Canonical XML text by column: escaping and templates (C14N 1.0, W3C, 15/03/2001).

What we write is canonical already, so the bytes on disk are the bytes that are digested: no XML
declaration, no indentation, start-end tags for empty elements, ``xmlns:xsd`` before ``xmlns:xsi``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from adapters.arrow import Text, of_series
from outbox.errors import DossierError

_NAMESPACES = (
    'xmlns:xsd="http://www.w3.org/2001/XMLSchema" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)
_ESCAPES = (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\r", "&#xD;"))
_SPECIAL = "[&<>\r]"
_FORBIDDEN = "[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]"


def escape(text: str) -> str:
    """Return text as it stands between tags in canonical XML.

    >>> escape("Dệt & May <Nam>")
    'Dệt &amp; May &lt;Nam&gt;'
    """
    if re.search(_FORBIDDEN, text):
        raise DossierError("a text holds a control character, which XML cannot carry")
    for character, reference in _ESCAPES:
        text = text.replace(character, reference)
    return text


def element(name: str, text: str = "") -> str:
    """Return one element with text.

    >>> element("QuyTrinhISO")
    '<QuyTrinhISO></QuyTrinhISO>'
    """
    return f"<{name}>{escape(text)}</{name}>"


def elements(values: Mapping[str, str]) -> str:
    """Return one element after the other, in the mapping's order."""
    return "".join(element(name, text) for name, text in values.items())


def document(root: str, content: Iterable[str | bytes]) -> bytes:
    """Return a whole document in UTF-8 around content that is canonical already."""
    parts = [part.encode() if isinstance(part, str) else part for part in content]
    return b"".join((f"<{root} {_NAMESPACES}>".encode(), *parts, f"</{root}>".encode()))


def rows(
    name: str, frame: pd.DataFrame, fields: Sequence[str], tail: str | pd.Series[str] = ""
) -> bytes:
    """Return one element `name` per row with an element for each field; `tail` closes each row.

    Whole columns are escaped and concatenated at once: no Python text per person.
    """
    return b"".join(_bytes(_rows(name, frame, fields, tail))) if len(frame) else b""


def texts(name: str, frame: pd.DataFrame, fields: Sequence[str]) -> pd.Series[str]:
    """Return the same elements as a column, one text for each row."""
    if frame.empty:
        return pd.Series([], frame.index, dtype="str")
    return pd.Series(_rows(name, frame, fields, "").to_pylist(), frame.index, dtype="str")


def _rows(
    name: str, frame: pd.DataFrame, fields: Sequence[str], tail: str | pd.Series[str]
) -> Text:
    """Return one element per row; a column of tails is canonical already."""
    pieces: list[Text] = []
    opening = f"<{name}>"
    for field in fields:
        pieces += [_scalar(f"{opening}<{field}>"), escaped(frame[field])]
        opening = f"</{field}>"
    pieces.append(_scalar(opening + (tail if isinstance(tail, str) else "")))
    if not isinstance(tail, str):
        pieces.append(of_series(tail))
    pieces.append(_scalar(f"</{name}>"))
    return pc.binary_join_element_wise(*pieces, _scalar(""))


def escaped(column: pd.Series[str]) -> Text:
    """Return a column as it stands between tags; DossierError for what XML cannot carry."""
    text = of_series(column)
    if not pc.any(pc.match_substring_regex(text, f"{_SPECIAL}|{_FORBIDDEN}")).as_py():
        return text
    if pc.any(pc.match_substring_regex(text, _FORBIDDEN)).as_py():
        raise DossierError(f"{column.name}: a control character, which XML cannot carry")
    for character, reference in _ESCAPES:
        text = pc.replace_substring(text, character, reference)
    return text


def byte_lengths(column: pd.Series[str]) -> NDArray[np.int64]:
    """Return how many bytes of UTF-8 each text takes between tags."""
    lengths: NDArray[np.int64] = pc.binary_length(escaped(column)).to_numpy(zero_copy_only=False)
    return lengths


def _scalar(text: str) -> Text:
    return pa.scalar(text, pa.large_string())


def _bytes(joined: Text) -> list[bytes]:
    """Return the text of all cells, one after the other, straight from Arrow's buffers."""
    chunks = joined.chunks if isinstance(joined, pa.ChunkedArray) else [joined]
    return [_contents(chunk) for chunk in chunks]


def _contents(chunk: Text) -> bytes:
    offsets = chunk.buffers()[1].to_pybytes()
    size = 8
    first = int.from_bytes(offsets[chunk.offset * size :][:size], "little")
    last = int.from_bytes(offsets[(chunk.offset + len(chunk)) * size :][:size], "little")
    data: bytes = chunk.buffers()[2].to_pybytes()[first:last]
    return data
