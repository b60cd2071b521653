"""Tests of the only writer of local files, with what crashes and strange names leave behind."""

from __future__ import annotations

import hashlib
import os
import socket
import threading
from pathlib import Path

import pytest

from pipeline.spool import FOLDERS, Claim, NotRegularError, Spool, make_private_file

STRANGE = [
    "luong.csv",
    "l\n\rương.csv",
    "-rf.csv",
    os.fsdecode(b"l\xff\xfeong.csv"),
    "x" * 251 + ".csv",
    "\u202evsc.csv",
    "CON.csv. ",
    "nhà máy/lương tháng 10.csv",
]


@pytest.fixture
def spool(tmp_path):
    made = Spool(tmp_path)
    made.prepare()
    return made


def drop(spool, name="luong.csv", data=b"MaNV\n1\n"):
    path = spool.site / "drop" / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    return path


def everything(spool):
    return sorted(
        path.relative_to(spool.site).as_posix() for path in spool.site.rglob("*") if path.is_file()
    )


def test_a_site_gets_its_folders_once(spool):
    spool.prepare()

    assert {path.name for path in spool.site.iterdir()} == set(FOLDERS)
    assert (spool.site / "keep").stat().st_mode & 0o777 == 0o700


def test_what_is_written_is_whole_private_and_alone(spool):
    path = spool.write("outbox/a/b/dossier.xml", b"<Hoso></Hoso>")

    assert spool.read("outbox/a/b/dossier.xml") == b"<Hoso></Hoso>"
    assert path.stat().st_mode & 0o777 == 0o600
    assert everything(spool) == ["outbox/a/b/dossier.xml"]


def test_what_is_shared_the_group_may_read(spool):
    assert spool.write("returned/x.json", b"{}", shared=True).stat().st_mode & 0o777 == 0o640


def test_writing_again_replaces(spool):
    spool.write("reports/x.md", b"old and longer")

    spool.write("reports/x.md", b"new")

    assert spool.read("reports/x.md") == b"new"


def test_a_write_that_fails_leaves_what_was_there(spool):
    (spool.site / "reports" / "x.md").mkdir()

    with pytest.raises(OSError, match="directory"):
        spool.write("reports/x.md", b"new")

    assert everything(spool) == []


def test_a_name_too_long_leaves_nothing(spool):
    with pytest.raises(OSError, match="too long"):
        spool.write(f"reports/{'x' * 256}", b"new")

    assert everything(spool) == []


def test_leftovers_of_a_dead_writer_go_after_a_day_and_live_ones_stay(spool):
    names = [
        "outbox/.0123456789abcdef.tmp", "keep/originals/.0123456789ab.tmp",
        "inbox/receipts/.fedcba9876543210.tmp", "returned/.luong.tmp", "outbox/kept.xml",
    ]  # fmt: skip
    for name in names:
        spool.write(name, b"half")
        os.utime(spool.site / name, (0, 0))
    spool.write("outbox/.aaaaaaaaaaaaaaaa.tmp", b"being written")

    spool.prepare()

    assert everything(spool) == [
        "outbox/.aaaaaaaaaaaaaaaa.tmp", "outbox/kept.xml", "returned/.luong.tmp",
    ]  # fmt: skip


def test_a_dropped_temp_name_is_not_ours_to_clear(spool):
    os.utime(drop(spool, ".0123456789abcdef.tmp"), (0, 0))

    spool.prepare()

    assert everything(spool) == ["drop/.0123456789abcdef.tmp"]


def test_a_move_may_be_repeated_at_any_point(spool):
    spool.write("inbox/a.xml", b"x")

    for _ in range(3):
        spool.move("inbox/a.xml", "inbox/receipts/b.xml")
        spool.move("inbox/receipts/b.xml", "inbox/receipts/b.xml")

    assert everything(spool) == ["inbox/receipts/b.xml"]


def test_a_move_of_nothing_says_so(spool):
    with pytest.raises(FileNotFoundError):
        spool.move("inbox/a.xml", "inbox/b.xml")


@pytest.mark.parametrize("name", STRANGE)
def test_a_file_of_any_name_goes_from_drop_to_kept(spool, name):
    claim = spool.claim(drop(spool, name, b"data"))

    sealed = spool.seal(claim)
    spool.finish(claim)

    digest = hashlib.sha256(b"data").hexdigest()
    assert (sealed.sha256, sealed.size) == (digest, 4)
    assert spool.original(digest).read_bytes() == b"data"
    assert everything(spool) == [f"keep/originals/{digest}"]
    assert claim.relative == Path(name)


@pytest.mark.parametrize("name", STRANGE)
def test_a_claim_outlives_its_process(spool, name):
    claimed = spool.claim(drop(spool, name))

    assert list(Spool(spool.site).claims()) == [claimed]


def test_two_files_of_one_name_are_two_claims(spool):
    first = spool.claim(drop(spool, data=b"1"))

    second = spool.claim(drop(spool, data=b"2"))

    assert {spool.seal(first).sha256, spool.seal(second).sha256} == {
        hashlib.sha256(data).hexdigest() for data in (b"1", b"2")
    }


def test_a_file_that_vanished_leaves_no_claim(spool):
    with pytest.raises(FileNotFoundError):
        spool.claim(spool.site / "drop" / "sub" / "gone.csv")

    assert list((spool.site / "drop" / ".claim").iterdir()) == []


def test_a_marker_does_not_speak_for_the_next_file(spool):
    path = drop(spool)
    drop(spool, "luong.csv.done", b"")
    drop(spool, "other.csv.done", b"")

    spool.claim(path, marker=".done")
    spool.claim(drop(spool), marker=".ok")

    assert not (spool.site / "drop" / "luong.csv.done").exists()
    assert (spool.site / "drop" / "other.csv.done").exists()


def test_sealing_and_finishing_may_be_repeated_at_any_point(spool):
    claim = spool.claim(drop(spool))

    twice = [spool.seal(claim), spool.seal(claim)]
    spool.finish(claim)
    spool.finish(claim)

    assert twice[0] == twice[1]
    assert list(spool.claims()) == []


def test_a_copy_that_a_crash_cut_short_is_made_again(spool):
    claim = spool.claim(drop(spool, data=b"whole"))
    (spool.site / "keep" / "originals" / f".{claim.id}.tmp").write_bytes(b"wh")

    sealed = spool.seal(claim)

    assert spool.original(sealed.sha256).read_bytes() == b"whole"
    assert list((spool.site / "keep" / "originals").iterdir()) == [spool.original(sealed.sha256)]


def test_an_empty_claim_folder_is_cleared_away(spool):
    (spool.site / "drop" / ".claim" / "0123456789ab" / "nhà máy").mkdir(parents=True)
    (spool.site / "drop" / ".claim" / "stray").write_bytes(b"")

    assert list(spool.claims()) == []
    assert [path.name for path in (spool.site / "drop" / ".claim").iterdir()] == ["stray"]


def test_an_empty_file_is_sealed_as_what_it_is(spool):
    sealed = spool.seal(spool.claim(drop(spool, data=b"")))

    assert (sealed.size, sealed.sha256) == (0, hashlib.sha256(b"").hexdigest())


def claimed(spool, make):
    """Return a claim whose path was swapped for something else after it was seen."""
    folder = spool.site / "drop" / ".claim" / "0123456789ab"
    folder.mkdir()
    make(folder / "x.csv")
    return Claim(id="0123456789ab", path=folder / "x.csv", relative=Path("x.csv"))


def bind(path):
    """Bind a socket at a path that may be longer than an address."""
    here = os.open(path.parent, os.O_RDONLY)
    server = socket.socket(socket.AF_UNIX)
    server.bind(f"/proc/self/fd/{here}/{path.name}")
    server.close()
    os.close(here)


def link_twice(path):
    path.write_bytes(b"two names")
    os.link(path, path.parent.parent / "other name")


@pytest.mark.parametrize(
    "make",
    [
        lambda path: path.symlink_to("/etc/hostname"),
        lambda path: path.symlink_to(path),
        lambda path: path.symlink_to("nowhere"),
        os.mkfifo,
        Path.mkdir,
        link_twice,
        bind,
    ],
    ids=["link", "loop", "dangling", "pipe", "folder", "second name", "socket"],
)
def test_what_is_no_plain_file_is_never_read(spool, make):
    claim = claimed(spool, make)

    with pytest.raises(NotRegularError):
        spool.seal(claim)

    assert list((spool.site / "keep" / "originals").iterdir()) == []


def test_a_claim_that_is_gone_says_so(spool):
    claim = Claim(id="ab", path=spool.site / "drop" / "gone", relative=Path("gone"))

    with pytest.raises(FileNotFoundError):
        spool.seal(claim)


def test_a_file_that_changes_while_it_is_sealed_is_not_sealed(spool):
    claim = spool.claim(drop(spool, data=bytes(64 << 20)))
    begun, done = threading.Event(), threading.Event()

    def keep_writing():
        with open(claim.path, "r+b", buffering=0) as file:
            number = 0
            while not done.is_set():
                number += 1
                os.pwrite(file.fileno(), number.to_bytes(8), 0)
                begun.set()

    writer = threading.Thread(target=keep_writing)
    writer.start()
    begun.wait(timeout=30)
    try:
        with pytest.raises(OSError, match="still being written"):
            spool.seal(claim)
    finally:
        done.set()
        writer.join()

    assert list((spool.site / "keep" / "originals").iterdir()) == []
    assert spool.seal(claim).size == 64 << 20


def test_a_private_file_is_made_once(tmp_path):
    path = tmp_path / "ledger.db"

    make_private_file(path)
    path.write_bytes(b"kept")
    make_private_file(path)

    assert path.read_bytes() == b"kept"
    assert path.stat().st_mode & 0o777 == 0o600
