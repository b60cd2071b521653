"""What rests on law that nobody has verified is a note about the file, and no more than that."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from adapters.model import Kind
from config.law import RATES, Row, load_law
from config.model import Period
from tests.validators.people import context, movement, person, table
from validators.layers import examine
from validators.model import Report, Severity

LAW = load_law()
LATENESS = ("rules back-dated-months", "deadlines")
BASE_FLOOR = "floors all = region-wage"
LEVEL = "reference_levels all = 2530000 since 01/07/2026 (NĐ 161/2026/NĐ-CP)"


def run(rows: list[dict[str, str]], **changes: object) -> Report:
    return examine(table(rows), sha256="0" * 64, context=replace(context(), law=LAW), **changes)


def noted(report: Report) -> list[str]:
    """Return what the notes about the law name."""
    found = [finding for finding in report.findings if finding.code == "N-LAW"]
    assert all((each.row, each.severity) == (None, Severity.NOTE) for each in found)
    return [
        each.message_en.removeprefix("Rests on law that nobody has verified: ") for each in found
    ]


def test_a_level_that_nobody_has_verified_is_noted_once_and_changes_nothing() -> None:
    report = run([person(number) for number in (1, 2, 3)])

    assert noted(report) == [LEVEL]
    assert (report.errors, report.warnings, report.wrong.any()) == (0, 0, False)
    assert report.counts == {"N-LAW": 1}


def test_a_note_says_how_to_confirm_it_in_two_languages() -> None:
    (note,) = run([person(1)]).findings

    assert note.message_vi.startswith("Dựa vào số liệu luật chưa được đối chiếu: reference_levels")
    assert "law/reference_levels.csv của site" in note.advice_vi
    assert "law/reference_levels.csv confirms it" in note.advice_en


@pytest.mark.parametrize(
    ("period", "regions", "expected"),
    [
        ("06/2026", ("01",), []),
        ("06/2016", ("01",), [BASE_FLOOR]),
        (
            "03/2018",
            ("01", "03"),
            [BASE_FLOOR, "region_wages 1 = 3980000", "region_wages 3 = 3090000"],
        ),
    ],
)
def test_only_the_rows_that_wages_are_compared_with_are_noted(
    period: str, regions: tuple[str, ...], expected: list[str]
) -> None:
    rows = [
        person(number, Ky=period, MavungLTT=region, HDTuNgay="01/02/2015", ViTriTuNgay="01/02/2015")
        for number, region in enumerate(regions, start=1)
    ]

    told = [each.split(" since")[0] for each in noted(run(rows))]
    assert [each for each in told if not each.startswith(LATENESS)] == expected


def test_where_nobody_is_paid_nothing_is_compared() -> None:
    assert noted(run([person(1, TrangThai="NghiViec", NgayTrangThai="01/10/2026")])) == []


def test_what_the_lines_rest_on_is_noted_too_and_every_row_once() -> None:
    asked: list[Period] = []

    def lines_rest_on(period: Period) -> Iterable[Row[object]]:
        asked.append(period)
        return [row for row in LAW.rows_of(RATES, period.first_day) if "foreign" in row.key] * 2

    report = run([person(1)], lines_rest_on=lines_rest_on)

    assert asked == [Period(2026, 10)]
    assert [each.split(" =")[0] for each in noted(report)] == [
        "reference_levels all",
        "rates unemployment/employee/foreign",
        "rates unemployment/employer/foreign",
    ]


def test_a_file_without_a_period_rests_on_nothing() -> None:
    assert noted(run([person(1, Ky="x")], lines_rest_on=lambda _period: LAW.of_site())) == []


def test_notes_about_the_file_stand_behind_what_is_wrong_in_it() -> None:
    report = run([person(1, GioiTinh="9"), person(2)])

    assert [finding.code for finding in report.findings] == ["E-SEX", "N-LAW"]


def test_rows_of_movements_rest_on_the_law_of_their_own_months() -> None:
    rows = [movement(1, TuThang="06/2016", DenThang="06/2016", PA="AD", Loai="2", TyleDong="")]

    report = examine(
        table(rows, kind=Kind.MOVEMENTS), sha256="0" * 64, context=replace(context(), law=LAW)
    )

    assert [each.split(" (")[0] for each in noted(report)] == [
        f"{BASE_FLOOR} since 01/01/2015",
        "rules back-dated-months = 6 since 01/01/2015",
    ]
