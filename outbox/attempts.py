"""Attempts to ship: what must be durable so that a dossier is put on the server once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """One try to ship a dossier; its temporary name belongs to it alone."""

    dossier: str
    number: int
    temp_name: str
    committing: bool


class Attempts(Protocol):
    """What must be durable about attempts; every call returns only when it is."""

    def open(self, dossier: str) -> Attempt | None:
        """Return the attempt of a dossier that is neither shipped nor abandoned, if any."""
        ...

    def begin(self, dossier: str, temp_name_for: Callable[[int], str]) -> Attempt:
        """Open the next attempt: its number is the last one's + 1."""
        ...

    def committing(self, attempts: Sequence[Attempt], /) -> None:
        """Pass the point of no return, all together."""
        ...

    def abandoned(self, attempt: Attempt, reason: str) -> None:
        """Close an attempt whose temporary file is gone; never one that was committing."""
        ...

    def shipped(
        self, attempts: Sequence[Attempt], /, *, uncertain: bool, evidence: Mapping[str, str]
    ) -> None:
        """Close attempts as shipped, all together."""
        ...
