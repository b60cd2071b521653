"""How long each shared string of a workbook is, before it is copied into cells.

A cell holds a number, and the table of shared strings (ECMA-376 part 1, 18.4) the text of that
number; calamine copies the text into every such cell. So 1 MB named 8,000 times is 8 GB, and the
process ends. The table is measured in pieces; only what is not written as nearly all programs
write it goes through a parser.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing

import numpy as np
from lxml import etree
from numpy.typing import NDArray

from adapters.limits import Limits
from adapters.refusals import refuse

Lengths = NDArray[np.int64]
"""Bytes of each shared string as UTF-8, never too few."""

_LONGEST_PIECE = 64 << 20
_ITEM = re.compile(
    rb"<((?:x:)?)si>"
    rb"(?:<\1t(?: xml:space=\"preserve\")?>([^<]*)</\1t>|<\1t */>"
    rb"|((?:<(?!/?(?:[\w.-]+:)?si[\s/>])[\w/][^<>\"']*(?:\"[^<>\"]*\"[^<>\"']*)*>[^<]*)*+))"
    rb"</\1si>"
)
"""One string: its text, or its runs with their looks; no comments, no tags within attributes."""
_HEAD = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^<>]*\?>)?\s*<(?:x:)?sst(?:\s[^<>]*)?>")
_END = re.compile(rb"\s*</(?:x:)?sst>\s*")
_TAG = re.compile(rb"<[^>]*>")
_ESCAPED = re.compile(r"_x[0-9A-Fa-f]{4}_")


def shared_lengths(read: Callable[[], Generator[bytes, None, None]], limits: Limits) -> Lengths:
    """Measure the table of strings; raise UnreadableError if one is longer than a cell may be."""
    with closing(read()) as pieces:
        lengths = _plainly(pieces, limits)
    if lengths is None:
        with closing(read()) as pieces:
            lengths = _parsed(pieces, limits)
    return lengths


def whole(pieces: Iterable[bytes], *ends: bytes) -> Iterator[bytes]:
    """Yield XML in pieces that end where an element does; the last is what is left."""
    tail = b""
    for piece in pieces:
        block = tail + piece
        cut = max((place + len(end) for end in ends if (place := block.rfind(end)) >= 0), default=0)
        if len(block) - cut > _LONGEST_PIECE:
            raise refuse("zip", found="XML")
        tail = block[cut:]
        yield block[:cut]
    yield tail


def characters(text: str) -> int:
    """Count as Excel does: UTF-16 units, and ``_x000D_`` is one of them (18.4.12, ST_Xstring).

    >>> characters("Lương"), characters("a_x000D_b"), characters("😀")
    (5, 3, 2)
    """
    return len(_ESCAPED.sub("?", text).encode("utf-16-le", "surrogatepass")) // 2


def _plainly(pieces: Iterable[bytes], limits: Limits) -> Lengths | None:
    """Measure a table that is written as nearly all programs write it, None for another."""
    found: list[Lengths] = []
    count, left = 0, b""
    for block in whole(pieces, b"</si>", b"</x:si>"):
        items = _ITEM.findall(block)
        _few_enough(count := count + len(items), limits)
        found.append(_measured(items, count - len(items), limits))
        left += _ITEM.sub(b"", block).strip()
        if not left.startswith(b"<") or not _only_frame(left):
            return None
    return np.concatenate(found)


def _only_frame(left: bytes) -> bool:
    """Tell whether nothing but the element around the strings was left."""
    head = _HEAD.match(left)
    return head is not None and (head.end() == len(left) or bool(_END.fullmatch(left, head.end())))


def _measured(items: list[tuple[bytes, bytes, bytes]], first: int, limits: Limits) -> Lengths:
    """Return the lengths of some strings; `first` is the number of the first of them."""
    texts = [_TAG.sub(b"", runs) if runs else text for _, text, runs in items]
    lengths = np.fromiter(map(len, texts), np.int64, len(texts))
    for place in np.flatnonzero(lengths > limits.cell_characters).tolist():
        # Bytes are more than characters; a parser reads what they stand for.
        tree = etree.fromstring(b"<t>" + texts[place] + b"</t>")
        _short_enough(characters(tree.text or ""), first + place, limits)
    return lengths


def _few_enough(count: int, limits: Limits) -> None:
    if count > limits.shared_strings:
        limit = limits.shared_strings
        raise refuse("unfolded", limit=limit, unit_vi="chuỗi khác nhau", unit_en="different texts")


def _short_enough(count: int, number: int, limits: Limits) -> None:
    if count > limits.cell_characters:
        raise refuse(
            "cell-length",
            found=count,
            limit=limits.cell_characters,
            where_vi=f"dùng chuỗi chung số {number}",
            where_en=f"Shared string {number}",
        )


class _Table:
    """What a parser tells us of a table of strings that is written in another way."""

    def __init__(self, limits: Limits) -> None:
        self.lengths = array("q")
        self._limits = limits
        self._text: list[str] | None = None

    def start(self, tag: str, _attributes: dict[str, str]) -> None:
        """Note that a string begins; calamine takes one within another for its end."""
        if tag.rpartition("}")[2] == "si":
            if self._text is not None:
                raise refuse("zip", found="XML")
            self._text = []

    def data(self, text: str) -> None:
        """Keep a string's text."""
        if self._text is not None:
            self._text.append(text)

    def end(self, tag: str) -> None:
        """Measure a string at its end."""
        if tag.rpartition("}")[2] == "si":
            whole_text = "".join(self._text or ())
            self._text = None
            _short_enough(characters(whole_text), len(self.lengths), self._limits)
            self.lengths.append(len(whole_text.encode()))
            _few_enough(len(self.lengths), self._limits)

    def close(self) -> None:
        """Nothing was built."""


def _parsed(pieces: Iterable[bytes], limits: Limits) -> Lengths:
    """Measure any table of strings."""
    table = _Table(limits)
    feed(table, pieces)
    return np.frombuffer(table.lengths, np.int64) if table.lengths else np.zeros(0, np.int64)


def feed(target: object, pieces: Iterable[bytes]) -> None:
    """Let a hardened parser tell a target what it sees; UnreadableError if it is no XML."""
    parser = etree.XMLParser(
        target=target,  # type: ignore[arg-type]  # lxml calls what a target has and asks no more
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
    )
    try:
        for piece in pieces:
            parser.feed(piece)
        parser.close()
    except etree.XMLSyntaxError as error:
        raise refuse("zip", found="XML") from error
