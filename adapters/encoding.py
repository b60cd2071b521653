"""What a text file is written in: UTF-8, or refused with the name of what it looks like."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pyarrow as pa

from adapters.refusals import refuse

_BOM = b"\xef\xbb\xbf"
_CHUNK = 8 << 20
_SAMPLE = 1 << 18
_CONTROLS = bytes(sorted(set(range(1, 32)) - {9, 10, 13}))
_NONCHARACTERS = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")

# Letters that Vietnamese Unicode text is full of and no legacy font code produces.
_VIETNAMESE = re.compile(
    "[\u1ea0-\u1ef9đĐăĂơƠưƯ]|[a-zA-Z][\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323]"
)
_TCVN3 = re.compile("[a-zA-Z][¨©ª«¬\xad®§]|[¨©ª«¬\xad®§][a-zA-Z]")
_VNI = re.compile(
    "[aA][âêéèåäùÂÊÉÈÅÄÙ]|[eE][âåäùøûõÂÅÄÙØÛÕ]|[oO][åäùøûõÅÄÙØÛÕ]|[öÖôÔ][ùøûõïÙØÛÕÏ]|[Ññ]"
)
_CP1258 = re.compile(
    b"[aeiouyAEIOUY\xe2\xe3\xea\xf4\xf5\xfd][\xcc\xd2\xde\xec\xf2]|[\xf0\xd0][a-z]"
)
_ENOUGH = 3


@dataclass(frozen=True, kw_only=True)
class TextFile:
    """What was seen when a text file was read through once."""

    quoted: bool
    """There is a quote character somewhere."""
    controls: bool
    """There are control characters other than tab and line ends."""
    header: str
    """The first line with anything in it, without its line end; "" if there is none."""
    header_line: int
    """Its line number, counted from 1."""
    lines: int


def look_through(path: Path) -> TextFile:
    """Read a text file once from end to end; raise UnreadableError unless all of it is UTF-8."""
    quoted = controls = False
    header, header_line, lines = "", 0, 0
    with path.open("rb") as file:
        offset = _after_bom(file)
        for chunk in _whole_lines(file):
            _refuse_binary(chunk, offset, lines)
            if not header:
                _refuse_legacy(chunk[:_SAMPLE].decode("utf-8", "ignore"))
                header, before = _first_line(chunk)
                header_line = lines + before + 1
            quoted = quoted or b'"' in chunk
            controls = controls or _has_controls(chunk)
            lines += _line_ends(chunk)
            offset += len(chunk)
    return TextFile(
        quoted=quoted, controls=controls, header=header, header_line=header_line, lines=lines
    )


def _after_bom(file: BinaryIO) -> int:
    """Place the file behind its byte order mark; a mark of UTF-16 or UTF-32 is refused."""
    start = file.read(len(_BOM))
    if start[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        raise refuse("utf-16")
    return file.seek(len(_BOM) if start == _BOM else 0)


def _whole_lines(file: BinaryIO) -> Iterator[bytes]:
    """Yield the file in large pieces that end where a line ends."""
    tail = b""
    while block := file.read(_CHUNK):
        block = tail + block
        cut = block.rfind(b"\n") + 1 or block.rfind(b"\r", 0, -1) + 1
        if len(block) - cut > _CHUNK:
            raise refuse("field-size", limit=_CHUNK)
        tail = block[cut:]
        yield block[:cut]
    yield tail


def _refuse_binary(chunk: bytes, offset: int, lines: int) -> None:
    """Raise for the first byte that no UTF-8 text has."""
    nul = chunk.find(b"\0")
    if nul >= 0:
        if _is_utf16(chunk[:_SAMPLE]):
            raise refuse("utf-16")
        raise refuse("nul", row=lines + _line_ends(chunk[:nul]) + 1, offset=offset + nul)
    if not _is_utf8(chunk):
        _refuse_encoding(chunk, offset, lines)


def _is_utf16(sample: bytes) -> bool:
    """Tell whether nearly every second byte is NUL or the high half of a Vietnamese letter."""
    halves = (sample[0::2], sample[1::2])
    return any(sum(map(half.count, b"\0\1\3\x1e")) * 10 > len(half) * 7 for half in halves)


def _is_utf8(chunk: bytes) -> bool:
    """Tell whether a piece is valid UTF-8, without decoding it."""
    ends = pa.py_buffer(np.array([0, len(chunk)], dtype=np.int64))
    try:
        pa.LargeStringArray.from_buffers(1, ends, pa.py_buffer(chunk)).validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _refuse_encoding(chunk: bytes, offset: int, lines: int) -> None:
    """Raise for a piece that is not UTF-8, saying where and what it looks like."""
    try:
        chunk.decode("utf-8")
    except UnicodeDecodeError as error:
        wrong = error.start
        sample = chunk[max(0, wrong - _SAMPLE // 2) : wrong + _SAMPLE // 2]
        if not _VIETNAMESE.search(chunk[max(0, wrong - _SAMPLE) : wrong].decode("utf-8", "ignore")):
            _refuse_legacy(sample.decode("cp1252", "replace"))
        windows = len(_CP1258.findall(sample)) >= _ENOUGH
        raise refuse(
            "not-utf8",
            row=lines + _line_ends(chunk[:wrong]) + 1,
            offset=offset + wrong,
            looks_vi="; có vẻ là Windows-1258" if windows else "",
            looks_en="; it looks like Windows-1258" if windows else "",
        ) from error


def _refuse_legacy(sample: str) -> None:
    """Raise if the letters make sense only in the fonts of a legacy code."""
    if _VIETNAMESE.search(sample):
        return
    for name, pattern in (("TCVN3 (ABC)", _TCVN3), ("VNI Windows", _VNI)):
        if len(pattern.findall(sample)) >= _ENOUGH:
            raise refuse("legacy", name=name)


def _first_line(chunk: bytes) -> tuple[str, int]:
    """Return the first line that is not blank, and how many lines stand before it."""
    rest = chunk.lstrip()
    before = _line_ends(chunk[: len(chunk) - len(rest)])
    return re.split(b"[\r\n]", rest, maxsplit=1)[0].decode("utf-8"), before


def _has_controls(chunk: bytes) -> bool:
    """Tell whether a piece has a character that XML 1.0 cannot hold."""
    return len(chunk.translate(None, _CONTROLS)) != len(chunk) or any(
        character in chunk for character in _NONCHARACTERS
    )


def _line_ends(piece: bytes) -> int:
    """Count line ends: LF, CR LF, or CR alone."""
    ends = piece.count(b"\n")
    returns = piece.count(b"\r")
    return ends if not returns else ends + returns - piece.count(b"\r\n")
