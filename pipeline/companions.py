"""What lies beside an export in drop/ and goes with it: names, and nothing else.

Beside ``luong.csv`` may lie ``luong.hogiadinh.csv``, the households of its people,
``luong.giayto.csv``, the papers that D01-TS lists, and the folder ``luong.attachments/`` with a
folder of files for each employee number. The export's whole name may stand there too:
``luong.csv.hogiadinh.csv``. They come before their export, or together with it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from pathlib import Path

HOUSEHOLD = ".hogiadinh.csv"
PROOFS = ".giayto.csv"
ATTACHMENTS = ".attachments"
DEEPEST = 8
"""Folders within a folder of drop/ that are looked into; what lies deeper is no file of ours."""


def is_companion(path: Path) -> bool:
    """Tell whether a name says that it goes with an export and is none itself.

    >>> is_companion(Path("luong.hogiadinh.csv")), is_companion(Path("luong.csv"))
    (True, False)
    """
    return plain(path.name).endswith((HOUSEHOLD, PROOFS, ATTACHMENTS))


def beside(export: Path, there: Iterable[Path]) -> tuple[Path, ...]:
    """Return which of the companions that are there go with an export: one of each kind at most.

    The name that says more of the export's comes first.
    """
    by_name: Mapping[str, Path] = {plain(str(path)): path for path in there}
    found = []
    for ending in (HOUSEHOLD, PROOFS, ATTACHMENTS):
        for stem in (export.name, export.stem):
            path = by_name.get(plain(str(export.with_name(stem + ending))))
            if path is not None:
                found.append(path)
                break
    return tuple(found)


def plain(text: str) -> str:
    """Return a name without the differences that people do not see: capitals, composed accents."""
    return unicodedata.normalize("NFC", text).lower()
