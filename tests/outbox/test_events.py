"""What happened to a person, and the code and group that say so."""

from __future__ import annotations

import pytest

from outbox.model import RowFate
from tests.outbox.payroll import (
    HERE,
    asked,
    declared,
    fates,
    row,
    said,
    work,
)

UNCHANGED, REPORTED, REJECTED, HELD = RowFate


def test_a_newcomer_without_a_number_is_TM_and_with_one_TD():
    movements = work(row(1, MasoBHXH=""), row(2))

    assert said(movements) == [(HERE, "NV00001", "TM", "1"), (HERE, "NV00002", "TD", "1")]
    assert [remark.code for remark in movements.remarks] == ["R-TRANSFER", "R-HOUSEHOLD"]


def test_leaving_is_GH_and_changing_unit_is_GD():
    movements = work(
        row(1, TrangThai="NghiViec", LyDo="Hết hạn HĐLĐ"),
        row(2, TrangThai="ChuyenDonVi"),
        known=declared(row(1), row(2)),
    )

    assert said(movements) == [(HERE, "NV00001", "GH", "3"), (HERE, "NV00002", "GD", "3")]
    assert movements.lines["gone"].all()
    assert movements.lines["Ghichu"].tolist() == ["Hết hạn HĐLĐ", ""]


@pytest.mark.parametrize("reason", ["Chết", "tử vong", "Qua đời"])
def test_death_is_flagged_with_its_day(reason):
    left = row(1, TrangThai="NghiViec", NgayTrangThai="12/10/2026", LyDo=reason)

    movements = work(left, known=declared(row(1)))

    line = movements.lines.iloc[0]
    assert (line["PA"], line["CoGiamChet"], line["NgayChet"]) == ("GH", "1", "12/10/2026")


@pytest.mark.parametrize(
    ("status", "days", "code", "after"),
    [
        ("ThaiSan", "", "TS", "ThaiSan"),
        ("OmDau", "", "OF", "OmDau"),
        ("OmDau", "14", "OF", "OmDau"),
        ("KhongLuong", "", "KL", "KhongLuong"),
        ("", "14", "KL", "KhongLuong"),
        ("DangLam", "20", "KL", "KhongLuong"),
    ],
)
def test_a_leave_has_its_code(status, days, code, after):
    movements = work(row(1, TrangThai=status, NgayNghi=days), known=declared(row(1)))

    assert said(movements) == [(HERE, "NV00001", code, "3")]
    assert movements.lines["TinhTrang"].tolist() == [after]
    assert not movements.lines["gone"].any()


@pytest.mark.parametrize("status", ["OmDau", "KhongLuong", ""])
def test_a_leave_of_under_14_unpaid_days_is_work(status):
    movements = work(row(1, TrangThai=status, NgayNghi="13"), known=declared(row(1)))

    assert fates(movements) == [UNCHANGED]


def test_back_from_leave_is_ON_with_the_row_as_it_is_now():
    known = declared(row(1, TrangThai="ThaiSan"))

    movements = work(row(1, TienLuong="9500000"), known=known)

    assert said(movements) == [(HERE, "NV00001", "ON", "1")]
    assert movements.lines["TinhTrang"].tolist() == ["DangLam"]


def test_somebody_on_the_same_leave_has_no_wage_change():
    known = declared(row(1, TrangThai="ThaiSan"))

    movements = work(row(1, TrangThai="ThaiSan", TienLuong="9500000"), known=known)

    assert fates(movements) == [UNCHANGED]


def test_another_kind_of_leave_waits_for_an_answer():
    known = declared(row(1, TrangThai="OmDau"))
    answer = frozenset({(HERE, "NV00001", "Q-LEAVE-CHANGE")})

    held = work(row(1, TrangThai="ThaiSan"), known=known)
    released = work(row(1, TrangThai="ThaiSan"), known=known, released=answer)

    assert asked(held) == [("NV00001", "Q-LEAVE-CHANGE")]
    assert fates(held) == [HELD]
    assert held.questions[0].row == 2
    assert said(released) == [(HERE, "NV00001", "TS", "3")]


def test_a_newcomer_on_leave_waits_for_an_answer():
    answer = frozenset({(HERE, "NV00001", "Q-NEW-ON-LEAVE")})

    held = work(row(1, TrangThai="ThaiSan"))
    released = work(row(1, TrangThai="ThaiSan"), released=answer)

    assert asked(held) == [("NV00001", "Q-NEW-ON-LEAVE")]
    assert said(released) == [(HERE, "NV00001", "TD", "1")]


@pytest.mark.parametrize(
    ("before", "after", "group"),
    [
        ({"TienLuong": "9000000"}, {"TienLuong": "9500000"}, "2"),
        ({"TienLuong": "9000000"}, {"TienLuong": "8500000"}, "4"),
        ({"PhuCapLuong": ""}, {"PhuCapLuong": "100000"}, "2"),
        ({"PhuCapBosung": "300000"}, {"PhuCapBosung": ""}, "4"),
        ({"TienLuong": "2.34"}, {"TienLuong": "2.67"}, "2"),
        ({"PhuCapTNVK": "5"}, {"PhuCapTNVK": "4"}, "4"),
        ({"PhuCapCV": "0.3"}, {"PhuCapCV": "0.4"}, "2"),
        (
            {"TienLuong": "9000000", "PhuCapLuong": "1000000"},
            {"TienLuong": "8000000", "PhuCapLuong": "2000000"},
            "4",
        ),
    ],
)
def test_a_wage_change_is_DC_up_or_down(before, after, group):
    movements = work(row(1, **after), known=declared(row(1, **before)))

    assert said(movements) == [(HERE, "NV00001", "DC", group)]


@pytest.mark.parametrize(
    "change", [{"ChucVu": "Tổ trưởng"}, {"NoiLamViec": "X2"}, {"ViTri": "NQL"}]
)
def test_another_post_place_or_position_is_CD(change):
    movements = work(row(1, **change), known=declared(row(1)))

    assert said(movements) == [(HERE, "NV00001", "CD", "5")]


def test_wage_and_title_are_two_lines_wage_first():
    movements = work(row(1, TienLuong="1", ChucVu="Tổ trưởng"), known=declared(row(1)))

    assert said(movements) == [(HERE, "NV00001", "DC", "4"), (HERE, "NV00001", "CD", "5")]
    assert fates(movements) == [REPORTED]


def test_missing_household_data_hold_newcomers_where_the_profile_wants_them():
    movements = work(row(1, MasoBHXH=""), row(2), household="required")

    assert asked(movements) == [("NV00001", "Q-HOUSEHOLD")]
    assert fates(movements) == [HELD, REPORTED]


@pytest.mark.parametrize(
    ("told", "known", "line"),
    [
        ({"PA": "TC"}, None, ("TC", "1")),
        ({"PA": "TV"}, None, ("TV", "1")),
        ({"PA": "GC", "TrangThai": "NghiViec"}, {}, ("GC", "3")),
        ({"PA": "GH"}, {}, ("GH", "3")),
        ({"PA": "OF", "TrangThai": "KhongLuong"}, {}, ("OF", "3")),
        ({"PA": "KL"}, {}, ("KL", "3")),
        ({"PA": "ON"}, {"TrangThai": "OmDau"}, ("ON", "1")),
        ({"PA": "AD", "TienLuong": "9500000"}, {}, ("AD", "2")),
        ({"PA": "AD", "TienLuong": "8500000"}, {}, ("AD", "5")),
        ({"PA": "AT", "ChucVu": "Tổ trưởng"}, {}, ("AT", "2")),
        ({"PA": "SB", "TienLuong": "8500000"}, {}, ("SB", "4")),
        ({"PA": "DC", "TienLuong": "8500000"}, {}, ("DC", "4")),
    ],
)
def test_the_senders_code_replaces_ours_where_it_fits(told, known, line):
    roster = declared() if known is None else declared(row(1, **known))

    movements = work(row(1, **told), known=roster)

    assert said(movements) == [(HERE, "NV00001", *line)]


def test_the_senders_DC_keeps_the_title_line_too():
    for code in ("DC", "CD"):
        movements = work(row(1, PA=code, TienLuong="1", ChucVu="X"), known=declared(row(1)))

        assert [line[2] for line in said(movements)] == ["DC", "CD"]


@pytest.mark.parametrize(
    ("told", "known"),
    [
        ({"PA": "XX"}, {}),
        ({"PA": "ON"}, None),
        ({"PA": "DC"}, None),
        ({"PA": "CD", "TienLuong": "1"}, {}),
        ({"PA": "TM", "TienLuong": "1"}, {}),
        ({"PA": "AD"}, {}),
        ({"PA": "TS", "TrangThai": "NghiViec"}, {}),
        ({"PA": "SB", "TrangThai": "NghiViec"}, None),
    ],
)
def test_a_code_that_does_not_fit_waits_for_an_answer(told, known):
    roster = declared() if known is None else declared(row(1, **known))

    movements = work(row(1, **told), known=roster)

    assert asked(movements) == [("NV00001", "Q-PA")]
    assert told["PA"] in movements.questions[0].question_vi


@pytest.mark.parametrize("code", ["TM", "DC", "CD", "ON"])
def test_a_code_for_what_is_declared_already_changes_nothing(code):
    movements = work(row(1, PA=code), known=declared(row(1)))

    assert fates(movements) == [UNCHANGED]


def test_a_code_that_somebody_insists_on_is_reported():
    answer = frozenset({(HERE, "NV00001", "Q-PA"), (HERE, "NV00002", "Q-PA")})
    known = declared(row(1), row(2))

    movements = work(row(1, PA="AD"), row(2, PA="XX", TienLuong="1"), known=known, released=answer)

    assert said(movements) == [(HERE, "NV00001", "AD", "5"), (HERE, "NV00002", "DC", "4")]
