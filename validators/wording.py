"""What a rule says: a stable code, and the same sentence and advice in two languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from adapters.near import Words
from config.law import Row
from validators.model import Severity, Violation

_SEVERITIES = {"E": Severity.ERROR, "W": Severity.WARNING, "N": Severity.NOTE}


@dataclass(frozen=True, kw_only=True)
class Wording:
    """The words of one kind of finding; ``{name}`` in a message is filled from facts.

    The first letter of the code is the severity: E error, W warning, N note.
    """

    code: str
    vi: str
    en: str
    advice_vi: str
    advice_en: str
    law: str = ""
    """Where it is written, for the page of rules; the table of the law where a figure has dates."""

    @property
    def severity(self) -> Severity:
        """How bad it is, as the code says."""
        return _SEVERITIES[self.code[0]]

    def at(
        self,
        field: str | None,
        where: NDArray[np.bool_] | NDArray[np.intp],
        facts: Mapping[str, object] | None = None,
        rests_on: Iterable[Row[object]] = (),
        near: Words | None = None,
    ) -> Violation:
        """Return the violation in one column, at a mask of rows or at positions.

        `near` are the right words, for proposals.
        """
        positions = np.flatnonzero(where) if where.dtype == np.bool_ else where
        found = self._violation(field, positions.astype(np.intp), facts)
        return replace(found, rests_on=tuple(rests_on), near=near)

    def of_file(
        self,
        field: str | None = None,
        facts: Mapping[str, object] | None = None,
        rests_on: Iterable[Row[object]] = (),
    ) -> Violation:
        """Return the violation of the file as a whole."""
        found = self._violation(field, np.empty(0, dtype=np.intp), facts)
        return replace(found, whole_file=True, rests_on=tuple(rests_on))

    def _violation(
        self, field: str | None, positions: NDArray[np.intp], facts: Mapping[str, object] | None
    ) -> Violation:
        return Violation(
            code=self.code,
            severity=self.severity,
            field=field,
            positions=positions,
            message_vi=self.vi.format_map(facts or {}),
            message_en=self.en.format_map(facts or {}),
            advice_vi=self.advice_vi.format_map(facts or {}),
            advice_en=self.advice_en.format_map(facts or {}),
        )
