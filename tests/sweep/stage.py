"""One stage: a real sshd, the provider's robot, a process to kill, and sites to play on.

`Shipping` is the way of one file from drop/ to the provider; `Collecting` is the way back of three
receipts. `trial` kills one life at one point, lets the next ones run, and judges what is left.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from tests import certificates
from tests.end_to_end.people import HERE
from tests.end_to_end.provider import Provider, notice, result, submission
from tests.inbox.receipts import Person
from tests.sshd import Sshd
from tests.sweep import judge
from tests.sweep.calls import Point, live_until, points_of
from tests.sweep.judge import Problem, Traces
from tests.sweep.robot import Robot
from tests.sweep.scene import Scene, prepare
from tests.sweep.zygote import Zygote

RESTARTS = 3
DONE = (0, 1)
"""Exit codes of a pass after which nothing is due."""
Answers = dict[str, bytes]


@dataclass(frozen=True, kw_only=True)
class Trial:
    """What came of one kill."""

    point: Point
    killed: bool
    restarts: int
    uncertain: int
    """Dossiers that the product could not tell to be delivered; each was, and a receipt said so."""
    problems: tuple[Problem, ...]

    @property
    def kinds(self) -> set[str]:
        """What went wrong, in a word each."""
        return {kind for kind, _ in self.problems}


@dataclass
class Stage:
    """The whole scenery of one worker."""

    folder: Path

    def __enter__(self) -> Self:
        with ExitStack() as things:
            self.server = things.enter_context(Sshd(self.folder))
            self.zygote = things.enter_context(Zygote(self.folder))
            inbound, taken = self.server.root / "inbound", self.server.root.parent / "taken"
            self.robot = things.enter_context(Robot(inbound, taken))
            self.shipping = prepare(self.folder, self.server)
            self.site = self.folder / "site"
            self.record = self.folder / "record"
            self.authority = certificates.employer_authority().write(self.folder)
            self.begin(self.shipping)
            self.zygote.run(self.site)
            self.collecting, self.answers = self._prepare_collecting()
            self._things = things.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._things.close()

    def begin(self, scene: Scene, answers: Answers | None = None) -> None:
        """Set the stage afresh."""
        self.server.wait_for_sessions()
        self.robot.forget()
        provider = Provider(self.server.root)
        for path in provider.outbound.values():
            path.unlink()
        for name, data in (answers or {}).items():
            provider.answer(name, data)
        scene.copy(self.site)

    def points(self, scene: Scene, *, naive: bool = False) -> list[Point]:
        """Return every instant at which an undisturbed life may change something."""
        self.begin(scene, self.answers if scene is self.collecting else None)
        return points_of(self.zygote, self.site, self.record, naive=naive)

    def ship(self, point: Point, *again: Point, naive: bool = False, verify: bool = False) -> Trial:
        """Kill the way of the file at a point, and its restarts at others; then judge."""
        self.begin(self.shipping)
        killed = self._kill((point, *again), naive=naive)
        restarts = self.until_idle(naive=naive)
        problems = list(judge.shipped(self.traces()))
        if verify and not problems:
            problems += judge.signatures(self.traces(), self.authority)
        uncertain = judge.rows(self.site, "select * from dossiers where uncertain")
        if not problems:
            problems += self.answered(uncertain)
        return Trial(
            point=point, killed=killed, restarts=restarts, uncertain=len(uncertain),
            problems=tuple(problems),
        )  # fmt: skip

    def collect(self, point: Point, *again: Point) -> Trial:
        """Kill the collecting of three receipts at a point; then judge."""
        self.begin(self.collecting, self.answers)
        killed = self._kill((point, *again), naive=False)
        restarts = self.until_idle(naive=False)
        problems = tuple(judge.collected(self.site, self.answers))
        return Trial(point=point, killed=killed, restarts=restarts, uncertain=0, problems=problems)

    def traces(self) -> Traces:
        """Return what is left when nobody is served any more: a dead client's requests are done."""
        self.server.wait_for_sessions()
        inbound = tuple(path.name for path in (self.server.root / "inbound").iterdir())
        return Traces(site=self.site, versions=self.robot.versions(), inbound=inbound)

    def _kill(self, points: Iterable[Point], *, naive: bool) -> bool:
        lives = [
            live_until(point, self.zygote, self.site, self.record, naive=naive) for point in points
        ]
        return lives[0].killed

    def until_idle(self, *, naive: bool = False) -> int:
        """Restart until nothing is left to do; return how often that took."""
        for number in range(1, RESTARTS + 1):
            life = self.zygote.run(self.site, naive=naive)
            if life.code in DONE and not self._due():
                return number
        return RESTARTS

    def _due(self) -> bool:
        """Whether something could still move by itself."""
        waiting = "select id from {} where state in ({})"
        return bool(
            judge.rows(self.site, waiting.format("drops", "'arrived', 'examined'"))
            + judge.rows(self.site, waiting.format("dossiers", "'built', 'signed'"))
        )

    def answered(self, uncertain: Iterable[judge.Row]) -> Iterator[Problem]:
        """Let the provider confirm what we could not tell; then nothing may be uncertain."""
        answers = {f"{each['id']}.xml": submission(dict(each)) for each in uncertain}
        for name, data in answers.items():
            Provider(self.server.root).answer(name, data)
        if not answers:
            return
        self.zygote.run(self.site)
        for dossier in judge.rows(self.site, "select * from dossiers"):
            if f"{dossier['id']}.xml" in answers and (
                dossier["state"] != "taken" or dossier["uncertain"]
            ):
                yield "stuck", f"{dossier['id']}: {dossier['state']} after its receipt"
        yield from judge.sound(self.site)

    def _prepare_collecting(self) -> tuple[Scene, Answers]:
        """Return a site that has shipped, and the three receipts that wait for it."""
        scene = Scene(folder=self.folder / "shipped")
        Scene(folder=self.site).copy(scene.folder)
        dossiers = judge.rows(self.site, "select * from dossiers")
        (here,) = (dict(each) for each in dossiers if each["unit"] == HERE)
        people = [
            Person(line=1, accepted="0", code="E07", reason="Sai mức lương"),
            Person(line=2, accepted="1", card_number="HC4790000000031"),
        ]
        return scene, {
            "1-xn.xml": submission(here),
            "2-tb.xml": notice(here),
            "3-kq.xml": result(here, people, outcome="2"),
        }
