"""A sample of an export -> which column is which field: scored, with what must be asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

from adapters.guess_cells import CellJudge
from adapters.guess_doubts import judged
from adapters.guess_groups import grouped, without_marks, without_prefix
from adapters.guess_headings import OUTRIGHT, Fit, HeadingJudge
from adapters.guess_places import assigned
from adapters.guess_questions import asked_besides, asked_missing
from adapters.guess_scores import TAKEN, Scores, score
from adapters.guessed import Columns
from adapters.looks import MOST, Cells
from adapters.model import RawTable
from adapters.sample import take_sample
from config.concepts import load_concepts
from config.fields import load_fields
from config.headings import IDLE, load_vocabulary

NAME_PARTS: Final = ("HoTen.1", "HoTen.2", "HoTen.3")


def guess_columns(raw: RawTable, this_year: int, headings: HeadingJudge | None = None) -> Columns:
    """Guess what the columns of a table are; a judge of headings that is there need not be made."""
    fields = load_fields()
    headings = headings or HeadingJudge(load_vocabulary(), load_concepts())
    sample = take_sample(raw, headings)
    cells = CellJudge(fields=fields, vocabulary=headings.vocabulary, this_year=this_year)
    plain = without_prefix(sample.headings, headings.understands)
    plain = without_marks(plain, headings.understands)
    fits = [
        grouped(headings, whole, lowest, partial(cells.against, look))
        for (whole, lowest), look in zip(plain, sample.cells, strict=True)
    ]
    kind = _kind(fits, sample.cells)
    names = (*fields.of(kind), *NAME_PARTS)
    scores = score(names, fits, sample.cells, cells)
    names = _without_names(names, scores, len(fits))
    found = assigned(names, scores, len(fits))
    guesses = [judged(index, sample, found, names, scores) for index in range(len(fits))]
    guesses = asked_missing(guesses, fields, kind, scores)
    guesses = asked_besides(guesses, headings, scores)
    return Columns(kind=kind, sample=sample, guesses=tuple(guesses))


def _kind(fits: Sequence[Mapping[str, Fit]], cells: Sequence[Cells]) -> str:
    """Tell what a row is: a movement where codes and months of movements have columns."""
    best = {
        name: max((each[name].score for each in fits if name in each), default=0.0)
        for name in ("PA", "TuThang", "Loai", "TyleDong", "YeuCau")
    }
    if best["YeuCau"] > OUTRIGHT and best["PA"] < TAKEN:
        return "requests"
    coded = any(
        "PA" in fit and fit["PA"].score > (TAKEN if look.shares["code"] > MOST else OUTRIGHT)
        for fit, look in zip(fits, cells, strict=True)
    )
    marks = any(best[name] > TAKEN for name in ("TuThang", "Loai", "TyleDong"))
    return "movements" if coded and marks else "snapshot"


def _without_names(names: Sequence[str], scores: Scores, count: int) -> tuple[str, ...]:
    """Return the fields without the whole name, or without its parts, whichever is not there.

    Where there is a whole name, columns of parts of it are marked in `scores` as not needed.
    """

    def best(name: str) -> float:
        return max((scores.of(index, name) for index in range(count)), default=0.0)

    surely = any(
        scores.of(index, "HoTen") > TAKEN and scores.fits[index, "HoTen"].outright
        for index in range(count)
    )
    parts = not surely and min(best("HoTen.1"), best("HoTen.3")) > TAKEN
    if parts:
        return tuple(name for name in names if name != "HoTen")
    for index in range(count):
        part = max(scores.of(index, name) for name in NAME_PARTS)
        scores.totals[index, IDLE] = max(scores.totals[index, IDLE], part if surely else 0.0)
    return tuple(name for name in names if name not in NAME_PARTS)
