"""Contracts, foreigners and retirement against the law of their month."""

from __future__ import annotations

from datetime import timedelta

import pytest

from config.model import Period
from tests.validators.dated import MONTHS, arrival, codes, judged, place_of, snapshot

FOREIGN = {"QuocTich": "KR", "CMND": "M12345678", "DanToc": "99"}


def lasting(period: str, months: int, days: int = 0) -> dict[str, str]:
    """Return a definite contract from the month's first day for so many months, less some days."""
    month = Period.parse(period)
    end = month.plus(months).first_day - timedelta(days=1 + days)
    return {
        "LoaiHD": "XDTH",
        "HDTuNgay": f"{month.first_day:%d/%m/%Y}",
        "HDDenNgay": f"{end:%d/%m/%Y}",
    }


@pytest.mark.parametrize(
    ("period", "months", "days", "expected"),
    [
        ("06/2015", 3, 0, []),
        ("06/2015", 3, 1, ["W-COVERAGE"]),
        ("12/2017", 3, 1, ["W-COVERAGE"]),
        ("01/2018", 3, 1, ["W-COVERAGE-PART"]),
        ("01/2018", 1, 0, ["W-COVERAGE-PART"]),
        ("01/2018", 1, 1, ["W-COVERAGE"]),
        ("06/2025", 2, 0, ["W-COVERAGE-PART"]),
        ("07/2025", 2, 0, ["W-COVERAGE-PART"]),
        ("07/2025", 1, 1, ["W-COVERAGE"]),
        ("12/2025", 3, 0, []),
        ("12/2025", 3, 1, ["W-COVERAGE-PART"]),
        ("01/2026", 1, 0, []),
        ("10/2026", 1, 0, []),
        ("10/2026", 1, 1, ["W-COVERAGE"]),
    ],
)
def test_a_contract_is_long_enough_by_the_law_of_its_month(
    period: str, months: int, days: int, expected: list[str]
) -> None:
    assert codes(snapshot(period, **lasting(period, months, days))) == expected


@pytest.mark.parametrize(
    ("period", "funds"),
    [("06/2025", "BHYT, BHTN"), ("07/2025", "BHTN")],
)
def test_the_funds_that_a_short_contract_misses_are_named(period: str, funds: str) -> None:
    (finding,) = judged(snapshot(period, **lasting(period, 2))).findings

    assert finding.field == "HDDenNgay"
    assert f"tháng này không tham gia {funds}" in finding.message_vi


@pytest.mark.parametrize("kind", ["Hdld_xdth", "Hdld_khac"])
def test_a_movement_shows_its_contract_too(kind: str) -> None:
    none = {"Hdld_xdth_tungay": "", "Hdld_xdth_denngay": ""}
    given = {f"{kind}_tungay": "01/10/2026", f"{kind}_denngay": "20/10/2026"}

    report = judged(arrival("10/2026", **{**none, **given}))

    assert [finding.code for finding in report.findings] == ["W-COVERAGE"]
    assert place_of(report, "W-COVERAGE") == f"{kind}_denngay"


@pytest.mark.parametrize("period", ["06/2015", "06/2025", "07/2025", "10/2026"])
def test_another_kind_of_contract_may_be_a_probation(period: str) -> None:
    long = {**lasting(period, 3), "LoaiHD": "KHAC"}
    none = {"Hdld_xdth_tungay": "", "Hdld_xdth_denngay": ""}

    assert codes(snapshot(period, **long)) == ["W-PROBATION"]
    assert codes(snapshot(period, LoaiHD="KHAC", HDDenNgay="")) == ["W-PROBATION"]
    assert codes(arrival(period, **none, Hdld_khac_tungay=f"01/{period}")) == ["W-PROBATION"]


def test_who_leaves_or_is_on_leave_has_no_contract_to_measure() -> None:
    short = {**lasting("10/2026", 1, 5), "NgayTrangThai": "05/10/2026"}

    assert codes(snapshot("10/2026", **short, TrangThai="NghiViec")) == []
    assert codes(snapshot("10/2026", **short, TrangThai="OmDau")) == []


@pytest.mark.parametrize(
    ("period", "months", "expected"),
    [
        ("11/2018", 24, ["W-FOREIGN-CLOSED"]),
        ("12/2018", 12, ["N-FOREIGN"]),
        ("12/2018", 11, ["W-COVERAGE", "N-FOREIGN"]),
        ("06/2025", 11, ["W-COVERAGE", "N-FOREIGN"]),
        ("07/2025", 11, ["W-COVERAGE", "N-FOREIGN"]),
        ("07/2025", 12, ["N-FOREIGN"]),
        ("10/2026", 12, ["N-FOREIGN"]),
    ],
)
def test_a_foreigner_is_covered_from_12_2018_with_12_months(
    period: str, months: int, expected: list[str]
) -> None:
    assert codes(snapshot(period, **FOREIGN, **lasting(period, months))) == expected


@pytest.mark.parametrize(
    ("period", "expected"),
    [
        ("06/2025", ["N-FOREIGN"]),
        ("07/2025", ["W-FOREIGN-CONTRACT", "N-FOREIGN"]),
        ("10/2026", ["W-FOREIGN-CONTRACT", "N-FOREIGN"]),
    ],
)
def test_an_indefinite_contract_covers_a_foreigner_until_06_2025(
    period: str, expected: list[str]
) -> None:
    none = {"Hdld_xdth_tungay": "", "Hdld_xdth_denngay": ""}
    rate = {"TyleDong": "30"}
    row = arrival(period, **FOREIGN, **none, **rate, Hdld_tungay=f"01/{period}")

    assert codes(snapshot(period, **FOREIGN)) == expected
    assert codes(row) == expected


@pytest.mark.parametrize(
    ("period", "birth", "signed", "expected"),
    [
        ("06/2019", "15/05/1959", "01/06/2019", ["W-FOREIGN-RETIRED", "N-FOREIGN"]),
        ("06/2019", "15/07/1959", "01/06/2019", ["N-FOREIGN"]),
        ("10/2026", "15/04/1965", "01/10/2026", ["W-FOREIGN-RETIRED", "N-FOREIGN"]),
        ("10/2026", "15/05/1965", "01/10/2026", ["N-FOREIGN"]),
        ("10/2026", "15/01/1963", "01/03/2023", ["N-FOREIGN"]),
        ("10/2026", "15/01/1940", "01/03/2014", ["N-FOREIGN"]),
    ],
)
def test_a_foreigner_of_the_age_to_retire_at_signing_is_not_covered(
    period: str, birth: str, signed: str, expected: list[str]
) -> None:
    man = {**FOREIGN, "GioiTinh": "1", "NgaySinh": birth, "HDTuNgay": signed}
    end = Period.parse(period).plus(24).last_day

    row = snapshot(period, **man, LoaiHD="XDTH", HDDenNgay=f"{end:%d/%m/%Y}", ViTriTuNgay="")

    assert codes(row) == expected


def test_a_citizen_is_no_foreigner() -> None:
    assert codes(snapshot("10/2026", QuocTich="")) == []


@pytest.mark.parametrize(
    ("period", "sex", "birth", "expected"),
    [
        ("06/2015", "1", "15/06/1955", ["W-RETIREMENT"]),
        ("06/2015", "1", "15/07/1955", []),
        ("12/2020", "0", "15/12/1965", ["W-RETIREMENT"]),
        ("12/2020", "0", "15/01/1966", []),
        ("03/2021", "1", "15/01/1961", []),
        ("04/2021", "1", "15/01/1961", ["W-RETIREMENT"]),
        ("12/2021", "1", "15/09/1961", ["W-RETIREMENT"]),
        ("01/2022", "1", "15/09/1961", ["W-RETIREMENT"]),
        ("03/2022", "1", "15/10/1961", []),
        ("04/2022", "1", "15/10/1961", ["W-RETIREMENT"]),
        ("04/2021", "0", "15/01/1966", []),
        ("05/2021", "0", "15/01/1966", ["W-RETIREMENT"]),
        ("12/2025", "0", "15/04/1969", ["W-RETIREMENT"]),
        ("10/2026", "1", "15/04/1965", ["W-RETIREMENT"]),
        ("10/2026", "1", "15/05/1965", []),
        ("10/2026", "0", "15/10/1969", ["W-RETIREMENT"]),
        ("10/2026", "0", "15/11/1969", []),
    ],
)
def test_the_age_of_retirement_follows_month_of_birth_and_sex(
    period: str, sex: str, birth: str, expected: list[str]
) -> None:
    digits = ("0" if sex == "1" else "1") + birth[-2:]
    person = {"GioiTinh": sex, "NgaySinh": birth, "CMND": f"079{digits}000001"}

    assert codes(snapshot(period, **person)) == expected


@pytest.mark.parametrize("period", MONTHS)
def test_who_has_reached_it_once_keeps_it(period: str) -> None:
    month = Period.parse(period)
    person = {"GioiTinh": "1", "NgaySinh": "15/01/1955", "CMND": "079055000001"}

    told = [codes(snapshot(str(month.plus(months)), **person)) for months in (0, 1, 12)]

    assert told == [["W-RETIREMENT"]] * 3
