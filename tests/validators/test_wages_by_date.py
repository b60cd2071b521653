"""Wages against the law of their month, on both sides of each change."""

from __future__ import annotations

import pytest

from config.law import Law
from config.model import Period
from tests.config.laws import confirmed
from tests.validators.dated import MONTHS, arrival, codes, judged, snapshot

LAW = confirmed()
PLAIN = {"PhuCapLuong": "", "PhuCapBosung": "", "ViTri": "KHAC"}


@pytest.mark.parametrize("period", MONTHS)
def test_a_good_row_of_any_month_has_no_finding(period: str) -> None:
    assert codes(snapshot(period)) == []
    assert codes(arrival(period)) == []


@pytest.mark.parametrize("period", MONTHS)
@pytest.mark.parametrize("region", [1, 2, 3, 4])
def test_the_lowest_base_of_a_month_passes_and_a_dong_less_does_not(
    period: str, region: int
) -> None:
    first = Period.parse(period).first_day
    least = LAW.base_floor(region, first)
    own = {**PLAIN, "MavungLTT": f"{region:02}"}
    wage = str(LAW.region_wage(region, first))
    added = str(least - 1_500_000)
    code = "E-WAGE-FLOOR" if (first.year, first.month) < (2025, 7) else "E-WAGE-REFERENCE"

    just = codes(snapshot(period, **{**own, "TienLuong": "1500000", "PhuCapLuong": added}))
    under = codes(snapshot(period, **{**own, "TienLuong": str(least - 1)}))

    assert codes(snapshot(period, **{**own, "TienLuong": wage})) == []
    assert just == ["W-WAGE-REGION"]
    assert under == [code]


@pytest.mark.parametrize(
    ("period", "region", "wage", "expected"),
    [
        ("12/2015", "01", "3100000", []),
        ("12/2015", "01", "3099999", ["E-WAGE-FLOOR"]),
        ("01/2016", "01", "3100000", ["E-WAGE-FLOOR"]),
        ("12/2017", "04", "2580000", []),
        ("01/2018", "04", "2580000", ["E-WAGE-FLOOR"]),
        ("06/2022", "02", "3920000", []),
        ("07/2022", "02", "3920000", ["E-WAGE-FLOOR"]),
        ("06/2024", "03", "3640000", []),
        ("07/2024", "03", "3640000", ["E-WAGE-FLOOR"]),
        ("06/2025", "01", "2340000", ["E-WAGE-FLOOR"]),
        ("07/2025", "01", "2340000", ["W-WAGE-REGION"]),
        ("07/2025", "01", "2339999", ["E-WAGE-REFERENCE"]),
        ("12/2025", "01", "4960000", []),
        ("01/2026", "01", "4960000", ["W-WAGE-REGION"]),
        ("06/2026", "01", "2340000", ["W-WAGE-REGION"]),
        ("07/2026", "01", "2340000", ["E-WAGE-REFERENCE"]),
        ("07/2026", "01", "2530000", ["W-WAGE-REGION"]),
    ],
)
def test_a_wage_is_measured_by_the_decree_of_its_month(
    period: str, region: str, wage: str, expected: list[str]
) -> None:
    row = snapshot(period, **{**PLAIN, "MavungLTT": region, "TienLuong": wage})

    assert codes(row) == expected


@pytest.mark.parametrize(
    ("period", "cells", "wage", "expected"),
    [
        ("06/2022", {"ViTri": "CMKTBT"}, "4729400", []),
        ("06/2022", {"ViTri": "CMKTBT"}, "4729399", ["W-WAGE-TRAINED"]),
        ("06/2022", {"ViTri": "CMKTBC"}, "4420000", ["W-WAGE-TRAINED"]),
        ("06/2022", {"ViTri": "KHAC"}, "4420000", []),
        ("06/2022", {"ViTri": "CMKTBC"}, "4419999", ["E-WAGE-FLOOR"]),
        ("07/2022", {"ViTri": "CMKTBC"}, "4680000", []),
        ("01/2015", {"ViTri": "CMKTBC"}, "3316999", ["W-WAGE-TRAINED"]),
        ("01/2015", {"ViTri": "CMKTBC"}, "3317000", []),
    ],
)
def test_trained_work_had_seven_percent_more_until_06_2022(
    period: str, cells: dict[str, str], wage: str, expected: list[str]
) -> None:
    row = snapshot(period, **{**PLAIN, "TienLuong": wage, **cells})

    assert codes(row) == expected


@pytest.mark.parametrize(
    ("period", "wage", "trained", "expected"),
    [
        ("06/2022", "4641000", "", []),
        ("06/2022", "4640999", "", ["W-WAGE-TRAINED"]),
        ("06/2022", "4965870", "01/06/2022", []),
        ("06/2022", "4965869", "01/06/2022", ["W-WAGE-TRAINED"]),
        ("07/2022", "4680000", "01/07/2022", []),
    ],
)
def test_hazardous_work_had_five_percent_more_on_top(
    period: str, wage: str, trained: str, expected: list[str]
) -> None:
    cells = {"Nndh_tungay": f"01/{period}", "Vtvl_cmktbc_tungay": trained}

    assert codes(arrival(period, TienLuong=wage, **cells)) == expected


def test_what_rests_on_the_share_of_training_names_it() -> None:
    row = snapshot("06/2022", **{**PLAIN, "TienLuong": "4420000", "ViTri": "CMKTBC"})

    message = judged(row).findings[0].message_en

    assert "4,729,400" in message


def test_a_row_without_a_region_is_measured_by_the_level_alone() -> None:
    lost = {**PLAIN, "MavungLTT": "", "MaDonVi": "ZZ0000Z"}

    assert codes(snapshot("06/2022", **{**lost, "TienLuong": "1500000"})) == ["E-UNIT"]
    assert "E-WAGE-REFERENCE" in codes(snapshot("10/2026", **{**lost, "TienLuong": "1500000"}))


@pytest.mark.parametrize(
    ("period", "wage", "expected"),
    [
        ("04/2016", "23000000", []),
        ("04/2016", "23000001", ["N-WAGE-CAP"]),
        ("05/2016", "24200000", []),
        ("05/2016", "24200001", ["N-WAGE-CAP"]),
        ("06/2023", "29800001", ["N-WAGE-CAP"]),
        ("07/2023", "36000000", []),
        ("06/2024", "36000001", ["N-WAGE-CAP"]),
        ("07/2024", "46800000", []),
        ("06/2026", "46800001", ["N-WAGE-CAP"]),
        ("07/2026", "50600000", []),
        ("07/2026", "50600001", ["N-WAGE-CAP"]),
        ("12/2015", "62000000", ["N-WAGE-CAP"]),
        ("12/2015", "62000001", ["N-WAGE-CAP", "N-WAGE-CAP-BHTN"]),
        ("12/2025", "99200001", ["N-WAGE-CAP", "N-WAGE-CAP-BHTN"]),
        ("01/2026", "99200001", ["N-WAGE-CAP"]),
        ("01/2026", "106200001", ["N-WAGE-CAP", "N-WAGE-CAP-BHTN"]),
    ],
)
def test_a_base_above_the_cap_of_its_month_is_noted(
    period: str, wage: str, expected: list[str]
) -> None:
    assert codes(snapshot(period, **{**PLAIN, "TienLuong": wage})) == expected


def test_a_law_without_caps_judges_the_rest() -> None:
    kept = {key: rows for key, rows in LAW.rows.items() if key[1] != ("bhxh-cap-multiple",)}
    row = snapshot("10/2026", **{**PLAIN, "TienLuong": "120000000", "GioiTinh": "9"})

    report = judged(row, law=Law(kept, LAW.calendar))

    assert set(report.counts) == {"E-SEX"}


def test_allowances_count_for_the_cap() -> None:
    row = snapshot("10/2026", TienLuong="50000000", PhuCapLuong="600001")

    assert codes(row) == ["N-WAGE-CAP"]


def test_a_foreigner_has_no_cap_of_the_unemployment_fund() -> None:
    cells = {**PLAIN, "QuocTich": "KR", "CMND": "M12345678", "DanToc": "99"}

    found = codes(snapshot("10/2026", **{**cells, "TienLuong": "120000000"}))

    assert "N-WAGE-CAP" in found
    assert "N-WAGE-CAP-BHTN" not in found
