"""The fields that an export may have: for which kind of rows, written how, called what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final

from config.errors import CodesError
from config.rows import read_lines

KINDS: Final = ("snapshot", "movements", "requests")
STYLES: Final = ("text", "date", "month", "money", "allowance", "share")


@dataclass(frozen=True, kw_only=True)
class Field:
    """One field of the product's own words."""

    name: str
    kinds: tuple[str, ...]
    """The kinds of rows that know it."""
    required: tuple[str, ...]
    """The kinds of rows that cannot do without it."""
    style: str
    vi: str
    en: str


@dataclass(frozen=True)
class Fields:
    """All fields, by name, in the order of the forms."""

    by_name: Mapping[str, Field]

    def of(self, kind: str) -> tuple[str, ...]:
        """Return the fields of a kind of rows."""
        return tuple(name for name, field in self.by_name.items() if kind in field.kinds)

    def required(self, kind: str) -> tuple[str, ...]:
        """Return the fields that a kind of rows cannot do without."""
        return tuple(name for name, field in self.by_name.items() if kind in field.required)

    def style(self, name: str) -> str:
        """Return how a field is written: text, date, month, money, allowance or share."""
        return self.by_name[name].style

    def heading(self, name: str) -> str:
        """Return what people call a field."""
        return self.by_name[name].vi


def load_fields(folder: Path | None = None) -> Fields:
    """Read ``config/fields.csv``; raise CodesError with all that is wrong in it."""
    path = (folder or Path(__file__).parent) / "fields.csv"
    problems: list[str] = []
    columns = ("field", *KINDS, "style", "vi", "en")
    found: dict[str, Field] = {}
    for line in read_lines(path, columns, problems):
        told = {kind: line.one_of(kind, ("", "yes", "required")) for kind in KINDS}
        name = line.text("field")
        if name in found:
            line.complain(f"{name} stands there twice")
        found[name] = Field(
            name=name,
            kinds=tuple(kind for kind, word in told.items() if word),
            required=tuple(kind for kind, word in told.items() if word == "required"),
            style=line.one_of("style", STYLES),
            vi=line.text("vi"),
            en=line.text("en"),
        )
    if problems:
        raise CodesError("fields.csv", tuple(problems))
    return Fields(MappingProxyType(found))
