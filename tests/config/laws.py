"""Copies of the law's tables to be broken, and what is then said about them."""

from __future__ import annotations

import shutil
from collections.abc import Collection
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from config import law as module
from config.errors import LawError
from config.law import Law, load_law

BUILT_IN = Path(module.__file__).parent / "law"


def copied(folder: Path) -> Path:
    """Copy our tables into a folder."""
    shutil.copytree(BUILT_IN, folder / "law")
    return folder / "law"


def rewrite(file: Path, old: str, new: str) -> None:
    """Replace the first place where a text stands."""
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def write(site: Path, name: str, *lines: str) -> None:
    """Write one of a site's own tables."""
    (site / "law").mkdir(exist_ok=True)
    (site / "law" / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def problems(
    folder: Path | None = None, *, site: Path | None = None, units: Collection[str] = ()
) -> tuple[str, ...]:
    """Return everything that loading complains about."""
    with pytest.raises(LawError) as raised:
        load_law(folder, site=site, units=units)
    return raised.value.problems


@cache
def confirmed() -> Law:
    """Return our law as if somebody had verified every row."""
    law = load_law()
    rows = {
        key: tuple(replace(row, verified=True) for row in spans) for key, spans in law.rows.items()
    }
    return replace(law, rows=rows)
