"""Which columns are asked about though nothing names them? Those that may be what is missing."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from adapters.guess_cells import AGAINST
from adapters.guess_doubts import KNOWN_IDLE, OFTEN_SEVERAL
from adapters.guess_headings import HeadingJudge
from adapters.guess_scores import TAKEN, Scores
from adapters.guessed import Guess
from config.fields import Fields
from config.headings import IDLE

_SPOKEN_IDLE: Final = 0.7
"""Less than surely not needed, where another column may be the field: words are enough."""
_ALMOST: Final = 0.4
"""What a column must be worth as a missing field, whatever its cells, to be asked about."""
_WANTED: Final = (
    *("MasoBHXH", "DienThoai", "Email", "ViTri", "TrangThai", "Ky"),
    *("HDDenNgay", "MaBenhVien", "MavungLTT", "QuocTich"),
)
"""Fields that are worth a question though a file may do without them."""
_DAYS: Final = MappingProxyType({"TrangThai": "NgayTrangThai", "ViTri": "ViTriTuNgay"})
"""Which day belongs to what: days are asked about where a file has the other alone."""
_LIKE: Final = 0.5
"""How like days cells must be."""
_LEAST: Final = MappingProxyType(
    {
        **dict.fromkeys(("MaDonVi", *_WANTED), 0.9),
        **{"ChucVu": 0.4, "NoiLamViec": 0.4, "LoaiHD": 0.2},
        **{"HDDenNgay": 0.6, "MaBenhVien": 0.6, "MavungLTT": 0.5},
    }
)
"""How like a missing field cells must be to be asked about, where it is not the usual."""


def asked_missing(
    guesses: Sequence[Guess], fields: Fields, kind: str, scores: Scores
) -> list[Guess]:
    """Ask about idle columns that may be a required field that no column is."""
    told = {each.field for each in guesses} | {c for each in guesses for c in each.choices}
    if "HoTen.1" in told:
        told.add("HoTen")
    asked = list(guesses)
    unsure = {each.field for each in guesses if each.choices}.intersection(OFTEN_SEVERAL)
    for name in (*fields.required(kind), *_WANTED):
        if name not in fields.of(kind) or (name in told and name not in unsure):
            continue
        for at, guess in enumerate(asked):
            named = scores.of(guess.index, name)
            known = _SPOKEN_IDLE if name in told else KNOWN_IDLE
            idle = scores.of(guess.index, IDLE) > known and named < TAKEN
            like = scores.cells[guess.index, name] >= _LEAST.get(name, 0.5)
            if guess.field or guess.blank or idle or not (like or named >= _ALMOST):
                continue
            choices = tuple(dict.fromkeys((*guess.choices[:-1], name, IDLE)))
            asked[at] = replace(guess, choices=choices)
    return asked


def asked_besides(guesses: Sequence[Guess], judge: HeadingJudge, scores: Scores) -> list[Guess]:
    """Ask about columns whose headings name a field that no column is, among other things."""
    told = {each.field for each in guesses}
    perhaps = told | {name for each in guesses for name in each.choices}
    asked = list(guesses)
    for at, guess in enumerate(guesses):
        if guess.field or guess.choices or guess.blank:
            continue
        named = {
            name
            for name in judge.besides(guess.heading)
            if scores.cells.get((guess.index, name), -1.0) > AGAINST
        }
        named |= _days_of(guess, perhaps, scores)
        free = sorted(named - told)
        if free:
            asked[at] = replace(guess, choices=(*free, IDLE))
    return asked


def _days_of(guess: Guess, told: Set[str], scores: Scores) -> set[str]:
    """Return the days that belong to what a file has, if a column that may be left out has days."""
    if scores.of(guess.index, IDLE) >= KNOWN_IDLE:
        return set()
    return {
        day
        for of, day in _DAYS.items()
        if of in told and scores.cells.get((guess.index, day), -1.0) > _LIKE
    }
