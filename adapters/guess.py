"""A sample of an export -> which column is which field: scored, with what must be asked.

Unsure is better than wrong: a column is taken only where its heading and its cells speak for one
field, no other field is near, and no other column is near for that field.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from adapters.grid import column_letter
from adapters.guess_cells import CellJudge
from adapters.guess_headings import Fit, HeadingJudge
from adapters.looks import Cells
from adapters.model import RawTable
from adapters.sample import Sample, take_sample
from config.fields import Fields, load_fields
from config.headings import IDLE, load_vocabulary

NAME_PARTS: Final = ("HoTen.1", "HoTen.2", "HoTen.3")
_TAKEN: Final = 0.66
_MARGIN: Final = 0.08
_WORTH_ASKING: Final = 0.5
_OUTRIGHT: Final = 0.9
_BESIDE: Final = 0.95
_HEADING: Final = 0.7
_CELLS: Final = 0.3
_KNOWN: Final = 0.35
"""Below it a heading says nothing, and cells alone may speak."""
_OFTEN_SEVERAL: Final = ("TienLuong", "HDTuNgay", "HDDenNgay", "NgaySinh", "MaNV")
"""Fields of which exports have several that look alike; the wrong one would be costly."""
_TELLING: Final = ("Email", "Email_LH", "CMND", "MasoBHXH", "MaDonVi")
"""Fields whose cells look like nothing else."""


@dataclass(frozen=True, kw_only=True)
class Guess:
    """What one column seems to be."""

    index: int
    heading: str
    field: str
    """"" for a column that is not used."""
    score: float
    other: str
    """The runner-up, ``-`` for no field at all."""
    other_score: float
    blank: bool = False
    """There is nothing in it."""
    choices: tuple[str, ...] = ()
    """Between which somebody must choose; none: it is taken."""

    @property
    def letter(self) -> str:
        """The letter above the column."""
        return column_letter(self.index)

    @property
    def taken(self) -> bool:
        """Tell whether it is a field, surely."""
        return bool(self.field) and not self.choices


@dataclass(frozen=True, kw_only=True)
class Columns:
    """What all columns of a table seem to be."""

    kind: str
    sample: Sample
    guesses: tuple[Guess, ...]

    def field(self, name: str) -> Guess | None:
        """Return the column that is surely a field."""
        return next((each for each in self.guesses if each.field == name and each.taken), None)


@dataclass
class _Scores:
    """How well each column fits each field."""

    totals: dict[tuple[int, str], float] = field(default_factory=dict)
    fits: dict[tuple[int, str], Fit] = field(default_factory=dict)
    cells: dict[tuple[int, str], float] = field(default_factory=dict)
    blank: dict[int, bool] = field(default_factory=dict)

    def of(self, index: int, name: str) -> float:
        """Return the score of one column for one field."""
        return self.totals.get((index, name), 0.0)


def guess_columns(raw: RawTable, this_year: int) -> Columns:
    """Guess what the columns of a table are."""
    fields, vocabulary = load_fields(), load_vocabulary()
    headings = HeadingJudge(vocabulary)
    sample = take_sample(raw, headings)
    fits = [_both(headings, whole, low) for whole, low in sample.headings]
    kind = _kind(fits)
    cells = CellJudge(fields=fields, vocabulary=vocabulary, this_year=this_year)
    names = (*fields.of(kind), *NAME_PARTS)
    scores = _scores(names, fits, sample.cells, cells)
    names = _without_names(names, scores, len(fits))
    found = _assigned(names, scores, len(fits))
    guesses = [_judged(index, sample, found, names, scores) for index in range(len(fits))]
    return Columns(kind=kind, sample=sample, guesses=tuple(_asked(guesses, fields, kind, scores)))


def _both(judge: HeadingJudge, whole: str, lowest: str) -> dict[str, Fit]:
    found = dict(judge.fits(whole)) if whole else {}
    if lowest and lowest != whole:
        for name, fit in judge.fits(lowest).items():
            weaker = Fit(score=fit.score * 0.95, level=fit.level)
            if name not in found or found[name].score < weaker.score:
                found[name] = weaker
    return found


def _kind(fits: Sequence[Mapping[str, Fit]]) -> str:
    """Tell what a row is: a movement where codes and months of movements have columns."""
    best = {
        name: max((each[name].score for each in fits if name in each), default=0.0)
        for name in ("PA", "TuThang", "Loai", "TyleDong", "YeuCau", "HoTen")
    }
    if best["YeuCau"] > 0.9 and best["PA"] < _TAKEN:  # noqa: PLR2004 - named outright
        return "requests"
    marks = sum(best[name] > _TAKEN for name in ("TuThang", "Loai", "TyleDong"))
    return "movements" if best["PA"] > _TAKEN and marks else "snapshot"


def _scores(
    names: Sequence[str],
    fits: Sequence[Mapping[str, Fit]],
    cells: Sequence[Cells],
    judge: CellJudge,
) -> _Scores:
    scores = _Scores()
    for index, (fitting, look) in enumerate(zip(fits, cells, strict=True)):
        unknown = max((fit.score for fit in fitting.values()), default=0.0) < _KNOWN
        idle = fitting.get(IDLE, Fit(score=0.0, level="sure"))
        scores.blank[index] = look.blank
        scores.totals[index, IDLE] = idle.score * _HEADING + 0.15
        for name in names:
            fit = fitting.get(name, Fit(score=0.0, level="sure"))
            like = 0.5 if look.blank else judge.fit(name, look)
            total = fit.score * _HEADING + like * _CELLS
            if unknown and name in _TELLING and like >= 0.9:  # noqa: PLR2004 - like nothing else
                total = _TAKEN + 0.04
            scores.totals[index, name] = total
            scores.fits[index, name] = fit
            scores.cells[index, name] = like
    _beside_contracts(scores, len(fits))
    return scores


def _beside_contracts(scores: _Scores, count: int) -> None:
    """Take days that stand right of the kind of contract for its days."""
    known = {at for at in range(count) if scores.of(at, "LoaiHD") > _TAKEN}
    for index in range(count):
        for name in ("HDTuNgay", "HDDenNgay"):
            fit = scores.fits.get((index, name))
            generic = fit is not None and fit.level == "near" and fit.score >= _WORTH_ASKING
            if not generic or not known & set(range(index - 3, index)):
                continue
            scores.fits[index, name] = Fit(score=_BESIDE, level="sure")
            like = scores.cells[index, name]
            scores.totals[index, name] = _BESIDE * _HEADING + like * _CELLS


def _without_names(names: Sequence[str], scores: _Scores, count: int) -> tuple[str, ...]:
    """Return the fields without the whole name, or without its parts, whichever is not there."""

    def best(name: str) -> float:
        return max((scores.of(index, name) for index in range(count)), default=0.0)

    surely = any(
        scores.of(index, "HoTen") > _TAKEN
        and scores.fits[index, "HoTen"].level == "sure"
        and scores.fits[index, "HoTen"].score > 0.9  # noqa: PLR2004 - named outright
        for index in range(count)
    )
    parts = not surely and min(best("HoTen.1"), best("HoTen.3")) > _TAKEN
    if parts:
        return tuple(name for name in names if name != "HoTen")
    for index in range(count):
        part = max(scores.of(index, name) for name in NAME_PARTS)
        scores.totals[index, IDLE] = max(scores.totals[index, IDLE], part if surely else 0.0)
    return tuple(name for name in names if name not in NAME_PARTS)


def _assigned(names: Sequence[str], scores: _Scores, count: int) -> dict[int, str]:
    """Give each field to one column, the best pairs first."""
    pairs = sorted(
        ((scores.of(index, name), -index, name) for index in range(count) for name in names),
        reverse=True,
    )
    found: dict[int, str] = {}
    for total, minus, name in pairs:
        index = -minus
        if total < _WORTH_ASKING or index in found or name in found.values():
            continue
        if total > scores.of(index, IDLE):
            found[index] = name
    return found


def _judged(
    index: int, sample: Sample, found: Mapping[int, str], names: Sequence[str], scores: _Scores
) -> Guess:
    """Say what a column is, and whether that is sure."""
    mine = found.get(index, "")
    holder = {name: at for at, name in found.items()}
    total = scores.of(index, mine or IDLE)
    rivals = [(scores.of(index, IDLE), IDLE)] if mine else []
    for name in names:
        score, at = scores.of(index, name), holder.get(name)
        if name == mine:
            continue
        # What another column is clearly, this one is not.
        if at is None or scores.of(at, name) < score + _MARGIN:
            rivals.append((score, name))
    other_score, other = max(rivals, default=(0.0, IDLE))
    choices: tuple[str, ...] = ()
    if mine:
        near = total - other_score < _MARGIN
        doubtful = (
            total < _TAKEN
            or scores.fits[index, mine].level in ("near", "maybe")
            or scores.cells[index, mine] <= -0.5  # noqa: PLR2004 - cells that speak against it
            or _contested(index, mine, found, scores)
        )
        if near or doubtful:
            choices = tuple(dict.fromkeys((mine, *([other] if near else []), IDLE)))
    elif other != IDLE and other_score >= _WORTH_ASKING and other_score > total:
        choices = (other, IDLE)
    elif named := _named(index, names, holder, scores):
        choices = (named, IDLE)
    whole, _ = sample.headings[index]
    return Guess(
        index=index, heading=whole, field=mine, score=total, other=other,
        other_score=other_score, choices=choices, blank=sample.cells[index].blank,
    )  # fmt: skip


def _named(index: int, names: Sequence[str], holder: Mapping[str, int], scores: _Scores) -> str:
    """Return the free field that a heading names outright, whatever the cells say; "" for none."""
    free = [name for name in names if name not in holder]
    best = max(free, key=lambda name: scores.fits[index, name].score, default="")
    return best if best and scores.fits[index, best].score >= _OUTRIGHT else ""


def _contested(index: int, name: str, found: Mapping[int, str], scores: _Scores) -> bool:
    """Tell whether another column is nearly as good for a field, and nothing better itself."""
    mine = scores.of(index, name)
    unsure = scores.fits[index, name].level != "sure"
    for (at, field_name), score in scores.totals.items():
        if field_name != name or at == index:
            continue
        own = found.get(at)
        if unsure and name in _OFTEN_SEVERAL and _unexplained(at, name, found, scores):
            return True
        if score < mine - _MARGIN:
            continue
        if own is None and score > scores.of(at, IDLE):
            return True
        if own is not None and scores.of(at, own) < score + _MARGIN:
            return True
    return False


def _unexplained(at: int, name: str, found: Mapping[int, str], scores: _Scores) -> bool:
    """Tell whether a column may be a field by its cells, and nobody knows what else it is."""
    like = scores.cells[at, name] >= 0.5 and not scores.blank[at]  # noqa: PLR2004 - fits
    return like and at not in found and scores.of(at, IDLE) < _WORTH_ASKING


def _asked(guesses: Sequence[Guess], fields: Fields, kind: str, scores: _Scores) -> list[Guess]:
    """Ask about idle columns that may be a required field that no column is."""
    told = {each.field for each in guesses} | {c for each in guesses for c in each.choices}
    if "HoTen.1" in told:
        told.add("HoTen")
    asked = list(guesses)
    unsure = {each.field for each in guesses if each.choices}.intersection(_OFTEN_SEVERAL)
    for name in fields.required(kind):
        if name in told and name not in unsure:
            continue
        for at, guess in enumerate(asked):
            known = scores.of(guess.index, IDLE) > _WORTH_ASKING
            like = scores.cells[guess.index, name]
            if guess.field or known or guess.blank or like < (0.9 if name == "MaDonVi" else 0.5):
                continue
            choices = tuple(dict.fromkeys((*guess.choices[:-1], name, IDLE)))
            asked[at] = Guess(**{**guess.__dict__, "choices": choices})
    return asked
