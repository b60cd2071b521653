"""N01 to N14: what may lie in drop/ besides a file, and names that a file may have."""

from __future__ import annotations

import os
import socket
import stat
from collections.abc import Iterator
from pathlib import Path

from tests.corpus.case import Case, Kind, New, State
from tests.corpus.people import csv

NAMED, WAITS, IGNORED = State.NAMED, State.WAITS, State.IGNORED
_NOBODY = 65_534
_SPARSE = 16 << 20


def cases(new: New) -> Iterator[Case]:
    """Yield N01 to N14."""
    yield from _no_files(new)
    yield from _names(new)
    yield from _rights(new)
    yield from _times(new)


def _no_files(new: New) -> Iterator[Case]:
    links = {"secret": "/etc/passwd", "dangling": "nowhere.csv", "loop": "N01-loop.csv"}
    nobody = {"state": NAMED, "in_baseline": False}

    def left(key: str, kind: Kind, **told: object) -> Case:
        return new(key, lambda _: b"", kind=kind, **{**nobody, **told})

    for name, target in links.items():
        yield left(f"N01-{name}", Kind.LINK, facts={"target": target})
    yield left("N02-pipe", Kind.PIPE)
    yield left("N02-socket", Kind.SOCKET)
    yield left("N02-folder", Kind.FOLDER, feed="any")
    yield new("N03-hard-link", lambda who: csv(who.rows), kind=Kind.HARD_LINK, state=NAMED)
    yield new("N05-sparse", lambda who: csv(who.rows), kind=Kind.SPARSE, state=NAMED)


def _names(new: New) -> Iterator[Case]:
    names = {
        "newline": "N06-a\nINFO b.csv",
        "dash": "-rf N06.csv",
        "dots": "..N06..csv",
        "255-bytes": "N06-" + "x" * 247 + ".csv",
        "not-utf8": os.fsdecode(b"N06-l\xb0\xbdng.csv"),
        "right-to-left": "N06-\u202evsc.csv",
        "con": "CON.csv",
        "nfc": "N06-L\u01b0\u01a1ng th\u00e1ng.csv",
        "nfd": "N06-L\u01a1\u031bng".replace("\u01a1", "o") + " tha\u0301ng.csv",
        "case": "N06-Twin.csv",
        "case-twin": "n06-TWIN.CSV",
    }
    for key, name in names.items():
        yield new(
            f"N06-{key}",
            lambda who: csv(who.rows),
            name=name,
            state=IGNORED if name.startswith(".") else State.CONVERTED,
        )
    yield new("N06-trailing-blank", lambda who: csv(who.rows), name="N06 blank.csv ", feed="any")
    yield new("N06-trailing-dot", lambda who: csv(who.rows), name="N06 dot.csv.", feed="any")
    yield new("N06-nobodys", lambda who: csv(who.rows), name="N06 note.doc", state=NAMED)
    for ending in ("part", "tmp", "filepart", "crdownload"):
        yield new(f"N10-{ending}", lambda who: csv(who.rows), ending=f"csv.{ending}", state=IGNORED)
    yield new("N10-dot", lambda who: csv(who.rows), name=".N10.csv", state=IGNORED)


def _rights(new: New) -> Iterator[Case]:
    yield new("N07-foreign", lambda who: csv(who.rows), facts={"owner": _NOBODY, "mode": 0o4755})
    yield new("N07-read-only", lambda who: csv(who.rows), facts={"mode": 0o444})


def _times(new: New) -> Iterator[Case]:
    first = new("N08-first", lambda who: csv(who.rows), name="N08.csv")
    yield first
    yield new(
        "N08-second",
        lambda who: csv(who.but(0, {"TienLuong": "12500000"})),
        name="N08.csv",
        wave=2,
        people=first.people,
        fates=(2, 1, 0, 0),
    )
    copy = new("N08-copied", lambda who: csv(who.rows), name="N08 a.csv")
    yield copy
    yield new(
        "N08-copy",
        lambda who: csv(who.rows),
        name="N08 b.csv",
        people=copy.people,
        state=State.DUPLICATE,
    )
    yield new("N13-growing", lambda who: csv(who.rows), kind=Kind.OPEN, facts={"first": 0})
    yield new("N13-writer", lambda who: csv(who.rows), kind=Kind.OPEN)
    yield new("N13-no-marker", lambda who: csv(who.rows), feed="marker", state=WAITS)
    yield new("N13-marker", lambda who: csv(who.rows), feed="marker", facts={"marker": ".done"})
    yield new("N14-2099", lambda who: csv(who.rows), facts={"mtime": 4_070_908_800})
    yield new("N14-1970", lambda who: csv(who.rows), facts={"mtime": 0})


def put(case: Case, drop: Path, elsewhere: Path) -> Writer | None:
    """Make a case's name in drop/, whole at once; return its writer if one has it open."""
    path = drop / case.name
    path.parent.mkdir(exist_ok=True)
    if case.kind is Kind.LINK:
        path.symlink_to(str(case.facts["target"]))
    elif case.kind is Kind.PIPE:
        os.mkfifo(path)
    elif case.kind is Kind.SOCKET:
        _listen(path)
    elif case.kind is Kind.FOLDER:
        path.mkdir()
    elif case.kind is Kind.OPEN:
        return Writer(path, case.content(), int(str(case.facts.get("first", 100))))
    else:
        _file(case, path, elsewhere / case.id)
    return None


class Writer:
    """Somebody who has written the beginning of a file and goes on later."""

    def __init__(self, path: Path, data: bytes, first: int) -> None:
        self._file = path.open("wb", buffering=0)
        self._file.write(data[:first])
        self._rest = data[first:]

    def __enter__(self) -> None:
        """Let the others look meanwhile."""

    def __exit__(self, *_: object) -> None:
        self._file.write(self._rest)
        self._file.close()


def _file(case: Case, path: Path, hidden: Path) -> None:
    hidden.write_bytes(case.content())
    if case.kind is Kind.SPARSE:
        os.truncate(hidden, _SPARSE)
    if case.kind is Kind.HARD_LINK:
        os.link(hidden, path)
        return
    _dress(case, hidden)
    hidden.rename(path)
    if marker := case.facts.get("marker"):
        path.with_name(f"{path.name}{marker}").touch()


def _dress(case: Case, path: Path) -> None:
    """Give a file its owner, rights and times."""
    facts = case.facts
    if "owner" in facts and os.geteuid() == 0:
        os.chown(path, _NOBODY, _NOBODY)
    if "mode" in facts:
        path.chmod(int(str(facts["mode"])))
    now = path.stat().st_mtime
    if "mtime" in facts or "age" in facts:
        moment = float(str(facts.get("mtime", now - float(str(facts.get("age", 0))))))
        os.utime(path, (moment, moment))


def _listen(path: Path) -> None:
    """Leave a socket's name; paths of sockets are short, so it is made from within the folder."""
    folder = os.open(path.parent, os.O_DIRECTORY)
    try:
        with socket.socket(socket.AF_UNIX) as end:
            end.bind(f"/proc/self/fd/{folder}/{path.name}")
    finally:
        os.close(folder)
    assert stat.S_ISSOCK(path.lstat().st_mode)
