"""A snapshot against the declared roster: who is reported with which code, who is asked about."""

from __future__ import annotations

import pandas as pd

from outbox.lines import LINE_COLUMNS
from outbox.model import RowFate
from tests.outbox.payroll import (
    HERE,
    THERE,
    asked,
    declared,
    fates,
    row,
    work,
)

UNCHANGED, REPORTED, REJECTED, HELD = RowFate


def test_somebody_declared_as_the_file_says_is_unchanged():
    movements = work(row(1), row(2), known=declared(row(1), row(2)))

    assert fates(movements) == [UNCHANGED, UNCHANGED]
    assert movements.lines.empty
    assert list(movements.lines.columns) == list(LINE_COLUMNS)


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


def test_somebody_who_left_and_is_not_declared_is_unchanged():
    movements = work(row(1, TrangThai="NghiViec"), row(2, PA="GH"))

    assert fates(movements) == [UNCHANGED, UNCHANGED]


def test_a_blank_allowance_is_nothing_and_so_is_zero():
    movements = work(row(1, PhuCapLuong="0"), known=declared(row(1, PhuCapLuong="")))

    assert fates(movements) == [UNCHANGED]


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


def test_a_number_of_12_digits_waits_and_then_counts_as_a_number():
    answer = frozenset({(HERE, "NV00001", "Q-NUMBER-12")})
    long = row(1, MasoBHXH="079090000001")

    held, released = work(long), work(long, released=answer)

    assert asked(held) == [("NV00001", "Q-NUMBER-12")]
    assert released.lines[["PA", "MasoBHXH", "DaCoSo"]].to_numpy().tolist() == [["TD", "", "1"]]


def test_a_known_number_is_reported_although_the_row_has_none():
    movements = work(row(1, MasoBHXH="", TienLuong="1"), known=declared(row(1)))

    assert movements.lines[["MasoBHXH", "DaCoSo"]].to_numpy().tolist() == [["7900000001", "1"]]


def test_lines_are_text_but_for_row_and_gone():
    lines = work(row(1), row(2, TrangThai="NghiViec"), known=declared(row(2))).lines

    assert lines["row"].dtype == "int64"
    assert lines["gone"].dtype == "bool"
    assert set(lines.dtypes.drop(["row", "gone"]).astype(str)) == {"str"}
    assert not pd.isna(lines).any().any()
