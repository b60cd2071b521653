"""A sample of an export -> which column is which field: scored, with what must be asked.

Unsure is better than wrong: a column is taken only where its heading and its cells speak for one
field, no other field is near, and no other column is near for that field.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from adapters.grid import column_letter
from adapters.guess_cells import CellJudge
from adapters.guess_headings import Fit, HeadingJudge, without_prefix
from adapters.guess_scores import TAKEN, WORTH_ASKING, Scores, score
from adapters.model import RawTable
from adapters.sample import Sample, take_sample
from config.concepts import load_concepts
from config.fields import Fields, load_fields
from config.headings import IDLE, load_vocabulary

NAME_PARTS: Final = ("HoTen.1", "HoTen.2", "HoTen.3")
_MARGIN: Final = 0.08
_OUTRIGHT: Final = 0.9
_GROUPED: Final = 0.6
"""What the group above such a heading is worth."""
_BY_ITSELF: Final = 0.8
_OFTEN_SEVERAL: Final = ("TienLuong", "HDTuNgay", "HDDenNgay", "NgaySinh", "MaNV")
"""Fields of which exports have several that look alike; the wrong one would be costly."""
_CONFUSED: Final = ("ViTri", "ViTriTuNgay", "ViTriDenNgay")
"""Fields that a post or its day is easily taken for; only a heading that names them will do."""
_KNOWN_IDLE: Final = 0.8
_SPOKEN_IDLE: Final = 0.7
"""The same where another column may be the field: words that name nothing we need are enough."""
_IDLE: Final = 0.6
"""What nobody needs is known by its heading; below it a column is asked about."""
_FAINT: Final = 0.34
_NEARLY: Final = 0.4
_WANTED: Final = ("MasoBHXH", "DienThoai", "Email", "ViTri", "TrangThai", "Ky")
"""Fields that are worth a question though a file may do without them."""
_LEAST: Final = MappingProxyType(
    {**dict.fromkeys(("MaDonVi", *_WANTED), 0.9), "ChucVu": 0.4, "NoiLamViec": 0.4, "LoaiHD": 0.2}
)
"""How like a missing field cells must be to be asked about, where it is not the usual."""


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


def guess_columns(raw: RawTable, this_year: int, headings: HeadingJudge | None = None) -> Columns:
    """Guess what the columns of a table are; a judge of headings that is there need not be made."""
    fields = load_fields()
    headings = headings or HeadingJudge(load_vocabulary(), load_concepts())
    sample = take_sample(raw, headings)
    fits = [_both(headings, whole, low) for whole, low in without_prefix(sample.headings)]
    kind = _kind(fits)
    cells = CellJudge(fields=fields, vocabulary=headings.vocabulary, this_year=this_year)
    names = (*fields.of(kind), *NAME_PARTS)
    scores = score(names, fits, sample.cells, cells)
    names = _without_names(names, scores, len(fits))
    found = _assigned(names, scores, len(fits))
    guesses = [_judged(index, sample, found, names, scores) for index in range(len(fits))]
    return Columns(kind=kind, sample=sample, guesses=tuple(_asked(guesses, fields, kind, scores)))


def _both(judge: HeadingJudge, whole: str, lowest: str) -> dict[str, Fit]:
    found = dict(judge.fits(whole)) if whole else {}
    if lowest and lowest != whole:
        own = judge.fits(lowest)
        if _by_itself(own, judge.meant(whole)):
            # What the heading itself names, its group does not name again.
            found = {name: _worth(fit, _GROUPED) for name, fit in found.items()}
        for name, fit in own.items():
            weaker = _worth(fit, 0.98)
            if name not in found or found[name].score < weaker.score:
                found[name] = weaker
    return found


def _by_itself(own: Mapping[str, Fit], together: set[str]) -> bool:
    """Tell whether a heading names a field by itself; what is above it says no more, then."""
    named = [fit for name, fit in own.items() if name not in (IDLE, "Loai")]
    surely = any(fit.level == "sure" and fit.score >= _OUTRIGHT for fit in named)
    likely = any(fit.level == "likely" and fit.score >= _BY_ITSELF for fit in named)
    return surely or (likely and not together)


def _worth(fit: Fit, share: float) -> Fit:
    return Fit(score=fit.score * share, level=fit.level)


def _kind(fits: Sequence[Mapping[str, Fit]]) -> str:
    """Tell what a row is: a movement where codes and months of movements have columns."""
    best = {
        name: max((each[name].score for each in fits if name in each), default=0.0)
        for name in ("PA", "TuThang", "Loai", "TyleDong", "YeuCau", "HoTen")
    }
    if best["YeuCau"] > 0.9 and best["PA"] < TAKEN:  # noqa: PLR2004 - named outright
        return "requests"
    marks = sum(best[name] > TAKEN for name in ("TuThang", "Loai", "TyleDong"))
    return "movements" if best["PA"] > TAKEN and marks else "snapshot"


def _without_names(names: Sequence[str], scores: Scores, count: int) -> tuple[str, ...]:
    """Return the fields without the whole name, or without its parts, whichever is not there."""

    def best(name: str) -> float:
        return max((scores.of(index, name) for index in range(count)), default=0.0)

    surely = any(
        scores.of(index, "HoTen") > TAKEN
        and scores.fits[index, "HoTen"].level == "sure"
        and scores.fits[index, "HoTen"].score > 0.9  # noqa: PLR2004 - named outright
        for index in range(count)
    )
    parts = not surely and min(best("HoTen.1"), best("HoTen.3")) > TAKEN
    if parts:
        return tuple(name for name in names if name != "HoTen")
    for index in range(count):
        part = max(scores.of(index, name) for name in NAME_PARTS)
        scores.totals[index, IDLE] = max(scores.totals[index, IDLE], part if surely else 0.0)
    return tuple(name for name in names if name not in NAME_PARTS)


def _assigned(names: Sequence[str], scores: Scores, count: int) -> dict[int, str]:
    """Give each field to one column, the best pairs first."""
    pairs = sorted(
        ((scores.of(index, name), -index, name) for index in range(count) for name in names),
        reverse=True,
    )
    found: dict[int, str] = {}
    for total, minus, name in pairs:
        index = -minus
        if total < WORTH_ASKING or index in found or name in found.values():
            continue
        if total > scores.of(index, IDLE):
            found[index] = name
    return found


def _judged(
    index: int, sample: Sample, found: Mapping[int, str], names: Sequence[str], scores: Scores
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
            total < TAKEN
            or scores.fits[index, mine].level in ("near", "maybe")
            or (mine in _CONFUSED and scores.fits[index, mine].score < _OUTRIGHT)
            or scores.cells[index, mine] <= -0.5  # noqa: PLR2004 - cells that speak against it
            or _contested(index, mine, found, scores)
        )
        if near or doubtful:
            choices = tuple(dict.fromkeys((mine, *([other] if near else []), IDLE)))
    else:
        maybe = _maybe((other_score, other), total, blank=sample.cells[index].blank)
        maybe = maybe or _named(index, names, holder, scores)
        choices = (maybe, IDLE) if maybe else ()
    whole, _ = sample.headings[index]
    return Guess(
        index=index, heading=whole, field=mine, score=total, other=other,
        other_score=other_score, choices=choices, blank=sample.cells[index].blank,
    )  # fmt: skip


def _maybe(best: tuple[float, str], idle: float, *, blank: bool) -> str:
    """Return the field to ask about where none is taken; "" where nobody needs the column."""
    score, name = best
    if name == IDLE:
        return ""
    likely = score >= WORTH_ASKING and score > idle - _MARGIN
    # Nobody here knows what it is: a person does.
    strange = (score > _FAINT and idle < _IDLE) or idle < _NEARLY
    return name if likely or (strange and not blank) else ""


def _named(index: int, names: Sequence[str], holder: Mapping[str, int], scores: Scores) -> str:
    """Return the free field that a heading names outright, whatever the cells say; "" for none."""
    free = [name for name in names if name not in holder]
    best = max(free, key=lambda name: scores.fits[index, name].score, default="")
    return best if best and scores.fits[index, best].score >= _OUTRIGHT else ""


def _contested(index: int, name: str, found: Mapping[int, str], scores: Scores) -> bool:
    """Tell whether another column is nearly as good for a field, and nothing better itself."""
    mine = scores.of(index, name)
    if name == "HoTen" and _may_be_part(index, found, scores):
        return True
    unsure = scores.fits[index, name].level != "sure"
    for (at, field_name), total in scores.totals.items():
        if field_name != name or at == index:
            continue
        own = found.get(at)
        if unsure and name in _OFTEN_SEVERAL and _unexplained(at, name, found, scores):
            return True
        if total < mine - _MARGIN:
            continue
        if own is None and total > scores.of(at, IDLE):
            return True
        if own is not None and scores.of(at, own) < total + _MARGIN:
            return True
    return False


def _may_be_part(index: int, found: Mapping[int, str], scores: Scores) -> bool:
    """Tell whether a name may lack what another column holds: its heading is not quite known."""
    if scores.fits[index, "HoTen"].score >= _OUTRIGHT:
        return False
    return any(
        scores.cells[at, "HoTen.3"] > 0 and not blank and at not in found
        for at, blank in scores.blank.items()
        if scores.of(at, IDLE) < _KNOWN_IDLE
    )


def _unexplained(at: int, name: str, found: Mapping[int, str], scores: Scores) -> bool:
    """Tell whether a column may be a field by its cells, and nobody knows what else it is."""
    like = scores.cells[at, name] >= 0.5 and not scores.blank[at]  # noqa: PLR2004 - fits
    return like and at not in found and scores.of(at, IDLE) < WORTH_ASKING


def _asked(guesses: Sequence[Guess], fields: Fields, kind: str, scores: Scores) -> list[Guess]:
    """Ask about idle columns that may be a required field that no column is."""
    told = {each.field for each in guesses} | {c for each in guesses for c in each.choices}
    if "HoTen.1" in told:
        told.add("HoTen")
    asked = list(guesses)
    unsure = {each.field for each in guesses if each.choices}.intersection(_OFTEN_SEVERAL)
    for name in (*fields.required(kind), *_WANTED):
        if name not in fields.of(kind) or (name in told and name not in unsure):
            continue
        for at, guess in enumerate(asked):
            named = scores.of(guess.index, name)
            known = _SPOKEN_IDLE if name in told else _KNOWN_IDLE
            idle = scores.of(guess.index, IDLE) > known and named < TAKEN
            like = scores.cells[guess.index, name] >= _LEAST.get(name, 0.5)
            if guess.field or guess.blank or idle or not (like or named >= _NEARLY):
                continue
            choices = tuple(dict.fromkeys((*guess.choices[:-1], name, IDLE)))
            asked[at] = Guess(**{**guess.__dict__, "choices": choices})
    return asked
