"""SFTP packets against a server that lies, mumbles or stops in the middle."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outbox.errors import (
    ConnectionLostError,
    RemoteContentError,
    RemoteExistsError,
    RemoteRefusedError,
    TransportError,
)
from outbox.model import RemoteFile
from outbox.packets import Command, Conversation, GarbledError, Kind, Status, number, string
from outbox.sftp_folder import SftpFolder
from outbox.transport import FSYNC, POSIX_RENAME

VERSION = number(5) + bytes([Kind.VERSION]) + number(3)
Serve = Callable[[int, bytes], bytes]


class Scripted:
    """A stream with a server behind it that answers each request by a function."""

    def __init__(self, serve: Serve, greeting: bytes = VERSION) -> None:
        self._serve = serve
        self._sent = bytearray()
        self._answers = bytearray()
        self._greeting = greeting
        self.asked: list[int] = []

    def sendall(self, data: bytes, /) -> None:
        self._sent += data
        while len(self._sent) >= 4:
            end = 4 + int.from_bytes(self._sent[:4], "big")
            packet, self._sent = bytes(self._sent[4:end]), self._sent[end:]
            if packet[0] == Command.INIT:
                self._answers += self._greeting
            else:
                self.asked.append(packet[0])
                self._answers += self._serve(packet[0], packet[1:5])

    def recv(self, count: int, /) -> bytes:
        some = bytes(self._answers[: min(count, 7)])
        del self._answers[: len(some)]
        return some


def _packet(kind: int, request: bytes, body: bytes) -> bytes:
    return number(1 + len(request) + len(body)) + bytes([kind]) + request + body


def _status(request: bytes, code: int, text: bytes = b"") -> bytes:
    return _packet(Kind.STATUS, request, number(code) + string(text) + string(b""))


def _folder(serve: Serve) -> SftpFolder:
    return SftpFolder(Conversation(Scripted(serve)), close=lambda: None)


def _script(**answers: bytes | Callable[[bytes], bytes]) -> Serve:
    """Answer by command; OK, and a handle for what is opened, unless told otherwise."""

    def serve(command: int, request: bytes) -> bytes:
        name = Command(command).name
        if name in answers:
            answer = answers[name]
            return answer(request) if callable(answer) else answer
        if command in {Command.OPEN, Command.OPENDIR}:
            return _packet(Kind.HANDLE, request, string(b"h"))
        return _status(request, Status.OK)

    return serve


def _attributes(size: int, mode: int = 0o100644, modified: int = 7) -> bytes:
    facts = number(1 | 4 | 8) + size.to_bytes(8, "big")
    return facts + number(mode) + number(1) + number(modified)


def _facts(size: int, mode: int = 0o100644) -> Callable[[bytes], bytes]:
    return lambda request: _packet(Kind.ATTRS, request, _attributes(size, mode))


def _fails(code: int, text: bytes = b"") -> Callable[[bytes], bytes]:
    return lambda request: _status(request, code, text)


@pytest.mark.parametrize(
    "greeting",
    [
        number(5) + bytes([Kind.VERSION]) + number(2),
        number(5) + bytes([Kind.STATUS]) + number(3),
        number(0),
        b"HTTP/1.1 400 Bad Request",
        number(8) + bytes([Kind.VERSION]) + number(3) + b"\0\0\0",
    ],
)
def test_a_greeting_that_is_not_version_3_is_garbled(greeting: bytes) -> None:
    with pytest.raises(GarbledError):
        Conversation(Scripted(_script(), greeting))


def test_extensions_are_known_from_the_greeting() -> None:
    pairs = string(b"fsync@openssh.com") + string(b"1") + string(b"odd\xff") + string(b"")
    greeting = number(5 + len(pairs)) + bytes([Kind.VERSION]) + number(3) + pairs
    conversation = Conversation(Scripted(_script(EXTENDED=_fails(Status.UNSUPPORTED)), greeting))
    folder = SftpFolder(conversation, close=lambda: None)

    assert folder.capabilities() == {FSYNC}
    assert folder.evidence() == {"extensions": "fsync@openssh.com odd?"}


def test_an_unannounced_rename_is_found_by_renaming_nothing() -> None:
    folder = _folder(_script(EXTENDED=_fails(Status.NO_SUCH_FILE)))

    assert folder.capabilities() == {POSIX_RENAME}


def test_answers_may_come_in_any_order() -> None:
    held: list[bytes] = []

    def serve(command: int, request: bytes) -> bytes:
        held.append(_status(request, len(held)))
        return b"".join(reversed(held)) if len(held) == 3 else b""

    answers = Conversation(Scripted(serve)).ask_all([(Command.REMOVE, string(b"x"))] * 3)

    assert [answer.status()[0] for answer in answers] == [0, 1, 2]


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        number(3),
        number(1 << 30),
        number(0),
        _packet(Kind.STATUS, number(999), number(0)),
        _packet(Kind.NAME, number(1), b""),
        _packet(Kind.STATUS, number(1), b"\0"),
    ],
)
def test_nonsense_is_a_lost_connection(answer: bytes) -> None:
    with pytest.raises(ConnectionLostError):
        _folder(_script(REMOVE=answer)).remove("inbound/a")


@given(st.binary(max_size=60), st.sampled_from(["list", "size", "create", "read", "remove"]))
def test_no_bytes_of_a_server_get_past_the_errors_of_this_room(
    noise: bytes, operation: str
) -> None:
    folder = _folder(lambda _command, request: _packet(noise[0] if noise else 0, request, noise))
    arguments = {
        "list": ("outbound", 10),
        "size": ("a",),
        "create": ("a", b"x"),
        "read": ("outbound", b"a", 10),
        "remove": ("a",),
    }

    try:
        result = getattr(folder, operation)(*arguments[operation])
    except TransportError:
        return

    assert result is None or isinstance(result, int | tuple)


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (Status.FAILURE, RemoteRefusedError),
        (Status.BAD_MESSAGE, RemoteRefusedError),
        (Status.EXISTS, RemoteExistsError),
        (Status.CONNECTION_LOST, ConnectionLostError),
        (77, RemoteRefusedError),
    ],
)
def test_each_status_has_its_error(code: int, error: type[TransportError]) -> None:
    with pytest.raises(error):
        _folder(_script(REMOVE=_fails(code))).remove("inbound/a")


def test_what_a_server_says_is_made_harmless() -> None:
    folder = _folder(_script(REMOVE=_fails(Status.FAILURE, b"\x1b[2J\nno\xff" + b"x" * 999)))

    with pytest.raises(RemoteRefusedError) as refused:
        folder.remove("a")

    assert refused.value.reason.isprintable()
    assert len(refused.value.reason) == 200


@pytest.mark.parametrize("step", ["WRITE", "CLOSE"])
def test_a_refused_step_of_a_write_is_heard(step: str) -> None:
    with pytest.raises(RemoteRefusedError):
        _folder(_script(**{step: _fails(Status.FAILURE)})).create("inbound/a", b"x" * 100_000)


def test_a_refused_fsync_is_heard_and_the_file_closed() -> None:
    pair = string(b"fsync@openssh.com") + string(b"1")
    greeting = number(5 + len(pair)) + bytes([Kind.VERSION]) + number(3) + pair
    stream = Scripted(_script(EXTENDED=_fails(Status.FAILURE)), greeting)

    with pytest.raises(RemoteRefusedError):
        SftpFolder(Conversation(stream), close=lambda: None).create("inbound/a", b"x")

    assert stream.asked[-1] == Command.CLOSE


def _pieces(*pieces: bytes) -> Callable[[bytes], bytes]:
    """Answer each READ with the next piece, then with the end."""
    left = list(pieces)

    def read(request: bytes) -> bytes:
        if not left:
            return _status(request, Status.EOF)
        return _packet(Kind.DATA, request, string(left.pop(0)))

    return read


def test_a_server_that_gives_small_pieces_is_read_whole() -> None:
    folder = _folder(_script(LSTAT=_facts(4), READ=_pieces(b"ab", b"cd")))

    assert folder.read("outbound", b"a", 10) == b"abcd"


@pytest.mark.parametrize("pieces", [(b"abc",), (b"abc", b"de"), (b"abc", b"d", b"e")])
def test_a_size_that_does_not_fit_the_bytes_is_told(pieces: tuple[bytes, ...]) -> None:
    folder = _folder(_script(LSTAT=_facts(4), READ=_pieces(*pieces)))

    with pytest.raises(RemoteContentError, match="changed"):
        folder.read("outbound", b"a", 10)


def test_a_file_that_changes_while_it_is_read_is_told() -> None:
    before_and_after = iter([_facts(4), _facts(5)])

    def lstat(request: bytes) -> bytes:
        return next(before_and_after)(request)

    folder = _folder(_script(LSTAT=lstat, READ=_pieces(b"abcd")))

    with pytest.raises(RemoteContentError, match="changed"):
        folder.read("outbound", b"a", 10)


def test_an_absurd_size_is_not_believed() -> None:
    with pytest.raises(RemoteContentError, match="more than"):
        _folder(_script(LSTAT=_facts(1 << 60))).read("outbound", b"a", 10)


@pytest.mark.parametrize("piece", [b"", b"x" * 40_000])
def test_a_piece_of_impossible_length_is_a_lost_connection(piece: bytes) -> None:
    with pytest.raises(ConnectionLostError):
        _folder(_script(LSTAT=_facts(4), READ=_pieces(piece))).read("outbound", b"a", 10)


def test_a_refused_piece_is_a_refusal() -> None:
    folder = _folder(_script(LSTAT=_facts(4), READ=_fails(Status.FAILURE)))

    with pytest.raises(RemoteRefusedError):
        folder.read("outbound", b"a", 10)


def _names(*entries: tuple[bytes, bytes]) -> Callable[[bytes], bytes]:
    """Answer the first READDIR with these names and facts, the next with the end."""
    answers = iter(
        [
            number(len(entries))
            + b"".join(string(name) + string(b"") + facts for name, facts in entries)
        ]
    )

    def readdir(request: bytes) -> bytes:
        body = next(answers, None)
        return _status(request, Status.EOF) if body is None else _packet(104, request, body)

    return readdir


def test_the_folder_itself_its_parent_and_repeated_names_are_listed_once_or_not() -> None:
    facts = _attributes(3)
    entries = [(b".", facts), (b"..", facts), (b"a", facts), (b"a", facts)]

    found = _folder(_script(READDIR=_names(*entries))).list("outbound", 10)

    assert found == (RemoteFile(name=b"a", size=3, modified=7, regular=True),)


def test_facts_that_a_listing_leaves_out_are_asked_for() -> None:
    folder = _folder(_script(READDIR=_names((b"a", number(0))), LSTAT=_facts(9)))

    assert folder.list("outbound", 10) == (RemoteFile(name=b"a", size=9, modified=7, regular=True),)


def test_a_file_gone_before_its_facts_are_asked_for_is_no_regular_file() -> None:
    folder = _folder(_script(READDIR=_names((b"a", number(0))), LSTAT=_fails(Status.NO_SUCH_FILE)))

    assert [file.regular for file in folder.list("outbound", 10)] == [False]


def test_owners_and_extended_facts_are_skipped() -> None:
    flags = number(1 | 2 | 4 | 8 | 0x80000000) + (3).to_bytes(8, "big") + number(1) * 2
    facts = flags + number(0o100600) + number(1) + number(7)
    facts += number(1) + string(b"acl") + string(b"x")

    found = _folder(_script(READDIR=_names((b"a", facts), (b"b", _attributes(1))))).list("o", 10)

    assert [(file.name, file.size) for file in found] == [(b"a", 3), (b"b", 1)]


def test_a_server_that_lists_nothing_for_ever_is_left() -> None:
    folder = _folder(_script(READDIR=lambda request: _packet(104, request, number(0))))

    assert folder.list("outbound", 10) == ()


def test_a_server_that_lists_names_for_ever_is_stopped_by_the_limit() -> None:
    seen: list[bytes] = []

    def readdir(request: bytes) -> bytes:
        seen.append(request)
        name = b"%d.xml" % len(seen)
        return _packet(104, request, number(1) + string(name) + string(b"") + _attributes(1))

    with pytest.raises(RemoteRefusedError, match="more than 50"):
        _folder(_script(READDIR=readdir)).list("outbound", 50)

    assert len(seen) == 51


def test_a_listing_refused_half_way_is_a_refusal_and_not_a_short_list() -> None:
    with pytest.raises(RemoteRefusedError):
        _folder(_script(READDIR=_fails(Status.FAILURE))).list("outbound", 10)


def test_a_folder_whose_kind_is_not_told_is_taken_for_one() -> None:
    folder = _folder(_script(STAT=lambda request: _packet(105, request, number(0))))

    assert folder.folder_exists("inbound")


def test_a_file_is_not_a_folder() -> None:
    assert not _folder(_script(STAT=_facts(3))).folder_exists("inbound")
