"""A proposal leaves nothing to chance: no person as a heading, no order of days, no flag."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.errors import UnreadableError
from adapters.guess import guess_columns
from adapters.guess_headings import HeadingJudge
from adapters.guess_styles import contrary
from adapters.guessed import Guess
from adapters.hints import Hints
from adapters.proposal import Proposal, propose
from adapters.proposal_text import to_toml
from adapters.styles import read_month_as
from adapters.table import read_table
from config.concepts import load_concepts
from config.headings import load_vocabulary
from tests.adapters.mapped import lines

HEADINGS = HeadingJudge(load_vocabulary(), load_concepts())
NAMES = ("Lê An", "Trần Bình", "Võ Cúc", "Phạm Dũng", "Lý Hà", "Đỗ Em")


def _proposed(path: Path, rows: list[list[str]]) -> Proposal:
    (raw,) = read_table(lines(path / "a.csv", rows), "a.csv")
    return propose(raw, Hints(name="a.csv", unit="TA0001A"), 2026)


def _guessed(path: Path, rows: list[list[str]]) -> tuple[Guess, ...]:
    """Guess with a judge of headings that is made once."""
    (raw,) = read_table(lines(path / "a.csv", rows), "a.csv")
    return guess_columns(raw, 2026, HEADINGS).guesses


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

    (guess,) = (each for each in _guessed(tmp_path, rows) if each.heading == "Nữ")

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
        ("GTSD thẻ BHYT", "12/2026", ()),
        ("NS vợ", "1{}/02/1986", ()),
        ("Ngày sinh con thứ hai", "1{}/02/1986", ()),
        ("LUONG_BH_CU", "3580000{}", ("TienLuong", "-")),
        ("Average SI salary", "3580000{}", ("TienLuong", "-")),
        ("Last SI salary", "3580000{}", ("TienLuong", "-")),
        ("Mã hộ BHXH", "791000001{}", ("MasoBHXH", "-")),
        ("Ngày hết hạn thẻ", "1{}/02/2028", ()),
        ("Địa chỉ người liên hệ", "Số {} Lê Lợi, phường Bến Nghé", ()),
        ("Số ngày nghỉ lễ", "{}", ()),
        ("Phụ cấp lương (đã gồm trong lương)", "50000{}", ()),
        ("Mentor", "Lê Thị Hòa", ()),
        ("Style", "AB0{}23C", ()),
    ],
)
def test_what_is_somebody_elses_or_old_is_never_taken(
    tmp_path: Path, heading: str, cells: str, choices: tuple[str, ...]
) -> None:
    rows = [["Mã NV", "Họ tên", heading]]
    rows += [[f"NV{at}", name, cells.format(at)] for at, name in enumerate(NAMES)]

    guesses = _guessed(tmp_path, rows)
    (guess,) = (each for each in guesses if each.heading == heading)

    assert not guess.taken
    assert set(choices) <= set(guess.choices)


def test_of_two_columns_that_name_one_field_none_is_taken(tmp_path: Path) -> None:
    rows = [["Mã NV", "Họ tên", "Lương đóng BHXH", "Mức lương đóng BHXH"]]
    rows += [[f"NV{at}", name, f"90{at}0000", f"91{at}0000"] for at, name in enumerate(NAMES)]

    wages = [g for g in _guessed(tmp_path, rows) if "Lương" in g.heading.title()]

    assert len(wages) == 2
    assert all(each.choices for each in wages)


def test_a_word_that_is_also_somebody_elses_names_no_field_surely() -> None:
    assert HEADINGS.fits("Phone")["DienThoai"].level == "sure"
    assert HEADINGS.fits("private_phone")["DienThoai"].level == "maybe"


@pytest.mark.parametrize(
    "names", [("Last Name", "First Name"), ("NACHN", "VORNA")], ids=["english", "sap"]
)
def test_names_of_somebody_else_leave_a_name_in_parts_its_columns(
    tmp_path: Path, names: tuple[str, str]
) -> None:
    rows = [["Employee ID", *names, "Line Lead"]]
    rows += [[f"NV{at}", *name.split(), "Lê Thị Hòa"] for at, name in enumerate(NAMES)]

    guesses = _guessed(tmp_path, rows)

    assert [(each.field, each.taken) for each in guesses[1:3]] == [
        ("HoTen.1", True),
        ("HoTen.3", True),
    ]
    assert not guesses[3].taken


@pytest.mark.parametrize(
    ("heading", "cells", "choices"),
    [
        ("SHOKUSHU", "Công nhân", {"ChucVu", "ViTri", "-"}),
        ("Registered No.", "360893216{}", {"MaNV", "MasoBHXH", "-"}),
        ("Fixed allowances counted for SI", "150000{}", {"PhuCapLuong", "PhuCapBosung", "-"}),
    ],
)
def test_a_heading_or_cells_of_two_fields_are_a_choice_between_both(
    tmp_path: Path, heading: str, cells: str, choices: set[str]
) -> None:
    rows = [["Họ tên", heading]]
    rows += [[name, cells.format(at)] for at, name in enumerate(NAMES)]

    _, guess = _guessed(tmp_path, rows)

    assert set(guess.choices) == choices


def test_equal_wages_do_not_hand_the_field_to_another_column(tmp_path: Path) -> None:
    rows = [["Mã NV", "Họ tên", "Lương đóng BHXH", "Lương cơ bản"]]
    rows += [[f"NV{at}", f"Lê Văn {at}", "5310000", f"6{at}00000"] for at in range(10, 30)]

    *_, insured, basic = _guessed(tmp_path, rows)

    assert insured.choices == ("TienLuong", "-")
    assert not basic.taken


def test_days_beside_a_status_that_is_asked_about_are_asked_about(tmp_path: Path) -> None:
    rows = [["Họ tên", "HĐ từ ngày", "HĐ đến ngày", "Hiện giờ", "Hiện giờ kể từ"]]
    states = ("Đang làm", "Thai sản")
    rows += [
        [name, f"1{at}/03/2020", f"1{at}/03/2027", states[at % 2], f"1{at}/02/2025"]
        for at, name in enumerate(NAMES)
    ]

    *_, since = _guessed(tmp_path, rows)

    assert not since.taken
    assert "NgayTrangThai" in since.choices


def test_a_heading_that_says_another_order_of_days_is_asked_about(tmp_path: Path) -> None:
    rows = [["Họ tên", "Birth date (MM/DD/YYYY)", "HĐ từ ngày"]]
    rows += [[name, f"0{at + 1}/11/1990", f"2{at}/03/2020"] for at, name in enumerate(NAMES)]

    proposal = _proposed(tmp_path, rows)

    assert proposal.dates.choices == ("dmy", "mdy")


@pytest.mark.parametrize(
    ("heading", "asked"),
    [("Giới tính", False), ("Giới tính (0: Nam / 1: Nữ)", True), ("Nữ/Nam", True)],
)
def test_a_heading_that_says_what_0_and_1_mean_is_asked_about(
    tmp_path: Path, heading: str, asked: bool
) -> None:
    rows = [["Mã NV", "Họ tên", heading]]
    rows += [[f"NV{at}", name, str(at % 2)] for at, name in enumerate(NAMES)]

    told = _proposed(tmp_path, rows).codes.get("GioiTinh", {})

    assert ("?" in told.values()) == asked


def test_amounts_too_small_for_wages_are_asked_about(tmp_path: Path) -> None:
    rows = [["Mã NV", "Họ tên", "Lương đóng BHXH"]]
    rows += [[f"NV{at}", name, f"72{at}000"] for at, name in enumerate(NAMES)]

    guesses = _guessed(tmp_path, rows)
    (guess,) = (each for each in guesses if each.heading == "Lương đóng BHXH")

    assert not guess.taken
    assert "TienLuong" in guess.choices
