"""Is a column surely the field that fits it best? What speaks for another one is asked about.

Unsure is better than wrong: a column is taken only where its heading and its cells speak for one
field, no other field is near, and no other column is near for that field.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from adapters.guess_cells import AGAINST, no_wages
from adapters.guess_headings import OUTRIGHT
from adapters.guess_scores import TAKEN, WORTH_ASKING, Scores
from adapters.guessed import Guess
from adapters.sample import Sample
from config.headings import IDLE

OFTEN_SEVERAL: Final = ("TienLuong", "HDTuNgay", "HDDenNgay", "NgaySinh", "MaNV")
"""Fields of which exports have several that look alike; the wrong one would be costly."""
KNOWN_IDLE: Final = 0.8
"""What a column is worth that surely nobody needs."""
_MARGIN: Final = 0.08
"""Scores nearer than that are a choice for somebody."""
_NEAR: Final = 0.05
"""A heading that names two fields so nearly alike names both."""
_CLEARLY: Final = 1.0
"""Cells that are so much better for one field than for another decide between both."""
_CONFUSED: Final = ("ViTri", "ViTriTuNgay", "ViTriDenNgay")
"""Fields that a post or its day is easily taken for; only a heading that names them will do."""
_OF_KNOWN_WORDS: Final = ("LoaiHD", "TrangThai", "DanToc", "GioiTinh")
"""Fields whose cells are words that no other field has."""
_IDLE: Final = 0.6
"""What nobody needs is known by its heading; below it a column is asked about."""
_FAINT: Final = 0.34
"""Less than that is no likeness at all."""
_NEARLY: Final = 0.5
"""What a column must be worth as idle to be left out, whatever else it may be."""


def judged(
    index: int, sample: Sample, found: Mapping[int, str], names: Sequence[str], scores: Scores
) -> Guess:
    """Say what a column is, and whether that is sure."""
    mine = found.get(index, "")
    holder = {name: at for at, name in found.items()}
    total = scores.of(index, mine or IDLE)
    other_score, other = max(_rivals(index, mine, names, holder, scores), default=(0.0, IDLE))
    blank = sample.cells[index].blank
    choices: tuple[str, ...] = ()
    if mine:
        others = _as_well(index, mine, found, scores)
        if total - other_score < _MARGIN:
            others.insert(0, other)
        small = mine == "TienLuong" and no_wages(sample.cells[index])
        if others or small or _doubtful(index, mine, found, scores):
            choices = tuple(dict.fromkeys((mine, *others, IDLE)))
    else:
        maybe = _maybe((other_score, other), total, blank=blank)
        if maybe and other_score < WORTH_ASKING:
            maybe = _likest(index, names, scores)
        maybe = maybe or _named(index, names, holder, scores)
        choices = (maybe, IDLE) if maybe else ()
    whole, _ = sample.headings[index]
    return Guess(
        index=index, heading=whole, field=mine, score=total, other=other,
        other_score=other_score, choices=choices, blank=blank,
    )  # fmt: skip


def _rivals(
    index: int, mine: str, names: Sequence[str], holder: Mapping[str, int], scores: Scores
) -> list[tuple[float, str]]:
    """Return what else a column may be, each with its score."""
    rivals = [(scores.of(index, IDLE), IDLE)] if mine else []
    for name in names:
        score, at = scores.of(index, name), holder.get(name)
        if name == mine:
            continue
        # What another column is clearly, or can be alone, this one is not.
        if at is None or (scores.of(at, name) < score + _MARGIN and not _only(at, name, scores)):
            rivals.append((score, name))
    return rivals


def _doubtful(index: int, mine: str, found: Mapping[int, str], scores: Scores) -> bool:
    """Tell whether heading and cells of a column speak too little for its field."""
    fit, like = scores.fits[index, mine], scores.cells[index, mine]
    told = mine in _OF_KNOWN_WORDS and like >= OUTRIGHT
    return (
        scores.of(index, mine) < TAKEN
        or (fit.level in ("near", "maybe") and not told)
        or (mine in _CONFUSED and fit.score < OUTRIGHT)
        or like <= AGAINST
        or _contested(index, mine, found, scores)
    )


def _maybe(best: tuple[float, str], idle: float, *, blank: bool) -> str:
    """Return the field to ask about where none is taken; "" where nobody needs the column."""
    score, name = best
    if name == IDLE:
        return ""
    likely = score >= WORTH_ASKING and score > idle - _MARGIN
    # Nobody here knows what it is: a person does.
    strange = (score > _FAINT and idle < _IDLE) or idle < _NEARLY
    return name if likely or (strange and not blank) else ""


def _likest(index: int, names: Sequence[str], scores: Scores) -> str:
    """Return the field to ask about where a heading says nothing: by the cells, taken or not."""
    return max(
        names, key=lambda each: (scores.cells[index, each] >= OUTRIGHT, scores.of(index, each))
    )


def _named(index: int, names: Sequence[str], holder: Mapping[str, int], scores: Scores) -> str:
    """Return the free field that a heading names outright, whatever the cells say; "" for none."""
    free = [name for name in names if name not in holder]
    best = max(free, key=lambda name: scores.fits[index, name].score, default="")
    return best if best and scores.fits[index, best].score >= OUTRIGHT else ""


def _only(index: int, name: str, scores: Scores) -> bool:
    """Tell whether a heading names one field outright, and the column can be no other."""
    return scores.fits[index, name].outright and all(
        scores.of(index, each) < WORTH_ASKING for each in scores.names if each != name
    )


def _as_well(index: int, mine: str, found: Mapping[int, str], scores: Scores) -> list[str]:
    """Return the fields that a column may be as well, and no column is outright.

    Its heading names them, too, and its cells do not speak clearly against them; or it names none
    outright, and its cells look like a field that no column is.
    """
    holder = {name: at for at, name in found.items()}
    own, like = scores.fits[index, mine].score, scores.cells[index, mine]

    def is_named(name: str) -> bool:
        near = scores.fits[index, name].score >= own - _NEAR
        held = name in holder and scores.fits[holder[name], name].outright
        clear = scores.cells[index, name] <= max(AGAINST, like - _CLEARLY)
        return near and scores.fits[index, name].outright and not held and not clear

    def looks_like(name: str) -> bool:
        free = name not in holder and own < OUTRIGHT
        return free and scores.cells[index, name] >= max(OUTRIGHT, like + _MARGIN)

    others = [name for name in scores.names if name != mine and not name.startswith(f"{mine}.")]
    return [name for name in others if is_named(name) or looks_like(name)]


def _contested(index: int, name: str, found: Mapping[int, str], scores: Scores) -> bool:
    """Tell whether another column is nearly as good for a field, and nothing better itself."""
    if name == "HoTen" and _may_be_part(index, found, scores):
        return True
    unsure = scores.fits[index, name].level != "sure" and name in OFTEN_SEVERAL
    return any(
        (unsure and _unexplained(at, name, found, scores))
        or _claims(at, index, name, found, scores)
        for at in scores.blank
        if at != index
    )


def _claims(at: int, index: int, name: str, found: Mapping[int, str], scores: Scores) -> bool:
    """Tell whether another column may as well have the field of this one."""
    total, own = scores.of(at, name), found.get(at)
    if total < scores.of(index, name) - _MARGIN:
        return False
    if own is None:
        return total > scores.of(at, IDLE)
    swapped = scores.of(index, own) >= WORTH_ASKING
    named = scores.fits[at, name].outright
    return scores.of(at, own) < total + _MARGIN and (
        swapped or named or not _only(index, name, scores)
    )


def _may_be_part(index: int, found: Mapping[int, str], scores: Scores) -> bool:
    """Tell whether a name may lack what another column holds: its heading is not quite known."""
    if scores.fits[index, "HoTen"].score >= OUTRIGHT:
        return False
    return any(
        scores.cells[at, "HoTen.3"] > 0 and not blank and at not in found
        for at, blank in scores.blank.items()
        if scores.of(at, IDLE) < KNOWN_IDLE
    )


def _unexplained(at: int, name: str, found: Mapping[int, str], scores: Scores) -> bool:
    """Tell whether a column may be a field by its cells, and nobody knows what else it is."""
    like = scores.cells[at, name] >= 0.5 and not scores.blank[at]  # noqa: PLR2004 - fits
    return like and at not in found and scores.of(at, IDLE) < WORTH_ASKING
