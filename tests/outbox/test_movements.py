"""A snapshot against the declared roster: who is reported with which code, who is asked about."""

from __future__ import annotations

import pandas as pd
import pytest

from outbox.lines import LINE_COLUMNS
from outbox.model import RowFate
from outbox.roster import Declared
from tests.outbox.payroll import (
    FAR,
    HERE,
    THERE,
    asked,
    declared,
    fates,
    row,
    said,
    work,
)

UNCHANGED, REPORTED, REJECTED, HELD = RowFate


def elsewhere(number=1, **told):
    person = row(number, MaDonVi=FAR)
    return {name: person[name] for name in ("MaDonVi", "MaNV", "CMND", "MasoBHXH")} | told


def refused(movements, code="E0102", reason="Sai mã số"):
    return movements.lines.assign(code=code, reason=reason)


def test_somebody_declared_as_the_file_says_is_unchanged():
    movements = work(row(1), row(2), known=declared(row(1), row(2)))

    assert fates(movements) == [UNCHANGED, UNCHANGED]
    assert movements.lines.empty
    assert list(movements.lines.columns) == list(LINE_COLUMNS)


def test_a_newcomer_without_a_number_is_TM_and_with_one_TD():
    movements = work(row(1, MasoBHXH=""), row(2))

    assert said(movements) == [(HERE, "NV00001", "TM", "1"), (HERE, "NV00002", "TD", "1")]
    assert [remark.code for remark in movements.remarks] == ["R-TRANSFER", "R-HOUSEHOLD"]


def test_a_line_says_what_the_form_needs():
    movements = work(row(1, MasoBHXH="", LyDo="theo quyết định"))

    line = movements.lines.iloc[0].to_dict()

    assert line["row"] == 2
    assert not line["gone"]
    assert line["TuThang"] == line["DenThang"] == "10/2026"
    assert line["TyleDong"] == "32.0"
    assert (line["TinhLai"], line["DaCoSo"], line["CoGiamChet"]) == ("0", "0", "0")
    assert line["MavungLTT"] == "01"
    assert line["Ghichu"] == "HĐLĐ không xác định thời hạn từ 01/02/2024"
    assert line["Vtvl_khac_tungay"] == line["Hdld_tungay"] == "01/02/2024"
    assert line["Vtvl_nql_tungay"] == line["Hdld_xdth_tungay"] == ""
    assert (line["Dienthoai_LH"], line["Email_LH"]) == ("0900000001", "nv@example.vn")
    assert (line["MaTinhBenhVien"], line["MaBenhVien"]) == ("79", "79025")
    assert line["TinhTrang"] == "DangLam"


def test_a_foreigner_pays_the_rate_of_foreigners():
    movements = work(row(1, QuocTich="KR"))

    assert movements.lines["TyleDong"].tolist() == ["30.0"]


def test_a_definite_contract_has_both_dates():
    movements = work(row(1, LoaiHD="XDTH", HDDenNgay="31/01/2027", MavungLTT="02"))

    line = movements.lines.iloc[0]
    assert (line["Hdld_xdth_tungay"], line["Hdld_xdth_denngay"]) == ("01/02/2024", "31/01/2027")
    assert line["Hdld_tungay"] == ""
    assert line["MavungLTT"] == "02"


def test_leaving_is_GH_and_changing_unit_is_GD():
    movements = work(
        row(1, TrangThai="NghiViec", LyDo="Hết hạn HĐLĐ"),
        row(2, TrangThai="ChuyenDonVi"),
        known=declared(row(1), row(2)),
    )

    assert said(movements) == [(HERE, "NV00001", "GH", "3"), (HERE, "NV00002", "GD", "3")]
    assert movements.lines["gone"].all()
    assert movements.lines["Ghichu"].tolist() == ["Hết hạn HĐLĐ", ""]


def test_somebody_who_left_and_is_not_declared_is_unchanged():
    movements = work(row(1, TrangThai="NghiViec"), row(2, PA="GH"))

    assert fates(movements) == [UNCHANGED, UNCHANGED]


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


def test_a_blank_allowance_is_nothing_and_so_is_zero():
    movements = work(row(1, PhuCapLuong="0"), known=declared(row(1, PhuCapLuong="")))

    assert fates(movements) == [UNCHANGED]


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


def test_other_personal_data_are_a_remark_and_stop_nobody():
    known = declared(row(1), row(2), row(3, MasoBHXH=""))

    movements = work(
        row(1, HoTen="Nguyễn Văn Ân"), row(2, MasoBHXH="7900000099"), row(3), known=known
    )

    assert fates(movements) == [UNCHANGED] * 3
    assert [(remark.row, remark.code) for remark in movements.remarks] == [
        (2, "R-IDENTITY"),
        (3, "R-IDENTITY"),
    ]


def test_a_move_between_own_units_of_one_file_is_GD_and_TD():
    movements = work(row(1, MaDonVi=THERE), row(2), known=declared(row(1), row(2)))

    assert said(movements) == [(HERE, "NV00001", "GD", "3"), (THERE, "NV00001", "TD", "1")]
    assert movements.lines["row"].tolist() == [0, 2]
    assert (movements.absent, movements.questions) == (0, ())


@pytest.mark.parametrize("status", ["ChuyenDonVi", "NghiViec"])
def test_a_move_told_in_both_units_is_GD_never_GH(status):
    movements = work(row(1, TrangThai=status), row(1, MaDonVi=THERE), known=declared(row(1)))

    assert said(movements) == [(HERE, "NV00001", "GD", "3"), (THERE, "NV00001", "TD", "1")]


def test_a_move_is_recognised_by_citizen_id_too():
    movements = work(row(1, MaDonVi=THERE, MaNV="KH00001"), row(2), known=declared(row(1), row(2)))

    assert said(movements) == [(HERE, "NV00001", "GD", "3"), (THERE, "KH00001", "TD", "1")]


def test_somebody_from_a_unit_that_the_file_does_not_name_is_TD_without_a_remark():
    known = declared(elsewhere=[elsewhere(1, MasoBHXH="7900000001")])

    movements = work(row(1, MasoBHXH=""), known=known)

    assert said(movements) == [(HERE, "NV00001", "TD", "1")]
    assert movements.lines["MasoBHXH"].tolist() == ["7900000001"]
    assert movements.remarks == ()


def test_an_absent_person_who_is_declared_elsewhere_is_GD():
    known = declared(row(1), row(2), elsewhere=[elsewhere(1)])

    movements = work(row(2), known=known)

    assert said(movements) == [(HERE, "NV00001", "GD", "3")]


def test_a_leaver_who_is_declared_elsewhere_is_GD():
    known = declared(row(1), elsewhere=[elsewhere(1)])

    movements = work(row(1, TrangThai="NghiViec"), known=known)

    assert said(movements) == [(HERE, "NV00001", "GD", "3")]


def test_a_move_waits_while_the_row_in_the_new_unit_is_wrong():
    movements = work(row(1, MaDonVi=THERE), row(2), known=declared(row(1), row(2)), wrong=[0])

    assert fates(movements) == [REJECTED, UNCHANGED]
    assert said(movements) == []
    assert [remark.code for remark in movements.remarks] == ["R-MOVE-WAITS"]


def test_all_absent_people_of_a_unit_are_one_question():
    known = declared(row(1), row(2), row(3), row(4, MaDonVi=THERE))

    movements = work(row(3), known=known)

    assert asked(movements) == [("", "Q-ABSENT")]
    assert movements.questions[0].row is None
    assert "2 declared people" in movements.questions[0].question_en
    assert movements.absent == 2


@pytest.mark.parametrize(
    "rule", [{"missing": "leaves"}, {"released": frozenset({(HERE, "", "Q-ABSENT")})}]
)
def test_absent_people_leave_where_the_feed_or_a_person_says_so(rule):
    known = declared(row(1, MasoBHXH=""), row(2), row(3))

    movements = work(row(3), known=known, **rule)

    assert said(movements) == [(HERE, "NV00001", "GH", "3"), (HERE, "NV00002", "GH", "3")]
    assert movements.lines["row"].tolist() == [0, 0]
    assert movements.lines["DaCoSo"].tolist() == ["0", "1"]
    assert [remark.code for remark in movements.remarks] == ["R-ABSENT"]
    assert movements.absent == 2


def test_a_rejected_row_with_a_wrong_employee_number_does_not_make_its_person_absent():
    movements = work(
        row(1, MaNV="???"), row(2), known=declared(row(1), row(2)), wrong=[0], missing="leaves"
    )

    assert movements.absent == 0
    assert movements.lines.empty


def test_a_file_without_a_right_row_reports_nothing():
    movements = work(row(1, Ky="13/2026"), known=declared(row(2)), wrong=[0])

    assert fates(movements) == [REJECTED]
    assert movements.lines.empty
    assert list(movements.lines.columns) == list(LINE_COLUMNS)


def test_one_employee_number_at_work_twice_holds_both_rows():
    movements = work(row(1), row(1, MaDonVi=THERE), known=declared(row(1)))

    assert fates(movements) == [HELD, HELD]
    assert asked(movements) == [("NV00001", "Q-TWO-UNITS")] * 2
    assert [question.unit for question in movements.questions] == [HERE, THERE]


def test_a_citizen_id_declared_here_under_another_number_waits():
    movements = work(row(1, MaNV="NV99999"), row(1), known=declared(row(1)))

    assert fates(movements) == [HELD, UNCHANGED]
    assert asked(movements) == [("NV99999", "Q-SAME-ID")]


def test_an_absent_person_whose_citizen_id_stands_here_under_another_number_waits():
    movements = work(row(1, MaNV="NV99999"), known=declared(row(1)), missing="leaves")

    assert movements.lines.empty
    assert movements.absent == 0
    assert [remark.code for remark in movements.remarks] == ["R-MOVE-WAITS"]


def test_a_number_of_12_digits_waits_and_then_counts_as_a_number():
    answer = frozenset({(HERE, "NV00001", "Q-NUMBER-12")})
    long = row(1, MasoBHXH="079090000001")

    held, released = work(long), work(long, released=answer)

    assert asked(held) == [("NV00001", "Q-NUMBER-12")]
    assert released.lines[["PA", "MasoBHXH", "DaCoSo"]].to_numpy().tolist() == [["TD", "", "1"]]


def test_missing_household_data_hold_newcomers_where_the_profile_wants_them():
    movements = work(row(1, MasoBHXH=""), row(2), household="required")

    assert asked(movements) == [("NV00001", "Q-HOUSEHOLD")]
    assert fates(movements) == [HELD, REPORTED]


def test_a_known_number_is_reported_although_the_row_has_none():
    movements = work(row(1, MasoBHXH="", TienLuong="1"), known=declared(row(1)))

    assert movements.lines[["MasoBHXH", "DaCoSo"]].to_numpy().tolist() == [["7900000001", "1"]]


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


def test_what_VSS_refused_is_not_offered_again_unchanged():
    first = work(row(1, MasoBHXH=""))
    known = declared(refused=refused(first))

    again = work(row(1, MasoBHXH="", Ky="11/2026"), known=known)

    assert fates(again) == [HELD]
    assert asked(again) == [("NV00001", "Q-REFUSED")]
    assert "E0102: Sai mã số" in again.questions[0].question_en


def test_a_refused_person_is_offered_again_when_the_row_differs_or_somebody_says_so():
    first = work(row(1, MasoBHXH=""))
    known = declared(refused=refused(first))
    answer = frozenset({(HERE, "NV00001", "Q-REFUSED")})

    differing = work(row(1, MasoBHXH="", TienLuong="1"), known=known)
    released = work(row(1, MasoBHXH=""), known=known, released=answer)

    assert fates(differing) == fates(released) == [REPORTED]


def test_one_refused_line_of_two_holds_only_who_has_nothing_else_to_report():
    known = declared(row(1))
    both = work(row(1, TienLuong="1", ChucVu="X"), known=known)
    after = Declared(roster=known.roster, elsewhere=known.elsewhere, refused=refused(both).iloc[:1])

    again = work(row(1, TienLuong="1", ChucVu="X"), known=after)

    assert fates(again) == [REPORTED]


def test_a_refused_departure_of_an_absent_person_is_held_without_a_row():
    known = declared(row(1), row(2))
    first = work(row(2), known=known, missing="leaves")
    after = Declared(roster=known.roster, elsewhere=known.elsewhere, refused=refused(first))

    again = work(row(2), known=after, missing="leaves")

    assert again.lines.empty
    assert asked(again) == [("NV00001", "Q-REFUSED")]
    assert again.questions[0].row is None


def test_lines_stand_by_unit_then_by_row_with_absent_people_last():
    known = declared(row(1), row(2), row(9))

    movements = work(
        row(5, MaDonVi=THERE),
        row(2, TrangThai="NghiViec"),
        row(1, TrangThai="NghiViec"),
        known=known,
        missing="leaves",
    )

    order = movements.lines[["MaDonVi", "MaNV", "row"]].to_numpy().tolist()
    assert order == [
        [HERE, "NV00002", 3],
        [HERE, "NV00001", 4],
        [HERE, "NV00009", 0],
        [THERE, "NV00005", 2],
    ]


def test_lines_are_text_but_for_row_and_gone():
    lines = work(row(1), row(2, TrangThai="NghiViec"), known=declared(row(2))).lines

    assert lines["row"].dtype == "int64"
    assert lines["gone"].dtype == "bool"
    assert set(lines.dtypes.drop(["row", "gone"]).astype(str)) == {"str"}
    assert not pd.isna(lines).any().any()
