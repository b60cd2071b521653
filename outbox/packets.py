"""SFTP version 3 over any byte stream (draft-ietf-secsh-filexfer-02, October 2001).

paramiko's own client drops what we need: a server's extensions, status codes above 4, names that
are not UTF-8, answers that come out of order. So we speak the protocol over its channel ourselves.
"""

from __future__ import annotations

import stat
import struct
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol

VERSION = 3
IN_FLIGHT = 64
"""Requests sent before their answers are awaited, as OpenSSH's own client does."""
CHUNK = 32_000
"""Bytes of one read or write: every server takes a packet of 34,000 (draft 02, part 3)."""
_LONGEST_ANSWER = 1 << 20


class Command(IntEnum):
    """What a client asks (draft 02, part 3)."""

    INIT = 1
    OPEN = 3
    CLOSE = 4
    READ = 5
    WRITE = 6
    LSTAT = 7
    OPENDIR = 11
    READDIR = 12
    REMOVE = 13
    STAT = 17
    RENAME = 18
    EXTENDED = 200


class Kind(IntEnum):
    """What a server answers (draft 02, part 3)."""

    VERSION = 2
    STATUS = 101
    HANDLE = 102
    DATA = 103
    NAME = 104
    ATTRS = 105


class Status(IntEnum):
    """How a request went (draft 02, part 7; EXISTS is from later drafts, and some send it)."""

    OK = 0
    EOF = 1
    NO_SUCH_FILE = 2
    PERMISSION_DENIED = 3
    FAILURE = 4
    BAD_MESSAGE = 5
    NO_CONNECTION = 6
    CONNECTION_LOST = 7
    UNSUPPORTED = 8
    EXISTS = 11


READ_FLAG = 0x01
CREATE_FLAGS = 0x02 | 0x08 | 0x20
"""Write, create, and fail if anything stands there."""


class Stream(Protocol):
    """The two ends of a byte stream."""

    def sendall(self, data: bytes, /) -> None:
        """Send every byte or raise."""
        ...

    def recv(self, count: int, /) -> bytes:
        """Return some bytes; none at the end."""
        ...


class GarbledError(Exception):
    """The other side does not speak SFTP; the conversation is over."""


@dataclass(frozen=True)
class Attributes:
    """What a server says of a file; None where it says nothing."""

    size: int | None
    mode: int | None
    modified: int | None

    @property
    def regular(self) -> bool:
        """Whether this is a plain file."""
        return self.mode is not None and stat.S_ISREG(self.mode)


class Fields:
    """Reads the fields of one packet in order; GarbledError where the packet is too short."""

    def __init__(self, packet: bytes) -> None:
        self._packet = packet
        self._at = 0

    def __bool__(self) -> bool:
        """Whether anything is left."""
        return self._at < len(self._packet)

    def take(self, count: int) -> bytes:
        """Return the next bytes."""
        taken = self._packet[self._at : self._at + count]
        if len(taken) != count:
            raise GarbledError("a packet is shorter than it says")
        self._at += count
        return taken

    def number(self) -> int:
        """Return the next 32-bit number."""
        return int.from_bytes(self.take(4), "big")

    def string(self) -> bytes:
        """Return the next string of bytes."""
        return self.take(self.number())

    def attributes(self) -> Attributes:
        """Return the next file attributes (draft 02, part 5)."""
        flags = self.number()
        size = int.from_bytes(self.take(8), "big") if flags & 1 else None
        if flags & 2:
            self.take(8)
        mode = self.number() if flags & 4 else None
        modified = int.from_bytes(self.take(8)[4:], "big") if flags & 8 else None
        for _ in range(self.number() if flags & 0x80000000 else 0):
            self.string()
            self.string()
        return Attributes(size, mode, modified)


@dataclass(frozen=True)
class Answer:
    """One answer: its kind, and its fields still unread."""

    kind: int
    fields: Fields

    def status(self) -> tuple[int, str]:
        """Return code and text of a status; the text is theirs, so it is made harmless."""
        code = self.expect(Kind.STATUS).number()
        text = self.fields.string() if self.fields else b""
        return code, printable(text)

    def expect(self, kind: Kind) -> Fields:
        """Return the fields if the answer is of that kind; GarbledError if not."""
        if self.kind != kind:
            raise GarbledError(f"an answer of kind {self.kind} instead of {kind}")
        return self.fields


def printable(text: bytes) -> str:
    """Return foreign bytes as harmless text: printable ASCII, at most 200 characters.

    >>> printable(b"No \\x1b[2J space")
    'No ?[2J space'
    """
    return "".join(chr(byte) if 32 <= byte < 127 else "?" for byte in text[:200])  # noqa: PLR2004 - ASCII


def string(value: bytes) -> bytes:
    """Return a string as it goes over the wire."""
    return struct.pack(">I", len(value)) + value


def number(value: int) -> bytes:
    """Return a 32-bit number as it goes over the wire."""
    return struct.pack(">I", value)


def offset(value: int) -> bytes:
    """Return a 64-bit number as it goes over the wire."""
    return struct.pack(">Q", value)


Request = tuple[Command, bytes]


class Conversation:
    """Requests and their answers, in one order or another."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream
        self._last = 0
        self.extensions = self._greet()

    def ask(self, command: Command, *fields: bytes) -> Answer:
        """Ask one thing and return its answer."""
        return self.ask_all([(command, b"".join(fields))])[0]

    def ask_all(self, requests: Sequence[Request]) -> list[Answer]:
        """Ask many things at once and return every answer, in the order of the requests."""
        answers: list[Answer] = []
        for first in range(0, len(requests), IN_FLIGHT):
            numbers = self._send(requests[first : first + IN_FLIGHT])
            found = dict(self._receive(set(numbers)))
            answers += (found[each] for each in numbers)
        return answers

    def _greet(self) -> dict[bytes, bytes]:
        self._stream.sendall(_packet(Command.INIT, number(VERSION)))
        kind, fields = self._packet()
        if kind != Kind.VERSION or fields.number() < VERSION:
            raise GarbledError("the server does not speak SFTP version 3")
        extensions = {}
        while fields:
            name = fields.string()
            extensions[name] = fields.string()
        return extensions

    def _send(self, requests: Iterable[Request]) -> list[int]:
        numbers, packets = [], []
        for command, fields in requests:
            self._last = (self._last + 1) % (1 << 32)
            numbers.append(self._last)
            packets.append(_packet(command, number(self._last), fields))
        self._stream.sendall(b"".join(packets))
        return numbers

    def _receive(self, awaited: set[int]) -> Iterator[tuple[int, Answer]]:
        while awaited:
            kind, fields = self._packet()
            answered = fields.number()
            if answered not in awaited:
                raise GarbledError("an answer to nothing that was asked")
            awaited.remove(answered)
            yield answered, Answer(kind, fields)

    def _packet(self) -> tuple[int, Fields]:
        length = int.from_bytes(self._take(4), "big")
        if not 0 < length <= _LONGEST_ANSWER:
            raise GarbledError("a packet of impossible length")
        packet = self._take(length)
        return packet[0], Fields(packet[1:])

    def _take(self, count: int) -> bytes:
        taken = bytearray()
        while len(taken) < count:
            more = self._stream.recv(count - len(taken))
            if not more:
                raise EOFError("the server ended the conversation")
            taken += more
        return bytes(taken)


def _packet(command: Command, *fields: bytes) -> bytes:
    body = bytes([command]) + b"".join(fields)
    return number(len(body)) + body
