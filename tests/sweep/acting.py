"""One act played on a stage: a life is cut short, and all must end as if it had not been."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.sweep import judge
from tests.sweep.acts import prepare
from tests.sweep.calls import Point, live_until, points_of
from tests.sweep.judge import Problem
from tests.sweep.portrait import differences, portrait
from tests.sweep.stage import Stage, Trial
from tests.sweep.zygote import Life

_ANSWERS = (0, 1, 64)
"""Exit codes of a command that was called again: done, with something open, or done before."""
Instant = tuple[int, Point]
"""Which of the act's lives is killed, and where."""


class Acting:
    """An act on a stage; `left` is what its undisturbed lives leave."""

    def __init__(self, stage: Stage, name: str) -> None:
        self._stage = stage
        # Nothing of another act may lie on the server.
        stage.begin(stage.shipping)
        folder = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=stage.folder)) / "site"
        self._act = prepare(name, stage.folder / "made", folder, stage.server)
        self._play(len(self._act.lives))
        # That has loaded what this act needs; the second time counts.
        self._play(len(self._act.lives))
        stage.until_idle()
        self.left = portrait(stage.traces())
        assert list(stage.answered(self._under_way())) == []
        self._taken = portrait(stage.traces())

    def instants(self) -> Iterator[Instant]:
        """Yield every instant of every life at which it may change something."""
        stage = self._stage
        for number, words in enumerate(self._act.lives):
            self._play(number)
            for point in points_of(stage.zygote, stage.site, stage.record, words):
                yield number, point

    def trial(self, instant: Instant) -> Trial:
        """Kill a life at an instant, call its command again, and go on; then judge."""
        number, point = instant
        stage, lives = self._stage, self._act.lives
        self._play(number)
        life = live_until(point, stage.zygote, stage.site, stage.record, lives[number])
        again = [stage.zygote.run(stage.site, words) for words in lives[number:]]
        restarts = stage.until_idle()
        uncertain = judge.rows(stage.site, "select * from dossiers where uncertain and not by_hand")
        problems = [*_refusals(again)]
        if uncertain:
            # Nobody could tell, so some things wait for the provider's word: it comes.
            problems += stage.answered(self._under_way())
        problems += differences(stage.traces(), self._taken if uncertain else self.left)
        return Trial(
            point=point, killed=life.killed, restarts=restarts, uncertain=len(uncertain),
            problems=tuple(problems),
        )  # fmt: skip

    def _under_way(self) -> list[judge.Row]:
        return judge.rows(
            self._stage.site, "select * from dossiers where state = 'shipped' and not by_hand"
        )

    def _play(self, lives: int) -> None:
        """Set the stage afresh, and play the first lives undisturbed."""
        self._stage.begin(self._act.scene)
        for words in self._act.lives[:lives]:
            self._stage.zygote.run(self._stage.site, words)


def _refusals(lives: list[Life]) -> Iterator[Problem]:
    for life in lives:
        if life.code not in _ANSWERS:
            yield "stuck", f"called again, it ended with {life.code}"
