"""A text file as UTF-8, whatever it was written in; converted in pieces, never as a whole.

Each reading converts the file anew: a million rows cost seconds, and memory stays that of a piece.
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from adapters.legacy import Code
from adapters.refusals import refuse

_CHUNK = 8 << 20


@dataclass(frozen=True, kw_only=True)
class Source:
    """Where a text is, and how it becomes UTF-8."""

    path: Path
    mark: int = 0
    """Bytes of the byte order mark, which is no text."""
    wide: str = ""
    """The codec of two bytes a character (``utf-16-le``), if it is one."""
    code: Code | None = None
    """The code of one byte a character, if it is one."""

    @property
    def converted(self) -> bool:
        """Tell whether the file's own bytes are not its text."""
        return bool(self.wide or self.code)

    def open(self) -> BinaryIO:
        """Open the text as UTF-8 without its byte order mark."""
        if self.converted:
            return cast(BinaryIO, io.BufferedReader(_Converted(self.pieces()), _CHUNK))
        file = self.path.open("rb")
        file.seek(self.mark)
        return file

    def raw_pieces(self) -> Iterator[bytes]:
        """Yield the file's own bytes in pieces that end where a line ends; not those of UTF-16."""
        with self.path.open("rb") as file:
            file.seek(self.mark)
            yield from whole_lines(file)

    def signs(self) -> Iterator[bytes]:
        """Yield pieces whose ASCII is that of the text: enough to see lines, quotes, controls."""
        yield from self.pieces() if self.wide else self.raw_pieces()

    def text(self, piece: bytes) -> str:
        """Return a part of what `signs` yields as text."""
        return (piece if self.code is None else _read(self.code, piece)).decode("utf-8")

    def pieces(self) -> Iterator[bytes]:
        """Yield the text as UTF-8 in large pieces that end where a line ends."""
        if self.wide:
            with self.path.open("rb") as file:
                file.seek(self.mark)
                yield from _narrowed(file, self.wide)
            return
        for piece in self.raw_pieces():
            yield piece if self.code is None else _read(self.code, piece)


class _Converted(io.RawIOBase):
    """A file to read whose bytes come from pieces."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._left = memoryview(b"")

    def readable(self) -> bool:
        """Say yes."""
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # any buffer that pyarrow and io hand over
        """Fill the buffer from what is left, or from the next piece that has anything."""
        while not self._left and (piece := next(self._pieces, None)) is not None:
            self._left = memoryview(piece)
        size = min(len(buffer), len(self._left))
        buffer[:size] = self._left[:size]
        self._left = self._left[size:]
        return size


def whole_lines(file: BinaryIO) -> Iterator[bytes]:
    """Yield a file in large pieces that end where a line ends."""
    tail = b""
    while block := file.read(_CHUNK):
        block = tail + block
        cut = block.rfind(b"\n") + 1 or block.rfind(b"\r", 0, -1) + 1
        if len(block) - cut > _CHUNK:
            raise refuse("field-size", limit=_CHUNK)
        tail = block[cut:]
        yield block[:cut]
    yield tail


def _read(code: Code, piece: bytes) -> bytes:
    """Convert a piece, all of which is known to be readable."""
    if piece.isascii():
        return piece
    return code.read_bytes(piece).encode()


def _narrowed(file: BinaryIO, codec: str) -> Iterator[bytes]:
    """Yield a text of UTF-16 as UTF-8 in pieces that end where a line ends."""
    yield from whole_lines(cast(BinaryIO, io.BufferedReader(_Converted(_decoded(file, codec)))))


def _decoded(file: BinaryIO, codec: str) -> Iterator[bytes]:
    """Yield a text of UTF-16 as UTF-8; raise UnreadableError at what is none."""
    decoder = codecs.getincrementaldecoder(codec)()
    row, block = 1, b" "
    while block:
        block = file.read(_CHUNK)
        try:
            text = decoder.decode(block, final=not block)
        except UnicodeDecodeError as error:
            sound = block[: error.start].decode(codec, "replace")
            raise refuse("not-utf16", row=row + sound.count("\n")) from error
        row += text.count("\n")
        yield text.encode()


def line_ends(piece: bytes) -> int:
    """Count line ends: LF, CR LF, or CR alone."""
    ends = piece.count(b"\n")
    returns = piece.count(b"\r")
    return ends if not returns else ends + returns - piece.count(b"\r\n")
