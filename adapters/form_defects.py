"""What a file's form says about its rows: kept, joined or let go by what its columns mean."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

from adapters.hints import Hints
from adapters.model import Defect


def of_data(
    defects: Iterable[Defect],
    by_letter: Mapping[str, str],
    last_heading: int,
    required: Collection[str],
    hints: Hints,
) -> Iterator[Defect]:
    """Yield the defects of the file and of its data rows, with the field of their column."""
    formulas: dict[str, Defect] = {}
    hidden = 0
    for defect in defects:
        if defect.row is not None and defect.row <= last_heading:
            continue
        named = replace(defect, field=by_letter.get(defect.letter or ""))
        if named.code == "N-FORMULA":
            if named.field:
                formulas[named.field] = _joined(formulas.get(named.field), named)
        elif named.code == "E-HIDDEN" and hints.hidden == "read":
            hidden += 1 if named.row is not None else int(named.facts["rows"])
        elif named.facts.get("kind") != "blank" or named.field in required:
            yield named
    yield from formulas.values()
    if hidden:
        yield Defect(code="W-HIDDEN", row=None, facts={"rows": hidden})


def _joined(before: Defect | None, more: Defect) -> Defect:
    """Return one note for the formulas of a column: how many, and the first."""
    if before is None:
        return more
    first = min(before, more, key=lambda defect: defect.row or 0)
    cells = int(before.facts["cells"]) + int(more.facts["cells"])
    return replace(first, facts={"cells": cells})
