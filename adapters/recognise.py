"""What a text file is written in, by what its feed says and what its bytes show."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pyarrow as pa

from adapters.one_byte import Wrong, refused, taken
from adapters.refusals import refuse
from adapters.text_source import Source, line_ends
from config.encodings import Encoding

_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"\xef\xbb\xbf", "utf-8"),
    (b"", "utf-8"),
)
_SAMPLE = 1 << 18
# The letters that no text in a legacy font has: such a text is kept in letters of Latin-1.
_VIETNAMESE = re.compile(b"\xc4[\x82\x83\x90\x91\xa8\xa9]|\xc5[\xa8\xa9]|\xc6|\xcc|\xe1[\xba\xbb]")
_NOT_ASCII = re.compile(b"[\x80-\xff]")


def recognise(path: Path, encoding: Encoding = "") -> Source:
    """Tell what a file is written in; raise UnreadableError if it is not to be taken so."""
    source = _by_mark(path, encoding)
    if source.wide:
        return source
    lines, offset, before = 0, source.mark, b""
    for piece in source.raw_pieces():
        if b"\0" in piece and (wide := _utf16(piece[:_SAMPLE])):
            return _wide(Source(path=path, wide=wide), encoding)
        if not _is_utf8(piece):
            wrong = _wrong(piece, lines, offset, before)
            if encoding in {"", "utf-8", "utf-16"}:
                raise refused(source, wrong)
            return taken(source, wrong, encoding)
        if not piece.isascii():
            before = piece
            _refuse_unicode(piece, lines, encoding)
        lines, offset = lines + line_ends(piece), offset + len(piece)
    if encoding == "utf-16" and offset > source.mark:
        raise refuse("contradicts", row=1, declared=encoding, name="UTF-8")
    return source


def _by_mark(path: Path, encoding: Encoding) -> Source:
    """Return what the byte order mark says; without one, UTF-8 until something else is seen."""
    with path.open("rb") as file:
        start = file.read(4)
    mark, name = next(found for found in _MARKS if start.startswith(found[0]))
    if name == "utf-32":
        raise refuse("utf-32")
    if name == "utf-8":
        return Source(path=path, mark=len(mark))
    return _wide(Source(path=path, mark=len(mark), wide=name), encoding)


def _wide(source: Source, encoding: Encoding) -> Source:
    """Return a source of UTF-16 if the feed takes it."""
    if encoding in {"", "utf-8"}:
        raise refuse("utf-16")
    if encoding not in {"auto", "utf-16"}:
        raise refuse("contradicts", row=1, declared=encoding, name="UTF-16")
    return source


def _utf16(sample: bytes) -> str:
    """Return the codec of UTF-16 if nearly every second byte is the high half of a letter."""
    for codec, half in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        if sum(map(half.count, b"\0\1\3\x1e")) * 10 > len(half) * 7:
            return codec
    return ""


def _is_utf8(piece: bytes) -> bool:
    """Tell whether a piece is valid UTF-8, without decoding it."""
    ends = pa.py_buffer(np.array([0, len(piece)], dtype=np.int64))
    try:
        pa.LargeStringArray.from_buffers(1, ends, pa.py_buffer(piece)).validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True


def _wrong(piece: bytes, lines: int, offset: int, before: bytes) -> Wrong:
    """Return what is known of a piece that is not UTF-8."""
    at = _first_wrong(piece)
    return Wrong(
        row=lines + line_ends(piece[:at]) + 1,
        offset=offset + at,
        before=before + piece[:at],
        after=piece[at:],
    )


def _first_wrong(piece: bytes) -> int:
    """Return where a piece stops being UTF-8; behind it if it does not."""
    try:
        piece.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.start
    return len(piece)


def _refuse_unicode(piece: bytes, lines: int, encoding: Encoding) -> None:
    """Raise for a piece of UTF-8 in a file that is said to be something else.

    Letters of Latin-1 are left to `adapters.fonts`: a legacy font may have been saved as UTF-8.
    """
    if encoding in {"", "auto", "utf-8"}:
        return
    found = (_VIETNAMESE if encoding in {"tcvn3", "vni"} else _NOT_ASCII).search(piece)
    if found:
        row = lines + line_ends(piece[: found.start()]) + 1
        raise refuse("contradicts", row=row, declared=encoding, name="UTF-8")
