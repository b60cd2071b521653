"""How well does each column fit each field, by its heading and its cells together?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
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
_UNMISTAKABLE: Final = ("HoTen", "NgaySinh", "CMND", "MaDonVi", "GioiTinh", "DanToc", "Email", "Ky")
_SURELY: Final = 0.9
_OUTRIGHT: Final = 0.95
_ALIKE: Final = 0.75
"""What a heading is worth that is only like one of a column of other kinds of rows."""
_NAMED_IDLE: Final = 0.7
_DAYS_OF: Final = MappingProxyType(
    {
        "LoaiHD": (("HDTuNgay", "HDDenNgay"), 3),
        "TrangThai": (("NgayTrangThai",), 1),
        "ViTri": (("ViTriTuNgay",), 1),
    }
)
"""Right of what, at most how far, days without a name of their own are which."""


@dataclass
class Scores:
    """How well each column fits each field."""

    names: Sequence[str]
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
    scores = Scores(names=tuple(names))
    for index, (fitting, look) in enumerate(zip(fits, cells, strict=True)):
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
            scores.totals[index, name] = total
            scores.fits[index, name] = fit
            scores.cells[index, name] = like
    _by_cells_alone(scores, cells)
    _beside(scores, len(fits))
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
        own = scores.fits[index, name]
        idle = scores.of(index, IDLE) > _NAMED_IDLE
        if idle or own.level == "near" or _named_else(index, name, scores):
            continue
        # A heading that says nothing leaves a question: names may be those of line leaders.
        level = "sure" if own.score >= _KNOWN else "near"
        scores.fits[index, name] = Fit(score=_BESIDE, level=level)
        scores.totals[index, name] = _BESIDE * _HEADING + _SURELY * _CELLS


def _named_else(index: int, name: str, scores: Scores) -> bool:
    """Tell whether a heading surely names another field."""
    return any(
        fit.level == "sure" and fit.score >= _OUTRIGHT
        for (at, other), fit in scores.fits.items()
        if at == index and other != name
    )


def _beside(scores: Scores, count: int) -> None:
    """Take days that stand right of a contract, a status or a position for the days of it."""
    for left, (names, reach) in _DAYS_OF.items():
        known = {at for at in range(count) if scores.of(at, left) > TAKEN}
        for index in range(count):
            if known & set(range(index - reach, index)) and _is_any_day(index, scores):
                for name in names:
                    _take_days(index, name, scores)


def _is_any_day(index: int, scores: Scores) -> bool:
    """Tell whether a heading is of days and does not say of what: from, until, since."""
    fits = [scores.fits.get((index, name)) for name in ("HDTuNgay", "HDDenNgay")]
    return any(fit and fit.level == "near" and fit.score >= WORTH_ASKING for fit in fits)


def _take_days(index: int, name: str, scores: Scores) -> None:
    fit = scores.fits.get((index, name))
    of_contract = name.startswith("HD")
    if fit and (not of_contract or (fit.level == "near" and fit.score >= WORTH_ASKING)):
        scores.fits[index, name] = Fit(score=_BESIDE, level="sure")
        scores.totals[index, name] = _BESIDE * _HEADING + scores.cells[index, name] * _CELLS
