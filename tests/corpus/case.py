"""One file of the corpus, and what must become of it, as data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from tests.corpus.people import People, Row, csv, letter

Place = tuple[str, int | None, str | None]
"""Code, physical row, letter of the column; None for the whole file or row."""
Told = tuple[str, int | str | None, str | None]
"""The same with the field instead of its letter; `SOMEWHERE` for a row that may be any."""
Fates = tuple[int, int, int, int]
"""Rows unchanged, reported, rejected, held."""
SOMEWHERE = "somewhere"
_SHARED = "TC00000"
"""The unit of all whose file goes no further: each unit more costs time."""
FIRST_ROW = 2
"""The physical row of the first person."""


class State(StrEnum):
    """Where a dropped name is after the passes."""

    CONVERTED = "converted"
    INVALID = "invalid"
    UNREADABLE = "unreadable"
    DUPLICATE = "duplicate"
    HELD = "held"
    """Examined; a brake waits for a person's word."""
    NAMED = "named"
    """Left in drop/ as it is, and named by the pass."""
    WAITS = "waits"
    """Left in drop/: it is not complete."""
    IGNORED = "ignored"
    """Left in drop/: no file for us, and nobody is told."""


LEFT = (State.NAMED, State.WAITS, State.IGNORED)
"""Of these the name still lies in drop/."""


class Kind(StrEnum):
    """What a name in drop/ is."""

    FILE = "file"
    LINK = "link"
    PIPE = "pipe"
    SOCKET = "socket"
    DEVICE = "device"
    FOLDER = "folder"
    HARD_LINK = "hard link"
    SPARSE = "sparse"
    OPEN = "open"
    """A file that a writer has open during the pass."""


@dataclass(frozen=True, kw_only=True)
class Case:
    """One name in drop/: the id begins with the case of the bad-input catalogue (C01, X06 …)."""

    id: str
    name: str
    """Below drop/; the subfolder chooses the feed."""
    content: Callable[[], bytes]
    people: People
    in_baseline: bool
    state: State
    findings: tuple[Told, ...]
    """Every error and warning there must be, no more, and the notes that must be among them."""
    fates: Fates | None
    """None where the catalogue asks nothing of the rows."""
    free_notes: bool
    """Notes beyond those listed are all right."""
    kind: Kind = Kind.FILE
    wave: int = 1
    """Before which pass it is dropped."""
    facts: Mapping[str, object] = field(default_factory=dict)
    """How the name is made: mode, mtime, target."""

    @property
    def number(self) -> str:
        """The case of the catalogue."""
        return self.id.partition("-")[0]

    @property
    def half(self) -> int:
        """On which of two sites it is dropped: with more units on a site, a file costs more."""
        return self.people.number % 2

    @property
    def places(self) -> frozenset[Place]:
        """The findings with letters and rows as a report has them."""
        return frozenset(
            (code, row if isinstance(row, int) else None, letter(name) if name else None)
            for code, row, name in self.findings
            if row != SOMEWHERE
        )

    @property
    def somewhere(self) -> frozenset[str]:
        """The codes of findings that may stand in any row."""
        return frozenset(code for code, row, _ in self.findings if row == SOMEWHERE)

    def told(self) -> dict[str, object]:
        """Return what is expected, for a side-car in JSON."""
        return {
            "id": self.id,
            "name": self.name.encode("utf-8", "backslashreplace").decode(),
            "kind": self.kind,
            "state": self.state,
            "findings": sorted(
                [{"code": c, "row": r, "column": k} for c, r, k in self.places], key=str
            )
            + [{"code": code, "row": SOMEWHERE} for code in sorted(self.somewhere)],
            "fates": self.fates,
        }


class New:
    """Makes cases, each with a unit and people of its own."""

    def __init__(self, at: int = 1) -> None:
        self._at = at
        self._made = 0

    def __call__(
        self,
        key: str,
        build: Callable[[People], bytes],
        *found: Told,
        name: str = "",
        feed: str = "",
        ending: str = "csv",
        state: State = State.CONVERTED,
        known: Mapping[int, Row] | None = None,
        count: int = 3,
        in_baseline: bool = True,
        fates: Fates | Sequence[int] | None = (),
        free_notes: bool = False,
        kind: Kind = Kind.FILE,
        wave: int = 1,
        people: People | None = None,
        facts: Mapping[str, object] | None = None,
    ) -> Case:
        """Return a case; `known` are cells of its people in the baseline and in the file."""
        self._made += 1
        alone = state in (State.CONVERTED, State.HELD)
        unit = f"TC{self._made:05}" if alone else _SHARED
        of = people or People(
            number=self._made, at=self._at, count=count, unit=unit, known=known or {}
        )
        usual = (count, 0, 0, 0) if state is State.CONVERTED else None
        below = f"{feed}/" if feed else ""
        return Case(
            id=key,
            name=below + (name or f"{key}.{ending}"),
            content=lambda: build(of),
            people=of,
            in_baseline=in_baseline and alone and people is None,
            state=state,
            findings=found,
            fates=usual if fates == () else _four(fates),
            free_notes=free_notes,
            kind=kind,
            wave=wave,
            facts=facts or {},
        )

    def wrong(self, key: str, change: Row, *codes: str, at: int = 1, **told: object) -> Case:
        """Return a CSV file with wrong cells in the row of one person; a code for each cell."""
        found = zip(codes, change, strict=True)
        places = [(code, FIRST_ROW + at, name) for code, name in found]
        usual = {"state": State.INVALID, **told}
        return self(key, lambda who: csv(who.but(at, change)), *places, **usual)

    def each(self, key: str, field: str, *texts: tuple[str, str], **told: object) -> Case:
        """Return a CSV file of as many people as texts, one wrong text in the row of each."""

        def build(who: People) -> bytes:
            return csv([{**row, field: texts[at][0]} for at, row in enumerate(who.rows)])

        places = [(code, at, field) for at, (_, code) in enumerate(texts, start=FIRST_ROW)]
        usual = {"state": State.INVALID, "count": len(texts), **told}
        return self(key, build, *places, **usual)


def _four(fates: Fates | Sequence[int] | None) -> Fates | None:
    if fates is None:
        return None
    unchanged, reported, rejected, held = fates
    return unchanged, reported, rejected, held


def numbers(cases: Iterable[Case]) -> set[str]:
    """Return the cases of the catalogue that are there."""
    return {case.number for case in cases}
