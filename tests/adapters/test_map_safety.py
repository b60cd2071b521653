"""A proposal leaves nothing to chance: no person as a heading, no order of days, no flag."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.errors import UnreadableError
from adapters.guess_styles import contrary
from adapters.hints import Hints
from adapters.proposal import Proposal, propose
from adapters.proposal_text import to_toml
from adapters.styles import read_month_as
from adapters.table import read_table
from tests.adapters.mapped import lines

NAMES = ("Lê An", "Trần Bình", "Võ Cúc", "Phạm Dũng", "Lý Hà", "Đỗ Em")


def _proposed(path: Path, rows: list[list[str]]) -> Proposal:
    (raw,) = read_table(lines(path / "a.csv", rows), "a.csv")
    return propose(raw, Hints(name="a.csv", unit="TA0001A"), 2026)


def test_a_person_is_never_taken_for_headings(tmp_path: Path) -> None:
    rows = [[f"NV{at}", name, f"07908500001{at}", "01/02/1985"] for at, name in enumerate(NAMES)]

    with pytest.raises(UnreadableError) as caught:
        _proposed(tmp_path, rows)

    assert caught.value.code == "E-HEADER"
    assert "Lê An" not in str(caught.value)


def test_contracts_written_in_the_other_order_are_asked_about(tmp_path: Path) -> None:
    rows = [["Họ tên", "Ngày sinh", "HĐ từ ngày"]]
    begun = ("4/1/2015", "7/1/2018", "9/1/2019", "2/1/2020", "11/1/2021", "5/1/2022")
    rows += [
        [name, f"{13 + at}/03/1985", day]
        for at, (name, day) in enumerate(zip(NAMES, begun, strict=True))
    ]

    asked = _proposed(tmp_path, rows).asked

    assert "dates: dmy | mdy" in asked
    assert not contrary(["01/04/2015", "01/07/2018", "15/09/2019"], "dmy")


def test_a_heading_that_is_a_flag_is_asked_about(tmp_path: Path) -> None:
    rows = [["Mã NV", "Họ tên", "Nữ"]]
    rows += [[f"NV{at}", name, str(at % 2)] for at, name in enumerate(NAMES)]

    (guess,) = (each for each in _proposed(tmp_path, rows).columns.guesses if each.heading == "Nữ")

    assert guess.choices == ("GioiTinh", "-")


def test_open_codes_name_what_may_be_chosen(tmp_path: Path) -> None:
    rows = [["Mã NV", "Họ tên", "Loại HĐ"]]
    rows += [[f"NV{at}", name, ("24T", "Vĩnh viễn")[at % 2]] for at, name in enumerate(NAMES)]

    text = to_toml(_proposed(tmp_path, rows), "a", delimiter="", encoding="", sheet="")

    assert "# KXDTH | XDTH | KHAC" in text


@pytest.mark.parametrize(
    ("text", "month"), [("Aug 2026", "08/2026"), ("September-2026", "09/2026"), ("Junk 2026", None)]
)
def test_months_by_name_are_read_only_if_they_are_months(text: str, month: str | None) -> None:
    assert read_month_as("mon-yyyy", "auto", text) == month


@pytest.mark.parametrize(
    ("heading", "cells", "choices"),
    [
        ("Căn cước của người giám hộ", "07908500012{}", ()),
        ("Mã đơn vị BHXH cũ", "TC0003C", ("MaDonVi", "-")),
        ("Số sổ BHXH gộp", "791000001{}", ("MasoBHXH", "-")),
        ("Mức trần đóng BHXH", "46800000", ()),
        ("Hộ khẩu thường trú", "Số {} Lê Lợi, phường Bến Nghé", ("Diachi_NN", "-")),
    ],
)
def test_what_is_somebody_elses_or_old_is_never_taken(
    tmp_path: Path, heading: str, cells: str, choices: tuple[str, ...]
) -> None:
    rows = [["Mã NV", "Họ tên", heading]]
    rows += [[f"NV{at}", name, cells.format(at)] for at, name in enumerate(NAMES)]

    guesses = _proposed(tmp_path, rows).columns.guesses
    (guess,) = (each for each in guesses if each.heading == heading)

    assert not guess.taken
    assert set(choices) <= set(guess.choices)


def test_of_two_columns_that_name_one_field_none_is_taken(tmp_path: Path) -> None:
    rows = [["Mã NV", "Họ tên", "Lương đóng BHXH", "Mức lương đóng BHXH"]]
    rows += [[f"NV{at}", name, f"90{at}0000", f"91{at}0000"] for at, name in enumerate(NAMES)]

    wages = [g for g in _proposed(tmp_path, rows).columns.guesses if "Lương" in g.heading.title()]

    assert len(wages) == 2
    assert all(each.choices for each in wages)


def test_amounts_too_small_for_wages_are_asked_about(tmp_path: Path) -> None:
    rows = [["Mã NV", "Họ tên", "Lương đóng BHXH"]]
    rows += [[f"NV{at}", name, f"72{at}000"] for at, name in enumerate(NAMES)]

    guesses = _proposed(tmp_path, rows).columns.guesses
    (guess,) = (each for each in guesses if each.heading == "Lương đóng BHXH")

    assert not guess.taken
    assert "TienLuong" in guess.choices
