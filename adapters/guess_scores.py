"""How well does each column fit each field, by its heading and its cells together?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from adapters.guess_cells import CellJudge
from adapters.guess_headings import Fit
from adapters.looks import MOST, Cells
from config.headings import IDLE

TAKEN: Final = 0.66
WORTH_ASKING: Final = 0.5
_BESIDE: Final = 0.95
_HEADING: Final = 0.7
_CELLS: Final = 0.3
_KNOWN: Final = 0.35
"""Below it a heading says nothing, and cells alone may speak."""
_UNMISTAKABLE: Final = ("HoTen", "NgaySinh", "CMND", "MaDonVi", "GioiTinh", "Email", "Ky")
_SURELY: Final = 0.9
_OUTRIGHT: Final = 0.95
_ALIKE: Final = 0.75
"""What a heading is worth that is only like one of a column of other kinds of rows."""
_NAMED_IDLE: Final = 0.7
_TELLING: Final = ("Email", "Email_LH", "CMND", "MaDonVi")
"""Fields whose cells look like nothing else."""


@dataclass
class Scores:
    """How well each column fits each field."""

    totals: dict[tuple[int, str], float] = field(default_factory=dict)
    fits: dict[tuple[int, str], Fit] = field(default_factory=dict)
    cells: dict[tuple[int, str], float] = field(default_factory=dict)
    blank: dict[int, bool] = field(default_factory=dict)

    def of(self, index: int, name: str) -> float:
        """Return the score of one column for one field."""
        return self.totals.get((index, name), 0.0)


def score(
    names: Sequence[str],
    fits: Sequence[Mapping[str, Fit]],
    cells: Sequence[Cells],
    judge: CellJudge,
) -> Scores:
    """Return the score of every column for every field."""
    scores = Scores()
    for index, (fitting, look) in enumerate(zip(fits, cells, strict=True)):
        unknown = max((fit.score for fit in fitting.values()), default=0.0) < _KNOWN
        idle = fitting.get(IDLE, Fit(score=0.0, level="sure"))
        scores.blank[index] = look.blank
        # What is a field of other kinds of rows, nobody needs here.
        here = max((fit.score for name, fit in fitting.items() if name in names), default=0.0)
        elsewhere = [
            fit.score * (1.0 if fit.score >= _OUTRIGHT else _ALIKE)
            for name, fit in fitting.items()
            if name not in (*names, IDLE) and fit.score > here
        ]
        scores.totals[index, IDLE] = max(idle.score, *elsewhere, 0.0) * _HEADING + 0.15
        for name in names:
            fit = fitting.get(name, Fit(score=0.0, level="sure"))
            like = 0.5 if look.blank else judge.fit(name, look)
            total = fit.score * _HEADING + like * _CELLS
            if unknown and name in _TELLING and like >= 0.9:  # noqa: PLR2004 - like nothing else
                total = TAKEN + 0.04
            scores.totals[index, name] = total
            scores.fits[index, name] = fit
            scores.cells[index, name] = like
    _by_cells_alone(scores, cells)
    _beside_contracts(scores, len(fits))
    return scores


def _by_cells_alone(scores: Scores, cells: Sequence[Cells]) -> None:
    """Take the one column whose cells look like a field that looks like nothing else.

    Whatever its heading is called, unless that names something else for sure.
    """
    for name in _UNMISTAKABLE:
        like = [
            index
            for index, look in enumerate(cells)
            if not look.blank and scores.cells.get((index, name), 0.0) >= _SURELY
        ]
        if len(like) != 1:
            continue
        (index,) = like
        if name == "HoTen" and cells[index].shares["three_words"] < MOST:
            continue
        others = (fit for (at, _), fit in scores.fits.items() if at == index)
        if max(scores.of(index, IDLE), 0.0) > _NAMED_IDLE or any(
            fit.level == "sure" and fit.score >= _OUTRIGHT and fit is not scores.fits[index, name]
            for fit in others
        ):
            continue
        scores.fits[index, name] = Fit(score=_BESIDE, level="sure")
        scores.totals[index, name] = _BESIDE * _HEADING + _SURELY * _CELLS


def _beside_contracts(scores: Scores, count: int) -> None:
    """Take days that stand right of the kind of contract for its days."""
    known = {at for at in range(count) if scores.of(at, "LoaiHD") > TAKEN}
    for index in range(count):
        for name in ("HDTuNgay", "HDDenNgay"):
            fit = scores.fits.get((index, name))
            generic = fit is not None and fit.level == "near" and fit.score >= WORTH_ASKING
            if not generic or not known & set(range(index - 3, index)):
                continue
            scores.fits[index, name] = Fit(score=_BESIDE, level="sure")
            like = scores.cells[index, name]
            scores.totals[index, name] = _BESIDE * _HEADING + like * _CELLS
