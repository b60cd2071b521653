"""Who and what: the lines of a file that waits for a word, or of a dossier, for a person to read.

Nobody should release what they have not seen.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any, Final

import pandas as pd

from pipeline import columns
from pipeline.model import Dossier, Drop

_READ: Final = ("MaDonVi", "MaNV", "HoTen", "PA", "TuThang", "DenThang", "TienLuong")
_NAMES: Final = ("unit", "person", "name", "code", "from", "to", "wage")


def place(drop: Drop) -> str:
    """Return where the lines lie that a held file would report, relative to the site."""
    return f"keep/previews/{drop.id}.arrow"


def of_drop(site: Path, drop: Drop) -> dict[str, Any] | None:
    """Return what a held file would report; None where no brake holds it."""
    if drop.held_because is None or not (site / place(drop)).is_file():
        return None
    return _facts(columns.from_file(site / place(drop), columns=_READ))


def of_dossier(site: Path, dossier: Dossier) -> dict[str, Any] | None:
    """Return the lines of a dossier; None for a registration, or where the artefact is gone."""
    artefact, first, count = site / dossier.artefact, dossier.first_line, dossier.lines
    if dossier.drop is None or not artefact.is_file():
        return None
    return _facts(columns.from_file(artefact, columns=_READ, first=first, count=count))


def _facts(lines: pd.DataFrame) -> dict[str, Any]:
    counts = Counter(zip(lines["MaDonVi"], lines["PA"], strict=True))
    return {
        "counts": [
            {"unit": unit, "code": code, "lines": number}
            for (unit, code), number in sorted(counts.items())
        ],
        "lines": [
            dict(zip(_NAMES, row, strict=True))
            for row in zip(*(lines[field] for field in _READ), strict=True)
        ],
    }
