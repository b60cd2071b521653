from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.profile import Download
from inbox.fetch import fetch
from outbox.errors import (
    ConnectionLostError,
    HostKeyError,
    LoginRefusedError,
    RemoteContentError,
    RemoteMissingError,
    RemoteRefusedError,
    UnsupportedError,
)
from outbox.model import RemoteFile
from tests.fakes import FolderFake

LEAVE = Download()
DELETE = Download(after="delete")


class Desk:
    """Who keeps answers durably, and knows them again by name, size and time."""

    def __init__(self) -> None:
        self.kept: list[tuple[bytes, bytes]] = []
        self.seen: set[tuple[bytes, int, int]] = set()

    def known(self, name: bytes, size: int, modified: int) -> bool:
        return (name, size, modified) in self.seen

    def keep(self, data: bytes, entry: RemoteFile) -> None:
        self.kept.append((entry.name, data))


class TwiceListed(FolderFake):
    """A server that lists everything twice, with sizes of its own invention."""

    sizes: dict[bytes, int] = {}  # noqa: RUF012  # replaced per test, never changed

    def list(self, folder: str, limit: int) -> tuple[RemoteFile, ...]:
        told = tuple(
            RemoteFile(
                name=entry.name,
                size=self.sizes.get(entry.name, entry.size),
                modified=entry.modified,
                regular=entry.regular,
            )
            for entry in super().list(folder, limit)
        )
        return told + told


class Changing(FolderFake):
    """A server whose answers are replaced, or taken, right after they were read."""

    replaced: bytes | None = b"<another/>"

    def read(self, folder: str, name: bytes, limit: int) -> bytes:
        data = super().read(folder, name, limit)
        path = folder.encode() + b"/" + name
        if self.replaced is None:
            del self.files[path]
        else:
            self.files[path] = self.replaced
        return data


def server(**files: bytes) -> FolderFake:
    folder = FolderFake()
    for position, (name, data) in enumerate(files.items()):
        folder.put(f"outbound/{name}.xml", data, modified=position)
    return folder


def run(folder: FolderFake, download: Download = LEAVE, desk: Desk | None = None):
    desk = desk or Desk()
    return fetch(folder, download, known=desk.known, keep=desk.keep), desk


def test_new_answers_are_kept_untouched_oldest_first_and_left_there():
    folder = server(b=b"<first/>", a=b"<second/>\r\n")

    report, desk = run(folder)

    assert desk.kept == [(b"b.xml", b"<first/>"), (b"a.xml", b"<second/>\r\n")]
    assert (report.listed, report.kept, report.deleted) == (2, (b"b.xml", b"a.xml"), 0)
    assert len(folder.files) == 2


def test_an_empty_folder_is_no_event():
    report, _ = run(server())

    assert (report.listed, report.kept) == (0, ())


def test_what_is_known_by_name_size_and_time_is_not_read_again():
    desk = Desk()
    desk.seen.add((b"a.xml", 4, 0))
    folder = server(a=b"<a/>", b=b"<b/>")

    report, desk = run(folder, desk=desk)

    assert report.known == 1
    assert [name for name, _ in desk.kept] == [b"b.xml"]


@pytest.mark.parametrize(("data", "modified"), [(b"<aa/>", 0), (b"<a/>", 1)])
def test_the_same_name_with_another_size_or_time_is_read(data, modified):
    desk = Desk()
    desk.seen.add((b"a.xml", 4, 0))
    folder = FolderFake()
    folder.put("outbound/a.xml", data, modified=modified)

    _, desk = run(folder, desk=desk)

    assert desk.kept == [(b"a.xml", data)]


@pytest.mark.parametrize(
    "name",
    [
        b"../../tmp/pwned.xml",
        b"a\nb.xml",
        b"a.xml\n",
        b"-rf",
        b"con.txt",
        b"x" * 300 + b".xml",
        b"t\xe0i.xml",
        "tài.xml".encode(),
        b"a b.xml",
        b"a.xml.part",
    ],
)
def test_a_malformed_name_is_told_as_hex_and_left_there_and_stops_nothing(name):
    folder = server(good=b"<good/>")
    folder.put(b"outbound/" + name, b"<bad/>")

    report, desk = run(folder, DELETE)

    assert desk.kept == [(b"good.xml", b"<good/>")]
    assert report.malformed == (name[:120].hex(),)
    assert folder.files == {b"outbound/" + name: b"<bad/>"}


@given(st.binary(min_size=1, max_size=40))
def test_no_name_whatever_stops_the_others_or_is_kept_under_a_strange_name(name):
    folder = server(good=b"<good/>")
    folder.put(b"outbound/" + name, b"<good/>")

    _, desk = run(folder)

    assert b"good.xml" in {kept for kept, _ in desk.kept}
    assert all(kept.isascii() and b"/" not in kept for kept, _ in desk.kept)


def test_hidden_entries_are_not_ours_to_see():
    folder = server()
    folder.put("outbound/.a.xml.part", b"<a/>")

    report, desk = run(folder)

    assert (desk.kept, report.malformed) == ([], ())


def test_links_folders_and_devices_are_told_and_not_read():
    folder = server(a=b"<a/>")
    folder.links.add(b"outbound/a.xml")

    report, desk = run(folder, DELETE)

    assert (desk.kept, report.irregular) == ([], (b"a.xml".hex(),))
    assert "read" not in folder.calls


def test_a_name_that_is_listed_twice_is_read_once():
    folder = TwiceListed()
    folder.put("outbound/a.xml", b"<a/>")

    report, desk = run(folder)

    assert (len(desk.kept), report.listed) == (1, 2)


@pytest.mark.parametrize("size", [LEAVE.max_bytes + 1, 2**60])
def test_an_answer_over_the_cap_is_not_even_opened(size):
    folder = TwiceListed()
    folder.put("outbound/a.xml", b"<a/>")
    folder.sizes = {b"a.xml": size}

    report, desk = run(folder)

    assert (desk.kept, report.oversized) == ([], (b"a.xml",))
    assert "read" not in folder.calls


def test_a_size_that_lies_is_stopped_by_the_cap_while_reading():
    folder = TwiceListed()
    folder.put("outbound/a.xml", b"<a>" + b"x" * 100 + b"</a>")
    folder.sizes = {b"a.xml": 4}

    report, desk = run(folder, Download(max_bytes=50))

    assert (desk.kept, report.growing) == ([], (b"a.xml",))


def test_an_empty_or_growing_answer_waits_for_the_next_round():
    folder = server(empty=b"", growing=b"<a", good=b"<good/>")
    folder.fails["read"] = RemoteContentError("read", "", "it grew")

    report, desk = run(folder)

    assert desk.kept == [(b"good.xml", b"<good/>")]
    assert report.growing == (b"empty.xml", b"growing.xml")


def test_an_answer_that_vanishes_between_list_and_read_is_quiet():
    folder = server(gone=b"<a/>", good=b"<good/>")
    folder.fails["read"] = RemoteMissingError("read")

    report, desk = run(folder)

    assert desk.kept == [(b"good.xml", b"<good/>")]
    assert (report.growing, report.refused) == ((), ())


@pytest.mark.parametrize("error", [RemoteRefusedError("read"), UnsupportedError("read")])
def test_an_answer_that_the_server_withholds_is_told_and_stops_no_other(error):
    folder = server(secret=b"<a/>", good=b"<good/>")
    folder.fails["read"] = error

    report, desk = run(folder)

    assert desk.kept == [(b"good.xml", b"<good/>")]
    assert report.refused == (b"secret.xml",)


@pytest.mark.parametrize(
    "error", [ConnectionLostError("read"), HostKeyError("read"), LoginRefusedError("read")]
)
def test_a_lost_connection_ends_the_round_and_what_was_kept_is_kept(error):
    class Breaking(Desk):
        def keep(self, data: bytes, entry: RemoteFile) -> None:
            super().keep(data, entry)
            folder.fails["read"] = error

    folder, desk = server(a=b"<a/>", b=b"<b/>"), Breaking()

    with pytest.raises(type(error)):
        run(folder, desk=desk)

    assert desk.kept == [(b"a.xml", b"<a/>")]


@pytest.mark.parametrize("error", [RemoteMissingError("list"), RemoteRefusedError("list")])
def test_a_folder_that_cannot_be_listed_is_an_error(error):
    folder = server()
    folder.fails["list"] = error

    with pytest.raises(type(error)):
        run(folder)


def test_a_folder_over_the_limit_of_entries_is_an_error():
    with pytest.raises(RemoteRefusedError):
        run(server(a=b"<a/>", b=b"<b/>"), Download(max_entries=1))


def test_an_answer_is_deleted_there_only_after_it_is_kept_here():
    class Watching(Desk):
        def keep(self, data: bytes, entry: RemoteFile) -> None:
            super().keep(data, entry)
            assert b"outbound/" + entry.name in folder.files

    folder, desk = server(a=b"<a/>", b=b"<b/>"), Watching()

    report, desk = run(folder, DELETE, desk)

    assert (len(desk.kept), report.deleted, folder.files) == (2, 2, {})


def test_an_answer_that_could_not_be_kept_is_not_deleted():
    class FullDiskError(Exception):
        pass

    class Full(Desk):
        def keep(self, data: bytes, entry: RemoteFile) -> None:
            raise FullDiskError

    folder = server(a=b"<a/>")

    with pytest.raises(FullDiskError):
        run(folder, DELETE, Full())

    assert "remove" not in folder.calls


def test_a_known_answer_is_read_again_before_it_is_deleted():
    desk = Desk()
    desk.seen.add((b"a.xml", 4, 0))
    folder = server(a=b"<b/>")

    report, desk = run(folder, DELETE, desk)

    assert (desk.kept, report.deleted) == ([(b"a.xml", b"<b/>")], 1)


def test_an_answer_that_is_replaced_after_the_reading_is_not_deleted():
    folder = Changing()
    folder.put("outbound/a.xml", b"<a/>")

    report, desk = run(folder, DELETE)

    assert desk.kept == [(b"a.xml", b"<a/>")]
    assert (report.growing, report.deleted) == ((b"a.xml",), 0)
    assert folder.files == {b"outbound/a.xml": b"<another/>"}


def test_an_answer_that_somebody_else_removed_is_quiet():
    folder = Changing()
    folder.replaced = None
    folder.put("outbound/a.xml", b"<a/>")

    report, desk = run(folder, DELETE)

    assert (len(desk.kept), report.deleted, report.refused) == (1, 0, ())


def test_a_deletion_that_the_server_refuses_is_told():
    folder = server(a=b"<a/>", b=b"<b/>")
    folder.refused.add("remove")

    report, desk = run(folder, DELETE)

    assert len(desk.kept) == 2
    assert (report.refused, report.deleted) == ((b"a.xml", b"b.xml"), 0)
