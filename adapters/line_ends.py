"""How the lines of a file end: all in one way, or nobody knows what a line is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from adapters.refusals import refuse
from adapters.text_source import line_ends

_NAMES: Mapping[bytes, str] = MappingProxyType({b"\r\n": "CR LF", b"\n": "LF", b"\r": "CR"})


@dataclass
class LineEnds:
    """Which ends were seen so far, and the row of the first that is unlike those before."""

    first: bytes = b""
    other: bytes = b""
    row: int = 0
    _end: bytes = b""

    def look_at(self, chunk: bytes, lines: int) -> None:
        """Look at a piece that begins after so many lines and ends where a line ends."""
        if self.other:
            return
        for end in sorted(_NAMES, key=lambda end: _position(chunk, end)):
            at = _position(chunk, end)
            if at < len(chunk):
                self.note(end, lines + line_ends(chunk[:at]) + 1)

    def watched(self, file: Iterable[str]) -> Iterator[str]:
        """Yield the lines of a file, remembering how the last one ended."""
        for line in file:
            self._end = b"\r\n" if line.endswith("\r\n") else line[-1:].encode()
            yield line

    def end_record(self, row: int) -> None:
        """Take note that the last line was also the last of a record."""
        if self._end in _NAMES:
            self.note(self._end, row)

    def note(self, end: bytes, row: int) -> None:
        """Take note of the end of one line."""
        if not self.first:
            self.first = end
        elif end != self.first and not self.other:
            self.other, self.row = end, row

    def refuse_mixed(self) -> None:
        """Raise UnreadableError if there is a CR alone among others.

        LF among CR LF is the same line to every program there is.
        """
        if b"\r" in {self.first, self.other} and self.other:
            first, other = _NAMES[self.first], _NAMES[self.other]
            raise refuse("line-ends", row=self.row, first=first, other=other)


def _position(chunk: bytes, end: bytes) -> int:
    """Return where an end first stands by itself; behind the chunk if nowhere."""
    if end == b"\r\n" or b"\r" not in chunk:
        at = chunk.find(end)
        return at if at >= 0 else len(chunk)
    pairs = chunk.count(b"\r\n")
    if chunk.count(end) == pairs:
        return len(chunk)
    at = -1
    while True:
        at = chunk.find(end, at + 1)
        if chunk[at : at + 2] != b"\r\n" and chunk[at - 1 : at + 1] != b"\r\n":
            return at
