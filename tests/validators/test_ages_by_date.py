"""Ages against the law of their month."""

from __future__ import annotations

import pytest

from config.model import Period
from tests.validators.dated import MONTHS, arrival, codes, judged, place_of, snapshot


def born(month: str, years: int) -> dict[str, str]:
    """Return who becomes that old in a month."""
    year = Period.parse(month).year - years
    digits = "2" if year >= 2000 else "0"
    return {
        "NgaySinh": f"15/{month[:2]}/{year}",
        "GioiTinh": "1",
        "CMND": f"079{digits}{year % 100:02}000001",
    }


def new(period: str, **cells: str) -> dict[str, str]:
    """Return the row of somebody who begins in the month."""
    return snapshot(period, HDTuNgay=f"28/{period}", ViTri="", ViTriTuNgay="", **cells)


@pytest.mark.parametrize("period", MONTHS)
def test_at_fifteen_somebody_may_work_and_at_eighteen_is_an_adult(period: str) -> None:
    younger = born(period, 14)

    assert codes(new(period, **younger)) == ["E-AGE"]
    assert codes(new(period, **born(period, 15))) == ["N-MINOR"]
    assert codes(new(period, **born(period, 17))) == ["N-MINOR"]
    assert codes(new(period, **born(period, 18))) == []


def test_a_minor_in_hazardous_work_is_warned_of() -> None:
    row = arrival("10/2026", Nndh_tungay="01/10/2026", **born("10/2026", 16))

    report = judged(row)

    assert place_of(report, "W-MINOR-HAZARD") == "Nndh_tungay"
    assert place_of(report, "N-MINOR") == "NgaySinh"


def test_who_leaves_is_no_minor_to_speak_of() -> None:
    cells = {"TrangThai": "NghiViec", "NgayTrangThai": "15/10/2026"}

    assert codes(new("10/2026", **born("10/2026", 16), **cells)) == []


def test_an_age_in_a_month_of_which_we_hold_no_law_is_judged_by_todays() -> None:
    found = codes(new("12/2014", **born("12/2014", 14)))

    assert "E-AGE" in found
    assert "E-PERIOD-LAW" in found
