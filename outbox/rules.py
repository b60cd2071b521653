"""What movements are worked out by: law, codes, our units, and what a person has decided."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from config.codes import Codes
from config.law import Law
from config.model import Period
from config.settings import Unit


@dataclass(frozen=True, kw_only=True)
class MovementRules:
    """The world and the site's choices, as far as movements depend on them."""

    law: Law
    codes: Codes
    units: tuple[Unit, ...]
    missing: Literal["hold", "leaves"] = "hold"
    """A declared person who is absent from the file: one question for all, or GH."""
    household: Literal["warn", "required"] = "warn"
    opened: Mapping[str, Period] = field(default_factory=dict)
    """Unit -> the month of its opening roster; nothing is known of the months before it."""
    released: frozenset[tuple[str, str, str]] = frozenset()
    """(unit, person, question code) that a person has answered with "go on"."""
    annexed: frozenset[int] = frozenset()
    """Physical rows of people whose household is declared with them."""
    doubtful: Mapping[str, frozenset[int]] = field(default_factory=dict)
    """Question code -> physical rows of people of whose papers something is wrong."""
