"""What a text file holds: its headings, quotes, control characters and line ends."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from adapters.line_ends import LineEnds
from adapters.recognise import recognise
from adapters.text_source import Source, line_ends
from config.encodings import Encoding

_CONTROLS = bytes(sorted(set(range(32)) - {9, 10, 13}))
_SEPARATOR = re.compile(rb'"?sep=([^"\w])"?\1*\s*', re.IGNORECASE)
"""A first line that tells the delimiter to Excel, which shows it to nobody; some exports write it.

One that was saved again has as many delimiters behind it as the table has.
"""
_NONCHARACTERS = (b"\xef\xbf\xbe", b"\xef\xbf\xbf")


@dataclass(frozen=True, kw_only=True)
class TextFile:
    """What was seen when a text file was read through once."""

    source: Source
    quoted: bool
    """There is a quote character somewhere."""
    controls: bool
    """There are control characters other than tab and line ends."""
    header: str
    """The first line with anything in it, without its line end; "" if there is none."""
    header_line: int
    """Its line number, counted from 1."""
    separator: str
    """The delimiter that a line ``sep=;`` above it tells; "" without one."""
    mixed_ends: bool
    """Not all line ends are alike; those inside quotes may be as they like."""
    lines: int


def look_through(path: Path, encoding: Encoding = "") -> TextFile:
    """Read a text file from end to end; raise UnreadableError unless it is what its feed takes."""
    source = recognise(path, encoding)
    quoted = controls = False
    header, header_line, separator, lines = "", 0, "", 0
    ends = LineEnds()
    for chunk in source.signs():
        if not header:
            line, before, told = _headings(chunk)
            separator = separator or source.text(told)
            header = source.text(line)
            header_line = lines + before + 1
        quoted = quoted or b'"' in chunk
        controls = controls or _has_controls(chunk)
        ends.look_at(chunk, lines)
        lines += line_ends(chunk)
    if not quoted:
        ends.refuse_mixed()
    return TextFile(
        source=source,
        quoted=quoted,
        controls=controls,
        header=header,
        header_line=header_line,
        separator=separator,
        mixed_ends=bool(ends.other),
        lines=lines,
    )


def _headings(chunk: bytes) -> tuple[bytes, int, bytes]:
    """Return the row of headings, how many lines stand before it, and what ``sep=`` tells there."""
    line, before = _first_line(chunk)
    told = _SEPARATOR.fullmatch(line)
    if told is None:
        return line, before, b""
    line, more = _first_line(chunk.lstrip()[len(line) :])
    return line, before + more, told[1]


def _first_line(chunk: bytes) -> tuple[bytes, int]:
    """Return the first line that is not blank, and how many lines stand before it."""
    rest = chunk.lstrip()
    before = line_ends(chunk[: len(chunk) - len(rest)])
    return re.split(b"[\r\n]", rest, maxsplit=1)[0], before


def _has_controls(chunk: bytes) -> bool:
    """Tell whether a piece has a character that XML 1.0 cannot hold."""
    return len(chunk.translate(None, _CONTROLS)) != len(chunk) or any(
        character in chunk for character in _NONCHARACTERS
    )
