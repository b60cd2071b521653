"""What the columns of a table seem to be, and between what somebody must choose."""

from __future__ import annotations

from dataclasses import dataclass

from adapters.grid import column_letter
from adapters.sample import Sample


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
