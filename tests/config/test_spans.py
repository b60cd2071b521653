"""Tables that do not hold together are refused, with file and row; a site's rows win."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.law import LEVELS, RATES, TABLES, Fund, Group, Payer, load_law
from config.rows import Line
from config.spans import Span, _together
from config.tables import Row
from tests.config.laws import copied, problems, rewrite, write

LEVEL = "amount,valid_from,valid_to,legal_source,verified"
RATE = "fund,payer,group,percent,valid_from,valid_to,legal_source,verified"
DAY = timedelta(days=1)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Copy the tables, to be broken."""
    return copied(tmp_path)


def test_a_gap_is_told_with_file_and_row(folder: Path) -> None:
    rewrite(folder / "reference_levels.csv", "2340000,2025-07-01", "2340000,2025-07-03")

    assert problems(folder) == ("reference_levels.csv row 9: leaves a gap after 2025-06-30",)


def test_an_overlap_is_told_with_file_and_row(folder: Path) -> None:
    rewrite(folder / "reference_levels.csv", "2025-07-01,2026-06-30", "2025-07-01,")

    assert problems(folder) == ("reference_levels.csv row 10: overlaps the row from 2025-07-01",)


def test_a_missing_source_is_told_with_file_and_row(folder: Path) -> None:
    rewrite(folder / "late_interest.csv", "Luật BHXH 41/2024/QH15 ngày 29/06/2024; NĐ 274", " ")
    rewrite(folder / "late_interest.csv", " /2025/NĐ-CP", "")

    assert problems(folder) == ("late_interest.csv row 4: legal_source is missing",)


def test_a_missing_table_is_told(folder: Path) -> None:
    (folder / "reference_levels.csv").unlink()

    assert problems(folder) == (
        "reference_levels.csv: cannot be read: FileNotFoundError",
        "reference_levels.csv: no row for all",
    )


def test_a_key_that_a_table_does_not_have_is_told(folder: Path) -> None:
    rewrite(folder / "region_wages.csv", "1,3100000", "5,3100000")

    assert problems(folder) == (
        "region_wages.csv row 2: unknown region: 5",
        "region_wages.csv row 3: leaves a gap after the table's beginning on 2015-01-01",
    )


def test_a_key_without_rows_is_told(folder: Path) -> None:
    rewrite(folder / "deadlines.csv", "pay-months-after,0", "declare-within-days,0")
    rewrite(folder / "deadlines.csv", "pay-months-after,1", "declare-within-days,1")

    found = problems(folder)

    assert "deadlines.csv: no row for pay-months-after" in found
    assert any("overlaps the row from" in problem for problem in found)


def test_a_row_before_the_tables_beginning_is_told(folder: Path) -> None:
    rewrite(folder / "floors.csv", "2015-01-01,2025-06-30", "1915-01-01,2025-06-30")

    assert problems(folder) == (
        "floors.csv row 2: lies before the table's beginning on 2015-01-01",
    )


def test_a_list_that_is_not_complete_begins_where_it_begins(folder: Path) -> None:
    rewrite(folder / "agencies.csv", "07906,BHXH cơ sở Bình Thạnh,2025-07-01", "07906,X,2010-01-01")

    assert load_law(folder).agency("07906", date(2010, 1, 1)) == "X"


def test_all_problems_of_all_tables_are_told_at_once(folder: Path) -> None:
    rewrite(
        folder / "rates.csv", "sick-maternity,employer,vietnamese,3,", "gym,employer,vietnamese,x,"
    )
    rewrite(folder / "rules.csv", "Luật Việc làm 74/2025/QH15,true", ",perhaps")
    rewrite(folder / "region_wages.csv", "1,3100000,2015-01-01", "1,much,yesterday")
    rewrite(folder / "reference_levels.csv", "2025-07-01,2026-06-30", "2025-07-01,2024-06-30")
    rewrite(folder / "floors.csv", "region-wage", "ground")

    assert problems(folder) == (
        "rates.csv row 2: percent is not a percentage: 'x'",
        "rates.csv row 2: unknown fund/payer/group: gym/employer/vietnamese",
        "rates.csv row 3: leaves a gap after the table's beginning on 2015-01-01",
        "reference_levels.csv row 9: valid_to 2024-06-30 is before valid_from 2025-07-01",
        "region_wages.csv row 2: amount is not a whole number: 'much'",
        "region_wages.csv row 2: valid_from is not a date yyyy-MM-dd: 'yesterday'",
        "rules.csv row 9: legal_source is missing",
        "rules.csv row 9: verified is neither true nor false: 'perhaps'",
        "floors.csv row 2: floor is none of region-wage, reference-level: 'ground'",
    )


def test_a_row_of_the_site_wins_in_its_span_and_ours_holds_around_it(tmp_path: Path) -> None:
    write(
        tmp_path,
        "rates.csv",
        RATE,
        "accident-disease,employer,vietnamese,0.3,2026-03-01,2026-08-31,Quyết định của Bộ,true",
    )

    law = load_law(site=tmp_path)

    def rate(on: date) -> Decimal:
        return law.rate(Fund.TNLD_BNN, Payer.EMPLOYER, Group.VIETNAMESE, on)

    assert rate(date(2026, 2, 28)) == rate(date(2026, 9, 1)) == Decimal("0.5")
    assert rate(date(2026, 3, 1)) == rate(date(2026, 8, 31)) == Decimal("0.3")
    (own,) = law.of_site()
    assert (own.named, own.written) == ("accident-disease/employer/vietnamese", "0.3")
    assert law.row(RATES, own.key, date(2026, 9, 1)).valid_from == date(2026, 9, 1)


def test_a_site_may_confirm_a_row_that_nobody_has_verified(tmp_path: Path) -> None:
    write(tmp_path, "reference_levels.csv", LEVEL, "2530000,2026-07-01,9999-12-31,NĐ 161/2026,true")

    row = load_law(site=tmp_path).row(LEVELS, (), date(2030, 1, 1))

    assert (row.verified, row.of_site, row.valid_to) == (True, True, None)


def test_a_site_may_add_to_a_list(tmp_path: Path) -> None:
    head = "code,name,valid_from,valid_to,legal_source,verified"
    write(tmp_path, "agencies.csv", head, "01903,BHXH cơ sở Mẫu,2025-07-01,,Thông báo,true")

    assert load_law(site=tmp_path).agency("01903", date(2026, 1, 1)) == "BHXH cơ sở Mẫu"


def test_a_spreadsheets_mark_of_the_encoding_is_no_part_of_the_first_heading(
    tmp_path: Path,
) -> None:
    write(tmp_path, "reference_levels.csv", "\ufeff" + LEVEL, "2700000,2027-07-01,,NĐ,false")

    assert load_law(site=tmp_path).reference_level(date(2027, 7, 1)) == 2_700_000


def test_what_is_wrong_with_a_sites_rows_is_told_at_once(tmp_path: Path) -> None:
    write(
        tmp_path, "reference_levels.csv", LEVEL, "1,2013-01-01,2013-12-31,NĐ,true",
        "2,2026-01-01,2026-06-30,NĐ,true", "3,2026-06-30,2026-12-31,,true",
        "4,2026-05-01,,NĐ,true",
    )  # fmt: skip
    write(tmp_path, "region_wages.csv", "region,wage", "1,2")
    write(tmp_path, "wages.csv", "x")
    write(tmp_path, ".~lock.rates.csv#", "an editor's")
    write(tmp_path, "agencies.csv", "code,name,valid_from,valid_to,legal_source,verified", "1,2")

    assert problems(site=tmp_path) == (
        "law/wages.csv: no such table; there are agencies.csv, coverage.csv, deadlines.csv, "
        "floors.csv, form_versions.csv, holidays.csv, late_interest.csv, participation.csv, "
        "past_health.csv, rates.csv, reference_levels.csv, region_wages.csv, "
        "retirement_ages.csv, rules.csv",
        "law/reference_levels.csv row 4: legal_source is missing",
        "law/region_wages.csv row 1: the columns must be "
        "region,amount,valid_from,valid_to,legal_source,verified",
        "law/agencies.csv row 2: 2 cells instead of 6",
    )


def test_a_sites_rows_are_checked_together_with_ours(tmp_path: Path) -> None:
    write(
        tmp_path, "reference_levels.csv", LEVEL, "1,2013-01-01,2013-12-31,NĐ,true",
        "2,2026-01-01,2026-06-30,NĐ,true", "4,2026-05-01,,NĐ,true",
    )  # fmt: skip

    assert problems(site=tmp_path) == (
        "law/reference_levels.csv row 2: lies before the table's beginning on 2013-07-01",
        "law/reference_levels.csv row 4: overlaps the row from 2026-01-01",
    )


def test_a_site_without_rows_of_its_own_has_ours(tmp_path: Path) -> None:
    law = load_law(site=tmp_path)

    assert law == load_law()
    assert list(law.of_site()) == []


def test_a_folder_that_cannot_be_read_is_told(tmp_path: Path, monkeypatch) -> None:
    (tmp_path / "law").mkdir()

    def closed(_self: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", closed)

    assert problems(site=tmp_path) == ("law/: cannot be read: Permission denied",)


def test_every_table_has_a_file_and_every_file_a_table(folder: Path) -> None:
    assert {path.stem for path in folder.iterdir()} == {table.name for table in TABLES}


_STARTS = st.dates(date(2016, 1, 1), date(2030, 12, 31))


@settings(deadline=None)
@given(_STARTS, st.integers(0, 2000), _STARTS)
def test_a_site_row_changes_its_own_days_and_no_other(
    begins: date, length: int, asked: date
) -> None:
    def span(value: int, since: date, until: date | None) -> Span:
        row = Row(
            table="t", key=(), value=value, written="", valid_from=since, valid_to=until,
            legal_source="s", verified=True,
        )  # fmt: skip
        return Span(Line("t", 1, {}, []), row)

    ends = begins + length * DAY
    ours = [span(1, date(2015, 1, 1), date(2020, 6, 30)), span(2, date(2020, 7, 1), None)]

    found = _together(ours, [span(9, begins, ends)])

    (row,) = (each.row for each in found if each.row.covers(asked))
    usual = 1 if asked <= date(2020, 6, 30) else 2
    assert row.value == (9 if begins <= asked <= ends else usual)
