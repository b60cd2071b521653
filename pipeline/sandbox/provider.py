"""The I-VAN in a box and the VSS behind it: takes dossiers, checks them, answers step by step."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from config.law import Law
from config.model import Period
from config.profile import SignatureOptions
from outbox.signer import Signer
from outbox.signing import sign
from pipeline.sandbox import answers
from pipeline.sandbox.answers import BHXH_PLACE, IVAN_PLACE, Ruling
from pipeline.sandbox.book import UnitBook
from pipeline.sandbox.faults import Fault
from pipeline.sandbox.folder import SWEPT
from pipeline.sandbox.intake import Intake, Submission
from pipeline.sandbox.journal import Entry, Journal

_TEMPORARY = re.compile(r"\.(.+\.xml)\.[0-9]+\.[0-9a-f]{16}\.part")
_STEPS = ("submission", "notice", "result")
_LATENESS = timedelta(days=10)
_WORKING_DAYS = 5


@dataclass
class Case:
    """One dossier that was taken, and which answers it has got."""

    submission: Submission
    number: str
    taken_at: datetime
    rulings: tuple[Ruling, ...]
    answered: list[str] = field(default_factory=list)

    def missing(self, *, backwards: bool) -> list[str]:
        """Return the answers still to come, in the order in which they come."""
        steps = _STEPS[:2] if self.submission.code else _STEPS
        return [
            step for step in (reversed(steps) if backwards else steps) if step not in self.answered
        ]


@dataclass(frozen=True, kw_only=True)
class Policy:
    """How the provider behaves: repeatable by clock and seed."""

    now: Callable[[], datetime]
    seed: int
    refuse_every: int
    spread: bool
    """One answer per dossier and step, instead of all that are due."""
    faults: frozenset[Fault]


class Provider:
    """Works on folders; `step` does what is due and returns how many things it did."""

    def __init__(
        self,
        folder: Path,
        *,
        intake: Intake,
        law: Law,
        ivan: Signer,
        bhxh: Signer,
        options: SignatureOptions,
        policy: Policy,
    ) -> None:
        """Continue where the journal in the folder ends."""
        self._folder = folder
        self._intake = intake
        self._law = law
        self._signers = {IVAN_PLACE: ivan, BHXH_PLACE: bhxh}
        self._options = options
        self._policy = policy
        self._taken = folder / "taken"
        self._outbound = folder / "remote" / "outbound"
        for needed in (self._taken, folder / SWEPT, folder / "unsent", self._outbound):
            needed.mkdir(parents=True, exist_ok=True)
        (folder / "remote" / "inbound").mkdir(exist_ok=True)
        self._journal = Journal(self._taken / "journal.jsonl")
        self._cases: dict[str, Case] = {}
        self._books: dict[str, UnitBook] = {}
        self._open_books: dict[tuple[str, Period], Submission] = {}
        self._statements = 0
        self._resume()

    @property
    def journal(self) -> tuple[Entry, ...]:
        """Everything that happened so far."""
        return tuple(self._journal)

    @property
    def cases(self) -> tuple[Case, ...]:
        """Every dossier taken, each once."""
        return tuple(self._cases.values())

    def step(self) -> int:
        """Take what lies in inbound, send the answers that are due; return how many of both."""
        taken = sum(self._take(name, file) for name, file in self._arrived())
        if Fault.NEVER_ANSWERS in self._policy.faults:
            return taken
        statements = self._send_statements() if self._spread else 0
        sent = sum(self._answer(case) for case in self._cases.values())
        return taken + statements + sent + (0 if self._spread else self._send_statements())

    @property
    def _spread(self) -> bool:
        return self._policy.spread or Fault.OUT_OF_ORDER in self._policy.faults

    def _arrived(self) -> Iterator[tuple[str, Path]]:
        """Find complete uploads: final names, and whatever was swept away on close."""
        for file in sorted((self._folder / "remote" / "inbound").iterdir()):
            if file.is_file() and not file.name.startswith(".") and file.suffix != ".part":
                yield file.name, file
        for file in sorted((self._folder / SWEPT).iterdir()):
            temporary = _TEMPORARY.fullmatch(file.name)
            yield (temporary[1] if temporary else file.name), file

    def _take(self, name: str, file: Path) -> int:
        data = file.read_bytes()
        sha256, at = hashlib.sha256(data).hexdigest(), self._policy.now()
        stem = name.removesuffix(".xml")
        known = self._cases.get(stem)
        same = any(case.submission.sha256 == sha256 for case in self._cases.values())
        if same or known:
            what = "duplicate" if same else "conflict"
            self._journal.add(Entry(what, stem, sha256, at.isoformat()))
        else:
            number = len(self._cases) + 1
            self._journal.add(Entry("taken", stem, sha256, at.isoformat(), str(number)))
            self._open(name, sha256, data, at, number)
        file.replace(self._taken / f"{sha256}.xml")
        return 1

    def _open(self, name: str, sha256: str, data: bytes, at: datetime, number: int) -> Case:
        submission = self._intake.examine(name, sha256, data, at)
        rulings: tuple[Ruling, ...] = ()
        if not submission.code:
            rulings = answers.rule(submission, self._policy.seed, self._policy.refuse_every)
        agency = submission.head.get("CoQuanQuanLy", "")
        full = f"{number:05}/{at.year}/{agency}"
        case = Case(replace(submission, lines=()), full, at, rulings)
        self._cases[name.removesuffix(".xml")] = case
        return case

    def _resume(self) -> None:
        """Open every dossier of the journal again, with the answers that it has got."""
        for entry in self._journal:
            at = datetime.fromisoformat(entry.at)
            if entry.what == "taken":
                data = (self._taken / f"{entry.sha256}.xml").read_bytes()
                self._open(f"{entry.name}.xml", entry.sha256, data, at, int(entry.number))
            elif entry.what in _STEPS:
                self._cases[entry.name].answered.append(entry.what)
                self._enter(self._cases[entry.name], entry.what)
        self._open_books.clear()

    def _answer(self, case: Case) -> int:
        faults = self._policy.faults
        if Fault.LATE in faults and self._policy.now() < case.taken_at + _LATENESS:
            return 0
        due = case.missing(backwards=Fault.OUT_OF_ORDER in faults)
        due = due[:1] if self._spread else due
        for kind in due:
            self._send(case, kind)
        return len(due)

    def _send(self, case: Case, kind: str) -> None:
        at, submission = self._policy.now(), case.submission
        place = IVAN_PLACE if kind == "submission" else BHXH_PLACE
        self._deliver(f"{submission.name}.{kind}", self._written(case, kind, at), place, at)
        case.answered.append(kind)
        name = submission.name
        self._journal.add(Entry(kind, name, submission.sha256, at.isoformat()))
        self._enter(case, kind)

    def _written(self, case: Case, kind: str, at: datetime) -> bytes:
        if kind == "submission":
            return answers.submission_receipt(case.submission, at)
        if kind == "notice":
            return answers.notice(case.submission, case.number, at)
        due = self._law.working_days_after(case.taken_at.date(), _WORKING_DAYS)
        return answers.result(case.submission, case.number, case.rulings, at, due)

    def _enter(self, case: Case, kind: str) -> None:
        """Put a result about people into the unit's book."""
        if kind == "result" and case.rulings:
            period = Period.parse(case.submission.head["KyKeKhai"])
            book = self._books.setdefault(case.submission.unit, UnitBook())
            book.enter(period, case.rulings)
            self._open_books[case.submission.unit, period] = case.submission
            case.rulings = ()

    def _send_statements(self) -> int:
        """Send a C12-TS for every unit and month whose dossiers have all got their result."""
        waiting = {case.submission.unit for case in self._cases.values() if self._waits(case)}
        ready = [key for key in self._open_books if key[0] not in waiting]
        for unit, period in ready:
            submission = self._open_books.pop((unit, period))
            lines = self._books[unit].close(period, self._law)
            self._statements += 1
            name = f"C12-TS_{unit}_{period.compact}_{self._statements:03}"
            written = answers.statement(submission, lines)
            self._deliver(name, written, BHXH_PLACE, self._policy.now())
        return len(ready)

    def _waits(self, case: Case) -> bool:
        return bool(case.missing(backwards=False))

    def _deliver(self, name: str, document: bytes, place: str, at: datetime) -> None:
        """Sign an answer and let it appear in outbound, complete."""
        signed = sign(document, place, self._signers[place], self._options, at)
        copies = (name, f"{name}.copy") if Fault.DUPLICATE in self._policy.faults else (name,)
        for copy in copies:
            unsent = self._folder / "unsent" / f"{copy}.xml"
            unsent.write_bytes(signed)
            unsent.replace(self._outbound / unsent.name)
