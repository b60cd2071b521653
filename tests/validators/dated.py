"""Rows that nothing is wrong with in their month, to be spoilt on both sides of a change of law."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from functools import cache

import pandas as pd

from adapters.model import Kind
from adapters.vnpt import MOVEMENT_FIELDS
from config.law import Group, Law
from config.model import Period
from tests.config.laws import confirmed
from tests.validators.people import context, movement, of_frame, person, table
from validators.layers import examine
from validators.model import Context, Report

BIRTH = {"NgaySinh": "02/03/1985", "CMND": "079185000001"}
"""Of a woman old enough for every year since 2015, and too young to retire in any."""


def snapshot(period: str, **cells: str) -> dict[str, str]:
    """Return the row of somebody who has been at work since the year before."""
    begin = f"01/01/{Period.parse(period).year - 1}"
    kept = {**BIRTH, "Ky": period, "HDTuNgay": begin, "ViTriTuNgay": begin}
    return person(1, **{**kept, **cells})


def arrival(period: str, **cells: str) -> dict[str, str]:
    """Return the movement of somebody who begins in that month, at the rate of the law."""
    month = Period.parse(period)
    first = month.first_day
    kept = {
        "Ky": period,
        "TuThang": period,
        "TyleDong": f"{confirmed().total_rate(Group.VIETNAMESE, first):.1f}",
        "Hdld_xdth_tungay": f"{first:%d/%m/%Y}",
        "Hdld_xdth_denngay": f"{month.plus(23).last_day:%d/%m/%Y}",
    }
    return movement(1, **{**kept, **cells})


def judged(row: dict[str, str], today: date | None = None, law: Law | None = None) -> Report:
    """Judge one row in the days after its period, by law that somebody has verified."""
    ends = Period.parse(row["Ky"]).last_day
    now = replace(_context(), today=today or ends + timedelta(days=3), law=law or _context().law)
    if "LoaiHD" in row:
        return examine(table([row]), sha256="", context=now)
    frame = pd.DataFrame([{**dict.fromkeys(MOVEMENT_FIELDS, ""), **row}], dtype="str")
    return examine(of_frame(frame, Kind.MOVEMENTS), sha256="", context=now)


@cache
def _context() -> Context:
    return context()


def codes(row: dict[str, str], today: date | None = None) -> list[str]:
    """Return what a row is told, in the order of the file."""
    return [finding.code for finding in judged(row, today).findings]


def place_of(report: Report, code: str) -> str | None:
    """Return the field at which a code is told, which must be told once."""
    (found,) = (finding for finding in report.findings if finding.code == code)
    return found.field


MONTHS: tuple[str, ...] = (
    *("06/2015", "12/2017", "01/2018", "07/2022", "06/2025", "07/2025", "01/2026"),
)
"""Months on both sides of the changes of law since 2015."""
